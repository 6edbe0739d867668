/**
 * Whom does a change concern? Persons of a kind who have a row in one of some tables, a page at a time: first those who
 * have a row of their own, by its key, then those who are known by an address alone, by that address. Nothing is remembered
 * between two pages, so that whoever asks can go on days later, in another process.
 */
import { normaliseEmail, OperationalError } from "#base";
import { kindsOf, kindsOfRow, type PersonPath } from "#policy";
import type { ConcernedBatch, ConcernedPerson, ConcernedPlace, WantedPersons } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { addressForms, metStatement } from "./concerned-sql.ts";
import { capitalForms, normalised } from "./identity-sql.ts";
import { conditionsOf } from "./ownership-sql.ts";
import { type OwnedTable, type OwnershipPlan, pathsOf } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { temporaryWork } from "./work.ts";

type Is = Extract<PersonPath, { kind: "is" }>;
type Identity = Extract<PersonPath, { kind: "identity" }>;

/** Sources beside tables, which have no name without a letter. */
const byAddress = "@";
const nowhere = ".";

export interface ConcernedPage {
  readonly batch: ConcernedBatch;
  /** Nobody comes after this page. */
  readonly last: boolean;
}

/** The page after `after`, or the first. Call in a transaction of one snapshot. Throws OperationalError `mapping-wrong`. */
export async function concernedPage(
  client: Queryable,
  plan: OwnershipPlan,
  wanted: readonly WantedPersons[],
  { after, rows }: { readonly after?: ConcernedPlace | undefined; readonly rows: number },
): Promise<ConcernedPage> {
  const wrong = plan.problems.find(({ severity }) => severity === "error");
  if (wrong !== undefined)
    throw new OperationalError("mapping-wrong", `${wrong.message} Nobody was looked for. ${wrong.remedy ?? ""}`.trim());
  const homes = homesOf(plan, wanted);
  const sources = [...homes.map(({ table }) => table.mapping.name), byAddress, nowhere];
  // A source that is not there any more: from the beginning, because nobody may be left out.
  const at = Math.max(0, sources.indexOf(after?.source ?? ""));
  if (after?.source === nowhere) return { batch: { persons: [], next: after }, last: true };
  const home = homes[at];
  const known = after !== undefined && sources[at] === after.source ? after.key : [];
  const { people, key, full } =
    home === undefined
      ? await addressed(client, plan, wanted, known, rows)
      : await atHome(client, plan, home, known, rows);
  const persons = await metAmong(client, plan, wanted, home?.table, people);
  const next = full ? { source: sources[at] ?? nowhere, key } : { source: sources[at + 1] ?? nowhere, key: [] };
  return { batch: { persons, next }, last: !full && home === undefined };
}

interface Home {
  readonly table: OwnedTable;
  readonly path: Is;
}

/** Tables whose rows are persons of a wanted kind, in the order of the plan. */
function homesOf(plan: OwnershipPlan, wanted: readonly WantedPersons[]): readonly Home[] {
  return plan.tables.flatMap((table) =>
    table.mapping.person
      .filter((path) => path.kind === "is")
      .filter((path) => kindsOf(path).some((kind) => wanted.some((one) => one.person === kind)))
      .map((path) => ({ table, path })),
  );
}

interface Person {
  readonly person: string;
  /** Empty for somebody who is known by the address alone. */
  readonly key: readonly string[];
  /** Normalised. */
  readonly email: string | undefined;
}
interface Found {
  readonly people: readonly Person[];
  /** Of the last one, as the next page is asked. */
  readonly key: readonly string[];
  readonly full: boolean;
}

async function atHome(
  client: Queryable,
  plan: OwnershipPlan,
  { table, path }: Home,
  after: readonly string[],
  rows: number,
): Promise<Found> {
  const keys = table.key.map((column) => `t.${ident(column)}`);
  const typed = table.key.map((column, n) => `$${n + 1}::text::${table.relation.columns.get(column)?.type ?? "text"}`);
  const onwards = after.length === 0 ? "true" : `(${keys.join(", ")}) > (${typed.join(", ")})`;
  const email = path.email === undefined ? "null" : `t.${ident(path.email)}`;
  const kind = path.byColumn === undefined ? "null" : `t.${ident(path.byColumn.column)}`;
  const { decides } = conditionsOf(plan, table, temporaryWork());
  const found = await client.query<{ key: string[]; email: string | null; kind: string | null }>(
    `select array[${keys.map((one) => `${one}::text`).join(", ")}] as key, ${email}::text as email, ${kind}::text as kind
     from ${table.sql} t where ${onwards} and ${decides(path, "t")} and not ${isAnonymous(table)} order by ${keys.join(", ")} limit ${rows}`,
    [...after],
  );
  return {
    people: found.rows.flatMap((row) =>
      kindsOfRow(path, row.kind).map((person) => ({ person, key: row.key, email: usable(row.email) })),
    ),
    key: found.rows.at(-1)?.key ?? [],
    full: found.rows.length === rows,
  };
}

