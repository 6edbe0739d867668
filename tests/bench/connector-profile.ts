/**
 * Where the time of the PostgreSQL connector goes: one person erased, a person with very many rows erased and answered,
 * and the search afterwards, each beside SQL written by hand for the same database. Prints times and statements.
 * `node tests/bench/connector-profile.ts [--customers 40000] [--visits 200000] [--url postgres://…] [--statements]`
 */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { localDate, type PlanId } from "#base";
import { connect, type ConnectedSystem, type Subject } from "#connectors";
import { eraseByHand } from "./by-hand.ts";
import { subjectOf, today } from "./cluster.ts";
import { parsePolicy } from "#policy";
import { startEmbedded } from "#store";
import { buildShop, policyFile } from "../../examples/webshop-nl/index.ts";
import { readFile } from "node:fs/promises";

const { values: options } = parseArgs({
  options: {
    customers: { type: "string", default: "40000" },
    visits: { type: "string", default: "200000" },
    only: { type: "string", default: "small,large,answer,residue" },
    url: { type: "string" },
    first: { type: "string", default: "5000" },
    statements: { type: "boolean", default: false },
  },
});
/** Customers from this number on are used up, so that a database can be used again with another number. */
const first = Number(options.first);
const out = (line: string) => process.stdout.write(`${line}\n`);

/** Every statement of the connector, with the time until its answer; the sessions of this script itself are left out. */
const log: { ms: number; text: string }[] = [];
let counting = false;
/** What a statement that the session knows by name says. */
const named = new Map<string, string>();
function inFull(text: string): string {
  for (const [, name, sql] of text.matchAll(/^prepare (gestand_\d+) as (.*?);?$/gms)) named.set(name ?? "", sql ?? "");
  return text.replaceAll(/^execute (gestand_\d+)/gm, (_, name: string) => (named.get(name) ?? name).slice(0, 120));
}
const prototype = Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
const unwatched = Object.getOwnPropertyDescriptor(prototype, "query")?.value as typeof prototype.query;
prototype.query = function (this: unknown, ...args: unknown[]): unknown {
  const result = Reflect.apply(unwatched, this, args);
  if (counting && result instanceof Promise) {
    const start = performance.now();
    const text = inFull(
      typeof args[0] === "string" ? args[0] : String((args[0] as { text?: string } | undefined)?.text),
    );
    return result.finally(() => log.push({ ms: performance.now() - start, text }));
  }
  return result;
};

async function timed<T>(name: string, run: () => Promise<T>): Promise<{ ms: number; value: T }> {
  log.length = 0;
  counting = true;
  const start = performance.now();
  const value = await run();
  const ms = performance.now() - start;
  counting = false;
  const inSql = log.reduce((sum, one) => sum + one.ms, 0);
  out(`${name}: ${ms.toFixed(1)} ms, ${log.length} statements, ${inSql.toFixed(1)} ms in the database`);
  if (options.statements)
    for (const one of log)
      if (one.ms > ms / 100) out(`   ${one.ms.toFixed(1)} ms  ${one.text.replaceAll(/\s+/g, " ").slice(0, 300)}`);
  return { ms, value };
}

async function open(url: string): Promise<ConnectedSystem> {
  const { policy } = parsePolicy("policy.yaml", await readFile(policyFile, "utf8"));
  const system = policy?.systems[0];
  if (policy === undefined || system === undefined) throw new Error("the sample policy has problems");
  return connect({ policy, system, url });
}

async function eraseOne(shop: ConnectedSystem, subject: Subject, rowsPerTransaction: number): Promise<void> {
  const done = await shop.erase({
    plan: randomUUID() as PlanId,
    step: 1,
    attempt: 1,
    subject,
    today: localDate(today),
    rowsPerTransaction,
  });
  if (!done.ok) throw new Error(done.message);
}

async function person(client: Client, id: number) {
  const found = await client.query<{ email: string }>("select email from customers where id = $1", [id]);
  return { id, email: found.rows[0]?.email.trim().toLowerCase() ?? "" };
}

async function give(client: Client, id: number, rows: number): Promise<void> {
  await client.query(
    `insert into visit_log (visited_at, customer_id, ip_truncated, agent, path)
     select '2026-11-01'::timestamptz + n * interval '1 second', $1, '192.0.2.0', 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0', '/p/' || n from generate_series(1, $2::int) n`,
    [id, rows],
  );
  await client.query("vacuum analyze visit_log");
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
}

