/** Outgoing mail. A message is handed over inside the transaction that causes it and sent by a worker. */
import type { Language, Personal } from "#base";
import type { KeyId, Reader, Transaction } from "#store";

/** `required`: the law or the person's own request asks for it; no unsubscribe stops it. */
export type MessageClass = "required" | "service" | "marketing";

export interface Message {
  readonly class: MessageClass;
  /** By its name in the policy; needed for all that is not required, because by it the gate decides. */
  readonly message?: string;
  /** One address. One that mail cannot be sent to makes the message `failed` at once, visibly; it does not throw. */
  readonly to: Personal<string>;
  readonly language: Language;
  /** One line; line ends and other control characters become spaces. */
  readonly subject: string;
  /** Plain text; the HTML part is made from it (paragraphs, links, one code line `    1234 5678` shown large). */
  readonly text: string;
  /** Sealed under this key until sent, so that shredding a request takes its mail along. */
  readonly key: KeyId;
  /** Reference for logs and for the case page: a request reference. */
  readonly about: string;
}
/** `failed`: refused, not accepted for two days, or returned after it was accepted. `cancelled`: its key was shredded before it could be sent, or the person does not want it. */
export type MailState = "waiting" | "sent" | "failed" | "cancelled";
export interface MailStatus {
  readonly id: string;
  readonly about: string;
  readonly class: MessageClass;
  readonly state: MailState;
  /** Times it was offered to the mail server. */
  readonly attempts: number;
  /** Without personal data: the server's code and our words. */
  readonly lastError?: string;
  readonly sentAt?: Date;
}
/** Counts, of the messages that were handed in. */
export interface Returned {
  readonly messages: number;
  /** Messages of ours that are failed now, and were not before. */
  readonly failed: number;
  /** Reports of a delay or of a delivery, reports about messages of ours that had failed, and everything else. */
  readonly ignored: number;
}
export interface MailCounts {
  readonly waiting: number;
  readonly sent: number;
  readonly failed: number;
  readonly cancelled: number;
}
/** Our words and the server's codes, as in `lastError`, in English. */
export interface MailReason {
  readonly reason: string;
  readonly messages: number;
}
export interface Mail {
  /** The message is sent exactly when the transaction commits: at least once, and always with the same Message-ID. */
  post(tx: Transaction, message: Message): Promise<void>;
  /**
   * The same for many at once, with the same guarantees; answers their ids in the order of the messages. They are sent
   * over few connections of their own, so that messages posted one by one never wait for them. They share one key.
   */
  postMany(tx: Transaction, messages: readonly Message[]): Promise<readonly string[]>;
  /** How far the messages about something are. */
  countsAbout(reader: Reader, about: string): Promise<MailCounts>;
  /** Why messages about it failed or were cancelled, the most frequent reason first; quickly, however many were sent. */
  lostAbout(reader: Reader, about: string): Promise<readonly MailReason[]>;
  /** How many messages failed, by what they are about; quickly, however many were sent. */
  failed(reader: Reader): Promise<ReadonlyMap<string, number>>;
  /** How many of them wait, quickly, however many were sent before; `atMost` when there are more. */
  waitingAbout(reader: Reader, about: string, atMost: number): Promise<number>;
  /** Of these messages those that failed. */
  failedAmong(reader: Reader, ids: readonly string[]): Promise<readonly string[]>;
  /**
   * Takes in mail that came back (RFC 3464): a message or an mbox, as a mail server hands it over. A message of ours that
   * could not be delivered is `failed` from then on. What is no report, or about no message of ours, changes nothing.
   */
  takeReturned(raw: Uint8Array): Promise<Returned>;
  /** What a letter of ours was about that is named by one of these ids (`<…>`, of In-Reply-To and References). */
  repliedTo(reader: Reader, ids: readonly string[]): Promise<string | undefined>;
  /** The address that our letters are from. */
  readonly sender: string;
  /** Forgets ended messages about something. */
  forgetAbout(tx: Transaction, about: string): Promise<void>;
  /** Oldest first. */
  statusAbout(reader: Reader, about: string): Promise<readonly MailStatus[]>;
  /** Declares the jobs; call before `queue.start`. */
  serve(): void;
}
