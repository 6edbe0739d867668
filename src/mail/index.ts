/** Outgoing mail: message classes, a durable outbox, SMTP with retries. It never decides whether a person may be mailed. */
export type * from "./contract.ts";
export { checkTransport, type TransportFinding } from "./check.ts";
export { domainOf, type Transport } from "./delivery.ts";
export { type DkimKey, dkimKey, dkimRecord, makeDkimKey } from "./dkim.ts";
export { createInbox, type Inbox, type InboxMessage } from "./inbox.ts";
export { createMail } from "./outbox.ts";
export type { ContactGate } from "./rows.ts";
export type { MailOptions } from "./options.ts";
