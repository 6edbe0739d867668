/**
 * One answer in a process of its own, so that its memory is its own too. Told by its parent which customers, prints one
 * JSON line: the time of each and the most memory that was ever resident.
 */
import { readFile } from "node:fs/promises";
import { Personal, type PlanId, type StaffId } from "#base";
import { type Customer, subjectOf } from "./cluster.ts";
import { type Engine, openSampleEngine } from "../harness/engine.ts";
import { timed } from "./measure.ts";

export interface AnswerOrder {
  readonly own: string;
  readonly shop: string;
  /** `streams`: the connector's data files alone; `whole`: the plan's step, sealed in our database. */
  readonly what: "streams" | "whole";
  readonly customers: readonly Customer[];
}
export interface AnswerTimes {
  readonly ms: readonly number[];
  readonly bytes: readonly number[];
  /** Of the dry run that precedes; `whole` only. */
  readonly dryRunMs: readonly number[];
  readonly peakBytes: number;
}

async function streams({ systems }: Engine, customer: Customer): Promise<{ ms: number; bytes: number }> {
  let bytes = 0;
  const { ms } = await timed(() =>
    systems.use("shop", async (system) => {
      const answer = await system.answer(subjectOf(customer));
      for (const file of answer.files) for await (const chunk of file.open()) bytes += chunk.length;
      await answer.close();
    }),
  );
  return { ms, bytes };
}

const staff = "5aff0000-0000-4000-8000-000000000000" as StaffId;
/** When each step of a plan began and was recorded, and when its dry run did. */
const marks = new Map<string, number>();
const since = (plan: PlanId, from: string, to: string) =>
  (marks.get(`${plan} ${to}`) ?? Number.NaN) - (marks.get(`${plan} ${from}`) ?? Number.NaN);

async function whole({ store, plans }: Engine, customer: Customer) {
  const id = await store.transact(async (tx) => {
    const key = await store.vault.createKey(tx);
    const subject = new Personal(subjectOf(customer));
    return plans.prepare(tx, { about: `R-${customer.id}`, action: "access", subject, key });
  });
  for (let state = ""; state !== "done"; ) {
    const plan = await plans.get(store.reader, id);
    state = plan?.state ?? "";
    if (plan === undefined || state === "failed" || state === "blocked")
      throw new Error(JSON.stringify([plan?.problems, plan?.steps.map(({ error }) => error)]));
    if (state === "ready") await store.transact((tx) => plans.approve(tx, id, plan.hash, staff));
    await new Promise((wake) => setTimeout(wake, 20));
  }
  const opened = await plans.openAnswer(store.reader, id);
  const dryRunMs = since(id, "prepare-begun", "prepare-recorded");
  return { ms: since(id, "step-begun", "step-recorded"), bytes: opened?.sizeBytes ?? 0, dryRunMs };
}

/** VmHWM: what was ever resident at once. Elsewhere than on Linux the system's own count of the same. */
async function peakBytes(): Promise<number> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const kilobytes = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
  return kilobytes * 1024;
}

async function open(order: AnswerOrder) {
  const engine = await openSampleEngine({
    urls: order,
    clock: { now: () => new Date() },
    crashPoint: (name, { plan, kind }) => {
      if (kind === undefined || kind === "collect") marks.set(`${plan} ${name}`, performance.now());
    },
  });
  return engine;
}

async function main(order: AnswerOrder): Promise<AnswerTimes> {
  const engine = await open(order);
  if (order.what === "whole") engine.plans.serve();
  await engine.store.queue.start({ work: order.what === "whole" });
  const times: { ms: number; bytes: number; dryRunMs?: number }[] = [];
  for (const customer of order.customers)
    times.push(await (order.what === "whole" ? whole(engine, customer) : streams(engine, customer)));
  await engine.systems.close();
  await engine.store.close();
  return {
    ms: times.map(({ ms }) => ms),
    bytes: times.map(({ bytes }) => bytes),
    dryRunMs: times.flatMap(({ dryRunMs }) => dryRunMs ?? []),
    peakBytes: await peakBytes(),
  };
}

if (import.meta.main) {
  const order = JSON.parse(process.argv[2] ?? "") as AnswerOrder;
  process.stdout.write(`${JSON.stringify(await main(order))}\n`);
  process.exit(0);
}
