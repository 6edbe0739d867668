/**
 * Whom does a change concern? Persons of a kind who have a row in one of some tables, a page at a time: first those who
 * have a row of their own, by its key, then those who are known by an address alone, by that address, and last those who
 * are known by another identity alone, such as a telephone number. Nothing is remembered between two pages, so that
 * whoever asks can go on days later, in another process.
 */
import { OperationalError } from "#base";
import { kindsOf, kindsOfRow, type PersonPath } from "#policy";
import type { ConcernedBatch, ConcernedPerson, ConcernedPlace, WantedPersons } from "../contract.ts";
import { type Found, type Know, type Person, personOf, usable } from "../sql/concerned-persons.ts";
import type { Queryable } from "./catalogue.ts";
import { knownAlone } from "./concerned-known.ts";
import { formsOf, isAnonymous, isOfKind, metStatement } from "./concerned-sql.ts";
import { normalised } from "./identity-sql.ts";
import { conditionsOf } from "./ownership-sql.ts";
import { type OwnedTable, type OwnershipPlan, pathsOf } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { temporaryWork } from "./work.ts";

type Is = Extract<PersonPath, { kind: "is" }>;
type Identity = Extract<PersonPath, { kind: "identity" }>;

/** Sources beside tables, which have no name without a letter. */
const byAddress = "@";
const byIdentity = "#";
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
  { know, after, rows }: { readonly know: Know; readonly after?: ConcernedPlace | undefined; readonly rows: number },
): Promise<ConcernedPage> {
  const wrong = plan.problems.find(({ severity }) => severity === "error");
  if (wrong !== undefined)
    throw new OperationalError("mapping-wrong", `${wrong.message} Nobody was looked for. ${wrong.remedy ?? ""}`.trim());
  const homes = homesOf(plan, wanted);
  const sources = [...homes.map(({ table }) => table.mapping.name), byAddress, byIdentity, nowhere];
  // A source that is not there any more: from the beginning, because nobody may be left out.
  const at = Math.max(0, sources.indexOf(after?.source ?? ""));
  if (after?.source === nowhere) return { batch: { persons: [], next: after }, last: true };
  const home = homes[at];
  const known = after !== undefined && sources[at] === after.source ? after.key : [];
  const source = sources[at] ?? nowhere;
  const { people, key, full } =
    home !== undefined
      ? await atHome(client, plan, home, { know, after: known, rows })
      : source === byAddress
        ? await addressed(client, plan, wanted, known, rows)
        : await knownAlone(client, plan, wanted, { know, after: known, rows });
  const persons = await metAmong(client, plan, wanted, home?.table, people);
  const next = full ? { source, key } : { source: sources[at + 1] ?? nowhere, key: [] };
  return { batch: { persons, next }, last: !full && source === byIdentity };
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

async function atHome(
  client: Queryable,
  plan: OwnershipPlan,
  { table, path }: Home,
  { know, after, rows }: { readonly know: Know; readonly after: readonly string[]; readonly rows: number },
): Promise<Found> {
  const keys = table.key.map((column) => `t.${ident(column)}`);
  const typed = table.key.map((column, n) => `$${n + 1}::text::${table.relation.columns.get(column)?.type ?? "text"}`);
  const onwards = after.length === 0 ? "true" : `(${keys.join(", ")}) > (${typed.join(", ")})`;
  const email = path.email === undefined ? "null" : `t.${ident(path.email)}`;
  const kind = path.byColumn === undefined ? "null" : `t.${ident(path.byColumn.column)}`;
  const { known = [] } = path;
  const others = known.map(({ column }) => `t.${ident(column)}::text`).join(", ");
  const { decides } = conditionsOf(plan, table, temporaryWork());
  const found = await client.query<HomeRow>(
    `select array[${keys.map((one) => `${one}::text`).join(", ")}] as key, ${email}::text as email, ${kind}::text as kind, array[${others}]::text[] as known
     from ${table.sql} t where ${onwards} and ${decides(path, "t")} and not ${isAnonymous(table)} order by ${keys.join(", ")} limit ${rows}`,
    [...after],
  );
  return {
    people: found.rows.flatMap((row) => {
      const as = known.flatMap(({ identity }, no) => know(identity, row.known[no] ?? "") ?? []);
      return kindsOfRow(path, row.kind).map((person) => ({
        person,
        key: row.key,
        email: usable(row.email),
        known: as,
      }));
    }),
    key: found.rows.at(-1)?.key ?? [],
    full: found.rows.length === rows,
  };
}

interface HomeRow {
  readonly key: string[];
  readonly email: string | null;
  readonly kind: string | null;
  /** What else this person is known as, in the order of the policy. */
  readonly known: readonly (string | null)[];
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
      return email === undefined ? [] : [{ person: row.person, key: [], email, known: [] }];
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
  const forms = people.flatMap(({ email, known }, no) =>
    [...(email === undefined ? [] : [{ identity: "email", spellings: [email] }]), ...known].flatMap((one) =>
      formsOf(one).map((form) => ({ no, identity: one.identity, ...form })),
    ),
  );
  const keys = (home?.key ?? []).map((_, at) => people.map(({ key }) => key[at] ?? null));
  const found = await client.query<{ no: number }>(sql, [
    forms.map(({ no }) => no),
    forms.map(({ identity }) => identity),
    forms.map(({ spelt }) => spelt),
    forms.map(({ form }) => form),
    people.map((_, no) => no),
    ...keys,
  ]);
  const numbers = new Set(found.rows.map(({ no }) => no));
  return people.filter((_, no) => numbers.has(no));
}
