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
  failures: [],
  unreached: 0,
  toldOtherwise: [],
  finishedAt: new Date("2026-11-20T12:00:00Z"),
} as const;

const line = (persons: number, on: string, undone = false) => ({
  line: 1,
  how: "post" as const,
  persons,
  on: localDate(on),
  recordedAt: new Date("2026-11-21T12:00:00Z"),
  undone,
});

test("a promise to tell people is kept only when all were told in time, and broken once the day has passed", async () => {
  await using shop = await openShop();
  const { tellBy: _unknown, ...unread } = { ...done, state: "none" as const };
  const look = async (...told: readonly (Partial<Told["announcement"]> | "unreadable")[]) => {
    const all = told.map((one, at): Told => {
      const line = { version: at + 2, effectiveOn: localDate("2026-12-04") };
      return one === "unreadable"
        ? { ...line, unreadable: true, announcement: { ...unread, version: at + 2 } }
        : { ...line, announcement: { ...done, version: at + 2, ...one } };
    });
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
  expect(await look({ sent: 2, failed: 1, unreached: 1 })).toEqual([
    "unproven",
    "1 person was not reached by mail; whether they were told in another way is not known.",
  ]);
  expect(await look({ unreached: 3, toldOtherwise: [line(1, "2026-11-19"), line(2, "2026-11-20")] })).toEqual([
    "kept",
    "Of 1 new version everybody whose data it concerns was told in time, with 3 letters and 3 persons in another way.",
  ]);
  expect(await look({ unreached: 3, toldOtherwise: [line(2, "2026-11-20"), line(1, "2026-11-20", true)] })).toEqual([
    "unproven",
    "1 person was not reached by mail; whether they were told in another way is not known.",
  ]);
  expect(await look({ unreached: 3, toldOtherwise: [line(2, "2026-11-20"), line(1, "2026-11-21")] })).toEqual([
    "broken",
    "Not everybody was told of a change in time: version 2.",
  ]);
  // A version that nobody can read any more keeps none of the others from being looked at.
  expect(await look({}, "unreadable")).toEqual([
    "unproven",
    "Whom these versions concern cannot be seen here, because this program cannot read them: 3.",
  ]);
  expect((await look({ state: "sending" }, "unreadable"))[0]).toBe("broken");
  const { announcements: _none, ...without } = shop.options;
  expect(await answerCheck(new CheckRun(without), { kind: "changes-told" })).toMatchObject({ status: "unproven" });
});
