import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { must, unzip } from "#harness";
import { openRoom, policyOf, type Room, staff } from "./test-room.ts";

const policy = policyOf(
  {},
  (text) =>
    `${text.replace("persons:\n", "persons:\n  subscriber: {title: {nl: abonnee, en: subscriber}}\n")}
      subscribers:
        person: {is: subscriber, email: email}
        columns: {email: contact.email, name: name}
        other: [shop_id]
        keep: profile
        erase: delete
      chats:
        person: subscriber_id -> subscribers
        columns: {said: communication.message}
        keep: profile
        erase: delete
      shops:
        person: {email: mail, of: customer}
        columns: {mail: contact.email, name: company}
        keep: profile
        erase: keep
onBehalf:
  chats:
    customers: {nl: winkels met een chatbot, en: shops with a chatbot}
    of: subscriber
    data: [name, contact.email]
    tables: [shop.subscribers, shop.chats]
    customer: {of: shop.subscribers, by: shop_id, is: shop.shops, email: mail, name: name}
    redirects: {rights: [access, erasure]}
`,
);

let room: Room;
beforeAll(async () => {
  room = await openRoom({ policy });
  await room.shop.query(`
    create table shops (id int primary key, name text, mail text);
    create table subscribers (id int primary key, email text, name text, shop_id int references shops);
    create table chats (id int primary key, subscriber_id int references subscribers, said text);
    insert into shops values (1, 'Bakery', 'owner@bakery.example'), (2, 'Butcher', 'owner@butcher.example'), (3, 'Grocer', null);
    insert into subscribers values (1, 'sub@lezer.example', 'Sub', null), (2, 'both@lezer.example', 'Both', null),
      (10, 'reader@lezer.example', 'Reader', 1), (11, 'reader@lezer.example', 'Reader', 2), (12, 'other@lezer.example', 'Other', 1),
      (13, 'lonely@lezer.example', 'Lonely', 3);
    insert into chats values (1, 10, 'hello bakery'), (2, 11, 'hello butcher'), (3, 12, 'hello too');`);
  await room.addCustomer({ id: 2, email: "both@lezer.example", name: "Both" });
});
afterAll(() => room[Symbol.asyncDispose]());

/** What staff saw of somebody, and what the person was told. */
async function told(email: string) {
  const { reference, followToken } = await room.verified(email);
  const view = await room.staffView(reference);
  const id = await room.idOf(reference);
  expect(view.plan).toBeUndefined();
  const because = `Private words about ${email}`;
  expect(await room.requests.refuse(id, staff, "not-our-customer", because)).toMatchObject({ reason: "blocked" });
  expect(await room.requests.refuse(id, staff, "no-data-found", because)).toMatchObject({ ok: true });
  await room.jobs.settled();
  const seen = await room.requests.follow(followToken);
  const letter = room.letter(email).text.replaceAll(reference, "REFERENCE").replaceAll(followToken, "TOKEN");
  return { view, letter, refusal: seen?.refusal };
}

test("who is known only through a customer is referred, in the words that everybody gets who is not known", async () => {
  const known = await told("sub@lezer.example");
  const unknown = await told("nobody@lezer.example");
  expect(known.view.referred).toMatchObject({ all: true, to: [{ name: "chats" }] });
  expect(unknown.view.referred).toBeUndefined();
  expect(known.letter).toBe(unknown.letter);
  expect(known.letter).toContain("winkels met een chatbot");
  expect(known.letter).not.toContain("Private words");
  expect(known.refusal).toEqual(unknown.refusal);
});

test("who is also a customer of ours is answered, and staff see the part that others decide about", async () => {
  const { reference } = await room.verified("both@lezer.example");
  const view = await room.staffView(reference);
  expect(view.referred).toMatchObject({ all: false, to: [{ name: "chats" }] });
  expect(view.identityDoubt).toBe("several-persons");
  const ours = { accepted: true, anchors: [{ system: "shop", table: "customers", key: ["2"] }] };
  expect(await room.requests.decideIdentity(await room.idOf(reference), staff, ours)).toMatchObject({
    ok: true,
  });
  await room.jobs.settled();
  expect((await room.staffView(reference)).plan).toBeDefined();
  expect((await room.staffView(reference)).referred).toBeUndefined();
});

