import { userInfo } from "node:os";
import type { Command } from "commander";
import { configurationFrom, loadPolicy, openArchive } from "#app";
import { isLocalDate, type LocalDate, localDateOf, type Problem, worst } from "#base";
import { checkPolicy } from "#policy";
import { problemLines, tally } from "../problems.ts";
import { exitCode, type Outcome, type Terminal } from "../terminal.ts";

interface PublishOptions {
  readonly on?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** `gestand publish [policy] [--on DATE] [--dry-run] [--json]`: an immutable, numbered version. Exit 1 when it is refused. */
export function publishCommand(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command("publish")
    .description("publish the policy as a new version that is never changed again; needs DATABASE_URL")
    .argument("[file]", "the policy")
    .option(
      "--on <date>",
      "the first day on which it holds; default: the day in the policy, or today when that has passed",
    )
    .option("--dry-run", "only say what would be published, or why not")
    .option("--json", "print {published, version, effectiveOn, hash, refused} as JSON")
    .action(async (file: string | undefined, options: PublishOptions, command: Command) => {
      const { on } = options;
      if (on !== undefined && !isLocalDate(on))
        command.error(`"${on}" is not a day. Nothing was published. Write 2027-01-31.`);
      const configuration = configurationFrom(terminal.environment, file === undefined ? {} : { policy: file });
      const { policy, problems, hash, files } = await loadPolicy(configuration.policyFile);
      const today = localDateOf(new Date(), policy?.timeZone ?? "UTC");
      const found: readonly Problem[] = policy === undefined ? problems : [...problems, ...checkPolicy(policy, today)];
      const say = (refused: string | undefined, version: number | undefined, from: LocalDate | undefined) => {
        if (refused !== undefined) outcome.code = exitCode.found;
        const published = refused === undefined && options.dryRun !== true;
        const facts = {
          published,
          version: version ?? null,
          effectiveOn: from ?? null,
          hash,
          refused: refused ?? null,
        };
        if (options.json === true) terminal.out(`${JSON.stringify(facts, null, 2)}\n`);
        else if (refused !== undefined) terminal.out(`${refused}\n`);
        else {
          const done = published ? "Published" : "This would be published";
          terminal.out(`${done}: version ${version ?? ""}, in force from ${from ?? ""}, sha256 ${hash}.\n`);
        }
      };
      if (policy === undefined || worst(found) === "error") {
        if (options.json !== true) terminal.out(problemLines(found));
        say(`${configuration.policyFile}: ${tally(found)}. Nothing was published.`, undefined, undefined);
        return;
      }
      const archive = await openArchive(configuration);
      try {
        const [last] = await archive.versions.all(archive.store.reader);
        const effectiveOn = on ?? usualDay(policy.inForceOn, today, last !== undefined);
        const draft = { files, hash, effectiveOn, today, by: userInfo().username };
        if (options.dryRun === true) {
          const refused = await archive.versions.refusal(archive.store.reader, draft);
          say(refused?.message, (last?.number ?? 0) + 1, effectiveOn);
          return;
        }
        const made = await archive.versions.publish(draft);
        if (made.ok) say(undefined, made.value.number, made.value.effectiveOn);
        else say(made.message, undefined, effectiveOn);
      } finally {
        await archive.close();
      }
    });
}

/** The first version may have held for long; a later one cannot begin in the past. */
function usualDay(inForceOn: LocalDate, today: LocalDate, later: boolean): LocalDate {
  return later && inForceOn < today ? today : inForceOn;
}
