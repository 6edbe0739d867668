/**
 * Whom a change concerns without a row of their own and without an address: those by whose telephone number, or another
 * identity that the policy declares, rows are found. No mail reaches them, so that they are counted, and told otherwise.
 */
import { kindsOf, type KnownAs, type PersonPath } from "#policy";
import type { WantedPersons } from "../contract.ts";
import { firstOnly, type Found, type Know, type NamedAlone } from "./concerned-persons.ts";
import { isAnonymous, isOfKind } from "./concerned-rows.ts";
import { conditionsOf, formOf } from "./conditions.ts";
import type { Session, SqlValue } from "./dialect.ts";
import { type OwnedTable, pathsOf } from "./ownership.ts";
import { literal } from "./quote.ts";
import type { Reading } from "./work.ts";

/** Rows that name somebody of a kind by an identity. */
interface Source {
  readonly identity: string;
  readonly sql: string;
  /** The row is that person. */
  readonly home: boolean;
}

/** A page of them, by identity, form and kind. */
export async function knownAlone(
  session: Session,
  reading: Reading,
  wanted: readonly WantedPersons[],
  { know, after, rows }: { readonly know: Know; readonly after: readonly string[]; readonly rows: number },
): Promise<Found> {
  const { dialect } = reading;
  const sources = reading.plan.tables.flatMap((table) => sourcesOf(reading, table, wanted));
  const alone = sources.filter(({ home }) => !home);
  if (alone.length === 0) return { people: [], key: [], full: false };
  const [identity, form = "", person = ""] = after;
  const given = dialect.exact("?");
  const since =
    identity === undefined
      ? ""
      : ` and (x.identity > ? or x.identity = ? and (x.form > ${given} or x.form = ${given} and x.person > ?))`;
  const values: SqlValue[] = identity === undefined ? [] : [identity, identity, form, form, person];
  const found = await session.all(
    `select distinct x.identity as identity, ${dialect.formText("x.form")} as text, x.person as person, x.form as form from (${union(alone)}) x where x.form is not null${since} order by x.identity, x.form, x.person limit ${rows}`,
    values,
  );
  const named = found.map(namedIn);
  const last = named.at(-1);
  const formsOf = ({ identity: name, spellings }: KnownAs) =>
    spellings.flatMap((one) => dialect.identityForms(name, one));
  const asked = named.flatMap((one) => know(one.identity, one.form) ?? []);
  return {
    people: firstOnly(named, await seen(session, reading, sources, asked, formsOf), formsOf, know),
    key: last === undefined ? [] : [last.identity, last.form, last.person],
    full: found.length === rows,
  };
}

/** Where else those of the page are named, in whichever notation. */
async function seen(
  session: Session,
  { dialect }: Reading,
  sources: readonly Source[],
  asked: readonly KnownAs[],
  formsOf: (known: KnownAs) => readonly string[],
): Promise<readonly (NamedAlone & { readonly home: boolean })[]> {
  const there = sources.filter(({ identity }) => asked.some((one) => one.identity === identity));
  if (there.length === 0) return [];
  const forms = [...new Set(asked.flatMap(formsOf))].map((form) => dialect.exact(literal(form)));
  const found = await session.all(
    `select distinct x.identity as identity, ${dialect.formText("x.form")} as text, x.person as person, x.home as home from (${union(there)}) x where x.form in (${forms.join(", ")})`,
  );
  return found.map((row) => ({ ...namedIn(row), home: Number(row["home"]) === 1 }));
}

function namedIn(row: Readonly<Record<string, unknown>>): NamedAlone {
  return { identity: String(row["identity"]), form: String(row["text"]), person: String(row["person"]) };
}

function union(sources: readonly Source[]): string {
  return sources.map(({ sql }) => sql).join(" union all ");
}

function sourcesOf(reading: Reading, table: OwnedTable, wanted: readonly WantedPersons[]): readonly Source[] {
  const { dialect } = reading;
  const { decides } = conditionsOf(reading, table);
  const decided = (path: PersonPath) => (table.mapping.person.includes(path) ? decides(path, "t") : "1");
  return pathsOf(table).flatMap((path) => {
    if (path.kind === "reference") return [];
    const home = path.kind === "is";
    const columns = home ? (path.known ?? []) : path.digest === true ? [] : [path];
    return columns
      .filter(({ identity }) => identity !== "email")
      .flatMap(({ identity, column }) =>
        kindsOf(path)
          .filter((kind) => wanted.some(({ person }) => person === kind))
          .map((kind): Source => {
            const left = home ? `not ${isAnonymous(dialect, table)}` : "1";
            const says = `${literal(identity)} as identity, ${formOf(dialect, table, { identity, column }, "t")} as form, ${literal(kind)} as person, ${home ? 1 : 0} as home`;
            const rows = `${decided(path)} and ${isOfKind(dialect, table, path, kind)} and ${left}`;
            return { identity, home, sql: `select ${says} from ${table.sql} t where ${rows}` };
          }),
      );
  });
}
