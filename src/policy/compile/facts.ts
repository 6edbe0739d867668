import { type Language, type LocalDate, type Period, say } from "#base";
import { categoryTitle } from "../decisions/sharing.ts";
import { topCategory } from "../categories.ts";
import type { KeepRule, Policy } from "../model.ts";
import { enumerated } from "./draft.ts";

/** Titles of categories in a sentence: `naam, adres en e-mailadres`. */
export function categoriesText(policy: Policy, names: readonly string[], language: Language): string {
  return enumerated(
    names.map((name) => categoryTitle(policy, name, language)),
    language,
  );
}

const units: Readonly<Record<Language, Readonly<Record<Period["unit"], readonly [string, string]>>>> = {
  nl: { day: ["dag", "dagen"], week: ["week", "weken"], month: ["maand", "maanden"], year: ["jaar", "jaar"] },
  en: { day: ["day", "days"], week: ["week", "weeks"], month: ["month", "months"], year: ["year", "years"] },
};

export function periodText({ amount, unit }: Period, language: Language): string {
  return `${amount} ${units[language][unit][amount === 1 ? 0 : 1]}`;
}

/** `1 december 2026`. */
export function dateText(date: LocalDate, language: Language): string {
  const locale = language === "nl" ? "nl-NL" : "en-GB";
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}

/** What a rule is about: its title, or else the categories in the tables and the logs that it keeps. */
export function subjectOf(policy: Policy, rule: KeepRule, language: Language): string {
  if (rule.title !== undefined) return say(rule.title, language);
  const tables = policy.systems.flatMap((system) => system.tables).filter((table) => table.keep?.rule === rule.name);
  const names = tables.flatMap((table) => table.columns.map((column) => topCategory(column.category)));
  const logs = (policy.logs ?? []).filter((log) => log.keep === rule.name).map((log) => say(log.title, language));
  if (names.length + logs.length > 0)
    return enumerated([...names.map((name) => categoryTitle(policy, name, language)), ...logs], language);
  return language === "nl" ? `gegevens (${rule.name})` : `data (${rule.name})`;
}
