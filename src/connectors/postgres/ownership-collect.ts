/**
 * Collects the rows of one person into working tables, table by table, with statements over whole sets. Afterwards a
 * row is in them exactly when the policy says that it is this person's.
 */
import type { LocalDate } from "#base";
import type { PersonPath } from "#policy";
import type { Subject } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { type HoldTerms, heldUntil } from "./ownership-holds.ts";
import { type OwnedTable, type OwnershipPlan, targetColumnsOf } from "./ownership.ts";
import { conditionsOf, keyColumns, keyMatch, normalised, referenceMatch, targetOf } from "./ownership-sql.ts";
import { ident, literal } from "./quote.ts";
import type { WorkPlace } from "./work.ts";

export interface CollectOptions {
  readonly subject: Subject;
  /** Keyed digest of an identity, for columns that hold digests only. */
  readonly digest?: ((identity: string) => string) | undefined;
}

/** Makes the working tables, empty. Earlier ones of the same session are replaced; lasting ones stay as they are. */
export async function prepareWork(client: Queryable, plan: OwnershipPlan, work: WorkPlace): Promise<void> {
  const create = async (name: string, body: string) => {
    if (name.startsWith("pg_temp.")) await client.query(`drop table if exists ${name}`);
    await client.query(`create table if not exists ${name} (${body})${work.ending}`);
  };
  await create(work.emails, "email text primary key, digest text, contested boolean not null default false");
  for (const table of plan.tables) {
    const keys = table.key.map((name, at) => `k${at + 1} ${table.relation.columns.get(name)?.type ?? "text"} not null`);
    const primary = `primary key (${keyColumns(table).join(", ")})`;
    await create(
      work.rows(table),
      `${keys.join(", ")}, depth integer not null, shared boolean not null default false, held_until date, fate text not null default ${literal(table.mapping.erase)}, picked boolean not null default false, done boolean not null default false, ${primary}`,
    );
    if (hasAnchors(table)) await create(work.anchors(table), `${keys.join(", ")}, ${primary}`);
  }
}

/** Finds every row of the person. Call in a transaction of one snapshot. */
export async function collect(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  options: CollectOptions,
): Promise<void> {
  await putSubject(client, plan, work, options);
  const contested = await contest(client, plan, work);
  const sharing = new Set<string>();
  for (const component of plan.components) {
    await reach(client, plan, work, component);
    await share(client, plan, work, component, { contested, sharing });
  }
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
      `insert into ${work.anchors(table)} select distinct ${typed.join(", ")} from unnest(${columns.map((_, at) => `$${at + 1}::text[]`).join(", ")}) as x(${columns.map((_, at) => `c${at}`).join(", ")}) on conflict do nothing`,
      columns,
    );
  }
  await client.query(`analyze ${work.emails}`);
}

/** An address that somebody else's row also carries does not tell the two apart: what it alone owns is shared. */
async function contest(client: Queryable, plan: OwnershipPlan, work: WorkPlace): Promise<boolean> {
  let contested = 0;
  for (const table of plan.tables) {
    const path = anchorPath(table);
    if (path?.email === undefined) continue;
    const { decides } = conditionsOf(plan, table, work);
    const email = normalised(`t.${ident(path.email)}::text`);
    const marked = await client.query(
      `update ${work.emails} set contested = true where email in (select ${email} from ${table.sql} t where ${email} = any (array(select e.email from ${work.emails} e)) and ${decides(path, "t")} and not exists (select 1 from ${work.anchors(table)} a where ${keyMatch(table, "t", "a")}))`,
    );
    contested += marked.rowCount ?? 0;
  }
  return contested > 0;
}

/** Least fixpoint of one component: what others own first, then round by round what follows from the last round. */
async function reach(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  component: readonly OwnedTable[],
): Promise<void> {
  const within = (path: PersonPath) =>
    path.kind === "reference" && component.some((member) => member.mapping.name === path.reference.table);
  for (const table of component) {
    for (const path of pathsOf(table))
      if (!within(path)) await insert(client, table, work, stepFrom(plan, table, path, work, undefined), 0);
    await client.query(`analyze ${work.rows(table)}`);
  }
  const circular = component.flatMap((table) =>
    pathsOf(table)
      .filter(within)
      .map((path) => ({ table, path })),
  );
  if (circular.length === 0) return;
  for (let round = 1, found = 1; found > 0; round++) {
    found = 0;
    for (const { table, path } of circular)
      found += await insert(client, table, work, stepFrom(plan, table, path, work, round - 1), round);
    if (found > 0 && (round & (round - 1)) === 0)
      for (const table of component) await client.query(`analyze ${work.rows(table)}`);
  }
}

