import type { Command } from "commander";
import { type House, operator } from "#app";
import { csvLine } from "#base";
import { type Announcement, type AnnouncementPreview, waysToTell } from "#changes";
import { inHouse, refuseNoNumber, versionMeant } from "../of-version.ts";
import { orderFrom, otherwiseText } from "../tell-otherwise.ts";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

const undone = "Nobody was told anything.";

interface TellOptions {
  readonly policy?: string;
  readonly dryRun?: true;
  readonly stop?: true;
  readonly resume?: true;
  readonly unreached?: true;
  readonly toldOtherwise?: string;
  readonly people?: string;
  readonly on?: string;
  readonly undo?: string;
  readonly yes?: true;
  readonly json?: true;
}
interface Given {
  readonly house: House;
  readonly terminal: Terminal;
  readonly options: TellOptions;
  readonly outcome: Outcome;
}

/** `gestand tell [version]`: mail to exactly those whom a version concerns. Exit 1 when it is refused or stopped by itself. */
export function tellCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("tell")
    .description("mail everybody whose data a published version concerns; needs DATABASE_URL and a running worker")
    .argument("[version]", "its number; default: the newest one")
    .option("-p, --policy <file>", "the policy (GESTAND_POLICY)")
    .option("--dry-run", "only print how many persons of which kind it concerns, and the letter")
    .option("--yes", "do not ask")
    .option("--stop", "hand over no more letters")
    .option("--resume", "go on after a stop")
    .option(
      "--unreached",
      "print those whom mail did not reach, as CSV, to tell them in another way; recorded in the log",
    )
    .option(
      "--told-otherwise <how>",
      `record that people whom mail did not reach were told in another way: ${waysToTell.join(", ")}; needs --people`,
    )
    .option("--people <number>", "how many were told so")
    .option("--on <date>", "the day on which they were; default: today")
    .option("--undo <line>", "undo a line that --told-otherwise recorded by mistake")
    .option(
      "--json",
      "print {version, state, tellBy, concerned, letters, waiting, sent, failed, unreached, toldOtherwise}; of a dry run the letters too",
    )
    .action(async (text: string | undefined, options: TellOptions, command: Command) => {
      refuseNoNumber(text, command, undone);
      await inHouse(terminal, options, async (house) => {
        const given = { house, terminal, options, outcome };
        const version = await versionMeant(house, text, undone);
        if (options.undo !== undefined || options.toldOtherwise !== undefined || options.people !== undefined)
          return otherwise(given, version, command);
        if (options.unreached === true) return unreached(given, version);
        if (options.stop === true || options.resume === true) return turn(given, version);
        return tell(given, version);
      });
    });
  program
    .command("bounces")
    .description("take in mail that came back, a message or an mbox on standard input; needs DATABASE_URL")
    .option("-p, --policy <file>", "the policy (GESTAND_POLICY)")
    .option("--json", "print {messages, failed, ignored}")
    .action(async (options: TellOptions) => {
      const raw = Buffer.from(await terminal.input());
      await inHouse(terminal, options, async ({ mail }) => {
        const found = await mail.takeReturned(raw);
        const { messages, failed, ignored } = found;
        const says = `${messages} read: ${failed} letters failed, ${ignored} ignored.`;
        terminal.out(options.json === true ? `${JSON.stringify(found)}\n` : `${says}\n`);
      });
    });
}

async function tell(given: Given, version: number): Promise<void> {
  const { house, terminal, options } = given;
  const { announcements, store } = house;
  const before = await announcements.status(store.reader, version);
  if (before.state !== "none" && options.dryRun !== true) return follow(given, before);
  const looked = await announcements.preview(version);
  if (!looked.ok) return refused(given, looked.message);
  const preview = looked.value;
  const show = options.json !== true || options.yes !== true;
  if (show) terminal.out(options.json === true ? `${JSON.stringify(preview, null, 2)}\n` : previewText(preview));
  if (preview.problems.some(({ severity }) => severity === "error"))
    return refused(given, "Not every system could be asked, so nobody was told anything.");
  if (options.dryRun === true) return;
  if (!(await agreed(given, preview))) return refused(given, "Nobody was told anything.");
  const started = await announcements.announce(version, operator());
  return started.ok ? follow(given, started.value) : refused(given, started.message);
}