test("each customer that has the person is told, sees whose request it is, and has what is its own erased, and no more", async () => {
  const { reference } = await room.verified("reader@lezer.example", { kind: "erasure" });
  await room.jobs.settled();
  const view = await room.staffView(reference);
  expect(view.referred).toMatchObject({ all: true, told: [{ of: "chats" }, { of: "chats" }] });
  expect(view.plan).toBeUndefined();
  const [bakery, butcher] = ["owner@bakery.example", "owner@butcher.example"];
  const letter = room.letter(bakery);
  for (const word of ["reader@lezer.example", "Reader", "Butcher"])
    expect(letter.text + letter.subject).not.toContain(word);
  const token = tokenIn(letter.text);
  const question = await room.requests.customerQuestion(token);
  expect(question).toMatchObject({
    about: reference,
    kind: "erasure",
    of: "chats",
    records: 1,
    answers: ["erasure", "access", "itself"],
  });
  expect(question?.person.reveal().email).toBe("reader@lezer.example");
  expect(await room.requests.customerQuestion("x".repeat(43))).toBeUndefined();

  const before = await rowsOf();
  const answered = must(await room.requests.answerCustomer(token, "erasure"));
  expect(await room.requests.answerCustomer(token, "erasure")).toMatchObject({ ok: false });
  expect(await room.requests.customerQuestion(token)).toBeUndefined();
  await room.jobs.settled();
  expect(await rowsOf()).toEqual(before);
  const asked = await room.staffView(answered.reference ?? "");
  expect(asked).toMatchObject({ kind: "erasure", channel: "customer", state: "waiting-for-review" });
  expect(asked.requester?.reveal().email).toBe(bakery);
  expect(asked.referred).toBeUndefined();
  must(await room.approve(answered.reference ?? ""));
  await room.jobs.settled();
  expect(await room.stateOf(answered.reference ?? "")).toBe("done");
  expect(await rowsOf()).toEqual({
    subscribers: before.subscribers.filter(({ id }) => id !== 10),
    chats: before.chats.filter(({ id }) => id !== 1),
  });
  expect(room.letter(bakery).text).toContain("Dat is gedaan: 2 regels");

  // The other customer deals with it itself: nothing is done, and it is on the record.
  must(await room.requests.answerCustomer(tokenIn(room.letter(butcher).text), "itself"));
  await room.jobs.settled();
  expect((await rowsOf()).subscribers.map(({ id }) => id)).toContain(11);
  expect((await room.staffView(reference)).referred?.told.map(({ answer }) => answer).toSorted()).toEqual([
    "erasure",
    "itself",
  ]);
  const said = (await room.evidence.entries(room.store.reader, { from: 0, limit: 1_000 })).filter(
    ({ kind }) => kind === "customer.instructed",
  );
  expect(said.map(({ about }) => about)).toEqual([reference, reference]);
  expect(JSON.stringify(said)).not.toContain("example");
});

test("a customer gets a copy of its own rows, and nothing of another customer", async () => {
  await room.shop.query(
    "insert into subscribers values (20, 'copy@lezer.example', 'Copy', 1), (21, 'copy@lezer.example', 'Copy', 2)",
  );
  await room.shop.query("insert into chats values (20, 20, 'asked the bakery'), (21, 21, 'asked the butcher')");
  await room.verified("copy@lezer.example");
  await room.jobs.settled();
  const { reference = "" } = must(
    await room.requests.answerCustomer(tokenIn(room.letter("owner@bakery.example").text), "access"),
  );
  await room.jobs.settled();
  must(await room.approve(reference));
  await room.jobs.settled();
  const letter = room.letter("owner@bakery.example");
  expect(letter.text).toContain("een kopie van de gegevens van een persoon");
  const files = await unzip(await buffer((await room.requests.download(linkIn(letter.text)))?.stream as never));
  const all = [...files.values()].join("\n");
  expect(all).toContain("asked the bakery");
  expect(all).not.toContain("asked the butcher");
});

test("a customer without an address is for staff to tell, and somebody who merely names an address has nobody told", async () => {
  const lonely = await room.verified("lonely@lezer.example");
  await room.jobs.settled();
  expect((await room.staffView(lonely.reference)).referred).toMatchObject({ all: true, told: [] });
  const letters = room.letters("owner@bakery.example").length;
  await room.verified("thief@else.example", { knownEmail: "other@lezer.example" });
  await room.jobs.settled();
  expect(room.letters("owner@bakery.example")).toHaveLength(letters);
});

test("a link that nobody used ends, and whose request it was is then known no more", async () => {
  await room.shop.query("insert into subscribers values (30, 'late@lezer.example', 'Late', 1)");
  await room.verified("late@lezer.example");
  await room.jobs.settled();
  const token = tokenIn(room.letter("owner@bakery.example").text);
  expect(await room.requests.customerQuestion(token)).toBeDefined();
  room.store.clock.advance(93 * 86_400_000);
  expect(await room.requests.customerQuestion(token)).toBeUndefined();
  expect(await room.requests.answerCustomer(token, "erasure")).toMatchObject({ ok: false });
  await room.requests.tidy();
  expect(await room.store.database.query("select 1 from gestand.customer_notice where sealed is not null")).toEqual([]);
});

const tokenIn = (text: string) => /\/customer\/([\w-]+)/.exec(text)?.[1] ?? "none";
const linkIn = (text: string) => /\/download\/([\w-]+)/.exec(text)?.[1] ?? "none";

async function rowsOf() {
  return {
    subscribers: await room.shop.query("select * from subscribers order by id"),
    chats: await room.shop.query("select * from chats order by id"),
  };
}
