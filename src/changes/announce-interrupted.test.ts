/** An announcement that dies, is stopped, or meets a system that does not fit, ends as one that was left in peace. */
import { describe, expect, test } from "vitest";
import { OperationalError } from "#base";
import { announceCrashPoints } from "./index.ts";
import { must } from "#harness";
import { addresses, concerned, expected, openDesk, otherUse, toTheEnd } from "./testing.ts";

describe("an announcement that is interrupted", () => {
  test.each(announceCrashPoints)(
    "at %s, again and again, ends as one that was not",
    { timeout: 60_000 },
    async (place) => {
      let crashes = 0;
      let reached = 0;
      await using desk = await openDesk({
        crashPoint: (name) => {
          if (name !== place || ++reached % 2 === 0 || crashes >= 4) return;
          crashes++;
          throw new OperationalError("crashed", "The process died here.", { retryable: true });
        },
      });
      await desk.publish(otherUse, "2026-12-24");
      must(await desk.announcements.announce(2, "noor"));
      const done = await toTheEnd(desk);
      expect(crashes).toBeGreaterThan(0);
      expect(done).toMatchObject({
        state: "done",
        concerned,
        letters: expected.length,
        sent: expected.length,
      });
      expect(addresses(desk.server)).toEqual(expected);
      const entries = await desk.evidence.entries(desk.store.reader, { from: 0, limit: 20, about: "policy/2" });
      expect(entries).toHaveLength(4);
    },
  );

  test("by a colleague stops handing over letters, and goes on where it was", async () => {
    let posted = 0;
    await using desk = await openDesk({
      lettersPerMinute: 1_200,
      crashPoint: (name) => void (posted += name === "post-written" ? 1 : 0),
    });
    await desk.publish(otherUse, "2026-12-24");
    must(await desk.announcements.announce(2, "noor"));
    await desk.jobs.settled();
    expect(posted).toBe(1);
    expect(desk.server.received).toHaveLength(100);
    expect(must(await desk.announcements.stop(2, "noor"))).toMatchObject({ state: "stopped", sent: 100 });
    for (let minute = 0; minute < 3; minute++) {
      await desk.jobs.advance(61_000);
      await desk.jobs.settled();
    }
    expect(desk.server.received).toHaveLength(100);
    expect(must(await desk.announcements.resume(2, "noor"))).toMatchObject({ state: "sending" });
    expect(await toTheEnd(desk)).toMatchObject({ state: "done", sent: expected.length });
    expect(addresses(desk.server)).toEqual(expected);
  });

  test("by a system that is mapped wrongly stops by itself, says so, and goes on when that is repaired", async () => {
    await using desk = await openDesk();
    await desk.publish(otherUse, "2026-12-24");
    await desk.shop.query("alter table orders rename to bought");
    expect(must(await desk.announcements.preview(2)).problems).toMatchObject([
      { code: "mapping-wrong", severity: "error" },
    ]);
    must(await desk.announcements.announce(2, "noor"));
    await desk.jobs.settled({ failures: "allowed" });
    expect(await desk.announcements.status(desk.store.reader, 2)).toMatchObject({
      state: "stopped",
      trouble: "mapping-wrong",
    });
    await desk.shop.query("alter table bought rename to orders");
    must(await desk.announcements.resume(2, "noor"));
    await desk.store.database.query("delete from pgboss.job where state = 'failed'");
    expect(await toTheEnd(desk)).toMatchObject({ state: "done", letters: expected.length });
  });
});
