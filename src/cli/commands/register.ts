import type { Command } from "commander";
import { configurationFrom, loadPolicy } from "#app";
import { type Language, isLanguage } from "#base";
import { registerFormats, registerHas, registerNames } from "#notice";
import { registerFile } from "#server";
import { problemLines } from "../problems.ts";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

interface RegisterOptions {
  readonly policy?: string;
  readonly format: string;
  readonly language?: string;
}

/** `gestand register <name> --format csv|xlsx|json|jsonld [--language nl|en]`: a register from the policy, on standard output. */
export function registerCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("register")
    .description("print a register that follows from the policy: processing (GDPR art. 30), recipients or cookies")
    .argument("<name>", registerNames.join(", "))
    .option("-p, --policy <file>", "the policy")
    .option("--format <format>", registerFormats.join(", "), "csv")
    .option("--language <code>", "nl or en; default: the first of the policy")
    .action(async (wanted: string, options: RegisterOptions, command: Command) => {
      const name = registerNames.find((known) => known === wanted);
      const format = registerFormats.find((known) => known === options.format);
      if (name === undefined)
        return command.error(`There is no register "${wanted}". Write ${registerNames.join(", ")}.`);
      if (format === undefined || !registerHas(name, format))
        return command.error(
          `The register of ${name} is not made as "${options.format}". Write ${registerFormats.filter((known) => registerHas(name, known)).join(", ")}.`,
        );
      const loaded = await loadPolicy(configurationFrom(terminal.environment, options).policyFile);
      if (loaded.policy === undefined) {
        terminal.err(problemLines(loaded.problems));
        outcome.code = exitCode.found;
        return undefined;
      }
      const language = languageFrom(options.language, command) ?? loaded.policy.languages[0] ?? "nl";
      terminal.out(await registerFile(loaded.policy, name, format, language, new Date()));
      return undefined;
    });
}

/** Ends the command when there is no such language. */
export function languageFrom(text: string | undefined, command: Command): Language | undefined {
  if (text === undefined || isLanguage(text)) return text;
  return command.error(`There is no language "${text}" here. Nothing was written. Write nl or en.`);
}
