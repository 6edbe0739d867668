/** People who were told in another way than by mail, as the command line says it. */
import type { Command } from "commander";
import { isLocalDate } from "#base";
import { type Announcement, type OtherwiseOrder, personsToldOtherwise, type WayToTell, waysToTell } from "#changes";

interface OtherwiseOptions {
  readonly toldOtherwise?: string;
  readonly people?: string;
  readonly on?: string;
  readonly undo?: string;
}

const nothing = "Nothing was recorded.";

/** What is to be recorded or undone. Ends the command when it is not clear. */
export function orderFrom(
  { toldOtherwise, people, on, undo }: OtherwiseOptions,
  command: Command,
): OtherwiseOrder | { readonly undo: number } {
  if (undo !== undefined) {
    if (toldOtherwise !== undefined || people !== undefined)
      command.error("Undo a line, or record one: not both. Nothing was undone.");
    return { undo: wholeNumber(undo) ?? command.error(`"${undo}" is no number of a line. Nothing was undone.`) };
  }
  if (toldOtherwise === undefined)
    return command.error(`Say how they were told: --told-otherwise ${waysToTell.join("|")}. ${nothing}`);
  const how: WayToTell | undefined = waysToTell.find((way) => way === toldOtherwise);
  if (how === undefined)
    return command.error(
      `"${toldOtherwise}" is not a way to tell people. ${nothing} Write one of ${waysToTell.join(", ")}.`,
    );
  if (people === undefined) return command.error(`Say how many were told: --people 12. ${nothing}`);
  const persons = wholeNumber(people) ?? command.error(`"${people}" is no number of people. ${nothing}`);
  if (on === undefined) return { how, persons };
  if (!isLocalDate(on)) return command.error(`"${on}" is not a day. ${nothing} Write 2027-01-31.`);
  return { how, persons, on };
}

function wholeNumber(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/u.test(text) ? Number(text) : undefined;
}

/** The lines of those whom mail did not reach, and how many nobody told yet. */
export function otherwiseText({ version, unreached, toldOtherwise }: Announcement): string {
  if (unreached === 0) return "";
  const lines = toldOtherwise.map(
    ({ line, how, persons, on, undone }) => `  ${line}. ${on} ${how}: ${persons}${undone ? " (undone)" : ""}\n`,
  );
  const left = Math.max(0, unreached - personsToldOtherwise(toldOtherwise));
  const next = `Told in another way: "gestand tell ${version} --told-otherwise post --people ${left}".`;
  return `${unreached} not reached by mail, ${left} of them not told in another way yet.${left > 0 ? ` ${next}` : ""}\n${lines.join("")}`;
}
