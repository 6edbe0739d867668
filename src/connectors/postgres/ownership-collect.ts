/**
 * Collects the rows of one person into working tables, table by table, with statements over whole sets. Afterwards a
 * row is in them exactly when the policy says that it is this person's.
 */
import type { LocalDate } from "#base";
import type { PersonPath } from "#policy";
import type { Subject } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { type HoldTerms, heldUntil } from "./ownership-holds.ts";
import { meetsOneRow, type OwnedTable, type OwnershipPlan, referencesOf, targetColumnsOf } from "./ownership.ts";
import {
  conditionsOf,
  isAddress,
  keyColumns,
  keyMatch,
  normalised,
  referenceMatch,
  targetOf,
} from "./ownership-sql.ts";
import { ident, literal } from "./quote.ts";
import { anchorTab, runTogether, type WorkPlace } from "./work.ts";

export interface CollectOptions {
  readonly subject: Subject;
  /** Keyed digest of an identity, for columns that hold digests only. */
  readonly digest?: ((identity: string) => string) | undefined;
}

/** Makes the working tables, empty. Earlier ones of the same session are replaced; lasting ones stay as they are. */
export async function prepareWork(client: Queryable, plan: OwnershipPlan, work: WorkPlace): Promise<void> {
  const stores = new Map(plan.tables.map((table) => [work.store(table), table]));
  const temporary = work.emails.startsWith("pg_temp.");
  const create = (name: string, body: string) => `create table if not exists ${name} (${body})${work.ending}`;
  await runTogether(client, [
    ...(temporary ? [`drop table if exists ${[work.emails, ...stores.keys()].join(", ")}`] : []),
    create(work.emails, "email text primary key, digest text, contested boolean not null default false"),
    ...[...stores].map(([name, table]) => create(name, bodyOf(table, work))),
  ]);
}

function bodyOf(table: OwnedTable, work: WorkPlace): string {
  const keys = table.key.map((name, at) => `k${at + 1} ${table.relation.columns.get(name)?.type ?? "text"} not null`);
  // Of bounded length, so that PostgreSQL need not make a second table for long values.
  const facts =
    "depth integer not null default 0, shared boolean not null default false, held_until date, fate varchar(20), batch integer, done boolean not null default false";
  const primary = work.unique(table) ? `, primary key (tab, ${keyColumns(table).join(", ")})` : "";
  return `tab integer not null, ${keys.join(", ")}, ${facts}${primary}`;
}

/**
 * Finds every row of the person and returns the tables that have some. Call in a transaction of one snapshot. First all
 * rows are found, then those that are shared: finding does not depend on sharing.
 */
export async function collect(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  options: CollectOptions,
): Promise<ReadonlySet<OwnedTable>> {
  await putSubject(client, plan, work, options);
  const contested = await contest(client, plan, work);
  await reachAll(client, plan, work);
  const present = await tablesPresent(client, plan, work);
  const sharing = new Set<string>();
  for (const component of plan.components) await share(client, plan, work, component, { contested, sharing, present });
  return present;
}

async function tablesPresent(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
): Promise<ReadonlySet<OwnedTable>> {
  if (plan.tables.length === 0) return new Set();
  const tests = plan.tables.map((table) => `exists (select 1 from ${work.rows(table)} k)`);
  const found = await client.query<{ there: boolean[] }>(`select array[${tests.join(", ")}] as there`);
  return new Set(plan.tables.filter((_, at) => found.rows[0]?.there[at] === true));
}

async function putSubject(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  { subject, digest }: CollectOptions,
): Promise<void> {
  const digests = subject.emails.map((email) => digest?.(email) ?? null);
  await client.query(
    `insert into ${work.emails} (email, digest) select ${normalised("x.email")}, min(x.digest) from unnest($1::text[], $2::text[]) as x(email, digest) where ${normalised("x.email")} <> '' group by 1 on conflict do nothing`,
    [subject.emails, digests],
  );
  for (const table of plan.tables.filter(hasAnchors)) {
    const anchors = subject.anchors.filter(
      (anchor) =>
        anchor.system === plan.system.name &&
        anchor.table === table.mapping.name &&
        anchor.key.length === table.key.length,
    );
    if (anchors.length === 0) continue;
    const columns = table.key.map((_, at) => anchors.map((anchor) => anchor.key[at]));
    const typed = table.key.map((name, at) => `x.c${at}::${table.relation.columns.get(name)?.type ?? "text"}`);
    await client.query(
      `insert into ${work.store(table)} (tab, ${keyColumns(table).join(", ")}) select distinct ${anchorTab(table)}, ${typed.join(", ")} from unnest(${columns.map((_, at) => `$${at + 1}::text[]`).join(", ")}) as x(${columns.map((_, at) => `c${at}`).join(", ")})${unlessThere(table, work)}`,
      columns,
    );
  }
}

