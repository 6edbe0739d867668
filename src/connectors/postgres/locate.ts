import { normaliseEmail, OperationalError, Personal } from "#base";
import { type KnownAs, kindsOfRow, type OnBehalf, type PersonPath } from "#policy";
import type { Candidate, Located } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { capitalForms, isKnownAs, knownColumns } from "./identity-sql.ts";
import { conditionsOf } from "./ownership-sql.ts";
import type { OwnedTable, OwnershipPlan } from "./ownership.ts";
import { ident, qualified } from "./quote.ts";
import { temporaryWork } from "./work.ts";

/** More candidates for one address in one table than a person could tell apart: a placeholder address, not a person. */
const candidatesAtMost = 100;

type Is = Extract<PersonPath, { kind: "is" }>;
type Identity = Extract<PersonPath, { kind: "identity" }>;

/** What somebody is known as, or says so: their addresses, and what else the policy knows people by. */
export interface Sought {
  readonly emails: readonly string[];
  readonly known: readonly KnownAs[];
  readonly digest?: (identity: string) => string;
  /** Where it stands whose customer's a person is. */
  readonly onBehalf?: readonly OnBehalf[];
}

/**
 * Who might be behind these addresses and identities: rows that are persons, and how many rows carry one without leading to
 * a person. Addresses are compared without case and outer blanks; columns of digests with the digest of the address.
 * Reads only; nothing is remembered. Throws OperationalError `too-many-candidates`.
 */
export async function locate(client: Queryable, plan: OwnershipPlan, sought: Sought): Promise<Located> {
  const emails = [...new Set(sought.emails.map(normaliseEmail))].filter((address) => address !== "");
  const { digest } = sought;
  const searches: Search[] = [
    ...(emails.length === 0 ? [] : [{ identity: "email", spellings: emails, ...(digest && { digest }) }]),
    ...sought.known,
  ];
  const candidates: Candidate[] = [];
  const byAddress: { table: string; rows: number }[] = [];
  for (const search of searches)
    for (const table of plan.tables) {
      for (const path of table.mapping.person)
        if (path.kind === "is") {
          const found = await anchorsOf(client, plan, table, path, search);
          candidates.push(...(await withCustomers(client, plan, table, found, sought.onBehalf ?? [])));
        }
      const rows = await rowsByAddress(client, plan, table, search);
      if (rows > 0) byAddress.push({ table: table.mapping.name, rows });
    }
  return { candidates, byAddress };
}

interface Search extends KnownAs {
  readonly digest?: (identity: string) => string;
}

async function anchorsOf(
  client: Queryable,
  plan: OwnershipPlan,
  table: OwnedTable,
  path: Is,
  search: Search,
): Promise<Candidate[]> {
  const columns = knownColumns(path).filter(({ identity }) => identity === search.identity);
  const found: Candidate[] = [];
  for (const { column } of columns) found.push(...(await anchorsBy(client, plan, { table, path, column }, search)));
  return found;
}

async function anchorsBy(
  client: Queryable,
  plan: OwnershipPlan,
  { table, path, column }: { table: OwnedTable; path: Is; column: string },
  search: Search,
): Promise<Candidate[]> {
  const key = table.key.map((name) => `t.${ident(name)}::text`).join(", ");
  const names = namesOfPerson(table).map((name) => `nullif(btrim(t.${ident(name)}::text), '')`);
  const label = names.length === 0 ? "null" : `concat_ws(' ', ${names.join(", ")})`;
  const isMail = search.identity === "email";
  const since = path.emailSince === undefined || !isMail ? "null" : `t.${ident(path.emailSince)}`;
  const stored = `t.${ident(column)}::text`;
  const kind = path.byColumn === undefined ? "null" : `t.${ident(path.byColumn.column)}::text`;
  const found = await client.query<FoundRow>(
    `select array[${key}] as key, ${kind} as kind, ${label} as label, ${since}::timestamptz as since, ${stored} as stored from ${table.sql} t
     where ${isKnownAs(search.identity, stored, "select unnest($1::text[])")}
     order by ${table.key.map((name) => `t.${ident(name)}`).join(", ")} limit ${candidatesAtMost + 1}`,
    [spelt(search)],
  );
  if (found.rows.length > candidatesAtMost)
    throw new OperationalError(
      "too-many-candidates",
      `More than ${candidatesAtMost} rows of ${table.mapping.name} carry the same ${isMail ? "address" : search.identity}, so it names no person. ` +
        `Nothing was read. Look which placeholder ${isMail ? "address" : search.identity} the system writes there.`,
    );
  const own = found.rows.filter((row) => isMeant(search, row.stored));
  return own.map((row) => ({
    anchor: { system: plan.system.name, table: table.mapping.name, key: row.key },
    person: kindsOfRow(path, row.kind)[0] ?? path.person,
    label: new Personal(row.label ?? ""),
    ...(row.since === null ? {} : { addressSince: row.since }),
  }));
}

