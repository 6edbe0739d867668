/** Documents from the grammar itself: its JSON Schema says what may stand where, the samples say what people write there. */
import { policyJsonSchema } from "#policy";
import type { Dice } from "./dice.ts";
import { list, mapping, quoted, scalar, type Tree, textOf } from "./tree.ts";

export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
}

const whole: Schema & { readonly definitions?: Readonly<Record<string, Schema>> } = policyJsonSchema();

/** What people write under a word of the language: `basis` → contract, consent, … */
export type Written = ReadonlyMap<string, readonly string[]>;

export function writtenIn(trees: readonly Tree[]): Written {
  const found = new Map<string, Set<string>>();
  const walk = (tree: Tree, word: string): void => {
    if (tree.kind === "scalar") found.set(word, (found.get(word) ?? new Set()).add(tree.source));
    else if (tree.kind === "list") for (const item of tree.items) walk(item, word);
    else for (const [name, value] of tree.pairs) walk(value, textOf(name));
  };
  for (const tree of trees) walk(tree, "");
  return new Map([...found].map(([word, sources]) => [word, [...sources]]));
}

/** What the grammar expects of the whole document. */
export const policySchema: Schema = resolved(whole);

function resolved(schema: Schema): Schema {
  if (schema.$ref !== undefined) {
    const name = decodeURIComponent(schema.$ref.replace("#/definitions/", ""));
    const found = whole.definitions?.[name];
    if (found === undefined) throw new Error(`the schema has no "${name}"`);
    return resolved(found);
  }
  const [only] = schema.allOf ?? [];
  return only === undefined ? schema : resolved(only);
}

/** What the grammar expects under a name of a mapping; nothing when it knows no such word. */
export function memberSchema(schema: Schema, name: string): Schema | undefined {
  const { anyOf, properties, additionalProperties } = resolved(schema);
  for (const alternative of anyOf ?? []) {
    const found = memberSchema(alternative, name);
    if (found !== undefined) return found;
  }
  if (properties !== undefined) return Object.hasOwn(properties, name) ? properties[name] : undefined;
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}

export function itemSchema(schema: Schema): Schema {
  const here = resolved(schema);
  return here.items ?? (here.anyOf ?? []).map(itemSchema).find((found) => found !== undefined) ?? here;
}

/** Words that a mapping of the grammar knows. */
export function wordsOf(schema: Schema): readonly string[] {
  const { anyOf, properties } = resolved(schema);
  return [...Object.keys(properties ?? {}), ...(anyOf ?? []).flatMap(wordsOf)];
}

const names = [
  "customer",
  "guest",
  "orders",
  "order",
  "shop",
  "profile",
  "name",
  "newsletter",
  "a",
  "b",
  "email",
  "id",
];
const likely = [
  ["2026-12-01", "2028-02-29", "1900-01-01", "9999-12-31", "30 days", "1 month", "7 years", "P2W", "0 days"],
  ["NL", "BE", "US", "CH", "https://example.nl/a", "privacy@example.nl", "env:SHOP_DATABASE_URL", "pd:Opinion"],
  ["relationship ends", "when done", "26 weeks after visited", "9999 years after birth", "72 hours", "5 days"],
  ["customer_id -> customers", "(a, b) -> orders(c, d)", "x -> orders when k = 'v'", "i -> invoices.book_year"],
  ["as-soon-as-possible", "contact.email", "eea", ...names],
].flat();

/** A value that the grammar would take there, as far as a schema can say. */
export function valueFor(schema: Schema, word: string, dice: Dice, written: Written, depth = 0): Tree {
  const here = resolved(schema);
  const again = (inner: Schema, under = word) => valueFor(inner, under, dice, written, depth + 1);
  if (here.enum !== undefined) return scalar(quoted(String(dice.pick(here.enum))));
  if (here.anyOf !== undefined) return again(dice.pick(here.anyOf));
  const type = typeof here.type === "string" ? here.type : dice.pick(here.type ?? ["string"]);
  if (type === "array") {
    const items = here.items ?? {};
    return list(Array.from({ length: dice.below(depth > 6 ? 2 : 4) }, () => again(items)));
  }
  if (type === "object") return mappingFor(here, dice, depth, again);
  if (type === "integer") {
    const from = here.minimum ?? 0;
    return scalar(String(from + dice.below((here.maximum ?? from + 100) - from + 1)));
  }
  if (type === "boolean") return scalar(String(dice.chance(0.5)));
  return scalar(textFor(here, word, dice, written));
}

function mappingFor(here: Schema, dice: Dice, depth: number, again: (inner: Schema, word?: string) => Tree): Tree {
  const required = new Set(here.required);
  const optional = depth === 0 ? 0.4 : depth > 7 ? 0.05 : 0.3;
  const known = Object.entries(here.properties ?? {})
    .filter(([name]) => required.has(name) || dice.chance(optional))
    .map(([name, member]) => [quoted(name), again(member, name)] as const);
  const { additionalProperties: entry } = here;
  if (typeof entry !== "object") return mapping(known);
  const own = Array.from({ length: 1 + dice.below(3) }, () => dice.pick(names));
  return mapping([...known, ...[...new Set(own)].map((name) => [name, again(entry, name)] as const)]);
}

function textFor({ pattern }: Schema, word: string, dice: Dice, written: Written): string {
  const sources = written.get(word) ?? [];
  if (sources.length > 0 && dice.chance(0.7)) return dice.pick(sources);
  const fits = pattern === undefined ? likely : likely.filter((text) => new RegExp(pattern).test(text));
  return quoted(dice.pick(fits.length === 0 ? names : fits));
}
