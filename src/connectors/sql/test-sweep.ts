/** For tests of sweeps: a shop in a database of each kind. */
import { randomUUID } from "node:crypto";
import { localDate, type PlanId } from "#base";
import { freshDatabase as freshPostgres } from "#harness";
import type { Policy, System } from "#policy";
import { connect } from "../connect.ts";
import type { ConnectedSystem } from "../contract.ts";
import { freshDatabase as freshMariadb } from "../mariadb/testing.ts";
import { freshFile } from "../sqlite/testing.ts";
import type { SweepCrashPoint, SweepOrder } from "../sweep-contract.ts";
import { parsed, type SqlDatabase } from "./testing.ts";

export interface Shop extends AsyncDisposable {
  readonly policy: Policy;
  readonly connected: ConnectedSystem;
  readonly run: (sql: string) => Promise<unknown>;
  /** Rows as JSON, by the name of their table. */
  readonly rows: () => Promise<ReadonlyMap<string, readonly string[]>>;
}

interface Laid {
  readonly policy: string;
  /** Statements that make the tables. */
  readonly tables: readonly string[];
}
type Database = Pick<SqlDatabase, "url" | "run" | "dump">;

async function laid({ policy: text, tables }: Laid, database: Database, dispose: () => Promise<void>): Promise<Shop> {
  for (const sql of tables) await database.run(sql);
  const policy = parsed(text);
  const [system] = policy.systems;
  if (system === undefined) throw new Error("the policy has a system");
  const connected = await connect({ policy, system, url: database.url });
  return {
    policy,
    connected,
    run: (sql) => database.run(sql),
    rows: async () => new Map([...(await database.dump())].map(([name, rows]) => [name.replace(/^.*\./, ""), rows])),
    [Symbol.asyncDispose]: async () => {
      await connected.close();
      await dispose();
    },
  };
}

const make = {
  postgres: async (shop: Laid) => {
    const database = await freshPostgres();
    const run = async (sql: string) => void (await database.query(sql));
    const names = shop.tables.flatMap((sql) => /^create table (\w+)/.exec(sql)?.[1] ?? []);
    const dump = async () => {
      const found = new Map<string, string[]>();
      for (const name of names) {
        const rows = await database.query(`select to_jsonb(t)::text as row from ${name} t order by 1`);
        found.set(
          name,
          rows.map((row) => String(row["row"])),
        );
      }
      return found;
    };
    return laid(shop, { url: database.url, run, dump }, () => database.drop());
  },
  mariadb: async (shop: Laid) => {
    const database = await freshMariadb();
    return laid(shop, database, async () => database[Symbol.asyncDispose]());
  },
  sqlite: async (shop: Laid) => {
    const file = await freshFile();
    return laid(shop, file, async () => file[Symbol.asyncDispose]());
  },
} as const;

export function openShop(kind: Extract<System["connector"], keyof typeof make>, shop: Laid): Promise<Shop> {
  return make[kind](shop);
}

export const today = localDate("2026-11-20");

export const order = (table: string, more: Partial<SweepOrder> = {}): SweepOrder => ({
  plan: randomUUID() as string as PlanId,
  step: 1,
  attempt: 1,
  table,
  today,
  atMost: 1_000,
  rowsPerTransaction: 4,
  ...more,
});

/** Dies at this point; before a change the second time, when one batch is done. */
export function dyingAt(point: SweepCrashPoint, swept: SweepOrder): SweepOrder {
  let met = 0;
  return {
    ...swept,
    crashPoint: (name) => {
      if (name === point && ++met === (point === "before-change" ? 2 : 1)) throw new Error("died");
    },
  };
}
