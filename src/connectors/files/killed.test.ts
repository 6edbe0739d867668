import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, utimes } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { connectFolder, freshFolder, known, orderFor, type TestFolder } from "./testing.ts";

const writerFile = fileURLToPath(new URL("./test-writer.ts", import.meta.url));
const eraserFile = fileURLToPath(new URL("./test-eraser.ts", import.meta.url));
const kills = Math.min(12, Number(process.env["GESTAND_KILLS"] ?? 4));

let seed = 20_261_123;
function dice(): number {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
}

function run(script: string, ...words: string[]): ChildProcess {
  return spawn(process.execPath, [script, ...words], {
    stdio: ["pipe", "pipe", "inherit"],
  });
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

/** Lines of everybody, as whole JSON values; whatever is no JSON is a line that was damaged. */
async function allLines(folder: TestFolder): Promise<Record<string, unknown>[]> {
  const texts = await Promise.all(
    (await readdir(folder.path)).map(async (name) => {
      const bytes = await readFile(join(folder.path, name));
      return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
    }),
  );
  return texts
    .flatMap((text) => text.split("\n").filter((line) => line !== ""))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const numbersOf = (all: readonly Record<string, unknown>[], id: number) =>
  all.flatMap((line) => (line["id"] === id ? [Number(line["number"] ?? -1)] : [])).toSorted((a, b) => a - b);

test("a program that goes on writing, and rotates, loses no line while erasures run and are killed", async () => {
  await using folder = await freshFolder();
  const writer = run(writerFile, join(folder.path, "app.log"));
  await once(writer.stdout ?? writer, "data");
  const said = once(writer.stdout ?? writer, "data");
  for (let kill = 0; kill < kills; kill += 1) {
    const eraser = run(eraserFile, folder.path);
    // Until it has begun; then a time that chance decides, from at once to about when it would be done.
    await once(eraser.stdout ?? eraser, "data");
    for (let spins = Math.floor(dice() * 40); spins > 0 && eraser.exitCode === null; spins -= 1)
      await readdir(folder.path);
    eraser.kill("SIGKILL");
    await ended(eraser);
  }
  writer.stdin?.end();
  const [lines = 0, rotations = 0] = String(await said)
    .trim()
    .split(" ")
    .map(Number);
  expect(await ended(writer)).toBe(0);
  expect(lines).toBeGreaterThan(250 * kills);
  const others = Array.from({ length: lines }, (_, number) => number).filter((number) => number % 3 !== 0);
  const late = Array.from({ length: rotations * 3 }, () => -1);
  expect(numbersOf(await allLines(folder), 12)).toEqual([...late, ...others]);
  const last = run(eraserFile, folder.path);
  expect(await ended(last)).toBe(0);
  const all = await allLines(folder);
  expect(numbersOf(all, 12)).toEqual([...late, ...others]);
  expect(numbersOf(all, 1)).toEqual([]);
  expect(all).toHaveLength(lines + rotations * 5);
});

test("a packed file is whole whenever the erasure is killed, and the next one clears what was left beside it", async () => {
  await using folder = await freshFolder();
  const count = 60_000;
  await folder.put(
    "app.log.1.gz",
    gzipSync(
      Array.from(
        { length: count },
        (_, n) => `{"id":${n % 3 === 0 ? 1 : 12},"number":${n},"text":"${Math.sin(n)}"}\n`,
      ).join(""),
    ),
  );
  for (let kill = 0; kill < kills; kill += 1) {
    const eraser = run(eraserFile, folder.path);
    await once(eraser.stdout ?? eraser, "data");
    for (let spin = 0; spin < kill * 25 && eraser.exitCode === null; spin += 1) await readdir(folder.path);
    eraser.kill("SIGKILL");
    await ended(eraser);
    const bytes = await readFile(join(folder.path, "app.log.1.gz"));
    expect(
      gunzipSync(bytes)
        .toString()
        .match(/"id":12/g),
    ).toHaveLength((count / 3) * 2);
  }
  expect(await ended(run(eraserFile, folder.path))).toBe(0);
  expect(await readdir(folder.path)).toEqual(["app.log.1.gz"]);
  expect(numbersOf(await allLines(folder), 1)).toEqual([]);
});

test("a record cut between two pages by a kill is recognised and finished", async () => {
  await using folder = await freshFolder();
  const before = `${JSON.stringify({ id: 12, text: "y".repeat(4_096 - 60) })}\n`;
  const record = JSON.stringify({ id: "user-0001", text: "z".repeat(100) });
  const filler = "{}".padEnd(record.length);
  const cut = 4_096 - before.length;
  expect(cut).toBeGreaterThan(20);
  // As a kill leaves it: the page without the value is overwritten, the page with it is not.
  const path = await folder.put("app.log", `${before}${record.slice(0, cut)}${filler.slice(cut)}\n`);
  await utimes(path, 1_700_000_000, 1_700_000_000);
  const store = await connectFolder(folder.path, { format: "ndjson" }, ["id"]);
  await store.erase(orderFor(known({ id: ["user-0001"] })));
  expect(await folder.read("app.log")).toBe(`${before}${filler}\n`);
  expect(await store.residue(known({ id: ["user-0001"] }))).toEqual([]);
});
