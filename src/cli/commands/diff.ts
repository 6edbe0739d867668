import type { Command } from "commander";
import { type Archive, configurationFrom, loadPolicy, openArchive } from "#app";
import { isLocalDate, OperationalError } from "#base";
import { diffPolicies, type Policy } from "#policy";
import type { Version } from "#versions";
import { diffText } from "../diff-text.ts";
import type { Outcome, Terminal } from "../terminal.ts";

/** `gestand diff [from] [to] [--json]`: numbers of versions, days, or files. */
export function diffCommand(program: Command, terminal: Terminal, _outcome: Outcome): void {
  program
    .command("diff")
    .description("say what differs between two versions, and whose data it concerns")
    .argument("[from]", "number of a version, a day, or a file; default: the version that is carried out today")
    .argument("[to]", "the same; default: the policy on disk")
    .option("--json", "print {differences, class, consentFor, persons} as JSON")
    .action(async (from: string | undefined, to: string | undefined, options: { json?: true }) => {
      const configuration = configurationFrom(terminal.environment);
      const sides = [from, to ?? configuration.policyFile] as const;
      const stored = sides.some((side) => side === undefined || !isFile(side));
      const archive = stored ? await openArchive(configuration) : undefined;
      try {
        const before = await policyOf(sides[0], archive);
        const diff = diffPolicies(before, await policyOf(sides[1], archive));
        terminal.out(options.json === true ? `${JSON.stringify(diff, null, 2)}\n` : diffText(diff));
      } finally {
        await archive?.close();
      }
    });
}

function isFile(side: string): boolean {
  return !/^\d+$/.test(side) && !isLocalDate(side);
}

async function policyOf(side: string | undefined, archive?: Archive): Promise<Policy> {
  if (side !== undefined && (archive === undefined || isFile(side))) return onDisk(side);
  const version = archive === undefined ? undefined : await stored(side, archive);
  if (archive !== undefined && version !== undefined) return archive.calendar.read(version);
  throw new OperationalError(
    "no-version",
    side === undefined
      ? 'No version was published yet. Nothing was compared. Publish one with "gestand publish".'
      : `There is no version for "${side}". Nothing was compared.`,
  );
}

async function stored(
  side: string | undefined,
  { versions, calendar, store: { reader } }: Archive,
): Promise<Version | undefined> {
  if (side === undefined) return versions.carriedOut(reader, await calendar.today());
  if (isLocalDate(side)) return versions.inForce(reader, side);
  return Number(side) > 2 ** 31 - 1 ? undefined : versions.numbered(reader, Number(side));
}

async function onDisk(file: string): Promise<Policy> {
  const { policy, problems } = await loadPolicy(file);
  if (policy !== undefined) return policy;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  throw new OperationalError(
    "policy-wrong",
    `${file} has ${errors} error${errors === 1 ? "" : "s"}; "gestand check" lists them. Nothing was compared.`,
  );
}
