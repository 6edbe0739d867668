import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { OperationalError } from "#base";
import { builtInService, builtInServices, parseService, plannedCalls, serviceAddress, triedLookUps } from "#connectors";
import { problemLines, tally } from "../problems.ts";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";
import { codeFor } from "./check.ts";

interface TryOptions {
  readonly email?: readonly string[];
  readonly value?: readonly string[];
  readonly urlFrom?: string;
  readonly find?: true;
}

/**
 * `gestand service`: for whoever writes the declaration of an outside service. `check` says what is wrong with it; `try` shows
 * the calls that it would make for somebody, and with `--find` makes those that look, never one that changes something.
 */
export function serviceCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const service = program
    .command("service")
    .description("check and try the declaration of an outside service")
    .addHelpText("after", `\nDeclarations that come with Gestand: ${builtInServices().join(", ")}.`);
  service
    .command("check")
    .description("read declarations and say everything that is wrong with them")
    .argument("<file...>", "declarations, or names of those that come with Gestand")
    .action(async (files: readonly string[]) => {
      for (const file of files) {
        const { problems } = parseService(file, await textOf(file));
        if (codeFor(problems) !== exitCode.done) outcome.code = exitCode.found;
        terminal.out(`${problemLines(problems)}${file}: ${tally(problems)}\n`);
      }
    });
  service
    .command("try")
    .description("show the calls that a declaration makes for somebody; secrets are named, not shown")
    .argument("<file>", "a declaration, or the name of one that comes with Gestand")
    .option("--email <address...>", "addresses of the person")
    .option("--value <name=value...>", "what else the service knows the person by, such as customer=cus_123")
    .option("--url-from <variable>", "variable of the environment with the address of the service")
    .option("--find", "make the calls that look, and say how much they find")
    .option("--dry-run", "make no call; so it is without --find")
    .action(async (file: string, options: TryOptions, command: Command) => {
      const { service: declared, problems } = parseService(file, await textOf(file));
      if (declared === undefined) {
        terminal.err(problemLines(problems));
        outcome.code = exitCode.found;
        return;
      }
      const given = givenBy(options, command);
      const setting = (name: string) => terminal.environment[name];
      const base = serviceAddress(declared, options.urlFrom, setting);
      for (const call of plannedCalls(declared, base, given, setting)) terminal.out(lines(call));
      for (const [ability, why] of Object.entries(declared.notOffered))
        terminal.out(`not offered: ${ability}. ${why}\n`);
      if (options.find === undefined) return terminal.out("Nothing was called.\n");
      const { records, missing } = await triedLookUps(declared, base, given, setting);
      for (const { name, items } of records) terminal.out(`found: ${items} of ${name}\n`);
      return terminal.out(`Values under which nothing is: ${missing}. Nothing was changed.\n`);
    });
}

function givenBy(options: TryOptions, command: Command): Readonly<Record<string, readonly string[]>> {
  const given: Record<string, string[]> = { email: [...(options.email ?? [])] };
  for (const text of options.value ?? []) {
    const [, name = "", value = ""] = /^([\w.-]+)=(.+)$/s.exec(text) ?? [];
    if (name === "")
      return command.error("A value is written as name=value, such as customer=cus_123. Nothing was called.");
    (given[name] ??= []).push(value);
  }
  if (Object.values(given).flat().length > 0) return given;
  return command.error("Say for whom: --email somebody@example.org, or --value customer=cus_123. Nothing was called.");
}

function lines(call: ReturnType<typeof plannedCalls>[number]): string {
  const headers = Object.entries(call.headers).map(([name, value]) => `    ${name}: ${value}\n`);
  const body = call.body === undefined ? "" : `    ${call.body}\n`;
  const not = call.not === undefined ? "" : `    ${call.not}\n`;
  return `${call.record}, ${call.what}: ${call.method} ${call.address}\n${headers.join("")}${body}${not}`;
}

async function textOf(file: string): Promise<string> {
  const own = builtInService(file);
  if (own !== undefined) return own;
  try {
    return await readFile(file, "utf8");
  } catch {
    throw new OperationalError(
      "no-file",
      `${file} cannot be read, and is no declaration that comes with Gestand (${builtInServices().join(", ")}).`,
    );
  }
}
