/** Versions in a real PostgreSQL: published once, never changed, one in force on each day. */
import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addPeriod, localDate } from "#base";
import { createEvidence } from "#evidence";
import { freshStore, type TestStore } from "#harness";
import { createVersions, type Draft, hashOfNotices, heldBefore } from "./index.ts";

/** Each run fills a database of its own, so there are few, however many others make. */
const runs = 10;
const today = localDate("2026-11-22");
const day = (days: number) => addPeriod(today, { amount: days, unit: "day" });

function open(store: TestStore) {
  const evidence = createEvidence({
    store,
    origin: "shop.example/gestand",
    seed: store.keys.derive("evidence-signing", 32),
  });
  return { evidence, versions: createVersions({ store, evidence }) };
}

function draft(text: string, from = today): Draft {
  const hash = createHash("sha256").update(text).digest("hex");
  return { files: [{ path: "policy.yaml", text }], hash, effectiveOn: from, today, by: "noor" };
}

describe("versions", () => {
  it("are numbered, kept whole, and recorded without the name of who published", async () => {
    await using store = await freshStore();
    const { versions, evidence } = open(store);
    expect(await versions.carriedOut(store.reader, today)).toBeUndefined();
    const first = await versions.publish(draft("one\r\n", localDate("2019-05-01")));
    const second = await versions.publish(draft("två ✓", day(10)));
    expect([first, second]).toMatchObject([
      { ok: true, value: { number: 1, effectiveOn: "2019-05-01" } },
      { ok: true, value: { number: 2, publishedBy: "noor", files: [{ path: "policy.yaml", text: "två ✓" }] } },
    ]);
    expect(await versions.numbered(store.reader, 1)).toMatchObject({ files: [{ text: "one\r\n" }] });
    expect((await versions.all(store.reader)).map(({ number }) => number)).toEqual([2, 1]);
    const entries = await evidence.entries(store.reader, { from: 0, limit: 9, kind: "policy.published" });
    expect(entries.map(({ body }) => body)).toMatchObject([
      { number: 1, effectiveOn: "2019-05-01", files: 1 },
      { number: 2, effectiveOn: day(10) },
    ]);
    expect(JSON.stringify(entries)).not.toContain("noor");
  });

  it("keep the notice in every language, with its hash in the log", async () => {
    await using store = await freshStore();
    const { versions, evidence } = open(store);
    const notices = [
      { language: "nl", text: '{"één":  1}' },
      { language: "en", text: '{"one":1}' },
    ] as const;
    await versions.publish({ ...draft("one"), notices });
    await versions.publish(draft("two"));
    expect((await versions.numbered(store.reader, 1))?.notices).toEqual(notices);
    expect(await versions.numbered(store.reader, 2)).not.toHaveProperty("notices");
    const [first, second] = await evidence.entries(store.reader, { from: 0, limit: 9, kind: "policy.published" });
    expect(first?.body).toMatchObject({ notices: hashOfNotices(notices) });
    expect(second?.body).not.toHaveProperty("notices");
    const [nl, en] = notices;
    const others = [[en, nl], [nl], [nl, { ...en, language: "nl" as const }], [nl, { ...en, text: '{"one":2}' }]];
    expect(new Set([notices, ...others].map(hashOfNotices)).size).toBe(5);
  });

  it("are refused when another was published since they were compared", async () => {
    await using store = await freshStore();
    const { versions } = open(store);
    await versions.publish(draft("one"));
    await versions.publish({ ...draft("two"), after: 1 });
    expect(await versions.publish({ ...draft("three"), after: 1 })).toMatchObject({ ok: false, reason: "overtaken" });
  });

  it("follow the one that held until then, passing over those that another of the same day replaced", () => {
    const lines = [10, 10, 5, 0, 0].map((days, at) => ({ number: 5 - at, effectiveOn: day(days) }));
    const before = lines.map((line) => heldBefore(lines, line)?.number);
    expect(before).toEqual([3, 3, 2, 1, undefined]);
    expect(lines.map((line, at) => heldBefore(lines.slice(at), line)?.number)).toEqual(before);
  });

  it("are refused with a sentence when the text is the last one, or the day has passed or comes before the last", async () => {
    await using store = await freshStore();
    const { versions, evidence } = open(store);
    await versions.publish(draft("one"));
    const refused = async (asked: Draft) => {
      const told = await versions.refusal(store.reader, asked);
      expect(await versions.publish(asked)).toEqual(told);
      return told;
    };
    expect(await refused(draft("one"))).toMatchObject({
      reason: "same-text",
      message: expect.stringMatching(/version 1 already/),
    });
    expect(await refused(draft("two", day(-1)))).toMatchObject({
      reason: "date-passed",
      message: expect.stringMatching(/has passed/),
    });
    const promised = { ...draft("two", day(6)), noticeTime: { from: day(7) } };
    expect(await refused(promised)).toMatchObject({ reason: "notice-time", earliestOn: day(7) });
    await versions.publish({ ...draft("two", day(9)), noticeTime: { brokenBecause: "a court ordered it" } });
    const [, told] = await evidence.entries(store.reader, { from: 0, limit: 9, kind: "policy.published" });
    expect(told?.body).toMatchObject({ number: 2, despite: "a court ordered it" });
    expect(await refused(draft("three", day(8)))).toMatchObject({ reason: "date-before-last" });
    expect((await versions.publish(draft("one", day(9)))).ok).toBe(true);
  });

  it("cannot be changed or removed, even by hand", async () => {
    await using store = await freshStore();
    await open(store).versions.publish(draft("one"));
    for (const change of [
      "update gestand.policy_version set hash = repeat('0', 64)",
      "delete from gestand.policy_version",
      "truncate gestand.policy_version cascade",
    ])
      await expect(store.database.query(change)).rejects.toThrow("never changed or removed");
  });

  it("begin with one first version, however many processes start at once", async () => {
    await using store = await freshStore();
    const { versions } = open(store);
    const made = await Promise.all(["a", "b", "c"].map((text) => versions.publishFirst(draft(text, day(5)))));
    expect(made.filter((version) => version !== undefined)).toHaveLength(1);
    expect(await versions.inForce(store.reader, today)).toBeUndefined();
    expect(await versions.carriedOut(store.reader, today)).toMatchObject({ number: 1 });
  });

  it("leave no day after the first without exactly one in force", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 6 }), async (days) => {
        await using store = await freshStore();
        const { versions } = open(store);
        const published: number[] = [];
        for (const [index, from] of days.entries())
          if ((await versions.publish(draft(`text ${index}`, day(from)))).ok) published.push(from);
        for (let on = -1; on <= 13; on += 1) {
          const begun = published.filter((from) => from <= on).length;
          expect((await versions.inForce(store.reader, day(on)))?.number).toBe(begun === 0 ? undefined : begun);
        }
      }),
      { numRuns: runs },
    );
  });
});
