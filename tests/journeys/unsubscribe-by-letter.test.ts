/** The other address of `List-Unsubscribe`: a mail program writes a letter, the mailbox that is watched takes it in, and it stops. */
import { ImapFlow } from "imapflow";
import { expect, test } from "vitest";
import { Personal } from "#base";
import { imapServer, type ImapServer, password } from "#harness";
import { mime } from "../../src/inbox/test-box.ts";
import { openTestHouse } from "../harness/house.ts";

const user = "privacy@webshop-nl.example";
const eva = "eva.de-lange@choose.example";

async function write(server: ImapServer, at: Date, letters: readonly Parameters<typeof mime>[0][]): Promise<void> {
  const client = new ImapFlow({
    host: "127.0.0.1",
    port: server.port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: password },
    logger: false,
  });
  await client.connect();
  for (const letter of letters) await client.append("INBOX", mime(letter), [], at);
  await client.logout();
}

test("a letter by the link of a message stops it once, whoever sends it, and no other letter does", async () => {
  await using server = await imapServer();
  await using house = await openTestHouse({
    alsoInPolicy: "channels:\n  mailbox: {url: env:PRIVACY_MAILBOX_URL, moveTo: Gestand, deleteAfter: 30 days}\n",
    secrets: { PRIVACY_MAILBOX_URL: server.url(user) },
  });
  const { permissions, incoming, store } = house.house;
  const may = async () => (await permissions.ask(store.reader, new Personal(eva), { message: "newsletter" })).allowed;
  const given = await permissions.record([
    { person: new Personal(eva), act: "given", about: "purpose:newsletter", channel: "web", evidence: "form" },
  ]);
  expect(given.ok).toBe(true);
  house.clock.advance(60_000);
  const [contact] = await permissions.contacts("newsletter", [eva], "nl");
  const mailto = new URL(contact?.unsubscribeMail ?? "");
  expect(mailto.protocol + mailto.pathname).toBe(`mailto:${user}`);
  const subject = mailto.searchParams.get("subject") ?? "";
  expect(subject).toMatch(/^unsubscribe newsletter [\w-]+$/);
  expect(subject).not.toContain("eva");

  const spoiled = `${subject.slice(0, -4)}AAAA`;
  await write(server, house.clock.now(), [
    { subject: spoiled, from: eva },
    { subject: `Re: ${subject}`, from: eva },
    { subject: subject.replace("newsletter", "order-mail"), from: eva },
  ]);
  expect((await incoming.look()).taken["unsubscribed"]).toBeUndefined();
  expect(await may()).toBe(true);

  // The service behind a mail program writes it, from an address of its own.
  const letter = {
    subject,
    from: "noreply@mailer.example",
    headers: ["Auto-Submitted: auto-replied"],
    id: "<one@x>",
  };
  await write(server, house.clock.now(), [letter, letter]);
  expect((await incoming.look()).taken).toMatchObject({ unsubscribed: 1, duplicate: 1 });
  expect(await may()).toBe(false);
  const lines = await permissions.linesOf(store.reader, new Personal(eva));
  expect(lines.filter(({ act, channel }) => act === "withdrawn" && channel === "mail").length).toBeGreaterThan(0);
  const kept = await house.own.query(
    "select sealed, proposed from gestand.inbox_message where outcome = 'unsubscribed'",
  );
  expect(kept).toEqual([{ sealed: null, proposed: [] }]);
  expect(JSON.stringify(await house.own.query("select * from gestand.inbox_message"))).not.toContain("choose.example");
  expect((await permissions.verify()).ok).toBe(true);
});
