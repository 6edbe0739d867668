/** Where a value stands in an answer: names with dots, `[*]` for every member of a list, `["@odata.next"]` for other names. */
export interface JsonPath {
  readonly text: string;
  readonly steps: readonly (string | typeof everyItem)[];
}
export const everyItem = Symbol("every item");

const step = /^(?:\.?([A-Za-z_][\w-]*)|\["([^"\]]+)"\]|(\[\*\]))/;

/** `undefined` when it is none. `$` is the whole answer. */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (text === "$") return { text, steps: [] };
  const steps: JsonPath["steps"][number][] = [];
  for (let rest = text.startsWith("$") ? text.slice(1) : text; rest !== ""; ) {
    const found = step.exec(rest);
    if (found === null || (steps.length > 0 && /^[A-Za-z_]/.test(rest))) return undefined;
    steps.push(found[3] === undefined ? (found[1] ?? found[2] ?? "") : everyItem);
    rest = rest.slice(found[0].length);
  }
  return steps.length === 0 ? undefined : { text, steps };
}

/** Every value there; nothing where a member is absent. `undefined` when a list was expected and none stands there. */
export function valuesAt(path: JsonPath, json: unknown): readonly unknown[] | undefined {
  let values: readonly unknown[] = [json];
  let listed = false;
  for (const each of path.steps) {
    if (each === everyItem) {
      if (!values.every((value) => Array.isArray(value)) || (values.length === 0 && !listed)) return undefined;
      values = values.flat();
      listed = true;
    } else {
      values = values.flatMap((value) => (isRecord(value) && Object.hasOwn(value, each) ? [value[each]] : []));
    }
  }
  return values;
}

/** The one value there as text; `undefined` when nothing stands there or no text or number does. */
export function textAt(path: JsonPath, json: unknown): string | undefined {
  return asText(valuesAt(path, json)?.[0]);
}

export function lastTextAt(path: JsonPath, json: unknown): string | undefined {
  return asText(valuesAt(path, json)?.at(-1));
}

/** A text, a number or a truth value as it is written; nothing else, and no empty text. */
export function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** A document with this value at the path, which has no lists. */
export function withValue(path: JsonPath, value: unknown): unknown {
  return path.steps.reduceRight<unknown>((inner, each) => ({ [String(each)]: inner }), value);
}

/** Two documents as one; the members of the second prevail. */
export function merged(first: unknown, second: unknown): unknown {
  if (!isRecord(first) || !isRecord(second)) return second;
  const both = { ...first };
  for (const [name, value] of Object.entries(second)) both[name] = name in both ? merged(both[name], value) : value;
  return both;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
