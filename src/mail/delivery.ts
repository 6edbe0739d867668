/** One try to hand a message to the mail server, and what its answer means. */
import { createTransport, type Transporter } from "nodemailer";
import { OperationalError } from "#base";
import type { DkimKey } from "./dkim.ts";
import type { ContactGate } from "./rows.ts";

export interface Transport {
  /**
   * `smtp://user:password@host:587` or `smtps://…:465`. STARTTLS is used where the server offers it, with its certificate
   * checked; `?tls=required` refuses a server without it, `?tls=off` never asks (a relay on the same machine).
   */
  readonly url: string;
  /** `Shop privacy desk <privacy@shop.example>` or a bare address. */
  readonly from: string;
  readonly replyTo?: string;
  /** PEM certificates to trust besides the usual ones, for a mail server inside the house. */
  readonly trustedCertificates?: string;
  /** Signs each letter, in the name of the domain of `from`. */
  readonly dkim?: DkimKey;
  /** How long the server may stay silent. Default 30 s. */
  readonly timeoutMs?: number;
}

export interface Letter {
  readonly id: string;
  /** Stands in `References`; see `threadId`. */
  readonly thread?: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly language: string;
  /** When the message was posted; a second sending carries the same date. */
  readonly at: Date;
  /** What the gate is asked about it; absent when it is required. */
  readonly gated?: Parameters<ContactGate>[0];
  /** An https address that unsubscribes in one click (RFC 8058). */
  readonly unsubscribeUrl?: string;
  /** A `mailto:` address that does the same by a letter (RFC 2369). */
  readonly unsubscribeMail?: string;
}
/** `reason` is ours: the server's numeric codes and fixed words, never its free text, which repeats the address. */
export type Delivery =
  | { readonly outcome: "sent" }
  | {
      readonly outcome: "later" | "never";
      readonly reason: string;
      /** About the server or us, not about this message: the next one would fare no better. */
      readonly everybody?: true;
    };

export interface Postman {
  deliver(letter: Letter): Promise<Delivery>;
  /** Whether the server would take mail of us: connects, makes the connection safe and signs in; sends nothing. */
  tries(): Promise<Delivery>;
  /** For many letters over this many connections that are kept; close it. */
  round(connections: number): Round;
}
export interface Round {
  deliver(letter: Letter): Promise<Delivery>;
  close(): void;
}

/** Throws OperationalError `mail-url-invalid`, which does not repeat the address or its password. */
export function createPostman(transport: Transport): Postman {
  const single = createTransport(settingsOf(transport));
  return {
    deliver: deliverBy(single, transport),
    tries: () =>
      single.verify().then(
        () => ({ outcome: "sent" as const }),
        (error: unknown) => judged(error),
      ),
    round: (maxConnections) => {
      const pooled = createTransport({
        ...settingsOf(transport),
        pool: true,
        maxConnections,
        maxMessages: Number.POSITIVE_INFINITY,
        // Trying again is ours: by itself it would send a message twice without a word.
        maxRequeues: 0,
      });
      return { deliver: deliverBy(pooled, transport), close: () => pooled.close() };
    },
  };
}

/** What stands behind the @ of our Message-IDs, and signs. */
export function domainOf({ from }: Pick<Transport, "from">): string {
  return /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? "localhost";
}

/** The bare address that letters are from. */
export function addressOf({ from }: Pick<Transport, "from">): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
}

