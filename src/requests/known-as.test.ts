import { afterAll, beforeAll, expect, test } from "vitest";
import { Personal } from "#base";
import { openRoom, policyOf, type Room, staff } from "./test-room.ts";

const file = { name: "rekening.pdf", mediaType: "application/pdf", bytes: Buffer.from("%PDF-1.7 bill 12") };

/** Customers have a telephone number, and calls lead to nothing else. */
const policy = policyOf(
  {},
  (text) =>
    `${text.replace("{is: customer, email: email,", "{is: customer, email: email, phone: phone,").replace("{name: name, email: contact.email}", "{name: name, email: contact.email, phone: contact.phone}")}
      calls:
        person: {phone: caller, of: customer}
        columns: {caller: contact.phone, note: order-history}
        keep: profile
        erase: delete
identities: {phone: {}}
`,
);

let room: Room;
beforeAll(async () => {
  room = await openRoom({ policy });
  await room.shop.query(`alter table customers add phone text;
    create table calls (id int primary key, caller text, note text);
    insert into customers values (1, null, 'Ann', null, '06-12345678'), (2, 'bob@klant.example', 'Bob', null, '+31 6 87654321');
    insert into calls values (1, '0031612345678', 'of Ann'), (2, '0687654321', 'of Bob'), (3, '0612345679', 'of somebody');`);
});
afterAll(() => room[Symbol.asyncDispose]());

const phone = (number: string) => ({ knownAs: new Personal({ phone: number }) });

async function show(reference: string, followToken: string, key: string | undefined): Promise<void> {
  const id = await room.idOf(reference);
  expect(await room.requests.askIdentity(id, staff)).toMatchObject({ ok: true });
  expect(await room.requests.showIdentity(followToken, file)).toMatchObject({ ok: true });
  const anchors = key === undefined ? [] : [{ system: "shop", table: "customers", key: [key] }];
  expect(await room.requests.decideIdentity(id, staff, { accepted: true, anchors })).toMatchObject({ ok: true });
  await room.jobs.settled();
}

test("who is known by a telephone number alone is found by it, and gets nothing before staff saw who they are", async () => {
  const { reference, followToken } = await room.verified("ann@elders.example", phone("+31 (0)6 1234 5678"));
  const view = await room.staffView(reference);
  expect(view).toMatchObject({
    identityDoubt: "other-identity",
    search: "found",
    candidates: [{ anchor: { key: ["1"] } }],
  });
  expect(view.requester?.reveal().knownAs).toEqual({ phone: "+31 (0)6 1234 5678" });
  expect(view.rowsByAddress).toEqual([{ system: "shop", table: "calls", rows: 1 }]);
  expect(view.plan).toBeUndefined();
  const id = await room.idOf(reference);
  const accept = { accepted: true, anchors: [{ system: "shop", table: "customers", key: ["1"] }] };
  expect(await room.requests.decideIdentity(id, staff, accept)).toMatchObject({ reason: "identity-first" });
  await show(reference, followToken, "1");
  const plan = (await room.staffView(reference)).plan;
  const rows = plan?.previews.find(({ system }) => system === "shop")?.tables.filter(({ rows: some }) => some > 0);
  expect(rows?.map(({ table, rows: some }) => [table, some])).toEqual([
    ["customers", 1],
    ["calls", 1],
  ]);
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(room.letter("ann@elders.example").text).toContain("/download/");
});

test("a stranger who names somebody's number is told nothing, whether it is known or not", async () => {
  const known = await room.verified("stranger@elders.example", phone("06 87654321"));
  const unknown = await room.verified("other@elders.example", phone("06 11111111"));
  const seen = async (token: string) => {
    const view = await room.requests.follow(token);
    return { ...view, reference: "", receivedOn: "", history: view?.history.map(({ event }) => event) };
  };
  expect(await seen(known.followToken)).toEqual(await seen(unknown.followToken));
  expect(
    room.letters("stranger@elders.example").map(({ subject }) => subject.replaceAll(/[A-Z0-9]{4}-[A-Z0-9]{4}/g, "")),
  ).toEqual(
    room.letters("other@elders.example").map(({ subject }) => subject.replaceAll(/[A-Z0-9]{4}-[A-Z0-9]{4}/g, "")),
  );
  expect(await room.staffView(unknown.reference)).toMatchObject({ search: "nobody" });
  expect((await room.staffView(unknown.reference)).identityDoubt).toBeUndefined();
});

test("who turns out to be somebody else than the owner of the number gets nothing of that number", async () => {
  await room.addCustomer({ id: 7, email: "kees@klant.example", name: "Kees" });
  const { reference, followToken } = await room.verified("kees@klant.example", phone("0687654321"));
  expect((await room.staffView(reference)).identityDoubt).toBe("other-identity");
  await show(reference, followToken, "7");
  const shop = (await room.staffView(reference)).plan?.previews.find(({ system }) => system === "shop");
  expect(shop?.tables.find(({ table }) => table === "calls")?.rows).toBe(0);
  expect(shop?.tables.find(({ table }) => table === "customers")?.rows).toBe(1);
});

test("who names a number that only leads to themselves is not asked who they are", async () => {
  await room.addCustomer({ id: 8, email: "eva@klant.example", name: "Eva" });
  await room.shop.query("update customers set phone = '0699999999' where id = 8");
  const { reference } = await room.verified("eva@klant.example", phone("+31699999999"));
  expect((await room.staffView(reference)).identityDoubt).toBeUndefined();
});
