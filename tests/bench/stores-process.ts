/** One question to one store, in a process of its own: `node stores-process.ts TASK`. Prints time, count, and memory before and at the peak. */
import { resourceUsage } from "node:process";
import { randomUUID } from "node:crypto";
import type { PlanId } from "#base";
import type { Reach, Store } from "#policy";
import type { ConnectedStore, StoreSubject } from "../../src/connectors/store-contract.ts";

const task = JSON.parse(process.argv[2] ?? "{}") as {
  readonly work: "find" | "erase" | "read";
  readonly kind: "files" | "redis" | "s3";
  readonly place: string;
  readonly value: string;
  readonly format?: "ndjson" | "csv" | "combined";
  readonly field?: string;
};

/** Only the connector that is asked is loaded, because its memory is what is measured. */
async function connect(): Promise<ConnectedStore> {
  const store = {
    name: "bench",
    kind: "files",
    title: {},
    holds: [],
    of: [],
    keys: [],
    countries: [],
  } as unknown as Store;
  const setting = () => task.place;
  const urlFrom = "PLACE";
  const reaches: Readonly<Record<string, Reach>> = {
    files: { kind: "files", urlFrom, format: task.format ?? "whole", names: ["*"], erase: "line" },
    redis: { kind: "redis", urlFrom },
    s3: { kind: "s3", urlFrom, bucket: "bench" },
  };
  const reach = reaches[task.kind];
  if (reach === undefined) throw new Error(`no kind ${task.kind}`);
  const options = { store, reach, setting };
  if (reach.kind === "redis") return (await import("../../src/connectors/redis/index.ts")).connectRedis(options);
  if (reach.kind === "s3") return (await import("../../src/connectors/s3/index.ts")).connectS3(options);
  return (await import("../../src/connectors/files/index.ts")).connectFiles(options);
}

const subject: StoreSubject = {
  emails: [],
  keys: task.field === undefined ? [{ key: task.value, prefix: task.kind === "redis" }] : [],
  values: task.field === undefined ? {} : { [task.field]: [{ value: task.value }] },
};

async function work(store: ConnectedStore): Promise<number> {
  if (task.work === "find") return (await store.find(subject)).items;
  if (task.work === "erase") {
    const outcome = await store.erase({ plan: randomUUID() as PlanId, step: 1, attempt: 1, subject });
    if (!outcome.ok) throw new Error(outcome.message);
    return outcome.value.erased;
  }
  let bytes = 0;
  for await (const item of store.items(subject)) for await (const chunk of item.open()) bytes += chunk.length;
  return bytes;
}

const store = await connect();
const memoryBefore = process.memoryUsage.rss() / 1024 / 1024;
const start = performance.now();
const items = await work(store);
const ms = performance.now() - start;
await store.close();
process.stdout.write(JSON.stringify({ ms, items, memoryBefore, peakMemory: resourceUsage().maxRSS / 1024 }));
