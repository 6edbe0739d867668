/** Sends a letter about a request, in the request's language, sealed under the request's key until it is sent. */
import { assert, Personal } from "#base";
import { complaintsTo, escalationFor, placeBehind } from "#policy";
import type { Reader, Transaction } from "#store";
import { type House, today } from "./house.ts";
import { en } from "./letters/en.ts";
import type { Authority, Frame, Letter, Letters } from "./letters/letter.ts";
import { nl } from "./letters/nl.ts";
import { type OpenSecrets, openSecrets } from "./secrets.ts";
import { dueOf, type RequestRow } from "./tables.ts";

const letters: Record<RequestRow["language"], Letters> = { nl, en };

export type Write = (letters: Letters, frame: Frame) => Letter;

/** To the address the person proved to own. Nothing is sent when the key is gone: then there is no address either. */
export async function writeToRequester(house: House, tx: Transaction, row: RequestRow, write: Write): Promise<void> {
  const secrets = await openSecrets(house, tx, row);
  const email = await secrets?.read(tx, "email");
  assert(email !== undefined, "a letter is written after the request's key was destroyed");
  const asked = await askedBy(row, tx, secrets);
  await writeTo(house, tx, row, email, write, asked && { ...asked, reads: "asker" });
}

/** To the address on file, when the person named one that is not the address they write from. */
export async function writeToKnownAddress(house: House, tx: Transaction, row: RequestRow, write: Write): Promise<void> {
  const secrets = await openSecrets(house, tx, row);
  const known = await secrets?.read(tx, "known-email");
  if (known === undefined || known === "") return;
  const asked = await askedBy(row, tx, secrets);
  await writeTo(house, tx, row, known, write, asked && { ...asked, reads: "person" });
}

async function askedBy(
  { asked_as: by }: RequestRow,
  reader: Reader,
  secrets: OpenSecrets | undefined,
): Promise<Omit<NonNullable<Frame["asked"]>, "reads"> | undefined> {
  return by === null ? undefined : { by, name: (await secrets?.read(reader, "asker-name")) ?? "" };
}

export async function writeTo(
  house: House,
  tx: Transaction,
  row: RequestRow,
  address: string,
  write: Write,
  asked?: Frame["asked"],
): Promise<void> {
  const { subject, text } = write(letters[row.language], { ...frameOf(house, row), ...(asked && { asked }) });
  await house.mail.post(tx, {
    class: "required",
    to: new Personal(address),
    language: row.language,
    subject,
    text,
    key: row.key_id,
    about: row.reference,
  });
}

/** Mails about this request that are known not to have arrived. */
export async function failedMails({ mail }: House, reader: Reader, row: RequestRow): Promise<number> {
  return (await mail.statusAbout(reader, row.reference)).filter(({ state }) => state === "failed").length;
}

function frameOf({ policy }: House, row: RequestRow): Frame {
  const days = policy.rights.answerWithinDays;
  return {
    organisation: policy.organisation.name,
    contact: policy.organisation.contact.email,
    reference: row.reference,
    kind: row.kind,
    receivedOn: row.received_on,
    due: dueOf(row),
    ...(days === undefined ? {} : { promisedDays: days }),
  };
}

/**
 * Where this person complains; named in every answer that may disappoint (GDPR art. 12(4)). Once the key is gone it is not
 * known any more where they live; the laws that held may still say whose authority it is.
 */
export async function authorityOf(house: House, reader: Reader, row: RequestRow): Promise<Authority> {
  const residence = await (await openSecrets(house, reader, row))?.read(reader, "residence");
  const said = residence === undefined || residence === "" ? placeBehind(house.policy, row.laws) : residence;
  const late = row.answered_on === null && row.closed_on === null;
  const after = late ? (row.due_on < today(house) ? ("unanswered" as const) : undefined) : ("dissatisfied" as const);
  return { ...complaintsTo(house.policy, said), ...(after && escalationFor(house.policy, after, said)) };
}
