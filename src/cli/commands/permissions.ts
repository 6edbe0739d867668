import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { configurationFrom, type House, openHouse } from "#app";
import { csvLine, OperationalError, Personal } from "#base";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

const asksAtOnce = 500;

/** `gestand permissions import|counts|suppressed|screen`: what persons allowed, from files and into files. */
export function permissionsCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const permissions = program.command("permissions").description("what persons allowed and stopped");
  permissions
    .command("import")
    .description("record consents of before from a CSV on standard input: person,act,about,at,evidence")
    .option("-p, --policy <file>", "the policy")
    .option("--dry-run", "say what would be recorded, and record nothing")
    .action(async (options: { policy?: string; dryRun?: true }) => {
      const csv = await terminal.input();
      await withHouse(terminal, options, async (house) => {
        outcome.code = await importAll(house, csv, options.dryRun === true, terminal);
      });
    });
  permissions
    .command("counts")
    .description("how many lines there are, by channel; counts only")
    .option("-p, --policy <file>", "the policy")
    .action((options: { policy?: string }) =>
      withHouse(terminal, options, async ({ permissions: room, store }) => {
        const rows = (await room.counts(store.reader)).map(({ channel, act, lines }) => [channel, act, String(lines)]);
        terminal.out([["channel", "act", "lines"], ...rows].map(csvLine).join(""));
      }),
    );
  permissions
    .command("suppressed")
    .description("write who said no, as keyed digests that name nobody; screen a list with them, also after a loss")
    .option("-p, --policy <file>", "the policy")
    .action((options: { policy?: string }) =>
      withHouse(terminal, options, async ({ permissions: room, store }) => {
        terminal.out(csvLine(["digest", "about", "since"]));
        for await (const { person, about, since } of room.suppressed(store.reader))
          terminal.out(csvLine([person, about, since]));
      }),
    );
  permissions
    .command("screen")
    .description("of addresses on standard input, one a line, print those to whom a message may go")
    .argument("<message>", "name of the message in the policy")
    .option("-p, --policy <file>", "the policy")
    .option(
      "--suppressed <file>",
      "digests of `gestand permissions suppressed`, kept from before: they count as a no too",
    )
    .action(async (message: string, options: { policy?: string; suppressed?: string }, command: Command) => {
      // From standard input, because a command line is seen by every user of the machine and kept in a history.
      const persons = (await terminal.input()).split("\n").flatMap((line) => line.trim() || []);
      if (persons.length === 0) command.error("Nothing was screened: give addresses on standard input, one a line.");
      const said = options.suppressed === undefined ? new Set<string>() : await digestsIn(options.suppressed);
      await withHouse(terminal, options, async (house) => {
        const left = await screen(house, message, persons, said, terminal);
        outcome.code = left === 0 ? exitCode.done : exitCode.found;
      });
    });
}

async function importAll({ permissions }: House, csv: string, dry: boolean, { out, err }: Terminal): Promise<number> {
  const done = await permissions.import(csv, { dry });
  if (done.faults.length > 0) {
    err(
      `${done.faults.map(({ line, message }) => `line ${line}: ${message}\n`).join("")}Nothing was recorded. Mend these lines and import all again.\n`,
    );
    return exitCode.found;
  }
  const [would, were] = dry ? ["would be recorded", "are"] : ["recorded", "were"];
  const later =
    done.overtaken === 0 ? "" : ` ${done.overtaken} of them count no more, because the person said no later.`;
  out(
    `${done.recorded} ${would}, ${done.already} ${were} there already.${later}${dry ? " Nothing was recorded." : ""}\n`,
  );
  return exitCode.done;
}

/** Prints to whom it may go, and answers how many were left out. */
async function screen(
  { permissions }: House,
  message: string,
  persons: readonly string[],
  suppressed: ReadonlySet<string>,
  { out, err }: Terminal,
): Promise<number> {
  const because = new Map<string, number>();
  for (let at = 0; at < persons.length; at += asksAtOnce) {
    const some = persons.slice(at, at + asksAtOnce);
    const contacts = await permissions.contacts(message, some, "en");
    for (const [place, person] of some.entries()) {
      const { allowed, because: why } = contacts[place] ?? { allowed: false, because: "no-consent" };
      const before = allowed && why !== "required" && suppressed.has(permissions.digest(new Personal(person)));
      if (allowed && !before) out(`${person}\n`);
      else because.set(before ? "suppressed" : why, (because.get(before ? "suppressed" : why) ?? 0) + 1);
    }
  }
  const left = [...because.values()].reduce((sum, count) => sum + count, 0);
  err(
    `${persons.length - left} of ${persons.length} may get it.${[...because].map(([why, count]) => ` ${why}: ${count}.`).join("")}\n`,
  );
  return left;
}

async function digestsIn(path: string): Promise<ReadonlySet<string>> {
  try {
    const lines = (await readFile(path, "utf8")).split("\n").slice(1);
    return new Set(lines.flatMap((line) => /^'?([\w-]{43}),/.exec(line)?.[1] ?? []));
  } catch (cause) {
    throw new OperationalError("file-unreadable", `${path} cannot be read. Nothing was screened.`, { cause });
  }
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
