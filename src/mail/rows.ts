/** A message as it stands in our database: sealed until it ends, and then empty. */
import { randomUUID } from "node:crypto";
import { type Language, limits } from "#base";
import type { Cipher, Reader, Store, Transaction } from "#store";
import { htmlFromText, plainText } from "./body.ts";
import type { MailState, Message, MessageClass } from "./contract.ts";
import type { Letter } from "./delivery.ts";
import type { MailTables } from "./tables.ts";

/** RFC 5321 §4.5.4.1 asks senders to keep trying for 4–5 days; a deadline of days makes two the most that helps. */
export const patienceMs = 2 * 24 * 60 * 60 * 1000;
const firstPauseMs = 60 * 1000;
const longestPauseMs = 4 * 60 * 60 * 1000;

/** 1, 2, 4, … minutes, at most four hours: greylisting is over within minutes, a broken server within hours. */
export function pauseMs(attempts: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
}

export const reasons = {
  notWanted: "The person did not allow it, or said no to it.",
  shredded: "Its key was shredded before it was sent.",
  notHandedOver: "It could not be handed over; see the log.",
  noAddress: "The address is not one that mail can be sent to.",
  patience: "Two days of trying did not help.",
} as const;

/** What is sealed. */
interface Content {
  readonly to: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly message?: string;
}

type Row = MailTables["mail_message"];

export function tables(reader: Reader) {
  return reader.db.withTables<MailTables>();
}

export function rowOf({ clock }: Pick<Store, "clock">, cipher: Cipher, message: Message): Row {
  const id = randomUUID();
  const content: Content = {
    to: message.to.reveal().trim(),
    language: message.language,
    subject: oneLine(message.subject),
    text: plainText(message.text),
    ...(message.message === undefined ? {} : { message: message.message }),
  };
  const usable = isAddress(content.to);
  return {
    id,
    about: message.about,
    class: message.class,
    key_id: message.key,
    sealed: usable ? Buffer.from(cipher.seal(Buffer.from(JSON.stringify(content)), `mail/${id}`)) : null,
    state: usable ? "waiting" : "failed",
    attempts: 0,
    last_error: usable ? null : reasons.noAddress,
    created_at: clock.now(),
    sent_at: null,
  };
}

/** What a message that may go carries along; absent where there is no such place. */
export interface Passage {
  /** Where one click stops it (RFC 8058). */
  readonly unsubscribeUrl?: string;
  /** `mailto:`, for programs that write a letter instead (RFC 2369). */
  readonly unsubscribeMail?: string;
  /** Where the person chooses what they get; stands under the text. */
  readonly preferencesUrl?: string;
}

/** Whether a message may go out. Asked right before each sending, and never for `required`. */
export type ContactGate = (message: {
  readonly class: Exclude<MessageClass, "required">;
  readonly language: Language;
  readonly to: string;
  readonly message: string | undefined;
}) => Promise<Passage | undefined>;

export function letterOf({ id, class: kind, created_at }: Row, sealed: Buffer, cipher: Cipher): Letter {
  const opened = JSON.parse(Buffer.from(cipher.open(sealed, `mail/${id}`)).toString("utf8")) as Content;
  const { message, ...content } = opened;
  const { to, language } = content;
  return {
    id,
    ...content,
    ...(kind === "required" ? {} : { gated: { class: kind, language, to, message } }),
    html: htmlFromText(content.text, content.subject, language),
    at: created_at,
  };
}

const choose: Readonly<Record<Language, string>> = {
  nl: "Kies zelf welke berichten u krijgt:",
  en: "Choose yourself which messages you get:",
};

/** The letter with what it carries along; undefined when the gate does not let it go. */
export async function admitted({ gate }: { readonly gate?: ContactGate }, letter: Letter): Promise<Letter | undefined> {
  if (letter.gated === undefined || gate === undefined) return letter;
  const passage = await gate(letter.gated);
  if (passage === undefined) return undefined;
  const { preferencesUrl, ...links } = passage;
  if (preferencesUrl === undefined) return { ...letter, ...links };
  const text = `${letter.text}\n\n${letter.language === "nl" ? choose.nl : choose.en}\n\n${preferencesUrl}`;
  return { ...letter, ...links, text, html: htmlFromText(text, letter.subject, letter.gated.language) };
}

/** Ends a message; its content goes with it, whatever the end. */
export async function close(
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

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

/** One plain address and nothing that a header or a mail server could read as more than that. */
function isAddress(text: string): boolean {
  return text.length <= limits.emailCharacters && /^[^\s\p{Cc}<>(),;:"\\[\]@]+@[^\s\p{Cc}<>(),;:"\\[\]@]+$/u.test(text);
}
