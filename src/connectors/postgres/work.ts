/**
 * Where the connector keeps what it is working on: temporary tables that a session makes once and that are empty at the
 * start of each transaction, or, when an erasure needs several transactions, tables in the schema `gestand` of the system
 * itself, beside the two tables that stay (`guard-schema.ts`).
 */
import type { QueryResult } from "pg";
import type { PlanId } from "#base";
import type { Queryable } from "./catalogue.ts";
import { type Fate, fateOf, type Holds } from "./ownership-fate.ts";
import type { Leaf, OwnedTable } from "./ownership.ts";
import { keyMatch, sourceOf, type Source } from "./ownership-sql.ts";
import { ident } from "./quote.ts";

export interface WorkPlace {
  /** The working table of this table, for writing; `undefined` when its rows are found again by their path instead. */
  store(table: OwnedTable): string | undefined;
  /** Where rows come from that are not written down. */
  found(table: OwnedTable): Source | undefined;
  /** Keys of the person's rows in one table, for reading: k1…kn, depth, shared, held_until, fate; lasting ones also batch, done. */
  rows(table: OwnedTable): string;
  /** Keys of the rows of this table that were chosen as the person, for reading and writing. */
  anchors(table: OwnedTable): string;
  /** The person's addresses: email, digest, contested. */
  readonly emails: string;
  /** What else the person is known as: identity, value, spelling, contested. There only when the mapping asks for it. */
  readonly known: string;
  /** Gone with the transaction. Else the tables stay, and rows may stand in them already. */
  readonly temporary: boolean;
  /** Its tables have an index from the start. Others get one when they are large, which a session that only reads cannot. */
  readonly indexed: boolean;
  /** Known for an erasure. */
  readonly holds: Holds | undefined;
  /** Remembers what was made under this name, so that statements are put together once for a place that is used again. */
  once<T>(name: string, make: () => T): T;
}

const temporaryName = (suffix: string) => `pg_temp.gestand_${suffix}`;

/** In one session. What is in it ends with the transaction. `preserve`: for one that is read only, and kept for long. */
export function temporaryWork(use: "drop" | "preserve" = "drop", holds?: Holds): WorkPlace {
  const indexed = use === "preserve";
  return workPlace({ temporary: true, indexed, holds, name: temporaryName, leafOf: (table) => table.leaf });
}

/** Survives sessions; `dropWork` ends it. */
export function lastingWork(
  plan: PlanId,
  step: number,
  holds: Holds,
  isLeaf: (table: OwnedTable) => boolean,
): WorkPlace {
  const name = (suffix: string) => `gestand.${ident(`${workPrefix(plan)}${step}_${suffix}`)}`;
  return workPlace({
    temporary: false,
    indexed: true,
    holds,
    name,
    leafOf: (table) => (isLeaf(table) ? table.leaf : undefined),
  });
}

interface Place extends Pick<WorkPlace, "temporary" | "indexed" | "holds"> {
  readonly name: (suffix: string) => string;
  readonly leafOf: (table: OwnedTable) => Leaf | undefined;
}

function workPlace({ name, leafOf, ...facts }: Place): WorkPlace {
  const store = (table: OwnedTable) => (leafOf(table) === undefined ? name(`rows_${table.index}`) : undefined);
  const found = (table: OwnedTable) => {
    const leaf = leafOf(table);
    return leaf === undefined ? undefined : sourceOf(table, leaf.path, leaf.owner, work);
  };
  const made = new Map<string, unknown>();
  const work: WorkPlace = {
    ...facts,
    once<T>(key: string, make: () => T): T {
      if (!made.has(key)) made.set(key, make());
      return made.get(key) as T;
    },
    emails: name("emails"),
    known: name("known"),
    store,
    found,
    anchors: (table) => name(`chosen_${table.index}`),
    rows(table) {
      const source = found(table);
      if (source !== undefined) return viewOf(table, source, facts.holds);
      // What moved to somebody else since it was written down no longer leads to anything of the person.
      return facts.temporary ? (store(table) ?? "") : `(select * from ${store(table)} where fate <> 'moved')`;
    },
  };
  return work;
}

/** Rows that are found by their path, in the shape of those that are written down. */
function viewOf(table: OwnedTable, source: Source, holds: Holds | undefined): string {
  const keys = table.key.map((column, at) => `t.${ident(column)} as k${at + 1}`).join(", ");
  const { fate, heldUntil } = fateOf(table, holds, source.shared);
  return `(select ${keys}, 0 as depth, ${source.shared} as shared, ${heldUntil} as held_until, ${fate} as fate ${fromOf(table, source)})`;
}

/** `from … where …` that yields the rows as `t`. */
export function fromOf(table: OwnedTable, { beside, where }: Source): string {
  return `from ${table.sql} t${beside === undefined ? "" : `, ${beside}`} where ${where}`;
}

