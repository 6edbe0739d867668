/**
 * Which of some persons have a row in one of these tables. Ownership goes the way the mapping says, from what is referred to
 * to what refers, but each row carries the number of its person along, so that a page of persons costs no more statements
 * than one. A circle of tables is followed until no row is added.
 */
import type { KnownAs, PersonPath } from "#policy";
import { conditionsOf, formOf, passing } from "./conditions.ts";
import { keyIs } from "./collect.ts";
import type { Session } from "./dialect.ts";
import { keysOf } from "./lists.ts";
import { type OwnedTable, type OwnershipPlan, pathsOf } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { keyColumns, keyMatch, type Reading } from "./work.ts";

export interface Numbered {
  readonly no: number;
  /** Of a row in the home table; empty for somebody who has none. */
  readonly key: readonly string[];
  readonly email: string | undefined;
  /** What else they are known as. */
  readonly known: readonly KnownAs[];
}

/** Numbers of those among `people` who have a row. Outside a transaction. */
export async function metNumbers(
  session: Session,
  reading: Reading,
  tables: readonly string[],
  home: OwnedTable | undefined,
  people: readonly Numbered[],
): Promise<ReadonlySet<number>> {
  const { dialect, plan } = reading;
  const targets = plan.tables.filter(({ mapping }) => tables.includes(mapping.name));
  const walked = ancestors(plan, targets);
  const walk: Walk = { reading, home, walked };
  await prepare(session, walk);
  for (const sql of dialect.beginLoosely) await session.run(sql);
  try {
    await putPeople(session, walk, people);
    for (const component of plan.components) await follow(session, walk, component);
    const numbers = new Set<number>();
    for (const table of targets)
      for (const { no } of await session.all(`select distinct no from ${rowsOf(walk, table)}`)) numbers.add(Number(no));
    return numbers;
  } finally {
    await session.run("rollback");
  }
}

interface Walk {
  readonly reading: Reading;
  readonly home: OwnedTable | undefined;
  /** Tables whose rows must be known. */
  readonly walked: ReadonlySet<OwnedTable>;
}

const rowsOf = ({ reading }: Walk, table: OwnedTable) => reading.dialect.temporary(`gestand_met_${table.index}`);
const formsOf = ({ reading }: Walk) => reading.dialect.temporary("gestand_met_forms");
const chosenOf = ({ reading }: Walk) => reading.dialect.temporary("gestand_met_chosen");

/** The targets and every table that they refer to, over however many steps. */
function ancestors(plan: OwnershipPlan, targets: readonly OwnedTable[]): ReadonlySet<OwnedTable> {
  const found = new Set<OwnedTable>();
  const add = (table: OwnedTable): void => {
    if (found.has(table)) return;
    found.add(table);
    for (const path of pathsOf(table)) {
      const owner = path.kind === "reference" ? plan.byName.get(path.reference.table) : undefined;
      if (owner !== undefined) add(owner);
    }
  };
  for (const table of targets) add(table);
  return found;
}

async function prepare(session: Session, walk: Walk): Promise<void> {
  const { dialect } = walk.reading;
  const keyed = (table: OwnedTable) => {
    const keys = table.key.map((name, at) => `k${at + 1} ${dialect.keyType(table.relation.columns.get(name))}`);
    return `no integer not null, ${keys.join(", ")}, primary key (${keyColumns(table)}, no)`;
  };
  const made: (readonly [string, string])[] = [
    [
      formsOf(walk),
      `no integer not null, identity ${dialect.textType(200)} not null, form ${dialect.formType} not null, primary key (form, identity, no)`,
    ],
    ...(walk.home === undefined ? [] : [[chosenOf(walk), keyed(walk.home)] as const]),
    ...[...walk.walked].map((table) => [rowsOf(walk, table), keyed(table)] as const),
  ];
  for (const sql of dialect.dropTemporary(made.map(([name]) => name))) await session.run(sql);
  for (const [name, body] of made) await session.run(dialect.createTemporary(name, body));
}

/** Rows that one statement writes. */
const rowsWritten = 500;

async function putPeople(session: Session, walk: Walk, people: readonly Numbered[]): Promise<void> {
  const { dialect } = walk.reading;
  const forms = people.flatMap(({ no, email, known }) =>
    [...(email === undefined ? [] : [{ identity: "email", spellings: [email] }]), ...known].flatMap((one) =>
      one.spellings
        .flatMap((spelt) => dialect.identityForms(one.identity, spelt))
        .map((form) => `(${no}, ${literal(one.identity)}, ${literal(form)})`),
    ),
  );
  for (let at = 0; at < forms.length; at += rowsWritten)
    await session.run(
      `${dialect.insertIgnore} into ${formsOf(walk)} (no, identity, form) values ${forms.slice(at, at + rowsWritten).join(", ")}`,
    );
  const { home } = walk;
  for (const { no, key } of home === undefined ? [] : people) {
    const is = home === undefined ? undefined : keyIs(dialect, home, key);
    if (home !== undefined && is !== undefined)
      await session.run(
        `${dialect.insertIgnore} into ${chosenOf(walk)} (no, ${keyColumns(home)}) select ${no}, ${keysOf(home)} from ${home.sql} t where ${is}`,
      );
  }
}

async function follow(session: Session, walk: Walk, component: readonly OwnedTable[]): Promise<void> {
  const tables = component.filter((table) => walk.walked.has(table));
  const isCircle = tables.some((table) => pathsOf(table).some((path) => leadsInto(tables, path)));
  for (let found = 1; found > 0; ) {
    found = 0;
    for (const table of tables)
      for (const path of pathsOf(table)) {
        const source = sourceOf(walk, table, path);
        if (source === undefined) continue;
        const decides = table.mapping.person.includes(path)
          ? conditionsOf(walk.reading, table).decides(path, "t")
          : "1";
        found += await session.run(
          `${walk.reading.dialect.insertIgnore} into ${rowsOf(walk, table)} (no, ${keyColumns(table)}) select distinct ${source} and ${decides}`,
        );
      }
    if (!isCircle) return;
  }
}

function leadsInto(component: readonly OwnedTable[], path: PersonPath): boolean {
  return path.kind === "reference" && component.some(({ mapping }) => mapping.name === path.reference.table);
}

/** `number, keys from … where …` of the rows to which one path leads. */
function sourceOf(walk: Walk, table: OwnedTable, path: PersonPath): string | undefined {
  const { reading, home } = walk;
  const { dialect, plan } = reading;
  const keys = keysOf(table);
  if (path.kind === "is")
    return table === home
      ? `h.no, ${keys} from ${chosenOf(walk)} h join ${table.sql} t on ${keyMatch(table, "t", "h")} where 1`
      : undefined;
  if (path.kind === "identity") {
    if (path.digest === true) return undefined;
    return `e.no, ${keys} from ${table.sql} t ${dialect.thenJoin} ${formsOf(walk)} e on e.form = ${formOf(dialect, table, path, "t")} where e.identity = ${literal(path.identity)}`;
  }
  const owner = plan.byName.get(path.reference.table);
  if (owner === undefined || !walk.walked.has(owner)) return undefined;
  const led = passing(reading, table, path.reference, owner);
  return (
    led &&
    `o.no, ${keys} from ${rowsOf(walk, owner)} o, ${owner.sql} p, ${table.sql} t${led.between} where ${keyMatch(owner, "p", "o")} and ${led.match((column) => `p.${ident(column)}`)}`
  );
}
