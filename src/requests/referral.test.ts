import { afterAll, beforeAll, expect, test } from "vitest";
import { openRoom, policyOf, type Room, staff } from "./test-room.ts";

const policy = policyOf(
  {},
  (text) =>
    `${text.replace("persons:\n", "persons:\n  subscriber: {title: {nl: abonnee, en: subscriber}}\n")}
      subscribers:
        person: {is: subscriber, email: email}
        columns: {email: contact.email, name: name}
        keep: profile
        erase: delete
onBehalf:
  chats:
    customers: {nl: winkels met een chatbot, en: shops with a chatbot}
    of: subscriber
    data: [name, contact.email]
    tables: shop.subscribers
    redirects: {rights: [access, erasure]}
`,
);

let room: Room;
beforeAll(async () => {
  room = await openRoom({ policy });
  await room.shop.query(`create table subscribers (id int primary key, email text, name text);
    insert into subscribers values (1, 'sub@lezer.example', 'Sub'), (2, 'both@lezer.example', 'Both');`);
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
