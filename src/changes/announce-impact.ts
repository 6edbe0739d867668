/** What a version means for persons: which differences, for which kinds, and in which tables their rows count. */
import { type LocalDate, refuse, type Result, succeed } from "#base";
import type { WantedPersons } from "#connectors";
import { type ChangeClass, changeForPersons, type Difference, type Policy, type PolicyDiff, tellByOf } from "#policy";
import type { Reader } from "#store";
import type { Version } from "#versions";
import type { AnnounceRefusal } from "./contract.ts";
import { type Before, readableBefore, type Texts } from "./readable-before.ts";

export interface Impact {
  readonly version: Version;
  /** The version that people lived under until it, or the nearest one that can be read. */
  readonly since: Version;
  /** Versions between them that cannot be read. */
  readonly passedOver: readonly number[];
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

/**
 * Versions never change, so what differs between two of them is counted once. Throws OperationalError `version-unreadable`
 * when the version, or every earlier one, cannot be read.
 */
export function impacts(texts: Texts) {
  const known = new Map<number, Result<Impact, AnnounceRefusal>>();
  return async (reader: Reader, number: number): Promise<Result<Impact, AnnounceRefusal>> => {
    const found = known.get(number) ?? (await read(texts, reader, number));
    if (found.ok || found.reason !== "unknown-version") known.set(number, found);
    return found;
  };
}

async function read(texts: Texts, reader: Reader, number: number): Promise<Result<Impact, AnnounceRefusal>> {
  const whole = Number.isInteger(number) && number > 0 && number < 2 ** 31;
  const version = whole ? await texts.versions.numbered(reader, number) : undefined;
  if (version === undefined)
    return refuse("unknown-version", `There is no version ${number}. Nobody was told anything.`);
  const before = await readableBefore(texts, reader, version);
  if (before === undefined)
    return refuse("nobody-concerned", `Version ${number} is the first one. Nobody needs to be told.`);
  const impact = impactOf(version, texts.policyOf(version), before);
  if (impact.persons.length > 0) return succeed(impact);
  return refuse(
    "nobody-concerned",
    `Version ${number} changes nothing for persons compared with version ${before.version.number}. Nobody needs to be told.`,
  );
}

export type ImpactOf = ReturnType<typeof impacts>;

function impactOf(version: Version, policy: Policy, before: Before): Impact {
  const change = changeForPersons(before.policy, policy);
  const { diff, concerning } = change;
  const tellBy = tellByOf(change, version.effectiveOn);
  return {
    version,
    since: before.version,
    passedOver: before.passedOver,
    policy,
    class: diff.class ?? "editorial",
    differences: concerning,
    consentFor: diff.consentFor,
    persons: diff.persons,
    ...(tellBy === undefined ? {} : { tellBy }),
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
