/** The outbox: a row per message, a job per try. */
import { randomUUID } from "node:crypto";
import { assert, type Language, limits } from "#base";
import type { KeyId, Reader, Store, Transaction } from "#store";
import { htmlFromText, plainText } from "./body.ts";
import type { Mail, MailState, MailStatus, Message, MessageClass } from "./contract.ts";
import { createPostman, type Delivery, type Letter, type Transport } from "./delivery.ts";
import type { MailTables } from "./tables.ts";

export interface MailOptions {
  readonly store: Store;
  readonly transport: Transport;
  /**
   * Where one click stops messages of a class about somebody, when there is such a place. Never asked for `required`.
   * Without it no unsubscribe header is sent, rather than one that leads nowhere.
   */
  readonly unsubscribeUrl?: (message: {
    readonly id: string;
    readonly class: MessageClass;
    readonly about: string;
  }) => string;
}

const queue = "mail/send";
/** RFC 5321 §4.5.4.1 asks senders to keep trying for 4–5 days; a deadline of days makes two the most that helps. */
const patienceMs = 2 * 24 * 60 * 60 * 1000;
const firstPauseMs = 60 * 1000;
const longestPauseMs = 4 * 60 * 60 * 1000;

/** What is sealed. */
interface Content {
  readonly to: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
}

/** Throws OperationalError `mail-url-invalid`. Sends nothing yet and connects to nothing. */
export function createMail(options: MailOptions): Mail {
  const { store } = options;
  const postman = createPostman(options.transport);
  return {
    post: (tx, message) => post(store, tx, message),
    statusAbout,
    serve: () =>
      store.queue.serve(
        queue,
        {
          concurrency: 2,
          gaveUp: (job) =>
            store.transact((tx) => close(tx, idOf(job.data), "failed", "It could not be handed over; see the log.")),
        },
        async (job) => {
          const id = idOf(job.data);
          const letter = await take(options, id);
          if (letter === undefined) return;
          const delivery = await postman.deliver(letter);
          // A crash here sends the message again, with the same Message-ID and date.
          await store.transact((tx) => record(store, tx, letter, delivery));
        },
      ),
  };
}

async function post(store: Store, tx: Transaction, message: Message): Promise<void> {
  const id = randomUUID();
  const cipher = await store.vault.cipher(tx, message.key);
  assert(cipher !== undefined, "a message is posted under a key that was shredded");
  const content: Content = {
    to: message.to.reveal().trim(),
    language: message.language,
    subject: oneLine(message.subject),
    text: plainText(message.text),
  };
  const usable = isAddress(content.to);
  await tx.db
    .withTables<MailTables>()
    .insertInto("mail_message")
    .values({
      id,
      about: message.about,
      class: message.class,
      key_id: message.key,
      sealed: usable ? Buffer.from(cipher.seal(Buffer.from(JSON.stringify(content)), `mail/${id}`)) : null,
      state: usable ? "waiting" : "failed",
      attempts: 0,
      last_error: usable ? null : "The address is not one that mail can be sent to.",
      created_at: store.clock.now(),
      sent_at: null,
    })
    .execute();
  if (usable) await store.queue.send(tx, { queue, data: { id }, onceKey: id });
}

/** The letter to send; `undefined` when there is nothing to do any more. */
async function take(options: MailOptions, id: string): Promise<Letter | undefined> {
  const { store } = options;
  const row = await tables(store.reader).selectFrom("mail_message").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined || row.state !== "waiting" || row.sealed === null) return undefined;
  const cipher = await store.vault.cipher(store.reader, row.key_id as KeyId);
  if (cipher === undefined) {
    await store.transact((tx) => close(tx, id, "cancelled", "Its key was shredded before it was sent."));
    return undefined;
  }
  const content = JSON.parse(Buffer.from(cipher.open(row.sealed, `mail/${id}`)).toString("utf8")) as Content;
  const unsubscribeUrl =
    row.class === "required" ? undefined : options.unsubscribeUrl?.({ id, class: row.class, about: row.about });
  return {
    id,
    ...content,
    html: htmlFromText(content.text, content.subject, content.language),
    at: row.created_at,
    ...(unsubscribeUrl === undefined ? {} : { unsubscribeUrl }),
  };
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
    return close(tx, letter.id, "failed", `${delivery.reason} Two days of trying did not help.`);
  await tables(tx)
    .updateTable("mail_message")
    .set({ last_error: delivery.reason })
    .where("id", "=", letter.id)
    .execute();
  await store.queue.send(tx, { queue, data: { id: letter.id }, onceKey: letter.id, startAfter: nextAt });
}

/** 1, 2, 4, … minutes, at most four hours: greylisting is over within minutes, a broken server within hours. */
export function pauseMs(attempts: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
}

/** Ends a message; its content goes with it, whatever the end. */
async function close(
  tx: Transaction,
  id: string,
  state: MailState,
  lastError: string | null,
  sentAt: Date | null = null,
): Promise<void> {
  await tables(tx)
    .updateTable("mail_message")
    .set({ state, sealed: null, last_error: lastError, sent_at: sentAt })
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .execute();
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

function tables(reader: Reader) {
  return reader.db.withTables<MailTables>();
}

function idOf(data: unknown): string {
  const id = (data as { id?: unknown } | null)?.id;
  assert(typeof id === "string", "a mail job names its message");
  return id;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

/** One plain address and nothing that a header or a mail server could read as more than that. */
function isAddress(text: string): boolean {
  return text.length <= limits.emailCharacters && /^[^\s\p{Cc}<>(),;:"\\[\]@]+@[^\s\p{Cc}<>(),;:"\\[\]@]+$/u.test(text);
}
