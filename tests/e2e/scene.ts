/** Where the journeys play: a browser, the whole product with its shop, and a member of staff at the console. */
import { afterAll, beforeAll } from "vitest";
import { type Browser, launchBrowser } from "../harness/browser.ts";
import { openTestHouse, type TestHouse, type TestHouseOptions } from "../harness/house.ts";
import { signInStaff, type StaffMember } from "./steps.ts";

export interface Scene {
  readonly browser: Browser;
  readonly house: TestHouse;
  readonly staff: StaffMember;
}

/** To be called inside `describe`; what it answers may be used from the first `beforeAll` after it. */
export function scene(options: () => TestHouseOptions | Promise<TestHouseOptions> = () => ({})): Scene {
  let browser: Browser | undefined;
  let house: TestHouse | undefined;
  let staff: StaffMember | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
    house = await openTestHouse(await options());
    staff = await signInStaff(browser, house);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.[Symbol.asyncDispose]();
  });
  return {
    get browser() {
      return set(browser);
    },
    get house() {
      return set(house);
    },
    get staff() {
      return set(staff);
    },
  };
}

function set<T>(part: T | undefined): T {
  if (part === undefined) throw new Error("The scene is not set yet");
  return part;
}
