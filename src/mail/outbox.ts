/** The outbox: a row per message, a job per try. */
import { assert } from "#base";
import { type KeyId, type Reader, sql, type Store, type Transaction } from "#store";
import { postMany, serveRounds } from "./many.ts";
import type { Mail, MailCounts, MailReason, MailStatus, Message } from "./contract.ts";
import { addressOf, createPostman, type Delivery, domainOf, type Letter } from "./delivery.ts";
import type { MailOptions } from "./options.ts";
import { takeReturned } from "./returned.ts";
import { repliedTo, threadId } from "./thread.ts";
import { admitted, close, letterOf, patienceMs, pauseMs, reasons, rowOf, tables } from "./rows.ts";

const queue = "mail/send";

/** Throws OperationalError `mail-url-invalid`. Sends nothing yet and connects to nothing. */
export function createMail(options: MailOptions): Mail {
  const { store } = options;
  const postman = createPostman(options.transport);
  return {
    post: (tx, message) => post(store, tx, message),
    postMany: (tx, messages) => postMany(store, tx, messages),
    statusAbout,
    countsAbout,
    lostAbout,
    failed,
    waitingAbout,
    failedAmong,
    takeReturned: (raw) => takeReturned(store, domainOf(options.transport), raw),
    repliedTo: (reader, ids) => repliedTo({ reader, vault: store.vault }, domainOf(options.transport), ids),
    sender: addressOf(options.transport),
    forgetAbout: async (tx, about) => {
      await tables(tx).deleteFrom("mail_message").where("about", "=", about).where("state", "<>", "waiting").execute();
    },
    serve: () => {
      serveRounds(options, postman);
      store.queue.serve(
        queue,
        {
          concurrency: 2,
          gaveUp: (job) => store.transact((tx) => close(tx, idOf(job.data), "failed", reasons.notHandedOver)),
        },
        async (job) => {
          const id = idOf(job.data);
          const letter = await take(options, id);
          if (letter === undefined) return;
          const delivery = await postman.deliver(letter);
          // A crash here sends the message again, with the same Message-ID and date.
          await store.transact((tx) => record(store, tx, letter, delivery));
        },
      );
    },
  };
}

async function post(store: Store, tx: Transaction, message: Message): Promise<void> {
  const cipher = await store.vault.cipher(tx, message.key);
  assert(cipher !== undefined, "a message is posted under a key that was shredded");
  const row = rowOf(store, cipher, message);
  await tables(tx).insertInto("mail_message").values(row).execute();
  if (row.state === "waiting") await store.queue.send(tx, { queue, data: { id: row.id }, onceKey: row.id });
}

/** The letter to send; `undefined` when there is nothing to do any more. */
async function take(options: MailOptions, id: string): Promise<Letter | undefined> {
  const { store } = options;
  const row = await tables(store.reader).selectFrom("mail_message").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined || row.state !== "waiting" || row.sealed === null) return undefined;
  const cipher = await store.vault.cipher(store.reader, row.key_id as KeyId);
  if (cipher !== undefined) {
    const thread = threadId(store.vault, row.about, domainOf(options.transport));
    const letter = await admitted(options, letterOf(row, row.sealed, cipher));
    if (letter !== undefined) return { ...letter, ...(thread === undefined ? {} : { thread }) };
    await store.transact((tx) => close(tx, id, "cancelled", reasons.notWanted));
    return undefined;
  }
  await store.transact((tx) => close(tx, id, "cancelled", reasons.shredded));
  return undefined;
}

async function record(store: Store, tx: Transaction, letter: Letter, delivery: Delivery): Promise<void> {
  const row = await tables(tx)
    .updateTable("mail_message")
    .set((column) => ({ attempts: column("attempts", "+", 1) }))
    .where("id", "=", letter.id)
    .where("state", "=", "waiting")
    .returning("attempts")
    .executeTakeFirst();
  if (row === undefined) return;
  const now = store.clock.now();
  if (delivery.outcome === "sent") return close(tx, letter.id, "sent", null, now);
  if (delivery.outcome === "never") return close(tx, letter.id, "failed", delivery.reason);
  const nextAt = new Date(now.getTime() + pauseMs(row.attempts));
  if (nextAt.getTime() > letter.at.getTime() + patienceMs)
    return close(tx, letter.id, "failed", `${delivery.reason} ${reasons.patience}`);
  await tables(tx)
    .updateTable("mail_message")
    .set({ last_error: delivery.reason })
    .where("id", "=", letter.id)
    .execute();
  await store.queue.send(tx, { queue, data: { id: letter.id }, onceKey: letter.id, startAfter: nextAt });
}

async function statusAbout(reader: Reader, about: string): Promise<readonly MailStatus[]> {
  const rows = await tables(reader)
    .selectFrom("mail_message")
    .select(["id", "about", "class", "state", "attempts", "last_error", "sent_at"])
    .where("about", "=", about)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(({ last_error, sent_at, ...status }) => ({
    ...status,
    ...(last_error === null ? {} : { lastError: last_error }),
    ...(sent_at === null ? {} : { sentAt: sent_at }),
  }));
}

async function countsAbout(reader: Reader, about: string): Promise<MailCounts> {
  const rows = await tables(reader)
    .selectFrom("mail_message")
    .select((column) => ["state", column.fn.countAll<number>().as("messages")])
    .where("about", "=", about)
    .groupBy("state")
    .execute();
  const counts = { waiting: 0, sent: 0, failed: 0, cancelled: 0 };
  for (const { state, messages } of rows) counts[state] = messages;
  return counts;
}

async function lostAbout(reader: Reader, about: string): Promise<readonly MailReason[]> {
  const { rows } = await sql<MailReason>`
    select coalesce(last_error, '') as reason, count(*) as messages from mail_message
    where about = ${about} and state in ('failed', 'cancelled') group by 1 order by 2 desc, 1`.execute(reader.db);
  return rows;
}

async function failed(reader: Reader): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ about: string; messages: number }>`
    select about, count(*) as messages from mail_message where state = 'failed' group by about`.execute(reader.db);
  return new Map(rows.map(({ about, messages }) => [about, messages]));
}

async function waitingAbout(reader: Reader, about: string, atMost: number): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*) as waiting from (select from mail_message where about = ${about} and state = 'waiting' limit ${atMost}) w`.execute(
    reader.db,
  );
  return rows[0]?.waiting ?? 0;
}

async function failedAmong(reader: Reader, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const rows = await tables(reader)
    .selectFrom("mail_message")
    .select("id")
    .where("id", "in", ids)
    .where("state", "=", "failed")
    .execute();
  return rows.map(({ id }) => id);
}

function idOf(data: unknown): string {
  const id = (data as { id?: unknown } | null)?.id;
  assert(typeof id === "string", "a mail job names its message");
  return id;
}
