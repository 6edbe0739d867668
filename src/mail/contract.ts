/** Outgoing mail. A message is handed over inside the transaction that causes it and sent by a worker. */
import type { Language, Personal } from "#base";
import type { KeyId, Reader, Transaction } from "#store";

/** `required`: the law or the person's own request asks for it; no unsubscribe stops it. */
export type MessageClass = "required" | "service" | "marketing";

export interface Message {
  readonly class: MessageClass;
  readonly to: Personal<string>;
  readonly language: Language;
  readonly subject: string;
  /** Plain text; the HTML part is made from it (paragraphs, links, one code line `    1234 5678` shown large). */
  readonly text: string;
  /** Sealed under this key until sent, so that shredding a request takes its mail along. */
  readonly key: KeyId;
  /** Reference for logs and for the case page: a request reference. */
  readonly about: string;
}
export type MailState = "waiting" | "sent" | "failed";
export interface MailStatus {
  readonly id: string;
  readonly about: string;
  readonly class: MessageClass;
  readonly state: MailState;
  readonly attempts: number;
  /** Without personal data: the server's code and our words. */
  readonly lastError?: string;
  readonly sentAt?: Date;
}
export interface Mail {
  post(tx: Transaction, message: Message): Promise<void>;
  statusAbout(reader: Reader, about: string): Promise<readonly MailStatus[]>;
  /** Declares the jobs; call before `queue.start`. */
  serve(): void;
}
