/**
 * Where it is written down which rows are a person's: temporary tables of a session, or, when an erasure needs several
 * transactions, lasting tables beside those of the product, whose names begin with `gestand_`.
 */
import type { PlanId } from "#base";
import { knownColumns } from "./identities.ts";
import type { Dialect, Session } from "./dialect.ts";
import { hasAnchors, type OwnedTable, type OwnershipPlan, pathsOf, referencesOf } from "./ownership.ts";
import { ident } from "./quote.ts";

export interface WorkPlace {
  readonly lasting: boolean;
  /** What the person is known as: identity, form, value, contested. Of digests the identity is `digest`. */
  readonly known: string;
  /** Keys of rows that were chosen as the person: k1…kn. */
  anchors(table: OwnedTable): string;
  /** Keys of the person's rows, for writing: k1…kn, depth, shared, held_until, fate, batch, done. */
  store(table: OwnedTable): string;
  /** The same for reading, without what moved to somebody else since. */
  rows(table: OwnedTable): string;
  /** A list of rows for the next statement, always temporary: k1…kn, day, n, and a column for each link that may be cut. */
  list(table: OwnedTable): string;
}

/** Who reads: a mapping, in which SQL, and where it is written down. */
export interface Reading {
  readonly dialect: Dialect;
  readonly plan: OwnershipPlan;
  readonly work: WorkPlace;
  /** Our register of held rows is there. */
  readonly registered: boolean;
}

export const ourTables = { applied: "gestand_applied", held: "gestand_held", work: "gestand_work_" } as const;

/** What the connector makes in the database of the product; no table of the product, and none to map. */
export function isOurs(table: string): boolean {
  return table === ourTables.applied || table === ourTables.held || table.startsWith(ourTables.work);
}

export function temporaryWork(dialect: Dialect): WorkPlace {
  const name = (suffix: string) => dialect.temporary(`gestand_${suffix}`);
  const store = (table: OwnedTable) => name(`rows_${table.index}`);
  return {
    lasting: false,
    known: name("known"),
    anchors: (table) => name(`chosen_${table.index}`),
    store,
    rows: store,
    list: (table) => name(`list_${table.index}`),
  };
}

export function lastingWork(dialect: Dialect, plan: OwnershipPlan, id: PlanId, step: number): WorkPlace {
  const { schema } = plan.catalogue;
  const name = (suffix: string) => dialect.qualified({ schema, name: `${workPrefix(id, step)}${suffix}` });
  const store = (table: OwnedTable) => name(`rows_${table.index}`);
  return {
    ...temporaryWork(dialect),
    lasting: true,
    known: name("known"),
    anchors: (table) => name(`chosen_${table.index}`),
    store,
    rows: (table) => `(select * from ${store(table)} where fate is null or fate <> 'moved')`,
  };
}

function workPrefix(plan: PlanId, step?: number): string {
  return `${ourTables.work}${plan.replaceAll("-", "")}_${step === undefined ? "" : `${Math.trunc(step)}_`}`;
}

/** Columns of a working table that hold the key: `k1`, `k2`, … */
export function keyColumns(table: OwnedTable, alias?: string): string {
  return table.key.map((_, at) => `${alias === undefined ? "" : `${alias}.`}k${at + 1}`).join(", ");
}

/** Columns that lead on, each of which has a mark in the list; in the order of the marks `c1`, `c2`, … */
export function markedColumns(table: OwnedTable): readonly string[] {
  const paths = referencesOf(table.mapping).flatMap(({ columns }) => columns);
  const keys = table.relation.foreignKeys.flatMap(({ columns }) => columns);
  const known = pathsOf(table).flatMap((path) =>
    path.kind === "identity" ? [path.column] : path.kind === "is" ? knownColumns(path).map(({ column }) => column) : [],
  );
  return [...new Set([...paths, ...keys, ...known])];
}

/** Afterwards the working tables are there: temporary ones are empty, lasting ones as they were. Outside a transaction. */
export async function prepareWork(session: Session, { dialect, plan, work }: Reading): Promise<void> {
  const exact = dialect.textType(200);
  const known = `identity ${exact} not null, form ${dialect.formType} not null, value ${exact}, contested integer not null default 0, primary key (identity, form)`;
  const keysOf = (table: OwnedTable) =>
    table.key.map((name, at) => `k${at + 1} ${dialect.keyType(table.relation.columns.get(name))}`).join(", ");
  const keyed = (table: OwnedTable, more: string) => `${keysOf(table)}${more}, primary key (${keyColumns(table)})`;
  const facts = `, depth integer not null default 0, shared integer not null default 0, held_until ${dialect.textType(10)}, fate ${dialect.textType(20)}, batch integer, done integer not null default 0`;
  const kept: (readonly [string, string])[] = [
    [work.known, known],
    ...plan.tables.filter(hasAnchors).map((table) => [work.anchors(table), keyed(table, "")] as const),
    ...plan.tables.map((table) => [work.store(table), keyed(table, facts)] as const),
  ];
  const lists = plan.tables.map((table): readonly [string, string] => [
    work.list(table),
    keyed(
      table,
      `, day ${dialect.textType(10)}, n integer${markedColumns(table)
        .map((_, at) => `, c${at + 1} integer`)
        .join("")}`,
    ),
  ]);
  await makeTemporary(session, dialect, work.lasting ? lists : [...kept, ...lists]);
  if (work.lasting) for (const [name, body] of kept) await session.run(dialect.createLasting(name, body));
}

/** To empty a table is quicker than to make it. */
async function makeTemporary(
  session: Session,
  dialect: Dialect,
  tables: readonly (readonly [name: string, body: string])[],
): Promise<void> {
  const { made } = session;
  const there = tables.filter(([name, body]) => made?.get(name) === body);
  const missing = tables.filter((table) => !there.includes(table));
  for (const [name] of there) await session.run(`delete from ${name}`);
  for (const sql of dialect.dropTemporary(missing.map(([name]) => name))) await session.run(sql);
  for (const [name, body] of missing) {
    await session.run(dialect.createTemporary(name, body));
    made?.set(name, body);
  }
}

/** Drops the lasting working tables of a plan, or of one step of it. Idempotent; outside a transaction. */
export async function dropWork(
  session: Session,
  dialect: Dialect,
  schema: string,
  plan: PlanId,
  step?: number,
): Promise<void> {
  const found = await session.all(dialect.lastingNames(schema, workPrefix(plan, step)));
  for (const { name } of found)
    await session.run(`drop table if exists ${dialect.qualified({ schema, name: String(name) })}`);
}

/** `t."a" = k.k1 and t."b" = k.k2`: all columns, always AND. */
export function keyMatch(table: OwnedTable, row: string, work: string): string {
  return table.key.map((column, at) => `${row}.${ident(column)} = ${work}.k${at + 1}`).join(" and ");
}

/** Both rows of working tables have the same key. */
export function sameKey(table: OwnedTable, one: string, other: string): string {
  return table.key.map((_, at) => `${one}.k${at + 1} = ${other}.k${at + 1}`).join(" and ");
}

/** `from …` that yields the rows of the person as `t`, and what is known of them as `k`. */
export function personRows(table: OwnedTable, work: WorkPlace): string {
  return `from ${work.rows(table)} k join ${table.sql} t on ${keyMatch(table, "t", "k")}`;
}
