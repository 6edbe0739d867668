import type { Catalogue, Relation } from "../sql/catalogue-types.ts";
import type { Queryable } from "./catalogue.ts";
import { wordsOf } from "../sql/guess-names.ts";
import type { ProposedReference, Reasoned } from "./propose-types.ts";
import { ident, namesOf, qualified } from "./quote.ts";

export type Link = ProposedReference & Reasoned;

/** Rows on which a guessed reference is tried. */
const triedRows = 500;

/** Names of tables in the singular: `customers` and `klanten` are rows of a `customer` and a `klant`. */
export function singularOf(table: string): string {
  const name = wordsOf(table);
  const irregular: Readonly<Record<string, string>> = {
    people: "person",
    persons: "person",
    addresses: "address",
    adressen: "adres",
    leden: "lid",
    klanten: "klant",
    companies: "company",
  };
  return (
    irregular[name] ??
    name
      .replace(/ies$/, "y")
      .replace(/(ss|sh|ch|x)es$/, "$1")
      .replace(/(?<!s)s$/, "")
      .replace(/(?<=[^aeiou]{1}.{2,})en$/, "")
  );
}

/** Every reference out of a table: what foreign keys say, and what names suggest and a sample of rows confirms. */
export async function linksOf(client: Queryable, catalogue: Catalogue, relation: Relation): Promise<Link[]> {
  const declared: Link[] = relation.foreignKeys
    .filter((key) => key.targetSchema === undefined)
    .map((key) => ({
      columns: key.columns,
      table: key.table,
      targetColumns: key.targetColumns,
      declared: true,
      confidence: "high",
      reason: "foreign key",
    }));
  const taken = new Set(declared.map((link) => link.columns.join("\0")));
  const guesses = [...polymorphic(relation), ...byConvention(relation, catalogue)].filter(
    (guess) => !taken.has(guess.columns.join("\0")),
  );
  const confirmed: Link[] = [];
  for (const guess of guesses) {
    if (guess.type === undefined) confirmed.push(...(await tried(client, catalogue, relation, guess)));
    else
      for (const link of await typesOf(client, catalogue, relation, guess.columns[0] ?? "", guess.type))
        confirmed.push(...(await tried(client, catalogue, relation, link)));
  }
  return [...declared, ...confirmed];
}

interface LinkGuess {
  readonly columns: readonly string[];
  readonly table: string;
  readonly targetColumns: readonly string[];
  readonly when?: { readonly column: string; readonly equals: string };
  /** Column that holds the kind of row referred to. */
  readonly type?: string;
}

const selfNames = /^(?:parent|reply_to|in_reply_to|manager|boss|referred_by|previous|replaces|duplicate_of)(?:_id)?$/;

function byConvention(relation: Relation, catalogue: Catalogue): LinkGuess[] {
  const guesses: LinkGuess[] = [];
  const columns = [...relation.columns.values()].map((column) => ({ ...column, words: wordsOf(column.name) }));
  for (const target of catalogue.relations.values()) {
    if ((target.kind !== "table" && target.kind !== "partitioned") || target.primaryKey.length === 0) continue;
    if (target.primaryKey.length > 1) {
      const columns = compositeMatch(relation, target);
      if (columns !== undefined) guesses.push({ columns, table: target.name, targetColumns: target.primaryKey });
      continue;
    }
    const [key] = target.primaryKey;
    if (key === undefined) continue;
    const family = target.columns.get(key)?.family;
    const stems = [singularOf(target.name), wordsOf(target.name)];
    const endings = ["id", "nr", "no", "ref", wordsOf(key)];
    for (const column of columns) {
      if (column.family !== family || (column.name === key && !isNaturalKey(column.words, relation, target))) continue;
      const self = target.name === relation.name && selfNames.test(column.words);
      if (self || column.name === key || namedAfter(column.words, stems, endings))
        guesses.push({ columns: [column.name], table: target.name, targetColumns: [key] });
    }
  }
  return guesses;
}

/** Names of keys that every table could have, so that the same name says nothing. */
const anyKey =
  /^(?:id|uuid|guid|nr|no|num|number|nummer|code|key|name|naam|entity_id|row_id|record_id|date|email|version|slug|sku)$/;

/** `klantnr` in orders, when that is what the key of the customers is called. */
function isNaturalKey(words: string, relation: Relation, target: Relation): boolean {
  const own = relation.primaryKey.length === 1 && wordsOf(relation.primaryKey[0] ?? "") === words;
  return relation.name !== target.name && !own && !anyKey.test(words);
}

/** `customer_id` and `customerid` for a row of `customer`. */
function namedAfter(words: string, stems: readonly string[], endings: readonly string[]): boolean {
  return stems.some(
    (stem) => words.startsWith(stem) && endings.some((end) => words === `${stem}_${end}` || words === `${stem}${end}`),
  );
}

