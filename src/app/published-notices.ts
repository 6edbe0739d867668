/** The notice of a version as it is kept with it, for good. */
import { isOperationalError, type LocalDate } from "#base";
import { changedSince, keptNotice, noticeWith } from "#notice";
import { type ChangeForPersons, changeForPersons, type Policy, promisesOf, withOwnSystem } from "#policy";
import type { Reader } from "#store";
import {
  hashOfNotices,
  heldBefore,
  type PublishedNotice,
  type Version,
  type VersionLine,
  type Versions,
} from "#versions";

/** The version that people live under until then, and what differs from it for them. */
export interface SinceVersion {
  readonly number: number;
  readonly effectiveOn: LocalDate;
  readonly change: ChangeForPersons;
}

export interface Before {
  readonly versions: Versions;
  readonly reader: Reader;
  readonly read: (version: Version) => Policy;
}

/**
 * For a version after all of `lines` (newest first), by its first day. Nothing for the first, and for one that was published
 * with another Gestand: it can be followed all the same.
 */
export function readBefore(policy: Policy, { versions, reader, read }: Before) {
  const known = new Map<number, ChangeForPersons | undefined>();
  return async (lines: readonly VersionLine[], effectiveOn: LocalDate): Promise<SinceVersion | undefined> => {
    const line = heldBefore(lines, { number: (lines[0]?.number ?? 0) + 1, effectiveOn });
    if (line === undefined) return undefined;
    const { number } = line;
    const version = known.has(number) ? undefined : await versions.numbered(reader, number);
    if (version !== undefined)
      known.set(
        number,
        changeOrNone(() => read(version), policy),
      );
    const change = known.get(number);
    return change && { number, effectiveOn: line.effectiveOn, change };
  };
}

function changeOrNone(before: () => Policy, after: Policy): ChangeForPersons | undefined {
  try {
    return changeForPersons(before(), after);
  } catch (error) {
    if (isOperationalError(error)) return undefined;
    throw error;
  }
}

/** In each language of the policy, as pages show it from `effectiveOn` on. */
export function noticesOf(policy: Policy, effectiveOn: LocalDate, since?: SinceVersion): readonly PublishedNotice[] {
  const published = withOwnSystem({ ...policy, inForceOn: effectiveOn });
  const promises = promisesOf(published);
  const changed = since && changedSince(since.effectiveOn, since.change);
  return policy.languages.map((language) => ({
    language,
    text: keptNotice(noticeWith(published, promises, language, changed)),
  }));
}

/** Whether this Gestand words the notice of the newest version otherwise than it was published; `policy` is its text. */
export async function isReworded(policy: Policy, lines: readonly VersionLine[], before: Before): Promise<boolean> {
  const [newest, ...earlier] = lines;
  const version = newest && (await before.versions.numbered(before.reader, newest.number));
  if (version?.notices === undefined) return false;
  const since = await readBefore(policy, before)(earlier, version.effectiveOn);
  return hashOfNotices(noticesOf(policy, version.effectiveOn, since)) !== hashOfNotices(version.notices);
}
