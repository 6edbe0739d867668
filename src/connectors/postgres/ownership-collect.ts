/**
 * Collects the rows of one person into working tables, table by table, with statements over whole sets. Afterwards a
 * row is in them exactly when the policy says that it is this person's.
 */
import type { PersonPath } from "#policy";
import type { Subject } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { capitalForms, isAddress, isKnownAs, knownColumns, normalised, otherIdentities } from "./identity-sql.ts";
import { fateOf } from "./ownership-fate.ts";
import { hasAnchors, meetsOneRow, type OwnedTable, type OwnershipPlan, pathsOf, tablesOnTheWay } from "./ownership.ts";
import { conditionsOf, keyColumns, keyMatch, sourceOf } from "./ownership-sql.ts";
import { ident, literal } from "./quote.ts";
import { askAgain, fromOf, runIn, runTogether, sessionOf, type WorkPlace } from "./work.ts";

export { pathsOf } from "./ownership.ts";
export { prepareWork } from "./ownership-prepare.ts";

export interface CollectOptions {
  readonly subject: Subject;
  /** Keyed digest of an identity, for columns that hold digests only. */
  readonly digest?: ((identity: string) => string) | undefined;
}

/**
 * Finds every row of the person and returns the tables that may have some. Call in a transaction of one snapshot. What a
 * row refers to is found before the row, and is known as shared or not when the row is found.
 */
export async function collect(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  options: CollectOptions,
): Promise<ReadonlySet<OwnedTable>> {
  await putSubject(client, plan, work, options);
  const so: SharedSoFar = { contested: false, sharing: new Set(), present: new Set() };
  const asking = work.once("contest", () => contestStatements(plan, work));
  for (const [at, { level, inserts }] of work.once("levels", () => levelsOf(plan, work)).entries()) {
    const before = at === 0 ? asking : [];
    const done = await runIn(client, work, [...before, ...inserts.map(({ sql }) => sql)]);
    so.contested ||= done.slice(0, before.length).some((result) => (result.rowCount ?? 0) > 0);
    const added = inserts.map(({ table }, which) => ({ table, rows: done[before.length + which]?.rowCount ?? 0 }));
    for (const { table, rows } of added) if (rows > 0 || !work.temporary) so.present.add(table);
    await tellPlanner(client, work, added);
    for (const component of level)
      if (component.some((table) => so.present.has(table))) await goRound(client, plan, work, component, so);
    for (const component of level) await share(client, plan, work, component, so);
  }
  return new Set(plan.tables.filter((table) => so.present.has(table) || work.store(table) === undefined));
}

async function putSubject(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  { subject, digest }: CollectOptions,
): Promise<void> {
  // A further spelling has no digest: it is the address itself that a column of digests is made of.
  const spelt = subject.emails.flatMap((email) =>
    capitalForms(email).map((form, at) => ({
      form,
      value: email,
      digest: at === 0 ? (digest?.(email) ?? null) : null,
    })),
  );
  const values: unknown[] = [
    spelt.map(({ form }) => form),
    spelt.map(({ value }) => value),
    spelt.map((one) => one.digest),
  ];
  const chosen = plan.tables.filter(hasAnchors).flatMap((table, at) => {
    const anchors = subject.anchors.filter(
      (anchor) =>
        anchor.system === plan.system.name &&
        anchor.table === table.mapping.name &&
        anchor.key.length === table.key.length,
    );
    if (anchors.length === 0) return [];
    const typed = table.key.map((name, key) => `x.c${key}::${table.relation.columns.get(name)?.type ?? "text"}`);
    const lists = table.key.map((_, key) => `$${values.push(anchors.map((anchor) => anchor.key[key]))}::text[]`);
    const keys = table.key.map((_, key) => `c${key}`).join(", ");
    const known = `select 1 from ${work.anchors(table)} w where ${typed.map((sql, key) => `w.k${key + 1} = ${sql}`).join(" and ")}`;
    return [
      `a${at} as (insert into ${work.anchors(table)} (${keyColumns(table).join(", ")}) select distinct ${typed.join(", ")} from unnest(${lists.join(", ")}) as x(${keys}) where not exists (${known}))`,
    ];
  });
  // Of the further spellings those stay that `lower` of this database leaves as they are; mostly none.
  const known = `select 1 from ${work.emails} w where w.email = ${normalised("x.email")}`;
  await askAgain(
    client,
    `${chosen.length === 0 ? "" : `with ${chosen.join(", ")} `}insert into ${work.emails} (email, value, digest) select ${normalised("x.email")}, min(x.value), min(x.digest) from unnest($1::text[], $2::text[], $3::text[]) as x(email, value, digest) where ${normalised("x.email")} <> '' and (x.email = x.value or x.email = ${normalised("x.email")}) and not exists (${known}) group by 1`,
    values,
  );
  if (plan.tables.some((table) => otherIdentities(table).length > 0)) await putKnown(client, work, subject);
}