function unlessThere(table: OwnedTable, work: WorkPlace): string {
  return work.unique(table) ? " on conflict do nothing" : "";
}

/** An address that somebody else's row also carries does not tell the two apart: what it alone owns is shared. */
async function contest(client: Queryable, plan: OwnershipPlan, work: WorkPlace): Promise<boolean> {
  const statements = plan.tables.flatMap((table) => {
    const path = anchorPath(table);
    if (path?.email === undefined) return [];
    const { decides } = conditionsOf(plan, table, work);
    const same = isAddress(`t.${ident(path.email)}::text`, "select w.email");
    return [
      `update ${work.emails} w set contested = true where exists (select 1 from ${table.sql} t where ${same} and ${decides(path, "t")} and not exists (select 1 from ${work.anchors(table)} a where ${keyMatch(table, "t", "a")}))`,
    ];
  });
  const marked = await runTogether(client, statements);
  return marked.some((result) => (result.rowCount ?? 0) > 0);
}

/** More rows than this in a working table, and the planner is told of them. */
const manyRows = 1_000;

/** What others own first. Tables whose targets are known are asked together; circles round by round. */
async function reachAll(client: Queryable, plan: OwnershipPlan, work: WorkPlace): Promise<void> {
  for (const level of levelsOf(plan)) {
    const steps = level.flatMap((component) =>
      component.flatMap((table) =>
        pathsOf(table)
          .filter((path) => !leadsWithin(component, path))
          .flatMap((path) => stepOf(plan, table, path, work, undefined, 0)),
      ),
    );
    const added = await runTogether(
      client,
      steps.map(({ sql }) => sql),
    );
    await tellPlanner(
      client,
      plan,
      work,
      steps.map(({ table }, at) => ({ table, rows: added[at]?.rowCount ?? 0 })),
    );
    for (const component of level) await goRound(client, plan, work, component);
  }
}

/** Components whose references all lead to earlier levels, or into themselves. */
function levelsOf(plan: OwnershipPlan): (readonly OwnedTable[])[][] {
  const levels: (readonly OwnedTable[])[][] = [];
  const levelOf = new Map<string, number>();
  for (const component of plan.components) {
    const targets = component.flatMap((table) => referencesOf(table.mapping).map((reference) => reference.table));
    const level = Math.max(0, ...targets.map((target) => (levelOf.get(target) ?? -1) + 1));
    for (const table of component) levelOf.set(table.mapping.name, level);
    (levels[level] ??= []).push(component);
  }
  return levels.filter((level) => level !== undefined);
}

function leadsWithin(component: readonly OwnedTable[], path: PersonPath): boolean {
  return path.kind === "reference" && component.some((member) => member.mapping.name === path.reference.table);
}

/** Least fixpoint of a circle: round by round what follows from the last round. */
async function goRound(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  component: readonly OwnedTable[],
): Promise<void> {
  const circular = component.flatMap((table) =>
    pathsOf(table)
      .filter((path) => leadsWithin(component, path))
      .map((path) => ({ table, path })),
  );
  if (circular.length === 0) return;
  for (let round = 1, found = 1; found > 0; round++) {
    const steps = circular.flatMap(({ table, path }) => stepOf(plan, table, path, work, round - 1, round));
    const added = await runTogether(
      client,
      steps.map(({ sql }) => sql),
    );
    found = added.reduce((sum, result) => sum + (result.rowCount ?? 0), 0);
    if (found > 0 && (round & (round - 1)) === 0)
      await runTogether(
        client,
        [...new Set(component.map((table) => work.store(table)))].map((store) => `analyze ${store}`),
      );
  }
}

