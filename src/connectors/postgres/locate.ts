import { normaliseEmail, OperationalError, Personal } from "#base";
import type { PersonPath } from "#policy";
import type { Candidate, Located } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { conditionsOf, isAddress } from "./ownership-sql.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { ident } from "./quote.ts";
import { temporaryWork } from "./work.ts";

/** More candidates for one address in one table than a person could tell apart: a placeholder address, not a person. */
const candidatesAtMost = 100;

type Is = Extract<PersonPath, { kind: "is" }>;
type Identity = Extract<PersonPath, { kind: "identity" }>;

/**
 * Who might be behind these addresses: rows that are persons, and how many rows carry an address without leading to
 * one. Addresses are compared without case and outer blanks; columns of digests with the digest of the address.
 * Reads only; nothing is remembered. Throws OperationalError `too-many-candidates`.
 */
export async function locate(
  client: Queryable,
  plan: OwnershipPlan,
  emails: readonly string[],
  digest?: (identity: string) => string,
): Promise<Located> {
  const addresses = [...new Set(emails.map(normaliseEmail))].filter((address) => address !== "");
  const candidates: Candidate[] = [];
  const byAddress: { table: string; rows: number }[] = [];
  if (addresses.length === 0) return { candidates, byAddress };
  for (const table of plan.tables) {
    for (const path of table.mapping.person) {
      if (path.kind === "is") candidates.push(...(await anchorsOf(client, plan, table, path, addresses)));
    }
    const rows = await rowsByAddress(client, plan, table, addresses, digest);
    if (rows > 0) byAddress.push({ table: table.mapping.name, rows });
  }
  return { candidates, byAddress };
}

async function anchorsOf(
  client: Queryable,
  plan: OwnershipPlan,
  table: OwnedTable,
  path: Is,
  addresses: readonly string[],
): Promise<Candidate[]> {
  if (path.email === undefined) return [];
  const key = table.key.map((column) => `t.${ident(column)}::text`).join(", ");
  const names = namesOfPerson(table).map((column) => `nullif(btrim(t.${ident(column)}::text), '')`);
  const label = names.length === 0 ? "null" : `concat_ws(' ', ${names.join(", ")})`;
  const since = path.emailSince === undefined ? "null" : `t.${ident(path.emailSince)}`;
  const found = await client.query<{ key: string[]; label: string | null; since: Date | null; stored: string }>(
    `select array[${key}] as key, ${label} as label, ${since}::timestamptz as since, t.${ident(path.email)}::text as stored from ${table.sql} t
     where ${isAddress(`t.${ident(path.email)}::text`, "select unnest($1::text[])")}
     order by ${table.key.map((column) => `t.${ident(column)}`).join(", ")} limit ${candidatesAtMost + 1}`,
    [addresses],
  );
  if (found.rows.length > candidatesAtMost)
    throw new OperationalError(
      "too-many-candidates",
      `More than ${candidatesAtMost} rows of ${table.mapping.name} carry the same address, so it names no person. ` +
        "Nothing was read. Look which placeholder address the system writes there.",
    );
  const own = found.rows.filter(({ stored }) => isOneOf(addresses, stored));
  return own.map((row) => ({
    anchor: { system: plan.system.name, table: table.mapping.name, key: row.key },
    person: path.person,
    label: new Personal(row.label ?? ""),
    ...(row.since === null ? {} : { addressSince: row.since }),
  }));
}

/** Rows that are found by the address alone: no earlier path of theirs leads anywhere. */
async function rowsByAddress(
  client: Queryable,
  plan: OwnershipPlan,
  table: OwnedTable,
  addresses: readonly string[],
  digest: ((identity: string) => string) | undefined,
): Promise<number> {
  const paths = table.mapping.person.filter((path): path is Identity => path.kind === "identity");
  const usable = paths.filter((path) => path.digest !== true || digest !== undefined);
  if (usable.length === 0) return 0;
  // The working tables are not touched: which path decides depends on the row and its targets only.
  const { decides } = conditionsOf(plan, table, temporaryWork("drop"));
  let rows = 0;
  // Of one row one path decides, so that none is counted twice.
  for (const path of usable) {
    const column = `t.${ident(path.column)}::text`;
    const match =
      path.digest === true ? `${column} = any ($1::text[])` : isAddress(column, "select unnest($1::text[])");
    const found = await client.query<{ stored: string; rows: string }>(
      `select ${column} as stored, count(*) as rows from ${table.sql} t where ${match} and ${decides(path, "t")} group by 1`,
      [path.digest === true && digest !== undefined ? addresses.map(digest) : addresses],
    );
    for (const one of found.rows) if (path.digest === true || isOneOf(addresses, one.stored)) rows += Number(one.rows);
  }
  return rows;
}

/**
 * Decided here, by the very function that made the addresses what they are: a database may take different addresses for
 * equal, by the language or the collation that it was made with, and who asks would be given what is somebody else's.
 */
function isOneOf(addresses: readonly string[], stored: string): boolean {
  return addresses.includes(normaliseEmail(stored));
}

/** Columns mapped to a name, in the order of the policy: first name, then last name. */
function namesOfPerson(table: OwnedTable): string[] {
  return table.mapping.columns
    .filter((column) => column.category === "name" || column.category.startsWith("name."))
    .map((column) => column.name);
}