async function putKnown(client: Queryable, work: WorkPlace, { known = [] }: Subject): Promise<void> {
  const rows = known.flatMap(({ identity, spellings }) =>
    (identity === "phone" ? spellings : spellings.flatMap(capitalForms)).map((spelling) => ({
      identity,
      value: spellings[0] ?? "",
      spelling,
    })),
  );
  await askAgain(
    client,
    `insert into ${work.known} (identity, value, spelling) select distinct on (x.identity, x.spelling) x.identity, x.value, x.spelling from json_to_recordset($1::json) as x(identity text, value text, spelling text) where x.spelling <> '' and not exists (select 1 from ${work.known} w where w.identity = x.identity and w.spelling = x.spelling)`,
    [JSON.stringify(rows)],
  );
}

/** An address that somebody else's row also carries does not tell the two apart: what it alone owns is shared. */
function contestStatements(plan: OwnershipPlan, work: WorkPlace): string[] {
  return plan.tables.flatMap((table) => {
    const path = anchorPath(table);
    if (path === undefined) return [];
    const { decides } = conditionsOf(plan, table, work);
    return knownColumns(path).map(({ identity, column }) => {
      const stored = `t.${ident(column)}::text`;
      const isMail = identity === "email";
      const same = isMail
        ? isAddress(stored, `select e.email from ${work.emails} e where e.value = w.value`)
        : isKnownAs(
            identity,
            stored,
            `select e.spelling from ${work.known} e where e.identity = w.identity and e.value = w.value`,
          );
      const which = isMail ? "" : `w.identity = ${literal(identity)} and `;
      return `update ${isMail ? work.emails : work.known} w set contested = true where ${which}exists (select 1 from ${table.sql} t where ${same} and ${decides(path, "t")} and not exists (select 1 from ${work.anchors(table)} a where ${keyMatch(table, "t", "a")}))`;
    });
  });
}

interface Level {
  /** Components to write down whose references all lead to earlier levels, or into themselves. */
  readonly level: readonly (readonly OwnedTable[])[];
  readonly inserts: readonly { readonly table: OwnedTable; readonly sql: string }[];
}

function levelsOf(plan: OwnershipPlan, work: WorkPlace): Level[] {
  const levels: (readonly OwnedTable[])[][] = [[]];
  const levelOf = new Map<string, number>();
  for (const component of plan.components) {
    const targets = component.flatMap((table) => tablesOnTheWay(table.mapping));
    const level = Math.max(0, ...targets.map((target) => (levelOf.get(target) ?? -1) + 1));
    for (const table of component) levelOf.set(table.mapping.name, level);
    if (component.every((table) => work.store(table) !== undefined)) (levels[level] ??= []).push(component);
  }
  return levels
    .filter((level) => level !== undefined)
    .map((level) => ({ level, inserts: level.flat().flatMap((table) => insertOf(plan, table, work) ?? []) }));
}

function leadsWithin(component: readonly OwnedTable[], path: PersonPath): boolean {
  return path.kind === "reference" && component.some((member) => member.mapping.name === path.reference.table);
}

/** The statement that writes down the rows of a table that are reached from tables known before. */
function insertOf(
  plan: OwnershipPlan,
  table: OwnedTable,
  work: WorkPlace,
): { readonly table: OwnedTable; readonly sql: string } | undefined {
  const component = plan.components.find((one) => one.includes(table)) ?? [];
  const found = pathsOf(table)
    .filter((path) => !leadsWithin(component, path))
    .flatMap((path) => selectOf(plan, table, path, work) ?? []);
  return found.length === 0
    ? undefined
    : { table, sql: `${into(table, work)} ${found.join(" union ")}${unlessThere(work)}` };
}

function into(table: OwnedTable, work: WorkPlace): string {
  return `insert into ${work.store(table)} (${keyColumns(table).join(", ")}, depth, shared, held_until, fate)`;
}

function unlessThere(work: WorkPlace): string {
  return work.temporary ? "" : " on conflict do nothing";
}

/** Rows that one path adds, in the shape in which they are written down; with `round` those that follow from the one before. */
function selectOf(
  plan: OwnershipPlan,
  table: OwnedTable,
  path: PersonPath,
  work: WorkPlace,
  round = 0,
): string | undefined {
  const owner = path.kind === "reference" ? plan.byName.get(path.reference.table) : undefined;
  const source = sourceOf(table, path, owner, work, round === 0 ? "" : ` and o.depth = ${round - 1}`);
  if (source === undefined) return undefined;
  const keys = table.key.map((column) => `t.${ident(column)}`).join(", ");
  // Rows that more than one path may lead to are marked as shared in a statement of their own.
  const shared = table.metOnce ? source.shared : "false";
  const { fate, heldUntil } = fateOf(table, work.holds, shared);
  const decides = table.mapping.person.includes(path) ? conditionsOf(plan, table, work).decides(path, "t") : "true";
  const fresh =
    round === 0 || !work.temporary
      ? ""
      : ` and not exists (select 1 from ${work.store(table)} x where ${keyMatch(table, "t", "x")})`;
  return `select ${table.metOnce ? "" : "distinct "}${keys}, ${round}::integer, ${shared}, ${heldUntil}, ${fate} ${fromOf(table, source)} and ${decides}${fresh}`;
}

