import { open } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { configurationFrom, mailTransport } from "#app";
import { OperationalError } from "#base";
import { checkTransport, dkimKey, dkimRecord, domainOf, makeDkimKey } from "#mail";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

/** `gestand mail key|check`: what must be right outside Gestand before its letters arrive. */
export function mailCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  const mail = program.command("mail").description("set up and try the sending of letters");
  mail
    .command("key")
    .description("make a key that signs letters (DKIM), and say what to put in the DNS; never overwrites")
    .argument("<file>", "where to keep the key; only its owner can read it")
    .option("--from <address>", "the sender (GESTAND_MAIL_FROM)")
    .option("--selector <name>", "name of the key in the DNS (GESTAND_DKIM_SELECTOR)", "gestand")
    .option("--json", "print as JSON")
    .action(async (file: string, options: { from?: string; selector: string; json?: true }, command: Command) => {
      const from = options.from ?? terminal.environment["GESTAND_MAIL_FROM"];
      if (from === undefined)
        return command.error("Say who the sender is: set GESTAND_MAIL_FROM or use --from. Nothing was made.");
      const key = dkimKey(options.selector, makeDkimKey());
      await keep(resolve(file), key.privateKey);
      const name = `${key.selector}._domainkey.${domainOf({ from })}`;
      const record = dkimRecord(key);
      terminal.out(
        options.json === true
          ? `${JSON.stringify({ file: resolve(file), name, type: "TXT", record })}\n`
          : `The key is in ${file}. Put this in the DNS, as a TXT record:\n\n  ${name}\n  ${record}\n\nThen set GESTAND_DKIM_KEY=${resolve(file)} and run "gestand mail check".\n`,
      );
    });
  mail
    .command("check")
    .description("try the mail server and look the key up in the DNS; ends with 1 when something does not hold")
    .option("--to <address>", "send a letter there as well")
    .option("--json", "print as JSON")
    .action(async (options: { to?: string; json?: true }, command: Command) => {
      const { GESTAND_SMTP_URL: url, GESTAND_MAIL_FROM: from } = terminal.environment;
      if (url === undefined || from === undefined)
        return command.error("Set GESTAND_SMTP_URL and GESTAND_MAIL_FROM. Nothing was tried.");
      const transport = await mailTransport(configurationFrom(terminal.environment), from);
      const { to } = options;
      const found = await checkTransport(transport, { at: new Date(), ...(to === undefined ? {} : { to }) });
      outcome.code = found.every(({ holds }) => holds) ? exitCode.done : exitCode.found;
      terminal.out(
        options.json === true
          ? `${JSON.stringify(found, null, 2)}\n`
          : found.map(({ holds, message }) => `${holds ? "ok " : "NO "} ${message}\n`).join(""),
      );
    });
}

async function keep(file: string, text: string): Promise<void> {
  try {
    const handle = await open(file, "wx", 0o600);
    await handle.writeFile(text);
    await handle.close();
  } catch (cause) {
    const exists = (cause as { code?: string }).code === "EEXIST";
    throw new OperationalError(
      "file-not-written",
      exists
        ? `${file} exists already, and a key is never overwritten. Nothing was made.`
        : `${file} could not be written. Nothing was made.`,
      { cause },
    );
  }
}
