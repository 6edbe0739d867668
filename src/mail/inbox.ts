/**
 * A mail server on this machine for trying things out: it accepts everything, delivers nothing, and keeps the last
 * messages in memory for a page to show.
 */
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { callbackify } from "node:util";
import { SMTPServer } from "smtp-server";
import PostalMime from "postal-mime";
import { OperationalError } from "#base";

export interface InboxMessage {
  /** Counts up from 1. */
  readonly id: number;
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly receivedAt: Date;
}
export interface Inbox {
  readonly port: number;
  /** Newest first, at most 200. */
  messages(): readonly InboxMessage[];
  /** The oldest message that fits, now or when it comes; rejects after the time given. */
  waitFor(fits: (message: InboxMessage) => boolean, timeoutMs: number): Promise<InboxMessage>;
  close(): Promise<void>;
}

const kept = 200;
const largestBytes = 20 * 1024 * 1024;
const loopback = "127.0.0.1";

/** `port` 0 takes any free one. Throws OperationalError `port-taken`. */
export async function createInbox(options: { readonly port: number }): Promise<Inbox> {
  const messages: InboxMessage[] = [];
  const waiting = new Set<() => void>();
  let count = 0;
  const keep = async (stream: Readable, from: string, to: readonly string[]) => {
    const parsed = await PostalMime.parse(await buffer(stream));
    messages.unshift({
      id: ++count,
      messageId: parsed.messageId ?? "",
      from,
      to,
      subject: parsed.subject ?? "",
      text: parsed.text ?? "",
      html: parsed.html ?? "",
      headers: Object.fromEntries(parsed.headers.map(({ key, value }) => [key, value])),
      receivedAt: new Date(),
    });
    messages.length = Math.min(messages.length, kept);
    for (const look of waiting) look();
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    size: largestBytes,
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map((recipient) => recipient.address);
      const from = session.envelope.mailFrom === false ? "" : session.envelope.mailFrom.address;
      callbackify(keep)(stream, from, to, done);
    },
  });
  // A client that hangs up in the middle is its own affair.
  server.on("error", () => undefined);
  const port = await listen(server, options.port);
  return {
    port,
    messages: () => [...messages],
    waitFor: (fits, timeoutMs) => waitFor(() => messages.findLast(fits), waiting, timeoutMs),
    close: () => new Promise((done) => server.close(() => done())),
  };
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.server.once("error", (cause: NodeJS.ErrnoException) => {
      fail(
        new OperationalError(
          cause.code === "EADDRINUSE" ? "port-taken" : "port-unusable",
          `The mail inbox cannot listen on port ${port} (${cause.code}). Nothing was started. Choose another port.`,
          { cause },
        ),
      );
    });
    server.listen(port, loopback, () => {
      const address = server.server.address();
      done(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function waitFor(
  find: () => InboxMessage | undefined,
  waiting: Set<() => void>,
  timeoutMs: number,
): Promise<InboxMessage> {
  return new Promise((done, fail) => {
    const end = () => {
      clearTimeout(timer);
      waiting.delete(look);
    };
    const look = () => {
      const found = find();
      if (found === undefined) return;
      end();
      done(found);
    };
    const timer = setTimeout(() => {
      end();
      fail(new Error(`No such message came within ${timeoutMs} ms`));
    }, timeoutMs);
    waiting.add(look);
    look();
  });
}
