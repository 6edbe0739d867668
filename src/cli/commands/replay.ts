import type { Command } from "commander";
import { configurationFrom, type House, openHouse } from "#app";
import { isLocalDate, type LocalDate, normaliseEmail, type StaffId } from "#base";
import type { Repeated, ReplayFinding } from "#replay";
import { staffAccounts } from "#server";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

interface ReplayCommand {
  readonly since: string;
  readonly apply?: true;
  readonly by?: string;
  readonly json?: true;
  readonly policy?: string;
}

const lookEveryMs = 500;

/** `gestand replay --since DATE`: after a backup was restored, who had been erased or restricted, and with --apply does it again. */
export function replayCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("replay")
    .description("after a backup was restored: find who had been erased or restricted, and do it again")
    .requiredOption("--since <date>", "the day the backup was made, such as 2026-11-01")
    .option("--apply", "erase and restrict them; without it nothing is changed")
    .option("--by <account>", "with --apply: e-mail address of the member of staff who answers for it")
    .option("-p, --policy <file>", "the policy (GESTAND_POLICY)")
    .option("--json", "print as JSON")
    .action(async (options: ReplayCommand, command: Command) => {
      const { since } = options;
      if (!isLocalDate(since))
        return command.error(`"${options.since}" is not a day. Nothing was done. Write it as 2026-11-01.`);
      if (options.apply === true && options.by === undefined)
        return command.error("Say who answers for it: --by and the e-mail address of an account. Nothing was done.");
      const house = await openHouse(configurationFrom(terminal.environment, options));
      try {
        outcome.code = await (options.apply === true
          ? repeat(house, terminal, since, options)
          : find(house, terminal, since, options));
      } finally {
        await house.close();
      }
    });
}

async function find(house: House, terminal: Terminal, since: LocalDate, { json }: ReplayCommand): Promise<number> {
  const finding = await house.replay.find(since);
  terminal.out(json === true ? `${JSON.stringify(finding, null, 2)}\n` : textOf(finding));
  if (finding.notLookedAt.length > 0) return exitCode.unavailable;
  const { reappeared, restrictions, corrections } = finding;
  return reappeared.length + restrictions.length + corrections.length > 0 ? exitCode.found : exitCode.done;
}

async function repeat(
  house: House,
  terminal: Terminal,
  since: LocalDate,
  { by = "", json }: ReplayCommand,
): Promise<number> {
  const staff = await accountOf(house, by);
  if (staff === undefined) {
    terminal.err('There is no open account of that name. Nothing was done. "gestand staff list" prints them.\n');
    return exitCode.found;
  }
  await house.store.queue.start({ work: true });
  const begun = house.store.clock.now();
  const finding = await house.replay.repeat(since, staff);
  if (json !== true) terminal.out(textOf(finding));
  if (finding.notLookedAt.length > 0) {
    terminal.err("Nothing was done, because not every system could be looked into. Run it again when they answer.\n");
    return exitCode.unavailable;
  }
  const ended = await untilEnded(house, since, (done, all) => {
    if (json !== true) terminal.err(`${done} of ${all} done again.\n`);
  });
  const mine = ended.filter(({ plan }) => plan.createdAt >= begun || plan.state !== "done");
  const waiting = mine.filter(({ plan }) => waits(plan));
  const stuck = mine.filter(({ plan }) => plan.state !== "done" && !waits(plan));
  const byHand = finding.reappeared.filter(({ notRepeated }) => notRepeated === "no-address");
  terminal.out(
    json === true
      ? `${JSON.stringify({ ...finding, repeated: mine.map(lineOf) }, null, 2)}\n`
      : `${mine.length - stuck.length - waiting.length} done again, ${waiting.length} for a person to finish, ${stuck.length} stopped.\n${[...waiting, ...stuck].map(stuckText).join("")}`,
  );
  return stuck.length + byHand.length + finding.corrections.length > 0 ? exitCode.found : exitCode.done;
}

async function accountOf(house: House, account: string): Promise<StaffId | undefined> {
  const email = normaliseEmail(account);
  const all = await staffAccounts(house).list(house.store.reader);
  return all.find((one) => one.closedAt === undefined && (one.email === email || one.id === account))?.id;
}

async function untilEnded(
  { replay, store }: House,
  since: LocalDate,
  onProgress: (done: number, all: number) => void,
): Promise<readonly Repeated[]> {
  let told = -1;
  for (;;) {
    const all = await replay.standing(store.reader, since);
    const moving = all.filter(
      ({ plan }) => !["done", "blocked", "failed", "abandoned"].includes(plan.state) && !waits(plan),
    );
    const done = all.filter(({ plan }) => plan.state === "done").length;
    if (done !== told && all.length > 0) onProgress(done, all.length);
    told = done;
    if (moving.length === 0) return all;
    await new Promise((wake) => setTimeout(wake, lookEveryMs));
  }
}

/** What is left is for a person to do, or for a service to finish; a worker goes on from there. */
function waits({ steps, state }: Repeated["plan"]): boolean {
  const open = steps.filter((step) => step.state !== "done");
  return (
    state === "running" &&
    open.some((step) => step.state === "pending") &&
    open.every((step) => step.state !== "running")
  );
}

function lineOf({ about, plan }: Repeated) {
  return { about, plan: plan.id, state: plan.state };
}

function stuckText({ about, plan }: Repeated): string {
  const why = [
    ...plan.problems.map(({ message }) => message),
    ...plan.steps.flatMap(({ error }) => error?.message ?? []),
  ];
  if (waits(plan))
    return `  ${about}: waits for a person; the task is in the console, and a worker goes on from there.\n`;
  return `  ${about}: ${plan.state}. ${why.join(" ")} Mend it, and run this again.\n`;
}

const because = {
  "came-back": "came back since: the address is on file since a later day. Left alone",
  "no-address": "no address or row leads to them. Erase it by hand",
} as const;

function textOf({ erasures, reappeared, restrictions, corrections, notLookedAt }: ReplayFinding): string {
  const lines = reappeared.map(({ about, erasedOn, places, notRepeated }) => {
    const where = places.map(({ system, table, column, rows }) => `${system}.${table}.${column} (${rows})`).join(", ");
    return `  ${about}, erased on ${erasedOn}: ${where}${notRepeated === undefined ? "" : `; ${because[notRepeated]}`}\n`;
  });
  const lost = restrictions.map(
    ({ about, systems }) => `  ${about}: restricted, and not any more in ${systems.join(", ")}\n`,
  );
  const corrected = corrections.map(
    ({ about, correctedOn }) =>
      `  ${about}: corrected on ${correctedOn}. What it was corrected to is kept nowhere: look whether it still stands, and ask the person\n`,
  );
  const unseen = notLookedAt.map(({ system, why }) => `  ${system} was not looked into: ${why}\n`);
  return `${erasures} erasures since then are remembered; of ${reappeared.length} something is there again.\n${lines.join("")}${lost.join("")}${corrected.join("")}${unseen.join("")}`;
}
