import type { Command } from "commander";
import { configurationFrom, withSystem } from "#app";
import { addPeriod, type LocalDate, localDateOf, type Period } from "#base";
import type { TermRows } from "#connectors";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

const ahead: readonly (readonly [string, Period])[] = [
  ["in a month", { amount: 1, unit: "month" }],
  ["in 3 months", { amount: 3, unit: "month" }],
  ["in a year", { amount: 1, unit: "year" }],
];

/** `gestand retention status <system>`: rows past the terms of the policy, now and soon. Reads only. Exit 1 when there are any now. */
export function retentionCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const retention = program.command("retention").description("terms for keeping data, against what is there");
  retention
    .command("status")
    .description("count the rows of a system that are past their term, and those that soon will be; changes nothing")
    .argument("<system>", "name of the system in the policy")
    .option("-p, --policy <file>", "this file instead of the version that is carried out")
    .option("--json", "print as JSON")
    .action(async (name: string, options: { policy?: string; json?: true }) => {
      const order = { name, fromFile: options.policy !== undefined };
      await withSystem(configurationFrom(terminal.environment, options), order, async (system, by, { timeZone }) => {
        const today = localDateOf(new Date(), timeZone);
        const days = [today, ...ahead.map(([, period]) => addPeriod(today, period))];
        const found = await system.terms(days);
        terminal.err(`By ${by}, on ${today}. Nothing was changed.\n`);
        outcome.code = found.some(({ over }) => (over[0] ?? 0) > 0) ? exitCode.found : exitCode.done;
        terminal.out(options.json === true ? asJson(days, found) : asText(found));
      });
    });
}

function asJson(days: readonly LocalDate[], found: readonly TermRows[]): string {
  return `${JSON.stringify({ days, tables: found }, null, 2)}\n`;
}

function asText(found: readonly TermRows[]): string {
  if (found.length === 0) return "No rule of the policy keeps a table of this system.\n";
  const counted = found.filter(({ uncounted }) => uncounted === undefined);
  const head = ["table", "rule", "rows", "past now", ...ahead.map(([label]) => label), "oldest start", "no start"];
  const lines = counted.map(({ table, rule, rows, over, oldest, unknown }) =>
    [table, rule, rows, ...over, oldest ?? "", unknown].map(String),
  );
  return [
    counted.length === 0 ? "" : aligned([head, ...lines]),
    without(found, "no-date", "The term of these ends on no date, such as when somebody leaves"),
    without(found, "no-start", "The policy names no column of the database where the term of these starts"),
  ].join("");
}

function without(found: readonly TermRows[], why: TermRows["uncounted"], text: string): string {
  const tables = found.filter(({ uncounted }) => uncounted === why).map(({ table }) => table);
  return tables.length === 0 ? "" : `${text}: ${tables.join(", ")}.\n`;
}

/** Figures to the right, names to the left. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const cell = (text: string, at: number) => (at < 2 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0));
  return rows.map((row) => `${row.map(cell).join("  ").trimEnd()}\n`).join("");
}
