/** One difference as a sentence that people read. Facts are named as in the notice; what has no name there is told in general. */
import { capital, enumerated, type Json, type Language } from "#base";
import { promisesOf } from "../compile/promises-of.ts";
import { inBoth, type Texts } from "../chapters/phrases.ts";
import { categoryTitle } from "../decisions/sharing.ts";
import type { NoticeSection, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { factAt, type Found } from "./shown.ts";
import { type Named, sectionOf, sentences, titleOf } from "./subjects.ts";
import { type Changed, valueAt } from "./tree.ts";

/** One of the two versions, in the shapes that the sentences are made from. */
export interface Side {
  readonly policy: Policy;
  readonly json: Json;
  readonly promises: ReadonlyMap<string, PolicyPromise>;
}

export function sideOf(policy: Policy): Side {
  return {
    policy,
    // The model is plain data; what is undefined is not there.
    json: JSON.parse(JSON.stringify(policy)) as Json,
    promises: new Map(promisesOf(policy).map((promise) => [promise.id, promise])),
  };
}

export interface Told {
  readonly title: Texts;
  readonly section: NoticeSection;
  readonly says: Texts;
}

export function told(change: Changed, before: Side, after: Side): Told {
  const entry = entryOf(change, after) ?? entryOf(change, before);
  const title = titleOf(change.path, entry);
  const says = inBoth((language) => sentences(title[language], whatOf(change, before, after, language)));
  return { title, section: sectionOf(change.path, entry), says };
}

/** The first thing on the path that the policy gave a name. */
function entryOf({ path, positions }: Changed, { policy, json }: Side): Named | undefined {
  const named = path.findIndex((_name, at) => !positions.includes(at));
  const value = named < 0 ? undefined : valueAt(json, path.slice(0, named + 1));
  return value === undefined || value === null || typeof value !== "object" || Array.isArray(value)
    ? undefined
    : { value: value as Named["value"], policy };
}

function whatOf(change: Changed, before: Side, after: Side, language: Language): string {
  const reference = references(change.members, language);
  if (reference !== undefined) return reference;
  const found = factAt(change.members);
  return (
    (found === undefined ? undefined : factText(found, change, before, after, language)) ??
    systemText(change, before, after, language) ??
    promiseText(change, before, after, language) ??
    generally(change, language)
  );
}

const lines = {
  nl: {
    cites: "Alleen de verwijzing naar de oude tekst verandert.",
    dpv: "Alleen de verwijzing naar een openbare woordenlijst verandert.",
    other: "Alleen de Engelse tekst verandert.",
    isNew: "Dit is nieuw.",
    isGone: "Dit vervalt.",
    change: "Hierover is iets veranderd.",
    place: "Hoe wij deze gegevens vinden, bewaren of wissen, is veranderd.",
    now: "voortaan",
    was: "eerst",
    also: "voortaan ook",
    nowhere: "niet meer",
    gone: "vervalt",
    more: (count: number) => (count < 1 ? "" : count === 1 ? "En nog één zin." : `En nog ${count} zinnen.`),
  },
  en: {
    cites: "Only the reference to the old text changes.",
    dpv: "Only the reference to a public list of terms changes.",
    other: "Only the Dutch text changes.",
    isNew: "This is new.",
    isGone: "This is gone.",
    change: "Something about this has changed.",
    place: "How we find, keep or erase these data has changed.",
    now: "now",
    was: "before",
    also: "now also",
    nowhere: "no longer",
    gone: "gone",
    more: (count: number) => (count < 1 ? "" : count === 1 ? "And one more sentence." : `And ${count} more sentences.`),
  },
} as const;

function references(members: readonly string[], language: Language): string | undefined {
  if (members.includes("cites")) return lines[language].cites;
  return members.includes("dpv") ? lines[language].dpv : undefined;
}

function factText(
  { fact, depth }: Found,
  { path, positions }: Changed,
  before: Side,
  after: Side,
  language: Language,
): string | undefined {
  const place = path.slice(0, (positions[depth - 1] ?? 0) + 1);
  const shown = ({ json, policy }: Side) => {
    const value = valueAt(json, place);
    return value === undefined || value === null ? undefined : fact.show(value, language, policy);
  };
  const what = compared(shown(before), shown(after), language);
  return what === undefined ? undefined : `${fact[language]}: ${what}`;
}

type Shown = string | readonly string[] | undefined;

function compared(was: Shown, is: Shown, language: Language): string | undefined {
  const say = lines[language];
  if (isList(was) || isList(is)) {
    const [old, fresh] = [listOf(was), listOf(is)];
    const [added, gone] = [fresh.filter((one) => !old.includes(one)), old.filter((one) => !fresh.includes(one))];
    const parts = [
      ...(added.length === 0 ? [] : [`${was === undefined ? say.now : say.also} ${enumerated(added, language)}`]),
      ...(gone.length === 0 ? [] : [`${say.nowhere} ${enumerated(gone, language)}`]),
    ];
    // The same words for what differs only in the file.
    return parts.length === 0 ? undefined : parts.join("; ");
  }
  const [old, fresh] = [was ?? "", is ?? ""];
  if (old === fresh) return old === "" ? undefined : say.other;
  if (fresh === "") return `${say.gone} ${old}`;
  return old === "" ? `${say.now} ${fresh}` : `${say.now} ${fresh}; ${say.was} ${old}`;
}

function isList(shown: Shown): shown is readonly string[] {
  return Array.isArray(shown);
}

function listOf(shown: Shown): readonly string[] {
  return isList(shown) ? shown : shown === undefined ? [] : [shown];
}

/** Which data a place of a system holds; how the place is found and worked with is told in general. */
function systemText(change: Changed, before: Side, after: Side, language: Language): string | undefined {
  const { path } = change;
  if (path[0] !== "systems" || path.length === 2) return undefined;
  const [old, fresh] = [dataAt(path, before, language), dataAt(path, after, language)];
  const what = compared(old, fresh, language);
  const label = { nl: "wat daar staat", en: "what is there" }[language];
  return what === undefined ? lines[language].place : `${label}: ${what}`;
}

/** Titles of the categories of the table on the path, or of the whole system. */
function dataAt([, system, , table]: readonly string[], { policy }: Side, language: Language): readonly string[] {
  const tables = policy.systems.filter((each) => each.name === system).flatMap((each) => each.tables);
  const names = tables
    .filter((each) => each.name === table)
    .flatMap((each) => each.columns.flatMap(({ category, json }) => [category, ...json.map((one) => one.category)]));
  return [...new Set(names.map((name) => categoryTitle(policy, name, language)))];
}

/** Sentences of the notice that the change makes, drops or makes different: those nearest to where it stands. */
function promiseText(change: Changed, before: Side, after: Side, language: Language): string | undefined {
  for (const place of promisePlaces(change)) {
    const found = changedUnder(place, before, after, language);
    if (found.length > 0)
      return sentences(...found.slice(0, promisesShown), lines[language].more(found.length - promisesShown));
  }
  return undefined;
}

/** Ids of promises near a change, nearest first, and never beyond the named thing that it is a part of. */
function promisePlaces({ path, positions }: Changed): readonly string[] {
  const word = (path[0] ?? "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const entry = path.findIndex((_name, at) => !positions.includes(at));
  const shortest = entry < 0 ? 1 : entry + 1;
  const depths = Array.from({ length: path.length - shortest + 1 }, (_, at) => path.length - at);
  const places = depths.map((depth) => [word, ...path.slice(1, depth)].join("."));
  return entry < 0 ? places : [...places, `${word}.${path[entry]}`];
}

/** More of them do not make it clearer. */
const promisesShown = 3;

function changedUnder(place: string, before: Side, after: Side, language: Language): readonly string[] {
  const say = lines[language];
  const ids = [...new Set([...after.promises.keys(), ...before.promises.keys()])].filter(
    (id) => id === place || id.startsWith(`${place}.`),
  );
  return ids.flatMap((id) => {
    const [was, is] = [before, after].map(({ promises }) => promises.get(id)?.statement[language]);
    if (was === is) return [];
    if (is === undefined) return [`${say.gone}: “${was}”`];
    return [was === undefined ? `${say.now}: “${is}”` : `${say.now}: “${is}” ${capital(say.was)}: “${was}”`];
  });
}

function generally({ path, before, after }: Changed, language: Language): string {
  const say = lines[language];
  if (path[0] === "systems") return say.place;
  return before === undefined ? say.isNew : after === undefined ? say.isGone : say.change;
}
