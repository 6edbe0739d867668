import type { Policy } from "../model.ts";
import { concernedBy } from "./concerned.ts";
import { wideningsBetween, type Widening } from "./consented.ts";
import type { ChangeClass, Difference, PolicyDiff } from "./contract.ts";
import { type Side, sideOf, told } from "./sentences.ts";
import { changedBetween, type Changed } from "./tree.ts";

/** Members that hold words, references or colours and no fact; every version has a first day of its own, which changes nothing by itself. */
const words = new Set(["cites", "says", "title", "called", "dpv", "inForceOn", "houseText", "look", "wordings"]);
/** Where such a member is the promise itself: what is never done, and what is promised in words only. */
const promisedInWords = new Set(["statements.says", "never.title", "leftOut.title", "ephemeral.title"]);
const classes = ["fresh-consent", "material", "editorial"] as const;

/**
 * What two versions of a policy say differently. The same policy gives nothing, wherever its statements stand in their
 * files. Fresh consent is needed where the later one goes beyond what was consented to, and never for less.
 */
export function diffPolicies(before: Policy, after: Policy): PolicyDiff {
  const [old, fresh] = [sideOf(before), sideOf(after)];
  const widenings = wideningsBetween(before, after);
  const found = changedBetween(old.json, fresh.json).map((change) => differenceOf(change, widenings, old, fresh));
  const differences = oncePerSentence(found).toSorted(byPath);
  const weightiest = classes.find((one) => differences.some((difference) => difference.class === one));
  const weighty = differences.filter((difference) => difference.class !== "editorial");
  return {
    differences,
    ...(weightiest === undefined ? {} : { class: weightiest }),
    consentFor: sorted(widenings.map(({ purpose }) => purpose)),
    persons: sorted(weighty.flatMap(({ persons }) => persons)),
  };
}

function differenceOf(change: Changed, widenings: readonly Widening[], before: Side, after: Side): Difference {
  const path = change.path.join(".");
  const wider = isWords(change.members) ? [] : widenings.filter((widening) => overlap(widening.path, change.path));
  const kind: ChangeClass = isWords(change.members) ? "editorial" : wider.length > 0 ? "fresh-consent" : "material";
  const consentFor = sorted(wider.map(({ purpose }) => purpose));
  const how = change.before === undefined ? "added" : change.after === undefined ? "removed" : "changed";
  const nothing = { persons: [], categories: [], tables: [] };
  const concerned = kind === "editorial" ? nothing : concernedBy(change, before.policy, after.policy);
  return { path, paths: [path], how, class: kind, consentFor, ...told(change, before, after), ...concerned };
}

function isWords(members: readonly string[]): boolean {
  return members.some((member) => words.has(member)) && !promisedInWords.has(members.slice(0, 2).join("."));
}

/** Whether one stands in the other. */
function overlap(one: readonly string[], other: readonly string[]): boolean {
  return one.slice(0, other.length).every((name, at) => name === other[at]);
}

/** Nobody reads the same sentence twice: what it tells of several places is one difference. */
function oncePerSentence(found: readonly Difference[]): readonly Difference[] {
  const bySentence = Map.groupBy(found, ({ says }) => `${says.nl}\n${says.en}`);
  return [...bySentence.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : same.length === 1 ? same : [together(first, same)];
  });
}

function together(first: Difference, same: readonly Difference[]): Difference {
  const all = (part: (difference: Difference) => readonly string[]) => sorted(same.flatMap(part));
  const paths = all((difference) => difference.paths);
  return {
    ...first,
    path: inCommon(paths),
    paths,
    how: same.every(({ how }) => how === first.how) ? first.how : "changed",
    class: classes.find((one) => same.some((difference) => difference.class === one)) ?? first.class,
    consentFor: all(({ consentFor }) => consentFor),
    persons: all(({ persons }) => persons),
    categories: all(({ categories }) => categories),
    tables: all(({ tables }) => tables),
  };
}

function inCommon(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split("."));
  const end = first.findIndex((name, at) => others.some((other) => other[at] !== name));
  return first.slice(0, end < 0 ? first.length : end).join(".");
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}

function byPath(a: Difference, b: Difference): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
