/**
 * Many messages at once. They go in rounds of their own, over few connections that are kept, so that a code that somebody
 * waits for never stands behind them. What the server said of a message is committed before its connection takes the next:
 * a crash sends again at most as many messages as there are connections.
 */
import { assert } from "#base";
import { type Cipher, type KeyId, sql, type Store, type Transaction } from "#store";
import type { Message } from "./contract.ts";
import type { Delivery, Letter, Postman } from "./delivery.ts";
import type { MailOptions } from "./options.ts";
import { admitted, letterOf, patienceMs, pauseMs, reasons, rowOf, tables } from "./rows.ts";

const queue = "mail/many";
/** Messages of one job. Ids only, because a job is kept in clear. */
const perRound = 100;
/** Rounds at the same time in one process, and connections of each. */
const rounds = 2;
const connections = 4;
/** After so many messages in a row that are to come back later, the rest of the round waits too. */
const enoughLater = 10;

/** `attempts`: how often its messages were offered before. It fences: what was offered again since is left alone. */
type Round = { readonly ids: readonly string[]; readonly attempts: number };

export async function postMany(
  store: Store,
  tx: Transaction,
  messages: readonly Message[],
): Promise<readonly string[]> {
  const [first] = messages;
  if (first === undefined) return [];
  const cipher = await store.vault.cipher(tx, first.key);
  assert(cipher !== undefined, "messages are posted under a key that was shredded");
  assert(
    messages.every(({ key }) => key === first.key),
    "messages that are posted together share one key",
  );
  const rows = messages.map((message) => rowOf(store, cipher, message));
  for (let at = 0; at < rows.length; at += perRound)
    await tables(tx)
      .insertInto("mail_message")
      .values(rows.slice(at, at + perRound))
      .execute();
  const waiting = rows.filter(({ state }) => state === "waiting").map(({ id }) => id);
  for (let at = 0; at < waiting.length; at += perRound)
    await sendRound(store, tx, { ids: waiting.slice(at, at + perRound), attempts: 0 });
  return rows.map(({ id }) => id);
}

function sendRound(store: Store, tx: Transaction, data: Round, startAfter?: Date): Promise<void> {
  return store.queue.send(tx, { queue, data, ...(startAfter === undefined ? {} : { startAfter }) });
}

export function serveRounds(options: MailOptions, postman: Postman): void {
  const { store } = options;
  const gaveUp = (data: unknown) =>
    store.transact(async (tx) => {
      const { ids } = roundOf(data);
      await sql`
        update mail_message set state = 'failed', sealed = null, last_error = ${reasons.notHandedOver}
        where id = any(${ids}::uuid[]) and state = 'waiting'`.execute(tx.db);
    });
  store.queue.serve(queue, { concurrency: rounds, gaveUp: (job) => gaveUp(job.data) }, (job) =>
    goRound(options, postman, roundOf(job.data), job.signal),
  );
}

async function goRound(options: MailOptions, postman: Postman, round: Round, signal: AbortSignal): Promise<void> {
  const { store } = options;
  const letters = await take(options, round);
  const ledger = new Ledger(store, round.attempts);
  const connection = postman.round(Math.min(connections, letters.length));
  let later = 0;
  const lane = async (): Promise<void> => {
    while (later < enoughLater && !signal.aborted) {
      const letter = letters.shift();
      if (letter === undefined) return;
      const delivery = await connection.deliver(letter);
      if (delivery.outcome !== "later") later = 0;
      else later = delivery.everybody === true ? enoughLater : later + 1;
      await ledger.note(letter.id, delivery);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, lane));
  } finally {
    connection.close();
  }
  // A worker that lost its job leaves the rest to whoever has it now.
  if (!signal.aborted) await store.transact((tx) => putOff(store, tx, round));
}

