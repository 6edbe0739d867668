/**
 * Whom does a change concern? Persons of a kind who have a row in one of some tables, a page at a time: first those who
 * have a row of their own, by its key, then those who are known by an address alone, by that address, and last those who
 * are known by another identity alone, such as a telephone number. Nothing is remembered between two pages, so that
 * whoever asks can go on days later, in another process.
 */
import { OperationalError } from "#base";
import { kindsOf, kindsOfRow, knownAs, type PersonPath, type Policy } from "#policy";
import type { ConcernedBatch, ConcernedPerson, ConcernedPlace, WantedPersons } from "../contract.ts";
import { knownAlone } from "./concerned-known.ts";
import { type Found, type Know, type Person, personOf, usable } from "./concerned-persons.ts";
import { isAnonymous, isOfKind } from "./concerned-rows.ts";
import { columnText, conditionsOf, formOf } from "./conditions.ts";
import type { Dialect, Session, SqlValue } from "./dialect.ts";
import type { EraseContext } from "./erase.ts";
import { metNumbers } from "./met.ts";
import { type OwnedTable, type OwnershipPlan, pathsOf } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { textOrNull } from "./survey.ts";
import { prepareWork, type Reading, temporaryWork } from "./work.ts";

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

/** The page after `after`, or the first. Throws OperationalError `mapping-wrong`. */
export async function concernedPage(
  session: Session,
  { engine, plan, policy }: EraseContext & { readonly policy: Policy },
  wanted: readonly WantedPersons[],
  { after, rows }: { readonly after?: ConcernedPlace | undefined; readonly rows: number },
): Promise<ConcernedPage> {
  const wrong = plan.problems.find(({ severity }) => severity === "error");
  if (wrong !== undefined)
    throw new OperationalError("mapping-wrong", `${wrong.message} Nobody was looked for. ${wrong.remedy ?? ""}`.trim());
  const { dialect } = engine;
  const reading: Reading = { dialect, plan, work: temporaryWork(dialect), registered: false };
  await prepareWork(session, reading);
  const homes = homesOf(plan, wanted);
  const sources = [...homes.map(({ table }) => table.mapping.name), byAddress, byIdentity, nowhere];
  // A source that is not there any more: from the beginning, because nobody may be left out.
  const at = Math.max(0, sources.indexOf(after?.source ?? ""));
  if (after?.source === nowhere) return { batch: { persons: [], next: after }, last: true };
  const home = homes[at];
  const known = after !== undefined && sources[at] === after.source ? after.key : [];
  const source = sources[at] ?? nowhere;
  const know: Know = (identity, stored) => knownAs(policy, identity, stored);
  const { people, key, full } =
    home !== undefined
      ? await atHome(session, reading, home, { know, after: known, rows })
      : source === byAddress
        ? await addressed(session, reading, wanted, known, rows)
        : await knownAlone(session, reading, wanted, { know, after: known, rows });
  const persons = await metAmong(session, reading, wanted, home?.table, people);
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
      .filter((path) => kindsOf(path).some((kind) => wanted.some(({ person }) => person === kind)))
      .map((path) => ({ table, path })),
  );
}

async function atHome(
  session: Session,
  reading: Reading,
  { table, path }: Home,
  { know, after, rows }: { readonly know: Know; readonly after: readonly string[]; readonly rows: number },
): Promise<Found> {
  const { dialect } = reading;
  const { decides } = conditionsOf(reading, table);
  const keys = table.key.map((column, at) => `${columnText(dialect, table, column)} as k${at + 1}`);
  const { known = [] } = path;
  const more = [
    ...known.map(({ column }, no) => `${columnText(dialect, table, column)} as a${no + 1}`),
    ...(path.email === undefined ? [] : [`${columnText(dialect, table, path.email)} as email`]),
    ...(path.byColumn === undefined ? [] : [`${columnText(dialect, table, path.byColumn.column)} as kind`]),
  ];
  const order = table.key.map((column) => `t.${ident(column)}`).join(", ");
  const found = await session.all(
    `select ${[...keys, ...more].join(", ")} from ${table.sql} t where ${onwards(dialect, table, after)} and ${decides(path, "t")} and not ${isAnonymous(dialect, table)} order by ${order} limit ${rows}`,
  );
  const people = found.map((row) => ({
    key: table.key.map((_, at) => String(row[`k${at + 1}`])),
    email: usable(textOrNull(row["email"])),
    kind: textOrNull(row["kind"]),
    known: known.flatMap(({ identity }, no) => know(identity, textOrNull(row[`a${no + 1}`]) ?? "") ?? []),
  }));
  return {
    people: people.flatMap(({ kind, ...one }) => kindsOfRow(path, kind).map((person) => ({ person, ...one }))),
    key: people.at(-1)?.key ?? [],
    full: found.length === rows,
  };
}

