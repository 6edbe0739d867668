/**
 * Texts with places for values, such as `/customers/{id}`. What a value is made of never decides what is called: in a path it
 * is one segment, in a query one parameter, in a body one text; where a service has a query language, the value is quoted
 * for it first.
 */
import { createHash } from "node:crypto";
import { OperationalError } from "#base";

const filters = {
  md5: (value: string) => createHash("md5").update(value).digest("hex"),
  sha1: (value: string) => createHash("sha1").update(value).digest("hex"),
  sha256: (value: string) => createHash("sha256").update(value).digest("hex"),
  /** For texts that stand in quotes in which a backslash escapes. */
  escaped: (value: string) => value.replace(/["'\\]/g, "\\$&"),
  /** For texts that stand in quotes that are doubled inside (OData, SQL). */
  doubled: (value: string) => value.replace(/'/g, "''"),
  /** For texts in double quotes of a language that has no way to write one inside. */
  unquoted: (value: string) => value.replace(/["\\]/g, " "),
} as const;
export type Filter = keyof typeof filters;
export const filterNames = Object.keys(filters) as readonly Filter[];

export interface Slot {
  readonly name: string;
  readonly filter?: Filter;
}
export interface Template {
  readonly text: string;
  readonly parts: readonly (string | Slot)[];
}

/** What stands for each name. Personal, or a secret of nobody. */
export type Values = Readonly<Record<string, string>>;

/** The template, or what is wrong with the text. */
export function parseTemplate(text: string): Template | { readonly wrong: string } {
  const parts: (string | Slot)[] = [];
  for (const part of text.split(/(\{[^{}]*\})/)) {
    if (part === "") continue;
    const [, name, filter] = /^\{([a-z][\w.-]*)(?:\|([a-z0-9]+))?\}$/i.exec(part) ?? [];
    if (name === undefined) {
      if (/[{}]/.test(part)) return { wrong: `"${part}" is no place for a value, such as {id} or {email|md5}` };
      parts.push(part);
    } else if (filter === undefined) parts.push({ name });
    else if (isFilter(filter)) parts.push({ name, filter });
    else return { wrong: `"${filter}" is no way to write a value; there are ${filterNames.join(", ")}` };
  }
  return { text, parts };
}

export function slotsOf(template: Template): readonly Slot[] {
  return template.parts.filter((part) => typeof part !== "string");
}

/** Whether a value stands in quotes of a query language without being quoted for it. */
export function hasBareQuotes(template: Template): boolean {
  return template.parts.some((part, at) => {
    if (typeof part === "string" || part.filter !== undefined) return false;
    const [before, after] = [template.parts[at - 1], template.parts[at + 1]];
    const open = typeof before === "string" ? before.at(-1) : undefined;
    return (open === "'" || open === '"') && typeof after === "string" && after.startsWith(open);
  });
}

/** As it is, for a query, a body or a header, which are encoded whole. */
export function fill(template: Template, values: Values): string {
  return template.parts.map((part) => (typeof part === "string" ? part : valueOf(part, values))).join("");
}

/**
 * As a path. A value stays inside its segment; one that would leave it (empty, or dots alone) is refused, because
 * `/customers/` and `/customers/..` are other things than a customer.
 */
export function fillPath(template: Template, values: Values): string {
  const path = template.parts
    .map((part) => (typeof part === "string" ? part : encodeURIComponent(wellFormed(valueOf(part, values)))))
    .join("");
  const segments = path.split("/").slice(1);
  const declared = template.text.split("/").slice(1);
  segments.forEach((segment, at) => {
    if (declared[at]?.includes("{") === true && /^(\.|%2e)*$/i.test(segment)) throw unusable();
  });
  return path;
}

function valueOf({ name, filter }: Slot, values: Values): string {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined || value === "") throw unusable();
  return filter === undefined ? value : filters[filter](value);
}

/** `encodeURIComponent` throws on half a surrogate pair. */
function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  throw unusable();
}

function unusable(): OperationalError {
  return new OperationalError(
    "value-unusable",
    "A value that a call to the service needs is missing, empty or no text that can stand in an address. The call was not made.",
  );
}

function isFilter(name: string): name is Filter {
  return Object.hasOwn(filters, name);
}
