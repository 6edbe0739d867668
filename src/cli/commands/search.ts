import type { Command } from "commander";
import { configurationFrom, withSystem } from "#app";
import { normaliseEmail } from "#base";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

/** `gestand search <system>`: looks for addresses in every text and JSON column, mapped or not. Exit 1 when one is found. */
export function searchCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("search")
    .description("search every text column of a system for e-mail addresses, read from standard input, one a line")
    .argument("<system>", "name of the system in the policy")
    .option("-p, --policy <file>", "this file instead of the version that is carried out")
    .option("--json", "print as JSON")
    .action(async (name: string, options: { policy?: string; json?: true }, command: Command) => {
      // From standard input, because a command line is seen by every user of the machine and kept in a history.
      const emails = (await terminal.input())
        .split("\n")
        .map(normaliseEmail)
        .filter((line) => line !== "");
      if (emails.length === 0)
        command.error("Nothing was searched: give e-mail addresses on standard input, one a line.");
      const order = { name, fromFile: options.policy !== undefined };
      await withSystem(configurationFrom(terminal.environment, options), order, async (system, by) => {
        const values = emails.map((value) => ({ category: "contact.email", value }));
        const found = await system.residue({ values, subject: { emails, anchors: [] } }, "everywhere");
        terminal.err(`By ${by}.\n`);
        outcome.code = found.length === 0 ? exitCode.done : exitCode.found;
        if (options.json === true) terminal.out(`${JSON.stringify(found, null, 2)}\n`);
        else if (found.length === 0) terminal.out("Found nowhere.\n");
        else
          for (const line of found)
            terminal.out(
              `${line.table}.${line.column}: ${line.rows} row${line.rows === 1 ? "" : "s"}${line.because === undefined ? "" : ` (${line.because.kind})`}\n`,
            );
      });
    });
}
