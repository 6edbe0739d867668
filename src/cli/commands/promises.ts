import type { Command } from "commander";
import { configurationFrom, type House, openHouse } from "#app";
import { isLanguage, type Language } from "#base";
import { promiseJson, type PromiseStatus, type WaivedFindingStatus } from "#promises";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

/**
 * `gestand promises [--json] [--last] [--language <code>]`: the board, and beside it the findings that somebody answers for.
 * Exit 1 when a promise is broken or a waiver of a finding is over.
 */
export function promisesCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("promises")
    .description("hold every promise of the policy against the running system")
    .option("-p, --policy <file>", "the policy")
    .option("--json", "print [{id, cites, statement, mechanism, status, checkedAt, evidence}]")
    .option("--waived", "only the findings of the policy that somebody answers for; with --json as a list")
    .option("--last", "print the last check instead of checking now")
    .option("--language <code>", "language of the words, nl or en; default: the first of the policy")
    .action(async (options: PromisesOptions, command: Command) => {
      const language = options.language ?? "";
      if (options.language !== undefined && !isLanguage(language))
        command.error(`There is no language "${language}" here. Nothing was checked. Write nl or en.`);
      const wanted = isLanguage(language) ? language : undefined;
      const house = await openHouse(configurationFrom(terminal.environment, options));
      try {
        const waived = house.promises.waivedFindings();
        const board = options.waived === true ? [] : await boardOf(house, options.last === true, wanted);
        const wrong = [...board, ...waived].some(({ status }) => status === "broken");
        outcome.code = wrong ? exitCode.found : exitCode.done;
        if (options.json === true) {
          const found = options.waived === true ? waived : promiseJson(board);
          return terminal.out(`${JSON.stringify(found, null, 2)}\n`);
        }
        terminal.out(`${waivedText(waived)}${options.waived === true ? "" : boardText(board)}`);
      } finally {
        await house.close();
      }
    });
}

interface PromisesOptions {
  readonly policy?: string;
  readonly json?: true;
  readonly last?: true;
  readonly waived?: true;
  readonly language?: string;
}

function boardOf(house: House, last: boolean, language: Language | undefined): Promise<readonly PromiseStatus[]> {
  return last ? house.promises.latest(house.store.reader, language) : house.promises.check(language);
}

/** What was found, where, who answers for it, why, until when. */
function waivedText(findings: readonly WaivedFindingStatus[]): string {
  return findings
    .map(({ code, path, at, message, by, reason, untilOn, daysLeft, status }) => {
      const where = at === undefined ? "" : ` (${at.file}:${at.line})`;
      const days = daysLeft < 0 ? `over for ${-daysLeft} days` : `${daysLeft} days left`;
      const who = `${by}, until ${untilOn}, ${days}: ${reason}`;
      return `${status.padEnd(9)} finding ${code}${path === "" ? "" : ` in ${path}`}${where}\n          ${message}\n          ${who}\n`;
    })
    .join("");
}

function boardText(board: readonly PromiseStatus[]): string {
  const order = ["broken", "unproven", "waived", "kept", "stated"];
  const lines = [...board]
    .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
    .map((promise) => `${promise.status.padEnd(9)} ${promise.id}\n          ${promise.evidence.summary}\n`);
  const counts = order
    .map((status) => `${board.filter((promise) => promise.status === status).length} ${status}`)
    .join(", ");
  return `${lines.join("")}${counts}\n`;
}
