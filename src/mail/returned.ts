/** Mail that came back: which messages of ours could not be delivered after all (RFC 3464 in a report of RFC 6522). */
import PostalMime, { type Attachment } from "postal-mime";
import { sql, type Store } from "#store";
import type { Returned } from "./contract.ts";

/** More than this is no report of a mail server. */
const largestBytes = 10 * 1024 * 1024;

/** `domain`: what stands behind the @ of our Message-IDs. */
export async function takeReturned(store: Store, domain: string, raw: Uint8Array): Promise<Returned> {
  const messages = messagesIn(raw);
  const failures = new Map<string, string>();
  for (const message of messages) {
    const failure = message.length > largestBytes ? undefined : await failureIn(message, domain);
    if (failure !== undefined) failures.set(failure.id, failure.reason);
  }
  const failed = failures.size === 0 ? 0 : await markFailed(store, failures);
  return { messages: messages.length, failed, ignored: messages.length - failed };
}

async function markFailed(store: Store, failures: ReadonlyMap<string, string>): Promise<number> {
  // When it was sent stays: it was, and came back.
  const { numAffectedRows } = await store.transact((tx) =>
    sql`
      update mail_message m set state = 'failed', sealed = null, last_error = x.reason
      from unnest(${[...failures.keys()]}::uuid[], ${[...failures.values()]}::text[]) x(id, reason)
      where m.id = x.id and m.state in ('sent', 'waiting')`.execute(tx.db),
  );
  return Number(numAffectedRows ?? 0n);
}

/** One message, or those of an mbox (RFC 4155): each begins with a line `From `, after an empty one. */
function messagesIn(raw: Uint8Array): Buffer[] {
  const text = Buffer.from(raw).toString("latin1").replaceAll("\r\n", "\n");
  if (text.trim() === "") return [];
  const parts = text.startsWith("From ") ? text.split(/(?:^|\n\n)From [^\n]*\n/u).slice(1) : [text];
  return parts.map((part) => Buffer.from(part.replaceAll(/^>(>*From )/gmu, "$1"), "latin1"));
}

interface Failure {
  readonly id: string;
  /** Our words and the status code, never the server's text, which repeats the address. */
  readonly reason: string;
}

async function failureIn(message: Buffer, domain: string): Promise<Failure | undefined> {
  const { headers, attachments } = await PostalMime.parse(message, { forceRfc822Attachments: true });
  const type = headers.find(({ key }) => key === "content-type")?.value ?? "";
  if (!/^multipart\/report\b/iu.test(type)) return undefined;
  const part = (...types: string[]) => textOf(attachments.find(({ mimeType }) => types.includes(mimeType)));
  const report = part("message/delivery-status", "message/global-delivery-status");
  // Groups of fields: about the message, and then one for each recipient. We write to one.
  const [about = {}, ...recipients] = report.split(/\n\s*\n/u).map(fieldsOf);
  const failed = recipients.find((fields) => fields["action"]?.toLowerCase() === "failed");
  if (failed === undefined) return undefined;
  const original = fieldsOf(
    part("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"),
  );
  const messageId = original["message-id"];
  // The envelope's id counts only where the server shows nothing of the letter itself.
  const id = messageId === undefined ? bareId(about["original-envelope-id"]) : ourId(messageId, domain);
  const status = /^\s*([45]\.\d{1,3}\.\d{1,3})\b/u.exec(failed["status"] ?? "")?.[1];
  return id === undefined
    ? undefined
    : { id, reason: `It came back undelivered${status === undefined ? "" : `: ${status}`}.` };
}

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const bare = new RegExp(`^\\s*(${uuid})\\s*$`, "iu");
const withDomain = new RegExp(`^\\s*<(${uuid})@([^<>@\\s]+)>\\s*$`, "iu");

/** Exactly as we write it: an id inside some other text, or at another domain, is a letter of somebody else. */
function ourId(messageId: string, domain: string): string | undefined {
  const [, id, at] = withDomain.exec(messageId) ?? [];
  return at?.toLowerCase() === domain.toLowerCase() ? id?.toLowerCase() : undefined;
}

function bareId(envelopeId: string | undefined): string | undefined {
  return bare.exec(envelopeId ?? "")?.[1]?.toLowerCase();
}

/** Fields up to the first empty line, by name in small letters; a line that begins with white space goes on the one before. */
function fieldsOf(text: string): Readonly<Record<string, string>> {
  const [head = ""] = text.trimStart().split(/\n\s*\n/u);
  const lines = head.replaceAll(/\n[ \t]+/gu, " ").split("\n");
  return Object.fromEntries(
    lines.flatMap((line) => {
      const field = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/u.exec(line);
      return field === null ? [] : [[(field[1] ?? "").toLowerCase(), field[2] ?? ""]];
    }),
  );
}

function textOf(attachment: Attachment | undefined): string {
  const content = attachment?.content;
  if (content === undefined) return "";
  const text = typeof content === "string" ? content : Buffer.from(content as ArrayBuffer).toString("latin1");
  return text.replaceAll("\r\n", "\n");
}
