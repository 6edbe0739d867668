import { changed, either, list, mapping, may, named, need } from "../grammar/collections.ts";
import { type Kind, report, type Word } from "../grammar/kind.ts";
import { clip, country, oneOf, text, textKind } from "../grammar/values.ts";
import type { Coarser, Erased } from "../model.ts";
import { isReferenceText, parseReferenceWithColumn, type ReferenceWithColumn } from "./path-text.ts";
import { personPaths } from "./person-paths.ts";
import {
  afterTerm,
  categoryName,
  checkDatabaseName,
  checkOwnName,
  databaseName,
  declared,
  erased,
  nameOf,
  said,
  urlFromEnvironment,
} from "./words.ts";

export interface ColumnWritten {
  readonly category: Word;
  readonly json: readonly { readonly member: Word; readonly category: Word | undefined }[];
  readonly erased: Erased | undefined;
  readonly afterTerm?: Erased | Coarser | undefined;
  readonly former?: boolean | undefined;
}

const column: Kind<ColumnWritten> = either(
  changed(categoryName, (category): ColumnWritten => ({ category, json: [], erased: undefined })),
  changed(
    mapping({
      name: "Column",
      doc: "What a column holds, when its category alone does not say enough.",
      example: 'note: {is: order-history, erased: "-"}',
      members: {
        is: need(categoryName, "The category."),
        erased: may(erased, "What an anonymised row has here: null (also when left out), a text, or `keep`."),
        afterTerm: may(
          afterTerm,
          "What it becomes when the term of the row is over and its rule anonymises; as `erased` when left out. Also a part of the value: `{to: year}`, `{to: month}`, `{to: network}` of an IP address, `{first: 4}`.",
        ),
        json: may(
          named({ what: "a member", kind: categoryName }),
          "For a JSON column: members, with dots between, and their categories.",
        ),
        holds: may(
          oneOf(["present", "former"], "which value"),
          "`former`: what was so before, such as a former address, which stays when the present value is corrected. `present` when left out.",
        ),
      },
    }),
    (value): ColumnWritten => ({
      category: value.is,
      json: (value.json ?? []).map((entry) => ({ member: entry.name, category: entry.value })),
      erased: value.erased,
      afterTerm: value.afterTerm,
      former: value.holds === "former",
    }),
  ),
);

export interface TableKeepWritten {
  readonly rule: Word;
  readonly from?: { readonly column: string } | ReferenceWithColumn;
}

const termStart: Kind<{ readonly column: string } | ReferenceWithColumn> = textKind<
  { readonly column: string } | ReferenceWithColumn
>({
  expects: "a column, or a column of another table such as invoice_id -> invoices.book_year",
  label: "column, or `column -> table.column`",
  parse: (value) => {
    if (!isReferenceText(value)) {
      const wrong = checkDatabaseName(value);
      return wrong === undefined ? { column: value } : { wrong: wrong.message, remedy: wrong.remedy, code: "bad-name" };
    }
    const parsed = parseReferenceWithColumn(value);
    if (parsed.ok) return parsed.value;
    return {
      code: "bad-reference",
      wrong: `"${clip(value)}" is not a column of another table: ${parsed.wrong}.`,
      remedy: "Write column -> table.column, such as invoice_id -> invoices.book_year.",
    };
  },
});

const tableKeep: Kind<TableKeepWritten> = either(
  changed(nameOf("a rule for keeping"), (rule): TableKeepWritten => ({ rule })),
  changed(
    named({ what: "a rule for keeping", kind: termStart }),
    (entries, node, place): TableKeepWritten | undefined => {
      const [entry, ...more] = entries;
      if (entry === undefined || more.length > 0)
        return report(node, place, {
          code: "wrong-value",
          message: "A table is kept by one rule.",
          remedy: "Write keep: {invoices: book_year}.",
        });
      return { rule: entry.name, ...(entry.value === undefined ? {} : { from: entry.value }) };
    },
  ),
);

