import { limits, type Problem, worst } from "#base";
import { promisesOf } from "./compile/promises-of.ts";
import { includeOthers, type ReadOther } from "./document/include.ts";
import { Reader } from "./document/reader.ts";
import { insteadOf } from "./document/suggest.ts";
import { clip } from "./grammar/values.ts";
import { policyKind } from "./language/policy.ts";
import type { Policy } from "./model.ts";
import { resolvePolicy } from "./resolve/policy.ts";

export interface Parsed {
  /** Present exactly when no problem is an error. */
  readonly policy?: Policy;
  /** In the order of the document; at most `limits.problemsListed`, then a last one that counts the rest. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a policy. Whatever the text is, the answer is a value: a policy, or all its problems at once with file, line,
 * column and what to write instead. Throws nothing. `file` is only repeated in the problems; `readOther` gives the texts of the
 * files that it includes.
 */
export function parsePolicy(file: string, text: string, readOther: ReadOther = () => undefined): Parsed {
  const reader = new Reader(file);
  const root = reader.open(text);
  if (root !== undefined) includeOthers(root, reader, readOther);
  if (root === undefined && reader.problems.length === 0)
    reader.report(reader.start, "", {
      code: "empty",
      message: "The policy is empty.",
      remedy: "Start with gestand: 1 and the organisation.",
    });
  const read = root === undefined ? undefined : policyKind.readPartly(root, { reader, path: "" });
  const policy = read === undefined ? undefined : resolvePolicy(read, reader);
  // Of a policy with errors some promises are missing, so that references to them would be called unknown for no reason.
  if (policy !== undefined && worst(reader.problems) !== "error") checkPromiseIds(policy, reader);
  const problems = listed(reader.problems, file);
  return policy === undefined || worst(reader.problems) === "error" ? { problems } : { policy, problems };
}

/** Notes and waivers refer to promises, which exist once the policy is compiled. */
function checkPromiseIds(policy: Policy, reader: Reader): void {
  const known = new Set(promisesOf(policy).map((promise) => promise.id));
  const references = [
    ...(policy.promises ?? []).map((note) => ({ ...note, path: `promises.${note.promise}` })),
    ...policy.waivers.flatMap(({ promise, at }) => (promise === undefined ? [] : [{ promise, at, path: "waivers" }])),
  ];
  for (const { promise, at, path } of references) {
    if (known.has(promise)) continue;
    reader.report(at, path, {
      code: "unknown-promise",
      message: `This policy makes no promise "${clip(promise)}".`,
      remedy: insteadOf(promise, [...known], "the id of a promise"),
    });
  }
}

/** In the order of the document, and not more than somebody reads. */
export function listed(problems: readonly Problem[], first: string): readonly Problem[] {
  const named = [first, ...problems.flatMap(({ at }) => at?.file ?? []).toSorted()];
  const files = new Map<string | undefined, number>([...new Set(named)].map((file, order) => [file, order]));
  const sorted = problems.toSorted(
    (a, b) =>
      (files.get(a.at?.file) ?? 0) - (files.get(b.at?.file) ?? 0) ||
      (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
      (a.at?.column ?? 0) - (b.at?.column ?? 0),
  );
  if (sorted.length <= limits.problemsListed) return sorted;
  const rest = sorted.length - limits.problemsListed;
  const last: Problem = {
    code: "more-problems",
    severity: worst(sorted.slice(limits.problemsListed)) ?? "error",
    message: `There are ${rest} more problems.`,
    remedy: "Correct these first and look again.",
  };
  return [...sorted.slice(0, limits.problemsListed), last];
}
