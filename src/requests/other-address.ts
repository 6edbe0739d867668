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
import type { House } from "./house.ts";
import { writeToKnownAddress } from "./post.ts";
import { openSecrets } from "./secrets.ts";
import { isTheirs } from "./subject.ts";
import type { RequestRow } from "./tables.ts";

type Concerned = Pick<RequestRow, "identity_doubt">;

/** Something is known under the address that was named; known after the search, and said by nothing else. */
function isConcerned({ identity_doubt }: Concerned): boolean {
  return identity_doubt === "other-address";
}

export async function tellSomebodyAsked(house: House, tx: Transaction, row: RequestRow): Promise<void> {
  if (!isConcerned(row)) return;
  await writeToKnownAddress(house, tx, row, (letters, frame) => letters.askedFromElsewhere(frame));
}

/** When a request was carried out: with the data of the other address, or without it. */
export async function tellCarriedOut(house: House, tx: Transaction, row: RequestRow): Promise<void> {
  if (!isConcerned(row)) return;
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
