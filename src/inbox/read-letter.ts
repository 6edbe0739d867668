/**
 * A letter as it came, read as far as it can be: whatever a stranger put into it, this answers something. Nothing of it is
 * trusted but its bytes.
 */
import PostalMime, { type Attachment, type Email } from "postal-mime";
import { normaliseEmail } from "#base";
import { isEmailAddress } from "#policy";
import type { GivenFile } from "#requests";
import { textOfHtml } from "./text-of-html.ts";

/** Of the text of one letter; more is left in the mailbox. */
const textCharacters = 20_000;
const subjectCharacters = 300;
const idCharacters = 300;
const mostIds = 50;

export interface ReadLetter {
  /** Normalised; empty when there is none that could be written to. */
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly shortened: boolean;
  /** As the sender wrote it, without what is quoted. */
  readonly ownWords: string;
  /** `<…>`; empty when there is none. */
  readonly messageId: string;
  readonly date: string;
  /** Of In-Reply-To and References, the nearest last. */
  readonly answers: readonly string[];
  readonly files: readonly GivenFile[];
  readonly machine: Machine;
  /** What a link to unsubscribe by mail put into the subject. */
  readonly unsubscribing?: { readonly message: string; readonly token: string };
}

/** Who says of itself that no person wrote it. */
export interface Machine {
  /** A report about a letter that was not delivered (RFC 6522). */
  readonly report: boolean;
  /** An answer that a program gave to a letter: an absence, an acknowledgement (RFC 3834). */
  readonly replied: boolean;
  /** Sent by a program, or to many. */
  readonly bulk: boolean;
}

/** `unsubscribe newsletter <token>`, as `List-Unsubscribe` asks for it. */
function unsubscribingIn(subject: string): Pick<ReadLetter, "unsubscribing"> {
  const [, message, token] = /^unsubscribe ([a-z][a-z0-9-]{0,60}) ([\w-]{30,600})$/u.exec(subject) ?? [];
  return message === undefined || token === undefined ? {} : { unsubscribing: { message, token } };
}

/** `undefined`: it cannot be read at all. `cut`: only its beginning was fetched. */
export async function readLetter(raw: Uint8Array, cut: boolean): Promise<ReadLetter | undefined> {
  const email = await parsed(raw);
  if (email === undefined) return undefined;
  const header = headersOf(email);
  const from = normaliseEmail(email.from?.address ?? "");
  const whole = (email.text ?? textOfHtml(email.html ?? "")).replaceAll("\r\n", "\n").replaceAll("\0", "").trim();
  const text = whole.slice(0, textCharacters);
  return {
    from: isEmailAddress(from) ? from : "",
    subject: oneLine(email.subject ?? "").slice(0, subjectCharacters),
    text,
    shortened: cut || text.length < whole.length,
    ownWords: ownWordsOf(text),
    ...unsubscribingIn(oneLine(email.subject ?? "")),
    messageId: idsIn(email.messageId)[0] ?? "",
    date: oneLine(header("date")).slice(0, 100),
    answers: [...idsIn(header("references")), ...idsIn(header("in-reply-to"))].slice(-mostIds),
    files: filesOf(email.attachments, cut),
    machine: machineIn(header),
  };
}

async function parsed(raw: Uint8Array): Promise<Email | undefined> {
  try {
    return await PostalMime.parse(raw, {
      forceRfc822Attachments: true,
      maxNestingDepth: 50,
      maxHeadersSize: 512 * 1024,
    });
  } catch {
    return undefined;
  }
}

type Header = (name: string) => string;

function headersOf({ headers }: Email): Header {
  const first = new Map<string, string>();
  for (const { key, value } of headers) if (!first.has(key)) first.set(key, value);
  return (name) => first.get(name) ?? "";
}

function machineIn(header: Header): Machine {
  const submitted = header("auto-submitted").trim().toLowerCase();
  const precedence = header("precedence").trim().toLowerCase();
  return {
    report: /^multipart\/report\b/iu.test(header("content-type")),
    replied:
      submitted.startsWith("auto-replied") ||
      submitted.startsWith("auto-notified") ||
      precedence === "auto_reply" ||
      // The null sender (RFC 5321 §4.5.5): what must not be answered.
      header("return-path").trim() === "<>" ||
      ["x-autoreply", "x-autorespond", "x-autoresponse"].some((name) => header(name) !== ""),
    bulk:
      (submitted !== "" && !submitted.startsWith("no")) ||
      /^(bulk|junk|list)$/u.test(precedence) ||
      header("list-id") !== "" ||
      header("list-unsubscribe") !== "",
  };
}

/** What is quoted says what we asked, and not what the sender means. */
function ownWordsOf(text: string): string {
  const lines = text.split("\n");
  const quoted = lines.findIndex((line) =>
    /^(-{2,} ?(original message|oorspronkelijk bericht|forwarded message|doorgestuurd bericht)|_{20,}$|(on|op) .{5,120}(wrote|schreef).{0,80}:$)/iu.test(
      line.trim(),
    ),
  );
  return (quoted < 0 ? lines : lines.slice(0, quoted)).filter((line) => !line.startsWith(">")).join("\n");
}

/** When only the beginning was fetched, its last file is a part of one. */
function filesOf(attachments: readonly Attachment[], cut: boolean): GivenFile[] {
  return attachments.map(({ filename, mimeType, content }, at) => {
    const bytes = typeof content === "string" ? Buffer.from(content) : new Uint8Array(content);
    const name = filename ?? (mimeType === "message/rfc822" ? "message.eml" : "");
    return { name, bytes, ...(cut && at === attachments.length - 1 ? { cut: true as const } : {}) };
  });
}

function idsIn(text: string | undefined): string[] {
  return [...(text ?? "").matchAll(/<[^<>\s]+>/gu)].flatMap(([id]) => (id.length <= idCharacters ? [id] : []));
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
