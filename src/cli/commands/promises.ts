import type { Command } from "commander";
import { configurationFrom, openHouse } from "#app";
import { isLanguage } from "#base";
import { promiseJson, type PromiseStatus } from "#promises";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

/** `gestand promises [--json] [--last] [--language <code>]`: the board. Exit 1 when a promise is broken. */
export function promisesCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("promises")
    .description("hold every promise of the policy against the running system")
    .option("-p, --policy <file>", "the policy")
    .option("--json", "print [{id, cites, statement, mechanism, status, checkedAt, evidence}]")
    .option("--last", "print the last check instead of checking now")
    .option("--language <code>", "language of the words, nl or en; default: the first of the policy")
    .action(async (options: { policy?: string; json?: true; last?: true; language?: string }, command: Command) => {
      const language = options.language ?? "";
      if (options.language !== undefined && !isLanguage(language))
        command.error(`There is no language "${language}" here. Nothing was checked. Write nl or en.`);
      const wanted = isLanguage(language) ? language : undefined;
      const house = await openHouse(configurationFrom(terminal.environment, options));
      try {
        const board =
          options.last === true
            ? await house.promises.latest(house.store.reader, wanted)
            : await house.promises.check(wanted);
        outcome.code = board.some((promise) => promise.status === "broken") ? exitCode.found : exitCode.done;
        terminal.out(options.json === true ? `${JSON.stringify(promiseJson(board), null, 2)}\n` : boardText(board));
      } finally {
        await house.close();
      }
    });
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
