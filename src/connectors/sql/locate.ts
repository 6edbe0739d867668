import { normaliseEmail, OperationalError, Personal } from "#base";
import { type KnownAs, kindsOfRow, type PersonPath } from "#policy";
import type { Candidate, Located } from "../contract.ts";
import { columnText, conditionsOf, formOf, narrowedBy } from "./conditions.ts";
import type { Session } from "./dialect.ts";
import { knownColumns } from "./identities.ts";
import type { OwnedTable } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { textOrNull } from "./survey.ts";
import type { Reading } from "./work.ts";

/** More candidates for one address in one table than a person could tell apart: a placeholder address, not a person. */
const candidatesAtMost = 100;

type Is = Extract<PersonPath, { kind: "is" }>;
type Identity = Extract<PersonPath, { kind: "identity" }>;

/** What somebody is known as, or says so: their addresses, and what else the policy knows people by. */
export interface LocateOrder {
  readonly emails: readonly string[];
  readonly known: readonly KnownAs[];
  readonly digest?: ((identity: string) => string) | undefined;
}

/**
 * Who might be behind these addresses and identities: rows that are persons, and how many rows carry one without leading to
 * a person. Reads only; nothing is remembered. Throws OperationalError `too-many-candidates`.
 */
export async function locate(session: Session, reading: Reading, order: LocateOrder): Promise<Located> {
  const emails = [...new Set(order.emails.map(normaliseEmail))].filter((address) => address !== "");
  const searches: KnownAs[] = [
    ...(emails.length === 0 ? [] : [{ identity: "email", spellings: emails }]),
    ...order.known,
  ];
  const candidates: Candidate[] = [];
  const byAddress: { table: string; rows: number }[] = [];
  for (const search of searches)
    for (const table of reading.plan.tables) {
      for (const path of table.mapping.person)
        if (path.kind === "is")
          for (const { identity, column } of knownColumns(path))
            if (identity === search.identity)
              candidates.push(...(await anchorsBy(session, reading, { table, path, column }, search)));
      const rows = await rowsByAddress(session, reading, table, search, order.digest);
      if (rows > 0) byAddress.push({ table: table.mapping.name, rows });
    }
  return { candidates, byAddress };
}

function formsOf({ dialect }: Reading, { identity, spellings }: KnownAs): string[] {
  return [...new Set(spellings.flatMap((one) => dialect.identityForms(identity, one)))];
}

/** Forms are few; written as literals, because a list has no parameter. */
function isOne({ dialect }: Reading, form: string, identity: string, spellings: readonly string[]): string {
  const forms = [...new Set(spellings.flatMap((one) => dialect.identityForms(identity, one)))];
  return forms.length === 0 ? "0" : `${form} in (${forms.map((one) => dialect.exact(literal(one))).join(", ")})`;
}

async function anchorsBy(
  session: Session,
  reading: Reading,
  { table, path, column }: { table: OwnedTable; path: Is; column: string },
  search: KnownAs,
): Promise<Candidate[]> {
  const { dialect, plan } = reading;
  const isMail = search.identity === "email";
  const keys = table.key.map((name, at) => `${columnText(dialect, table, name)} as k${at + 1}`);
  const names = namesOfPerson(table).map((name, at) => `${columnText(dialect, table, name)} as n${at + 1}`);
  const since = isMail ? path.emailSince : undefined;
  const more = [
    ...(path.byColumn === undefined ? [] : [`${columnText(dialect, table, path.byColumn.column)} as kind`]),
    ...(since === undefined ? [] : [`${columnText(dialect, table, since)} as since`]),
  ];
  const form = formOf(dialect, table, { identity: search.identity, column }, "t");
  const narrow = isMail ? narrowedBy(dialect, table, column, formsOf(reading, search)) : "1";
  const found = await session.all(
    `select ${[...keys, ...names, ...more, `${columnText(dialect, table, column)} as stored`].join(", ")} from ${table.sql} t
     where ${narrow} and ${isOne(reading, form, search.identity, search.spellings)}
     order by ${table.key.map((name) => `t.${ident(name)}`).join(", ")} limit ${candidatesAtMost + 1}`,
  );
  if (found.length > candidatesAtMost)
    throw new OperationalError(
      "too-many-candidates",
      `More than ${candidatesAtMost} rows of ${table.mapping.name} carry the same ${isMail ? "address" : search.identity}, so it names no person. ` +
        `Nothing was read. Look which placeholder ${isMail ? "address" : search.identity} the system writes there.`,
    );
  return found
    .filter(
      (row) => search.identity === "phone" || search.spellings.includes(normaliseEmail(String(row["stored"] ?? ""))),
    )
    .map((row) => {
      const moment = momentOf(textOrNull(row["since"]));
      const label = names.map((_, at) => textOrNull(row[`n${at + 1}`])?.trim() ?? "").filter((part) => part !== "");
      return {
        anchor: {
          system: plan.system.name,
          table: table.mapping.name,
          key: table.key.map((_, at) => String(row[`k${at + 1}`] ?? "")),
        },
        person: kindsOfRow(path, textOrNull(row["kind"]))[0] ?? path.person,
        label: new Personal(label.join(" ")),
        ...(moment === undefined ? {} : { addressSince: moment }),
      };
    });
}

/** Clock times name no zone here; they are read as UTC. Numbers are seconds or milliseconds since 1970. */
function momentOf(text: string | null): Date | undefined {
  if (text === null) return undefined;
  const number = /^\d{9,13}$/.test(text) ? Number(text) * (text.length > 11 ? 1 : 1_000) : undefined;
  const iso = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(" ", "T")}${text.length > 10 ? "Z" : ""}`;
  const moment = new Date(number ?? iso);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

/** Rows that are found by the identity alone: no earlier path of theirs leads anywhere. */
async function rowsByAddress(
  session: Session,
  reading: Reading,
  table: OwnedTable,
  search: KnownAs,
  digest: ((identity: string) => string) | undefined,
): Promise<number> {
  const { dialect } = reading;
  const { decides } = conditionsOf(reading, table);
  const paths = table.mapping.person.filter(
    (path): path is Identity =>
      path.kind === "identity" && path.identity === search.identity && (path.digest !== true || digest !== undefined),
  );
  let rows = 0;
  for (const path of paths) {
    const isDigest = path.digest === true && digest !== undefined;
    const identity = isDigest ? "digest" : search.identity;
    const spellings = isDigest ? search.spellings.map(digest) : search.spellings;
    const isMail = identity === "email";
    const narrow = isMail ? narrowedBy(dialect, table, path.column, formsOf(reading, search)) : "1";
    const [row] = await session.all(
      `select count(*) as n from ${table.sql} t where ${narrow} and ${isOne(reading, formOf(dialect, table, path, "t"), identity, spellings)} and ${decides(path, "t")}`,
    );
    rows += Number(row?.["n"] ?? 0);
  }
  return rows;
}

/** Columns mapped to a name, in the order of the policy: first name, then last name. */
function namesOfPerson(table: OwnedTable): string[] {
  return table.mapping.columns
    .filter(({ category }) => category === "name" || category.startsWith("name."))
    .map(({ name }) => name);
}
