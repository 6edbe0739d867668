/**
 * The erasure oracle on the sample shop: every table dumped before and after the whole request of each member of the
 * cast, compared with what a hand-written reading of the shop says must be left. The person is gone, every other row
 * byte-identical; and of our own database nothing points at anybody.
 */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyReceipt } from "#evidence";
import { changes, type Dump, dumpSchema } from "#harness";
import type { StaffView } from "#requests";
import { openTestHouse, type TestHouse } from "../harness/house.ts";
import { type CastMember, type CastName, cast } from "../../examples/webshop-nl/index.ts";
import { approve, ask, type Asked, closed, decidable, settleIdentity, staff, viewOf } from "./people.ts";
import { type Erased, type Expected, type Row, shopAfterErasure } from "./shop-oracle.ts";

const today = "2026-11-22";
let house: TestHouse;
/** Rows that stay for a reason, of everybody so far: one row may be held for two. */
const grounds = new Map<string, "held" | "shared">();

beforeAll(async () => {
  house = await openTestHouse({ customers: 80 });
});
afterAll(() => house?.[Symbol.asyncDispose]());

interface Story {
  readonly asked: Asked;
  readonly approved: StaffView;
  readonly before: Dump;
  readonly after: Dump;
  readonly expected: Expected;
}

/** In this order: who shared something is alone with it once the other is gone. */
const stories: readonly [CastName, { other?: CastName; employee?: number }][] = [
  ["leaving", {}],
  ["active", {}],
  ["dormant", {}],
  ["guest", {}],
  ["sharingFirst", { other: "sharingSecond" }],
  ["sharingSecond", {}],
  ["giver", {}],
  ["receiver", {}],
  ["employee", { employee: 1 }],
  ["reviewer", {}],
  ["restricted", {}],
  ["movedAddress", {}],
  ["unsubscribed", {}],
];

describe.each(stories)("%s is erased", (name, { other, employee }) => {
  const member: CastMember = cast[name];
  let story: Story;

  beforeAll(async () => {
    const before = await dumpShop();
    const asked = await ask(house, name === "leaving" ? "leaving" : "erasure", member.email);
    const differently: CastMember | undefined = other === undefined ? undefined : cast[other];
    await settleIdentity(
      house,
      asked,
      ({ anchor }) => anchor.table !== "customers" || anchor.key[0] !== String(differently?.customerId),
    );
    const approved = await approve(house, asked.id);
    await closed(house, asked.id);
    const person: Erased = {
      email: member.email,
      customers: member.customerId === undefined ? [] : [member.customerId],
      employees: employee === undefined ? [] : [employee],
    };
    const expected = shopAfterErasure(before, person, today);
    for (const { table, text, why } of expected.left) grounds.set(`${table} ${text}`, why);
    story = { asked, approved, before, after: await dumpShop(), expected };
  });

  it("leaves the shop as a reading by hand says, every other row byte-identical", () => {
    const { before, after, expected } = story;
    const found = changes(before, after);
    const tables = new Set([...found.map(({ table }) => table), ...expected.gone.keys(), ...expected.instead.keys()]);
    expect(tables.size).toBeGreaterThan(2);
    for (const table of tables) {
      const change = found.find((one) => one.table === table);
      expect(sorted(change?.gone ?? []), `gone from ${table}`).toEqual(sorted(expected.gone.get(table) ?? []));
      expect(written(change?.added ?? []), `new in ${table}`).toEqual(
        sorted((expected.instead.get(table) ?? []).map(content)),
      );
    }
  });

  it("does what the dry run said, row for row", () => {
    const { approved, expected } = story;
    const preview = approved.plan?.previews.find(({ system }) => system === "shop");
    for (const { table, rows, deleted, anonymised, kept } of preview?.tables ?? []) {
      const instead = expected.instead.get(table)?.length ?? 0;
      // Whose reference ends is told beside the counts: that row is somebody else's.
      const ends = table === "customers" ? instead : 0;
      expect(deleted, `${table} deleted`).toBe((expected.gone.get(table)?.length ?? 0) - instead);
      expect(anonymised, `${table} anonymised`).toBeGreaterThanOrEqual(instead - ends);
      const left = expected.left.filter((one) => one.table === table);
      const because = (kind: "hold" | "shared") =>
        kept.filter((one) => one.because.kind === kind).reduce((sum, one) => sum + one.rows, 0);
      expect(because("hold"), `${table} held`).toBe(left.filter(({ why }) => why === "held").length);
      expect(because("shared"), `${table} shared`).toBe(left.filter(({ why }) => why === "shared").length);
      expect(deleted + anonymised + kept.reduce((sum, one) => sum + one.rows, 0), table).toBe(rows);
    }
    expect(preview?.tables.some(({ rows }) => rows > 0)).toBe(true);
  });

  it("registers what is held, and nothing else, for the guard", async () => {
    const held = await house.shop.query<{ relation: string; rows: number }>(
      `select relation, count(*)::int as rows from gestand.held where ${erasedHere} group by 1 order by 1`,
    );
    const counts = new Map<string, number>();
    for (const [row, why] of grounds) {
      const relation = `public.${row.slice(0, row.indexOf(" "))}`;
      if (why === "held") counts.set(relation, (counts.get(relation) ?? 0) + 1);
    }
    expect(Object.fromEntries(held.map(({ relation, rows }) => [relation, rows]))).toEqual(Object.fromEntries(counts));
  });

  it("leaves the address, the name and the telephone number in rows with a ground only", () => {
    const { before, after, expected } = story;
    const stays = new Set((expected.instead.get("orders") ?? []).map(content));
    const marks = [...(other === undefined ? [member.email] : []), member.name, ...phones(member)];
    const found: string[] = [];
    for (const [table, rows] of after)
      for (const text of rows) {
        const mark = marks.find((one) => text.toLowerCase().includes(one.toLowerCase()));
        if (mark === undefined || grounds.has(`${table} ${text}`)) continue;
        // A namesake, or a row that the two are in together: it was so before, and is not this person's alone.
        const another = before.get(table)?.includes(text) === true && mark !== member.email;
        if (!another && !stays.has(content(JSON.parse(text) as Row))) found.push(`${table}: ${text}`);
      }
    expect(found).toEqual([]);
  });

  it("leaves nothing that points at the person in our own database", async () => {
    const traces = [member.email, member.name, ...phones(member)].flatMap(tracesOf);
    const found: string[] = [];
    for (const schema of ["gestand", "pgboss", "public"])
      for (const [table, rows] of await dumpSchema((text, values) => house.own.query(text, values), schema))
        for (const text of rows)
          if (traces.some((trace) => text.toLowerCase().includes(trace))) found.push(`${schema}.${table}`);
    expect([...new Set(found)]).toEqual([]);
  });

  it("still proves when it was handled", async () => {
    const { requests, store, evidence } = house.house;
    const { reference, id, followToken } = story.asked;
    const lines = await requests.register(store.reader, { limit: 100 });
    const line = lines.find((one) => one.reference === reference);
    expect(line).toMatchObject({ outcome: "erased", receivedOn: today, closedOn: today, inTime: true });
    const view = await viewOf(house, id);
    expect(view.requester).toBeUndefined();
    expect(view.candidates).toEqual([]);
    const entries = await evidence.entries(store.reader, { from: 0, limit: 1_000, about: reference });
    expect(entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["request.received", "request.closed"]));
    expect(line?.evidenceIndexes).toContain(entries.find(({ kind }) => kind === "request.closed")?.index);
    const receipt = (await requests.follow(followToken))?.receipt ?? "";
    expect(verifyReceipt(receipt, evidence.verifierKey)).toMatchObject({ ok: true });
  });
});

