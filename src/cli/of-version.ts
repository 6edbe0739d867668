/** What commands about a published version share: the house without its work, and which version is meant. */
import type { Command } from "commander";
import { configurationFrom, type House, openHouse } from "#app";
import { OperationalError } from "#base";
import type { Terminal } from "./terminal.ts";

/** Jobs may be sent; a worker elsewhere does them. */
export async function inHouse(
  { environment }: Terminal,
  options: { readonly policy?: string },
  work: (house: House) => Promise<void>,
): Promise<void> {
  const house = await openHouse(configurationFrom(environment, options));
  try {
    await house.store.queue.start({ work: false });
    await work(house);
  } finally {
    await house.close();
  }
}

/** Ends the program when this is no number; `undone` says what did not happen. */
export function refuseNoNumber(text: string | undefined, command: Command, undone: string): void {
  if (text !== undefined && !/^\d{1,9}$/.test(text))
    command.error(`"${text}" is not the number of a version. ${undone}`);
}

/** As written, or the newest one. Throws OperationalError `no-version`. */
export async function versionMeant(
  { versions, store }: House,
  text: string | undefined,
  undone: string,
): Promise<number> {
  if (text !== undefined) return Number(text);
  const [line] = await versions.all(store.reader);
  if (line !== undefined) return line.number;
  throw new OperationalError(
    "no-version",
    `No version was published yet. ${undone} Publish one with "gestand publish".`,
  );
}
