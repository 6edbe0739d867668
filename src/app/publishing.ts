/** Publishing on purpose: what the file would change, for whom, from which day on, and why not. */
import { addPeriod, isOperationalError, type LocalDate, localDateOf, type Problem, type Result, worst } from "#base";
import { checkPolicy, diffPolicies, type Policy, type PolicyDiff, promisedNotice } from "#policy";
import type { Draft, PublishRefusal, Version } from "#versions";
import type { Archive } from "./archive.ts";
import { operator } from "./carried-out.ts";
import { loadPolicy } from "./load-policy.ts";

export interface PublicationOrder {
  readonly file: string;
  /** The first day; without it the earliest that suits the file and what was promised. */
  readonly on?: LocalDate;
  /** Why the notice that was promised is not given. Nobody may be named in it: it goes into the evidence log. */
  readonly despiteNotice?: string;
}

export interface Publication {
  /** The version that it becomes. */
  readonly number: number;
  readonly effectiveOn: LocalDate;
  readonly hash: string;
  /** Against the newest version before; absent for the first, and when that one cannot be read. */
  readonly diff?: PolicyDiff;
  /** Why it would be refused now. */
  readonly refusal?: PublishRefusal;
  /** Publishes; of several at the same time one is first, and the others may be refused then. */
  publish(): Promise<Result<Version, PublishRefusal>>;
}

/** A file with errors or contradictions is answered with its problems. Throws OperationalError as `loadPolicy`. */
export async function planPublication(
  archive: () => Promise<Archive>,
  order: PublicationOrder,
  now: Date,
): Promise<{ readonly hash: string; readonly problems: readonly Problem[]; readonly publication?: Publication }> {
  const { policy, problems, hash, files } = await loadPolicy(order.file);
  if (policy === undefined) return { hash, problems };
  const today = localDateOf(now, policy.timeZone);
  const found = [...problems, ...checkPolicy(policy, today)];
  if (worst(found) === "error") return { hash, problems: found };
  const { versions, store, calendar } = await archive();
  const [last] = await versions.all(store.reader);
  const before = last && (await versions.numbered(store.reader, last.number));
  const diff = before && readableDiff(() => calendar.read(before), policy);
  const from = diff && earliest(diff, today);
  const effectiveOn = order.on ?? usualDay(policy.inForceOn, today, last?.effectiveOn, from);
  const { despiteNotice } = order;
  const early = from !== undefined && effectiveOn < from;
  const draft: Draft = {
    files,
    hash,
    effectiveOn,
    today,
    by: operator(),
    ...(from === undefined
      ? {}
      : { noticeTime: early && despiteNotice !== undefined ? { brokenBecause: despiteNotice } : { from } }),
  };
  const refusal = await versions.refusal(store.reader, draft);
  return {
    hash,
    problems: found,
    publication: {
      number: (last?.number ?? 0) + 1,
      effectiveOn,
      hash,
      ...(diff === undefined ? {} : { diff: diff.diff }),
      ...(refusal === undefined ? {} : { refusal }),
      publish: () => versions.publish(draft),
    },
  };
}

interface ReadDiff {
  readonly before: Policy;
  readonly diff: PolicyDiff;
}

function readableDiff(read: () => Policy, after: Policy): ReadDiff | undefined {
  try {
    const before = read();
    // Every version has a first day of its own; it is told beside what changes.
    return { before, diff: diffPolicies({ ...before, inForceOn: after.inForceOn }, after) };
  } catch (error) {
    // Published with another Gestand: it can be followed all the same.
    if (isOperationalError(error)) return undefined;
    throw error;
  }
}

/** The day that keeps what the version before promised about changes. */
function earliest({ before, diff }: ReadDiff, today: LocalDate): LocalDate | undefined {
  const notice = promisedNotice(before, diff);
  return notice && addPeriod(today, notice);
}

/** The first version may have held for long; a later one begins neither in the past, nor too soon, nor before another. */
function usualDay(
  inForceOn: LocalDate,
  today: LocalDate,
  last: LocalDate | undefined,
  from: LocalDate | undefined,
): LocalDate {
  if (last === undefined) return inForceOn;
  return [inForceOn, today, last, from ?? today].toSorted().at(-1) ?? today;
}