describe("afterwards", () => {
  it("somebody who was erased before Gestand came is found nowhere, and the answer says so", async () => {
    const before = await dumpShop();
    const asked = await ask(house, "erasure", cast.erased.email);
    const view = await decidable(house, asked.id);
    expect(view).toMatchObject({ search: "nobody", candidates: [], rowsByAddress: [] });
    const refused = await house.house.requests.refuse(asked.id, staff, "no-data-found", "Wij vonden niets.");
    expect(refused).toEqual({ ok: true, value: undefined });
    expect(changes(before, await dumpShop())).toEqual([]);
  });

  it("of every table of our own database it is said what it holds", async () => {
    const found = await house.house.systems.use("gestand", (own) => own.inspect());
    expect(found.filter(({ code }) => code === "unmapped-table" || code === "unknown-table")).toEqual([]);
  });

  it("the log is whole and holds nothing of anybody", async () => {
    const { evidence, store } = house.house;
    expect(await evidence.verifyStored()).toMatchObject({ ok: true });
    const log = JSON.stringify(await evidence.entries(store.reader, { from: 0, limit: 10_000 })).toLowerCase();
    for (const { email, name } of Object.values(cast))
      for (const trace of [...tracesOf(email), ...tracesOf(name)]) expect(log).not.toContain(trace);
  });
});

/** Rows that were orphans before the first erasure are registered by the guard, under no plan of ours. */
const erasedHere = "plan <> '00000000-0000-0000-0000-000000000001'";

function dumpShop(): Promise<Dump> {
  return dumpSchema((text, values) => house.shop.query(text, values));
}

/** Without what the shop's own trigger writes. */
function content(row: Row): string {
  return JSON.stringify({ ...row, updated_at: undefined });
}

function written(rows: readonly string[]): string[] {
  return sorted(rows.map((text) => content(JSON.parse(text) as Row)));
}

function sorted(rows: readonly string[]): string[] {
  return rows.toSorted();
}

function phones({ customerId }: CastMember): string[] {
  return customerId === undefined ? [] : [`+31 6 00000${String(customerId).padStart(3, "0")}`];
}

/** The value as it may be hidden without a secret: in hexadecimal, in base64 at any offset, as a digest. */
function tracesOf(value: string): string[] {
  return [value, value.toLowerCase()].flatMap((text) => {
    const bytes = Buffer.from(text);
    const inner = [0, 1, 2].map((shift) => {
      const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
        .toString("base64")
        .replace(/=+$/u, "");
      // What stands beside it changes the outer characters only.
      return encoded.slice(shift === 0 ? 0 : 4, -2);
    });
    const digests = ["sha1", "sha256", "md5", "sha512"].flatMap((name) => {
      const digest = createHash(name).update(text).digest();
      return [digest.toString("hex"), digest.toString("base64").replace(/=+$/u, ""), digest.toString("base64url")];
    });
    return [text, bytes.toString("hex"), encodeURIComponent(text), ...inner, ...digests].map((one) =>
      one.toLowerCase(),
    );
  });
}
