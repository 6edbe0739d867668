/** Which versions needed consent anew, for what, and from which instant on. */
import { type LocalDate, startOfDay } from "#base";
import { changeForPersons, type ConsentRecord, type Policy, type PolicyDiff } from "#policy";
import type { Reader } from "#store";
import type { VersionLine } from "#versions";
import { readableBefore, unlessUnreadable } from "./readable-before.ts";
import type { ConsentSince, RenewalPlace } from "./renew-contract.ts";
import type { RenewalsOptions } from "./renew-house.ts";

/** A version that holds on some day, beside the one that held before it. */
export interface Step {
  readonly line: VersionLine;
  readonly policy: Policy;
  readonly diff: PolicyDiff;
  /** Consents from before this instant were given to another version. */
  readonly begins: Date;
}

export type Steps = (reader: Reader) => Promise<readonly Step[]>;

/**
 * Oldest first. Versions never change, so two of them are compared once. One that cannot be read is passed over, and the
 * next is compared with the one before it: what both changed counts from the next one on. Without one it counts as the first.
 */
export function stepsOf({ versions, policyOf }: Pick<RenewalsOptions, "versions" | "policyOf">): Steps {
  const known = new Map<number, Step>();
  return async (reader) => {
    const newestFirst = await versions.all(reader);
    const all = newestFirst.toReversed();
    // Of several with one first day only the last ever held: nobody consented to the others.
    const held = all.filter((line, at) => all[at + 1]?.effectiveOn !== line.effectiveOn);
    const steps: Step[] = [];
    for (const line of held) {
      const step = known.get(line.number) ?? (await read(reader, line));
      if (step === undefined) continue;
      known.set(line.number, step);
      steps.push(step);
    }
    return steps;
  };

  async function read(reader: Reader, line: VersionLine): Promise<Step | undefined> {
    const version = await versions.numbered(reader, line.number);
    if (version === undefined) return undefined;
    const policy = await unlessUnreadable(() => policyOf(version));
    if (policy === undefined) return undefined;
    const before = await unlessUnreadable(() => readableBefore({ versions, policyOf }, reader, line));
    const day = startOfDay(line.effectiveOn, policy.timeZone);
    // Published during its first day: until then people read, and agreed to, the version before.
    const begins = line.publishedAt > day ? line.publishedAt : day;
    return { line, policy, diff: changeForPersons(before?.policy ?? policy, policy).diff, begins };
  }
}

/** Since when consent to each purpose of the last step counts. */
export function consentSince(steps: readonly Step[]): readonly ConsentSince[] {
  const last = steps.at(-1);
  const onConsent = (last?.policy.purposes ?? []).filter(({ basis }) => basis.kind === "consent");
  return onConsent.map(({ name, title }): ConsentSince => {
    const fresh = steps.findLast(({ diff }) => diff.consentFor.includes(name));
    if (fresh !== undefined)
      return {
        purpose: name,
        title,
        version: fresh.line.number,
        since: fresh.line.effectiveOn,
        givenFrom: fresh.begins,
      };
    const rests = steps.findLastIndex(({ policy }) => !restsOnConsent(policy, name));
    const first = steps[rests + 1]?.line;
    return { purpose: name, title, version: first?.number ?? 0, since: first?.effectiveOn ?? ("" as LocalDate) };
  });
}

function restsOnConsent({ purposes }: Policy, name: string): boolean {
  return purposes.some((purpose) => purpose.name === name && purpose.basis.kind === "consent");
}

export interface Recorded {
  readonly place: RenewalPlace;
  readonly record: ConsentRecord;
  readonly purposes: readonly string[];
}

/** Where consents to any of these purposes stand. One yes to several of them is one row. */
export function recordedFor(policy: Policy, purposes: readonly string[]): readonly Recorded[] {
  return (policy.consents ?? [])
    .filter((consent) => consent.purposes.some((purpose) => purposes.includes(purpose)))
    .flatMap((consent) =>
      consent.recorded.map((record) => ({
        place: {
          consent: consent.name,
          system: record.system,
          table: record.table,
          canEnd: record.active !== undefined || record.ended !== undefined,
        },
        record,
        purposes: consent.purposes,
      })),
    );
}

export function unrecordedAmong(policy: Policy, purposes: readonly string[]): readonly string[] {
  const recorded = recordedFor(policy, purposes).flatMap((place) => place.purposes);
  return purposes.filter((purpose) => !recorded.includes(purpose));
}
