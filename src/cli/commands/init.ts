import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { OperationalError } from "#base";
import { smallestPolicy } from "#policy";
import type { Outcome, Terminal } from "../terminal.ts";

/** `gestand init [file]`: the least policy that is useful, to grow from. Never overwrites. */
export function initCommand(program: Command, terminal: Terminal, _outcome: Outcome): void {
  program
    .command("init")
    .description("write a first policy.yaml to grow from")
    .argument("[file]", "where", "policy.yaml")
    .option("--name <name>", "name of the organisation", "My organisation")
    .option("--country <code>", "two-letter country code", "NL")
    .option("--email <address>", "where privacy questions go", "privacy@example.org")
    .action(async (file: string, options: { name: string; country: string; email: string }) => {
      const path = resolve(file);
      try {
        await writeFile(path, smallestPolicy(options), { flag: "wx" });
      } catch (cause) {
        const exists = (cause as NodeJS.ErrnoException).code === "EEXIST";
        throw new OperationalError(
          "policy-not-written",
          exists
            ? `${path} is there already. Nothing was written. Give another name.`
            : `${path} cannot be written. Nothing was written.`,
          { cause },
        );
      }
      terminal.out(
        `Wrote ${path}.\nNext: point SHOP_DATABASE_URL at your database, run "gestand map" to propose what it holds about persons,\npaste the proposal under "systems", and run "gestand check --systems".\n`,
      );
    });
}
