/** "May we?": in a program that remembers, over HTTP one by one and many at once, and from the database alone. */
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openHouse, serveHttp } from "#app";
import { Personal } from "#base";
import { connectMay } from "#may";
import { type Store, sql } from "#store";
import { openCluster } from "./cluster.ts";
import { configurationOf } from "./house.ts";
import { currentLoad, digits, freePort, type Report, spread, spreadText, timed } from "./measure.ts";

const loadFile = fileURLToPath(new URL("./may-load.ts", import.meta.url));
const permissionToken = "a-token-of-more-than-24-characters";
const runs = 5;
const asked = 20_000;
const calls = 2_000_000;

interface Load {
  readonly refused: number;
  readonly answersPerSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export async function benchMay({ lines }: { lines: number }): Promise<Report> {
  const before = currentLoad();
  await using bench = await openCluster();
  const [own, shop] = [await bench.createDatabase("gestand"), await bench.createDatabase("shop")];
  const port = await freePort();
  const configuration = { ...configurationOf(bench.folder, own, shop, port), permissionToken };
  await mkdir(configuration.dataDir, { recursive: true });
  const house = await openHouse(configuration);
  const running = await serveHttp(house.server(), { host: "127.0.0.1", port });
  const client = connectMay({ url: `http://127.0.0.1:${port}`, token: permissionToken, mostPersons: asked });
  try {
    const { permissions, store } = house;
    const persons = Array.from({ length: asked }, (_, number) => `p${number}@bench.example`);
    const recording = await timed(async () => {
      for (let at = 0; at < asked; at += 2_000)
        await permissions.record(persons.slice(at, at + 2_000).map((person) => said(person)));
    });
    await fill(store, lines - asked);
    const { ms: verifyMs } = await timed(() => permissions.verify());
    const loading = await timed(() => client.load(persons));
    const inProcess: number[] = [];
    for (let run = 0; run < runs; run++) inProcess.push(nanosecondsEach(client, persons));
    const one = await loads(port, { connections: 50, asksAtOnce: 1 });
    const many = await loads(port, { connections: 8, asksAtOnce: 100 });
    const alone: number[] = [];
    for (const person of persons.slice(0, 500))
      alone.push(
        (await timed(() => permissions.ask(store.reader, new Personal(person), { purpose: "newsletter" }))).ms,
      );
    const line = (what: string, all: readonly Load[]) => [
      what,
      spreadText(spread(all.map(({ answersPerSecond }) => answersPerSecond))),
      digits(spread(all.map(({ p99 }) => p99)).median),
    ];
    const perSecond = (ms: number) => digits((asked / ms) * 1_000);
    return {
      bench: "may",
      compares: `${digits(lines)} lines in the ledger, ${digits(asked)} persons who are asked about in turn; the asking process on the same machine; in the program a call takes ${spreadText(spread(inProcess))} ns; ${[...one, ...many].reduce((sum, { refused }) => sum + refused, 0)} refused; recording ${perSecond(recording.ms)} lines a second in lots of 2,000; the ledger of the ${digits(asked)} held against the log in ${digits(verifyMs)} ms`,
      headings: ["", "answers a second", "p99 ms"],
      rows: [
        line("over HTTP, one at a time, 50 connections", one),
        line("over HTTP, 100 at a time, 8 connections", many),
        ["loading a program that remembers", perSecond(loading.ms), ""],
        ["from the database, one after the other", digits(1_000 / spread(alone).median), digits(spread(alone).max)],
      ],
      figures: { lines, inProcess, one, many, recordMs: recording.ms, loadMs: loading.ms, alone: spread(alone) },
      load: [before, currentLoad()],
    };
  } finally {
    client.close();
    await running.close();
    await house.close();
  }
}

function said(person: string) {
  return { person: new Personal(person), act: "given", about: "purpose:newsletter", channel: "web" } as const;
}

function nanosecondsEach(client: ReturnType<typeof connectMay>, persons: readonly string[]): number {
  let yes = 0;
  const startedAt = performance.now();
  for (let call = 0; call < calls; call++)
    if (client.may(persons[call % persons.length] as string, "newsletter")) yes++;
  const ms = performance.now() - startedAt;
  if (yes !== calls) throw new Error(`${calls - yes} answers were no`);
  return (ms * 1e6) / calls;
}

async function loads(
  port: number,
  { connections, asksAtOnce }: { connections: number; asksAtOnce: number },
): Promise<Load[]> {
  const all: Load[] = [];
  // The first one fills what the server remembers.
  for (let run = 0; run <= runs; run++) {
    const settings = [port, connections, 5, asksAtOnce, asked].map(String);
    const { stdout } = await promisify(execFile)(process.execPath, [loadFile, ...settings], {
      env: { ...process.env, GESTAND_PERMISSION_TOKEN: permissionToken },
    });
    if (run > 0) all.push(JSON.parse(stdout) as Load);
  }
  return all;
}

/** Of other persons, as many lines as they are. */
async function fill({ reader }: Store, count: number): Promise<void> {
  await sql`
    insert into person_choice (batch, place, person, act, about, at, channel, body, leaf)
    select -number, 0, encode(sha256(convert_to('other' || number, 'UTF8')), 'base64'), act, about, at, channel, body, leaf
    from (select * from person_choice limit 1) one, generate_series(1, ${sql.lit(Math.max(0, count))}) number`.execute(
    reader.db,
  );
  await sql`vacuum analyze person_choice`.execute(reader.db);
}
