import type { Command } from "commander";
import { disclosureSent } from "#api";
import { configurationFrom, type House, openHouse } from "#app";
import { csvLine } from "#base";
import {
  type DisclosureReport,
  type DisclosureSaid,
  mostDisclosuresAtOnce,
  type PublicReport,
  publicReport,
} from "#recipients";
import { csvOf, saidOf } from "#server";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

interface ReportOptions {
  readonly policy?: string;
  readonly year: string;
  readonly json?: true;
  readonly csv?: true;
  readonly public?: true;
  readonly atLeast: string;
}

/** `gestand disclosures import`, `gestand report disclosures --year 2026 [--json|--csv] [--public]`. */
export function disclosureCommands(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("disclosures")
    .description("to whom data of persons was given")
    .command("import")
    .description(
      "record disclosures from standard input, one JSON object a line, as POST /api/v1/disclosures takes them",
    )
    .option("-p, --policy <file>", "the policy")
    .action(async (options: { policy?: string }, command: Command) => {
      const lines = (await terminal.input()).split("\n").filter((line) => line.trim() !== "");
      const said: DisclosureSaid[] = [];
      for (const [at, line] of lines.entries()) {
        const parsed = disclosureSent.safeParse(jsonIn(line));
        if (!parsed.success)
          return command.error(
            `Line ${at + 1}: ${parsed.error.issues.map(({ path, code }) => `${path.join(".") || "line"}: ${code}`).join("; ")}. Nothing was recorded.`,
          );
        said.push(saidOf(parsed.data));
      }
      await withHouse(terminal, options, async (house) => {
        outcome.code = await importAll(house, said, terminal);
      });
      return undefined;
    });
  program
    .command("report")
    .description("reports of a year")
    .command("disclosures")
    .description("to whom data was given in a year, in counts")
    .requiredOption("--year <year>", "four digits")
    .option("-p, --policy <file>", "the policy")
    .option("--json", "print as JSON")
    .option("--csv", "print as CSV; this is what it does anyway")
    .option("--public", "for everybody: nothing about fewer persons than --at-least, and nothing about demands")
    .option("--at-least <persons>", "smallest group in a public report", "10")
    .action(async (options: ReportOptions, command: Command) => {
      if (!/^[12]\d{3}$/.test(options.year)) return command.error(`"${options.year}" is no year. Write --year 2026.`);
      if (!/^[1-9]\d{0,5}$/.test(options.atLeast)) return command.error("--at-least is a whole number, 1 or more.");
      await withHouse(terminal, options, async ({ recipients }) => {
        const report = await recipients.disclosures.report(Number(options.year));
        const printed = options.public === true ? publicReport(report, Number(options.atLeast)) : report;
        if (options.json === true) return terminal.out(`${JSON.stringify(printed, null, 2)}\n`);
        terminal.out(textOf(printed));
      });
      return undefined;
    });
}

async function withHouse(
  terminal: Terminal,
  options: { policy?: string },
  work: (house: House) => Promise<void>,
): Promise<void> {
  const house = await openHouse(configurationFrom(terminal.environment, options));
  try {
    await work(house);
  } finally {
    await house.close();
  }
}

/** A lot at a time. What was recorded before a wrong lot stays; the whole may be sent again, because ids count once. */
async function importAll(house: House, said: readonly DisclosureSaid[], terminal: Terminal): Promise<number> {
  const sum = { recorded: 0, already: 0, notAllowed: 0 };
  for (let at = 0; at < said.length; at += mostDisclosuresAtOnce) {
    const done = await house.recipients.disclosures.record(said.slice(at, at + mostDisclosuresAtOnce));
    if (!done.ok) {
      const wrong = done.faults.map(({ line, member, message }) => `line ${at + line + 1}, ${member}: ${message}\n`);
      terminal.err(
        `${wrong.join("")}From line ${at + 1} on nothing was recorded; ${sum.recorded} lines before it were. Mend them and import all again: what is there counts once.\n`,
      );
      return exitCode.found;
    }
    for (const key of ["recorded", "already", "notAllowed"] as const) sum[key] += done.value[key];
  }
  terminal.out(
    `${sum.recorded} recorded, ${sum.already} were there already, ${sum.notAllowed} not allowed by the policy.\n`,
  );
  return sum.notAllowed > 0 ? exitCode.found : exitCode.done;
}

function textOf(report: DisclosureReport | PublicReport): string {
  if ("lines" in report) return csvOf(report);
  const { recipients, others, total, atLeast } = report;
  const rows = [
    ["recipient", "disclosures"],
    ...recipients.map(({ recipient, disclosures }) => [recipient, String(disclosures)]),
    ...(others === undefined ? [] : [["(others)", String(others)]]),
    ["(all)", total === undefined ? `about fewer than ${atLeast} persons` : String(total)],
  ];
  return rows.map(csvLine).join("");
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