function deliverBy(transporter: Pick<Transporter, "sendMail">, transport: Transport): Postman["deliver"] {
  const domain = domainOf(transport);
  return async (letter) => {
    try {
      await transporter.sendMail({
        from: transport.from,
        ...(transport.replyTo === undefined ? {} : { replyTo: transport.replyTo }),
        to: { name: "", address: letter.to },
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
        date: letter.at,
        messageId: `<${letter.id}@${domain}>`,
        ...(letter.thread === undefined ? {} : { references: letter.thread }),
        // Servers that can (RFC 3461) name it again in a report, which then needs no text of the letter.
        dsn: { id: letter.id, return: "headers" },
        headers: {
          "Content-Language": letter.language,
          // Holiday replies to a machine help nobody (RFC 3834).
          "Auto-Submitted": "auto-generated",
          ...(letter.unsubscribeUrl === undefined
            ? {}
            : {
                "List-Unsubscribe": [letter.unsubscribeUrl, letter.unsubscribeMail ?? []]
                  .flat()
                  .map((address) => `<${address}>`)
                  .join(", "),
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
              }),
        },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      return { outcome: "sent" };
    } catch (error) {
      return judged(error);
    }
  };
}

function settingsOf(transport: Transport) {
  const silenceMs = transport.timeoutMs ?? 30_000;
  const url = parsedUrl(transport.url);
  const secure = url.protocol === "smtps:";
  const tls = url.searchParams.get("tls");
  return {
    host: decodeURIComponent(url.hostname.replace(/^\[|\]$/g, "")),
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: tls === "required",
    ignoreTLS: tls === "off",
    ...(url.username === ""
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    ...(transport.dkim === undefined
      ? {}
      : {
          dkim: {
            domainName: domainOf(transport),
            keySelector: transport.dkim.selector,
            privateKey: transport.dkim.privateKey,
          },
        }),
    ...(transport.trustedCertificates === undefined ? {} : { tls: { ca: transport.trustedCertificates } }),
    connectionTimeout: silenceMs,
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
    dnsTimeout: silenceMs,
  };
}

function parsedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const tls = url?.searchParams.get("tls") ?? null;
  if (
    url !== undefined &&
    /^smtps?:$/.test(url.protocol) &&
    url.hostname !== "" &&
    (tls === null || /^(off|required)$/.test(tls))
  )
    return url;
  throw new OperationalError(
    "mail-url-invalid",
    "The mail address of the installation is not of the form smtp://user:password@host:587 or smtps://… . Nothing was started.",
  );
}

interface SmtpFailure {
  readonly responseCode?: number;
  readonly response?: string;
  readonly code?: string;
}

const everybody = { everybody: true } as const;

function judged(error: unknown): Delivery {
  const { responseCode, response, code, message } = error as Error & SmtpFailure;
  // nodemailer gives a certificate that is not trusted the code of any broken connection.
  if (code === "ETLS" || (code === "ESOCKET" && /certificate|altnames|TLS|SSL/i.test(message)))
    return {
      outcome: "later",
      reason: "The connection to the mail server could not be made safe (TLS).",
      ...everybody,
    };
  // Our own login is wrong, or the server wants one: that is for us to repair, and the message waits for it.
  if (code === "EAUTH" || code === "ENOAUTH" || [530, 534, 535, 538].includes(responseCode ?? 0))
    return {
      outcome: "later",
      reason: `The mail server did not accept our login${spoken(responseCode, response)}.`,
      ...everybody,
    };
  // Before there is an envelope a refusal is about us, not about this message.
  if (responseCode !== undefined && responseCode >= 500 && (code === "EENVELOPE" || code === "EMESSAGE"))
    return { outcome: "never", reason: `The mail server refused the message${spoken(responseCode, response)}.` };
  if (responseCode !== undefined)
    return {
      outcome: "later",
      reason: `The mail server asked to come back later${spoken(responseCode, response)}.`,
      // 421: the server is closing (RFC 5321 §3.8).
      ...(responseCode === 421 || !(code === "EENVELOPE" || code === "EMESSAGE") ? everybody : {}),
    };
  if (code === "EENVELOPE") return { outcome: "never", reason: "The address is not one that mail can be sent to." };
  return { outcome: "later", reason: `The mail server could not be reached (${code ?? "no answer"}).`, ...everybody };
}

/** `: 550 5.1.1` out of the server's answer. */
function spoken(responseCode: number | undefined, response: string | undefined): string {
  if (responseCode === undefined) return "";
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? "")?.[1];
  return `: ${responseCode}${enhanced === undefined ? "" : ` ${enhanced}`}`;
}
