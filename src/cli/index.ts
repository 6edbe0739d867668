/**
 * Thin commands: read arguments, call a room through the app, print, exit. Exit codes: 0 done; 1 a check found something;
 * 2 the command line is wrong; 69 something we need is not available; 70 a fault of ours.
 */
import { text } from "node:stream/consumers";
import { Command, CommanderError } from "commander";
import { version } from "#app";
import { isOperationalError } from "#base";
import { askedOnce } from "./ask.ts";
import { backupCommands } from "./commands/backup.ts";
import { checkCommand } from "./commands/check.ts";
import { diffCommand } from "./commands/diff.ts";
import { disclosureCommands } from "./commands/disclosures.ts";
import { evidenceCommand } from "./commands/evidence.ts";
import { guardCommand } from "./commands/guard.ts";
import { initCommand } from "./commands/init.ts";
import { mailCommand } from "./commands/mail.ts";
import { mapCommand } from "./commands/map.ts";
import { noticeCommand } from "./commands/notice.ts";
import { siteCommand } from "./commands/site.ts";
import { permissionsCommand } from "./commands/permissions.ts";
import { promisesCommand } from "./commands/promises.ts";
import { publishCommand } from "./commands/publish.ts";
import { recipientsCommand } from "./commands/recipients.ts";
import { registerCommand } from "./commands/register.ts";
import { runCommands } from "./commands/run.ts";
import { replayCommand } from "./commands/replay.ts";
import { retentionCommand } from "./commands/retention.ts";
import { searchCommand } from "./commands/search.ts";
import { serviceCommand } from "./commands/service.ts";
import { staffCommand } from "./commands/staff.ts";
import { renewCommand } from "./commands/renew.ts";
import { tellCommand } from "./commands/tell.ts";
import { exitCode, type Terminal } from "./terminal.ts";

const sameSignalMs = 1_000;

export async function main(argv: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  const program = new Command("gestand")
    .description("A privacy policy that runs: declared once, published, carried out and proven.")
    .version(version, "-V, --version")
    // After a command's name, its own options count: a notice has versions too.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showSuggestionAfterError()
    .addHelpText("after", "\nThe documents are in docs/; start with docs/operating.md.");
  const outcome = { code: exitCode.done };
  for (const add of [
    initCommand,
    checkCommand,
    publishCommand,
    diffCommand,
    tellCommand,
    renewCommand,
    mailCommand,
    mapCommand,
    noticeCommand,
    siteCommand,
    registerCommand,
    recipientsCommand,
    disclosureCommands,
    permissionsCommand,
    guardCommand,
    runCommands,
    promisesCommand,
    evidenceCommand,
    replayCommand,
    retentionCommand,
    searchCommand,
    serviceCommand,
    staffCommand,
    backupCommands,
  ]) {
    add(program, terminal, outcome);
  }
  try {
    await program.parseAsync([...argv], { from: "user" });
    return outcome.code;
  } catch (error) {
    return codeOf(error, terminal);
  }
}

function codeOf(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
  if (isOperationalError(error)) {
    terminal.err(`gestand: ${error.message}\n`);
    return exitCode.unavailable;
  }
  terminal.err(`gestand: this is a fault of ours; nothing more was done. ${faultText(error)}\n`);
  return exitCode.fault;
}

/**
 * Ctrl-C may come twice, from the terminal and from the process that started us; only somebody who presses it again later
 * means that we should not finish first.
 */
function onSignal(stop: () => void): void {
  let firstAt: number | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      const now = performance.now();
      if (firstAt !== undefined && now - firstAt > sameSignalMs) process.exit(exitCode.found);
      firstAt ??= now;
      stop();
    });
}

/** Errors with a code come from a driver or the system, and their message may quote data: then the code and the place must do. */
function faultText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  const stack = error.stack ?? error.message;
  if (code === undefined) return stack;
  return `${error.name} ${code}\n${stack
    .split("\n")
    .filter((line) => /^ {4}at /.test(line))
    .join("\n")}`;
}

function processTerminal(): Terminal {
  // Whoever reads only the beginning (`| head`) has what they wanted.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(exitCode.done);
  });
  return {
    out: (content) => void process.stdout.write(content),
    err: (text) => void process.stderr.write(text),
    environment: process.env,
    input: () => text(process.stdin),
    ...(process.stdin.isTTY ? { ask: (question: string) => askedOnce(question) } : {}),
    stopped: () => new Promise((stop) => onSignal(stop)),
  };
}
