/** Outgoing mail: message classes, a durable outbox, SMTP with retries. It never decides whether a person may be mailed. */
export type * from "./contract.ts";
