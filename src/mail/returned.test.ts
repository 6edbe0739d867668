import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Personal } from "#base";
import { freshStore, startTestQueue, type TestQueue, type TestStore } from "#harness";
import type { KeyId } from "#store";
import { createInbox, createMail, type Inbox, type Mail } from "./index.ts";

let store: TestStore;
let jobs: TestQueue;
let inbox: Inbox;
let mail: Mail;
let key: KeyId;
let messageId: string;
beforeAll(async () => {
  store = await freshStore();
  inbox = await createInbox({ port: 0 });
  mail = createMail({
    store,
    transport: { url: `smtp://127.0.0.1:${inbox.port}`, from: "Desk <privacy@shop.example>" },
  });
  mail.serve();
  key = await store.transact((tx) => store.vault.createKey(tx));
  jobs = await startTestQueue(store);
});
afterAll(async () => {
  await jobs[Symbol.asyncDispose]();
  await inbox.close();
  await store.dispose();
});
let about = 0;
beforeEach(async () => {
  about++;
  await store.transact((tx) =>
    mail.post(tx, {
      class: "required",
      to: new Personal("eva@home.example"),
      language: "nl",
      subject: "x",
      text: "Tekst.",
      key,
      about: `G-${about}`,
    }),
  );
  await jobs.settled();
  messageId = inbox.messages()[0]?.messageId ?? "";
});

/** As a mail server reports (RFC 3464); without `messageId` it shows nothing of the letter. */
function report(shown: { readonly messageId?: string; readonly envelopeId?: string }): Buffer {
  const original =
    shown.messageId === undefined
      ? ""
      : `--b\nContent-Type: text/rfc822-headers\n\nFrom: privacy@shop.example\nMessage-ID: ${shown.messageId}\n\n`;
  const envelope = shown.envelopeId === undefined ? "" : `\nOriginal-Envelope-Id: ${shown.envelopeId}`;
  return Buffer.from(`Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Not here.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.home.example${envelope}

Final-Recipient: rfc822; eva@home.example
Action: failed
Status: 5.1.1

${original}--b--
`);
}
const state = async () => (await mail.statusAbout(store.reader, `G-${about}`))[0]?.state;
const idOf = () => /<([^@]+)@/.exec(messageId)?.[1] ?? "";

test.each<[string, () => Parameters<typeof report>[0], string]>([
  ["our own Message-ID", () => ({ messageId }), "failed"],
  ["our own Message-ID in capitals", () => ({ messageId: messageId.toUpperCase() }), "failed"],
  ["the id of the envelope alone", () => ({ envelopeId: idOf() }), "failed"],
  ["our number at another domain", () => ({ messageId: `<${idOf()}@elsewhere.example>` }), "sent"],
  ["our number at a domain that ends with ours", () => ({ messageId: `<${idOf()}@not-shop.example>` }), "sent"],
  ["our number inside another text", () => ({ messageId: `<x.${idOf()}@shop.example>` }), "sent"],
  ["our number without a domain", () => ({ messageId: idOf() }), "sent"],
  ["two ids", () => ({ messageId: `${messageId} <other@shop.example>` }), "sent"],
  ["another letter in our envelope", () => ({ messageId: "<other@elsewhere.example>", envelopeId: idOf() }), "sent"],
  ["an envelope's id with our number in it", () => ({ envelopeId: `QQ${idOf()}` }), "sent"],
])("a report with %s", async (_, shown, expected) => {
  await mail.takeReturned(report(shown()));
  expect(await state()).toBe(expected);
});
