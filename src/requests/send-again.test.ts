/** A link to a copy whose mail was refused for good. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { limits } from "#base";
import { refusingInbox, type RefusingInbox } from "../../tests/harness/refusing-inbox.ts";
import { openRoom, type Room, staff } from "./test-room.ts";

const day = 86_400_000;
let inbox: RefusingInbox;
let room: Room;
beforeAll(async () => {
  inbox = await refusingInbox();
  room = await openRoom({ inbox });
});
afterAll(() => room[Symbol.asyncDispose]());

let count = 0;
/** A copy that is ready, with the mail server in this mood when its link goes out. */
async function ready(refuses: boolean): Promise<{ reference: string; email: string }> {
  const id = ++count;
  const email = `klant${id}@klant.example`;
  inbox.refuses = false;
  await room.addCustomer({ id, email, name: `Klant ${id}` });
  const { reference } = await room.verified(email);
  inbox.refuses = refuses;
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(await room.stateOf(reference)).toBe("delivering");
  return { reference, email };
}

async function sendAgain(reference: string) {
  const outcome = await room.requests.sendAgain(await room.idOf(reference), staff);
  await room.jobs.settled();
  return outcome;
}

async function tokenHash(reference: string): Promise<unknown> {
  const rows = await room.store.database.query(
    "select token_hash, d.expires_at from gestand.delivery d join gestand.request r on r.id = request_id where reference = $1",
    [reference],
  );
  return rows[0];
}

const tokenIn = (text: string) => /\/download\/([\w-]{43})/u.exec(text)?.[1] ?? "no token";
const lost = async (reference: string) => ({
  needs: (await room.queueLine(reference))?.needs,
  linkLost: (await room.staffView(reference)).linkLost,
});

test("a refused link is shown to staff, sent again to the same address, and the old one is void", async () => {
  const { reference, email } = await ready(true);
  expect(await lost(reference)).toEqual({ needs: "help", linkLost: true });
  const before = await tokenHash(reference);
  inbox.refuses = false;
  expect(await sendAgain(reference)).toEqual({ ok: true, value: undefined });
  expect(await tokenHash(reference)).not.toEqual(before);
  expect(await lost(reference)).toEqual({ needs: "nothing", linkLost: false });
  const letter = room.letter(email);
  expect(letter.to).toEqual([email]);
  expect(letter.text).toMatch(/eerdere e-mail hierover is niet bij u aangekomen/u);
  expect(letter.text).toMatch(/\/nl\/follow\/[\w-]{43}/u);
  const view = await room.staffView(reference);
  expect(view.state).toBe("delivering");
  expect(view.history.at(-1)).toMatchObject({ event: "send-again", from: "delivering", by: { staff: "Sanne" } });
  expect((await room.evidenceAbout(reference)).at(-1)).toBe("request.link-sent-again");

  const download = await room.requests.download(tokenIn(letter.text));
  for await (const _ of download?.stream ?? []);
  await room.jobs.settled();
  expect(await room.registerLine(reference)).toMatchObject({ outcome: "answered", inTime: true });
  expect(await sendAgain(reference), "after the end").toMatchObject({ reason: "not-now" });
});

test("a link that was refused once more asks for help once more", async () => {
  const { reference } = await ready(true);
  expect(await sendAgain(reference)).toMatchObject({ ok: true });
  expect(await lost(reference)).toEqual({ needs: "help", linkLost: true });
  inbox.refuses = false;
  expect(await sendAgain(reference)).toMatchObject({ ok: true });
  expect(await lost(reference)).toEqual({ needs: "nothing", linkLost: false });
});

test("an earlier link opens nothing once a newer one went out", async () => {
  const { reference, email } = await ready(true);
  const links: string[] = [];
  for (let round = 0; round < 2; round++) {
    inbox.refuses = false;
    expect(await sendAgain(reference)).toMatchObject({ ok: true });
    links.push(tokenIn(room.letter(email).text));
    // As if the mail had come back after it was taken.
    await room.store.database.query(
      "update gestand.mail_message set state = 'failed', sent_at = null where about = $1",
      [reference],
    );
  }
  const [older = "", newer = ""] = links;
  expect(older).not.toBe(newer);
  expect([await room.requests.downloadWaits(older), await room.requests.downloadWaits(newer)]).toEqual([false, true]);
  expect(await room.requests.download(older)).toBeUndefined();
});

test("nothing is sent again while no mail failed, while somebody downloads, or when two press at once", async () => {
  const { reference, email } = await ready(false);
  expect(await sendAgain(reference)).toMatchObject({ reason: "not-now" });
  const token = tokenIn(room.letter(email).text);
  await room.store.database.query("update gestand.mail_message set state = 'failed', sent_at = null where about = $1", [
    reference,
  ]);
  const download = await room.requests.download(token);
  expect(await sendAgain(reference), "under way").toMatchObject({ reason: "not-now" });
  await download?.stream[Symbol.asyncIterator]().return?.();
  const two = await Promise.all([sendAgain(reference), sendAgain(reference)]);
  expect(two.filter(({ ok }) => ok)).toHaveLength(1);
});

test("the day that counts is that of the new link, and a copy that is gone is not sent again", async () => {
  const { reference } = await ready(true);
  const gone = await ready(true);
  await room.jobs.advance((limits.deliveryLinkDays - 1) * day);
  inbox.refuses = false;
  expect(await sendAgain(reference)).toMatchObject({ ok: true });
  const rows = await room.store.database.query("select answered_on::text from gestand.request where reference = $1", [
    reference,
  ]);
  expect(rows).toEqual([{ answered_on: room.store.clock.now().toISOString().slice(0, 10) }]);
  await room.jobs.advance(day + 1);
  expect(await sendAgain(gone.reference)).toMatchObject({ reason: "not-now" });
  await room.requests.tidy();
  expect([await room.stateOf(reference), await room.stateOf(gone.reference)]).toEqual(["delivering", "done"]);
});
