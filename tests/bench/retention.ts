/** Deleting and anonymising rows of a large table past their term, held against a loop of batched statements by hand for the same rows in the same run. */
import { randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ResultSetHeader } from "mysql2/promise";
import { Client } from "pg";
import { limits, localDate, type PlanId } from "#base";
import { connect } from "#connectors";
import { type Policy, parsePolicy, type System } from "#policy";
import { startMariadb, stopMariadb } from "../harness/mariadb-server.ts";
import { connected } from "./erase-mariadb.ts";
import { openCluster } from "./cluster.ts";
import { currentLoad, digits, type Report, timed } from "./measure.ts";

const today = localDate("2026-11-22");
const database = "bench";
const batch = limits.rowsPerBatch;

const columns = (rule: string) => `{person: person_id -> people, columns: {path: network.visits}, keep: {${rule}: at}}`;

function benchPolicy(connector: System["connector"]): Policy {
  const { policy, problems } = parsePolicy(
    "policy.yaml",
    `gestand: 1
organisation: {name: Bench, country: NL, contact: {email: privacy@bench.example}}
languages: [en]
inForce: 2026-01-01
persons: {customer: {title: {en: customer}}}
purposes: {sell: {title: {en: sell}, of: customer, basis: contract, uses: [contact.email, network.visits]}}
rights: {access: {}, erasure: {}}
keep:
  profile: {until: relationship ends, then: erase}
  visits: {until: 1 year after it, then: erase}
  masked: {until: 1 year after it, then: anonymise}
systems:
  shop:
    connector: ${connector}
    url: env:SHOP${connector === "mariadb" ? `\n    schema: ${database}` : ""}
    tables:
      people: {person: {is: customer, email: email}, columns: {email: contact.email}, keep: profile}
      indexed: ${columns("visits")}
      unindexed: ${columns("visits")}
      anonymised: ${columns("masked")}
`,
  );
  if (policy === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return policy;
}

interface Shop extends AsyncDisposable {
  readonly connector: System["connector"];
  readonly url: string;
  readonly run: (sql: string) => Promise<number>;
  /** A number of rows from 1, as `n`. */
  readonly series: (rows: number) => string;
  /** The moment that so many minutes ago was, at the end of the day of the bench. */
  readonly minutesAgo: (minutes: string) => string;
  readonly byHand: (table: string) => string;
  /** As a condition: past the term. */
  readonly over: string;
}

const types = "id bigint primary key, person_id int, path varchar(60)";

async function postgres(): Promise<Shop> {
  const cluster = await openCluster();
  const url = await cluster.createDatabase(database);
  const client = new Client({ connectionString: url });
  await client.connect();
  return {
    connector: "postgres",
    url,
    run: async (sql) => (await client.query(sql)).rowCount ?? 0,
    series: (rows) => `generate_series(1, ${rows}) n`,
    minutesAgo: (minutes) => `timestamptz '${today} 00:00:00+00' - ${minutes} * interval '1 minute'`,
    over: "at < timestamptz '2025-11-21 23:00:00+00'",
    byHand: (table) =>
      `delete from ${table} where id in (select id from ${table} where at < timestamptz '2025-11-21 23:00:00+00' limit ${batch})`,
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await cluster[Symbol.asyncDispose]();
    },
  };
}

