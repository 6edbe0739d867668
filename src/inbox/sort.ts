/** Letters whose meaning is not clear, and what a member of staff makes of them. */
import { isLanguage, normaliseEmail, Personal, type Result, refuse, type StaffId, succeed } from "#base";
import { isEmailAddress, isOffered, purposesToName } from "#policy";
import type { IncomingMessage } from "#requests";
import type { Reader, Transaction } from "#store";
import type { LetterToSort, SortRefusal, Sorting } from "./contract.ts";
import type { House } from "./house.ts";
import { forgetLetter, openFiles, openLetter, type SealedLetter } from "./sealed-letter.ts";
import { type LetterRow, tables } from "./tables.ts";
import { open } from "./take-in.ts";

const shownAtOnce = 100;

export async function toSort(house: House, reader: Reader): Promise<readonly LetterToSort[]> {
  const rows = await tables(reader)
    .selectFrom("inbox_message")
    .selectAll()
    .where("outcome", "=", "to-sort")
    .orderBy("arrived_at")
    .orderBy("id")
    .limit(shownAtOnce)
    .execute();
  const letters: LetterToSort[] = [];
  for (const row of rows) {
    const content = await openLetter(house, reader, row);
    if (content === undefined) continue;
    const { language, ...letter } = content;
    letters.push({
      id: row.id,
      arrivedAt: row.arrived_at,
      letter: new Personal(letter),
      language,
      proposed: row.proposed,
      open: letter.from === "" ? [] : await house.requests.openRequestsOf(reader, new Personal(letter.from)),
    });
  }
  return letters;
}

export async function letterFile(
  house: House,
  id: string,
  ordinal: number,
): Promise<{ name: string; bytes: Uint8Array } | undefined> {
  const { reader } = house.store;
  const row = await tables(reader).selectFrom("inbox_message").selectAll().where("id", "=", id).executeTakeFirst();
  const letter = row && (await openLetter(house, reader, row));
  const about = letter?.files[ordinal];
  const bytes = row && (await openFiles(house, reader, row))[ordinal];
  return about === undefined || bytes === undefined ? undefined : { name: about.name, bytes };
}

const unknown = refuse("unknown", "Somebody sorted this letter already. Nothing was changed.");

export async function sort(
  house: House,
  id: string,
  by: StaffId,
  sorting: Sorting,
): Promise<Result<{ reference?: string }, SortRefusal>> {
  const wrong = sorting.as === "request" ? cannotOpen(house, sorting) : undefined;
  if (wrong !== undefined) return wrong;
  return house.store.transact(async (tx) => {
    const row = await tables(tx)
      .selectFrom("inbox_message")
      .selectAll()
      .where("id", "=", id)
      .where("outcome", "=", "to-sort")
      .forUpdate()
      .executeTakeFirst();
    const letter = row && (await openLetter(house, tx, row));
    if (row === undefined || letter === undefined) return unknown;
    const message = await messageOf(house, tx, row, letter);
    const done = await carryOut(house, tx, sorting, message);
    if (!done.ok) return done;
    await tables(tx)
      .updateTable("inbox_message")
      .set({ outcome: sorting.as, request_id: done.value.request ?? null, sealed: null, proposed: [] })
      .where("id", "=", id)
      .execute();
    await forgetLetter(house, tx, row);
    const reference = done.value.reference;
    await house.evidence.append(tx, {
      kind: "inbox.sorted",
      ...(reference === undefined ? {} : { about: reference }),
      body: { as: sorting.as, staff: by, proposed: row.proposed },
    });
    return succeed(reference === undefined ? {} : { reference });
  });
}

function cannotOpen({ policy }: House, { kind, email, language, purposes }: Extract<Sorting, { as: "request" }>) {
  if (!isEmailAddress(normaliseEmail(email.reveal())))
    return refuse("wrong-address", "This is no address that a code could be sent to. Nothing was changed.");
  if (!isOffered(policy, kind) || !isLanguage(language))
    return refuse("not-offered", "The policy does not offer this. Nothing was changed.");
  const choice = purposesToName(policy, kind);
  const known = purposes.every((name) => choice?.some((purpose) => purpose.name === name) === true);
  if (choice !== undefined && (purposes.length === 0 || !known))
    return refuse("purposes-missing", "Say what exactly it is about. Nothing was changed.");
  return undefined;
}

async function carryOut(
  house: House,
  tx: Transaction,
  sorting: Sorting,
  message: IncomingMessage,
): Promise<Result<{ request?: LetterRow["request_id"]; reference?: string }, SortRefusal>> {
  if (sorting.as === "no-request") return succeed({});
  if (sorting.as === "reply") {
    const among = await house.requests.openRequestsOf(tx, new Personal(message.from));
    const into = among.find(({ id }) => id === sorting.request);
    const joined = into !== undefined && (await house.requests.addMessage(tx, into.id, message));
    if (!joined)
      return refuse("request-ended", "This request has ended. Nothing was changed. Choose what the letter is about.");
    return succeed({ request: into.id, reference: into.reference });
  }
  const { kind, email, language, purposes } = sorting;
  const from = email.reveal();
  const chosen = purposesToName(house.policy, kind) === undefined ? [] : purposes;
  const request = await open(house, tx, kind, { ...message, from }, language, chosen);
  return succeed({ request: request.id, reference: request.reference });
}

async function messageOf(
  house: House,
  tx: Transaction,
  row: LetterRow,
  letter: SealedLetter,
): Promise<IncomingMessage> {
  const bytes = await openFiles(house, tx, row);
  const { from, subject, text, shortened, refused, files } = letter;
  const kept = files.flatMap(({ name, mediaType }, at) => {
    const content = bytes[at];
    return content === undefined ? [] : [{ name, mediaType, bytes: content }];
  });
  return { receivedAt: row.arrived_at, from, subject, text, shortened, refused, kept };
}
