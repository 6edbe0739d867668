import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Command } from "commander";
import { type Configuration, configurationFrom, loadPolicy, openArchive } from "#app";
import { isLocalDate, OperationalError, type Problem } from "#base";
import type { Policy } from "#policy";
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
  readonly version?: string;
  readonly on?: string;
}

/**
 * `gestand notice --format html|markdown|text|pdf [--language nl|en] [--version N | --on DATE]`: the notice that follows from
 * the policy on disk, or a published one, on standard output.
 */
export function noticeCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("notice")
    .description("print the privacy notice that follows from the policy")
    .option("-p, --policy <file>", "the policy")
    .option("--format <format>", `${formats.join(", ")}; pdf needs Chromium, named by GESTAND_CHROMIUM`, "html")
    .option("--language <code>", "nl or en; default: the first of the policy")
    .option("--version <number>", "that published version; needs DATABASE_URL")
    .option("--on <date>", "the version that held on this day; needs DATABASE_URL")
    .action(async (options: NoticeOptions, command: Command) => {
      const wrong = wrongChoice(options);
      if (wrong !== undefined) return command.error(wrong);
      const format = formats.find((known) => known === options.format);
      if (format === undefined)
        return command.error(`The notice is not made as "${options.format}". Write ${formats.join(", ")}.`);
      const configuration = configurationFrom(terminal.environment, options);
      const { policy, problems, hash } = await chosen(configuration, options);
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

function wrongChoice({ version, on }: NoticeOptions): string | undefined {
  if (version !== undefined && on !== undefined) return "Give --version or --on, not both. Nothing was printed.";
  if (version !== undefined && !/^[1-9]\d{0,8}$/.test(version))
    return `"${version}" is not the number of a version. Nothing was printed. Write 1, 2, ….`;
  if (on !== undefined && !isLocalDate(on)) return `"${on}" is not a day. Nothing was printed. Write 2027-01-31.`;
  return undefined;
}

interface Chosen {
  readonly policy: Policy | undefined;
  readonly problems: readonly Problem[];
  readonly hash: string;
}

async function chosen(configuration: Configuration, { version: number, on }: NoticeOptions): Promise<Chosen> {
  if (number === undefined && on === undefined) return loadPolicy(configuration.policyFile);
  const archive = await openArchive(configuration);
  const { versions, store, calendar } = archive;
  try {
    const version =
      on !== undefined && isLocalDate(on)
        ? await versions.inForce(store.reader, on)
        : await versions.numbered(store.reader, Number(number));
    if (version !== undefined) return { policy: calendar.read(version), problems: [], hash: version.hash };
    throw new OperationalError(
      "no-version",
      on === undefined
        ? `There is no version ${number}. Nothing was printed.`
        : `No version held on ${on}. Nothing was printed.`,
    );
  } finally {
    await archive.close();
  }
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
