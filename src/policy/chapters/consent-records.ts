/** Where given consents stand in the company's own systems, so that they can be counted, and stop counting (GDPR art. 7(1)). */
import type { Location, Problem } from "#base";
import { isCategory } from "../categories.ts";
import { mapping, may, named, need } from "../grammar/collections.ts";
import type { Kind } from "../grammar/kind.ts";
import { literal, word } from "../grammar/values.ts";
import { checkDatabaseName, databaseName } from "../language/words.ts";
import type { Policy, Table } from "../model.ts";
import { present } from "../resolve/present.ts";
import type { Consent } from "./consents.ts";

export interface ConsentRecord {
  readonly system: string;
  readonly table: string;
  /** Column with the moment at which it was given. */
  readonly given: string;
  /** Column that says whether it holds, and the values for yes and no as texts. */
  readonly active?: { readonly column: string; readonly yes: string; readonly no: string };
  /** Column with the moment at which it ended; empty for as long as it holds. */
  readonly ended?: string;
  /** Only rows with these values are of this consent. */
  readonly when: readonly { readonly column: string; readonly equals: string }[];
  /** Column with the version of the notice that was shown. */
  readonly version?: string;
  readonly at: Location;
}

export const recordWritten = mapping({
  name: "Consent record",
  doc: "Rows that say who consented and since when. A row counts while `active` says yes and `ended` is empty.",
  example:
    "recorded:\n  - {table: shop.newsletter, given: consented_at, ended: unsubscribed_at}\n  - {table: shop.members, given: consented_at, active: {column: status, yes: subscribed, no: unsubscribed}}",
  members: {
    table: need(word("a table, as system.table", "`system.table`"), "The system and the table, with a dot between."),
    given: need(databaseName("a column"), "The column with the moment at which it was given."),
    active: may(
      mapping({
        name: "Active",
        doc: "The column that says whether the consent holds.",
        members: {
          column: need(databaseName("a column"), "The column."),
          yes: need(literal, "Its value while the consent holds."),
          no: need(literal, "Its value when it does not."),
        },
      }),
      "The column that says whether it holds.",
    ),
    ended: may(databaseName("a column"), "The column with the moment at which it ended, empty until then."),
    when: may(
      named({ what: "a column", kind: literal, check: checkDatabaseName }),
      "Columns and values of the rows that are of this consent, when the table holds others too.",
    ),
    version: may(databaseName("a column"), "The column with the version that was shown."),
  },
});

type Written = typeof recordWritten extends Kind<infer T> ? T : never;

export function recordOf({ table, given, active, ended, when, version, at }: Written): ConsentRecord {
  const dot = table.text.indexOf(".");
  return {
    system: dot < 0 ? "" : table.text.slice(0, dot),
    table: table.text.slice(dot + 1),
    given: given.text,
    ...present({
      active: active && { column: active.column.text, yes: active.yes, no: active.no },
      ended: ended?.text,
      version: version?.text,
    }),
    when: (when ?? []).flatMap(({ name, value }) =>
      value === undefined ? [] : [{ column: name.text, equals: value }],
    ),
    at,
  };
}

/** Every column that a record names. */
export function recordColumns({ given, active, ended, when, version }: ConsentRecord): readonly string[] {
  const named = [given, active?.column, ended, ...when.map(({ column }) => column), version];
  return named.filter((column) => column !== undefined);
}

export function recordProblems(all: readonly Consent[], policy: Policy): readonly Problem[] {
  return all.flatMap((consent) => [
    ...consent.recorded.flatMap((record, index) =>
      problemsOf(record, `consents.${consent.name}.recorded[${index}]`, policy),
    ),
    ...unrecorded(consent, policy),
  ]);
}

function problemsOf(record: ConsentRecord, path: string, policy: Policy): readonly Problem[] {
  const { at, active, ended } = record;
  const table = policy.systems
    .find(({ name }) => name === record.system)
    ?.tables.find(({ name }) => name === record.table);
  if (table === undefined)
    return [
      {
        code: "unknown-table",
        severity: "error",
        message: `There is no table "${record.system === "" ? record.table : `${record.system}.${record.table}`}" with persons.`,
        remedy: "Write the system and one of its tables, with a dot between: shop.newsletter.",
        at,
        path: `${path}.table`,
      },
    ];
  const known = declaredColumns(table);
  const unknown = recordColumns(record).filter((column) => !known.has(column));
  return [
    ...unknown.map(
      (column): Problem => ({
        code: "unknown-column",
        severity: "error",
        message: `The table "${record.system}.${record.table}" does not declare a column "${column}".`,
        remedy: "Name a column that the table has under columns or other.",
        at,
        path,
      }),
    ),
    ...(active !== undefined && active.yes === active.no
      ? [
          {
            code: "wrong-value",
            severity: "error",
            message: "The column says the same whether the consent holds or not.",
            remedy: "Write different values for yes and no.",
            at,
            path: `${path}.active`,
          } satisfies Problem,
        ]
      : []),
    ...(active === undefined && ended === undefined
      ? [
          {
            code: "consent-cannot-end",
            severity: "note",
            message:
              "Nothing in these rows says that a consent ended, so it cannot be switched off where your programs read it.",
            remedy: "Add active or ended. Until then your programs must ask /api/consents since when consent counts.",
            at,
            path,
            article: "GDPR art. 7(3)",
          } satisfies Problem,
        ]
      : []),
  ];
}

/** Columns that the policy says something of: personal, other, where a term starts, or on the way to a person. */
/** Columns of a table that the policy names. */
export function declaredColumns({ columns, notPersonal, keep, person }: Table): ReadonlySet<string> {
  const from = keep?.from;
  const paths = person.flatMap((path) => (path.kind === "identity" ? [path.column] : []));
  return new Set([
    ...columns.map(({ name }) => name),
    ...notPersonal,
    ...(from === undefined || "via" in from ? [] : [from.column]),
    ...paths,
  ]);
}

/** Consents that are kept somewhere, by what the policy says of its data, and nobody says where. */
function unrecorded({ name, purposes, recorded, at }: Consent, policy: Policy): readonly Problem[] {
  if (recorded.length > 0) return [];
  const using = policy.purposes.some(
    (purpose) => purposes.includes(purpose.name) && purpose.uses.some((used) => isCategory(used, "consent")),
  );
  const held = policy.systems.some(({ tables }) =>
    tables.some(({ columns }) => columns.some(({ category }) => isCategory(category, "consent"))),
  );
  return using && held
    ? [
        {
          code: "consent-not-recorded",
          severity: "note",
          message: `Consent to "${name}" is kept in some table, and nothing says in which: it cannot be asked anew when the policy changes.`,
          remedy: "Add recorded: {table: system.table, given: column, ended: column}.",
          at,
          path: `consents.${name}`,
          article: "GDPR art. 7(1)",
        },
      ]
    : [];
}
