/**
 * Durable jobs on pg-boss. Its tables live in the schema `pgboss` of the same database, so that sending is part of our
 * transaction and every process that reaches the database can work.
 */
import { fromKysely, PgBoss } from "pg-boss";
import { sql } from "kysely";
import { assert, type Clock, type OperationalError } from "#base";
import { readAddress } from "./address.ts";
import type { Job, Queue, RunningJob, ServeOptions, Transaction } from "./contract.ts";
import { translated } from "./database-errors.ts";
import { failureOf, type Outcome, revivedFailure } from "./job-failure.ts";

/** A dead worker is noticed after this; the least that pg-boss allows. Looked for every `monitorSeconds`. */
const heartbeatSeconds = 10;
const monitorSeconds = 2;
/** Safety net under LISTEN/NOTIFY, and the grain of `startAfter`. */
const pollSeconds = 1;
/** Longer than any step we know; a dead worker is noticed by its heartbeat long before. */
const expireSeconds = 6 * 60 * 60;
const defaultTries = 20;
const longestPauseSeconds = 600;

interface Served {
  readonly options: ServeOptions;
  readonly handle: (job: RunningJob) => Promise<void>;
}
interface Envelope {
  readonly data: RunningJob["data"];
}

export interface QueueOptions {
  readonly url: string;
  readonly clock: Clock;
  /**
   * Told of failures that no caller sees: a poll that found no database, a job that was given up. Log `code` and
   * `message`; the `cause` may quote data.
   */
  readonly onTrouble: (error: OperationalError) => void;
}

export function createQueue(options: QueueOptions): Queue {
  return new BossQueue(options);
}

class BossQueue implements Queue {
  readonly #options: QueueOptions;
  readonly #served = new Map<string, Served>();
  readonly #schedules = new Map<string, { cron: string; timeZone: string }>();
  readonly #known = new Map<string, Promise<void>>();
  #boss: Promise<PgBoss> | undefined;
  #begun = false;
  #working = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  serve(queue: string, options: ServeOptions, handle: (job: RunningJob) => Promise<void>): void {
    assert(!this.#served.has(queue), `queue ${queue} is served twice`);
    assert(!this.#begun, `queue ${queue} is declared after the start`);
    this.#served.set(queue, { options, handle });
  }

  schedule(queue: string, cron: string, timeZone: string): void {
    assert(!this.#begun, `queue ${queue} is scheduled after the start`);
    this.#schedules.set(queue, { cron, timeZone });
  }

  async send(tx: Transaction, job: Job): Promise<void> {
    const boss = await this.#started();
    await this.#ensure(boss, job.queue);
    if (job.onceKey !== undefined && (await this.#holdWaiting(tx, job.queue, job.onceKey))) return;
    const envelope: Envelope = { data: job.data };
    const pauseMs = job.startAfter === undefined ? 0 : job.startAfter.getTime() - this.#options.clock.now().getTime();
    const id = await boss.send(job.queue, envelope, {
      db: fromKysely(tx.db),
      singletonKey: job.onceKey ?? crypto.randomUUID(),
      ...(pauseMs > 0 ? { startAfter: Math.ceil(pauseMs / 1000) } : {}),
    });
    // Another transaction sent the same key and committed between our look and our insert.
    if (id === null && job.onceKey !== undefined) await this.#holdWaiting(tx, job.queue, job.onceKey);
  }

  /**
   * Finds the waiting job of this key and keeps workers from it until we commit (they skip locked rows); otherwise it
   * could run in between, see nothing of what we wrote, and we would have sent nothing.
   */
  async #holdWaiting(tx: Transaction, queue: string, onceKey: string): Promise<boolean> {
    const found = await sql`
      select 1 from pgboss.job where name = ${queue} and singleton_key = ${onceKey} and state in ('created', 'retry')
      for key share`.execute(tx.db);
    return found.rows.length > 0;
  }

  async start({ work }: { work: boolean }): Promise<void> {
    this.#begun = true;
    const sender = this.#boss?.catch(() => undefined);
    const takesOver = work && !this.#working;
    if (takesOver) this.#boss = undefined;
    const boss = await this.#started(takesOver);
    // Whoever sent before the start did so through an instance that cannot work.
    if (takesOver) await (await sender)?.stop({ graceful: false });
    this.#known.clear();
    for (const queue of this.#served.keys()) await this.#ensure(boss, queue);
    if (!takesOver) return;
    this.#working = true;
    await this.#applySchedules(boss);
    for (const [queue, served] of this.#served) await this.#work(boss, queue, served);
  }

  async stop(timeoutMs: number): Promise<void> {
    const boss = await this.#boss?.catch(() => undefined);
    await boss?.stop({ graceful: true, timeout: timeoutMs, close: true });
    this.#boss = undefined;
    this.#begun = false;
    this.#working = false;
    this.#known.clear();
  }

  #started(work = false): Promise<PgBoss> {
    this.#boss ??= this.#open(work).catch((error: unknown) => {
      this.#boss = undefined;
      throw translated(error);
    });
    return this.#boss;
  }

  async #open(work: boolean): Promise<PgBoss> {
    const boss = new PgBoss({
      connectionString: readAddress(this.#options.url).connectionString,
      schema: "pgboss",
      application_name: "gestand queue",
      max: work ? 4 : 2,
      supervise: work,
      schedule: work,
      useListenNotify: work,
      superviseIntervalSeconds: monitorSeconds,
      monitorIntervalSeconds: monitorSeconds,
      cronMonitorIntervalSeconds: 10,
      cronWorkerIntervalSeconds: 2,
    });
    boss.on("error", (error) => this.#options.onTrouble(failureOf(error).error));
    try {
      return await boss.start();
    } catch (error) {
      await boss.stop({ graceful: false }).catch(() => undefined);
      throw error;
    }
  }

  /** Makes the queue and the one beside it that takes what was given up. Idempotent in every process. */
  #ensure(boss: PgBoss, queue: string): Promise<void> {
    const known = this.#known.get(queue);
    if (known !== undefined) return known;
    const making = this.#make(boss, queue).catch((error: unknown) => {
      this.#known.delete(queue);
      throw translated(error);
    });
    this.#known.set(queue, making);
    return making;
  }

