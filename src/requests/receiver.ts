/** To whom the answer goes, and who is only told that it went. */
import type { Transaction } from "#store";
import { givesToRequester } from "./asker.ts";
import type { House } from "./house.ts";
import { type Write, writeToKnownAddress, writeToRequester } from "./post.ts";
import type { RequestRow } from "./tables.ts";

/** What the answer holds: to whoever asks, unless they ask for somebody else and may not have it. */
export async function writeToReceiver(house: House, tx: Transaction, row: RequestRow, write: Write): Promise<void> {
  const may = await givesToRequester(tx, row);
  await (may ? writeToRequester : writeToKnownAddress)(house, tx, row, write);
}

/** To whoever asks for somebody else and does not get the answer: that it was given. */
export async function tellAnswered(house: House, tx: Transaction, row: RequestRow): Promise<void> {
  if (await givesToRequester(tx, row)) return;
  await writeToRequester(house, tx, row, (letters, frame) => letters.doneForOther(frame));
}

/** What was done: to the person whose data it was, and to whoever asked as far as they may know. */
export async function writeOutcome(house: House, tx: Transaction, row: RequestRow, write: Write): Promise<void> {
  if (row.asked_as !== null) await writeToKnownAddress(house, tx, row, write);
  if (await givesToRequester(tx, row)) await writeToRequester(house, tx, row, write);
  await tellAnswered(house, tx, row);
}
