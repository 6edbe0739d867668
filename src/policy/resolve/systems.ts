import { identityColumns } from "../chapters/identities.ts";
import type { Entry } from "../grammar/collections.ts";
import type { Word } from "../grammar/kind.ts";
import type { systems as systemsKind, TableKeepWritten } from "../language/systems.ts";
import type { Column, KeepRule, PersonPath, System, Table } from "../model.ts";
import type { ReadBy } from "./declarations.ts";
import type { Names } from "./names.ts";
import { present } from "./present.ts";
import { checkPaths, personPathsOf, type TablesHere } from "./paths.ts";

type SystemsWritten = ReadBy<typeof systemsKind>;
type Value<L> = L extends readonly Entry<infer T>[] ? T : never;
type SystemWritten = Value<SystemsWritten>;
type TableWritten = Value<SystemWritten["tables"]>;

export function systemsOf(
  read: SystemsWritten | undefined,
  rules: readonly KeepRule[],
  names: Names,
): readonly System[] {
  return (read ?? []).flatMap(({ name, value }): System[] => {
    if (value === undefined) return [];
    const system = systemOf(name, value, rules, names);
    checkPaths(system, value.tables.length === system.tables.length, names);
    checkRoles(system, rules, names);
    return [system];
  });
}

function systemOf(name: Word, value: SystemWritten, rules: readonly KeepRule[], names: Names): System {
  const tables: TablesHere = {
    system: name.text,
    withPersons: new Set(value.tables.map((table) => table.name.text)),
    withoutPersons: new Set((value.withoutPersons ?? []).map((table) => table.name.text)),
  };
  for (const { name: table } of value.withoutPersons ?? [])
    if (tables.withPersons.has(table.text))
      names.namedTwice(table, `"${name.path}": under tables and under withoutPersons`);
  return {
    ...names.declaredBy(value, name.at),
    ...present({
      name: name.text,
      title: names.title(value.title, name.text),
      connector: value.connector,
      urlFrom: value.url,
      schema: value.schema?.text ?? { postgres: "public", mariadb: "", sqlite: "main" }[value.connector],
      country: value.country,
      roles: Object.fromEntries(
        (value.roles ?? []).map((role) => [role.name.text, [...new Set((role.value ?? []).map((each) => each.text))]]),
      ),
      tables: value.tables.flatMap((table): Table[] =>
        table.value === undefined ? [] : [tableOf(table.name, table.value, tables, rules, names)],
      ),
      withoutPersons: (value.withoutPersons ?? []).map((table) => ({
        table: table.name.text,
        reason: table.value ?? "",
        at: table.name.at,
      })),
    }),
  };
}

function tableOf(name: Word, value: TableWritten, tables: TablesHere, rules: readonly KeepRule[], names: Names): Table {
  const person = personPathsOf(value.person, tables, names);
  const alsoAbout = personPathsOf(value.alsoAbout ?? [], tables, names);
  const columns = columnsOf(value, names);
  checkColumns(name, value, [...person, ...alsoAbout], names);
  return {
    ...names.declaredBy(value, name.at),
    ...present({
      name: name.text,
      person,
      alsoAbout,
      columns,
      notPersonal: (value.other ?? []).map((column) => column.text),
      keep: value.keep && tableKeepOf(value.keep, tables, rules, names),
      erase: value.erase ?? "delete",
      entitles: value.entitles && entitlesOf(name, value, names),
      shared: { access: value.shared?.access ?? "withhold", erase: value.shared?.erase ?? "keep" },
    }),
  };
}

function columnsOf(value: TableWritten, names: Names): readonly Column[] {
  return (value.columns ?? []).flatMap((entry): Column[] => {
    const category = entry.value === undefined ? undefined : names.resolve("category", entry.value.category);
    if (entry.value === undefined || category === undefined) return [];
    const { json, erased, afterTerm, former } = entry.value;
    return [
      {
        name: entry.name.text,
        category,
        json: json.flatMap(({ member, category: inner }) => {
          const found = inner === undefined ? undefined : names.resolve("category", inner);
          return found === undefined ? [] : [{ path: member.text.split("."), category: found }];
        }),
        erased: erased ?? { kind: "null" },
        ...(afterTerm && { afterTerm }),
        ...(former === true && { former }),
        at: entry.name.at,
      },
    ];
  });
}

