/** The log in a real PostgreSQL: appending, proving, signing, refusing change, and finding it. */
import { afterAll, describe, expect, it } from "vitest";
import { freshStore, type TestStore } from "#harness";
import { sql } from "#store";
import { createEvidence, type LogCheck, verifyLog, verifyReceipt } from "./index.ts";
import { parseVerifierKey } from "./keys.ts";
import { verifyConsistency, verifyInclusion } from "./proof.ts";
import { checkStored } from "./stored-check.ts";

const origin = "shop.example/gestand";

function open(store: TestStore) {
  return createEvidence({ store, origin, seed: store.keys.derive("evidence-signing", 32) });
}

async function fill(store: TestStore, evidence: ReturnType<typeof open>, count: number, about = "R-1"): Promise<void> {
  await store.transact(async (tx) => {
    for (let n = 0; n < count; n += 1)
      await evidence.append(tx, { kind: "step.done", about, body: { n, rows: n * 2 } });
  });
}

function bytes(hashes: readonly string[]): Buffer[] {
  return hashes.map((hash) => Buffer.from(hash, "hex"));
}

async function* edited(
  source: AsyncIterable<Uint8Array>,
  edit: (lines: string[]) => string[],
): AsyncIterable<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  const lines = Buffer.concat(parts).toString().trimEnd().split("\n");
  yield Buffer.from(`${edit(lines).join("\n")}\n`);
}

describe("the evidence log", () => {
  it("gives entries places without gaps, also when a transaction is rolled back", async () => {
    await using store = await freshStore();
    const evidence = open(store);
    const first = await store.transact((tx) => evidence.append(tx, { kind: "a.b", body: {} }));
    const failed = store.transact(async (tx) => {
      await evidence.append(tx, { kind: "a.b", body: { lost: true } });
      throw new Error("the effect failed");
    });
    await expect(failed).rejects.toThrow("the effect failed");
    const second = await store.transact((tx) => evidence.append(tx, { kind: "a.b", body: { lost: false } }));
    expect([first.index, second.index]).toEqual([0, 1]);
    expect(await evidence.size(store.reader)).toBe(2);
  });

  it("lists entries by what they are about, newest first when asked", async () => {
    await using store = await freshStore();
    const evidence = open(store);
    await fill(store, evidence, 3, "R-1");
    await fill(store, evidence, 2, "R-2");
    await store.transact((tx) => evidence.append(tx, { kind: "x.y", body: { about: "R-1" } }));
    const about = await evidence.entries(store.reader, { from: Infinity, limit: 9, newestFirst: true, about: "R-1" });
    expect(about.map((entry) => entry.index)).toEqual([5, 2, 1, 0]);
    expect((await evidence.entries(store.reader, { from: 1, limit: 2 })).map((entry) => entry.body)).toEqual([
      { n: 1, rows: 2 },
      { n: 2, rows: 4 },
    ]);
    expect(about[0]).toMatchObject({ kind: "x.y", about: "R-1", at: store.clock.now() });
  });

  it("keeps one order of places when many append at once", async () => {
    await using store = await freshStore();
    const evidence = open(store);
    await Promise.all(
      Array.from({ length: 4 }, async (_, writer) => {
        for (let n = 0; n < 15; n += 1)
          await store.transact((tx) => evidence.append(tx, { kind: "w.n", body: { writer, n } }));
      }),
    );
    const entries = await evidence.entries(store.reader, { from: 0, limit: 100 });
    expect(entries.map((entry) => entry.index)).toEqual(Array.from({ length: 60 }, (_, index) => index));
    for (let writer = 0; writer < 4; writer += 1) {
      const own = entries.filter((entry) => entry.body["writer"] === writer);
      expect(own.map((entry) => entry.body["n"])).toEqual(Array.from({ length: 15 }, (_, n) => n));
    }
    await evidence.checkpoint();
    expect(await evidence.verifyStored()).toMatchObject({ ok: true, size: 60 });
  });

  it("proves every entry in every later tree, and every tree a continuation of every earlier one", async () => {
    await using store = await freshStore();
    const evidence = open(store);
    const heads: { size: number; root: Buffer }[] = [];
    for (let size = 1; size <= 13; size += 1) {
      await fill(store, evidence, 1);
      heads.push({ size, root: Buffer.from((await evidence.checkpoint()).rootHash, "hex") });
    }
    const entries = await evidence.entries(store.reader, { from: 0, limit: 99 });
    for (const head of heads) {
      for (let index = 0; index < head.size; index += 1) {
        const proof = bytes(await evidence.inclusionProof(store.reader, index, head.size));
        const leafHash = Buffer.from(entries[index]?.leafHash ?? "", "hex");
        expect(verifyInclusion({ index, leafHash }, head, proof)).toBe(true);
      }
      for (const later of heads.slice(head.size - 1)) {
        const proof = bytes(await evidence.consistencyProof(store.reader, head.size, later.size));
        expect(verifyConsistency(head, later, proof)).toBe(true);
      }
    }
  });

  it("refuses an entry that looks like a person's address, account or number", async () => {
    await using store = await freshStore();
    const evidence = open(store);
    const append = (body: { [key: string]: string }) =>
      store.transact((tx) => evidence.append(tx, { kind: "x.y", body }));
    await expect(append({ to: "anna@mail.example" })).rejects.toThrow("looks like an e-mail address");
    await expect(append({ account: "NL91 ABNA 0417 1643 00" })).rejects.toThrow("looks like a bank account");
    await expect(append({ call: "+31 6 1234 5678" })).rejects.toThrow("looks like a telephone number");
    await expect(append({ "anna@mail.example": "x" })).rejects.toThrow("looks personal");
    expect(await evidence.size(store.reader)).toBe(0);
  });

  it("signs the head once per size", async () => {
    await using store = await freshStore();
    const evidence = open(store);
    const empty = await evidence.checkpoint();
    expect(empty.size).toBe(0);
    await fill(store, evidence, 2);
    const two = await evidence.checkpoint();
    expect(await evidence.checkpoint()).toEqual(two);
    expect(await evidence.latestCheckpoint(store.reader)).toEqual(two);
    expect(two.note.split("\n").slice(0, 2)).toEqual([origin, "2"]);
  });
});

