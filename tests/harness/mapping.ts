/** Mappings in few words, for tests that are about one rule and not about the policy language. */
import type { Column, PersonPath, Reference, System, Table } from "#policy";

const at = { file: "test", line: 1, column: 1 };

export interface ShortTable {
  /**
   * `is`, `is email`, `@column` (an address), `a, b -> table`, `a -> table(x)`, with ` when column = value` at the end;
   * several steps with ` / ` between.
   */
  readonly person: readonly string[];
  readonly alsoAbout?: readonly string[];
  readonly columns?: Readonly<Record<string, string | ShortColumn>>;
  readonly other?: readonly string[];
  readonly keep?: Table["keep"];
  readonly erase?: Table["erase"];
  readonly shared?: Partial<Table["shared"]>;
}
interface ShortColumn {
  readonly is: string;
  /** A text, null (the default), or `keep the value`. */
  readonly erased?: string | null;
  /** `contact.email` (the path in the document) to category. */
  readonly json?: Readonly<Record<string, string>>;
}

export function mapped(tables: Readonly<Record<string, ShortTable>>, schema = "public"): System {
  return {
    name: "shop",
    title: {},
    connector: "postgres",
    urlFrom: "SHOP",
    schema,
    roles: {},
    withoutPersons: [],
    cites: [],
    at,
    tables: Object.entries(tables).map(([name, short]) => mappedTable(name, short)),
  };
}

function mappedTable(name: string, short: ShortTable): Table {
  return {
    name,
    person: short.person.map(personPath),
    alsoAbout: (short.alsoAbout ?? []).map(personPath),
    columns: Object.entries(short.columns ?? {}).map(([column, what]) => mappedColumn(column, what)),
    notPersonal: short.other ?? [],
    ...(short.keep === undefined ? {} : { keep: short.keep }),
    erase: short.erase ?? "delete",
    shared: { access: "withhold", erase: "keep", ...short.shared },
    cites: [],
    at,
  };
}

function mappedColumn(name: string, what: string | ShortColumn): Column {
  const short: ShortColumn = typeof what === "string" ? { is: what } : what;
  const erased = short.erased ?? null;
  return {
    name,
    category: short.is,
    json: Object.entries(short.json ?? {}).map(([path, category]) => ({ path: path.split("."), category })),
    erased:
      erased === null
        ? { kind: "null" }
        : erased === "keep the value"
          ? { kind: "keep" }
          : { kind: "text", text: erased },
    at,
  };
}

function personPath(text: string): PersonPath {
  const anchor = /^is(?: (\w+))?$/.exec(text);
  if (anchor !== null)
    return { kind: "is", person: "customer", ...(anchor[1] === undefined ? {} : { email: anchor[1] }), at };
  if (text.startsWith("@")) return { kind: "identity", person: "guest", identity: "email", column: text.slice(1), at };
  return { kind: "reference", reference: referenceTo(text), at };
}

/** `a, b -> table(x, y) when column = value`; several steps with ` / ` between. */
export function referenceTo(text: string): Reference {
  const [first, ...more] = text.split(" / ").map(stepTo);
  const last = more.at(-1);
  if (first === undefined || last === undefined) return stepTo(text);
  const steps = [first, ...more];
  return {
    columns: first.columns,
    ...(first.when === undefined ? {} : { when: first.when }),
    through: more.map(({ columns, when }, at) => ({
      table: steps[at]?.table ?? "",
      ...(steps[at]?.targetColumns === undefined ? {} : { targetColumns: steps[at].targetColumns }),
      columns,
      ...(when === undefined ? {} : { when }),
    })),
    table: last.table,
    ...(last.targetColumns === undefined ? {} : { targetColumns: last.targetColumns }),
  };
}

function stepTo(text: string): Reference {
  const parts = /^(.+?) -> (\w+)(?:\((.+?)\))?(?: when (\w+) = (\w+))?$/.exec(text);
  if (parts === null) throw new Error(`not a reference: ${text}`);
  const [, columns = "", table = "", targetColumns, column, equals] = parts;
  return {
    columns: columns.split(", "),
    table,
    ...(targetColumns === undefined ? {} : { targetColumns: targetColumns.split(", ") }),
    ...(column === undefined || equals === undefined ? {} : { when: { column, equals } }),
  };
}
