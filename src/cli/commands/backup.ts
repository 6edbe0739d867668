import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { resolve } from "node:path";
import type { Command } from "commander";
import { backUpOwn, configurationFrom, restoreOwn } from "#app";
import { OperationalError } from "#base";
import { checkBackup } from "#store";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

const variable = "GESTAND_BACKUP_PASSPHRASE";
/** What is guessed by trying is as safe as it is long; the rest of the cost is in the format of the file. */
const shortestPassphrase = 12;

interface Options {
  readonly check?: true;
  readonly json?: true;
}

/** `gestand backup` and `gestand restore`: our own database and its key, in one sealed file. */
export function backupCommands(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("backup")
    .description("write Gestand's own database and its key to a file that opens with a passphrase")
    .argument("<file>", "a file that does not exist yet")
    .option("--json", "print {file, sha256, sizeBytes, madeAt, rows}")
    .addHelpText("after", `\nThe passphrase comes from ${variable}, or is asked for.`)
    .action(async (file: string, options: Options) => {
      const passphrase = await passphraseFor(terminal, "new");
      const made = await backUpOwn(configurationFrom(terminal.environment), { file: resolve(file), passphrase });
      terminal.out(
        options.json === true
          ? `${JSON.stringify(made, null, 2)}\n`
          : `${made.file}: ${total(made.rows)}, ${made.sizeBytes} bytes.\nSHA-256 ${made.sha256}\n` +
              "Without its passphrase nobody opens it, you neither. Keep the two apart, and try a restore now and then.\n",
      );
    });
  program
    .command("restore")
    .description("put a backup into an empty database, and its key into its place")
    .argument("<file>", "made by gestand backup")
    .option("--check", "only read it to the end and count: needs no database and changes nothing")
    .option("--json", "print {madeAt, program, server, rows, applied, log}")
    .addHelpText("after", `\nThe passphrase comes from ${variable}, or is asked for.`)
    .action((file: string, options: Options) => restore(resolve(file), options, terminal, outcome));
}

async function restore(file: string, options: Options, terminal: Terminal, outcome: Outcome): Promise<void> {
  const passphrase = await passphraseFor(terminal, "known");
  if (options.check === true) {
    const found = await checkBackup({ file, passphrase });
    return terminal.out(
      options.json === true
        ? `${JSON.stringify(found, null, 2)}\n`
        : `${file} is whole: ${total(found.rows)}, made ${found.madeAt} by Gestand ${found.program} on PostgreSQL ${found.server}.\n`,
    );
  }
  const { log, ...restored } = await restoreOwn(configurationFrom(terminal.environment), { file, passphrase });
  if (!log.ok) outcome.code = exitCode.found;
  terminal.out(
    options.json === true
      ? `${JSON.stringify({ ...restored, log }, null, 2)}\n`
      : `Restored and counted again: ${total(restored.rows)}, as of ${restored.madeAt}.\n` +
          `The log ${log.ok ? "holds" : "DOES NOT HOLD, as it did when the backup was made"}: ${log.message}\n`,
  );
}

function total(rows: Readonly<Record<string, number>>): string {
  const tables = Object.keys(rows).length;
  return `${Object.values(rows).reduce((sum, count) => sum + count, 0)} rows in ${tables} tables`;
}

async function passphraseFor(terminal: Terminal, kind: "new" | "known"): Promise<string> {
  const given = terminal.environment[variable] || (await asked(terminal, kind));
  if (given.length >= shortestPassphrase || (kind === "known" && given !== "")) return given;
  throw new OperationalError(
    "passphrase-short",
    `The passphrase needs at least ${shortestPassphrase} characters. Nothing was done. Set ${variable}, or type it when you are asked.`,
  );
}

/** At a terminal, unseen; else the first line of what was piped in. */
async function asked(terminal: Terminal, kind: "new" | "known"): Promise<string> {
  if (!process.stdin.isTTY) return ((await terminal.input()).split(/\r?\n/)[0] ?? "").trim();
  const first = await unseen("Passphrase of the backup: ");
  if (kind === "known" || first === (await unseen("Once more: "))) return first;
  throw new OperationalError("passphrase-differs", "The two were not the same. Nothing was done. Try again.");
}

function unseen(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  return new Promise((done, fail) => {
    reader.once("SIGINT", () => fail(new OperationalError("passphrase-missing", "Stopped. Nothing was done.")));
    reader.question("", done);
  }).finally(() => {
    reader.close();
    process.stderr.write("\n");
  }) as Promise<string>;
}