async function mariadb(): Promise<Shop> {
  const folder = await mkdtemp(join(process.env["GESTAND_BENCH_FOLDER"] ?? "/tmp", "gestand-bench-"));
  await chmod(folder, 0o711);
  await mkdir(join(folder, "data"));
  const socket = join(folder, "mariadb.sock");
  const settings = [
    "--innodb-flush-log-at-trx-commit=1",
    "--innodb-buffer-pool-size=1G",
    "--innodb-log-file-size=512M",
  ];
  await startMariadb(folder, socket, { owner: String(process.pid), settings });
  const connection = await connected(socket);
  await connection.query(`create database ${database} character set utf8mb4`);
  await connection.query(`use ${database}`);
  return {
    connector: "mariadb",
    url: `mysql://root@localhost/${database}?socket=${encodeURIComponent(socket)}`,
    run: async (sql) => (await connection.query<ResultSetHeader>(sql))[0].affectedRows,
    series: (rows) => `(select seq as n from seq_1_to_${rows}) s`,
    minutesAgo: (minutes) => `timestamp '${today} 00:00:00' - interval ${minutes} minute`,
    over: "at < '2025-11-22 00:00:00'",
    byHand: (table) => `delete from ${table} where at < '2025-11-22 00:00:00' limit ${batch}`,
    [Symbol.asyncDispose]: async () => {
      await connection.end();
      await stopMariadb(folder);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const perSecond = ({ ms, done }: { ms: number; done: number }) => done / (ms / 1_000);

export async function benchRetention(rows: number): Promise<Report> {
  const before = currentLoad();
  const report: string[][] = [];
  const figures: Record<string, unknown> = { rows };
  for (const open of [postgres, mariadb]) {
    await using shop = await open();
    await shop.run("create table people (id int primary key, email varchar(100))");
    const moment = shop.connector === "postgres" ? "timestamptz" : "datetime";
    // Rows come in the order of their days, as a log does; over three years, two of which are over.
    const step = (3 * 365 * 1_440) / rows;
    const tables = ["indexed", "unindexed", "anonymised"];
    for (const table of tables) await shop.run(`create table ${table} (${types}, at ${moment} not null)`);
    for (const table of tables) {
      if (table === "indexed") await shop.run(`create index ${table}_at on ${table} (at)`);
      const fill = `insert into ${table} select n, 1, concat('/page/', n), ${shop.minutesAgo(`floor((${rows} - n) * ${step})`)} from ${shop.series(rows)}`;
      const hand = await byHand(shop, table, fill, rows);
      await shop.run(fill);
      await settle(shop, table);
      const ours = await sweepOf(shop, table);
      if (hand.done !== ours.done) throw new Error(`by hand ${hand.done} rows went, by sweep ${ours.done}`);
      const ratio = perSecond(ours) / perSecond(hand);
      report.push([
        `${shop.connector}, ${table}`,
        digits(ours.done),
        digits(perSecond(hand)),
        digits(perSecond(ours)),
        `${ratio.toFixed(2)}x`,
        digits(ours.previewMs / 1_000),
        digits(ours.peak / 1024 / 1024),
        digits(ours.grown / 1024 / 1024),
      ]);
      figures[`${shop.connector}-${table}`] = { hand, ours, ratio };
      await shop.run(`truncate table ${table}`);
    }
  }
  return {
    bench: "retention",
    compares: `rows past their term in a table of ${digits(rows)}, two thirds of it, in batches of ${digits(batch)}, against a loop of DELETE … LIMIT, or UPDATE by ranges of the key, by hand`,
    headings: [
      "table",
      "rows done",
      "by hand rows/s",
      "sweep rows/s",
      "sweep to hand",
      "dry run s",
      "peak RSS MiB",
      "of that grown",
    ],
    rows: report,
    figures,
    load: [before, currentLoad()],
  };
}

async function settle(shop: Shop, table: string): Promise<void> {
  await shop.run(shop.connector === "postgres" ? `vacuum analyze ${table}` : `analyze table ${table}`).catch(() => 0);
}

async function byHand(shop: Shop, table: string, fill: string, rows: number): Promise<{ ms: number; done: number }> {
  await shop.run(fill);
  await settle(shop, table);
  const { ms, value } = await timed(async () => {
    let done = 0;
    if (table === "anonymised") {
      for (let from = 0; from < rows; from += batch)
        done += await shop.run(
          `update ${table} set person_id = null, path = null where id > ${from} and id <= ${from + batch} and ${shop.over}`,
        );
      return done;
    }
    for (;;) {
      const gone = await shop.run(shop.byHand(table));
      if (gone === 0) return done;
      done += gone;
    }
  });
  await shop.run(`truncate table ${table}`);
  return { ms, done: value };
}

async function sweepOf(shop: Shop, table: string) {
  const policy = benchPolicy(shop.connector);
  const [system] = policy.systems;
  if (system === undefined) throw new Error("the policy of the bench has no system");
  const reached = await connect({ policy, system, url: shop.url });
  const atStart = process.memoryUsage().rss;
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  try {
    const { ms: previewMs, value: seen } = await timed(() => reached.sweepPreview(table, today));
    const { ms, value } = await timed(() =>
      reached.sweep({
        plan: randomUUID() as string as PlanId,
        step: 1,
        attempt: 1,
        table,
        today,
        atMost: seen.free,
        rowsPerTransaction: batch,
      }),
    );
    if (!value.ok) throw new Error(value.message);
    return { ms, previewMs, done: value.value.rows, peak, grown: Math.max(0, peak - atStart) };
  } finally {
    clearInterval(watch);
    await reached.close();
  }
}