const customerText = (column: string) => `c.${ident(column)}::text`;

/** Each with the customer that its row names. A row that names none, or one that is gone, is left as it is. */
async function withCustomers(
  client: Queryable,
  plan: OwnershipPlan,
  table: OwnedTable,
  candidates: readonly Candidate[],
  onBehalf: readonly OnBehalf[],
): Promise<readonly Candidate[]> {
  const declared = onBehalf.find(
    ({ customer }) => customer?.system === plan.system.name && customer.of === table.mapping.name,
  );
  if (declared?.customer === undefined || candidates.length === 0) return candidates;
  const { by, is, email, name } = declared.customer;
  const customers = plan.catalogue.relations.get(is);
  const [key] = customers?.primaryKey ?? [];
  for (const [relation, column] of [
    [table.relation, by],
    [customers, email],
    [customers, name ?? email],
  ] as const)
    if (relation?.columns.has(column) !== true || key === undefined || customers?.primaryKey.length !== 1)
      throw new OperationalError(
        "mapping-wrong",
        `onBehalf.${declared.name}.customer does not fit the database: "${column}" is no column there, or "${is}" has no key of one column. Nothing was read. Correct it in the policy.`,
      );
  const results: Candidate[] = [];
  for (const candidate of candidates) {
    const same = table.key.map((column, at) => `t.${ident(column)} = $${at + 1}`).join(" and ");
    const found = await client.query<{ key: string; email: string | null; name: string | null }>(
      `select ${customerText(key ?? "")} as key, nullif(btrim(${customerText(email)}), '') as email, ${name === undefined ? "null" : customerText(name)} as name
         from ${table.sql} t join ${qualified({ schema: plan.catalogue.schema, name: is })} c on c.${ident(key ?? "")} = t.${ident(by)} where ${same}`,
      [...candidate.anchor.key],
    );
    const [row] = found.rows;
    if (row === undefined) results.push(candidate);
    else
      results.push({
        ...candidate,
        customer: {
          of: declared.name,
          key: row.key,
          ...(row.email !== null && { email: new Personal(row.email) }),
          ...(row.name !== null && { name: new Personal(row.name) }),
        },
      });
  }
  return results;
}

interface FoundRow {
  readonly key: string[];
  /** What the column says that tells kinds of person apart. */
  readonly kind: string | null;
  readonly label: string | null;
  readonly since: Date | null;
  readonly stored: string;
}

/** Rows that are found by the identity alone: no earlier path of theirs leads anywhere. */
async function rowsByAddress(
  client: Queryable,
  plan: OwnershipPlan,
  table: OwnedTable,
  search: Search,
): Promise<number> {
  const { digest } = search;
  const paths = table.mapping.person.filter(
    (path): path is Identity => path.kind === "identity" && path.identity === search.identity,
  );
  const usable = paths.filter((path) => path.digest !== true || digest !== undefined);
  if (usable.length === 0) return 0;
  // The working tables are not touched: which path decides depends on the row and its targets only.
  const { decides } = conditionsOf(plan, table, temporaryWork("drop"));
  let rows = 0;
  // Of one row one path decides, so that none is counted twice.
  for (const path of usable) {
    const column = `t.${ident(path.column)}::text`;
    const match =
      path.digest === true
        ? `${column} = any ($1::text[])`
        : isKnownAs(search.identity, column, "select unnest($1::text[])");
    const found = await client.query<{ stored: string; rows: string }>(
      `select ${column} as stored, count(*) as rows from ${table.sql} t where ${match} and ${decides(path, "t")} group by 1`,
      [path.digest === true && digest !== undefined ? search.spellings.map(digest) : spelt(search)],
    );
    for (const one of found.rows) if (path.digest === true || isMeant(search, one.stored)) rows += Number(one.rows);
  }
  return rows;
}

/** What is looked for; what is found is compared once more, see `isMeant`. */
function spelt({ identity, spellings }: Search): readonly string[] {
  return identity === "phone" ? spellings : spellings.flatMap(capitalForms);
}

/**
 * Decided here, by the very function that made the addresses what they are: a database may take different addresses for
 * equal, by the language or the collation that it was made with, and who asks would be given what is somebody else's. The
 * digits of a telephone number are the same in every language.
 */
function isMeant({ identity, spellings }: Search, stored: string): boolean {
  return identity === "phone" || spellings.includes(normaliseEmail(stored));
}

/** Columns mapped to a name, in the order of the policy: first name, then last name. */
function namesOfPerson(table: OwnedTable): string[] {
  return table.mapping.columns
    .filter((column) => column.category === "name" || column.category.startsWith("name."))
    .map((column) => column.name);
}
