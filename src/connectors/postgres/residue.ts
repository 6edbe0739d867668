/**
 * Looks again after an erasure: is any value of the person left, and if so, on what ground? A row that is registered as
 * held, shared or declared to stay says so; everything else is residue without a ground.
 */
import type { LocalDate } from "#base";
import type { Identifiers, KeptBecause, ResidueFinding } from "../contract.ts";
import { type Queryable, readCatalogue } from "./catalogue.ts";
import type { Relation } from "../sql/catalogue-types.ts";
import { operationalError } from "./database-error.ts";
import { type EraseContext, rollBack } from "./erase-record.ts";
import { heldRelation, rowKeyColumns, rowKeySql } from "./guard-schema.ts";
import { collect, prepareWork } from "./ownership-collect.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { isKnownAs, knownRows, otherIdentities } from "./identity-sql.ts";
import { keyMatch } from "./ownership-sql.ts";
import { ident, literal, qualified } from "./quote.ts";
import { noIndexes, type WordIndexes, wordIndexes } from "./residue-indexes.ts";
import { type Former, type Link, linksToFormer, othersOwn, putFormerKeys } from "./residue-links.ts";
import {
  candidatesFrom,
  Parameters,
  type Prefilter,
  prefilterOf,
  readingMuch,
  searchWith,
} from "./residue-prefilter.ts";
import { searchedColumns, valuesHeld } from "./residue-sql.ts";
import { putValues, type SearchedValue } from "./residue-values.ts";
import { beginSnapshot, temporaryWork, type WorkPlace } from "./work.ts";

interface Found {
  readonly column: string;
  readonly ground: "hold" | "shared" | "declared-keep" | null;
  readonly rule: string | null;
  readonly until: string | null;
  readonly rows: string;
}

/** The client must be a session of its own, outside a transaction. Nothing stays of what it does. */
export async function residueOf(
  client: Queryable,
  context: Pick<EraseContext, "plan" | "digest">,
  identifiers: Identifiers,
  scope: "mapped" | "everywhere",
): Promise<ResidueFinding[]> {
  const { plan } = context;
  const work = temporaryWork("drop");
  try {
    await beginSnapshot(client);
    await prepareWork(client, plan, work);
    await collect(client, plan, work, { subject: identifiers.subject, digest: context.digest });
    const searched = await putValues(client, identifiers.values);
    const former = await putFormerKeys(client, plan, identifiers);
    const search = { plan, work, scope, searched, former, held: await hasHeld(client) };
    const found: ResidueFinding[] = [];
    const indexes = new Map<string, WordIndexes>();
    const places = await placesOf(client, plan, scope);
    for (const { schema } of places) if (!indexes.has(schema)) indexes.set(schema, await wordIndexes(client, schema));
    await client.query(readingMuch);
    for (const place of places) {
      const statement = searchStatement(search, place, indexes.get(place.schema) ?? noIndexes);
      if (statement === undefined) continue;
      const rows = await searchWith(client, statement.prefilter, () =>
        client.query<Found>(statement.text, statement.values),
      );
      const name = place.schema === plan.catalogue.schema ? "" : `${place.schema}.`;
      found.push(...rows.rows.map((row) => findingOf(`${name}${place.relation.name}`, row)));
    }
    await client.query("rollback");
    return found;
  } catch (error) {
    await rollBack(client);
    throw operationalError(error, "Looking for what is left");
  }
}

interface Statement {
  readonly text: string;
  readonly values: unknown[];
  readonly prefilter: Prefilter;
}

interface Place {
  readonly schema: string;
  readonly relation: Relation;
  /** Absent: nobody mapped it. */
  readonly table?: OwnedTable;
}

/**
 * What is searched: the mapped tables; everywhere means every schema of the database, and materialized views too, which
 * go on holding what their tables no longer do. What our role may not read there stops the search with its name.
 */
async function placesOf(client: Queryable, plan: OwnershipPlan, scope: "mapped" | "everywhere"): Promise<Place[]> {
  const { catalogue } = plan;
  if (scope === "mapped")
    return plan.tables.map((table) => ({ schema: catalogue.schema, relation: table.relation, table }));
  const others = await client.query<{ name: string }>(
    `select nspname::text as name from pg_catalog.pg_namespace
     where nspname not in ($1, 'gestand', 'information_schema') and nspname !~ '^pg_' order by 1`,
    [catalogue.schema],
  );
  const catalogues = [catalogue];
  for (const { name } of others.rows) catalogues.push(await readCatalogue(client, name));
  return catalogues.flatMap(({ schema, relations }) =>
    [...relations.values()]
      .filter(({ kind }) => kind === "table" || kind === "partitioned" || kind === "materialized-view")
      .map((relation): Place => {
        const table = schema === catalogue.schema ? plan.byName.get(relation.name) : undefined;
        return { schema, relation, ...(table === undefined ? {} : { table }) };
      }),
  );
}

async function hasHeld(client: Queryable): Promise<boolean> {
  const found = await client.query(
    "select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = 'gestand' and c.relname = 'held'",
  );
  return (found.rowCount ?? 0) > 0;
}