/** Six entries, a checkpoint, three more and a checkpoint; shared by tests that take back what they change. */
const filled = (async () => {
  const store = await freshStore();
  const evidence = open(store);
  await fill(store, evidence, 6);
  await evidence.checkpoint();
  await fill(store, evidence, 3);
  await evidence.checkpoint();
  return { store, evidence };
})();
afterAll(async () => (await filled).store.dispose());

describe("the database itself", () => {
  it.each([
    "update evidence_entry set kind = 'x'",
    "delete from evidence_entry where index = 1",
    "truncate evidence_entry",
    "update evidence_node set hash = hash",
    "delete from evidence_node",
    "truncate evidence_node",
    "update evidence_checkpoint set note = ''",
    "delete from evidence_checkpoint",
    "truncate evidence_checkpoint",
    "delete from evidence_head",
    "truncate evidence_head",
    "update evidence_head set size = size - 1",
    "set local session_replication_role = replica; delete from evidence_entry",
  ])("refuses: %s", async (statement) => {
    const { store, evidence } = await filled;
    const change = store.transact(async (tx) => {
      for (const part of statement.split("; ")) await sql.raw(part).execute(tx.db);
    });
    await expect(change).rejects.toThrow(/append-only|only grows/);
    expect(await evidence.verifyStored()).toMatchObject({ ok: true, size: 9 });
  });
});

