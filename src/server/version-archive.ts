/** The published versions as pages show them: how each stands today, what it says, what it changed. */
import { addPeriod, isOperationalError, type LocalDate } from "#base";
import { diffPolicies, type Policy, type PolicyDiff, withOwnSystem } from "#policy";
import { inForceAmong, type Version, type VersionLine } from "#versions";
import type { Published, ServerParts } from "./parts.ts";

/** What differs between two versions never changes; a list of all of them asks for every one. */
const mostDiffs = 200;

export interface StandingVersion extends VersionLine {
  readonly state: "in-force" | "past" | "to-come" | "skipped";
  /** Its last day; absent when no later version is known. */
  readonly until?: LocalDate;
  readonly next?: VersionLine;
}

export interface VersionArchive {
  /** Newest first. */
  lines(): Promise<readonly StandingVersion[]>;
  /** `policy` is absent when another Gestand published it and this one cannot read it. */
  whole(number: number): Promise<{ readonly version: Version; readonly policy?: Policy } | undefined>;
  /** Against the version before; absent for the first, and when one of both cannot be read. */
  changes(number: number): Promise<PolicyDiff | undefined>;
}

export function versionArchive({ published, store }: Pick<ServerParts, "published" | "store">): VersionArchive {
  const diffs = new Map<number, PolicyDiff>();
  const whole: VersionArchive["whole"] = async (number) => {
    const version = await published.versions.numbered(store.reader, number);
    const policy = version && readable(published, version);
    return version && { version, ...(policy === undefined ? {} : { policy: withOwnSystem(policy) }) };
  };
  /** Without our own database, which is the same in every version. */
  const plain = async (number: number) => {
    const version = await published.versions.numbered(store.reader, number);
    return version && readable(published, version);
  };
  return {
    whole,
    lines: async () => standing(await published.versions.all(store.reader), await published.today()),
    changes: async (number) => {
      const known = diffs.get(number);
      if (known !== undefined) return known;
      const [before, after] = [await plain(number - 1), await plain(number)];
      if (before === undefined || after === undefined) return undefined;
      const diff = diffVersions(before, after);
      diffs.set(number, diff);
      const [oldest] = diffs.keys();
      if (diffs.size > mostDiffs && oldest !== undefined) diffs.delete(oldest);
      return diff;
    },
  };
}

function readable({ read }: Published, version: Version): Policy | undefined {
  try {
    return read(version);
  } catch (error) {
    if (isOperationalError(error)) return undefined;
    throw error;
  }
}

/** What changes but for the first day: every version has its own, and it stands beside each already. */
export function diffVersions(before: Policy, after: Policy): PolicyDiff {
  return diffPolicies({ ...before, inForceOn: after.inForceOn }, after);
}

function standing(lines: readonly VersionLine[], today: LocalDate): StandingVersion[] {
  const inForce = inForceAmong(lines, today)?.number;
  return lines.map((line, at) => {
    const next = lines[at - 1];
    const until = next && addPeriod(next.effectiveOn, { amount: -1, unit: "day" });
    const never = next?.effectiveOn === line.effectiveOn;
    const state =
      line.number === inForce ? "in-force" : never ? "skipped" : line.effectiveOn > today ? "to-come" : "past";
    return { ...line, state, ...(until === undefined ? {} : { until }), ...(next === undefined ? {} : { next }) };
  });
}