async function insert(
  client: Queryable,
  table: OwnedTable,
  work: WorkPlace,
  from: string | undefined,
  depth: number,
): Promise<number> {
  if (from === undefined) return 0;
  const keys = table.key.map((column) => `t.${ident(column)}`).join(", ");
  const result = await client.query(
    `insert into ${work.rows(table)} (${keyColumns(table).join(", ")}, depth) select ${keys}, ${depth}::int ${from} on conflict do nothing`,
  );
  return result.rowCount ?? 0;
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
      if (!canBeShared(plan, table, so)) continue;
      const marked = await client.query(
        `update ${work.rows(table)} k set shared = true from ${table.sql} t where ${keyMatch(table, "t", "k")} and not k.shared and ${conditionsOf(plan, table, work).shared("t")}`,
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
    const target = plan.catalogue.relations.get(path.reference.table);
    if (target === undefined) return false;
    const columns = targetColumnsOf(path.reference, target);
    const meetsOne = [target.primaryKey, ...target.uniques].some(
      (unique) => unique.length > 0 && unique.every((column) => columns.includes(column)),
    );
    // Compared as text, one unique value may stand for several: 1 and 1.0.
    const sameTypes = columns.every(
      (column, at) =>
        target.columns.get(column)?.family === table.relation.columns.get(path.reference.columns[at] ?? "")?.family,
    );
    return !meetsOne || !sameTypes || so.sharing.has(path.reference.table);
  });
}

/** Decides for each row what erasure does (`fate`): delete, anonymise, keep, held, shared-keep or shared-detach. */
export async function decideFates(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  terms: HoldTerms,
  today: LocalDate,
): Promise<void> {
  for (const table of plan.tables) {
    const until = heldUntil(plan, table, terms, today, "t");
    const rows = work.rows(table);
    // Every row was written down with what erasure does as a rule; only exceptions are written again.
    let changed = 0;
    if (until !== undefined) {
      const held = await client.query(
        `update ${rows} k set held_until = s.until, fate = case when s.until >= ${literal(today)}::date then 'held' else k.fate end
         from (select ${keyColumns(table).join(", ")}, ${until} as until from ${rows} k join ${table.sql} t on ${keyMatch(table, "t", "k")}) s
         where ${keyColumns(table)
           .map((key) => `k.${key} = s.${key}`)
           .join(" and ")} and not k.done and k.fate <> 'moved'`,
      );
      changed += held.rowCount ?? 0;
    }
    const shared = await client.query(
      `update ${rows} k set fate = ${literal(`shared-${table.mapping.shared.erase}`)} where k.shared and not k.done and k.fate not in ('held', 'moved')`,
    );
    changed += shared.rowCount ?? 0;
    if (changed > 0) await client.query(`analyze ${rows}`);
  }
}

/**
 * Decides which shared rows are shown in an answer: by the table's rule, and never a row that *is* another person.
 * Rows to leave out get the fate `withheld`.
 */
export async function decideAccess(client: Queryable, plan: OwnershipPlan, work: WorkPlace): Promise<void> {
  for (const table of plan.tables) {
    const path = anchorPath(table);
    const { decides } = conditionsOf(plan, table, work);
    const another =
      path === undefined
        ? "false"
        : `${decides(path, "t")} and not exists (select 1 from ${work.anchors(table)} a where ${keyMatch(table, "t", "a")})`;
    const withheld = table.mapping.shared.access === "withhold" ? "true" : another;
    if (withheld === "false") continue;
    await client.query(
      `update ${work.rows(table)} k set fate = 'withheld' from ${table.sql} t where ${keyMatch(table, "t", "k")} and k.shared and ${withheld}`,
    );
  }
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