/** `from …` that yields the rows of the person in one table as `t`. */
export function personRows(table: OwnedTable, work: WorkPlace): string {
  const source = work.found(table);
  return source === undefined
    ? `from ${work.rows(table)} k join ${table.sql} t on ${keyMatch(table, "t", "k")}`
    : fromOf(table, source);
}

/** What is known of each of those rows, as SQL. */
export function personFacts(table: OwnedTable, work: WorkPlace): Fate & { readonly shared: string } {
  const source = work.found(table);
  if (source === undefined) return { shared: "k.shared", heldUntil: "k.held_until", fate: "k.fate" };
  return { shared: source.shared, ...fateOf(table, work.holds, source.shared) };
}

/** What a session has of ours: which mapping its working tables are made for, and the statements it knows by name. */
interface Session {
  /** Made outside a transaction, and therefore still there. */
  madeFor: { readonly plan: object; readonly indexed: boolean } | undefined;
  readonly names: Map<string, string>;
  /** Names of statements with parameters, of which there are few. */
  readonly asked: Map<string, string>;
  made: number;
}

const sessions = new WeakMap<Queryable, Session>();

export function sessionOf(client: Queryable): Session {
  const known = sessions.get(client) ?? { madeFor: undefined, names: new Map(), asked: new Map(), made: 0 };
  sessions.set(client, known);
  return known;
}

const canBeNamed = /^(?:select|insert|update|delete|with)\b/;

/** More statements than this are not remembered in one session. */
const rememberedAtMost = 600;

/**
 * As `runTogether`, for statements that come again in this session with the same text: the database reads and plans them
 * once. None may have parameters.
 */
export async function runAgain(client: Queryable, statements: readonly string[]): Promise<QueryResult[]> {
  const session = sessionOf(client);
  const forgotten = session.names.size > rememberedAtMost ? [...session.names.values()] : [];
  if (forgotten.length > 0) session.names.clear();
  const fresh = [...new Set(statements)].filter((sql) => canBeNamed.test(sql) && !session.names.has(sql));
  for (const sql of fresh) session.names.set(sql, `gestand_${++session.made}`);
  const before = [
    ...forgotten.map((name) => `deallocate ${name}`),
    ...fresh.map((sql) => `prepare ${session.names.get(sql)} as ${sql}`),
  ];
  const calls = statements.map((sql) => {
    const name = session.names.get(sql);
    return name === undefined ? sql : `execute ${name}`;
  });
  try {
    return (await runTogether(client, [...before, ...calls])).slice(before.length);
  } catch (error) {
    // Which of them were taken in is not known; under new names they can be given again.
    for (const sql of fresh) session.names.delete(sql);
    throw error;
  }
}

/** Statements on this place: those on temporary tables come again in the session, those on lasting ones name one plan. */
export function runIn(client: Queryable, work: WorkPlace, statements: readonly string[]): Promise<QueryResult[]> {
  return work.temporary ? runAgain(client, statements) : runTogether(client, statements);
}

/** As `runAgain`, for one statement with parameters. There must be few different ones. */
export async function askAgain(client: Queryable, text: string, values: unknown[]): Promise<QueryResult> {
  const { asked } = sessionOf(client);
  const name = asked.get(text) ?? `gestand_asked_${asked.size}`;
  asked.set(text, name);
  return client.query({ name, text, values });
}

/**
 * Runs statements without parameters in one message, so that many small ones cost one journey. They must stand in a
 * transaction; the first that fails ends them all. Results come in the order of the statements.
 */
export async function runTogether(client: Queryable, statements: readonly string[]): Promise<QueryResult[]> {
  const results: QueryResult[] = [];
  for (let at = 0; at < statements.length; at += statementsTogether) {
    const some = statements.slice(at, at + statementsTogether);
    const answered = (await client.query(some.join(";\n"))) as QueryResult | QueryResult[];
    results.push(...(Array.isArray(answered) ? answered : [answered]));
  }
  return results;
}

const statementsTogether = 100;

/** Drops the lasting working tables of a plan, or of one step of it, if there are any. Idempotent. */
export async function dropWork(client: Queryable, plan: PlanId, step?: number): Promise<void> {
  const found = await client.query<{ name: string }>(
    "select relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = 'gestand' and c.relkind = 'r' and starts_with(c.relname, $1)",
    [step === undefined ? workPrefix(plan) : `${workPrefix(plan)}${step}_`],
  );
  if (found.rows.length === 0) return;
  await client.query(`drop table if exists ${found.rows.map(({ name }) => `gestand.${ident(name)}`).join(", ")}`);
}

function workPrefix(plan: PlanId): string {
  return `work_${plan.replaceAll("-", "")}_`;
}

/**
 * Opens the transaction in which a person's rows are found: one snapshot for all statements, and an error rather than
 * silence where row security would leave rows out.
 */
export async function beginSnapshot(client: Queryable): Promise<void> {
  await client.query(beginning);
}

export const beginning =
  "begin isolation level repeatable read; set local row_security = off; set local lock_timeout = '15s'";