/** `(shop, order_number)` for `orders(shop, number)`: each part by its own name or after that of the table, one at least. */
function compositeMatch(relation: Relation, target: Relation): string[] | undefined {
  if (relation.name === target.name) return undefined;
  const singular = singularOf(target.name);
  const columns: string[] = [];
  let prefixed = false;
  for (const key of target.primaryKey) {
    const wanted = `${singular}_${wordsOf(key)}`;
    const after = [...relation.columns.keys()].find((name) => wordsOf(name) === wanted);
    const same = relation.columns.has(key) ? key : undefined;
    const column = after ?? same;
    if (column === undefined || relation.columns.get(column)?.family !== target.columns.get(key)?.family)
      return undefined;
    prefixed ||= after !== undefined;
    columns.push(column);
  }
  return prefixed ? columns : undefined;
}

function polymorphic(relation: Relation): LinkGuess[] {
  return [...relation.columns.keys()].flatMap((type) => {
    const stem = /^(.*)_(?:type|kind)$/.exec(wordsOf(type))?.[1];
    const id = [...relation.columns.keys()].find((name) => wordsOf(name) === `${stem ?? ""}_id`);
    return stem === undefined || id === undefined ? [] : [{ columns: [id], table: "", targetColumns: [], type }];
  });
}

/**
 * Kinds that are names of tables, also as programs write them: `Order`, `App\\Models\\Order`. They are compared inside the
 * database, so that no other value of the column leaves it.
 */
async function typesOf(
  client: Queryable,
  catalogue: Catalogue,
  relation: Relation,
  id: string,
  type: string,
): Promise<LinkGuess[]> {
  const names = namesOf(catalogue);
  const targets = new Map<string, Relation>();
  for (const one of catalogue.relations.values())
    if (one.primaryKey.length > 0 && one.kind !== "partition")
      for (const name of [one.name, singularOf(one.name)])
        if (!targets.has(lettersOf(name))) targets.set(lettersOf(name), one);
  const found = await client.query<{ kind: string }>(
    `select distinct kind from (select ${names.column(relation.name, type)}::text as kind from ${names.table(relation.name)}
     limit 5000) s where regexp_replace(lower(regexp_replace(kind, '^.*[\\\\./:]', '')), '[^a-z0-9]', '', 'g') = any ($1) limit 50`,
    [[...targets.keys()].filter((letters) => letters !== "")],
  );
  return found.rows.flatMap(({ kind }) => {
    const target = targets.get(lettersOf(kind.replace(/^.*[\\./:]/su, "")));
    const columns = target === undefined ? undefined : polymorphicColumns(relation, target, id);
    if (target === undefined || columns === undefined) return [];
    return [{ columns, table: target.name, targetColumns: target.primaryKey, when: { column: type, equals: kind } }];
  });
}

/** As the query does it. */
function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/gu, "");
}

/** `subject_shop` and `subject_id` for `orders(shop, number)`: one part of the key may be called plain id. */
function polymorphicColumns(relation: Relation, target: Relation, id: string): string[] | undefined {
  const stem = wordsOf(id).replace(/_id$/, "");
  const named = target.primaryKey.map((key) =>
    [...relation.columns.keys()].find((name) => wordsOf(name) === `${stem}_${wordsOf(key)}`),
  );
  if (named.filter((name) => name === undefined).length > 1) return undefined;
  const columns = named.map((name) => name ?? id);
  return new Set(columns).size === columns.length ? columns : undefined;
}

/** Nothing to try on: it stays a guess of low confidence. Fewer than nine in ten found: it is no reference. */
async function tried(client: Queryable, catalogue: Catalogue, relation: Relation, guess: LinkGuess): Promise<Link[]> {
  const names = namesOf(catalogue);
  const filled = guess.columns.map((name) => `${ident(name)} is not null`).join(" and ");
  const when = guess.when === undefined ? "" : ` and ${names.column(relation.name, guess.when.column)}::text = $1`;
  const match = guess.columns.map(
    (name, index) => `p.${ident(guess.targetColumns[index] ?? "")}::text = s.${ident(name)}::text`,
  );
  const typed = guess.columns.every(
    (name, index) =>
      relation.columns.get(name)?.family ===
      catalogue.relations.get(guess.table)?.columns.get(guess.targetColumns[index] ?? "")?.family,
  );
  // Compared in their own type where they have the same one, so that the target's key serves.
  const condition = match.join(" and ").replaceAll(typed ? "::text" : "\0", "");
  const found = await client.query<{ rows: string; met: string }>(
    `select count(*) as rows, count(*) filter (where exists (select from
       ${qualified({ schema: catalogue.schema, name: guess.table })} p where ${condition})) as met
     from (select * from ${names.table(relation.name)} where ${filled}${when} limit ${triedRows}) s`,
    guess.when === undefined ? [] : [guess.when.equals],
  );
  const rows = Number(found.rows[0]?.rows ?? 0);
  const share = rows === 0 ? 0 : Number(found.rows[0]?.met ?? 0) / rows;
  if (rows > 0 && share < 0.9) return [];
  return [
    {
      ...guess,
      declared: false,
      confidence: rows >= 3 ? "medium" : "low",
      reason:
        rows === 0
          ? "by its name; there was no row to try it on"
          : `by its name; ${Math.round(share * 100)} % of ${rows} sampled rows lead to a row`,
    },
  ];
}