async function small(client: Client, shop: ConnectedSystem): Promise<void> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let at = 0; at < 12; at++) {
    const one = await person(client, first + 0 + at);
    ours.push((await timed("erase a person", () => eraseOne(shop, subjectOf(one), 50_000))).ms);
    const other = await person(client, first + 1000 + at);
    const start = performance.now();
    await eraseByHand(client, other);
    theirs.push(performance.now() - start);
  }
  out(
    `ERASE small: ours ${median(ours).toFixed(1)} ms, by hand ${median(theirs).toFixed(1)} ms, ratio ${(median(ours) / median(theirs)).toFixed(2)}`,
  );
}

async function large(client: Client, shop: ConnectedSystem, rows: number): Promise<void> {
  const times: number[] = [];
  for (const [at, rowsPerTransaction] of [Number.MAX_SAFE_INTEGER, 50_000, 0].entries()) {
    const one = await person(client, first + 2000 + at);
    await give(client, one.id, rows);
    const start = performance.now();
    if (rowsPerTransaction === 0) await eraseByHand(client, one);
    else
      await timed(`erase ${rows} rows, ${at === 0 ? "one transaction" : "batches"}`, () =>
        eraseOne(shop, subjectOf(one), rowsPerTransaction),
      );
    times.push(performance.now() - start);
    await client.query("vacuum visit_log");
  }
  const [whole = 0, batches = 0, hand = 1] = times;
  out(
    `ERASE large: one transaction ${whole.toFixed(0)} ms, batches ${batches.toFixed(0)} ms, by hand ${hand.toFixed(0)} ms, ratios ${(whole / hand).toFixed(2)} and ${(batches / hand).toFixed(2)}`,
  );
}

async function answer(client: Client, shop: ConnectedSystem, rows: number): Promise<void> {
  const one = await person(client, first + 3000);
  await give(client, one.id, rows);
  const copies: number[] = [];
  for (const select of ["*", "to_json(t)"]) {
    const start = performance.now();
    let bytes = 0;
    const stream = client.query(
      copyTo(`copy (select ${select} from visit_log t where customer_id = ${one.id}) to stdout`),
    );
    for await (const chunk of stream as AsyncIterable<Buffer>) bytes += chunk.length;
    copies.push(performance.now() - start);
    out(`COPY ${select}: ${(performance.now() - start).toFixed(0)} ms, ${bytes} bytes`);
  }
  const start = performance.now();
  const { value: opened } = await timed("answer, opening", () => shop.answer(subjectOf(one)));
  let bytes = 0;
  for (const file of opened.files) {
    const at = performance.now();
    let size = 0;
    for await (const chunk of file.open()) size += chunk.length;
    bytes += size;
    out(`   ${file.category}: ${(performance.now() - at).toFixed(0)} ms, ${size} bytes`);
  }
  const ms = performance.now() - start;
  await opened.close();
  out(
    `ANSWER of ${rows} rows: ${ms.toFixed(0)} ms, ${bytes} bytes, ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB; throughput against COPY ${((copies[0] ?? 0) / ms).toFixed(2)}, against COPY of JSON ${((copies[1] ?? 0) / ms).toFixed(2)}`,
  );
}

async function residue(client: Client, shop: ConnectedSystem): Promise<void> {
  const one = await person(client, first + 4000);
  const subject = subjectOf(one);
  await timed("preview of erasure", () => shop.preview("erasure", subject, localDate(today)));
  const { value: identifiers } = await timed("identifiers", () => shop.identifiers(subject));
  await eraseOne(shop, subject, 50_000);
  await timed("RESIDUE mapped", () => shop.residue(identifiers, "mapped"));
  await timed("RESIDUE everywhere", () => shop.residue(identifiers, "everywhere"));
}

async function run(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const shop = await open(url);
  try {
    const only = options.only.split(",");
    if (only.includes("small")) await small(client, shop);
    if (only.includes("large")) await large(client, shop, Number(options.visits));
    if (only.includes("residue")) await residue(client, shop);
    if (only.includes("answer")) await answer(client, shop, Number(options.visits));
  } finally {
    await shop.close();
    await client.end();
  }
}

if (options.url === undefined) {
  const folder = await mkdtemp("/tmp/gestand-profile-");
  const cluster = await startEmbedded({ dataDir: `${folder}/pg`, settings: {} });
  try {
    const admin = new Client({ connectionString: cluster.url("postgres") });
    await admin.connect();
    await admin.query("create database shop");
    await admin.end();
    await buildShop({ url: cluster.url("shop"), customers: Number(options.customers), today });
    await run(cluster.url("shop"));
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
} else await run(options.url);
