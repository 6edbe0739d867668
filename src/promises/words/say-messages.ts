/** Messages as a text in one language. */
import type { Language } from "#base";
import { en } from "./en.ts";
import type { Message, Sentences, Values } from "./messages.ts";
import { nl } from "./nl.ts";

const tables: Record<Language, Sentences> = { nl, en };

export function sayMessages(messages: readonly Message[], language: Language): string {
  return messages.map((message) => sentence(message, language)).join(" ");
}

/** A key that only a newer program knows says at least itself. */
function sentence({ key, values }: Message, language: Language): string {
  const table = tables[language];
  return Object.hasOwn(table, key) ? (table[key] as (values: Values) => string)(values) : key;
}