describe("what somebody with all rights changed is found", () => {
  const tamperings: [string, string, number | undefined][] = [
    [
      "a body",
      `update evidence_entry set body = convert_to(replace(convert_from(body, 'UTF8'), '"n":4', '"n":5'), 'UTF8') where index = 4`,
      4,
    ],
    [
      "a body and its hash",
      `update evidence_entry set body = new.body, leaf_hash = sha256('\\x00'::bytea || new.body) from (select convert_to(replace(convert_from(body, 'UTF8'), '"n":4', '"n":5'), 'UTF8') as body from evidence_entry where index = 4) new where index = 4`,
      4,
    ],
    ["a leaf hash", "update evidence_entry set leaf_hash = sha256('x') where index = 4", 4],
    ["a date", "update evidence_entry set at = at - interval '1 day' where index = 4", 4],
    ["a kind", "update evidence_entry set kind = 'step.failed' where index = 4", 4],
    ["what it is about", "update evidence_entry set about = 'R-2' where index = 4", 4],
    ["what it is about, emptied", "update evidence_entry set about = null where index = 4", 4],
    ["an index", "update evidence_entry set index = 99 where index = 4", 4],
    ["a removed entry", "delete from evidence_entry where index = 4", 4],
    ["a removed last entry", "delete from evidence_entry where index = 8", 8],
    [
      "two swapped",
      "update evidence_entry set index = case index when 2 then 103 else 102 end where index in (2, 3); update evidence_entry set index = index - 100 where index >= 100",
      2,
    ],
    [
      "an entry put behind the end",
      "insert into evidence_entry select 9, at, kind, about, body, leaf_hash from evidence_entry where index = 1",
      9,
    ],
    ["a subtree's hash", "update evidence_node set hash = sha256('x') where level = 1 and index = 3", 6],
    ["a removed subtree", "delete from evidence_node where level = 3", 0],
    ["an invented subtree", "insert into evidence_node values (9, 5, sha256('x'))", undefined],
    ["the head's size", "alter table evidence_head disable trigger all; update evidence_head set size = 8", undefined],
    [
      "the head's right edge",
      "alter table evidence_head disable trigger all; update evidence_head set frontier = sha256('x') || sha256('y')",
      undefined,
    ],
    ["a checkpoint's root", "update evidence_checkpoint set root_hash = sha256('x') where size = 6", undefined],
    [
      "a checkpoint's text",
      "update evidence_checkpoint set note = replace(note, E'\\n6\\n', E'\\n5\\n') where size = 6",
      undefined,
    ],
    ["a checkpoint's place", "update evidence_checkpoint set size = 7 where size = 6", undefined],
  ];
  it.each(tamperings)("%s", async (_name, statement, brokenAt) => {
    const { store, evidence } = await filled;
    const key = parseVerifierKey(evidence.verifierKey);
    if (key === undefined) throw new Error("the log has a key");
    const tables = ["entry", "node", "checkpoint"];
    let check: LogCheck | undefined;
    const undone = store.transact(async (tx) => {
      for (const table of tables)
        await sql`alter table ${sql.table(`evidence_${table}`)} disable trigger all`.execute(tx.db);
      for (const part of statement.split("; ")) await sql.raw(part).execute(tx.db);
      check = await checkStored(tx, key);
      throw new Error("taken back");
    });
    await expect(undone).rejects.toThrow("taken back");
    expect(check?.ok, check?.message).toBe(false);
    if (brokenAt !== undefined) expect(check?.brokenAt).toBe(brokenAt);
    expect((await evidence.verifyStored()).ok).toBe(true);
  });

  it("a log cut back with its head and tree, by its newer checkpoint", async () => {
    await using store = await freshStore();
    const evidence = open(store);
    await fill(store, evidence, 4);
    const { rows } = await sql<{ frontier: Buffer }>`select frontier from evidence_head`.execute(store.reader.db);
    await fill(store, evidence, 2);
    await evidence.checkpoint();
    await store.database.query(
      "set search_path = gestand; alter table evidence_entry disable trigger all; alter table evidence_node disable trigger all;" +
        "alter table evidence_head disable trigger all; delete from evidence_entry where index >= 4; delete from evidence_node where level = 1 and index = 2",
    );
    await store.database.query("update gestand.evidence_head set size = 4, frontier = $1", [rows[0]?.frontier]);
    expect(await evidence.verifyStored()).toMatchObject({ ok: false, brokenAt: 4 });
  });
});

