/**
 * Somebody asked about data that is known under another address than the one they proved. Whoever reads the mail of that
 * other address is told twice: that somebody asked, and what came of it for the data behind that address. Never who asked,
 * and of a request that did not touch that data never why, because those are the affairs of somebody else.
 *
 * | How it went                                             | What the other address hears                       |
 * |---------------------------------------------------------|----------------------------------------------------|
 * | the person was identified and the address is theirs too | the request was carried out                        |
 * | staff found that the address is somebody else's         | nothing was done with the data of this address     |
 * | refused, or withdrawn after the search                  | nothing was done with the data of this address     |
 * | the copy was ready, its link expired unused             | nothing more: it was told when the link went out   |
 * | nobody entered the code, or nothing is known there      | nothing at all: nobody looked there, or nobody is  |
 */
import type { Transaction } from "#store";
import { givesToRequester, tellPerson } from "./asker.ts";
import type { House } from "./house.ts";
import { kinds } from "./kinds/index.ts";
import { writeToKnownAddress } from "./post.ts";
import { openSecrets } from "./secrets.ts";
import { isTheirs } from "./subject.ts";
import type { RequestRow } from "./tables.ts";

type Concerned = Pick<RequestRow, "identity_doubt" | "asked_as" | "found_anything">;

/** Something is known under the address that was named; known after the search, and said by nothing else. */
function isConcerned({ identity_doubt, asked_as, found_anything }: Concerned): boolean {
  return asked_as === null ? identity_doubt === "other-address" : found_anything === true;
}

export async function tellSomebodyAsked(house: House, tx: Transaction, row: RequestRow): Promise<void> {
  if (!isConcerned(row)) return;
  if (row.asked_as !== null) return tellPerson(house, tx, row, row.asked_as);
  await writeToKnownAddress(house, tx, row, (letters, frame) => letters.askedFromElsewhere(frame));
}

/** When a request was carried out: with the data of the other address, or without it. */
export async function tellCarriedOut(house: House, tx: Transaction, row: RequestRow): Promise<void> {
  if (!isConcerned(row)) return;
  if (row.asked_as !== null) {
    // What was done, or the copy itself, came to the person already, unless whoever asked may have it.
    if (kinds[row.kind].handsOver !== undefined && (await givesToRequester(tx, row)))
      await writeToKnownAddress(house, tx, row, (letters, frame) => letters.givenToAsker(frame));
    return;
  }
  const secrets = await openSecrets(house, tx, row);
  const found = (await secrets?.read(tx, "found")) ?? [];
  const chosen = (await secrets?.read(tx, "chosen")) ?? [];
  if (!isTheirs(found, chosen)) return tellLeftAlone(house, tx, row);
  await writeToKnownAddress(house, tx, row, (letters, frame) => letters.answeredElsewhere(frame));
}

/** When a request ended and nothing was given or erased. */
export async function tellLeftAlone(house: House, tx: Transaction, row: RequestRow): Promise<void> {
  if (!isConcerned(row)) return;
  await writeToKnownAddress(house, tx, row, (letters, frame) => letters.leftAlone(frame));
}
