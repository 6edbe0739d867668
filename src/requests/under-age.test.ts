import { afterAll, beforeAll, expect, test } from "vitest";
import { Personal } from "#base";
import { mayUse } from "#policy";
import { openRoom, policyOf, type Room, staff } from "./test-room.ts";

const closedToChildren = policyOf({}, (text) =>
  text.replace(
    "rights:\n",
    "minors: {age: 16, check: declared, below: refused, found: {does: [deactivate, erase]}, report: {}}\nrights:\n",
  ),
);

let room: Room;
beforeAll(async () => {
  room = await openRoom({ policy: closedToChildren });
});
afterAll(() => room[Symbol.asyncDispose]());

let count = 1_200;
async function child() {
  const id = ++count;
  const customer = { id, email: `kind${id}@klant.example`, name: `Kind ${id}` };
  await room.addCustomer(customer);
  return customer;
}

const report = (email: string) => room.submit(email, { kind: "under-age-report", message: "Dit is mijn leerling." });
const stopsOf = (email: string) => room.requests.stops(room.store.reader, new Personal(email));

test("a report stops all use at once, without a code; staff look, and what is of a child is erased", async () => {
  const { id, email } = await child();
  const reference = await report(email);
  const stops = await stopsOf(email);
  expect(stops).toEqual([{ of: "everything", because: "minor-reported" }]);
  expect(mayUse(closedToChildren, { for: "purpose", purpose: "fulfil-order" }, stops)).toEqual({
    allowed: false,
    because: "minor-reported",
  });
  const letter = room.letter(email);
  expect(letter.text).toContain("te jong");
  expect(letter.text, "no way in, and not who said it").not.toMatch(/https?:|leerling|\d{4} \d{4}$/mu);
  expect(await room.queueLine(reference)).toMatchObject({ kind: "under-age-report" });
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(await room.shop.query("select 1 from customers where id = $1", [id])).toEqual([]);
  expect(await room.registerLine(reference)).toMatchObject({ outcome: "erased" });
  expect(await stopsOf(email)).toEqual([]);
});

test("a report that is wrong is lifted, and the person is told; nothing was erased", async () => {
  const { id, email } = await child();
  const reference = await report(email);
  const refused = await room.requests.refuse(await room.idOf(reference), staff, "of-age", "Wij zagen een paspoort.");
  expect(refused).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(await stopsOf(email)).toEqual([]);
  expect(room.letter(email).text).toContain("oud genoeg");
  expect(await room.shop.query("select 1 from customers where id = $1", [id])).toHaveLength(1);
  expect(await room.evidenceAbout(reference)).toEqual(expect.arrayContaining(["stop.begun", "stop.ended"]));
});

test("whoever reports learns the same of somebody who is not known, and brings in no other address", async () => {
  const { email } = await child();
  const known = await room.requests.submit({
    kind: "under-age-report",
    language: "nl",
    channel: "web",
    email: new Personal("niemand@elders.example"),
    knownEmail: new Personal(email),
  });
  await room.jobs.settled();
  expect(known).toMatchObject({ codeSent: false });
  expect(await stopsOf(email)).toEqual([]);
  expect(await stopsOf("niemand@elders.example")).toHaveLength(1);
  expect(await room.staffView(known.reference)).toMatchObject({ search: "nobody" });
});

test("while it is looked into, what acts of itself passes this person over", async () => {
  const { email } = await child();
  await report(email);
  const rows = await room.store.database.query<{ person_digest: string }>(
    "select person_digest from gestand.request_stop where because = 'minor-reported' order by id desc limit 1",
  );
  const digests = rows.map((row) => row.person_digest);
  expect([...(await room.requests.restrictedAmong(room.store.reader, digests))]).toEqual(digests);
});
