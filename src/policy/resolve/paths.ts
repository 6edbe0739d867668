import type { KindWritten, PathWritten } from "../language/person-paths.ts";
import type { Placed, Word } from "../grammar/kind.ts";
import type { KindByColumn, Passage, PersonPath, Reference, System, Table } from "../model.ts";
import type { Names } from "./names.ts";
import { present } from "./present.ts";

/** The tables of one system, by name, for references. */
export interface TablesHere {
  readonly system: string;
  readonly withPersons: ReadonlySet<string>;
  readonly withoutPersons: ReadonlySet<string>;
}

export function personPathsOf(
  written: readonly PathWritten[],
  tables: TablesHere,
  names: Names,
): readonly PersonPath[] {
  const paths = written.flatMap((path): PersonPath[] => {
    switch (path.kind) {
      case "is": {
        const kind = kindNamed(path.person, names);
        if (kind === undefined) return [];
        const columns = present({ email: path.email?.text, emailSince: path.emailSince?.text });
        const known = path.known.flatMap(({ identity: word, column }) => {
          const identity = identityNamed(word, names);
          return identity === undefined ? [] : [{ identity, column: column.text }];
        });
        return [{ kind: "is", ...kind, ...columns, ...(known.length > 0 && { known }), at: path.at }];
      }
      case "identity": {
        const kind = kindNamed(path.person, names);
        if (kind === undefined) return [];
        const digest = path.digest ? { digest: true } : {};
        const identity = path.identity === undefined ? "email" : identityNamed(path.identity, names);
        if (identity === undefined) return [];
        return [{ kind: "identity", ...kind, identity, column: path.column.text, ...digest, at: path.at }];
      }
      case "reference":
        return targetExists({ ...path, table: path.reference.table }, tables, names)
          ? [{ kind: "reference", reference: path.reference, at: path.at }]
          : [];
      case "via": {
        const reference = referenceBy(path.steps, tables, names);
        return reference === undefined ? [] : [{ kind: "reference", reference, at: path.at }];
      }
    }
  });
  const [, second] = paths.filter((path) => path.kind === "is");
  if (second !== undefined)
    names.report(second.at, written[0]?.path ?? "", {
      code: "named-twice",
      message: "A row cannot be two persons.",
      remedy: "Keep one {is: …}; further persons a row is about go under alsoAbout, as references.",
    });
  return paths;
}

/** Several steps as one reference. The tables between may be any that the policy names; the last must lead to a person. */
function referenceBy(steps: readonly (Reference & Placed)[], tables: TablesHere, names: Names): Reference | undefined {
  const [first, ...more] = steps;
  const last = steps.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const known = steps.slice(0, -1).every((step) => {
    if (tables.withPersons.has(step.table) || tables.withoutPersons.has(step.table)) return true;
    const all = [...tables.withPersons, ...tables.withoutPersons];
    names.unknown("table", `a table of "${tables.system}"`, { text: step.table, at: step.at, path: step.path }, all);
    return false;
  });
  if (!targetExists(last, tables, names) || !known) return undefined;
  return present({
    columns: first.columns,
    when: first.when,
    through: steps.slice(0, -1).map((step, at): Passage => {
      const next = more[at] ?? last;
      return present({
        table: step.table,
        targetColumns: step.targetColumns,
        columns: next.columns,
        when: next.when,
      });
    }),
    table: last.table,
    targetColumns: last.targetColumns,
  });
}

function targetExists(path: Placed & { readonly table: string }, tables: TablesHere, names: Names): boolean {
  const { table } = path;
  if (tables.withPersons.has(table)) return true;
  if (tables.withoutPersons.has(table)) {
    names.report(path.at, path.path, {
      code: "no-path-to-person",
      message: `"${table}" is listed as a table without persons, so a reference to it leads to nobody.`,
      remedy: `Move "${table}" to tables, with a path to a person, or refer to another table.`,
    });
  } else {
    names.unknown("table", `a table of "${tables.system}"`, { text: table, at: path.at, path: path.path }, [
      ...tables.withPersons,
    ]);
  }
  return false;
}

function kindNamed(
  { column, persons }: KindWritten,
  names: Names,
): { person: string; byColumn?: KindByColumn } | undefined {
  const values = persons.flatMap(({ equals, person: word }) => {
    const person = names.resolve("person", word);
    return person === undefined ? [] : [{ equals, person }];
  });
  const [first] = values;
  if (first === undefined || values.length < persons.length) return undefined;
  return { person: first.person, ...(column && { byColumn: { column: column.text, values } }) };
}

function identityNamed(word: Word, names: Names): string | undefined {
  if (word.text !== "phone" || names.has("identity", "phone")) return names.resolve("identity", word);
  names.report(word.at, word.path, {
    code: "unknown-identity",
    message: "People are found by a telephone number here, and the policy does not say that they may name one.",
    remedy: "Add at the top: identities: {phone: {}}.",
  });
  return undefined;
}

/**
 * Every table must lead to a person in the end. Tables that only refer to each other in a circle lead nowhere, however
 * many references they have. Only said when every table was read, so that one mistake is not told twice.
 */
export function checkPaths(system: System, allTablesRead: boolean, names: Names): void {
  if (!allTablesRead) return;
  const leading = leadingTables(system.tables);
  const pathless = new Set(system.tables.filter((table) => table.person.length === 0).map((table) => table.name));
  for (const table of system.tables) {
    if (leading.has(table.name) || pathless.has(table.name)) continue;
    // A table whose own paths have problems was told already; so was what leads to it.
    if (table.person.some((path) => path.kind === "reference" && pathless.has(path.reference.table))) continue;
    names.report(table.at, `systems.${system.name}.tables.${table.name}`, {
      code: "no-path-to-person",
      message: `The paths of "${table.name}" lead from table to table and never to a person.`,
      remedy: "Add a path that ends at a person: {is: …}, {email: …, of: …}, or a reference to a table that has one.",
      article: "GDPR art. 15(1)",
    });
  }
}

/** Tables from which a person can be reached: from those with a path of their own, backwards along references. */
function leadingTables(tables: readonly Table[]): ReadonlySet<string> {
  const edges = tables.flatMap((table) =>
    table.person.flatMap((path) => (path.kind === "reference" ? [{ from: table.name, to: path.reference.table }] : [])),
  );
  const referrers = Map.groupBy(edges, (edge) => edge.to);
  const waiting = tables
    .filter((table) => table.person.some((path) => path.kind !== "reference"))
    .map(({ name }) => name);
  const leading = new Set(waiting);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const { from } of referrers.get(name) ?? []) {
      if (leading.has(from)) continue;
      leading.add(from);
      waiting.push(from);
    }
  }
  return leading;
}
