/** Which data there are, of whom, and where they are outside databases (GDPR art. 13, 14(1)(d)). */
import { capital, enumerated, say } from "#base";
import { isCategory, storeCells } from "#policy";
import { paragraph, row, table, type Write } from "./blocks.ts";
import type { Block } from "./document.ts";
import { categoryTitle, personTitles, type Writing } from "./phrases.ts";
import type { Promised } from "./promised.ts";

export const whatWeUse: Write = (writing, promised) => {
  const { words } = writing;
  const kinds = usedCategories(writing).map((name) => kindOf(writing, name));
  const rows = [...Map.groupBy(kinds, ({ whose }) => whose)].map(([whose, of]) =>
    row([
      capital(whose),
      `${capital(
        enumerated(
          of.map(({ what }) => what),
          writing.language,
        ),
      )}.`,
    ]),
  );
  const places = placesOutside(writing, promised);
  return [
    paragraph(words.data.intro),
    ...table(words.data, rows),
    paragraph(words.data.source),
    ...promised.grouped("what-we-use"),
    ...places,
  ];
};

/** A category with what is to be said of it, and whose it is. What it is for stands with the purposes. */
function kindOf(writing: Writing, name: string): { readonly what: string; readonly whose: string } {
  const { policy, language, words } = writing;
  const uses = (used: readonly string[]): boolean => used.some((each) => isCategory(name, each));
  const purposes = policy.purposes.filter((purpose) => uses(purpose.uses));
  const tasks = purposes.length > 0 ? [] : (policy.onBehalf ?? []).filter(({ data }) => uses(data));
  const special = policy.categories.find((category) => category.name === name && category.special);
  const notes = [
    ...(special === undefined ? [] : [words.data.special(special.ground)]),
    ...(tasks.length === 0
      ? []
      : [
          words.data.onBehalf(
            enumerated(
              tasks.map((task) => say(task.title, language)),
              language,
            ),
          ),
        ]),
    ...(purposes.length + tasks.length > 0 ? [] : [words.data.unused]),
  ];
  const title = categoryTitle(writing, name);
  const persons = policy.persons.filter((kind) => [...purposes, ...tasks].some(({ of }) => of.includes(kind.name)));
  return {
    what: notes.length === 0 ? title : `${title} (${notes.join("; ")})`,
    whose:
      persons.length === 0
        ? words.data.anyone
        : personTitles(
            writing,
            persons.map((kind) => kind.name),
          ),
  };
}

/** Files, mailboxes and paper, as the promise about each says it. */
function placesOutside({ policy, language, words }: Writing, promised: Promised): readonly Block[] {
  const rows = (policy.stores ?? []).map((store) =>
    row(storeCells(policy, store, language).map(capital), promised.place(`stores.${store.name}.held`)),
  );
  return table(words.stores, rows);
}

/** Categories that some purpose uses, some recipient gets or some column holds, in the order of the policy's list. */
function usedCategories({ policy }: Writing): readonly string[] {
  const used = new Set([
    ...policy.purposes.flatMap((purpose) => purpose.uses),
    ...policy.recipients.flatMap((recipient) => recipient.receives),
    ...policy.systems.flatMap((system) =>
      system.tables.flatMap((table) =>
        table.columns.flatMap((column) => [column.category, ...column.json.map((member) => member.category)]),
      ),
    ),
  ]);
  return policy.categories.map((category) => category.name).filter((name) => used.has(name));
}