/** Statistics for working tables that became large; without them the planner rightly takes them for small. */
async function tellPlanner(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  added: readonly { readonly table: OwnedTable; readonly rows: number }[],
): Promise<void> {
  const large = new Map(
    added.filter(({ rows }) => rows > manyRows).map(({ table }) => [work.store(table), table] as const),
  );
  const statements = [...large].flatMap(([store, table]) => {
    const isAlone = plan.tables.every((other) => other === table || work.store(other) !== store);
    const index = `create index if not exists gestand_once_${table.shape} on ${store} (tab, ${keyColumns(table).join(", ")})`;
    return [...(work.indexLater && !work.unique(table) && !isAlone ? [index] : []), `analyze ${store}`];
  });
  await runTogether(client, statements);
}

/** The statement by which one path adds rows. */
function stepOf(
  plan: OwnershipPlan,
  table: OwnedTable,
  path: PersonPath,
  work: WorkPlace,
  fromDepth: number | undefined,
  depth: number,
): { readonly table: OwnedTable; readonly sql: string }[] {
  const from = stepFrom(plan, table, path, work, fromDepth);
  if (from === undefined) return [];
  const keys = table.key.map((column) => `t.${ident(column)}`).join(", ");
  const sql = `insert into ${work.store(table)} (tab, ${keyColumns(table).join(", ")}, depth, fate) select ${table.index}, ${keys}, ${depth}::int, ${literal(table.mapping.erase)} ${from}${unlessThere(table, work)}`;
  return [{ table, sql }];
}

/**
 * `from … where …` that yields, as `t`, exactly the rows that were collected of a table, without looking them up by key.
 * Holds for a table whose rows are met once, in the snapshot in which they were collected, before anything is changed.
 */
export function directFrom(plan: OwnershipPlan, table: OwnedTable, work: WorkPlace): string | undefined {
  const [path] = pathsOf(table);
  return !table.metOnce || path === undefined ? undefined : stepFrom(plan, table, path, work, undefined);
}

/** `from … where …` that yields, as `t`, the rows one path adds; with `depth` only those reached from that round. */
function stepFrom(
  plan: OwnershipPlan,
  table: OwnedTable,
  path: PersonPath,
  work: WorkPlace,
  depth: number | undefined,
): string | undefined {
  const conditions = conditionsOf(plan, table, work);
  const decides = table.mapping.person.includes(path) ? conditions.decides(path, "t") : "true";
  if (path.kind === "is")
    return `from ${table.sql} t join ${work.anchors(table)} a on ${keyMatch(table, "t", "a")} where ${decides}`;
  if (path.kind === "identity") return `from ${table.sql} t where ${conditions.owned(path, "t")} and ${decides}`;
  const target = targetOf(plan, path.reference);
  if (target?.owned === undefined) return undefined;
  const round = depth === undefined ? "" : ` and k.depth = ${depth}`;
  const columns = targetColumnsOf(path.reference, target.relation);
  // The working table holds the target's key, so that the target itself need not be read when the key is referred to.
  const keyIsEnough = columns.every((column) => target.owned?.key.includes(column));
  if (!keyIsEnough)
    return `from ${work.rows(target.owned)} k join ${target.sql} p on ${keyMatch(target.owned, "p", "k")} join ${table.sql} t on ${referenceMatch(table, path.reference, target.relation, "t", "p")} where ${decides}${round}`;
  const selected = target.owned.key.map((column, at) => `k.k${at + 1} as ${ident(column)}`).join(", ");
  return `from (select ${selected} from ${work.rows(target.owned)} k where true${round}) p join ${table.sql} t on ${referenceMatch(table, path.reference, target.relation, "t", "p")} where ${decides}`;
}

interface SharedSoFar {
  /** An address of the person is also somebody else's. */
  readonly contested: boolean;
  /** Tables in which shared rows were found. */
  readonly sharing: Set<string>;
  readonly present: ReadonlySet<OwnedTable>;
}