/** Rows after the one of this key, in the order of the key: its columns one after the other. */
function onwards(dialect: Dialect, table: OwnedTable, after: readonly string[]): string {
  if (after.length === 0) return "1";
  const sides = table.key.map((column) => ({ sql: `t.${ident(column)}`, column: table.relation.columns.get(column) }));
  const cases = sides.map((side, at) => {
    const same = sides.slice(0, at).map((before, n) => dialect.isKey(before, after[n] ?? "") ?? "0");
    const is = dialect.isKey(side, after[at] ?? "") ?? "0";
    // Greater than the row of that key, which may be gone: what its key was is compared, never the row.
    return [...same, dialect.isAfter(side, after[at] ?? "") ?? `not (${is})`].join(" and ");
  });
  return `(${cases.map((one) => `(${one})`).join(" or ")})`;
}

/** Every address by which rows of a wanted kind are found, each once for each kind, in the order of their forms. */
async function addressed(
  session: Session,
  reading: Reading,
  wanted: readonly WantedPersons[],
  after: readonly string[],
  rows: number,
): Promise<Found> {
  const { dialect, plan } = reading;
  const branches = plan.tables.flatMap((table) => {
    const { decides } = conditionsOf(reading, table);
    return pathsOf(table)
      .filter((path): path is Identity => path.kind === "identity" && path.identity === "email" && path.digest !== true)
      .flatMap((path) => kindsOf(path).map((kind) => ({ path, kind })))
      .filter(({ kind }) => wanted.some(({ person }) => person === kind))
      .map(({ path, kind }) => {
        const decided = table.mapping.person.includes(path) ? decides(path, "t") : "1";
        return `select ${formOf(dialect, table, path, "t")} as form, ${literal(kind)} as person from ${table.sql} t where ${decided} and ${isOfKind(dialect, table, path, kind)}`;
      });
  });
  if (branches.length === 0) return { people: [], key: [], full: false };
  const [form, person] = after;
  const since =
    form === undefined
      ? ""
      : ` and (x.form > ${dialect.exact("?")} or x.form = ${dialect.exact("?")} and x.person > ?)`;
  const values: SqlValue[] = form === undefined ? [] : [form, form, person ?? ""];
  const found = await session.all(
    `select distinct ${dialect.formText("x.form")} as address, x.person as person, x.form as form from (${branches.join(" union all ")}) x where x.form is not null${since} order by x.form, x.person limit ${rows}`,
    values,
  );
  const last = found.at(-1);
  return {
    people: found.flatMap((row) => {
      const email = usable(String(row["address"]));
      return email === undefined ? [] : [{ person: String(row["person"]), key: [], email, known: [] }];
    }),
    key: last === undefined ? [] : [String(last["address"]), String(last["person"])],
    full: found.length === rows,
  };
}

/** Those among them who have a row that counts. */
async function metAmong(
  session: Session,
  reading: Reading,
  wanted: readonly WantedPersons[],
  home: OwnedTable | undefined,
  people: readonly Person[],
): Promise<readonly ConcernedPerson[]> {
  const met: ConcernedPerson[] = [];
  for (const { person, tables } of wanted) {
    const these = people.filter((one) => one.person === person);
    if (these.length === 0) continue;
    const all = tables === "any" || (home !== undefined && tables.includes(home.mapping.name));
    const numbered = these.map((one, no) => ({ ...one, no }));
    const numbers = all ? undefined : await metNumbers(session, reading, tables, home, numbered);
    for (const one of numbered) if (numbers?.has(one.no) !== false) met.push(personOf(reading.plan, home, one));
  }
  return met;
}
