/**
 * Writes down the rows of one person, table by table, with statements over whole sets. Afterwards a row is in the working
 * tables exactly when the policy says that it is this person's. A statement never writes to a table that it reads: it makes
 * a list, and the list is then taken over.
 */
import type { PersonPath } from "#policy";
import type { Subject } from "../contract.ts";
import { conditionsOf, formOf, narrowedBy, sourceOf } from "./conditions.ts";
import type { Session, SqlValue } from "./dialect.ts";
import { type Holds, writeFates } from "./fates.ts";
import { addToStore, fillList, inList, keysOf } from "./lists.ts";
import { knownColumns } from "./identities.ts";
import { hasAnchors, type OwnedTable, pathsOf } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { keyColumns, keyMatch, personRows, type Reading } from "./work.ts";

export interface Sought {
  readonly subject: Subject;
  /** Keyed digest of an identity, for columns that hold digests only. */
  readonly digest?: ((identity: string) => string) | undefined;
  /** Known for an erasure; else it is decided which shared rows an answer shows. */
  readonly holds?: Holds;
}

/** Finds every row of the person. Call in a transaction of one snapshot, with working tables that are there. */
export async function collect(session: Session, reading: Reading, sought: Sought): Promise<void> {
  await putSubject(session, reading, sought);
  const addresses = sought.subject.emails.flatMap((email) => reading.dialect.identityForms("email", email));
  await findContested(session, reading, addresses);
  for (const component of reading.plan.components) {
    for (const table of component)
      for (const path of pathsOf(table))
        if (!leadsWithin(component, path)) await addRows(session, reading, table, path, { addresses });
    await goRound(session, reading, component);
    await markShared(session, reading, component);
  }
  await writeFates(session, reading, sought.holds);
}

async function putSubject(session: Session, reading: Reading, sought: Sought): Promise<void> {
  const { dialect, plan, work } = reading;
  const { subject, digest } = sought;
  const known = [
    ...(subject.emails.length === 0 ? [] : subject.emails.map((email) => ({ identity: "email", spellings: [email] }))),
    ...(subject.known ?? []),
  ].flatMap(({ identity, spellings }) =>
    spellings.flatMap((spelling) =>
      dialect.identityForms(identity, spelling).map((form) => ({ identity, form, value: spellings[0] ?? "" })),
    ),
  );
  const digests =
    digest === undefined
      ? []
      : subject.emails.map((email) => ({ identity: "digest", form: digest(email), value: email }));
  const rows = new Map([...known, ...digests].map((row) => [`${row.identity} ${row.form}`, row]));
  for (const { identity, form, value } of rows.values())
    if (form !== "")
      await session.run(`${dialect.insertIgnore} into ${work.known} (identity, form, value) values (?, ?, ?)`, [
        identity,
        form,
        value,
      ]);
  for (const table of plan.tables.filter(hasAnchors))
    for (const anchor of subject.anchors) {
      if (anchor.system !== plan.system.name || anchor.table !== table.mapping.name) continue;
      const wanted = anchor.key.length === table.key.length ? keyIs(dialect, table, anchor.key) : undefined;
      if (wanted === undefined) continue;
      await fillList(session, reading, table, `select ${keysOf(table)} from ${table.sql} t where ${wanted}`);
      await session.run(
        `${dialect.insertIgnore} into ${work.anchors(table)} (${keyColumns(table)}) select ${keyColumns(table)} from ${work.list(table)}`,
      );
    }
}

/** The row has this key, written as `Dialect.text` writes it; `undefined` when no row can. */
export function keyIs(
  dialect: Reading["dialect"],
  table: OwnedTable,
  key: readonly string[],
  t = "t",
): string | undefined {
  const parts = table.key.map((column, at) =>
    dialect.isKey({ sql: `${t}.${ident(column)}`, column: table.relation.columns.get(column) }, key[at] ?? ""),
  );
  return parts.includes(undefined) ? undefined : parts.join(" and ");
}

/** An address that somebody else's row also carries does not tell the two apart: what it alone owns is shared. */
async function findContested(session: Session, reading: Reading, addresses: readonly string[]): Promise<void> {
  const { dialect, plan, work } = reading;
  for (const table of plan.tables)
    for (const path of table.mapping.person) {
      if (path.kind !== "is") continue;
      const { decides } = conditionsOf(reading, table);
      for (const { identity, column } of knownColumns(path)) {
        const form = formOf(dialect, table, { identity, column }, "t");
        const narrow = identity === "email" ? narrowedBy(dialect, table, column, addresses) : "1";
        const met = await session.all(
          `select distinct e.value as value from ${work.known} e, ${table.sql} t where ${narrow} and e.identity = ${literal(identity)} and ${form} = e.form and ${decides(path, "t")} and not exists (select 1 from ${work.anchors(table)} a where ${keyMatch(table, "t", "a")})`,
        );
        for (const { value } of met) {
          const values: SqlValue[] = [String(value)];
          const which = identity === "email" ? "('email', 'digest')" : `(${literal(identity)})`;
          await session.run(`update ${work.known} set contested = 1 where identity in ${which} and value = ?`, values);
        }
      }
    }
}

function leadsWithin(component: readonly OwnedTable[], path: PersonPath): boolean {
  return path.kind === "reference" && component.some(({ mapping }) => mapping.name === path.reference.table);
}

/** Rows to which one path leads and that are not there yet; answers how many. */
async function addRows(
  session: Session,
  reading: Reading,
  table: OwnedTable,
  path: PersonPath,
  { round = 0, addresses = [] }: { readonly round?: number; readonly addresses?: readonly string[] } = {},
): Promise<number> {
  const source = sourceOf(reading, table, path, round === 0 ? "" : ` and o.depth = ${round - 1}`, addresses);
  if (source === undefined) return 0;
  const decides = table.mapping.person.includes(path) ? conditionsOf(reading, table).decides(path, "t") : "1";
  return addToStore(session, reading, table, `${source} and ${decides}`, round);
}

/** Least fixpoint of a circle: round by round what follows from the last round. */
async function goRound(session: Session, reading: Reading, component: readonly OwnedTable[]): Promise<void> {
  const circular = component.flatMap((table) =>
    pathsOf(table)
      .filter((path) => leadsWithin(component, path))
      .map((path) => ({ table, path })),
  );
  if (circular.length === 0) return;
  for (let round = 1, found = 1; found > 0; round++) {
    found = 0;
    for (const { table, path } of circular) found += await addRows(session, reading, table, path, { round });
  }
}

/** Marks rows that somebody outside also owns; in a circle until nothing follows. */
async function markShared(session: Session, reading: Reading, component: readonly OwnedTable[]): Promise<void> {
  const { work } = reading;
  const isCircle = component.some((table) => pathsOf(table).some((path) => leadsWithin(component, path)));
  for (let found = 1; found > 0; ) {
    found = 0;
    for (const table of component) {
      const outside = conditionsOf(reading, table).shared("t");
      const marked = await fillList(
        session,
        reading,
        table,
        `select ${keyColumns(table, "k")} ${personRows(table, work)} where k.shared = 0 and ${outside}`,
      );
      if (marked > 0) await session.run(`update ${work.store(table)} set shared = 1 where ${inList(table, reading)}`);
      found += marked;
    }
    if (!isCircle) return;
  }
}
