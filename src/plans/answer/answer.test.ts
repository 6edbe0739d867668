import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { unzip } from "#harness";
import { sql } from "#store";
import { answerOf, carryOut, openWorld, refill, type World } from "../test-world.ts";
import { html } from "./html.ts";
import { chunkBytes } from "./spool.ts";
import { zipStream } from "./zip.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => refill(world));
afterAll(() => world.dispose());

const text = (files: Map<string, Buffer>, path: string) => String(files.get(path));
const rowsIn = (files: Map<string, Buffer>, path: string): unknown[][] => JSON.parse(text(files, path))[0].rows;

describe("the copy of a person's data", () => {
  test("holds a page per language, a file per system and category, and its own contents", async () => {
    const plan = await carryOut(world, "access");
    const files = await answerOf(world, plan.id);
    expect([...files.keys()].sort()).toEqual([
      "data/book/contact.json",
      "data/book/review-text.json",
      "data/gestand/contact.json",
      "data/gestand/review-text.json",
      "index.json",
      "leesmij.html",
      "readme.html",
    ]);
    expect(JSON.parse(text(files, "data/book/contact.json"))).toEqual([
      { table: "person", columns: [{ name: "email" }, { name: "name" }], rows: [["ada@example.org", "Ada"]] },
    ]);
    expect(rowsIn(files, "data/book/review-text.json")).toHaveLength(9);
  });

  test("to take along it holds what the person provided, by what the policy says, and says so", async () => {
    const plan = await carryOut(world, "portability");
    expect(plan.state).toBe("done");
    // Bills are made for the tax office: nobody takes those along.
    expect(plan.previews.flatMap(({ tables }) => tables.map(({ table }) => table))).not.toContain("invoice");
    expect(plan.steps.flatMap(({ differences }) => differences)).toEqual([]);
    const files = await answerOf(world, plan.id);
    expect(rowsIn(files, "data/book/contact.json")).toEqual([["ada@example.org", "Ada"]]);
    expect(rowsIn(files, "data/book/review-text.json")).toHaveLength(9);
    const index = JSON.parse(text(files, "index.json"));
    expect(index.tables.map(({ table }: { table: string }) => table)).toEqual(["note", "person", "note", "person"]);
    expect(text(files, "readme.html")).toContain("These are data that you gave us");
    expect(text(files, "leesmij.html")).toContain("Dit zijn gegevens die u ons gaf");
    expect(text(files, "readme.html")).not.toContain("all the data we have");
  });

  test("lists every file with its size and digest, and the recipients that hold this person's data", async () => {
    const plan = await carryOut(world, "access");
    const files = await answerOf(world, plan.id);
    const index = JSON.parse(text(files, "index.json"));
    expect(index).toMatchObject({ schema: "gestand-answer/2", about: plan.about, madeOn: "2026-11-22" });
    expect(index.recipients).toMatchObject([
      { party: { nl: "Example Parcels" }, role: "processor", countries: ["NL"], categories: ["name"] },
    ]);
    expect(index.tables.find((one: { system: string; table: string }) => one.table === "note")).toMatchObject({
      rows: 10,
      read: 9,
      withheld: 1,
    });
    for (const { path, sizeBytes, sha256 } of index.files) {
      const content = files.get(path) ?? Buffer.alloc(0);
      expect([path, content.length]).toEqual([path, sizeBytes]);
      expect(createHash("sha256").update(content).digest("hex")).toBe(sha256);
    }
    expect(index.files).toHaveLength(files.size - 1);
  });

  test("reads well in both languages: data with its categories, what is withheld, and the facts of article 15", async () => {
    const files = await answerOf(world, (await carryOut(world, "access")).id);
    const dutch = text(files, "leesmij.html");
    const english = text(files, "readme.html");
    expect(dutch).toContain('<html lang="nl">');
    expect(dutch).toContain("Uw gegevens bij Books &amp; &lt;Sons&gt;");
    expect(dutch).toContain("book in het Nederlands");
    expect(dutch).toContain("note: 1 regel gaat ook over iemand anders");
    expect(english).toContain('<html lang="en">');
    expect(english).toContain("22 November 2026");
    expect(english).toContain("note: 1 row is about someone else as well");
    expect(english).toContain('<th scope="col">email<small>e-mail address</small></th>');
    for (const id of ["purposes", "recipients", "retention", "rights", "complaint", "source", "automated-decisions"])
      expect(english).toContain(`<h2 id="${id}">`);
    expect(english).toContain("Example Parcels");
    expect(english).not.toMatch(/<script|javascript:|<img|<link|\son\w+=/iu);
  });

  test("shows the first thousand rows of a table and points at the file for the rest", async () => {
    await world.book.query("insert into note select n, 1, null, 'more ' || n from generate_series(100, 1499) n");
    const files = await answerOf(world, (await carryOut(world, "access")).id);
    const english = text(files, "readme.html");
    expect(english).toContain("1,000 of the 1,409 rows.");
    expect(english).toContain('<a href="data/book/review-text.json">');
    expect(english.match(/<tr><td dir="auto">\d+<\/td>/gu)).toHaveLength(1_000 + 9);
    expect(rowsIn(files, "data/book/review-text.json")).toHaveLength(1_409);
  });

  test("cannot be broken out of by what somebody wrote in their data", async () => {
    const hostile = `</td><script>alert(1)</script><img src=x onerror="a('b')">&amp;\u0001=HYPERLINK("x")`;
    await world.book.query("update note set body = $1 where id = 3", [hostile]);
    const files = await answerOf(world, (await carryOut(world, "access")).id);
    const english = text(files, "readme.html");
    expect(english).not.toContain("<script>");
    expect(english).toContain(
      "&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;amp;\uFFFD=HYPERLINK(&quot;x&quot;)",
    );
    expect(rowsIn(files, "data/book/review-text.json")[0]?.[1]).toBe(hostile);
  });
});

