/**
 * Mailboxes over IMAP (RFC 9051, RFC 3501): messages that a person sent or got are found by their address, handed out, and
 * erased where nobody else is in them. It sends nothing, and never rewrites a message.
 */
export { connectMailbox } from "./connect.ts";
export { addressOfUser, failureOf as mailboxFailure, openMailbox } from "./session.ts";
