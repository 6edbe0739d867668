/** The version that held before another, as a policy, among those that this program can read. */
import { isOperationalError } from "#base";
import type { Policy } from "#policy";
import type { Reader } from "#store";
import { heldBefore, type Version, type VersionLine, type Versions } from "#versions";

export interface Texts {
  readonly versions: Versions;
  /** A version as the policy it was. Throws OperationalError `version-unreadable`. */
  readonly policyOf: (version: Version) => Policy;
}

export interface Before {
  readonly version: Version;
  readonly policy: Policy;
  /** Versions in between that this program cannot read, nearest first: what only they changed is not seen. */
  readonly passedOver: readonly number[];
}

/** None for the first version. Throws OperationalError `version-unreadable` when none of the earlier ones can be read. */
export async function readableBefore(
  { versions, policyOf }: Texts,
  reader: Reader,
  line: Pick<VersionLine, "number" | "effectiveOn">,
): Promise<Before | undefined> {
  const lines = await versions.all(reader);
  const passedOver: number[] = [];
  let unread: unknown;
  for (let at = heldBefore(lines, line); at !== undefined; at = heldBefore(lines, at)) {
    const version = await versions.numbered(reader, at.number);
    if (version === undefined) break;
    try {
      return { version, policy: policyOf(version), passedOver };
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      unread ??= error;
      passedOver.push(at.number);
    }
  }
  if (unread !== undefined) throw unread;
  return undefined;
}

/** `undefined` where a version cannot be read by this program; any other error passes. */
export async function unlessUnreadable<T>(read: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}

function isUnreadable(error: unknown): boolean {
  return isOperationalError(error) && error.code === "version-unreadable";
}
