/** Letters about a new version: to exactly those whom it concerns, each once, and what becomes of those that do not arrive. */
import { describe, expect, test } from "vitest";
import type { PlanId } from "#base";
import { connect } from "#connectors";
import { withOwnSystem } from "#policy";
import { must, policyOf } from "#harness";
import {
  addresses,
  all,
  concerned,
  customers,
  expected,
  openDesk,
  otherUse,
  text,
  toTheEnd,
  today,
} from "./testing.ts";

describe("telling people of a new version", () => {
  test("whoever had themselves restricted gets none, also when that was after the letters were gathered", async () => {
    const [before = "", after = "", ...others] = expected;
    const restricted = new Set<string>();
    await using desk = await openDesk({
      restrictedAmong: async (_, digests) => new Set(digests.filter((digest) => restricted.has(digest))),
      crashPoint: (name) => {
        if (name === "gather-ended") restricted.add(desk.store.vault.digest("requester", after));
      },
    });
    restricted.add(desk.store.vault.digest("requester", before));
    await desk.publish(otherUse, "2026-12-24");
    expect(must(await desk.announcements.preview(2)).letters).toBe(expected.length - 1);
    must(await desk.announcements.announce(2, "noor"));
    expect(await toTheEnd(desk)).toMatchObject({ state: "done", waiting: 0, sent: others.length, failed: 0 });
    expect(addresses(desk.server)).toEqual(others);
  });

  test("each whom it concerns gets one letter, and what is kept of it names nobody", async () => {
    await using desk = await openDesk();
    const { announcements, server, store } = desk;
    await desk.publish(otherUse, "2026-12-24");
    const preview = must(await announcements.preview(2));
    expect(preview).toMatchObject({
      concerned,
      letters: expected.length,
      problems: [],
    });
    expect(await store.database.query("select 1 from gestand.announcement")).toEqual([]);
    must(await announcements.announce(2, "noor"));
    const done = await toTheEnd(desk);
    expect(done).toMatchObject({
      state: "done",
      tellBy: "2026-12-10",
      concerned: preview.concerned,
      letters: expected.length,
      waiting: 0,
      sent: expected.length,
      failed: 0,
    });
    expect(addresses(server)).toEqual(expected);
    expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(expected.length);
    const kept = JSON.stringify(
      await store.database.query(
        "select row_to_json(a) as a from gestand.announcement a union all select row_to_json(l) from gestand.announcement_letter l union all select row_to_json(m) from gestand.mail_message m union all select row_to_json(e) from gestand.evidence_entry e",
      ),
    );
    expect(kept).not.toContain("@x.example");
    const [key] = await store.database.query(
      "select wrapped from gestand.sealing_key k join gestand.announcement a on a.key_id = k.id",
    );
    expect(key).toEqual({ wrapped: null });
    const entries = await desk.evidence.entries(store.reader, { from: 0, limit: 20, about: "policy/2" });
    expect(entries.map(({ kind }) => kind)).toEqual([
      "policy.published",
      "policy.announcing",
      "policy.announced",
      "policy.told",
    ]);
    expect(entries.at(-1)?.body).toEqual({ version: 2, sent: expected.length, failed: 0 });
    expect(JSON.stringify(entries)).not.toContain("noor");
  });

  test("is refused when there is nobody to tell, and begins once", async () => {
    await using desk = await openDesk();
    const { announcements } = desk;
    expect(await announcements.announce(1, "noor")).toMatchObject({ ok: false, reason: "nobody-concerned" });
    expect(await announcements.announce(7, "noor")).toMatchObject({ ok: false, reason: "unknown-version" });
    await desk.publish(text.replace("nl: bezorgen", "nl: brengen"));
    expect(await announcements.announce(2, "noor")).toMatchObject({ ok: false, reason: "nobody-concerned" });
    await desk.publish(otherUse);
    const both = await Promise.all([announcements.announce(3, "noor"), announcements.announce(3, "piet")]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ reason: "already-announced" });
    expect(await announcements.resume(3, "noor")).toMatchObject({ ok: false, reason: "not-now" });
    await toTheEnd(desk, 3);
    expect(await announcements.stop(3, "noor")).toMatchObject({ ok: false, reason: "not-now" });
  });

  test("a person is told only what concerns that kind of person, in both languages", async () => {
    await using desk = await openDesk();
    const both = otherUse.replace(
      "nl: nieuwsbrief, en: newsletter}, of: reader, basis: consent, uses: [contact.email]",
      "nl: nieuwsbrief, en: newsletter}, of: reader, basis: consent, uses: [contact.email, name]",
    );
    expect(both).not.toBe(otherUse);
    await desk.publish(both, "2026-12-24");
    must(await desk.announcements.announce(2, "noor"));
    await toTheEnd(desk);
    const to = (address: string) => desk.server.received.filter((one) => one.to === address);
    const [customer] = to("c5@x.example");
    const [reader] = to("r1@x.example");
    expect(customer?.subject).toBe("De privacyverklaring van Shop verandert op 24 december 2026");
    for (const letter of [customer, reader]) {
      expect(letter?.text).toContain("https://shop.example/nl/privacy/versions/2");
      expect(letter?.text).toContain("https://shop.example/en/privacy/versions/2");
      expect(letter?.text).toContain("Dear sir or madam");
    }
    const changes = (letter: typeof reader) => (letter?.text ?? "").split("\n").filter((line) => line.startsWith("- "));
    expect(changes(customer).length).toBeGreaterThan(0);
    expect(changes(reader).length).toBeGreaterThan(0);
    expect(changes(customer).filter((line) => changes(reader).includes(line))).toEqual([]);
    expect(reader?.text).toContain("toestemming opnieuw");
    expect(customer?.text).not.toContain("toestemming opnieuw");
  });

  test("a link of one's own goes to the one whose it is", async () => {
    await using desk = await openDesk({
      personalLinks: async (_tx, version, addressees) =>
        new Map(
          addressees
            .filter(({ email }) => email.reveal().startsWith("r"))
            .map(({ digest, email }) => [
              digest,
              new URL(`https://shop.example/again/${version}/${email.reveal().split("@")[0]}`),
            ]),
        ),
    });
    await desk.publish(
      text.replace(
        "of: reader, basis: consent, uses: [contact.email]",
        "of: reader, basis: consent, uses: [contact.email, name]",
      ),
    );
    must(await desk.announcements.announce(2, "noor"));
    await toTheEnd(desk);
    expect(desk.server.received).not.toHaveLength(0);
    for (const { to, text: letter } of desk.server.received)
      expect(letter.match(/https:\/\/shop\.example\/again\S+/g)).toEqual(
        to.startsWith("r")
          ? [`https://shop.example/again/2/${to.split("@")[0]}`, `https://shop.example/again/2/${to.split("@")[0]}`]
          : null,
      );
  });
});

