/** Publishing on purpose: what the file would change, for whom, from which day on, and why not. */
import { addPeriod, type LocalDate, localDateOf, type Problem, type Result, worst } from "#base";
import { checkPolicy, type PolicyDiff, tellByOf } from "#policy";
import type { Draft, PublishRefusal, Version } from "#versions";
import type { Archive } from "./archive.ts";
import { operator } from "./carried-out.ts";
import { loadPolicy } from "./load-policy.ts";
import { isReworded, noticesOf, readBefore, type SinceVersion } from "./published-notices.ts";

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
  /** Against the version that people live under until then; absent for the first, and when that one cannot be read. */
  readonly diff?: PolicyDiff;
  /** The number of that version. */
  readonly since?: number;
  /** The day by which that version promises that people are told; absent when it promises none or nobody is concerned. */
  readonly tellBy?: LocalDate;
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
  const lines = await versions.all(store.reader);
  const [last] = lines;
  const before = { versions, reader: store.reader, read: calendar.read };
  const read = readBefore(policy, before);
  const sinceOn = (day: LocalDate) => read(lines, day);
  const effectiveOn = order.on ?? (await usualDay(policy.inForceOn, today, last?.effectiveOn, sinceOn));
  const since = await sinceOn(effectiveOn);
  const from = earliest(since, today);
  const tellBy = since && tellByOf(since.change, effectiveOn);
  const { despiteNotice } = order;
  const early = from !== undefined && effectiveOn < from;
  const draft: Draft = {
    files,
    hash,
    notices: noticesOf(policy, effectiveOn, since),
    ...(last?.hash === hash && (await isReworded(policy, lines, before)) ? { reworded: true } : {}),
    effectiveOn,
    today,
    by: operator(),
    ...(last === undefined ? {} : { after: last.number }),
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
      ...(since === undefined ? {} : { diff: since.change.diff, since: since.number }),
      ...(tellBy === undefined ? {} : { tellBy }),
      ...(refusal === undefined ? {} : { refusal }),
      publish: () => versions.publish(draft),
    },
  };
}

/** The day that keeps what the version before promised about changes. */
function earliest(since: SinceVersion | undefined, today: LocalDate): LocalDate | undefined {
  const notice = since?.change.notice;
  return notice && addPeriod(today, notice);
}

/**
 * The first version may have held for long; a later one begins neither in the past, nor before another, nor too soon. On the
 * first day of one that is to come it takes that one's place; from the next day on it follows that one, and what that one
 * promised counts.
 */
async function usualDay(
  inForceOn: LocalDate,
  today: LocalDate,
  last: LocalDate | undefined,
  sinceOn: (day: LocalDate) => Promise<SinceVersion | undefined>,
): Promise<LocalDate> {
  if (last === undefined) return inForceOn;
  const soonest = latestOf(inForceOn, today, last);
  const from = earliest(await sinceOn(soonest), today);
  if (from === undefined || from <= soonest) return soonest;
  const after = latestOf(soonest, addPeriod(last, { amount: 1, unit: "day" }));
  return latestOf(after, earliest(await sinceOn(after), today) ?? after);
}

function latestOf(first: LocalDate, ...others: readonly LocalDate[]): LocalDate {
  return others.reduce((latest, day) => (day > latest ? day : latest), first);
}
