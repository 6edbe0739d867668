/**
 * Looks again after an erasure: is any value of the person left, and if so, on what ground? A row that is registered as
 * held, shared or declared to stay says so; everything else is residue without a ground.
 */
import type { LocalDate } from "#base";
import type { Identifiers, KeptBecause, ResidueFinding } from "../contract.ts";
import { type Queryable, readCatalogue } from "./catalogue.ts";
import type { Relation } from "./catalogue-types.ts";
import { operationalError } from "./database-error.ts";
import { type EraseContext, rollBack } from "./erase-record.ts";
import { heldRelation, rowKeyColumns, rowKeySql } from "./guard-schema.ts";
import { collect, prepareWork } from "./ownership-collect.ts";
import { type OwnedTable, type OwnershipPlan, referencesOf, targetColumnsOf } from "./ownership.ts";
import { conditionsOf, keyMatch, referenceMatch, targetOf } from "./ownership-sql.ts";
import { ident, literal, qualified } from "./quote.ts";
import { hit, hitsOf, putValues, type SearchedColumn, searchedColumns, values } from "./residue-sql.ts";
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
    await putValues(client, identifiers.values);
    const held = await hasHeld(client);
    const found: ResidueFinding[] = [];
    for (const place of await placesOf(client, plan, scope)) {
      const statement = searchStatement(plan, work, place, scope, held);
      if (statement === undefined) continue;
      const rows = await client.query<Found>(statement);
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

/** One statement per table: which rows hit, by which column, and on what ground each of them is still there. */
function searchStatement(
  plan: OwnershipPlan,
  work: WorkPlace,
  { schema, relation, table }: Place,
  scope: "mapped" | "everywhere",
  held: boolean,
): string | undefined {
  const columns = searchedColumns(relation, table, scope);
  const links = table === undefined ? [] : linksToChosen(plan, work, table);
  const digests = table === undefined ? [] : digestColumns(table, work);
  if (columns.length + links.length + digests.length === 0) return undefined;
  const sql = qualified({ schema, name: relation.name });
  const key = rowKeyColumns(relation);
  const registered =
    held && key !== undefined
      ? `left join gestand.held h on h.relation = ${literal(heldRelation(schema, relation.name))} and h.row_key = ${rowKeySql(relation, "t")}`
      : "left join (select null::text as rule, null::date as until_on) h on false";
  const mine = table === undefined ? "" : `left join ${work.rows(table)} k on ${keyMatch(table, "t", "k")}`;
  const branches = [
    ...columns.map((column) => valueBranch(column)),
    ...[...links, ...digests].map(
      ({ name, condition }) => `select ${literal(name)}::text, false, true where ${condition}`,
    ),
  ];
  const may = [
    ...(columns.length === 0 ? [] : [hitsOf(columns).prefilter]),
    ...[...links, ...digests].map(({ condition }) => `(${condition})`),
  ].join(" or ");
  return `select x.name as column, x.ground, case when x.ground = 'hold' then x.rule end as rule, case when x.ground = 'hold' then x.until_on::text end as until, count(*) as rows
    from (select hits.name, h.rule, h.until_on, ${groundOf(plan, work, table)} as ground
      from ${sql} t ${mine} ${registered} cross join lateral (${branches.join(" union all ")}) as hits(name, also_others, is_link)
      where ${may}) x
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`;
}

function valueBranch(column: SearchedColumn): string {
  return `select ${literal(column.name)}::text, bool_and(v.also_others), false from ${values} v where ${hit(column)} having count(*) > 0`;
}

/**
 * The ground, in this order: the law holds the row; the policy says such rows or values stay; the row is also somebody
 * else's. A value in a row of somebody else is theirs only when they had it before the erasure.
 */
function groundOf(plan: OwnershipPlan, work: WorkPlace, table: OwnedTable | undefined): string {
  if (table === undefined) return "case when h.rule is not null then 'hold' end";
  const kept = table.mapping.columns
    .filter((column) => column.erased.kind === "keep")
    .map((column) => literal(column.name));
  const keptValue =
    kept.length === 0 ? "false" : `hits.name in (${kept.join(", ")}) and ${table.mapping.erase === "anonymise"}`;
  const others = `coalesce(${conditionsOf(plan, table, work).shared("t")}, false)`;
  return `case when h.rule is not null then 'hold'
    when k.shared or (${others} and (hits.also_others or hits.is_link)) then 'shared'
    when ${table.mapping.erase === "keep"} and not (k.depth is null and ${others}) then 'declared-keep'
    when ${keptValue} then 'declared-keep' end`;
}

interface Link {
  readonly name: string;
  readonly condition: string;
}

/** References whose columns still hold the key of a row that was this person, whether or not that row still exists. */
function linksToChosen(plan: OwnershipPlan, work: WorkPlace, table: OwnedTable): Link[] {
  return referencesOf(table.mapping).flatMap((reference): Link[] => {
    const target = targetOf(plan, reference);
    const owned = target?.owned;
    if (target === undefined || owned === undefined) return [];
    if (![...owned.mapping.person, ...owned.mapping.alsoAbout].some((path) => path.kind === "is")) return [];
    if (!targetColumnsOf(reference, target.relation).every((column) => owned.key.includes(column))) return [];
    const selected = owned.key.map((column, at) => `a.k${at + 1} as ${ident(column)}`).join(", ");
    return [
      {
        name: reference.columns.join(", "),
        condition: `exists (select 1 from (select ${selected} from ${work.anchors(owned)} a) p where ${referenceMatch(table, reference, target.relation, "t", "p")})`,
      },
    ];
  });
}

function digestColumns(table: OwnedTable, work: WorkPlace): Link[] {
  return [...table.mapping.person, ...table.mapping.alsoAbout].flatMap((path) =>
    path.kind === "identity" && path.digest === true
      ? [
          {
            name: path.column,
            condition: `t.${ident(path.column)}::text = any (array(select e.digest from ${work.emails} e))`,
          },
        ]
      : [],
  );
}
