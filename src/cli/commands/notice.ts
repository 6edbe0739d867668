import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Command } from "commander";
import { configurationFrom, loadPolicy } from "#app";
import { OperationalError } from "#base";
import { noticeFile, noticeFormats } from "#server";
import { problemLines } from "../problems.ts";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";
import { languageFrom } from "./register.ts";

const formats = [...noticeFormats, "pdf"] as const;
const patienceMs = 60_000;

interface NoticeOptions {
  readonly policy?: string;
  readonly format: string;
  readonly language?: string;
}

/** `gestand notice --format html|markdown|text|pdf [--language nl|en]`: the notice as it is published, on standard output. */
export function noticeCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("notice")
    .description("print the privacy notice that follows from the policy")
    .option("-p, --policy <file>", "the policy")
    .option("--format <format>", `${formats.join(", ")}; pdf needs Chromium, named by GESTAND_CHROMIUM`, "html")
    .option("--language <code>", "nl or en; default: the first of the policy")
    .action(async (options: NoticeOptions, command: Command) => {
      const format = formats.find((known) => known === options.format);
      if (format === undefined)
        return command.error(`The notice is not made as "${options.format}". Write ${formats.join(", ")}.`);
      const configuration = configurationFrom(terminal.environment, options);
      const { policy, problems, hash } = await loadPolicy(configuration.policyFile);
      if (policy === undefined) {
        terminal.err(problemLines(problems));
        outcome.code = exitCode.found;
        return undefined;
      }
      const language = languageFrom(options.language, command) ?? policy.languages[0] ?? "nl";
      if (!policy.languages.includes(language))
        return command.error(`The policy is not in "${language}". Write ${policy.languages.join(" or ")}.`);
      const about = { policy, policyHash: hash, language, publicUrl: configuration.publicUrl };
      terminal.out(
        format === "pdf"
          ? await printed(await noticeFile("html", about), terminal.environment["GESTAND_CHROMIUM"])
          : await noticeFile(format, about),
      );
      return undefined;
    });
}

/** As the browser of a reader prints it. */
async function printed(page: string, chromium: string | undefined): Promise<Uint8Array> {
  if (chromium === undefined)
    throw new OperationalError(
      "no-browser",
      "A PDF is made by Chromium. Set GESTAND_CHROMIUM to the path of it, or print the page from your own browser.",
    );
  const folder = await mkdtemp(join(tmpdir(), "gestand-notice-"));
  try {
    const source = join(folder, "notice.html");
    const target = join(folder, "notice.pdf");
    await writeFile(source, page);
    const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    await promisify(execFile)(
      chromium,
      [
        "--headless",
        "--disable-gpu",
        "--no-pdf-header-footer",
        ...asRoot,
        `--user-data-dir=${join(folder, "profile")}`,
        `--print-to-pdf=${target}`,
        pathToFileURL(source).href,
      ],
      { timeout: patienceMs },
    );
    return await readFile(target);
  } catch (cause) {
    throw new OperationalError("no-pdf", `${chromium} made no PDF. Nothing was written.`, { cause });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
