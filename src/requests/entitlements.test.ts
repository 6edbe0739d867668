import { afterAll, beforeAll, expect, test } from "vitest";
import { changedBy } from "./entitlements.ts";
import { type Customer, openRoom, policyOf, type Room } from "./test-room.ts";

/** What the order costs stands in its note, and what somebody is known as is how they are served. */
const entitling = policyOf({}, (text) =>
  text
    .replace(
      "columns: {name: name, email: contact.email}",
      "columns: {name: name, email: contact.email}\n        entitles: name",
    )
    .replace(
      "columns: {note: order-history, email_copy: contact.email}",
      "columns: {note: order-history, email_copy: contact.email}\n        entitles: [note]",
    ),
);

let room: Room;
beforeAll(async () => {
  room = await openRoom({ policy: entitling });
});
afterAll(() => room[Symbol.asyncDispose]());

let count = 800;
async function customerWithOrder(): Promise<Customer> {
  const id = ++count;
  const customer = { id, email: `recht${id}@klant.example`, name: `Klant ${id}` };
  await room.addCustomer(customer);
  await room.shop.query("insert into orders (id, customer_id, note) values ($1, $2, 'gold')", [id, id]);
  return customer;
}

async function compared(reference: string) {
  const entries = await room.evidence.entries(room.store.reader, {
    from: 0,
    limit: 1_000,
    kind: "request.entitlements-compared",
  });
  return entries.filter(({ about }) => about === reference).map(({ body }) => body);
}

/** Approved and carried out, with something done meanwhile; a copy is fetched by nobody, so that its link expires. */
async function ended(reference: string, meanwhile: () => Promise<unknown> = async () => undefined): Promise<void> {
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await meanwhile();
  await room.jobs.settled();
  room.store.clock.advance(40 * 86_400_000);
  await room.requests.tidy();
  await room.jobs.settled();
  await room.requests.tidy();
}

test("a copy changes no entitlement, and that was measured; nothing of the measurement stays", async () => {
  const { email } = await customerWithOrder();
  const { reference } = await room.verified(email);
  await ended(reference);
  expect(await compared(reference)).toEqual([{ kind: "access", rows: 5, changed: 0 }]);
  expect(await room.store.database.query("select 1 from gestand.request_entitlement")).toEqual([]);
});

test("a plan that is lowered after somebody used a right is on the record", async () => {
  const { id, email } = await customerWithOrder();
  const { reference } = await room.verified(email);
  await ended(reference, () => room.shop.query("update orders set note = 'free' where id = $1", [id]));
  expect(await compared(reference)).toEqual([{ kind: "access", rows: 5, changed: 1 }]);
});

test("what the person buys meanwhile is no change of what they had", async () => {
  const { id, email } = await customerWithOrder();
  const { reference } = await room.verified(email);
  await ended(reference, () =>
    room.shop.query("insert into orders (id, customer_id, note) values ($1, $2, 'new')", [id + 10_000, id]),
  );
  expect(await compared(reference)).toMatchObject([{ changed: 0 }]);
});

test("an erasure removes entitlements itself, which is no retaliation", async () => {
  const { email } = await customerWithOrder();
  const { reference } = await room.verified(email, { kind: "erasure" });
  await ended(reference);
  expect(await compared(reference)).toEqual([{ kind: "erasure", rows: 5, changed: 0 }]);
});

test("the same row twice counts twice; after an erasure something in the place of what was there is a change", () => {
  expect(changedBy(false, ["a", "a"], ["a"])).toBe(1);
  expect(changedBy(false, ["a"], ["a", "b"])).toBe(0);
  expect(changedBy(true, ["a"], [])).toBe(0);
  expect(changedBy(true, ["a"], ["b"])).toBe(1);
});

test("a column that entitles and has no category is a mistake in the policy", () => {
  expect(() =>
    policyOf({}, (text) => text.replace("erase: delete", "erase: delete\n        entitles: discount")),
  ).toThrow("entitles-without-category");
});
