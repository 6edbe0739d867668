/** For the tests of this room: a real mailbox, and an office that watches it. */
import { ImapFlow } from "imapflow";
import { freshDatabase, password, type ImapServer } from "#harness";
import type { InboxMessage } from "#mail";
import type { RequestId } from "#base";
import type { StaffView } from "#requests";
import { Office, openOffice, type OfficeParts } from "../../tests/harness/office.ts";
import { boxPolicy } from "./test-policy.ts";
import { createIncoming, type Incoming } from "./index.ts";

export interface Written {
  readonly from?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly id?: string;
  readonly headers?: readonly string[];
  readonly at?: string;
  readonly date?: string;
  /** A whole body with its own content type, instead of the text. */
  readonly body?: string;
}

let written = 0;
export function mime({
  from = "eva@home.example",
  subject = "Vraag",
  text = "",
  id,
  headers = [],
  date,
  body,
}: Written): string {
  written++;
  return [
    `From: ${from}`,
    "To: privacy@webshop.example",
    `Subject: ${subject}`,
    `Date: ${date ?? "Sun, 22 Nov 2026 10:00:00 +0100"}`,
    `Message-ID: ${id ?? `<letter-${written}@home.example>`}`,
    "MIME-Version: 1.0",
    ...headers,
    body ?? `Content-Type: text/plain; charset=utf-8\n\n${text}`,
    "",
  ]
    .join("\n")
    .replaceAll(/\r?\n/gu, "\r\n");
}

export interface Part {
  readonly name: string;
  readonly type?: string;
  readonly bytes: Uint8Array;
}
/** A body with files; give it as `body`. */
export function withFiles(text: string, parts: readonly Part[]): string {
  const files = parts.map(
    ({ name, type = "application/pdf", bytes }) =>
      `--b\nContent-Type: ${type}; name="${name}"\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n\n${Buffer.from(
        bytes,
      )
        .toString("base64")
        .replaceAll(/(.{76})/gu, "$1\n")}\n`,
  );
  return `Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n${text}\n${files.join("")}--b--\n`;
}

export class Box extends Office {
  readonly incoming: Incoming;
  readonly client: ImapFlow;
  /** As the variable holds it. */
  readonly address: string;

  constructor(parts: OfficeParts, incoming: Incoming, client: ImapFlow, address: string) {
    super(parts);
    this.incoming = incoming;
    this.client = client;
    this.address = address;
  }

  async write(...letters: Written[]): Promise<void> {
    for (const one of letters)
      await this.client.append("INBOX", mime(one), [], new Date(one.at ?? "2026-11-22T09:00:00Z"));
  }

  async look() {
    const seen = await this.incoming.look();
    await this.jobs.settled();
    return seen;
  }

  /** Messages in a folder. */
  async lying(folder = "INBOX"): Promise<number> {
    const status = await this.client.status(folder, { messages: true });
    return status === false ? 0 : (status.messages ?? 0);
  }

  sent(to: string): readonly InboxMessage[] {
    return this.inbox.messages().filter((message) => message.to.includes(to));
  }

  async requestsNow(): Promise<readonly StaffView[]> {
    const rows = await this.store.database.query<{ id: RequestId }>(
      "select id from gestand.request order by received_at, reference",
    );
    const views = await Promise.all(rows.map(({ id }) => this.requests.staffView(this.store.reader, id)));
    return views.filter((view) => view !== undefined);
  }

  async sorted() {
    return this.incoming.toSort(this.store.reader);
  }

  async confirm(to: string): Promise<void> {
    const [letter] = this.sent(to).filter(({ text }) => /^ {4}\d{4} \d{4}$/mu.test(text));
    const code = /^ {4}(\d{4} \d{4})$/mu.exec(letter?.text ?? "")?.[1] ?? "";
    const reference = /G-[0-9A-Z]{4}-[0-9A-Z]{4}/u.exec(letter?.subject ?? "")?.[0] ?? "";
    const done = await this.requests.confirm(reference, code);
    if (!done.ok) throw new Error(done.reason);
    await this.jobs.settled();
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await this.client.logout().catch(() => this.client.close());
    await super[Symbol.asyncDispose]();
  }
}

let users = 0;
export async function openBox(server: ImapServer, { mailbox = "deleteAfter: 30 days", more = "" } = {}): Promise<Box> {
  const user = `privacy${++users}@webshop.example`;
  const client = new ImapFlow({
    host: "127.0.0.1",
    port: server.port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: password },
    logger: false,
    disableAutoIdle: true,
  });
  client.on("error", () => undefined);
  await client.connect();
  const shop = await freshDatabase();
  await shop.query("create table customers (id int primary key, email text, name text)");
  await shop.query("insert into customers values (1, 'eva@home.example', 'Eva')");
  const policy = boxPolicy(mailbox, more);
  const office = await openOffice({
    policy,
    policyHash: "f".repeat(64),
    shop,
    publicUrl: "https://privacy.webshop.example",
  });
  const setting = (name: string) => (name === "PRIVACY_MAILBOX_URL" ? server.url(user) : undefined);
  return new Box(office, createIncoming({ ...office, policy, setting }), client, server.url(user));
}
