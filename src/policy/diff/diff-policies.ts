import type { Json } from "#base";
import type { Policy } from "../model.ts";
import type { ChangeClass, Difference, PolicyDiff } from "./contract.ts";
import { concernedBy } from "./concerned.ts";
import { changedBetween, type Changed } from "./tree.ts";

/** Members that hold words or references and no fact. */
const words = new Set(["cites", "says", "title", "called", "dpv"]);
/** Where such a member is the promise itself: what is never done, and what is promised in words only. */
const promisedInWords = new Set(["statements.says", "never.title", "leftOut.title", "ephemeral.title"]);
/** Parts of a purpose that a consent was given to. */
const consented = new Set(["uses", "of", "basis", "receives", "allBut", "purposes", "countries", "worldwide", "role"]);

/**
 * What two versions of a policy say differently. The same policy gives nothing, wherever its statements stand in their
 * files; turned around, added and removed change places and the classes stay.
 */
export function diffPolicies(before: Policy, after: Policy): PolicyDiff {
  const changes = changedBetween(asJson(before), asJson(after));
  const found = changes.map((change) => ({ change, fresh: freshConsent(change.path, before, after) }));
  const differences = found
    .map(({ change, fresh }) => differenceOf(change, fresh, before, after))
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const classes = ["fresh-consent", "material", "editorial"] as const;
  const worst = classes.find((one) => differences.some((difference) => difference.class === one));
  const weighty = differences.filter((difference) => difference.class !== "editorial");
  return {
    differences,
    ...(worst === undefined ? {} : { class: worst }),
    consentFor: [...new Set(found.flatMap(({ change, fresh }) => (isWords(change.members) ? [] : fresh)))].toSorted(),
    persons: [...new Set(weighty.flatMap(({ persons }) => persons))].toSorted(),
  };
}

/** The model is plain data; what is undefined is not there. */
function asJson(policy: Policy): Json {
  return JSON.parse(JSON.stringify(policy)) as Json;
}

function differenceOf(change: Changed, fresh: readonly string[], before: Policy, after: Policy): Difference {
  const { path } = change;
  const kind: ChangeClass = isWords(change.members) ? "editorial" : fresh.length > 0 ? "fresh-consent" : "material";
  const how = change.before === undefined ? "added" : change.after === undefined ? "removed" : "changed";
  const nothing = { persons: [], categories: [], tables: [] };
  const concerned = kind === "editorial" ? nothing : concernedBy(change, before, after);
  return { path: path.join("."), how, class: kind, says: sentence(path.join("."), how, change), ...concerned };
}

function isWords(members: readonly string[]): boolean {
  return members.some((member) => words.has(member)) && !promisedInWords.has(members.slice(0, 2).join("."));
}

/** The purposes on consent, before and after, of which this says something else than was consented to. */
function freshConsent(path: readonly string[], before: Policy, after: Policy): readonly string[] {
  const [subject, name, part] = path;
  if (part !== undefined && !consented.has(part)) return [];
  // Nobody consented yet to what is new, and nothing is asked for what ends.
  const both = onConsent(before).filter((purpose) => onConsent(after).includes(purpose));
  if (subject === "purposes") return part === undefined ? [] : both.filter((purpose) => purpose === name);
  if (subject !== "recipients") return [];
  const served = [before, after].flatMap(({ recipients }) =>
    recipients.filter((recipient) => recipient.name === name).flatMap(({ purposes }) => purposes),
  );
  return both.filter((purpose) => served.includes(purpose));
}

function sentence(where: string, how: Difference["how"], { before, after }: Changed): Difference["says"] {
  if (how === "added") return { nl: `Nieuw: ${where}${shown(after)}.`, en: `New: ${where}${shown(after)}.` };
  if (how === "removed") return { nl: `Vervallen: ${where}${shown(before)}.`, en: `Gone: ${where}${shown(before)}.` };
  return {
    nl: `Veranderd: ${where}, was ${plain(before)}, is ${plain(after)}.`,
    en: `Changed: ${where}, was ${plain(before)}, is ${plain(after)}.`,
  };
}

function shown(value: Json | undefined): string {
  return value === null || typeof value !== "object" ? ` (${plain(value)})` : "";
}

const longest = 200;

function plain(value: Json | undefined): string {
  const list = Array.isArray(value) && value.every((part) => typeof part === "string");
  const text = list ? value.join(", ") || "–" : typeof value === "string" ? value : JSON.stringify(value ?? null);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function onConsent(policy: Policy): readonly string[] {
  return policy.purposes.filter(({ basis }) => basis.kind === "consent").map((purpose) => purpose.name);
}
