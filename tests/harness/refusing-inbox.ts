/** A real mail server that refuses for good while it is told to. */
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { callbackify } from "node:util";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import type { Inbox, InboxMessage } from "#mail";

export interface RefusingInbox extends Inbox {
  refuses: boolean;
}

export async function refusingInbox(): Promise<RefusingInbox> {
  const messages: InboxMessage[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    onRcptTo: (_address, _session, done) =>
      done(inbox.refuses ? Object.assign(new Error("No such mailbox"), { responseCode: 550 }) : undefined),
    onData: (stream, session, done) =>
      callbackify(async () => {
        const { messageId = "", subject = "", text = "", html = "" } = await PostalMime.parse(await buffer(stream));
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const id = messages.length + 1;
        messages.unshift({ id, messageId, from: "", to, subject, text, html, headers: {}, receivedAt: new Date() });
      })((error) => done(error)),
  });
  server.on("error", () => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const inbox: RefusingInbox = {
    refuses: false,
    port: (server.server.address() as AddressInfo).port,
    messages: () => messages,
    waitFor: (fits, timeoutMs) => cameWithin(() => messages.findLast(fits), timeoutMs),
    close: () => new Promise((done) => server.close(() => done())),
  };
  return inbox;
}

async function cameWithin(find: () => InboxMessage | undefined, timeoutMs: number): Promise<InboxMessage> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`No such message came within ${timeoutMs} ms`);
    await new Promise((wake) => setTimeout(wake, 25));
  }
}