async function agreed({ terminal, options }: Given, { letters }: AnnouncementPreview): Promise<boolean> {
  if (options.yes === true) return true;
  const answer = await terminal.ask?.(`Send ${letters} letters? Write ${letters} to do so: `);
  if (answer === undefined) terminal.err("Add --yes to send them without being asked.\n");
  return answer?.trim() === String(letters);
}

function refused({ terminal, outcome }: Given, message: string): void {
  outcome.code = exitCode.found;
  terminal.err(`${message}\n`);
}

async function turn(given: Given, version: number): Promise<void> {
  const { house, options } = given;
  const { announcements } = house;
  const by = operator();
  const done = options.stop === true ? await announcements.stop(version, by) : await announcements.resume(version, by);
  if (!done.ok) return refused(given, done.message);
  return options.stop === true ? print(given, done.value) : follow(given, done.value);
}

/** What a colleague did by telephone or by post, for the log and for the promise. */
async function otherwise(given: Given, version: number, command: Command): Promise<void> {
  const { house, options } = given;
  const order = orderFrom(options, command);
  const by = operator();
  const done =
    "undo" in order
      ? await house.announcements.undoOtherwise(version, order.undo, by)
      : await house.announcements.tellOtherwise(version, order, by);
  return done.ok ? print(given, done.value) : refused(given, done.message);
}

const lookEveryMs = 1_000;

/** Until it is at its end, or somebody has seen enough: a worker does the work. */
async function follow(given: Given, first: Announcement): Promise<void> {
  const { house, terminal, options, outcome } = given;
  let left = false;
  void terminal.stopped().then(() => (left = true));
  let now = first;
  for (let said = ""; ; now = await house.announcements.status(house.store.reader, first.version)) {
    const line = progressText(now);
    if (line !== said && options.json !== true) terminal.out(line);
    said = line;
    if (now.state === "done" || now.state === "stopped") break;
    if (left) {
      terminal.err(
        'The workers go on. See how far they are with "gestand tell", or stop them with "gestand tell --stop".\n',
      );
      break;
    }
    await new Promise((wake) => setTimeout(wake, lookEveryMs));
  }
  if (now.state === "stopped") outcome.code = exitCode.found;
  if (options.json === true) print(given, now);
}

function print({ terminal, options }: Given, now: Announcement): void {
  terminal.out(options.json === true ? `${JSON.stringify(now, null, 2)}\n` : progressText(now));
}

function progressText(now: Announcement): string {
  const { version, state, letters, waiting, sent, failed, unreached, trouble } = now;
  const stopped = trouble === undefined ? "Stopped" : `Stopped by itself (${trouble})`;
  switch (state) {
    case "none":
      return `Nobody was told of version ${version} yet.\n`;
    case "gathering":
      return `Finding whom version ${version} concerns: ${letters} so far.\n`;
    case "sending":
      return `${sent} of ${letters} sent, ${waiting} waiting, ${failed} failed.\n`;
    case "stopped":
      return `${stopped}: ${sent} sent, ${waiting} waiting, ${failed} failed. Go on with "gestand tell ${version} --resume".\n`;
    case "done":
      return `Done: ${sent} sent, ${failed} failed.${unreached > 0 ? ` Those it did not reach: "gestand tell ${version} --unreached".` : ""}\n${otherwiseText(now)}`;
  }
}

function previewText({ version, concerned, letters, letter, problems }: AnnouncementPreview): string {
  const persons = concerned.map(
    ({ person, persons: count, withoutAddress }) =>
      `  ${person}: ${count}${withoutAddress === 0 ? "" : `, of whom ${withoutAddress} without an address`}\n`,
  );
  const found = problems.map(({ severity, message, remedy }) => `${severity}: ${message}\n  ${remedy}\n`);
  const texts = letter.map(
    ({ person, language, subject, text }) => `\n--- ${person}, ${language}: ${subject}\n\n${text}\n`,
  );
  const whom = persons.length === 0 ? "  nobody\n" : persons.join("");
  return `Version ${version} concerns:\n${whom}${letters} letters, one for each address.\n${found.join("")}${texts.join("")}\n`;
}

async function unreached({ house, terminal }: Given, version: number): Promise<void> {
  terminal.out(csvLine(["kind", "system", "row", "email", "known as"]));
  const people = house.announcements.unreached(version, operator());
  for await (const { person, system, row = "", email = "", knownAs = "" } of people)
    terminal.out(csvLine([person, system, row, email, knownAs]));
}
