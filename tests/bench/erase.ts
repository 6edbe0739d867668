/** Erasing one person through the connector, held against SQL written by hand for the same tables in the same run. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import { limits, localDate, type PlanId } from "#base";
import type { ConnectedSystem } from "#connectors";
import { eraseByHand } from "./by-hand.ts";
import { type Customer, openCluster, openShop, pickCustomers, session, subjectOf, today } from "./cluster.ts";
import { currentLoad, digits, type Report, spread, type Spread, spreadText, timed } from "./measure.ts";

export interface EraseBench {
  readonly customers: number;
  readonly persons: number;
  /** Rows of the one person with very many; 0 leaves that part out. */
  readonly visits: number;
}

const day = localDate(today);

export async function benchErase({ customers, persons, visits }: EraseBench): Promise<Report> {
  const before = currentLoad();
  await using bench = await openCluster();
  const { url, rows, shop } = await openShop(bench, { customers });
  await using hand = await session(url);
  try {
    const chosen = await pickCustomers(hand.client, 2 * persons + 12 + (visits === 0 ? 0 : 10));
    const take = (count: number) => chosen.splice(0, count);
    for (const one of take(3)) await sameRows(hand.client, shop, one);
    for (const one of take(6)) await eraseHere(shop, one);
    const small = await interleaved(hand.client, shop, take(2 * persons));
    const beside = await besides(shop, take(3));
    const large = visits === 0 ? undefined : await manyRows(hand.client, shop, chosen, visits);
    return {
      bench: "erase",
      compares: `connector.erase of one person in a shop of ${digits(rows)} rows, against SQL by hand that changes the same rows in one transaction; milliseconds, median (least–most)`,
      headings: ["", "connector", "by hand", "ratio"],
      rows: [
        rowOf(`a customer (${persons} each)`, small.ours, small.theirs),
        ...(large === undefined
          ? []
          : [
              rowOf(`a person with ${digits(visits)} rows, one transaction`, large.whole, large.theirs),
              rowOf(`the same in batches of ${digits(limits.rowsPerBatch)}`, large.batches, large.theirs),
            ]),
        ...Object.entries(beside).map(([name, times]) => [`beside it: ${name}`, spreadText(times), "-", "-"]),
      ],
      figures: { rows, customers, small, large, beside },
      load: [before, currentLoad()],
    };
  } finally {
    await shop.close();
  }
}

function rowOf(name: string, ours: Spread, theirs: Spread): string[] {
  return [name, spreadText(ours), spreadText(theirs), `${(ours.median / theirs.median).toFixed(2)}x`];
}

async function eraseHere(
  shop: ConnectedSystem,
  customer: Customer,
  rowsPerTransaction: number = limits.rowsPerTransaction,
) {
  const plan = randomUUID() as string as PlanId;
  const order = { plan, step: 1, attempt: 1, subject: subjectOf(customer), today: day, rowsPerTransaction };
  const erased = await shop.erase(order);
  if (!erased.ok) throw new Error(erased.message);
  return erased.value.tables;
}

/** The comparison is fair only when both change the same rows: by hand first, undone, then for good. */
async function sameRows(client: Client, shop: ConnectedSystem, customer: Customer): Promise<void> {
  const byHand = await eraseByHand(client, customer, false);
  await client.query("rollback");
  const tables = await eraseHere(shop, customer);
  const ours = tables.flatMap(({ table, deleted, anonymised }) =>
    deleted + anonymised === 0 ? [] : [`${table} ${deleted + anonymised}`],
  );
  const theirs = [...byHand].map(([table, changed]) => `${table} ${changed}`);
  if (ours.sort().join(", ") === theirs.sort().join(", ")) return;
  throw new Error(
    `The two sides do not change the same rows.\nconnector: ${ours.join(", ")}\nby hand:   ${theirs.join(", ")}`,
  );
}

/** One by the connector, one by hand, and the other way round the next time, so that neither has the warmer cache. */
async function interleaved(client: Client, shop: ConnectedSystem, customers: readonly Customer[]) {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (const [at, customer] of customers.entries()) {
    const connectorsTurn = (at + (at >> 1)) % 2 === 0;
    if (connectorsTurn) ours.push((await timed(() => eraseHere(shop, customer))).ms);
    else theirs.push((await timed(() => eraseByHand(client, customer))).ms);
  }
  return { ours: spread(ours), theirs: spread(theirs) };
}

/** What a plan does besides: looking before, so that approval knows what it approves, and looking again afterwards. */
async function besides(shop: ConnectedSystem, customers: readonly Customer[]) {
  const times: Record<string, number[]> = {};
  const note = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const { ms, value } = await timed(work);
    (times[name] ??= []).push(ms);
    return value;
  };
  for (const customer of customers) {
    const subject = subjectOf(customer);
    await note("comparing mapping and catalogue", () => shop.inspect());
    await note("dry run of the erasure", () => shop.preview("erasure", subject, day));
    const identifiers = await note("gathering identifiers", () => shop.identifiers(subject));
    await eraseHere(shop, customer);
    await note("search afterwards, mapped columns", () => shop.residue(identifiers, "mapped"));
    if (customer === customers[0])
      await note("search afterwards, every text column", () => shop.residue(identifiers, "everywhere"));
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, spread(values)]));
}

async function manyRows(client: Client, shop: ConnectedSystem, customers: Customer[], visits: number) {
  const [warm, ...rest] = customers.splice(0, 10);
  if (warm !== undefined) await eraseByHand(client, warm);
  const times = { whole: [] as number[], batches: [] as number[], theirs: [] as number[] };
  for (const [at, customer] of rest.slice(0, 9).entries()) {
    await giveVisits(client, customer, visits);
    const side = (["theirs", "whole", "batches"] as const)[at % 3] ?? "theirs";
    const { ms } = await timed<unknown>(() =>
      side === "theirs"
        ? eraseByHand(client, customer)
        : eraseHere(shop, customer, side === "whole" ? Number.MAX_SAFE_INTEGER : limits.rowsPerTransaction),
    );
    times[side].push(ms);
  }
  return { whole: spread(times.whole), batches: spread(times.batches), theirs: spread(times.theirs) };
}

async function giveVisits(client: Client, { id }: Customer, visits: number): Promise<void> {
  await client.query(
    `insert into visit_log (visited_at, customer_id, ip_truncated, agent, path)
     select timestamptz '2026-11-20' - n * interval '1 minute', $1, '203.0.113.0/24', 'firefox', '/product/' || n % 100
       from generate_series(1, $2::int) n`,
    [id, visits],
  );
  await client.query("vacuum analyze visit_log");
  await client.query("checkpoint");
  await pause(200);
}
