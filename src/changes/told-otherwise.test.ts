/** People whom mail did not reach and who were told in another way: how many, how and when, and never who. */
import { describe, expect, test } from "vitest";
import { OperationalError } from "#base";
import { must, policyOf } from "#harness";
import { concerned, openDesk, otherUse, toTheEnd, today } from "./testing.ts";

const colleague = "5aff0000-0000-4000-8000-000000000000";
const unreached = concerned[0]?.withoutAddress ?? 0;

describe("telling people in another way", () => {
  test("is recorded with how many and how, up to as many as mail did not reach, and a mistake is undone by a line", async () => {
    await using desk = await openDesk();
    const { announcements, evidence, store } = desk;
    await desk.publish(otherUse, "2026-12-24");
    const one = { how: "post", persons: 1 } as const;
    expect(await announcements.tellOtherwise(2, one, colleague)).toMatchObject({ ok: false, reason: "not-now" });
    desk.server.answer = (address) => (address === "c65@x.example" ? 550 : undefined);
    must(await announcements.announce(2, colleague));
    expect(await toTheEnd(desk)).toMatchObject({ unreached: unreached + 1, toldOtherwise: [] });
    const by = must(await announcements.tellOtherwise(2, { how: "post", persons: unreached }, colleague));
    expect(by.toldOtherwise).toMatchObject([{ line: 1, how: "post", persons: unreached, on: today, undone: false }]);
    expect(await announcements.tellOtherwise(2, { how: "app", persons: 2 }, colleague)).toMatchObject({
      ok: false,
      reason: "not-so-many",
      message: expect.stringContaining(`did not reach ${unreached + 1}, and 1 of them`),
    });
    for (const persons of [0, -1, 1.5, Number.NaN])
      expect(await announcements.tellOtherwise(2, { how: "app", persons }, colleague)).toMatchObject({
        reason: "not-so-many",
      });
    for (const on of ["2026-11-21", "2026-11-23", "2026-02-30"])
      expect(await announcements.tellOtherwise(2, { ...one, on: on as typeof today }, colleague)).toMatchObject({
        ok: false,
        reason: "wrong-day",
      });
    expect(await announcements.undoOtherwise(2, 2, colleague)).toMatchObject({ ok: false, reason: "unknown-line" });
    const undone = must(await announcements.undoOtherwise(2, 1, colleague));
    expect(undone.toldOtherwise).toMatchObject([{ line: 1, undone: true }]);
    expect(await announcements.undoOtherwise(2, 1, colleague)).toMatchObject({ ok: false, reason: "unknown-line" });
    // The undoing is a line of its own, and no line is undone that is one.
    expect(await announcements.undoOtherwise(2, 2, colleague)).toMatchObject({ ok: false, reason: "unknown-line" });
    const again = must(await announcements.tellOtherwise(2, { how: "telephone", persons: 7 }, colleague));
    expect(again.toldOtherwise.map(({ line, undone: out }) => [line, out])).toEqual([
      [1, true],
      [3, false],
    ]);
    const entries = await evidence.entries(store.reader, { from: 0, limit: 20, about: "policy/2" });
    expect(entries.slice(-3).map(({ kind, body }) => [kind, body])).toEqual([
      ["policy.told-otherwise", { version: 2, line: 1, how: "post", persons: unreached, on: today, staff: colleague }],
      ["policy.told-otherwise-undone", { version: 2, line: 1, persons: unreached, staff: colleague }],
      ["policy.told-otherwise", { version: 2, line: 3, how: "telephone", persons: 7, on: today, staff: colleague }],
    ]);
  });

  test("counts each once when two colleagues record at the same moment", async () => {
    await using desk = await openDesk();
    const { announcements } = desk;
    await desk.publish(otherUse, "2026-12-24");
    must(await announcements.announce(2, "noor"));
    await toTheEnd(desk);
    const order = { how: "post", persons: Math.ceil(unreached / 2) + 1 } as const;
    const both = await Promise.all([
      announcements.tellOtherwise(2, order, "noor"),
      announcements.tellOtherwise(2, order, "piet"),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ reason: "not-so-many" });
    const [undone, again] = await Promise.all([
      announcements.undoOtherwise(2, 1, "noor"),
      announcements.undoOtherwise(2, 1, "piet"),
    ]);
    expect([undone.ok, again.ok].filter(Boolean)).toHaveLength(1);
  });

  test("is possible still when the letters themselves are forgotten", async () => {
    await using desk = await openDesk();
    const { announcements, jobs, store } = desk;
    await desk.publish(otherUse, "2026-12-24");
    must(await announcements.announce(2, "noor"));
    await toTheEnd(desk);
    await jobs.advance(181 * 86_400_000);
    await store.transact((tx) => store.queue.send(tx, { queue: "policy.announcements-forget", data: null }));
    await jobs.settled();
    expect(must(await announcements.tellOtherwise(2, { how: "post", persons: unreached }, "noor"))).toMatchObject({
      unreached,
      toldOtherwise: [{ persons: unreached }],
    });
  });
});

describe("a version that this program cannot read", () => {
  const unreadable = "gestand: 1\nfuture: words\n";
  const policies = ({ files }: { readonly files: readonly { readonly text: string }[] }) => {
    const [file] = files;
    if (file?.text === unreadable) throw new OperationalError("version-unreadable", "It was published by a newer one.");
    return policyOf(file?.text ?? "");
  };

  test("keeps no later one from being announced, which is compared with the one before it, and says so", async () => {
    await using desk = await openDesk({ policyOf: policies });
    const { announcements, store } = desk;
    await desk.publish(unreadable);
    await desk.publish(otherUse, "2026-12-24");
    const preview = must(await announcements.preview(3));
    expect(preview.concerned).toEqual(concerned);
    expect(preview.problems).toMatchObject([
      { code: "version-unreadable", severity: "warning", message: expect.stringMatching(/^Version 2 .* version 1\.$/) },
    ]);
    must(await announcements.announce(3, "noor"));
    expect(await toTheEnd(desk, 3)).toMatchObject({ state: "done", tellBy: "2026-12-10" });
    const [entry] = await desk.evidence.entries(store.reader, { from: 0, limit: 1, kind: "policy.announcing" });
    expect(entry?.body).toMatchObject({ version: 3, since: 1, passedOver: [2] });
    const told = await announcements.told(store.reader);
    expect(told.map(({ version, unreadable: unread = false }) => [version, unread])).toEqual([
      [3, false],
      [2, true],
    ]);
    expect(await Promise.all([1, 2, 3, 9].map((one) => announcements.concerns(store.reader, one)))).toEqual([
      false,
      false,
      true,
      false,
    ]);
    // The day was counted when telling began, whatever can be read later.
    await store.database.query("update gestand.announcement set tell_by = '2026-12-01'");
    expect(await announcements.status(store.reader, 3)).toMatchObject({ tellBy: "2026-12-01" });
    await expect(announcements.preview(2)).rejects.toMatchObject({ code: "version-unreadable" });
  });
});
