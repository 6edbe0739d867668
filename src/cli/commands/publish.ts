import type { Command } from "commander";
import { type Archive, configurationFrom, openArchive, planPublication, type Publication } from "#app";
import { isLocalDate, isOperationalError, type LocalDate } from "#base";
import type { Concerned } from "#changes";
import { looksPersonal } from "#evidence";
import type { PublishRefusal } from "#versions";
import { diffText } from "../diff-text.ts";
import { inHouse } from "../of-version.ts";
import { problemLines, tally } from "../problems.ts";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

interface PublishOptions {
  readonly on?: string;
  readonly despiteNotice?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** `gestand publish [policy] [--on DATE] [--despite-notice WHY] [--dry-run] [--json]`. Exit 1 when it is refused. */
export function publishCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("publish")
    .description(
      "publish the policy as a new version that is never changed again, and say whom it concerns and by which day they must be told; needs DATABASE_URL",
    )
    .argument("[file]", "the policy")
    .option(
      "--on <date>",
      "the first day on which it holds; default: the earliest that suits the policy and its promises",
    )
    .option(
      "--despite-notice <reason>",
      "begin sooner than the policy promised people who are concerned; the reason goes into the evidence log",
    )
    .option("--dry-run", "only say what would be published and what it changes, or why not")
    .option(
      "--json",
      "print {published, version, effectiveOn, tellBy, concerned, hash, refused, earliestOn, changes} as JSON",
    )
    .action(async (file: string | undefined, options: PublishOptions, command: Command) => {
      const { on } = options;
      if (on !== undefined && !isLocalDate(on))
        return command.error(`"${on}" is not a day. Nothing was published. Write 2027-01-31.`);
      const reason = reasonFrom(options.despiteNotice, command);
      const configuration = configurationFrom(terminal.environment, file === undefined ? {} : { policy: file });
      let archive: Archive | undefined;
      try {
        const { hash, problems, publication } = await planPublication(
          async () => (archive = await openArchive(configuration)),
          { file: configuration.policyFile, ...(on === undefined ? {} : { on }), ...reason },
          new Date(),
        );
        if (publication === undefined) {
          if (options.json !== true) terminal.out(problemLines(problems));
          const refused = `${configuration.policyFile}: ${tally(problems)}. Nothing was published.`;
          say({ published: false, hash, refused }, options, terminal);
          outcome.code = exitCode.found;
        } else {
          const done = await carryOut(publication, options.dryRun === true);
          const concerned = done.published
            ? await concernedBy(terminal, configuration.policyFile, publication)
            : undefined;
          say({ hash, ...done, publication, ...(concerned === undefined ? {} : { concerned }) }, options, terminal);
          if (done.refused !== undefined) outcome.code = exitCode.found;
        }
      } finally {
        await archive?.close();
      }
      return undefined;
    });
}

function reasonFrom(text: string | undefined, command: Command): { readonly despiteNotice?: string } {
  if (text === undefined) return {};
  const despiteNotice = text.trim();
  if (despiteNotice === "") command.error("Give the reason. Nothing was published.");
  if (looksPersonal(despiteNotice) !== undefined)
    command.error(
      `The reason holds ${looksPersonal(despiteNotice) ?? ""}, and it goes into the evidence log, where nobody may be named. Nothing was published.`,
    );
  return { despiteNotice };
}

/** How many persons, when every system can be asked now; publishing waits for none of them. */
async function concernedBy(
  terminal: Terminal,
  policy: string,
  { number, diff }: Publication,
): Promise<readonly Concerned[] | undefined> {
  if (diff === undefined || diff.persons.length === 0) return undefined;
  let concerned: readonly Concerned[] | undefined;
  try {
    await inHouse(terminal, { policy }, async ({ announcements }) => {
      const looked = await announcements.preview(number);
      if (looked.ok && looked.value.problems.every(({ severity }) => severity !== "error"))
        concerned = looked.value.concerned;
    });
  } catch (error) {
    if (!isOperationalError(error)) throw error;
  }
  return concerned;
}

interface Done {
  readonly published: boolean;
  readonly refused?: string;
  readonly earliestOn?: LocalDate;
}

function refused({ message, earliestOn }: PublishRefusal): Done {
  return { published: false, refused: message, ...(earliestOn === undefined ? {} : { earliestOn }) };
}

async function carryOut(publication: Publication, dryRun: boolean): Promise<Done> {
  if (publication.refusal !== undefined) return refused(publication.refusal);
  if (dryRun) return { published: false };
  const made = await publication.publish();
  return made.ok ? { published: true } : refused(made);
}

function say(
  told: Done & {
    readonly hash: string;
    readonly publication?: Publication;
    readonly concerned?: readonly Concerned[];
  },
  options: PublishOptions,
  { out }: Terminal,
): void {
  const { published, hash, refused, earliestOn, publication, concerned } = told;
  if (options.json === true) {
    const facts = {
      published,
      version: refused === undefined ? (publication?.number ?? null) : null,
      effectiveOn: publication?.effectiveOn ?? null,
      tellBy: publication?.tellBy ?? null,
      concerned: concerned ?? null,
      hash,
      refused: refused ?? null,
      earliestOn: earliestOn ?? null,
      changes: publication?.diff ?? null,
    };
    out(`${JSON.stringify(facts, null, 2)}\n`);
    return;
  }
  if (refused !== undefined) {
    const despite =
      publication?.refusal?.reason === "notice-time" ? ' Or say why not, with --despite-notice "reason".' : "";
    out(`${refused}${despite}\n`);
    return;
  }
  if (publication === undefined) return;
  const { number, effectiveOn, tellBy, diff, since = number - 1 } = publication;
  const done = published ? "Published" : "This would be published";
  out(`${done}: version ${number}, in force from ${effectiveOn}, sha256 ${hash}.\n`);
  if (diff === undefined) return;
  out(`\nWhat it changes since version ${since}:\n${diffText(diff)}`);
  if (tellBy !== undefined) out(`\nPeople whom it concerns must be told by ${tellBy}.\n`);
  if (concerned !== undefined) out(countText(concerned));
  if (published) out(nextSteps(number, diff.persons.length > 0, effectiveOn));
}

function countText(concerned: readonly Concerned[]): string {
  const kinds = concerned.map(
    ({ person, persons, withoutAddress }) =>
      `${persons} ${person}${withoutAddress === 0 ? "" : ` (${withoutAddress} without an address)`}`,
  );
  return `\nFound in your systems now: ${kinds.length === 0 ? "nobody" : kinds.join(", ")}.\n`;
}

function nextSteps(number: number, concerned: boolean, effectiveOn: LocalDate): string {
  const told = concerned
    ? `Tell them: "gestand tell ${number}" shows who gets which letter, before anything is sent.\n`
    : "Nobody has to be told.\n";
  return `\n${told}Running processes carry it out by themselves from ${effectiveOn} on. Nothing has to be restarted.\n`;
}