/** A row whose column says another kind is not of this one; what it says and nobody listed may be any. */
function isOfKind({ byColumn }: Identity, kind: string): string {
  const others = (byColumn?.values ?? []).filter(({ person }) => person !== kind).map(({ equals }) => literal(equals));
  return byColumn === undefined || others.length === 0
    ? "true"
    : `coalesce(t.${ident(byColumn.column)}::text not in (${others.join(", ")}), true)`;
}

/** What erasure left of a row that stays: nobody is behind it any more. */
function isAnonymous({ mapping }: OwnedTable): string {
  const left = mapping.columns.flatMap(({ name, erased }) => {
    const stored = `t.${ident(name)}`;
    if (erased.kind === "null") return [`${stored} is null`];
    const same = erased.kind === "text" && !erased.text.includes("{random}");
    return same ? [`coalesce(${stored}::text = ${literal(erased.text)}, false)`] : [];
  });
  return mapping.erase === "anonymise" && left.length > 0 ? `(${left.join(" and ")})` : "false";
}

/** Every address by which rows of a wanted kind are found, each once for each kind. */
async function addressed(
  client: Queryable,
  plan: OwnershipPlan,
  wanted: readonly WantedPersons[],
  after: readonly string[],
  rows: number,
): Promise<Found> {
  const [address, person] = after;
  const branches = plan.tables.flatMap((table) => {
    const { decides } = conditionsOf(plan, table, temporaryWork());
    return pathsOf(table)
      .filter((path): path is Identity => path.kind === "identity" && path.identity === "email" && path.digest !== true)
      .flatMap((path) => kindsOf(path).map((person) => ({ path, person })))
      .filter((one) => wanted.some(({ person }) => one.person === person))
      .map(({ path, person: kind }) => {
        const stored = `${normalised(`t.${ident(path.column)}::text`)} collate "default"`;
        const onwards = address === undefined ? `${stored} > ''` : `${stored} >= $1`;
        const decided = table.mapping.person.includes(path) ? decides(path, "t") : "true";
        return `(select distinct ${stored} as address, ${literal(kind)} as person from ${table.sql} t where ${onwards} and ${decided} and ${isOfKind(path, kind)} order by 1 limit ${rows + 1})`;
      });
  });
  if (branches.length === 0) return { people: [], key: [], full: false };
  const onwards = address === undefined ? "true" : `(x.address, x.person) > ($1, $2::text)`;
  const found = await client.query<{ address: string; person: string }>(
    `select x.address, x.person from (${branches.join(" union ")}) x where ${onwards} order by 1, 2 limit ${rows}`,
    address === undefined ? [] : [address, person],
  );
  const last = found.rows.at(-1);
  return {
    people: found.rows.flatMap((row) => {
      const email = usable(row.address);
      return email === undefined ? [] : [{ person: row.person, key: [], email }];
    }),
    key: last === undefined ? [] : [last.address, last.person],
    full: found.rows.length === rows,
  };
}

/** Those among them who have a row that counts. */
async function metAmong(
  client: Queryable,
  plan: OwnershipPlan,
  wanted: readonly WantedPersons[],
  home: OwnedTable | undefined,
  people: readonly Person[],
): Promise<readonly ConcernedPerson[]> {
  const met: ConcernedPerson[] = [];
  for (const { person, tables } of wanted) {
    const these = people.filter((one) => one.person === person);
    if (these.length === 0) continue;
    const all = tables === "any" || (home !== undefined && tables.includes(home.mapping.name));
    const concerned = all ? these : await withRows(client, plan, tables, home, these);
    met.push(...concerned.map((one) => personOf(plan, home, one)));
  }
  return met;
}

async function withRows(
  client: Queryable,
  plan: OwnershipPlan,
  tables: readonly string[],
  home: OwnedTable | undefined,
  people: readonly Person[],
): Promise<readonly Person[]> {
  const sql = metStatement(plan, tables, home);
  if (sql === undefined) return [];
  // A database of locale C has further spellings in capitals, each an address of its own in the comparison.
  const forms = people.flatMap(({ email }, no) =>
    email === undefined
      ? []
      : capitalForms(email).flatMap((spelt) => addressForms(spelt).map((form) => ({ no, email: spelt, form }))),
  );
  const keys = (home?.key ?? []).map((_, at) => people.map(({ key }) => key[at] ?? null));
  const found = await client.query<{ no: number }>(sql, [
    forms.map(({ no }) => no),
    forms.map(({ email }) => email),
    forms.map(({ form }) => form),
    people.map((_, no) => no),
    ...keys,
  ]);
  const numbers = new Set(found.rows.map(({ no }) => no));
  return people.filter((_, no) => numbers.has(no));
}

function personOf(plan: OwnershipPlan, home: OwnedTable | undefined, { person, key, email }: Person): ConcernedPerson {
  return {
    person,
    ...(home === undefined ? {} : { anchor: { system: plan.system.name, table: home.mapping.name, key } }),
    ...(email === undefined ? {} : { email }),
  };
}

function usable(stored: string | null): string | undefined {
  const email = normaliseEmail(stored ?? "");
  return email === "" ? undefined : email;
}
