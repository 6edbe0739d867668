/**
 * Requests for somebody else. The address that is proven is that of whoever asks; it leads to nobody's data. What gives them the
 * right to ask is shown to staff, or confirmed by the person, who is told as soon as they are found here and can stop it.
 *
 * | What                             | Whoever asks                                   | The person                        |
 * |----------------------------------|------------------------------------------------|-----------------------------------|
 * | before it is settled             | code, the page, where to show the mandate      | who asks for them, with the link  |
 * | a copy, or what was done exactly | only when the person or the mandate allows it  | always, unless the asker has it   |
 * | the end                          | that it is done                                | what was done                     |
 */
import { localDateOf, Personal, refuse, type Result, succeed } from "#base";
import type { Asker } from "#policy";
import type { Reader, Transaction } from "#store";
import type { AskerQuestion, AskerView, PersonAnswered, PersonSays } from "./asker-contract.ts";
import { beginWait, endWaits } from "./clock.ts";
import { end } from "./closing.ts";
import type { House } from "./house.ts";
import { kinds, next, waitsForStaff } from "./kinds/index.ts";
import { writeToKnownAddress, writeToRequester } from "./post.ts";
import { type OpenSecrets, openSecrets } from "./secrets.ts";
import { type AskerRow, change, hold, load, type RequestRow, tables } from "./tables.ts";
import { makeToken, tokenHash } from "./tokens.ts";

