/** Visitors who choose, over HTTP, durable and chained before they are answered: into an empty table and into a full one. */
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openHouse, serveHttp } from "#app";
import { type Store, sql } from "#store";
import { openCluster } from "./cluster.ts";
import { configurationOf } from "./house.ts";
import { currentLoad, digits, freePort, type Report, timed } from "./measure.ts";

const loadFile = fileURLToPath(new URL("./consent-load.ts", import.meta.url));
const connections = 50;
const seconds = 10;
const runs = 3;

interface Load {
  readonly answered: number;
  readonly refused: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export async function benchConsent({ persons }: { persons: number }): Promise<Report> {
  const before = currentLoad();
  await using bench = await openCluster();
  const [own, shop] = [await bench.createDatabase("gestand"), await bench.createDatabase("shop")];
  const port = await freePort();
  const configuration = { ...configurationOf(bench.folder, own, shop, port), trustedProxies: 1 };
  await mkdir(configuration.dataDir, { recursive: true });
  const house = await openHouse(configuration);
  const running = await serveHttp(house.server(), { host: "127.0.0.1", port });
  try {
    await choosing(port, 1, 3);
    const empty = await choosingRuns(port);
    const kept = await rowsIn(house.store);
    const { ms: verifyMs, value: check } = await timed(() => house.consents.verify());
    await fill(house.store, persons);
    const full = await choosingRuns(port);
    const alone = await choosing(port, 1, 5);
    const answered = empty.reduce((sum, load) => sum + load.answered, 0);
    const bytes = await bytesEach(house.store);
    const line = (what: string, load: Load) => [what, digits(load.perSecond), digits(load.p50), digits(load.p99)];
    return {
      bench: "consent",
      compares: `${connections} connections from a process on this machine; ${digits(kept)} rows after ${digits(answered)} answers and a warm-up; all proven again (${check.ok ? "whole" : check.message}) in ${digits(verifyMs)} ms; ${digits(bytes)} bytes a record with indexes`,
      headings: ["", "a second", "p50 ms", "p99 ms"],
      rows: [
        ...empty.map((load, run) => line(`empty table, run ${run + 1}`, load)),
        ...full.map((load, run) => line(`${digits(persons)} rows, run ${run + 1}`, load)),
        line(`${digits(persons)} rows, one connection`, alone),
      ],
      figures: { empty, full, alone, rows: kept, verifyMs, bytesEach: bytes },
      load: [before, currentLoad()],
    };
  } finally {
    await running.close();
    await house.close();
  }
}

async function choosingRuns(port: number): Promise<Load[]> {
  const loads: Load[] = [];
  for (let run = 0; run < runs; run++) loads.push(await choosing(port, connections, seconds));
  return loads;
}

async function choosing(port: number, at: number, during: number): Promise<Load> {
  const { stdout } = await promisify(execFile)(process.execPath, [loadFile, String(port), String(at), String(during)]);
  return JSON.parse(stdout) as Load;
}

async function rowsIn({ reader }: Store): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from consent_record`.execute(reader.db);
  return rows[0]?.count ?? 0;
}

/** Records as they are, each with numbers of its own, and at rest: statistics fresh, everything written to disk. */
async function fill({ reader }: Store, count: number): Promise<void> {
  await sql`
    insert into consent_record
    select month, substring(sha256(convert_to('event' || number, 'UTF8')) for 16), sha256(convert_to('visitor' || number, 'UTF8')),
           received_at, -number, 0, body
    from (select * from consent_record limit 1) one, generate_series(1, ${sql.lit(count)}) number`.execute(reader.db);
  await sql`vacuum analyze consent_record`.execute(reader.db);
  await sql`checkpoint`.execute(reader.db);
}

async function bytesEach({ reader }: Store): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select sum(pg_total_relation_size(inhrelid)) / (select count(*) from consent_record)::double precision as bytes
    from pg_inherits where inhparent = 'consent_record'::regclass`.execute(reader.db);
  return rows[0]?.bytes ?? 0;
}
