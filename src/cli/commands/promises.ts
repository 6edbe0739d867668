import type { Command } from "commander";
import { configurationFrom, openHouse } from "#app";
import type { PromiseStatus } from "#promises";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

/** `gestand promises [--json] [--last]`: the board. Exit 1 when a promise is broken. */
export function promisesCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("promises")
    .description("hold every promise of the policy against the running system")
    .option("-p, --policy <file>", "the policy")
    .option("--json", "print [{id, cites, statement, mechanism, status, checkedAt, evidence}]")
    .option("--last", "print the last check instead of checking now")
    .action(async (options: { policy?: string; json?: true; last?: true }) => {
      const house = await openHouse(configurationFrom(terminal.environment, options));
      try {
        const board =
          options.last === true ? await house.promises.latest(house.store.reader) : await house.promises.check();
        outcome.code = board.some((promise) => promise.status === "broken") ? exitCode.found : exitCode.done;
        terminal.out(options.json === true ? `${JSON.stringify(board, null, 2)}\n` : boardText(board));
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
