import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Command } from "commander";
import { type Archive, type Configuration, configurationFrom, loadPolicy, openArchive } from "#app";
import { isLocalDate, type Language, type LocalDate, OperationalError, type Problem } from "#base";
import { type NoticeDocument, noticeMarkdown, noticeOf, noticeText } from "#notice";
import type { Policy } from "#policy";
import { noticeFile, versionTexts } from "#server";
import { problemLines } from "../problems.ts";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";
import { languageFrom } from "./register.ts";

const formats = ["html", "markdown", "text", "pdf"] as const;
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
      const language = languageFrom(options.language, command);
      const { notice, problems, hash, languages, ...around } = await chosen(configuration, options, language);
      if (notice === undefined) {
        terminal.err(problemLines(problems));
        outcome.code = exitCode.found;
        return undefined;
      }
      if (language !== undefined && notice.language !== language)
        return command.error(`The policy is not in "${language}". Write ${languages.join(" or ")}.`);
      if (around.remade) terminal.err(`${anew}\n`);
      terminal.out(await made(format, { ...around, hash, notice }, configuration, terminal));
      return undefined;
    });
}

const anew =
  "This version was published without its notice, which was made anew of its text: its words may differ from what people read.";

async function made(
  format: (typeof formats)[number],
  { policy, notice, hash }: { policy: Policy | undefined; notice: NoticeDocument; hash: string },
  { publicUrl }: Configuration,
  { environment }: Terminal,
): Promise<string | Uint8Array> {
  if (format === "markdown") return noticeMarkdown(notice);
  if (format === "text") return noticeText(notice);
  if (policy === undefined)
    throw new OperationalError(
      "version-unreadable",
      "This version was published with another Gestand, so a page cannot be made around its notice. Nothing was printed. Write --format text or markdown.",
    );
  const page = await noticeFile({ policy, policyHash: hash, notice, publicUrl });
  return format === "pdf" ? printed(page, environment["GESTAND_CHROMIUM"]) : page;
}

function wrongChoice({ version, on }: NoticeOptions): string | undefined {
  if (version !== undefined && on !== undefined) return "Give --version or --on, not both. Nothing was printed.";
  if (version !== undefined && !/^[1-9]\d{0,8}$/.test(version))
    return `"${version}" is not the number of a version. Nothing was printed. Write 1, 2, ….`;
  if (on !== undefined && !isLocalDate(on)) return `"${on}" is not a day. Nothing was printed. Write 2027-01-31.`;
  return undefined;
}

interface Chosen {
  readonly notice?: NoticeDocument;
  readonly languages: readonly Language[];
  readonly policy: Policy | undefined;
  readonly problems: readonly Problem[];
  readonly hash: string;
  readonly remade: boolean;
}

async function chosen(
  configuration: Configuration,
  { version: number, on }: NoticeOptions,
  language: Language | undefined,
): Promise<Chosen> {
  if (number === undefined && on === undefined) {
    const { policy, problems, hash } = await loadPolicy(configuration.policyFile);
    if (policy === undefined) return { policy, problems, hash, languages: [], remade: false };
    const { languages } = policy;
    const wanted = language !== undefined && languages.includes(language) ? language : (languages[0] ?? "nl");
    return { notice: noticeOf(policy, wanted), policy, problems, hash, languages, remade: false };
  }
  const archive = await openArchive(configuration);
  try {
    return await published(archive, on !== undefined && isLocalDate(on) ? on : Number(number), language);
  } finally {
    await archive.close();
  }
}

async function published(
  { versions, store, calendar }: Archive,
  which: LocalDate | number,
  language: Language | undefined,
): Promise<Chosen> {
  const { reader } = store;
  const texts = versionTexts({ versions, reader, read: calendar.read });
  const number = typeof which === "number" ? which : (await versions.inForce(reader, which))?.number;
  const { version, policy } = (number === undefined ? undefined : await texts.whole(number)) ?? {};
  if (version === undefined)
    throw new OperationalError(
      "no-version",
      `${typeof which === "number" ? `There is no version ${which}` : `No version held on ${which}`}. Nothing was printed.`,
    );
  const languages = version.notices?.map((notice) => notice.language) ?? policy?.languages ?? [];
  const { document, remade } = (await texts.notice(version.number, language ?? languages[0] ?? "nl")) ?? {};
  // Says why, when it can be read neither as it was published nor from its text.
  if (document === undefined) calendar.read(version);
  const notice = document === undefined ? {} : { notice: document };
  return { ...notice, languages, policy, problems: [], hash: version.hash, remade: remade ?? true };
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
