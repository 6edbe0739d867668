/**
 * Places without tables: how fast lines about one person are found and erased in a large log, a person's keys among very
 * many in Redis, and an object is handed out, each in a process of its own so that its memory is seen. Reading the same
 * file with `cat` is the floor under the log.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startRedis } from "../harness/redis.ts";
import { startS3 } from "../harness/s3.ts";
import { currentLoad, digits, type Report, timed } from "./measure.ts";

const processFile = fileURLToPath(new URL("./stores-process.ts", import.meta.url));

interface Measured {
  readonly what: string;
  readonly amount: string;
  readonly ms: number;
  readonly megabytes?: number;
  readonly memoryBefore?: number;
  readonly peakMemory?: number;
}

export async function benchStores({
  megabytes,
  keys,
}: {
  readonly megabytes: number;
  readonly keys: number;
}): Promise<Report> {
  const before = currentLoad();
  const all: Measured[] = [];
  for (const format of ["combined", "ndjson", "csv"] as const) all.push(...(await benchLog(format, megabytes)));
  all.push(...(await benchRedis(keys)), ...(await benchObject(200)));
  return {
    bench: "stores",
    compares: "one person in large places without tables; reading the file with cat is the floor",
    headings: ["", "how much", "s", "MB/s", "MB of memory before", "at the peak"],
    rows: all.map(({ what, amount, ms, megabytes: size, memoryBefore, peakMemory }) => [
      what,
      amount,
      digits(ms / 1000),
      size === undefined ? "" : digits(size / (ms / 1000)),
      memoryBefore === undefined ? "" : digits(memoryBefore),
      peakMemory === undefined ? "" : digits(peakMemory),
    ]),
    figures: { all },
    load: [before, currentLoad()],
  };
}

const lineOf = {
  combined: (n: number) =>
    `10.${n % 251}.${n % 241}.${n % 239} - u${n % 99_991} [10/Oct/2026:13:55:36 +0200] "GET /page/${n}?q=x HTTP/1.1" 200 ${n % 9_999} "https://shop.example/${n}" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"\n`,
  ndjson: (n: number) =>
    `{"time":"2026-10-10T13:55:36Z","user":{"id":"u${n % 99_991}","ip":"10.${n % 251}.1.${n % 239}"},"request":"/page/${n}","text":"a \\"quoted\\" word and more"}\n`,
  csv: (n: number) =>
    `2026-10-10,u${n % 99_991},"Street ""${n}"", town\nsecond line",${n},some more text in a column\n`,
} as const;
const headers = { combined: "", ndjson: "", csv: "day,user,address,number,note\n" } as const;
const fields = { combined: "user", ndjson: "user.id", csv: "user" } as const;

async function benchLog(format: keyof typeof lineOf, megabytes: number): Promise<readonly Measured[]> {
  const folder = await mkdtemp(join(process.env["GESTAND_BENCH_FOLDER"] ?? tmpdir(), "gestand-bench-stores-"));
  try {
    const path = join(folder, "app.log");
    await writeLog(path, format, megabytes);
    const size = (await stat(path)).size / 1e6;
    const amount = `${digits(size)} MB`;
    const floor = await timed(() => ended(spawn("cat", [path], { stdio: ["ignore", "ignore", "inherit"] })));
    const results: Measured[] = [{ what: `${format}: cat`, amount, ms: floor.ms, megabytes: size }];
    for (const work of ["find", "erase"]) {
      const { ms, items, ...memory } = await inProcess({
        work,
        kind: "files",
        format,
        field: fields[format],
        value: "u4711",
        place: folder,
      });
      results.push({ what: `${format}: ${work} ${items} lines`, amount, ms, megabytes: size, ...memory });
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeLog(path: string, format: keyof typeof lineOf, megabytes: number): Promise<void> {
  const file = await open(path, "w");
  await file.write(headers[format]);
  for (let written = 0, number = 0; written < megabytes * 1e6; ) {
    let block = "";
    while (block.length < 4_000_000) block += lineOf[format](number++);
    await file.writeFile(block);
    written += block.length;
  }
  await file.sync();
  await file.close();
}

async function benchRedis(keys: number): Promise<readonly Measured[]> {
  await using redis = await startRedis();
  const fill = async (from: number, to: number, name: (n: number) => string) => {
    for (let at = from; at < to; at += 10_000)
      await redis.client.mSet(
        Array.from({ length: Math.min(10_000, to - at) }, (_, n): [string, string] => [name(at + n), "value"]),
      );
  };
  await fill(0, keys, (n) => `session:${n % 9_973}:${n}`);
  const results: Measured[] = [];
  const amount = `${keys.toLocaleString("en")} keys`;
  for (const [who, value] of [
    ["100 of", "session:4711:"],
    ["all of", "session:"],
  ] as const)
    for (const work of ["find", "erase"]) {
      const { ms, items, ...memory } = await inProcess({ work, kind: "redis", value, place: redis.url });
      results.push({ what: `redis: ${work} about ${who} them (${items})`, amount, ms, ...memory });
    }
  return results;
}

async function benchObject(megabytes: number): Promise<readonly Measured[]> {
  await using server = await startS3();
  server.put("film", "", { bytes: megabytes * 1_000_000 });
  const { ms, ...memory } = await inProcess({ work: "read", kind: "s3", value: "film", place: server.url });
  return [{ what: "s3: hand out an object", amount: `${megabytes} MB`, ms, megabytes, ...memory }];
}

interface Answer {
  readonly ms: number;
  readonly items: number;
  readonly memoryBefore: number;
  readonly peakMemory: number;
}

async function inProcess(task: Readonly<Record<string, string>>): Promise<Answer> {
  const child = spawn(process.execPath, [processFile, JSON.stringify(task)], { stdio: ["ignore", "pipe", "inherit"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await ended(child);
  return JSON.parse(Buffer.concat(chunks).toString()) as Answer;
}

async function ended(child: ReturnType<typeof spawn>): Promise<void> {
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`a process ended with ${code}`);
}