const table = mapping({
  name: "Table",
  doc: "A table with data of persons: whose each row is, what its columns hold, what erasure does.",
  example:
    "orders:\n  person: [customer_id -> customers, {email: email_copy, of: guest}]\n  columns: {email_copy: contact.email, number: order-history}\n  erase: anonymise",
  members: {
    person: need(personPaths, "Whose row it is. Paths are asked in order; the first that leads somewhere decides.", {
      code: "no-path-to-person",
      message: "This table has no path to a person, so nobody's rows can be found in it.",
      remedy:
        'Add "person", such as customer_id -> customers. A table without data of persons belongs under withoutPersons, with the reason.',
      article: "GDPR art. 15(1)",
    }),
    alsoAbout: may(personPaths, "Further persons a row is about. Rows of more than one person are shared."),
    shared: may(
      mapping({
        name: "Shared",
        doc: "What happens to rows that are also another person's.",
        example: "shared: {access: withhold, erase: keep}",
        members: {
          access: may(
            oneOf(["show", "withhold"], "what an answer does"),
            "`withhold` (also when left out): such rows are counted, not shown.",
          ),
          erase: may(
            oneOf(["keep", "detach"], "what erasure does"),
            "`keep` (also when left out), or `detach`: only the columns that lead to this person are cleared.",
          ),
        },
      }),
      "What happens to rows that are also another person's.",
    ),
    columns: may(
      named({ what: "a column", kind: column, check: checkDatabaseName }),
      "Columns with personal data, and their categories.",
    ),
    other: may(
      list(databaseName("a column"), { emptyIsFine: true }),
      "Columns that say nothing about a person. Keys, paths and terms need not be named.",
    ),
    keep: may(tableKeep, "The rule that keeps its rows, with the column where its term starts."),
    erase: may(
      oneOf(["delete", "anonymise", "keep"], "what erasure does"),
      "`delete` (also when left out), `anonymise`: personal columns get their `erased` value, or `keep`.",
    ),
    entitles: may(
      list(databaseName("a column")),
      "Columns, each with its category above, that say what somebody is entitled to: a price, a plan, a discount, an access level. No request may change them.",
    ),
    ...declared,
  },
});

export const systems = named({
  what: "a system",
  check: checkOwnName,
  kind: mapping({
    name: "System",
    doc: "A place where data is, and how to read it.",
    example:
      "systems:\n  shop:\n    connector: postgres\n    url: env:SHOP_DATABASE_URL\n    roles: {staff: [shop_staff], audit: shop_audit}\n    tables:\n      customers:\n        person: {is: customer, email: email}\n        columns: {name: name, email: contact.email}\n        keep: profile",
    members: {
      title: may(said, "What it is called in a sentence."),
      connector: need(
        oneOf(["postgres", "mariadb", "sqlite"], "a connector"),
        "How Gestand speaks to it. MariaDB 10.6.18, 10.11.8 or newer; of SQLite the address is sqlite:/path/to/the/file.",
      ),
      url: need(
        urlFromEnvironment,
        "The environment variable with its address. The address itself never stands in a policy.",
      ),
      schema: may(
        databaseName("a schema"),
        "The schema of the tables. When left out: `public` of PostgreSQL, the database of the address of MariaDB, the file of SQLite.",
      ),
      country: may(country, "Where the data is."),
      roles: may(
        named({ what: "a role", kind: list(databaseName("a database role")), check: checkOwnName }),
        "Database roles by the names that holds use.",
      ),
      tables: need(
        named({ what: "a table", kind: table, check: checkDatabaseName }),
        "Tables with data of persons, as the database spells them.",
      ),
      withoutPersons: may(
        named({ what: "a table", kind: text, check: checkDatabaseName }),
        "Tables without data of persons, each with the reason.",
      ),
      ...declared,
    },
  }),
});