describe("the exported log", () => {
  it("verifies offline, with the key and an old checkpoint", async () => {
    const { store, evidence } = await filled;
    const kept = await firstCheckpoint();
    const report = await verifyLog(evidence.exportLog(), { verifierKey: evidence.verifierKey, checkpoint: kept });
    expect(report).toMatchObject({ ok: true, size: 9, checkpoints: 2, keyWasGiven: true });
    expect(report.rootHash).toBe((await evidence.latestCheckpoint(store.reader))?.rootHash);
  });

  it.each<[string, (lines: string[]) => string[]]>([
    ["a changed entry", (lines) => lines.map((line, at) => (at === 3 ? line.replace('"n":2', '"n":3') : line))],
    ["a removed entry", (lines) => lines.filter((_, at) => at !== 3)],
    ["an inserted entry", (lines) => [...lines.slice(0, 3), lines[2] ?? "", ...lines.slice(3)]],
    ["two reordered entries", ([head = "", a = "", b = "", ...rest]) => [head, b, a, ...rest]],
    ["a removed end", (lines) => lines.slice(0, 3)],
    ["an end after the last checkpoint", (lines) => [...lines, lines[1] ?? ""]],
    ["a foreign line", (lines) => [...lines.slice(0, 2), "{}", ...lines.slice(2)]],
    ["no first line", (lines) => lines.slice(1)],
    ["a checkpoint that was moved", (lines) => [...lines.slice(0, 5), lines[7] ?? "", ...lines.slice(5)]],
    ["a checkpoint that was changed", (lines) => lines.map((line) => line.replace("\\n6\\n", "\\n7\\n"))],
  ])("shows %s", async (_name, edit) => {
    const { evidence } = await filled;
    const report = await verifyLog(edited(evidence.exportLog(), edit), { verifierKey: evidence.verifierKey });
    expect(report.ok, report.message).toBe(false);
  });

  it("cut at a checkpoint passes only whoever kept no later one", async () => {
    const { store, evidence } = await filled;
    const cut = () => edited(evidence.exportLog(), (lines) => lines.slice(0, 8));
    expect(await verifyLog(cut())).toMatchObject({ ok: true, size: 6, keyWasGiven: false });
    const later = (await evidence.latestCheckpoint(store.reader))?.note ?? "";
    const report = await verifyLog(cut(), { checkpoint: later });
    expect(report).toMatchObject({ ok: false, brokenAt: 6 });
  });

  it("that was written anew with the same key does not pass whoever kept a checkpoint", async () => {
    const kept = await firstCheckpoint();
    await using other = await freshStore();
    const forged = open(other);
    await fill(other, forged, 9, "R-3");
    const report = await verifyLog(forged.exportLog(), { checkpoint: kept });
    expect(report).toMatchObject({ ok: false, brokenAt: 0 });
    expect(report.message).toContain("rewritten");
  });

  it("of another key is refused when the key is given", async () => {
    const { store, evidence } = await filled;
    const stranger = createEvidence({ store, origin, seed: Buffer.alloc(32, 7) });
    const report = await verifyLog(evidence.exportLog(), { verifierKey: stranger.verifierKey });
    expect(report.ok).toBe(false);
  });
});

async function firstCheckpoint(): Promise<string> {
  const { store } = await filled;
  const { rows } = await sql<{ note: string }>`select note from evidence_checkpoint where size = 6`.execute(
    store.reader.db,
  );
  return rows[0]?.note ?? "";
}

describe("a receipt", () => {
  it("proves its entry to whoever has the verifier key", async () => {
    await using store = await freshStore();
    const evidence = open(store);
    await fill(store, evidence, 7);
    const receipt = await evidence.receipt(3);
    const result = verifyReceipt(receipt, evidence.verifierKey);
    expect(result).toMatchObject({
      ok: true,
      value: { origin, index: 3, size: 7, entry: { kind: "step.done", about: "R-1", body: { n: 3, rows: 6 } } },
    });
    await expect(evidence.receipt(7)).rejects.toThrow(RangeError);
  });
});
