/** Which version is carried out: the published one in force, never the file on disk once there is a version. */
import { stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { addPeriod, type Clock, isOperationalError, type LocalDate, localDateOf, OperationalError, worst } from "#base";
import { checkPolicy, type Policy } from "#policy";
import type { Store } from "#store";
import { carriedOutAmong, type Version, type VersionLine, type Versions } from "#versions";
import { loadPolicy, policyOfVersion } from "./load-policy.ts";
import { type Before, noticesOf, readBefore } from "./published-notices.ts";

/** Parsing a version takes tens of milliseconds, and anybody may ask for an old one. */
const mostKept = 40;

/** Versions as policies. Throws OperationalError `version-unreadable`, each time anew. */
export type ReadVersion = (version: Version) => Policy;

export function readVersions(): ReadVersion {
  const kept = new Map<string, Policy | OperationalError>();
  return (version) => {
    // Two archives never meet here, but a version is what its text and its first day are.
    const key = `${version.hash} ${version.effectiveOn}`;
    const read = kept.get(key) ?? readOrError(version);
    kept.delete(key);
    kept.set(key, read);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    if (read instanceof OperationalError) throw read;
    return read;
  };
}

function readOrError(version: Version): Policy | OperationalError {
  try {
    return policyOfVersion(version);
  } catch (error) {
    if (error instanceof OperationalError) return error;
    throw error;
  }
}

/** The policy file, as it is now. */
export type OnDisk =
  | { readonly state: "readable"; readonly policy: Policy; readonly hash: string; readonly draft: DiskDraft }
  | { readonly state: "missing" | "wrong"; readonly error: OperationalError };
type DiskDraft = Pick<Version, "files" | "hash">;

export async function readDisk(file: string): Promise<OnDisk> {
  try {
    const { policy, problems, hash, files } = await loadPolicy(file);
    if (policy !== undefined) return { state: "readable", policy, hash, draft: { files, hash } };
    const errors = problems.filter(({ severity }) => severity === "error").length;
    const message = `${file} has ${errors} error${errors === 1 ? "" : "s"}; "gestand check" lists them. Nothing was started.`;
    return { state: "wrong", error: new OperationalError("policy-wrong", message) };
  } catch (error) {
    if (isOperationalError(error)) return { state: "missing", error };
    throw error;
  }
}

/** When the files of a policy were last saved, for whoever looks often: parsing is the dear part. */
export async function savedAt(file: string, included: readonly string[]): Promise<string> {
  const all = [file, ...included.map((path) => join(dirname(file), path))];
  const stats = await Promise.all(all.map((each) => stat(each).catch(() => undefined)));
  return stats.map((each) => `${each?.mtimeMs ?? "gone"} ${each?.size ?? ""}`).join("\n");
}

/** Who publishes, as this machine calls them; a container may have no name for its user. */
export function operator(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}

export interface VersionCalendar {
  readonly read: ReadVersion;
  /** The day it is where the organisation is. */
  today(): Promise<LocalDate>;
  /** The version to carry out now; none when none was published. */
  due(): Promise<VersionLine | undefined>;
}

/** One short query per question; a version's text is read once. */
export function versionCalendar(
  { reader }: Pick<Store, "reader">,
  versions: Versions,
  clock: Clock,
  read: ReadVersion = readVersions(),
): VersionCalendar {
  const zones = new Map<number, string>();
  /** Of the newest version that has begun everywhere on Earth: that is the same answer in every process. */
  async function zoneNow(lines: readonly VersionLine[]): Promise<string> {
    const surely = addPeriod(localDateOf(clock.now(), "UTC"), { amount: -1, unit: "day" });
    const number = carriedOutAmong(lines, surely)?.number;
    if (number === undefined) return "UTC";
    const zone = zones.get(number) ?? (await zoneOf(number));
    zones.set(number, zone);
    return zone;
  }
  async function zoneOf(number: number): Promise<string> {
    const version = await versions.numbered(reader, number);
    try {
      return version === undefined ? "UTC" : read(version).timeZone;
    } catch (error) {
      if (isOperationalError(error)) return "UTC";
      throw error;
    }
  }
  const dayOf = async (lines: readonly VersionLine[]) => localDateOf(clock.now(), await zoneNow(lines));
  return {
    read,
    today: async () => dayOf(await versions.all(reader)),
    due: async () => {
      const lines = await versions.all(reader);
      return carriedOutAmong(lines, await dayOf(lines));
    },
  };
}

/** `first`: version 1 when there is none. `changes`: also every other text that stands on disk, as soon as the days of the versions before it allow. */
export type Publishing = "first" | "changes";

/** Answers the version that was published now, if any. A policy that contradicts itself is not published unasked. */
export async function publishDisk(
  disk: OnDisk,
  { clock, ...before }: Before & { readonly clock: Clock },
  publishing: Publishing,
): Promise<VersionLine | undefined> {
  if (disk.state !== "readable") return undefined;
  const { versions, reader } = before;
  const lines = await versions.all(reader);
  const [newest] = lines;
  if (newest !== undefined && (publishing === "first" || newest.hash === disk.hash)) return undefined;
  const { policy } = disk;
  const today = localDateOf(clock.now(), policy.timeZone);
  if (worst(checkPolicy(policy, today)) === "error") return undefined;
  const draft = { ...disk.draft, today, by: operator() };
  if (newest === undefined) {
    const { inForceOn } = policy;
    return versions.publishFirst({ ...draft, effectiveOn: inForceOn, notices: noticesOf(policy, inForceOn) });
  }
  const effectiveOn = newest.effectiveOn > today ? newest.effectiveOn : today;
  const since = await readBefore(policy, before)(lines, effectiveOn);
  const notices = noticesOf(policy, effectiveOn, since);
  const made = await versions.publish({ ...draft, effectiveOn, notices, after: newest.number });
  return made.ok ? made.value : undefined;
}

/** Whether the file on disk is the version carried out, or one that is to come. */
export function isPublished(hash: string, lines: readonly VersionLine[], carried: VersionLine, on: LocalDate): boolean {
  return lines.some((line) => line.hash === hash && (line.number === carried.number || line.effectiveOn > on));
}
