/** A look at our own database for `gestand status` and the health endpoint. */
import { sql } from "kysely";
import type { Reader } from "./contract.ts";

export interface Health {
  /** As PostgreSQL prints it, such as `18.4`. */
  readonly databaseVersion: string;
  /** The newest migration, such as `0002_mail.sql`. */
  readonly migration: string;
  readonly waitingJobs: number;
  readonly runningJobs: number;
  /** Given up and kept for some days. */
  readonly failedJobs: number;
  /** How long the oldest job that could run has been waiting; grows when no worker runs. */
  readonly oldestWaitingSeconds: number;
}

/** Throws OperationalError `database-unreachable` when there is nothing to look at. */
export async function health(reader: Reader): Promise<Health> {
  const head = await sql<{ version: string; migration: string | null; queue: boolean }>`
    select current_setting('server_version') as version,
      (select name from migration order by number desc limit 1) as migration,
      to_regclass('pgboss.job') is not null as queue`.execute(reader.db);
  const { version = "", migration = null, queue = false } = head.rows[0] ?? {};
  const jobs = queue ? await jobCounts(reader) : undefined;
  return {
    databaseVersion: version,
    migration: migration ?? "none",
    waitingJobs: jobs?.waiting ?? 0,
    runningJobs: jobs?.running ?? 0,
    failedJobs: jobs?.failed ?? 0,
    oldestWaitingSeconds: jobs?.oldest ?? 0,
  };
}

async function jobCounts(reader: Reader) {
  const { rows } = await sql<{ waiting: number; running: number; failed: number; oldest: number }>`
    select count(*) filter (where state in ('created', 'retry')) as waiting,
      count(*) filter (where state = 'active') as running,
      count(*) filter (where state = 'failed') as failed,
      coalesce(extract(epoch from max(now() - start_after) filter (where state in ('created', 'retry') and start_after <= now())), 0)::float8 as oldest
    from pgboss.job where name not like '\\_\\_pgboss%'`.execute(reader.db);
  return rows[0];
}
