import { chapters } from "../chapters/all.ts";
import type { Chapters } from "../chapters/models.ts";
import { languages as allLanguages } from "#base";
import type { Reader } from "../document/reader.ts";
import type { Entry } from "../grammar/collections.ts";
import type { policyKind } from "../language/policy.ts";
import type { Policy } from "../model.ts";
import { categoriesOf, organisationOf, personsOf, timeZoneFor } from "./declarations.ts";
import { Names } from "./names.ts";
import { keepOf, notesOf, statementsOf, waiversOf } from "./promised.ts";
import { rightsOf } from "./rights.ts";
import { purposesOf, recipientsOf } from "./purposes.ts";
import { systemsOf } from "./systems.ts";

export type PolicyWritten = Exclude<ReturnType<(typeof policyKind)["readPartly"]>, undefined>;

/**
 * Resolves every name, also in a document that misses parts, so that all problems are found. Answers a policy when the
 * parts are there; it counts only when the reader has no error, which the caller looks at.
 */
export function resolvePolicy(read: PolicyWritten, reader: Reader): Policy | undefined {
  const languages = read.languages ?? allLanguages;
  const names = new Names(reader, languages);
  const organisation = read.organisation && organisationOf(read.organisation, names);
  const persons = personsOf(read.persons ?? [], names);
  const categories = categoriesOf(read.categories, names);
  names.declare(
    "person",
    persons.map((person) => person.name),
  );
  names.declare(
    "category",
    categories.map((category) => category.name),
  );
  names.declare("purpose", namesOf(read.purposes));
  names.declare("rule", namesOf(read.keep));
  names.declare("recipient", namesOf(read.recipients));
  names.declare("system", namesOf(read.systems));
  for (const chapter of chapters) {
    const written = read[chapter.word];
    if (written !== undefined) chapter.declare(written, names);
  }
  const keep = keepOf(read.keep, names);
  const systems = systemsOf(read.systems, keep, names);
  const purposes = purposesOf(read.purposes ?? [], names);
  const used = [...new Set(purposes.flatMap(({ uses }) => uses))];
  const recipients = recipientsOf(read.recipients, tablesIn(read), used, names);
  const rights = rightsOf(read.rights, read.at, names);
  const statements = statementsOf(read.statements, names);
  const subjects = chaptersOf(read, names);
  const { inForce } = read;
  if (read.organisation === undefined || organisation === undefined || inForce === undefined) return undefined;
  return {
    organisation,
    languages,
    timeZone: timeZoneFor(read.timeZone, read.organisation, names),
    inForceOn: typeof inForce === "string" ? inForce : inForce.on,
    ...(typeof inForce === "string" ? {} : { version: names.declaredBy(inForce, inForce.at) }),
    persons,
    categories,
    purposes,
    recipients,
    keep,
    rights,
    systems,
    ...subjects,
    statements,
    waivers: waiversOf(read.waivers),
    promises: notesOf(read.promises, names),
  };
}

function chaptersOf(read: PolicyWritten, names: Names): Partial<Chapters> {
  return Object.fromEntries(
    chapters.flatMap(({ word, resolve }) => {
      const written = read[word];
      return written === undefined ? [] : [[word, resolve(written, names)]];
    }),
  );
}

function tablesIn(read: PolicyWritten): ReadonlySet<string> {
  return new Set(
    (read.systems ?? []).flatMap((system) =>
      namesOf(system.value?.tables).map((table) => `${system.name.text}.${table}`),
    ),
  );
}

function namesOf(entries: readonly Entry<unknown>[] | undefined): readonly string[] {
  return (entries ?? []).map((entry) => entry.name.text);
}
