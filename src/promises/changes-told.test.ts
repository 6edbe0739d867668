/** Whether people were told of new versions in time, over what announcements say of themselves. */
import { expect, test } from "vitest";
import { localDate } from "#base";
import type { Told } from "#changes";
import { openShop } from "./testing.ts";
import { answerCheck } from "./checks/index.ts";
import { CheckRun } from "./run.ts";
import { sayMessages } from "./words/say-messages.ts";

const done = {
  version: 2,
  state: "done",
  tellBy: localDate("2026-11-20"),
  concerned: [{ person: "customer", persons: 3, withoutAddress: 0 }],
  letters: 3,
  waiting: 0,
  sent: 3,
  failed: 0,
  finishedAt: new Date("2026-11-20T12:00:00Z"),
} as const;

test("a promise to tell people is kept only when all were told in time, and broken once the day has passed", async () => {
  await using shop = await openShop();
  const look = async (...told: readonly Partial<Told["announcement"]>[]) => {
    const all = told.map(
      (one, at): Told => ({
        version: at + 2,
        class: "material",
        effectiveOn: localDate("2026-12-04"),
        announcement: { ...done, version: at + 2, ...one },
      }),
    );
    const announcements = { told: async () => all };
    const outcome = await answerCheck(new CheckRun({ ...shop.options, announcements }), { kind: "changes-told" });
    return [outcome.status, sayMessages(outcome.messages, "en")];
  };
  expect(await look({})).toEqual([
    "kept",
    "Of 1 new version everybody whose data it concerns was told in time, with 3 letters.",
  ]);
  expect(await look()).toEqual(["unproven", "No new version concerned data of persons yet."]);
  expect((await look({ finishedAt: new Date("2026-11-20T23:30:00Z") }))[0]).toBe("broken");
  expect(await look({}, { state: "sending" })).toEqual([
    "broken",
    "Not everybody was told of a change in time: version 3.",
  ]);
  expect((await look({ state: "none", tellBy: localDate("2026-11-22") }))[0]).toBe("unproven");
  expect(await look({ sent: 2, failed: 1 })).toEqual([
    "unproven",
    "1 person was not reached by mail; whether they were told in another way is not known.",
  ]);
  expect((await look({ concerned: [{ person: "customer", persons: 3, withoutAddress: 2 }] }))[0]).toBe("unproven");
  const { announcements: _none, ...without } = shop.options;
  expect(await answerCheck(new CheckRun(without), { kind: "changes-told" })).toMatchObject({ status: "unproven" });
});
