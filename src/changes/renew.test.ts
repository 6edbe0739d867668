/** Consent anew: what stops counting, when, once; and what a person's own answer does. */
import { describe, expect, test } from "vitest";
import { OperationalError } from "#base";
import { suspendCrashPoints } from "#connectors";
import { must } from "#harness";
import { renewCrashPoints } from "./index.ts";
import {
  begins,
  both,
  counting,
  days,
  firstDay,
  kinds,
  linkFor,
  openDesk,
  text,
  untilBegun,
  wider,
} from "./renew-testing.ts";

describe("consents of before a version that does more", () => {
  test("stop counting on its first day, once staff approved it, and those given since then go on", async () => {
    await using desk = await openDesk();
    const { renewals, store, shop, jobs } = desk;
    await desk.publish(wider);
    expect(await renewals.status(store.reader, 2)).toMatchObject({
      state: "waiting",
      purposes: ["newsletter"],
      begins,
    });
    const preview = must(await renewals.preview(2));
    expect(preview.problems).toEqual([]);
    expect(preview.places).toMatchObject([
      { table: "readers", inForce: 9, older: 9 },
      { table: "customers", inForce: 10, older: 10 },
    ]);
    const before = await counting(desk);
    expect(must(await renewals.approve(2, "noor"))).toMatchObject({ state: "approved" });
    await jobs.settled();
    expect(await counting(desk)).toEqual(before);
    await shop.query("insert into readers values ('late@x.example', $1, null, '2')", [
      new Date(begins.getTime() + 60_000),
    ]);
    await untilBegun(desk);
    await jobs.settled();
    expect(await counting(desk)).toEqual(["reader late@x.example"]);
    expect(await renewals.status(store.reader, 2)).toMatchObject({
      state: "done",
      places: [
        { table: "readers", counted: 9, suspended: 9 },
        { table: "customers", counted: 10, suspended: 10 },
      ],
    });
    expect(await renewals.overdue()).toEqual([]);
    expect(await kinds(desk)).toEqual(["policy.published", "consent.suspension-approved", "consent.suspended"]);
  });

  test("are overdue from the first day on when nobody approved it, and never for a version that does less", async () => {
    await using desk = await openDesk();
    await desk.publish(wider);
    expect(await desk.renewals.overdue()).toEqual([]);
    await untilBegun(desk);
    await desk.jobs.settled();
    expect(await desk.renewals.overdue()).toMatchObject([
      { table: "readers", older: 9, version: 2 },
      { table: "customers", older: 10, version: 2 },
    ]);
    // What comes later and does less does not make up for it.
    await desk.publish(text, "2026-12-25");
    await desk.jobs.advance(days(2));
    expect(await desk.renewals.overdue()).toHaveLength(2);
    expect(await desk.renewals.approve(3, "noor")).toMatchObject({ ok: false, reason: "not-needed" });
    must(await desk.renewals.approve(2, "noor"));
    await desk.jobs.settled();
    expect(await desk.renewals.overdue()).toEqual([]);
  });

  test("are approved once, and once more when older ones count again", async () => {
    await using desk = await openDesk();
    await desk.publish(wider);
    const two = await Promise.all([desk.renewals.approve(2, "noor"), desk.renewals.approve(2, "piet")]);
    expect(two.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await desk.renewals.approve(7, "noor")).toMatchObject({ ok: false, reason: "unknown-version" });
    await untilBegun(desk);
    await desk.jobs.settled();
    await desk.shop.query("update customers set mails = true where id = 4");
    expect(await desk.renewals.overdue()).toMatchObject([{ table: "customers", older: 1 }]);
    must(await desk.renewals.approve(2, "noor"));
    await desk.jobs.settled();
    expect(await desk.renewals.overdue()).toEqual([]);
  });

  test.each([...renewCrashPoints.filter((point) => point !== "renewed"), ...suspendCrashPoints])(
    "stop counting exactly once, whatever dies at %s",
    async (point) => {
      let left = 2;
      const crashPoint = (name: string): void => {
        if (name !== point || left === 0) return;
        left -= 1;
        throw new OperationalError("database-unreachable", "Killed.", { retryable: true });
      };
      await using desk = await openDesk({ crashPoint });
      await desk.publish(wider);
      must(await desk.renewals.approve(2, "noor"));
      await untilBegun(desk);
      for (let round = 0; round < 6; round++) {
        await desk.jobs.settled();
        await desk.jobs.advance(30_000);
      }
      expect(left).toBe(0);
      expect(await desk.renewals.status(desk.store.reader, 2)).toMatchObject({
        state: "done",
        places: [{ suspended: 9 }, { suspended: 10 }],
      });
      expect(await counting(desk)).toEqual([]);
      expect((await kinds(desk)).filter((kind) => kind === "consent.suspended")).toHaveLength(1);
    },
  );

  test("that cannot be put out of force stop visibly, and go on when the cause is gone", async () => {
    await using desk = await openDesk();
    await desk.publish(wider);
    must(await desk.renewals.approve(2, "noor"));
    await desk.shop.query("alter table customers rename mails to post");
    await untilBegun(desk);
    await desk.jobs.settled({ failures: "allowed" });
    expect(await desk.renewals.status(desk.store.reader, 2)).toMatchObject({
      state: "stopped",
      trouble: "mapping-wrong",
    });
    expect(await desk.renewals.approve(2, "noor")).toMatchObject({ ok: false, reason: "blocked" });
    await desk.shop.query("alter table customers rename post to mails");
    must(await desk.renewals.approve(2, "noor"));
    await desk.jobs.settled({ failures: "allowed" });
    expect(await desk.renewals.status(desk.store.reader, 2)).toMatchObject({ state: "done" });
  });

  test("count from a version on, which programs of the company can ask", async () => {
    await using desk = await openDesk();
    await desk.publish(wider);
    const since = async () => (await desk.renewals.since(desk.store.reader)).map(({ title: _title, ...one }) => one);
    expect(await since()).toEqual([
      { purpose: "newsletter", version: 1, since: "2026-11-22" },
      { purpose: "calls", version: 1, since: "2026-11-22" },
    ]);
    await untilBegun(desk);
    expect(await since()).toEqual([
      { purpose: "newsletter", version: 2, since: firstDay, givenFrom: begins },
      { purpose: "calls", version: 1, since: "2026-11-22" },
    ]);
  });
});