/** Letters, digits and what stands in names: it goes into a letter to somebody who did not ask for it, so no addresses or links. */
export function askerName(text: string): string | undefined {
  const name = text.trim().replaceAll(/\s+/gu, " ");
  const looksLikeAddress = /\p{L}{2}\.\p{L}{2}/u.test(name);
  return /^[\p{L}\p{M}\p{N} .,'’&()-]{2,80}$/u.test(name) && !looksLikeAddress ? name : undefined;
}

/** With the request itself. */
export async function noteAsker(tx: Transaction, row: RequestRow, name: string, secrets: OpenSecrets): Promise<void> {
  await secrets.write(tx, "asker-name", name);
  await tables(tx)
    .insertInto("request_asker")
    .values({ request_id: row.id, gives_answer: false, token_hash: null, confirmed_at: null, stopped_at: null })
    .execute();
}

/** Whoever asks proved their own address: they are told at once what is needed, whether or not anybody is found. */
export async function askMandate(
  house: House,
  tx: Transaction,
  row: RequestRow,
  as: Asker,
  link: string,
): Promise<Partial<RequestRow>> {
  const stands = await beginWait(house, tx, row, "identity");
  await writeToRequester(house, tx, row, (letters, frame) => letters.followForOther(frame, { link, as, stands }));
  return { identity_asked_at: house.store.clock.now() };
}

/** The person, once something of theirs was found. */
export async function tellPerson(house: House, tx: Transaction, row: RequestRow, as: Asker): Promise<void> {
  const secrets = await openSecrets(house, tx, row);
  const address = await secrets?.read(tx, "email");
  if (address === undefined) return;
  const token = makeToken();
  const told = await tables(tx)
    .updateTable("request_asker")
    .set({ token_hash: tokenHash(token) })
    .where("request_id", "=", row.id)
    .where("token_hash", "is", null)
    .returning("request_id")
    .executeTakeFirst();
  if (told === undefined) return;
  const link = house.links.forYou(row.language, token);
  await writeToKnownAddress(house, tx, row, (letters, frame) => letters.askedForYou(frame, { link, as, address }));
}

export async function askerOf(reader: Reader, row: Pick<RequestRow, "id" | "asked_as">): Promise<AskerRow | undefined> {
  if (row.asked_as === null) return undefined;
  return tables(reader).selectFrom("request_asker").selectAll().where("request_id", "=", row.id).executeTakeFirst();
}

/** Whether what the answer holds goes to the proven address; else it goes to the person whose data it is. */
export async function givesToRequester(reader: Reader, row: RequestRow): Promise<boolean> {
  return row.asked_as === null || (await askerOf(reader, row))?.gives_answer === true;
}

/** Whether the answer to this holds data, or shows it on the way. */
export function holdsData({ kind }: Pick<RequestRow, "kind">): boolean {
  return kinds[kind].handsOver !== undefined || showsData({ kind });
}

/** Whoever corrects values must see them. */
export function showsData({ kind }: Pick<RequestRow, "kind">): boolean {
  return kinds[kind].plan?.proposedByPerson === true;
}

export async function allowAnswer(tx: Transaction, { id }: RequestRow, gives_answer: boolean): Promise<void> {
  await tables(tx).updateTable("request_asker").set({ gives_answer }).where("request_id", "=", id).execute();
}

export async function askerView(
  reader: Reader,
  row: RequestRow,
  secrets: OpenSecrets | undefined,
): Promise<AskerView | undefined> {
  const asker = await askerOf(reader, row);
  if (asker === undefined || row.asked_as === null) return undefined;
  const name = await secrets?.read(reader, "asker-name");
  return {
    as: row.asked_as,
    givesAnswer: asker.gives_answer,
    ...(name !== undefined && { name: new Personal(name) }),
    ...(asker.confirmed_at !== null && { confirmedAt: asker.confirmed_at }),
    ...(asker.stopped_at !== null && { stoppedAt: asker.stopped_at }),
  };
}

interface Open {
  readonly asker: AskerRow;
  readonly row: RequestRow;
}

/** A wrong link, one that was answered, and one of a request that ended look the same. */
async function opened(reader: Reader, token: string): Promise<Open | undefined> {
  const asker = await tables(reader)
    .selectFrom("request_asker")
    .selectAll()
    .where("token_hash", "=", tokenHash(token))
    .where("stopped_at", "is", null)
    .executeTakeFirst();
  const row = asker && (await load(reader, asker.request_id));
  return asker === undefined || row === undefined || row.closed_at !== null ? undefined : { asker, row };
}

export async function askerQuestion(house: House, token: string): Promise<AskerQuestion | undefined> {
  const { reader } = house.store;
  const found = await opened(reader, token);
  const secrets = found && (await openSecrets(house, reader, found.row));
  const name = await secrets?.read(reader, "asker-name");
  const email = await secrets?.read(reader, "email");
  const as = found?.row.asked_as ?? undefined;
  if (found === undefined || as === undefined || name === undefined || email === undefined) return undefined;
  const { row, asker } = found;
  return {
    about: row.reference,
    kind: row.kind,
    onDay: localDateOf(row.received_at, house.policy.timeZone),
    as,
    name: new Personal(name),
    email: new Personal(email),
    holdsData: holdsData(row),
    state: waitsForStaff(row) ? (asker.confirmed_at === null ? "open" : "confirmed") : "begun",
  };
}

const nothingThere = refuse("unknown", "This link was answered already, or ended. Nothing was changed.");

export async function answerForOther(
  house: House,
  token: string,
  says: PersonSays,
): Promise<Result<PersonAnswered, { readonly reason: "unknown"; readonly message: string }>> {
  return house.store.transact(async (tx) => {
    const found = await opened(tx, token);
    const row = found && (await hold(tx, { id: found.row.id }));
    if (row === undefined || row.closed_at !== null) return nothingThere;
    if (!says.right) return succeed(await stopped(house, tx, row));
    if (!waitsForStaff(row)) return nothingThere;
    const gives = says.givesAnswer && holdsData(row);
    await tables(tx)
      .updateTable("request_asker")
      .set({ confirmed_at: house.store.clock.now(), gives_answer: gives })
      .where("request_id", "=", row.id)
      .execute();
    await change(tx, row.id, { identity_shown_at: house.store.clock.now() });
    await note(house, tx, row, "request.mandate-confirmed", { givesAnswer: gives });
    await endWaits(house, tx, row, ["identity"]);
    return succeed("confirmed");
  });
}

/** What has not begun ends here. Of what has, whoever asks gets nothing more, and staff see that it was not wanted. */
async function stopped(house: House, tx: Transaction, row: RequestRow): Promise<PersonAnswered> {
  const ends = endingOf(row, (await askerOf(tx, row))?.gives_answer === true);
  await tables(tx)
    .updateTable("request_asker")
    .set({ stopped_at: house.store.clock.now(), gives_answer: false })
    .where("request_id", "=", row.id)
    .execute();
  await note(house, tx, row, "request.mandate-contested", { state: row.state, ended: ends !== undefined });
  if (ends === undefined) return "noted";
  await writeToRequester(house, tx, row, (letters, frame) => letters.stoppedByPerson(frame));
  await end(house, tx, row, { ...ends, by: "person", reason: "not-mine" });
  return "ended";
}

/** A copy that waits for whoever asks is withdrawn from them, too. */
function endingOf(row: RequestRow, forAsker: boolean) {
  if (next(row, "withdraw") !== undefined) return { event: "withdraw", outcome: "withdrawn" } as const;
  const { handsOver } = kinds[row.kind];
  if (handsOver === undefined || !forAsker || next(row, "delivery-expired") === undefined) return undefined;
  return { event: "delivery-expired", outcome: handsOver.notFetched } as const;
}

async function note(
  house: House,
  tx: Transaction,
  row: RequestRow,
  kind: string,
  body: Record<string, boolean | string>,
): Promise<void> {
  await house.evidence.append(tx, { kind, about: row.reference, body: { kind: row.kind, ...body } });
}