describe("an answer at rest", () => {
  test("is sealed piece by piece, each for its own place", async () => {
    await world.book.query(
      "insert into note select n, 1, null, (select string_agg(md5(n::text || k::text), '') from generate_series(1, 60) k) from generate_series(100, 3099) n",
    );
    const plan = await carryOut(world, "access");
    const chunks = async () =>
      (
        await sql<{ ordinal: number; size: number; clear: boolean }>`
          select c.ordinal, length(c.sealed)::int as size, position('PK'::bytea in c.sealed) = 1 as clear
          from answer_chunk c join answer a on a.id = c.answer_id where a.plan_id = ${plan.id} order by 1`.execute(
          world.store.reader.db,
        )
      ).rows;
    const pieces = await chunks();
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.slice(0, -1).every(({ size, clear }) => size > chunkBytes && size < chunkBytes + 64 && !clear)).toBe(
      true,
    );
    expect((await answerOf(world, plan.id)).size).toBe(7);
    await sql`update answer_chunk c set ordinal = 1 - c.ordinal + 1000 from answer a
      where a.id = c.answer_id and a.plan_id = ${plan.id} and c.ordinal < 2`.execute(world.store.reader.db);
    await sql`update answer_chunk c set ordinal = c.ordinal - 1000 from answer a
      where a.id = c.answer_id and a.plan_id = ${plan.id} and c.ordinal >= 1000`.execute(world.store.reader.db);
    await expect(answerOf(world, plan.id)).rejects.toThrow();
  });

  test("is gone when it was dropped, also for who is reading it, and when its key was destroyed", async () => {
    const plan = await carryOut(world, "access");
    const opened = await world.plans.openAnswer(world.store.reader, plan.id);
    await world.store.transact((tx) => world.plans.dropAnswer(tx, plan.id));
    await expect(buffer(opened?.stream ?? of())).rejects.toMatchObject({ code: "answer-gone" });
    expect(await world.plans.openAnswer(world.store.reader, plan.id)).toBeUndefined();

    const second = await carryOut(world, "access");
    const { rows } = await sql<{ key: never }>`select key_id as key from plan where id = ${second.id}`.execute(
      world.store.reader.db,
    );
    await world.store.transact((tx) => world.store.vault.shred(tx, rows[0]?.key as never));
    expect(await world.plans.openAnswer(world.store.reader, second.id)).toBeUndefined();
  });
});

async function* of(...parts: string[]) {
  yield* parts;
}
async function* failing() {
  yield "a";
  throw new RangeError("the source went away");
}

async function* failingLate() {
  for (let piece = 0; piece < 10; piece++) yield Buffer.alloc(100_000, piece);
  yield* failing();
}
function content(size: number): Buffer {
  return Buffer.from(Array.from({ length: size }, (_, at) => (at * at + (at >> 9)) % 251));
}
async function* crumbs(size: number) {
  const whole = content(size);
  for (let at = 0, step = 1; at < size; at += step, step = (step * 7) % 50_021) yield whole.subarray(at, at + step);
}

describe("a ZIP that streams", () => {
  const at = new Date("2026-11-22T12:00:00Z");

  test("opens each entry when its turn comes and can be read by others", async () => {
    const opened: string[] = [];
    const entry = (path: string, large = false) => ({
      path,
      large,
      open: () => {
        opened.push(path);
        return of("a", "", "b".repeat(100_000));
      },
    });
    const files = await unzip(await buffer(zipStream([entry("one"), entry("two", true)], at)));
    expect(opened).toEqual(["one", "two"]);
    expect([...files].map(([path, content]) => [path, content.length])).toEqual([
      ["one", 100_001],
      ["two", 100_001],
    ]);
  });

  test("holds files of every size, from nothing to many pieces", async () => {
    const sizes = [0, 1, 131_071, 131_072, 131_073, 262_144, 1_000_003];
    const entries = sizes.map((size) => ({ path: `of-${size}`, large: size % 2 === 0, open: () => crumbs(size) }));
    const files = await unzip(await buffer(zipStream(entries, at)));
    for (const size of sizes) expect(files.get(`of-${size}`)?.equals(content(size)), `${size} bytes`).toBe(true);
  });

  test("fails with the entry's own error, and closes the entry when nobody reads on", async () => {
    for (const open of [failing, failingLate])
      await expect(buffer(zipStream([{ path: "one", open }], at))).rejects.toThrow("the source went away");

    let closed = false;
    async function* endless() {
      try {
        for (;;) yield Buffer.alloc(64 * 1024, Math.random().toString());
      } finally {
        closed = true;
      }
    }
    for await (const part of zipStream([{ path: "one", open: endless }], at)) if (part.length > 1_000) break;
    await new Promise((wake) => setImmediate(wake));
    expect(closed).toBe(true);
  });
});

test("a template takes everything for text but what another template made", () => {
  expect(String(html`<p title="${'"'}">${"<b>"}${html`<i>${1}</i>`}${[html`<br>`, html`<hr>`]}</p>`)).toBe(
    '<p title="&quot;">&lt;b&gt;<i>1</i><br><hr></p>',
  );
});
