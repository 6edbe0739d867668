/** What a version means for persons: which differences, for which kinds, and in which tables their rows count. */
import { addPeriod, type LocalDate, refuse, type Result, succeed } from "#base";
import type { WantedPersons } from "#connectors";
import { type ChangeClass, changeForPersons, type Difference, type Policy, type PolicyDiff } from "#policy";
import type { Reader } from "#store";
import { heldBefore, type Version } from "#versions";
import type { AnnouncementsOptions } from "./announce-house.ts";
import type { AnnounceRefusal } from "./contract.ts";

export interface Impact {
  readonly version: Version;
  /** The version that people lived under until it; itself when it is the first. */
  readonly since: Version;
  /** As this version has it. */
  readonly policy: Policy;
  readonly class: ChangeClass;
  /** More than editorial, and about somebody's data. */
  readonly differences: readonly Difference[];
  readonly consentFor: PolicyDiff["consentFor"];
  /** Kinds of persons, sorted. */
  readonly persons: readonly string[];
  /** The day by which the version that held until then promises that people were told. */
  readonly tellBy?: LocalDate;
}

type ImpactOptions = Pick<AnnouncementsOptions, "versions" | "policyOf">;

/** Versions never change, so what differs between two of them is counted once. */
export function impacts({ versions, policyOf }: ImpactOptions) {
  const known = new Map<number, Impact>();
  return async (reader: Reader, number: number): Promise<Result<Impact, AnnounceRefusal>> => {
    const found = known.get(number) ?? (await read(reader, number));
    if (found === undefined)
      return refuse("unknown-version", `There is no version ${number}. Nobody was told anything.`);
    known.set(number, found);
    if (found.persons.length > 0) return succeed(found);
    const { since } = found;
    const why =
      since.number === number
        ? "is the first one"
        : `changes nothing for persons compared with version ${since.number}`;
    return refuse("nobody-concerned", `Version ${number} ${why}. Nobody needs to be told.`);
  };

  async function read(reader: Reader, number: number): Promise<Impact | undefined> {
    const whole = Number.isInteger(number) && number > 0 && number < 2 ** 31;
    const version = whole ? await versions.numbered(reader, number) : undefined;
    if (version === undefined) return undefined;
    const before = heldBefore(await versions.all(reader), version);
    const since = (before && (await versions.numbered(reader, before.number))) ?? version;
    return impactOf({ version, since, policy: policyOf(version), before: policyOf(since) });
  }
}

export type ImpactOf = ReturnType<typeof impacts>;

function impactOf(two: { version: Version; since: Version; policy: Policy; before: Policy }): Impact {
  const { version, since, policy, before } = two;
  const { diff, concerning, notice } = changeForPersons(before, policy);
  return {
    version,
    since,
    policy,
    class: diff.class ?? "editorial",
    differences: concerning,
    consentFor: diff.consentFor,
    persons: diff.persons,
    // People were told this long before it holds: so says the version that held until then.
    ...(notice === undefined || diff.persons.length === 0
      ? {}
      : { tellBy: addPeriod(version.effectiveOn, { ...notice, amount: -notice.amount }) }),
  };
}

/** Which persons to look for in one system. A difference that names no table concerns all of a kind. */
export function wantedIn({ differences, persons }: Impact, system: string): readonly WantedPersons[] {
  return persons.flatMap((person): WantedPersons[] => {
    const theirs = differences.filter((one) => one.persons.includes(person));
    if (theirs.some(({ tables }) => tables.length === 0)) return [{ person, tables: "any" }];
    const prefix = `${system}.`;
    const tables = theirs.flatMap((one) => one.tables).filter((table) => table.startsWith(prefix));
    const names = [...new Set(tables.map((table) => table.slice(prefix.length)))];
    return names.length === 0 ? [] : [{ person, tables: names }];
  });
}
