import { open, readFile } from "node:fs/promises";
import type { Command } from "commander";
import { configurationFrom, openHouse } from "#app";
import { OperationalError } from "#base";
import { readConsentReceipt, verifyConsentReceipt } from "#consent";
import { verifyLog, verifyReceipt } from "#evidence";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

/** `gestand evidence verify|export`: checking needs nothing but the file. */
export function evidenceCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const evidence = program.command("evidence").description("check or export the record of what was done");
  evidence
    .command("verify")
    .description("check a whole log, or one receipt, offline; exit 1 when it does not hold")
    .argument("[log]", "an exported log (NDJSON)")
    .option("--receipt <file>", "a receipt to check: of a request (.jws), or of a choice about cookies (.json)")
    .option("--key <verifier-key>", "the verifier key you trust; needed for a receipt")
    .option("--checkpoint <file>", "a checkpoint kept from before: nothing under it may have changed")
    .option("--records", "hold the consents in the database, of browsers and of persons, against the log")
    .option("-p, --policy <file>", "the policy; with --records")
    .option("--json", "print as JSON")
    .action(
      async (
        log: string | undefined,
        options: {
          receipt?: string;
          key?: string;
          checkpoint?: string;
          json?: true;
          records?: true;
          policy?: string;
        },
        command: Command,
      ) => {
        const checked =
          options.records === true ? await checkRecords(terminal, options) : await check(log, options, command);
        outcome.code = checked.ok ? exitCode.done : exitCode.found;
        terminal.out(
          options.json === true
            ? `${JSON.stringify(checked)}\n`
            : `${checked.ok ? "holds" : "DOES NOT HOLD"}: ${checked.message}\n`,
        );
      },
    );
  evidence
    .command("export")
    .description("write the whole log as NDJSON to standard output")
    .option("-p, --policy <file>", "the policy")
    .action(async (options: { policy?: string }) => {
      const house = await openHouse(configurationFrom(terminal.environment, options));
      try {
        for await (const chunk of house.evidence.exportLog()) terminal.out(Buffer.from(chunk).toString("utf8"));
      } finally {
        await house.close();
      }
    });
}

async function check(
  log: string | undefined,
  options: { receipt?: string; key?: string; checkpoint?: string },
  command: Command,
): Promise<{ ok: boolean; message: string }> {
  if (options.receipt !== undefined) {
    if (options.key === undefined)
      command.error("Give the verifier key you trust with --key; it is on the page “Proof” of the privacy centre.");
    const text = (await reading(options.receipt, (path) => readFile(path, "utf8"))).trim();
    const choice = readConsentReceipt(text);
    const key = options.key ?? "";
    const checked = choice === undefined ? verifyReceipt(text, key) : verifyConsentReceipt(choice, key);
    return checked.ok
      ? { ok: true, message: "the receipt is signed and its entry is in the log" }
      : { ok: false, message: checked.message };
  }
  if (log === undefined)
    command.error(
      'Give an exported log, or a receipt with --receipt. Export one with "gestand evidence export > log.ndjson".',
    );
  const checkpoint =
    options.checkpoint === undefined ? undefined : await reading(options.checkpoint, (path) => readFile(path, "utf8"));
  return reading(log, async (path) => {
    const file = await open(path);
    return verifyLog(file.createReadStream(), {
      ...(options.key === undefined ? {} : { verifierKey: options.key }),
      ...(checkpoint === undefined ? {} : { checkpoint }),
    });
  });
}

/** What visitors and persons chose: each record and line, and the log's own tree under them. */
async function checkRecords(
  terminal: Terminal,
  options: { policy?: string },
): Promise<{ ok: boolean; message: string }> {
  const house = await openHouse(configurationFrom(terminal.environment, options));
  try {
    const checks = [
      await house.evidence.verifyStored(),
      await house.consents.verify(),
      await house.permissions.verify(),
    ];
    const wrong = checks.filter(({ ok }) => !ok);
    return {
      ok: wrong.length === 0,
      message: (wrong.length === 0 ? checks : wrong).map(({ message }) => message).join("; "),
    };
  } finally {
    await house.close();
  }
}

async function reading<T>(path: string, read: (path: string) => Promise<T>): Promise<T> {
  try {
    return await read(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === undefined) throw cause;
    const why = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    throw new OperationalError("file-unreadable", `${path} ${why}. Nothing was checked.`, { cause });
  }
}