  async #make(boss: PgBoss, queue: string): Promise<void> {
    const common = {
      notify: true,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: longestPauseSeconds,
      expireInSeconds: expireSeconds,
      heartbeatSeconds,
    };
    const settings = { ...common, retryLimit: (this.#served.get(queue)?.options.tries ?? defaultTries) - 1 };
    const gaveUp = gaveUpQueue(queue);
    if ((await boss.getQueue(gaveUp)) === null) await boss.createQueue(gaveUp, { ...common, retryLimit: 1_000 });
    if ((await boss.getQueue(queue)) === null)
      await boss.createQueue(queue, { ...settings, policy: "short", deadLetter: gaveUp });
    else if (this.#served.has(queue)) await boss.updateQueue(queue, settings);
  }

  /** Repetitions that no room declares any more end here. */
  async #applySchedules(boss: PgBoss): Promise<void> {
    for (const old of await boss.getSchedules())
      if (!this.#schedules.has(old.name)) await boss.unschedule(old.name, old.key);
    for (const [queue, { cron, timeZone }] of this.#schedules) {
      await this.#ensure(boss, queue);
      await boss.schedule(queue, cron, { data: null }, { tz: timeZone, missed: "once" });
    }
  }

  async #work(boss: PgBoss, queue: string, { options, handle }: Served): Promise<void> {
    const concurrency = options.concurrency ?? 1;
    await this.#take(boss, queue, concurrency, async (job) => handle(running(job)));
    await this.#take(boss, gaveUpQueue(queue), 1, async (job) => {
      const first = { ...running(job), id: job.sourceId ?? job.id, attempt: (job.sourceRetryCount ?? 0) + 1 };
      await options.gaveUp?.(first, revivedFailure(job.sourceOutput));
    });
  }

  async #take(boss: PgBoss, queue: string, concurrency: number, handle: (job: Taken) => Promise<void>): Promise<void> {
    for (let lane = 0; lane < concurrency; lane++) {
      let worker: string | undefined;
      worker = await boss.work<Envelope>(
        queue,
        {
          includeMetadata: true,
          perJobResults: true,
          batchSize: 1,
          pollingIntervalSeconds: pollSeconds,
          notifyPollingIntervalSeconds: pollSeconds,
          heartbeatRefreshSeconds: heartbeatSeconds / 4,
        },
        async (jobs) => {
          // Look for the next job at once afterwards: one notification may stand for many jobs.
          if (worker !== undefined) boss.notifyWorker(worker);
          return Promise.all(
            jobs.map(async (job) => settled(job as unknown as Taken, handle, this.#options.onTrouble)),
          );
        },
      );
    }
  }
}

interface Taken {
  readonly id: string;
  readonly data: Envelope;
  readonly retryCount: number;
  readonly signal: AbortSignal;
  readonly sourceId: string | null;
  readonly sourceRetryCount: number | null;
  readonly sourceOutput: object | null;
}

async function settled(
  job: Taken,
  handle: (job: Taken) => Promise<void>,
  onTrouble: QueueOptions["onTrouble"],
): Promise<Outcome> {
  try {
    await handle(job);
    return { id: job.id, status: "completed" };
  } catch (error) {
    const failure = failureOf(error);
    if (!failure.error.retryable) onTrouble(failure.error);
    return { id: job.id, status: failure.error.retryable ? "failed" : "deadletter", output: failure.stored };
  }
}

function running(job: Taken): RunningJob {
  return { id: job.id, data: job.data.data, attempt: job.retryCount + 1, signal: job.signal };
}

function gaveUpQueue(queue: string): string {
  return `${queue}/gave-up`;
}