describe("letters that do not arrive", () => {
  test("are counted, can be read again from the systems by staff, and the rest goes on", async () => {
    await using desk = await openDesk();
    const { announcements, server } = desk;
    let greylisted = 0;
    server.answer = (address) =>
      address.startsWith("c65@") ? 550 : address.startsWith("c9") && greylisted++ < 20 ? 451 : undefined;
    await desk.publish(otherUse, "2026-12-24");
    must(await announcements.announce(2, "noor"));
    expect(await toTheEnd(desk)).toMatchObject({
      sent: expected.length - 1,
      failed: 1,
      failures: [{ reason: "The mail server refused the message: 550.", letters: 1 }],
    });
    expect(addresses(server)).toEqual(expected.filter((address) => address !== "c65@x.example"));
    const unreached = await all(announcements.unreached(2, "5aff0000-0000-4000-8000-000000000000"));
    expect(unreached.filter(({ email }) => email !== undefined)).toEqual([
      { person: "customer", system: "shop", row: "customers 65", email: "c65@x.example" },
    ]);
    expect(unreached.filter(({ email }) => email === undefined)).toHaveLength(1100 - customers.length);
    const [entry] = await desk.evidence.entries(desk.store.reader, {
      from: 0,
      limit: 9,
      kind: "policy.unreached-read",
    });
    expect(entry?.body).toEqual({ version: 2, staff: "5aff0000-0000-4000-8000-000000000000" });
  });

  test("are failed when the mail server sends them back, each once", async () => {
    await using desk = await openDesk();
    await desk.publish(otherUse, "2026-12-24");
    must(await desk.announcements.announce(2, "noor"));
    await toTheEnd(desk);
    const letter = desk.server.received.find(({ to }) => to === "c15@x.example");
    const report = (
      action: string,
      id = letter?.messageId ?? "",
    ) => `Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

c15@x.example is not here.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.x.example

Final-Recipient: rfc822; c15@x.example
Action: ${action}
Status: 5.1.1
--b
Content-Type: message/rfc822

From: privacy@shop.example
Message-ID: ${id}
Subject: x

text
--b--
`;
    const take = (raw: string) => desk.mail.takeReturned(Buffer.from(raw));
    expect(await take("Subject: on holiday\n\nBack on Monday.")).toEqual({ messages: 1, failed: 0, ignored: 1 });
    expect(await take(report("delayed"))).toEqual({ messages: 1, failed: 0, ignored: 1 });
    expect(await take(report("failed", "<other@elsewhere.example>"))).toEqual({ messages: 1, failed: 0, ignored: 1 });
    const mbox = ["delayed", "failed", "failed"].map(
      (action) => `From MAILER-DAEMON Sun Nov 22 12:00:00 2026\n${report(action)}\n`,
    );
    expect(await take(mbox.join(""))).toEqual({ messages: 3, failed: 1, ignored: 2 });
    expect(await take(report("failed").replaceAll("\n", "\r\n"))).toEqual({ messages: 1, failed: 0, ignored: 1 });
    expect(await desk.announcements.status(desk.store.reader, 2)).toMatchObject({
      sent: expected.length - 1,
      failed: 1,
    });
    const unreached = await all(desk.announcements.unreached(2, "noor"));
    expect(unreached.flatMap(({ email }) => email ?? [])).toEqual(["c15@x.example"]);
  });

  test("are forgotten of a person who is erased, and the counts stay", async () => {
    await using desk = await openDesk();
    await desk.publish(otherUse, "2026-12-24");
    must(await desk.announcements.announce(2, "noor"));
    const done = await toTheEnd(desk);
    const { store } = desk;
    const policy = withOwnSystem(policyOf(text));
    const system = policy.systems.find(({ name }) => name === "gestand");
    if (system === undefined) throw new Error("our own database is no system");
    const digest = (identity: string) => store.vault.digest("requester", identity);
    const own = await connect({ policy, system, url: store.url, digest });
    const subject = { emails: ["c5@x.example"], anchors: [] };
    const plan = "0e5e0000-0000-4000-8000-000000000000" as PlanId;
    const erased = await own.erase({ plan, step: 1, attempt: 1, subject, today, rowsPerTransaction: 1_000 });
    await own.close();
    expect(must(erased).tables.filter(({ rows }) => rows > 0)).toMatchObject([
      { table: "announcement_letter", rows: 1, deleted: 1 },
    ]);
    expect(await desk.announcements.status(store.reader, 2)).toEqual(done);
  });

  test("half a year after it only counts are kept", async () => {
    await using desk = await openDesk();
    await desk.publish(otherUse, "2026-12-24");
    must(await desk.announcements.announce(2, "noor"));
    const done = await toTheEnd(desk);
    await desk.jobs.advance(181 * 86_400_000);
    await desk.store.transact((tx) => desk.store.queue.send(tx, { queue: "policy.announcements-forget", data: null }));
    await desk.jobs.settled();
    const [left] = await desk.store.database.query(
      "select (select count(*) from gestand.announcement_letter)::int as letters, (select count(*) from gestand.mail_message)::int as mails",
    );
    expect(left).toEqual({ letters: 0, mails: 0 });
    expect(await desk.announcements.status(desk.store.reader, 2)).toEqual(done);
  });

  test("half a year after they were stopped for good no address is kept for them", async () => {
    await using desk = await openDesk({ lettersPerMinute: 600 });
    await desk.publish(otherUse, "2026-12-24");
    must(await desk.announcements.announce(2, "noor"));
    await desk.jobs.settled();
    must(await desk.announcements.stop(2, "noor"));
    await desk.jobs.settled();
    const { sent, letters } = await desk.announcements.status(desk.store.reader, 2);
    expect(sent).toBeLessThan(letters);
    await desk.jobs.advance(181 * 86_400_000);
    await desk.store.transact((tx) => desk.store.queue.send(tx, { queue: "policy.announcements-forget", data: null }));
    await desk.jobs.settled();
    expect(await desk.announcements.status(desk.store.reader, 2)).toMatchObject({
      state: "done",
      letters,
      sent,
      failed: letters - sent,
      waiting: 0,
    });
    const [left] = await desk.store.database.query(
      "select (select count(*) from gestand.announcement_letter)::int as letters, (select count(*) from gestand.sealing_key where wrapped is not null)::int as keys",
    );
    expect(left).toEqual({ letters: 0, keys: 0 });
    const entries = await desk.evidence.entries(desk.store.reader, { from: 0, limit: 20, kind: "policy.told" });
    expect(entries.map(({ body }) => body)).toEqual([{ version: 2, sent, failed: letters - sent }]);
  });
});