/** Only what has a category is read of a person, so that what entitles must have one. */
function entitlesOf(table: Word, { entitles = [], columns = [] }: TableWritten, names: Names): readonly string[] {
  const mapped = new Set(columns.map(({ name }) => name.text));
  for (const column of entitles)
    if (!mapped.has(column.text))
      names.report(column.at, column.path, {
        code: "entitles-without-category",
        message: `"${table.text}" entitles by "${column.text}", which has no category under columns, so nobody could compare it.`,
        remedy: `Add it under columns: ${column.text}: <category>.`,
        article: "GDPR art. 12(5)",
      });
  return entitles.map(({ text }) => text);
}

/** A column is named once, and one that finds a person is itself data of that person. */
function checkColumns(name: Word, value: TableWritten, paths: readonly PersonPath[], names: Names): void {
  const mapped = new Set((value.columns ?? []).map((entry) => entry.name.text));
  const seen = new Set(mapped);
  for (const column of value.other ?? []) {
    if (seen.has(column.text))
      names.namedTwice(
        column,
        mapped.has(column.text) ? `"${name.path}": under columns and under other` : `"${name.path}.other"`,
      );
    seen.add(column.text);
  }
  for (const path of paths) {
    for (const { identity, column } of identityColumns(path)) {
      if (mapped.has(column)) continue;
      const what = { email: "an address", phone: "a telephone number" }[identity] ?? `a ${identity}`;
      const category = { email: "contact.email", phone: "contact.phone" }[identity] ?? "<category>";
      names.report(path.at, name.path, {
        code: "identity-without-category",
        message: `The column "${column}" of "${name.text}" holds ${what} by which a person is found, but no category.`,
        remedy: `Add it under columns: ${column}: ${category}.`,
        article: "GDPR art. 15(1)",
      });
    }
  }
}

function tableKeepOf(
  written: TableKeepWritten,
  tables: TablesHere,
  rules: readonly KeepRule[],
  names: Names,
): Table["keep"] {
  const name = names.resolve("rule", written.rule);
  if (name === undefined) return undefined;
  const { from } = written;
  if (from !== undefined && "reference" in from) {
    const { reference, column } = from;
    if (!tables.withPersons.has(reference.table) && !tables.withoutPersons.has(reference.table))
      names.unknown(
        "table",
        "a table",
        { ...written.rule, text: reference.table },
        tables.withPersons.values().take(500).toArray(),
      );
    return { rule: name, from: { via: reference, column } };
  }
  const rule = rules.find((each) => each.name === name);
  if (from === undefined && rule !== undefined && rule.until.kind !== "relationship-ends")
    names.report(written.rule.at, written.rule.path, {
      code: "term-without-start",
      message: `The rule "${name}" counts from a date, and this table does not say which column holds it.`,
      remedy: `Write keep: {${name}: <column>}, with a date, timestamp or year column of this table or of one it refers to.`,
    });
  return present({ rule: name, from });
}

/** Roles that a hold hides rows from must exist in each system where rows are held, or nothing can be hidden. */
function checkRoles(system: System, rules: readonly KeepRule[], names: Names): void {
  const known = Object.keys(system.roles);
  for (const rule of rules) {
    if (rule.hold === undefined || !system.tables.some((table) => table.keep?.rule === rule.name)) continue;
    for (const role of [...rule.hold.hiddenFrom, ...rule.hold.readableBy]) {
      if (known.includes(role)) continue;
      names.report(system.at, `systems.${system.name}`, {
        code: "unknown-role",
        message: `The rule "${rule.name}" speaks of the role "${role}", which "${system.name}" does not have.`,
        remedy: `Add roles: {${role}: <database role>} to the system.`,
      });
    }
  }
}