/** Least fixpoint of a circle: round by round what follows from the last round. */
async function goRound(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  component: readonly OwnedTable[],
  { present }: SharedSoFar,
): Promise<void> {
  const circular = component.flatMap((table) =>
    pathsOf(table)
      .filter((path) => leadsWithin(component, path))
      .map((path) => ({ table, path })),
  );
  if (circular.length === 0) return;
  for (let round = 1, found = 1; found > 0; round++) {
    const steps = circular.flatMap(({ table, path }) => {
      const select = selectOf(plan, table, path, work, round);
      return select === undefined ? [] : [{ table, sql: `${into(table, work)} ${select}${unlessThere(work)}` }];
    });
    // Later rounds are rare, and each is a text of its own.
    const statements = steps.map(({ sql }) => sql);
    const added = await (round > 2 ? runTogether(client, statements) : runIn(client, work, statements));
    const rows = steps.map(({ table }, at) => ({ table, rows: added[at]?.rowCount ?? 0 }));
    found = rows.reduce((sum, one) => sum + one.rows, 0);
    for (const one of rows) if (one.rows > 0) present.add(one.table);
    if (found > 0 && (round & (round - 1)) === 0 && round > 2)
      await tellPlanner(
        client,
        work,
        component.map((table) => ({ table, rows: Number.POSITIVE_INFINITY })),
      );
    else await tellPlanner(client, work, rows);
  }
}

/** More rows than this in a working table, and the planner is told of them. */
const manyRows = 1_000;

/** Statistics and an index for working tables that became large; the planner rightly takes them for small. */
async function tellPlanner(
  client: Queryable,
  work: WorkPlace,
  added: readonly { readonly table: OwnedTable; readonly rows: number }[],
): Promise<void> {
  const large = [...new Set(added.filter(({ rows }) => rows > manyRows).map(({ table }) => table))];
  if (large.length === 0) return;
  // The session's tables are then made anew for the next person, who will have few rows.
  if (work.temporary) sessionOf(client).madeFor = undefined;
  await runTogether(
    client,
    large.flatMap((table) => [
      ...(!work.indexed
        ? [
            `create index if not exists gestand_keys_${table.index} on ${work.store(table)} (${keyColumns(table).join(", ")})`,
          ]
        : []),
      `analyze ${work.store(table)}`,
    ]),
  );
}

/**
 * The rows that were collected of a table, as `t`: `from … where …`, without looking them up by key. `undefined` where they
 * were written down.
 */
export function directFrom(_plan: OwnershipPlan, table: OwnedTable, work: WorkPlace): string | undefined {
  const source = work.found(table);
  return source === undefined ? undefined : fromOf(table, source);
}

interface SharedSoFar {
  /** An address of the person is also somebody else's. */
  contested: boolean;
  /** Tables that may have shared rows. */
  readonly sharing: Set<string>;
  /** Tables in which rows were written down. */
  readonly present: Set<OwnedTable>;
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
      // Written down as shared or not, when all is known of the rows it refers to.
      if (table.metOnce && work.temporary && !pathsOf(table).some((path) => leadsWithin(component, path))) {
        so.sharing.add(table.mapping.name);
        continue;
      }
      const [marked] = await runIn(client, work, [
        work.once(`shared ${table.index}`, () => markShared(plan, table, work)),
      ]);
      found += marked?.rowCount ?? 0;
      if ((marked?.rowCount ?? 0) > 0) so.sharing.add(table.mapping.name);
    }
    if (component.length === 1 && component[0] !== undefined && !refersToItself(component[0])) return;
  }
}

function markShared(plan: OwnershipPlan, table: OwnedTable, work: WorkPlace): string {
  const fate = literal(`shared-${table.mapping.shared.erase}`);
  const settled = work.temporary ? "k.fate = 'held'" : "k.done or k.fate in ('held', 'moved')";
  const fates = work.holds === undefined ? "" : `, fate = case when ${settled} then k.fate else ${fate} end`;
  return `update ${work.store(table)} k set shared = true${fates} from ${table.sql} t where ${keyMatch(table, "t", "k")} and not k.shared and ${conditionsOf(plan, table, work).shared("t")}`;
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
    // Of rows that are found by their path it is known with the row; who *is* somebody is never shared there.
    if (withheld === "false" || work.store(table) === undefined) return [];
    return [
      `update ${work.store(table)} k set fate = 'withheld' from ${table.sql} t where ${keyMatch(table, "t", "k")} and k.shared and ${withheld}`,
    ];
  });
  await runIn(client, work, statements);
}

function anchorPath(table: OwnedTable): Extract<PersonPath, { kind: "is" }> | undefined {
  return table.mapping.person.find((path) => path.kind === "is");
}

function refersToItself(table: OwnedTable): boolean {
  return pathsOf(table).some((path) => path.kind === "reference" && path.reference.table === table.mapping.name);
}
