import { enumerated, type Language, say } from "#base";
import { categoryTitle } from "../decisions/sharing.ts";
import type { KeepRule, Policy, Table } from "../model.ts";

/** Titles of categories in a sentence: `naam, adres en e-mailadres`. */
export function categoriesText(policy: Policy, names: readonly string[], language: Language): string {
  return enumerated(
    names.map((name) => categoryTitle(policy, name, language)),
    language,
  );
}

/** Categories of the columns of a table, members of JSON columns included. */
export function categoriesOf(table: Table): readonly string[] {
  return table.columns.flatMap((column) => [column.category, ...column.json.map((member) => member.category)]);
}

/** Categories in the tables that a rule keeps, in the order of the policy's list. */
export function categoriesUnder(policy: Policy, rule: string): readonly string[] {
  const tables = policy.systems.flatMap((system) => system.tables).filter((table) => table.keep?.rule === rule);
  const met = new Set(tables.flatMap(categoriesOf));
  return policy.categories.map((category) => category.name).filter((name) => met.has(name));
}

/** What a rule is about: its title, or else the categories in the tables, the logs and the stores that it keeps. */
export function subjectOf(policy: Policy, rule: KeepRule, language: Language): string {
  if (rule.title !== undefined) return say(rule.title, language);
  const names = categoriesUnder(policy, rule.name);
  const logs = (policy.logs ?? []).filter((log) => log.keep === rule.name).map((log) => say(log.title, language));
  const stores = (policy.stores ?? []).filter((store) => store.keep === rule.name);
  const titles = [...logs, ...stores.map((store) => say(store.title, language))];
  if (names.length + titles.length > 0)
    return enumerated([...names.map((name) => categoryTitle(policy, name, language)), ...titles], language);
  return language === "nl" ? `gegevens (${rule.name})` : `data (${rule.name})`;
}
