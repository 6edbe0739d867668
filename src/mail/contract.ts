/** Outgoing mail. A message is handed over inside the transaction that causes it and sent by a worker. */
import type { Language, Personal } from "#base";
import type { KeyId, Reader, Transaction } from "#store";

/** `required`: the law or the person's own request asks for it; no unsubscribe stops it. */
export type MessageClass = "required" | "service" | "marketing";

export interface Message {
  readonly class: MessageClass;
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
/** `failed`: refused, or not accepted for two days. `cancelled`: its key was shredded before it could be sent. */
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
export interface Mail {
  /** The message is sent exactly when the transaction commits: at least once, and always with the same Message-ID. */
  post(tx: Transaction, message: Message): Promise<void>;
  /** Oldest first. */
  statusAbout(reader: Reader, about: string): Promise<readonly MailStatus[]>;
  /** Declares the jobs; call before `queue.start`. */
  serve(): void;
}