/** Marks rows that somebody outside also owns. Tables that nothing can lead outside are not asked. */
async function share(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  component: readonly OwnedTable[],
  so: SharedSoFar,
): Promise<void> {
  for (let found = 1; found > 0; ) {
    found = 0;
    for (const table of component) {
      if (!so.present.has(table) || !canBeShared(plan, table, so)) continue;
      const marked = await client.query(
        `update ${work.store(table)} k set shared = true from ${table.sql} t where k.tab = ${table.index} and ${keyMatch(table, "t", "k")} and not k.shared and ${conditionsOf(plan, table, work).shared("t")}`,
      );
      found += marked.rowCount ?? 0;
      if ((marked.rowCount ?? 0) > 0) so.sharing.add(table.mapping.name);
    }
    if (component.length === 1 && component[0] !== undefined && !refersToItself(component[0])) return;
  }
}

/**
 * A row that is the person's by its one deciding path, to one row, has one owner: then only a shared row above it or a
 * contested address makes it shared. A second path, or a reference that may meet several rows, must be asked in full.
 */
function canBeShared(plan: OwnershipPlan, table: OwnedTable, so: SharedSoFar): boolean {
  if (table.mapping.alsoAbout.length > 0) return true;
  return table.mapping.person.some((path) => {
    if (path.kind === "is") return false;
    if (path.kind === "identity") return so.contested;
    if (!plan.catalogue.relations.has(path.reference.table)) return false;
    return !meetsOneRow(plan.catalogue, table, path.reference) || so.sharing.has(path.reference.table);
  });
}

/** Decides for each row what erasure does (`fate`): delete, anonymise, keep, held, shared-keep or shared-detach. */
export async function decideFates(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  terms: HoldTerms,
  { today, present }: { readonly today: LocalDate; readonly present: ReadonlySet<OwnedTable> },
): Promise<void> {
  // Every row was written down with what erasure does as a rule; only exceptions are written again.
  const steps = [...present].flatMap((table) => {
    const until = heldUntil(plan, table, terms, today, "t");
    const store = work.store(table);
    const keys = keyColumns(table);
    const held = `update ${store} k set held_until = s.until, fate = case when s.until >= ${literal(today)}::date then 'held' else k.fate end
         from (select ${keys.join(", ")}, ${until} as until from ${work.rows(table)} k join ${table.sql} t on ${keyMatch(table, "t", "k")}) s
         where k.tab = ${table.index} and ${keys.map((key) => `k.${key} = s.${key}`).join(" and ")} and not k.done and k.fate <> 'moved'`;
    const shared = `update ${store} k set fate = ${literal(`shared-${table.mapping.shared.erase}`)} where k.tab = ${table.index} and k.shared and not k.done and k.fate not in ('held', 'moved')`;
    return [...(until === undefined ? [] : [{ table, sql: held }]), { table, sql: shared }];
  });
  const changed = await runTogether(
    client,
    steps.map(({ sql }) => sql),
  );
  const rows = steps.map(({ table }, at) => ({ table, rows: changed[at]?.rowCount ?? 0 }));
  await tellPlanner(client, plan, work, rows);
}

/**
 * Decides which shared rows are shown in an answer: by the table's rule, and never a row that *is* another person.
 * Rows to leave out get the fate `withheld`.
 */
export async function decideAccess(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  present: ReadonlySet<OwnedTable>,
): Promise<void> {
  const statements = [...present].flatMap((table) => {
    const path = anchorPath(table);
    const { decides } = conditionsOf(plan, table, work);
    const another =
      path === undefined
        ? "false"
        : `${decides(path, "t")} and not exists (select 1 from ${work.anchors(table)} a where ${keyMatch(table, "t", "a")})`;
    const withheld = table.mapping.shared.access === "withhold" ? "true" : another;
    if (withheld === "false") return [];
    return [
      `update ${work.store(table)} k set fate = 'withheld' from ${table.sql} t where k.tab = ${table.index} and ${keyMatch(table, "t", "k")} and k.shared and ${withheld}`,
    ];
  });
  await runTogether(client, statements);
}

export function hasAnchors(table: OwnedTable): boolean {
  return pathsOf(table).some((path) => path.kind === "is");
}

export function pathsOf(table: OwnedTable): PersonPath[] {
  return [...table.mapping.person, ...table.mapping.alsoAbout];
}

function anchorPath(table: OwnedTable): Extract<PersonPath, { kind: "is" }> | undefined {
  return table.mapping.person.find((path) => path.kind === "is");
}

function refersToItself(table: OwnedTable): boolean {
  return pathsOf(table).some((path) => path.kind === "reference" && path.reference.table === table.mapping.name);
}
