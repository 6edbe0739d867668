import type { Command } from "commander";
import { configurationFrom, withSystem } from "#app";
import { addPeriod, isOperationalError, type LocalDate, localDateOf, type Period } from "#base";
import type { ConnectedSystem, SweepPreview, TermRows } from "#connectors";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

const ahead: readonly (readonly [string, Period])[] = [
  ["in a month", { amount: 1, unit: "month" }],
  ["in 3 months", { amount: 3, unit: "month" }],
  ["in a year", { amount: 1, unit: "year" }],
];

export function retentionCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const retention = program.command("retention").description("terms for keeping data, against what is there");
  statusCommand(retention, terminal, outcome);
  planCommand(retention, terminal, outcome);
}

/** `gestand retention status <system>`: rows past the terms of the policy, now and soon. Reads only. Exit 1 when there are any now. */
function statusCommand(retention: Command, terminal: Terminal, outcome: Outcome): void {
  const described = "count the rows of a system that are past their term, and those that soon will be; changes nothing";
  lookingCommand(retention.command("status").description(described), terminal, async (system, today, json) => {
    const days = [today, ...ahead.map(([, period]) => addPeriod(today, period))];
    const found = await system.terms(days);
    outcome.code = found.some(({ over }) => (over[0] ?? 0) > 0) ? exitCode.found : exitCode.done;
    return json ? asJson({ days, tables: found }) : asText(found);
  });
}

/** `gestand retention plan <system>`: the dry run of each sweep. Reads only. Exit 1 when there is something to do. */
function planCommand(retention: Command, terminal: Terminal, outcome: Outcome): void {
  const described = "say what sweeps would delete or anonymise in each table, and what stays and why; changes nothing";
  lookingCommand(retention.command("plan").description(described), terminal, async (system, today, json) => {
    const past = (await system.terms([today])).filter(({ over }) => (over[0] ?? 0) > 0);
    const plans: SweepPreview[] = [];
    const refused: string[] = [];
    for (const { table } of past)
      try {
        plans.push(await system.sweepPreview(table, today));
      } catch (error) {
        if (!isOperationalError(error) || error.code !== "sweep-impossible") throw error;
        refused.push(error.message);
      }
    outcome.code = plans.some(({ free }) => free > 0) ? exitCode.found : exitCode.done;
    return json ? asJson({ day: today, plans, refused }) : planText(plans, refused);
  });
}

/** A command that looks at one system on this day and prints what it found. */
function lookingCommand(
  command: Command,
  terminal: Terminal,
  look: (system: ConnectedSystem, today: LocalDate, json: boolean) => Promise<string>,
): void {
  command
    .argument("<system>", "name of the system in the policy")
    .option("-p, --policy <file>", "this file instead of the version that is carried out")
    .option("--json", "print as JSON")
    .action(async (name: string, options: { policy?: string; json?: true }) => {
      const order = { name, fromFile: options.policy !== undefined };
      await withSystem(configurationFrom(terminal.environment, options), order, async (system, by, { timeZone }) => {
        const today = localDateOf(new Date(), timeZone);
        const found = await look(system, today, options.json === true);
        terminal.err(`By ${by}, on ${today}. Nothing was changed.\n`);
        terminal.out(found);
      });
    });
}

function planText(plans: readonly SweepPreview[], refused: readonly string[]): string {
  if (plans.length + refused.length === 0) return "Nothing is past its term.\n";
  const head = ["table", "rule", "rows", "past", "would be done", "held", "restricted", "led to", "oldest start", "by"];
  const lines = plans.map(({ table, rule, does, rows, due, free, held, restricted, referredTo, oldest }) =>
    [table, rule, rows, due, free, held, restricted, referredTo, oldest ?? "", does].map(String),
  );
  const led = plans.filter(({ referredTo }) => referredTo > 0);
  return [
    plans.length === 0 ? "" : aligned([head, ...lines]),
    ...led.map(
      ({ table, referring }) =>
        `Rows of ${referring.join(", ")} lead to rows of ${table}; those stay until they are gone.\n`,
    ),
    ...refused.map((message) => `${message}\n`),
  ].join("");
}

function asJson(found: unknown): string {
  return `${JSON.stringify(found, null, 2)}
`;
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