function findingOf(table: string, { column, ground, rule, until, rows }: Found): ResidueFinding {
  const because: KeptBecause | undefined =
    ground === "hold"
      ? { kind: "hold", rule: rule ?? "", untilOn: (until ?? "") as LocalDate }
      : ground === null
        ? undefined
        : { kind: ground };
  return { table, column, rows: Number(rows), ...(because === undefined ? {} : { because }) };
}

interface Search {
  readonly plan: OwnershipPlan;
  readonly work: WorkPlace;
  readonly scope: "mapped" | "everywhere";
  readonly searched: readonly SearchedValue[];
  readonly former: Former;
  /** `gestand.held` is there. */
  readonly held: boolean;
}

/**
 * One statement per table: which rows hold a value or refer to a former row of the person, by which column, and on what
 * ground each of them is still there. `undefined`: nothing of it could stand here.
 */
function searchStatement(search: Search, place: Place, indexes: WordIndexes): Statement | undefined {
  const { plan, work, scope, searched, former } = search;
  const { schema, relation, table } = place;
  const sql = qualified({ schema, name: relation.name });
  const columns = searchedColumns(relation, table, scope, indexes);
  const parameters = new Parameters();
  const prefilter = prefilterOf(columns, searched, parameters);
  const candidates = candidatesFrom(sql, prefilter);
  const links =
    table === undefined
      ? []
      : [...linksToFormer(plan, table, former), ...digestColumns(table, work), ...knownElsewhere(table, work)];
  const beside = besides(search, place);
  const ground = groundOf(search, table);
  const hits = columns.map((column) => {
    const name = literal(column.name);
    return `select ${name}::text, bool_and(v.also_others), false from (${valuesHeld(column)}) v having count(*) > 0`;
  });
  const row = (from: string, rest: string, onlyGroundless = false) =>
    `select hits.name, h.rule, h.until_on, ${ground} as ground, ${onlyGroundless} as only_groundless ${from} ${beside} cross join lateral (${rest}) as hits(name, also_others, is_link)`;
  const parts = [
    ...(candidates === undefined ? [] : [row(`from ${candidates}`, hits.join(" union all "))]),
    ...links.map(({ name, from, onlyGroundless }) =>
      row(`from (select t.* ${from} offset 0) t`, `select ${literal(name)}::text, false, true`, onlyGroundless),
    ),
  ];
  if (parts.length === 0) return undefined;
  const text = `select x.name as column, x.ground, case when x.ground = 'hold' then x.rule end as rule, case when x.ground = 'hold' then x.until_on::text end as until, count(*) as rows
    from (${parts.join(" union all ")}) x where x.ground is null or not x.only_groundless group by 1, 2, 3, 4 order by 1, 2, 3, 4`;
  return { text, values: parameters.list, prefilter };
}

/** What is known of a row: the register of held rows as `h`, and as `k` what was found as the person's. */
function besides({ work, held }: Search, { schema, relation, table }: Place): string {
  const registered =
    held && rowKeyColumns(relation) !== undefined
      ? `left join gestand.held h on h.relation = ${literal(heldRelation(schema, relation.name))} and h.row_key = ${rowKeySql(relation, "t")}`
      : "left join (select null::text as rule, null::date as until_on) h on false";
  const mine = table === undefined ? "" : ` left join ${work.rows(table)} k on ${keyMatch(table, "t", "k")}`;
  return `${registered}${mine}`;
}

/**
 * The ground, in this order: the law holds the row; the policy says such rows or values stay; the row is also somebody
 * else's. A value in a row of somebody else is theirs only when they had it before the erasure.
 */
function groundOf({ plan, work, former }: Search, table: OwnedTable | undefined): string {
  if (table === undefined) return "case when h.rule is not null then 'hold' end";
  const kept = table.mapping.columns
    .filter((column) => column.erased.kind === "keep")
    .map((column) => literal(column.name));
  const keptValue =
    kept.length === 0 ? "false" : `hits.name in (${kept.join(", ")}) and ${table.mapping.erase === "anonymise"}`;
  const others = othersOwn(plan, table, work, former);
  return `case when h.rule is not null then 'hold'
    when k.shared or ((hits.also_others or hits.is_link) and ${others}) then 'shared'
    when ${table.mapping.erase === "keep"} and not (k.depth is null and ${others}) then 'declared-keep'
    when ${keptValue} then 'declared-keep' end`;
}

function digestColumns(table: OwnedTable, work: WorkPlace): Link[] {
  return [...table.mapping.person, ...table.mapping.alsoAbout].flatMap((path) =>
    path.kind === "identity" && path.digest === true
      ? [
          {
            name: path.column,
            from: `from ${table.sql} t where t.${ident(path.column)}::text = any (array(select e.digest from ${work.emails} e))`,
            onlyGroundless: false,
          },
        ]
      : [],
  );
}

/** Other identities are compared in their own way: the same telephone number may stand there with other signs. */
function knownElsewhere(table: OwnedTable, work: WorkPlace): Link[] {
  return otherIdentities(table).map(({ identity, column }) => ({
    name: column,
    from: `from ${table.sql} t where ${isKnownAs(identity, `t.${ident(column)}::text`, `select e.spelling from ${knownRows(work, identity)}`)}`,
    onlyGroundless: false,
  }));
}
