/** Signing in without a password, with an authenticator that Chromium plays. */
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "../harness/browser.ts";
import { accessible, picture } from "./steps.ts";
import { scene } from "./scene.ts";

describe.runIf(chromiumPath !== undefined)("a passkey", () => {
  const at = scene();
  let forget: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    const { staff } = at;
    const debuggerOf = await staff.context.newCDPSession(staff.page);
    await debuggerOf.send("WebAuthn.enable");
    const { authenticatorId } = await debuggerOf.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    forget = async () => {
      await debuggerOf.send("WebAuthn.clearCredentials", { authenticatorId });
    };
  });

  /** What the page sends to this address, and what it gets back. */
  const watch = (path: string) => at.staff.page.waitForResponse((answer) => new URL(answer.url()).pathname === path);

  async function signOut(): Promise<void> {
    const { house, staff } = at;
    await staff.page.goto(`${house.url}/console`);
    await staff.page.locator('form[action="/console/sign-out"] button').first().click();
    await staff.page.waitForURL(/\/console\/sign-in$/);
  }

  test("is made on the account page and opens the console, once for each challenge", async () => {
    const { house, staff } = at;
    const { page } = staff;
    await page.goto(`${house.url}/console/account`);
    const registered = watch("/console/passkey/register");
    await page.locator("[data-passkey=register]").click();
    const registration = await registered;
    expect(registration.status()).toBe(200);
    await page.getByText(/^1 /).first().waitFor();
    await picture(page, "console-account-passkey");
    await accessible(page);

    const again = await page.request.post(`${house.url}/console/passkey/register`, {
      data: registration.request().postDataJSON() as object,
      headers: { origin: house.url },
    });
    expect(again.status()).toBe(422);

    await signOut();
    await accessible(page);
    const signedIn = watch("/console/passkey/sign-in");
    await page.locator("[data-passkey=sign-in]").click();
    const ceremony = await signedIn;
    expect(ceremony.status()).toBe(200);
    await page.waitForURL(/\/console$/);
    expect((await staff.context.cookies()).find(({ name }) => name === "gestand-session")).toMatchObject({
      httpOnly: true,
      sameSite: "Strict",
    });

    const body = ceremony.request().postDataJSON() as { id: string; response: object };
    const replay = (data: object) =>
      page.request.post(`${house.url}/console/passkey/sign-in`, { data, headers: { origin: house.url } });
    expect((await replay(body)).status()).toBe(422);
    const fresh = await page.request.post(`${house.url}/console/passkey/sign-in/options`, {
      data: {},
      headers: { origin: house.url },
    });
    const { id } = (await fresh.json()) as { id: string };
    expect((await replay({ ...body, id })).status()).toBe(422);
  });

  test("that is not there is refused in one sentence, and one only", async () => {
    const { page } = at.staff;
    await signOut();
    await forget?.();
    for (let attempt = 1; attempt <= 2; attempt++) {
      await page.locator("[data-passkey=sign-in]").click();
      await page.locator("[role=alert]").first().waitFor();
    }
    await expect.poll(() => page.locator("[role=alert]").count()).toBe(1);
    await picture(page, "console-passkey-refused");
    await accessible(page);
  });

  test("leaves no challenge behind that is older than five minutes", async () => {
    const { house, staff } = at;
    const [before] = await house.own.query<{ count: string }>("select count(*) from gestand.passkey_challenge");
    expect(Number(before?.count)).toBeGreaterThan(0);
    house.clock.advance(5 * 60_000 + 1);
    await staff.page.request.post(`${house.url}/console/passkey/sign-in/options`, {
      data: {},
      headers: { origin: house.url },
    });
    expect(await house.own.query("select 1 from gestand.passkey_challenge")).toHaveLength(1);
  });
});