describe("a person's own answer", () => {
  test("yes puts that person's rows in force again, and nobody else's; the address is then forgotten", async () => {
    await using desk = await openDesk();
    await desk.publish(wider);
    must(await desk.renewals.approve(2, "noor"));
    const early = await linkFor(desk, "c2@x.example");
    const question = await desk.renewals.question(early);
    expect(question?.purposes).toMatchObject([
      {
        name: "newsletter",
        title: { nl: "de nieuwsbrief sturen" },
        data: [{ nl: "e-mailadres" }, { nl: "telefoonnummer" }],
      },
    ]);
    expect(question?.purposes[0]?.changes[0]?.nl).toContain("voortaan ook telefoonnummer");
    expect(await desk.renewals.answer(early, { newsletter: "yes" }, { text: "as shown" }, "nl")).toBe(true);
    await desk.jobs.settled();
    await untilBegun(desk);
    for (let round = 0; round < 3; round++) {
      await desk.jobs.settled();
      await desk.jobs.advance(10_000);
    }
    // A customer and a reader under one address is one person here: whoever reads that mail.
    expect(await counting(desk)).toEqual(["customer c2@x.example", "reader c2@x.example"]);
    const late = await linkFor(desk, "r3@x.example");
    expect(await desk.renewals.answer(late, { newsletter: "yes" }, {}, "en")).toBe(true);
    await desk.jobs.settled();
    expect(await counting(desk)).toContain("reader r3@x.example");
    expect(await desk.renewals.overdue()).toEqual([]);
    const [row] = await desk.shop.query("select version, given_at from readers where email = 'r3@x.example'");
    expect(row).toEqual({ version: "2", given_at: desk.store.clock.now() });
    expect(await desk.store.database.query("select 1 from gestand.renewal_link where sealed is not null")).toEqual([]);
    const log = JSON.stringify(await desk.evidence.entries(desk.store.reader, { from: 0, limit: 50 }));
    expect(log).not.toContain("x.example");
    expect(log).toContain("consent.renewed");
    expect(log).toMatch(/"shown":"[0-9a-f]{64}"/);
  });

  test("no, silence, and a link that is wrong, changed or old leave everything off", async () => {
    await using desk = await openDesk();
    await desk.publish(wider);
    must(await desk.renewals.approve(2, "noor"));
    const [no, silent] = [await linkFor(desk, "c4@x.example"), await linkFor(desk, "c6@x.example")];
    expect(await desk.renewals.answer(no, { newsletter: "no" }, {}, "nl")).toBe(true);
    // The first answer counts.
    expect(await desk.renewals.answer(no, { newsletter: "yes" }, {}, "nl")).toBe(true);
    expect((await desk.renewals.question(no))?.purposes[0]?.answered).toBe("no");
    for (const wrong of ["", "forged", `${silent}x`, silent.slice(1)]) {
      expect(await desk.renewals.question(wrong)).toBeUndefined();
      expect(await desk.renewals.answer(wrong, { newsletter: "yes" }, {}, "nl")).toBe(false);
    }
    await untilBegun(desk);
    await desk.jobs.settled();
    await desk.jobs.advance(days(91));
    expect(await desk.renewals.question(silent)).toBeUndefined();
    expect(await desk.renewals.answer(silent, { newsletter: "yes" }, {}, "nl")).toBe(false);
    await desk.jobs.settled();
    expect(await counting(desk)).toEqual([]);
    expect((await desk.renewals.status(desk.store.reader, 2)).answers).toEqual({ asked: 2, yes: 0, no: 1 });
    await desk.store.transact((tx) => desk.store.queue.send(tx, { queue: "consent.links-forget", data: null }));
    await desk.jobs.settled();
    const left =
      "select (select count(*) from gestand.renewal_link) + (select count(*) from gestand.renewal_key) as left";
    expect(await desk.store.database.query(left)).toEqual([{ left: "0" }]);
    expect(await desk.store.database.query("select 1 from gestand.sealing_key where wrapped is not null")).toEqual([]);
  });

  test("yes given before the first day does not undo a withdrawal that came after it", async () => {
    await using desk = await openDesk();
    await desk.publish(wider);
    must(await desk.renewals.approve(2, "noor"));
    for (const email of ["c2@x.example", "r3@x.example"])
      await desk.renewals.answer(await linkFor(desk, email), { newsletter: "yes" }, {}, "nl");
    await desk.jobs.settled();
    // Who was off stays off until the version begins that was said yes to.
    expect(await counting(desk)).not.toContain("reader r3@x.example");
    await desk.shop.query("update customers set mails = false where id = 2");
    await untilBegun(desk);
    for (let round = 0; round < 3; round++) {
      await desk.jobs.settled();
      await desk.jobs.advance(10_000);
    }
    expect(await counting(desk)).toEqual(["reader c2@x.example", "reader r3@x.example"]);
  });

  test("is not forgotten before it was carried out, however long a system is away", async () => {
    await using desk = await openDesk();
    await desk.publish(wider);
    must(await desk.renewals.approve(2, "noor"));
    await untilBegun(desk);
    await desk.jobs.settled();
    await desk.renewals.answer(await linkFor(desk, "r6@x.example"), { newsletter: "yes" }, {}, "nl");
    await desk.shop.query("alter table readers rename given_at to given");
    await desk.jobs.settled({ failures: "allowed" });
    await desk.jobs.advance(days(100));
    await desk.jobs.settled({ failures: "allowed" });
    const tidy = () =>
      desk.store.transact((tx) => desk.store.queue.send(tx, { queue: "consent.links-forget", data: null }));
    await tidy();
    await desk.jobs.settled({ failures: "allowed" });
    await desk.shop.query("alter table readers rename given to given_at");
    await tidy();
    await desk.jobs.settled({ failures: "allowed" });
    expect(await counting(desk)).toEqual(["reader r6@x.example"]);
    await tidy();
    await desk.jobs.settled({ failures: "allowed" });
    expect(await desk.store.database.query("select 1 from gestand.renewal_link")).toEqual([]);
  });

  test("of two accounts with one address changes neither; and nobody is asked what no table holds", async () => {
    await using desk = await openDesk();
    await desk.publish(both);
    must(await desk.renewals.approve(2, "noor"));
    expect(await desk.renewals.status(desk.store.reader, 2)).toMatchObject({
      purposes: ["calls", "newsletter"],
      unrecorded: ["calls"],
    });
    const token = await linkFor(desk, "twice@x.example");
    expect((await desk.renewals.question(token))?.purposes.map(({ name }) => name)).toEqual(["newsletter"]);
    await desk.renewals.answer(token, { newsletter: "yes", calls: "yes" }, {}, "nl");
    await untilBegun(desk);
    await desk.jobs.settled();
    await desk.jobs.advance(10_000);
    await desk.jobs.settled();
    expect(await counting(desk)).toEqual([]);
  });

  test("is carried out once more, to the same end, when it dies before that is written down", async () => {
    let left = 2;
    const crashPoint = (name: string): void => {
      if (name !== "renewed" || left === 0) return;
      left -= 1;
      throw new OperationalError("database-unreachable", "Killed.", { retryable: true });
    };
    await using desk = await openDesk({ crashPoint });
    await desk.publish(wider);
    must(await desk.renewals.approve(2, "noor"));
    await untilBegun(desk);
    await desk.jobs.settled();
    await desk.renewals.answer(await linkFor(desk, "r6@x.example"), { newsletter: "yes" }, {}, "nl");
    for (let round = 0; round < 5; round++) {
      await desk.jobs.settled();
      await desk.jobs.advance(30_000);
    }
    expect(left).toBe(0);
    expect(await counting(desk)).toEqual(["reader r6@x.example"]);
    expect((await kinds(desk)).filter((kind) => kind === "consent.renewed")).toHaveLength(1);
  });
});
