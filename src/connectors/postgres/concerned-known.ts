/**
 * Whom a change concerns without a row of their own and without an address: those by whose telephone number, or another
 * identity that the policy declares, rows are found. No mail reaches them, so that they are counted, and told otherwise.
 */
import { kindsOf, type PersonPath } from "#policy";
import type { WantedPersons } from "../contract.ts";
import { firstOnly, type Found, type Know, type NamedAlone } from "../sql/concerned-persons.ts";
import type { Queryable } from "./catalogue.ts";
import { formOf, formsOf, isAnonymous, isOfKind } from "./concerned-sql.ts";
import { isUsualNumber } from "./identity-sql.ts";
import { conditionsOf } from "./ownership-sql.ts";
import { type OwnedTable, type OwnershipPlan, pathsOf } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { temporaryWork } from "./work.ts";

/** Rows that name somebody of a kind by an identity. */
interface Source {
  readonly identity: string;
  readonly person: string;
  readonly form: string;
  /** `from … where …` */
  readonly rows: string;
  /** The row is that person. */
  readonly home: boolean;
}

/** A page of them, by identity, form and kind. */
export async function knownAlone(
  client: Queryable,
  plan: OwnershipPlan,
  wanted: readonly WantedPersons[],
  { know, after, rows }: { readonly know: Know; readonly after: readonly string[]; readonly rows: number },
): Promise<Found> {
  const sources = plan.tables.flatMap((table) => sourcesOf(plan, table, wanted));
  const [identity = "", form = "", person = ""] = after;
  const branches = sources
    .filter((one) => !one.home && one.identity >= identity)
    .map(
      (one) =>
        `(${branch(one, one.identity === identity ? `${one.form} >= $2` : "true")} order by 2 limit ${rows + 1})`,
    );
  if (branches.length === 0) return { people: [], key: [], full: false };
  const found = await client.query<NamedAlone>(
    `select distinct x.identity, x.form, x.person from (${branches.join(" union all ")}) x where (x.identity, x.form, x.person) > ($1 collate "C", $2, $3 collate "C") order by 1, 2, 3 limit ${rows}`,
    [identity, form, person],
  );
  const last = found.rows.at(-1);
  return {
    people: firstOnly(
      found.rows,
      await seen(client, sources, found.rows, know),
      (known) => formsOf(known).map((one) => one.form),
      know,
    ),
    key: last === undefined ? [] : [last.identity, last.form, last.person],
    full: found.rows.length === rows,
  };
}

/** Where else those of the page are named, in whichever notation. */
async function seen(
  client: Queryable,
  sources: readonly Source[],
  named: readonly NamedAlone[],
  know: Know,
): Promise<readonly (NamedAlone & { readonly home: boolean })[]> {
  const identities = new Set(named.map(({ identity }) => identity));
  const asked = sources.filter(({ identity }) => identities.has(identity));
  if (asked.length === 0) return [];
  const forms = named.flatMap(({ identity, form }) => {
    const known = know(identity, form);
    return known === undefined ? [] : formsOf(known).map((one) => one.form);
  });
  const found = await client.query<NamedAlone & { home: boolean }>(
    asked.map((one) => branch(one, `${one.form} = any($1::text[])`)).join(" union "),
    [[...new Set(forms)]],
  );
  return found.rows;
}

function branch({ identity, person, form, rows, home }: Source, which: string): string {
  return `select distinct ${literal(identity)} collate "C" as identity, (${form}) collate "C" as form, ${literal(person)} collate "C" as person, ${home} as home from ${rows} and ${which}`;
}

function sourcesOf(plan: OwnershipPlan, table: OwnedTable, wanted: readonly WantedPersons[]): readonly Source[] {
  const { decides } = conditionsOf(plan, table, temporaryWork());
  const decided = (path: PersonPath) => (table.mapping.person.includes(path) ? decides(path, "t") : "true");
  return pathsOf(table).flatMap((path) => {
    if (path.kind === "reference") return [];
    const columns = path.kind === "is" ? (path.known ?? []) : path.digest === true ? [] : [path];
    return columns
      .filter(({ identity }) => identity !== "email")
      .flatMap(({ identity, column }) =>
        kindsOf(path)
          .filter((kind) => wanted.some(({ person }) => person === kind))
          .map((person): Source => {
            const stored = `t.${ident(column)}::text`;
            const form = formOf(identity, stored);
            const names = identity === "phone" ? isUsualNumber(stored) : `${form} > ''`;
            const left = path.kind === "is" ? `not ${isAnonymous(table)}` : "true";
            const rows = `${table.sql} t where ${names} and ${decided(path)} and ${isOfKind(path, person)} and ${left}`;
            return { identity, person, form, rows, home: path.kind === "is" };
          }),
      );
  });
}