async function take(options: MailOptions, { ids, attempts }: Round): Promise<Letter[]> {
  const { store } = options;
  const rows = await tables(store.reader)
    .selectFrom("mail_message")
    .selectAll()
    .where("id", "in", ids)
    .where("state", "=", "waiting")
    .where("attempts", "=", attempts)
    .execute();
  const ciphers = new Map<string, Cipher | undefined>();
  const letters: Letter[] = [];
  const lost: Lost[] = [];
  for (const row of rows) {
    const { id, key_id, sealed } = row;
    if (!ciphers.has(key_id)) ciphers.set(key_id, await store.vault.cipher(store.reader, key_id as KeyId));
    const cipher = ciphers.get(key_id);
    try {
      if (cipher === undefined || sealed === null) lost.push([id, "cancelled", reasons.shredded]);
      else letters.push(letterOf(row, sealed, cipher));
    } catch {
      // One that cannot be opened stops no other.
      lost.push([id, "failed", reasons.notHandedOver]);
    }
  }
  const going: Letter[] = [];
  for (const letter of letters) {
    const goes = await admitted(options, letter);
    if (goes === undefined) lost.push([letter.id, "cancelled", reasons.notWanted]);
    else going.push(goes);
  }
  if (lost.length > 0) await store.transact((tx) => loseAll(tx, lost));
  return going;
}

type Lost = readonly [id: string, state: "failed" | "cancelled", reason: string];

async function loseAll(tx: Transaction, lost: readonly Lost[]): Promise<void> {
  await sql`
      update mail_message m set state = x.state, sealed = null, last_error = x.reason
      from unnest(${lost.map(([id]) => id)}::uuid[], ${lost.map(([, state]) => state)}::text[], ${lost.map(([, , reason]) => reason)}::text[]) x(id, state, reason)
      where m.id = x.id and m.state = 'waiting'`.execute(tx.db);
}

/** What is still waiting comes back together, later, or has waited long enough. */
async function putOff(store: Store, tx: Transaction, { ids, attempts }: Round): Promise<void> {
  const now = store.clock.now().getTime();
  const nextAt = new Date(now + pauseMs(attempts + 1));
  const oldest = new Date(nextAt.getTime() - patienceMs);
  // All of them in one statement, so that a round that is carried out again finds nothing left to put off.
  const { rows } = await sql<{ id: string; state: string }>`
    update mail_message set attempts = attempts + 1,
      state = case when created_at < ${oldest} then 'failed' else 'waiting' end,
      sealed = case when created_at < ${oldest} then null else sealed end,
      last_error = case when created_at < ${oldest} then concat_ws(' ', last_error, ${reasons.patience}::text) else last_error end
    where id = any(${ids}::uuid[]) and state = 'waiting' and attempts = ${attempts} returning id, state`.execute(tx.db);
  const waiting = rows.filter(({ state }) => state === "waiting").map(({ id }) => id);
  if (waiting.length > 0) await sendRound(store, tx, { ids: waiting, attempts: attempts + 1 }, nextAt);
}

interface Noted {
  readonly id: string;
  readonly delivery: Delivery;
}

/** Commits what was noted while the commit before was under way: the more there is, the more goes together. */
class Ledger {
  readonly #store: Store;
  readonly #attempts: number;
  #noted: Noted[] = [];
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(store: Store, attempts: number) {
    this.#store = store;
    this.#attempts = attempts;
  }

  /** Resolves when it is committed. */
  note(id: string, delivery: Delivery): Promise<void> {
    this.#noted.push({ id, delivery });
    this.#next ??= this.#last.then(() => this.#write());
    return this.#next;
  }

  #write(): Promise<void> {
    const noted = this.#noted;
    this.#noted = [];
    this.#next = undefined;
    this.#last = this.#store.transact((tx) => this.#record(tx, noted));
    return this.#last;
  }

  async #record(tx: Transaction, noted: readonly Noted[]): Promise<void> {
    const states = noted.map(({ delivery: { outcome } }) =>
      outcome === "sent" ? "sent" : outcome === "never" ? "failed" : "waiting",
    );
    const told = noted.map(({ delivery }) => (delivery.outcome === "sent" ? null : delivery.reason));
    await sql`
      update mail_message m set state = x.state,
        attempts = m.attempts + case when x.state = 'waiting' then 0 else 1 end, last_error = x.reason,
        sealed = case when x.state = 'waiting' then m.sealed end,
        sent_at = case when x.state = 'sent' then ${this.#store.clock.now()}::timestamptz end
      from unnest(${noted.map(({ id }) => id)}::uuid[], ${states}::text[], ${told}::text[]) x(id, state, reason)
      where m.id = x.id and m.state = 'waiting' and m.attempts = ${this.#attempts}`.execute(tx.db);
  }
}

function roundOf(data: unknown): Round {
  const { ids, attempts } = (data ?? {}) as Partial<Round>;
  assert(Array.isArray(ids) && typeof attempts === "number", "a round of mail names its messages");
  return { ids, attempts };
}
