/** A PostgreSQL of its own for each bench, with the settings that production has: every commit waits for the disk. */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import type { Policy } from "#policy";
import { connect, type ConnectedSystem, type Subject } from "#connectors";
import { type EmbeddedPostgres, startEmbedded } from "#store";
import { buildShop } from "../../examples/webshop-nl/index.ts";
import { samplePolicy } from "../harness/engine.ts";

/** The day on which everything in a bench happens. */
export const today = "2026-11-22";

export interface BenchCluster extends AsyncDisposable {
  readonly folder: string;
  readonly cluster: EmbeddedPostgres;
  createDatabase(name: string): Promise<string>;
}

/** Memory as a small database server would give it; nothing that loosens what a commit promises. */
const settings = { shared_buffers: "512MB", max_wal_size: "4GB" };

export async function openCluster(): Promise<BenchCluster> {
  const folder = await mkdtemp(join(process.env["GESTAND_BENCH_FOLDER"] ?? "/tmp", "gestand-bench-"));
  await chmod(folder, 0o711);
  const cluster = await startEmbedded({ dataDir: join(folder, "pg"), settings });
  return {
    folder,
    cluster,
    createDatabase: async (name) => {
      await using admin = await session(cluster.url("postgres"));
      await admin.client.query(`create database ${name}`);
      return cluster.url(name);
    },
    [Symbol.asyncDispose]: async () => {
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function session(url: string): Promise<AsyncDisposable & { readonly client: Client }> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

/** The shop with its guard installed, at rest: statistics fresh, everything written to disk. */
export async function openShop(
  bench: BenchCluster,
  size: { customers: number; visitsOfActive?: number },
): Promise<{ url: string; rows: number; shop: ConnectedSystem; policy: Policy }> {
  const url = await bench.createDatabase("shop");
  await buildShop({ url, today, ...size });
  const policy = await samplePolicy();
  const system = policy.systems.find(({ name }) => name === "shop");
  if (system === undefined) throw new Error("the sample policy has no shop");
  const shop = await connect({ policy, system, url });
  await shop.guardInstall();
  await using admin = await session(url);
  await admin.client.query("vacuum analyze");
  await admin.client.query("checkpoint");
  const counted = await admin.client.query<{ rows: string }>(
    "select sum(reltuples)::bigint as rows from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
  );
  return { url, rows: Number(counted.rows[0]?.rows ?? 0), shop, policy };
}

export interface Customer {
  readonly id: number;
  readonly email: string;
}

/** Customers of the great number, spread over it, who have no stake in each other's rows. */
export async function pickCustomers(client: Client, count: number): Promise<Customer[]> {
  const found = await client.query<{ id: string; email: string }>(
    `select id, lower(btrim(email)) as email from customers c
      where id >= 1000 and referred_by is null and exists (select from orders o where o.customer_id = c.id)
        and not exists (select from customers r where r.referred_by = c.id)
      order by md5(id::text) limit $1`,
    [count],
  );
  if (found.rows.length < count) throw new Error(`the shop has only ${found.rows.length} customers to pick from`);
  return found.rows.map(({ id, email }) => ({ id: Number(id), email }));
}

export function subjectOf({ id, email }: Customer): Subject {
  return { emails: [email], anchors: [{ system: "shop", table: "customers", key: [String(id)] }] };
}
