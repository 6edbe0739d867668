/** The board itself: status, history, waivers, the hourly job, and what it never holds. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localDate } from "#base";
import type { PolicyPromise, PromiseCheck } from "#policy";
import { createPromiseBoard, type PromiseBoardOptions, promiseJson } from "./index.ts";
import { broken, combine, kept, said, stated, unproven } from "./outcome.ts";
import { plainText, textsBy } from "./published.ts";
import { openShop, type Shop } from "./testing.ts";

const at = { file: "policy.yaml", line: 1, column: 1 };

function promise(id: string, ...checks: PromiseCheck[]): PolicyPromise {
  const statement = { nl: `${id} (nl)`, en: `${id} (en)` };
  return { id, cites: ["002-001"], statement, mechanism: "data-map", checks, section: "rights", at };
}

describe("the board", () => {
  let shop: Shop;
  const contract: PromiseCheck = { kind: "recipient-contract", recipient: "parcels" };
  const promises = [
    promise("a", contract),
    promise("b", contract, { kind: "stated" }),
    promise("c", { kind: "due-dates" }),
  ];
  let options: PromiseBoardOptions;
  beforeAll(async () => {
    shop = await openShop({ guard: false });
    options = { ...shop.options, promises };
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  it("says of what was never checked that it is unproven", async () => {
    const latest = await createPromiseBoard(options).latest(shop.store.reader);
    expect(latest.map(({ id, status, checkedAt }) => [id, status, checkedAt])).toEqual([
      ["a", "unproven", undefined],
      ["b", "unproven", undefined],
      ["c", "unproven", undefined],
    ]);
    expect(promiseJson(latest)[0]?.checkedAt).toBeNull();
  });

  it("keeps a history of changes only, each with an entry in the log", async () => {
    let onFile = true;
    const board = createPromiseBoard({ ...options, documentExists: async () => onFile });
    const first = await board.check();
    expect(first.map(({ status }) => status)).toEqual(["kept", "stated", "unproven"]);
    await board.check();
    onFile = false;
    shop.store.clock.advance(3_600_000);
    await board.check();
    onFile = true;
    shop.store.clock.advance(3_600_000);
    await board.check();
    const history = await board.history(shop.store.reader, "a", 10);
    const english = await board.history(shop.store.reader, "a", 1, "en");
    expect([history[0]?.summary, english[0]?.summary]).toEqual([
      "Het contract van 1 maart 2024 is er en is niet verlopen.",
      "The contract of 1 March 2024 is on file and has not expired.",
    ]);
    expect(history.map(({ status, checkedAt }) => [status, checkedAt])).toEqual([
      ["kept", "2026-11-22T14:00:00.000Z"],
      ["broken", "2026-11-22T13:00:00.000Z"],
      ["kept", "2026-11-22T12:00:00.000Z"],
    ]);
    const changes = await shop.evidence.entries(shop.store.reader, { from: 0, limit: 99, about: "a" });
    expect(changes.map(({ kind, body }) => [kind, body["from"], body["to"]])).toEqual([
      ["promise.changed", null, "kept"],
      ["promise.changed", "kept", "broken"],
      ["promise.changed", "broken", "kept"],
    ]);
    const [latest] = await board.latest(shop.store.reader);
    expect(latest?.evidence.logIndex).toBe(changes.at(-1)?.index);
  });

  it("shows a waiver until its last day and what the check says all the same; an expired one counts no more", async () => {
    const waiver = {
      promise: "a",
      by: "Sanne",
      reason: "The new contract is being signed.",
      untilOn: localDate("2026-11-30"),
      at,
    };
    const board = createPromiseBoard({
      ...options,
      policy: { ...options.policy, waivers: [waiver] },
      documentExists: async () => false,
    });
    const [waived] = await board.check();
    expect(waived).toMatchObject({ status: "waived", evidence: { facts: { withoutWaiver: "broken" } } });
    expect(waived?.evidence.summary).toMatch(
      /Opgeschort tot en met 30 november 2026: The new contract is being signed. .*controle zegt gebroken:.*is er niet/,
    );
    shop.store.clock.set("2026-11-30T12:00:00.000Z");
    expect((await board.check())[0]?.status).toBe("waived");
    shop.store.clock.set("2026-12-01T12:00:00.000Z");
    expect((await board.check())[0]?.status).toBe("broken");
  });

  it("lists beside the promises which findings of the policy somebody answers for, and which nobody does any more", () => {
    const policy = shop.policy;
    const finding = { code: "controller-incomplete", in: "organisation" };
    const waiver = { finding, by: "Sanne", reason: "Being looked up.", untilOn: localDate("2026-12-02"), at };
    const { legalName: _, ...organisation } = policy.organisation;
    const board = createPromiseBoard({ ...options, policy: { ...policy, organisation, waivers: [waiver] } });
    shop.store.clock.set("2026-12-01T23:30:00.000Z");
    expect(board.waivedFindings()).toMatchObject([
      { code: "controller-incomplete", path: "organisation", by: "Sanne", daysLeft: 0, status: "waived" },
    ]);
    // A day is a day of the policy's own time zone.
    shop.store.clock.set("2026-12-02T23:30:00.000Z");
    expect(board.waivedFindings()).toMatchObject([{ untilOn: "2026-12-02", daysLeft: -1, status: "broken" }]);
    expect(board.waivedFindings()[0]?.at?.file).not.toContain("/");
    shop.store.clock.set("2026-12-01T12:00:00.000Z");
  });

  const count = async () => (await shop.board.history(shop.store.reader, "a", 99)).length;

  it("changes once when two processes check at the same time, and never back to what a slower round saw", async () => {
    const before = await count();
    await Promise.all([1, 2, 3].map(() => createPromiseBoard(options).check()));
    expect(await count()).toBe(before + 1);
    const documentExists = async () => {
      shop.store.clock.set("2026-12-02T12:00:00.000Z");
      await createPromiseBoard(options).check();
      return false;
    };
    await createPromiseBoard({ ...options, documentExists }).check();
    expect(await count()).toBe(before + 1);
  });

  it("checks again after the clock was set back", async () => {
    shop.store.clock.set("2026-11-25T12:00:00.000Z");
    const [line] = await createPromiseBoard(options).check();
    expect(line?.checkedAt).toBe("2026-11-25T12:00:00.000Z");
  });

  it("prints exactly the members that were promised, in the language that was asked for, with keys that no language changes", async () => {
    const board = createPromiseBoard(options);
    const [dutch] = promiseJson(await board.latest(shop.store.reader));
    const members = ["id", "cites", "statement", "mechanism", "status", "checkedAt", "evidence"];
    expect(Object.keys(dutch ?? {})).toEqual(members);
    const known = { id: "a", cites: ["002-001"], mechanism: "data-map" };
    const messages = [{ key: "contract.on-file", values: { signedOn: "2024-03-01" } }];
    const nl = { summary: "Het contract van 1 maart 2024 is er en is niet verlopen.", messages };
    expect(dutch).toMatchObject({ ...known, statement: "a (nl)", evidence: nl });
    const en = { summary: "The contract of 1 March 2024 is on file and has not expired.", messages };
    const [english] = await board.latest(shop.store.reader, "en");
    expect(english).toMatchObject({ ...known, statement: "a (en)", evidence: en });
  });

  it("leaves promises unproven whose system does not answer, and says which", async () => {
    const systems = [
      promise("s", { kind: "mapping-complete", system: "shop" }),
      promise("t", { kind: "mapping-complete", system: "gestand" }),
    ];
    await shop.systems.close();
    await shop.own(`alter database ${shop.shop.name} allow_connections false`);
    const [s, t] = await createPromiseBoard({ ...options, promises: systems }).check();
    await shop.own(`alter database ${shop.shop.name} allow_connections true`);
    expect(s).toMatchObject({ status: "unproven" });
    expect(s?.evidence.summary).toMatch(/^De controle is niet gelukt\. /);
    expect(t).toMatchObject({ status: "kept" });
  });
});

function together(...outcomes: ReturnType<typeof kept>[]): string {
  return combine(outcomes.map((outcome) => ({ kind: "due-dates" as const, outcome }))).status;
}

const [a, b, c] = [said("copy.none"), said("due.none"), said("refusal.none")];

describe("what several checks say together", () => {
  it("is kept only when all are, broken when one is, and never more than stated with words among them", () => {
    expect(together(kept(a), kept(b))).toBe("kept");
    expect(together(kept(a), unproven(b))).toBe("unproven");
    expect(together(kept(a), unproven(b), broken(c))).toBe("broken");
    expect(together(kept(a), stated())).toBe("stated");
    expect(together(unproven(a), stated())).toBe("unproven");
    expect(together(broken(a), stated())).toBe("broken");
    expect(together()).toBe("unproven");
  });

  it("says what the deciding checks say, each once", () => {
    const outcomes = [kept(c), broken(a), broken(b), broken(a)];
    const { messages } = combine(outcomes.map((outcome) => ({ kind: "due-dates" as const, outcome })));
    expect(messages).toEqual([a, b]);
  });
});

describe("a published page", () => {
  it("is read by its marked sentences, with tags, entities and nesting", () => {
    const html = `<p class="x" data-promise="a">One &amp; <strong>two</strong><br>three</p>
      <ul><li data-promise="b"><ul><li>in</li></ul>side</li><li>outside</li></ul><div data-promise='c'>single</div><p data-promise="a d">again</p>`;
    expect(Object.fromEntries(textsBy("data-promise", html))).toEqual({
      a: ["One & two three", "again"],
      d: ["again"],
      b: ["in side"],
    });
    expect(plainText("<script>x</script>caf&eacute; &#233;&#xe9;&nbsp;&lt;b&gt;")).toBe("caf&eacute; éé <b>");
  });
});
