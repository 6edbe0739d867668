/** Random worlds for the tests of ownership: a schema, its mapping, its rows and a person. Used by tests only. */
import * as fc from "fast-check";
import type { PersonPath, Reference, System, Table } from "#policy";
import type { Anchor, Subject } from "#connectors";

interface Queryable {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

type KeyType = "integer" | "bigint" | "text" | "uuid";
type Value = number | null;

export interface WorldPath {
  readonly kind: "is" | "identity" | "reference";
  readonly target: number;
  /** The column has the target's type, or text. */
  readonly asText: boolean;
  /** Only rows whose `kind` column is this. */
  readonly when: number | undefined;
  /** Refers to the target's unique `code` instead of its key. */
  readonly byCode: boolean;
  /** By the telephone number: of an identity instead of the address, of a row that is a person beside it. */
  readonly byPhone?: boolean;
  /** The database knows the reference; what it does when the target is deleted. */
  readonly foreignKey: "" | "no action" | "no action deferrable initially deferred" | "cascade";
}
export interface WorldRow {
  readonly key: readonly number[];
  readonly code: Value;
  readonly email: string | null;
  /** Only in worlds with numbers. */
  readonly phone?: string | null;
  /** The word `note` when left out. */
  readonly note?: string;
  readonly kind: number;
  /** Two values per path; a simple key uses the first. */
  readonly refs: readonly (readonly [Value, Value])[];
}
export interface WorldTable {
  readonly keyTypes: readonly KeyType[];
  readonly person: readonly WorldPath[];
  readonly alsoAbout: readonly WorldPath[];
  readonly rows: readonly WorldRow[];
  readonly erase: Table["erase"];
  readonly sharedErase: Table["shared"]["erase"];
}
export interface World {
  readonly tables: readonly WorldTable[];
  readonly subject: Subject;
  /** People are also known by telephone numbers. */
  readonly numbers?: true;
}

const emails = ["a@x.nl", " A@X.nl", "b@x.nl", "B@x.nl ", "c@x.nl"];
const small: fc.Arbitrary<Value> = fc.option(fc.integer({ min: 0, max: 4 }), { freq: 8 });
const keyTypes = fc.constantFrom<KeyType[]>(
  ["integer"],
  ["bigint"],
  ["text"],
  ["uuid"],
  ["integer", "text"],
  ["integer", "integer"],
);

const anyPath = (tables: number): fc.Arbitrary<WorldPath> =>
  fc.record({
    kind: fc.constantFrom<WorldPath["kind"]>("identity", "reference", "reference", "reference"),
    target: fc.integer({ min: 0, max: tables - 1 }),
    asText: fc.nat({ max: 2 }).map((n) => n === 0),
    when: fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 1 }) },
    ),
    byCode: fc.nat({ max: 6 }).map((n) => n === 0),
    foreignKey: fc.constantFrom<WorldPath["foreignKey"]>(
      "",
      "",
      "",
      "no action",
      "no action deferrable initially deferred",
      "cascade",
    ),
  });

export const isPath: WorldPath = {
  kind: "is",
  target: 0,
  asText: false,
  when: undefined,
  byCode: false,
  foreignKey: "",
};

const anyTable = (tables: number, anchor: boolean): fc.Arbitrary<WorldTable> =>
  fc
    .record({
      keyTypes,
      isAnchor: fc.nat({ max: 3 }).map((n) => anchor || n === 0),
      isFirst: fc.boolean(),
      paths: fc.array(anyPath(tables), { minLength: 1, maxLength: 3 }),
      alsoAbout: fc.array(anyPath(tables), { maxLength: 2 }).map((paths) => (paths.length === 2 ? [] : paths)),
      keys: fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 2 })), {
        minLength: 3,
        maxLength: 8,
        selector: ([a, b]) => `${a}/${b}`,
      }),
      cells: fc.array(
        fc.record({
          code: small,
          email: fc.option(fc.constantFrom(...emails), { freq: 4 }),
          kind: fc.integer({ min: 0, max: 1 }),
          refs: fc.array(fc.tuple(small, small), { minLength: 5, maxLength: 5 }),
        }),
        { minLength: 8, maxLength: 8 },
      ),
      erase: fc.constantFrom<Table["erase"]>("delete", "delete", "anonymise", "keep"),
      sharedErase: fc.constantFrom<Table["shared"]["erase"]>("keep", "detach"),
    })
    .map(({ keyTypes, isAnchor, isFirst, paths, alsoAbout, keys, cells, erase, sharedErase }) => {
      const seenKeys = new Set<string>();
      const seenCodes = new Set<Value>();
      const rows = keys.flatMap((pair, at): WorldRow[] => {
        const key = pair.slice(0, keyTypes.length);
        const cell = cells[at];
        if (cell === undefined || seenKeys.has(key.join("/"))) return [];
        seenKeys.add(key.join("/"));
        const code = seenCodes.has(cell.code) ? null : cell.code;
        seenCodes.add(code);
        return [{ ...cell, code, key }];
      });
      const others = isAnchor ? paths.slice(1) : paths;
      const person = isAnchor ? (isFirst ? [isPath, ...others] : [...others, isPath]) : others;
      return { keyTypes, person, alsoAbout, rows, erase, sharedErase };
    });

export const anyWorld: fc.Arbitrary<World> = fc
  .integer({ min: 2, max: 5 })
  .chain((count) =>
    fc.tuple(
      fc.tuple(...Array.from({ length: count }, (_, at) => anyTable(count, at === 0))),
      fc.uniqueArray(fc.constantFrom("a@x.nl", "b@x.nl"), { maxLength: 2 }),
      fc.uniqueArray(fc.nat({ max: 12 }), { maxLength: 3 }),
    ),
  )
  .map(([tables, chosenEmails, picks]) => {
    const candidates = tables.flatMap((table, at): Anchor[] =>
      table.person.includes(isPath)
        ? table.rows.map((row) => ({ system: "world", table: `t${at}`, key: keyTexts(table, row) }))
        : [],
    );
    const anchors = [...new Set(picks.map((pick) => candidates[pick]))].filter((anchor) => anchor !== undefined);
    return { tables, subject: { emails: chosenEmails, anchors } };
  });

/** Notations, and the number that each surely is. */
export const worldNumbers: Readonly<Record<string, string | undefined>> = {
  "0612345678": "+31612345678",
  "+31 6 1234 5678": "+31612345678",
  "0031612345678": "+31612345678",
  "06-87654321": "+31687654321",
  "+31 (0)6 8765 4321": "+31687654321",
  "+32 470 12 34 56": "+32470123456",
  "06-12345678 / 030-1234567": undefined,
};

/** The same, with some of its people and rows known by telephone numbers. */
export const anyWorldWithNumbers: fc.Arbitrary<World> = anyWorld.chain((world) => {
  const anyNumber = fc.option(fc.constantFrom(...Object.keys(worldNumbers)), { freq: 4 });
  const withNumbers = (table: WorldTable): fc.Arbitrary<WorldTable> =>
    fc
      .tuple(
        fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
        fc.array(anyNumber, { minLength: table.rows.length, maxLength: table.rows.length }),
      )
      .map(([chosen, phones]) => {
        const path = (one: WorldPath, at: number): WorldPath =>
          one.kind !== "reference" && chosen[at] === true ? { ...one, byPhone: true } : one;
        return {
          ...table,
          person: table.person.map(path),
          alsoAbout: table.alsoAbout.map((one, at) => path(one, at + table.person.length)),
          rows: table.rows.map((row, at) => ({ ...row, phone: phones[at] ?? null })),
        };
      });
  return fc.tuple(...world.tables.map(withNumbers)).map((tables): World => ({ ...world, tables, numbers: true }));
});

function textOf(type: KeyType, value: number): string {
  return type === "uuid" ? `00000000-0000-4000-8000-00000000000${value}` : String(value);
}
export function keyTexts(table: WorldTable, row: WorldRow): string[] {
  return table.keyTypes.map((type, at) => textOf(type, row.key[at] ?? 0));
}
const keyNames = ["key a", "key_b"];

function allPaths(table: WorldTable): WorldPath[] {
  return [...table.person, ...table.alsoAbout];
}
function refTypes(world: World, path: WorldPath): KeyType[] {
  const types = path.byCode ? (["integer"] as KeyType[]) : [...(world.tables[path.target]?.keyTypes ?? [])];
  return path.asText ? types.map(() => "text") : types;
}

/** Foreign keys where types allow them. Not valid: rows from before may dangle, as they do in old databases. */
async function declareKeys(client: Queryable, world: World): Promise<void> {
  for (const [at, table] of world.tables.entries())
    for (const [p, path] of allPaths(table).entries()) {
      if (path.kind !== "reference" || path.foreignKey === "" || path.asText || path.when !== undefined) continue;
      const target = world.tables[path.target];
      const columns = refTypes(world, path).map((_, c) => `r${p}_${c}`);
      const named = path.byCode ? ["code"] : (target?.keyTypes ?? []).map((_, k) => `"${keyNames[k]}"`);
      await client.query(
        `alter table world.t${at} add foreign key (${columns.join(", ")}) references world.t${path.target} (${named.join(", ")}) on delete ${path.foreignKey} not valid`,
      );
    }
}

/** Makes the schema `world` with its rows, inside the caller's transaction. */
export async function layWorld(client: Queryable, world: World): Promise<void> {
  await client.query("create schema world");
  for (const [at, table] of world.tables.entries()) {
    const paths = allPaths(table);
    const columns = [
      ...table.keyTypes.map((type, k) => `"${keyNames[k]}" ${type} not null`),
      "code integer unique",
      "email varchar(40)",
      "kind text",
      "note text",
      ...(world.numbers === true ? ["phone varchar(40)"] : []),
      ...paths.flatMap((path, p) => refTypes(world, path).map((type, c) => `r${p}_${c} ${type}`)),
      `primary key (${table.keyTypes.map((_, k) => `"${keyNames[k]}"`).join(", ")})`,
    ];
    await client.query(`create table world.t${at} (${columns.join(", ")})`);
    const rows = table.rows.map((row) => {
      const keys = keyTexts(table, row).map((text, k) => [keyNames[k], text]);
      const refs = paths.flatMap((path, p) => {
        const target = path.byCode ? (["integer"] as KeyType[]) : (world.tables[path.target]?.keyTypes ?? []);
        return target.map((type, c) => {
          const value = row.refs[p]?.[c as 0 | 1] ?? null;
          return [`r${p}_${c}`, value === null ? null : textOf(type, value)];
        });
      });
      const { code, email, kind, note = "note", phone = null } = row;
      return { ...Object.fromEntries([...keys, ...refs]), code, email, kind: String(kind), note, phone };
    });
    await client.query(`insert into world.t${at} select * from json_populate_recordset(null::world.t${at}, $1)`, [
      JSON.stringify(rows),
    ]);
  }
  await declareKeys(client, world);
}

/** How a database other than PostgreSQL calls the kinds of keys, writes names and literals, and takes keys that dangle. */
export interface WorldDialect {
  readonly types: Readonly<Record<KeyType, string>>;
  /** Foreign keys stand in the table, and rows from before may dangle. */
  readonly deferrable: boolean;
}

function quoted(value: string | number | null): string {
  if (value === null || typeof value === "number") return String(value);
  return `'${value.replaceAll("'", "''")}'`;
}

/** Statements that make the tables of a world and their rows, without looking at foreign keys. */
export function worldStatements(world: World, { types, deferrable }: WorldDialect): string[] {
  return world.tables.flatMap((table, at) => {
    const paths = allPaths(table);
    const columns = [
      ...table.keyTypes.map((type, k) => `"${keyNames[k]}" ${types[type]} not null`),
      "code integer unique",
      "email varchar(40)",
      "kind varchar(10)",
      "note varchar(80)",
      ...paths.flatMap((path, p) => refTypes(world, path).map((type, c) => `r${p}_${c} ${types[type]}`)),
      `primary key (${table.keyTypes.map((_, k) => `"${keyNames[k]}"`).join(", ")})`,
      ...paths.flatMap((path, p) => {
        if (path.kind !== "reference" || path.foreignKey === "" || path.asText || path.when !== undefined) return [];
        const from = refTypes(world, path).map((_, c) => `r${p}_${c}`);
        const keys = world.tables[path.target]?.keyTypes ?? [];
        const met = path.byCode ? ["code"] : keys.map((_, k) => `"${keyNames[k]}"`);
        const does = deferrable ? path.foreignKey : path.foreignKey.replace(/ deferrable.*/, "");
        return [`foreign key (${from.join(", ")}) references t${path.target} (${met.join(", ")}) on delete ${does}`];
      }),
    ];
    const rows = table.rows.map((row) => {
      const refs = paths.flatMap((path, p) =>
        (path.byCode ? (["integer"] as KeyType[]) : (world.tables[path.target]?.keyTypes ?? [])).map((type, c) => {
          const value = row.refs[p]?.[c as 0 | 1] ?? null;
          return value === null ? null : textOf(type, value);
        }),
      );
      return `(${[...keyTexts(table, row), row.code, row.email, String(row.kind), row.note ?? "note", ...refs].map(quoted).join(", ")})`;
    });
    const insert = rows.length === 0 ? [] : [`insert into t${at} values ${rows.join(", ")}`];
    return [`create table t${at} (${columns.join(", ")})`, ...insert];
  });
}

/** The mapping of a world, as the policy would declare it. */
export function systemOf(world: World): System {
  const at = { file: "world", line: 1, column: 1 };
  return {
    name: "world",
    title: {},
    connector: "postgres",
    urlFrom: "WORLD",
    schema: "world",
    roles: {},
    withoutPersons: [],
    cites: [],
    at,
    tables: world.tables.map((table, t): Table => {
      const path = (one: WorldPath, p: number): PersonPath => {
        const known = [{ identity: "phone", column: "phone" }];
        if (one.kind === "is")
          return { kind: "is", person: "someone", email: "email", ...(one.byPhone === true ? { known } : {}), at };
        if (one.kind === "identity") {
          const name = one.byPhone === true ? "phone" : "email";
          return { kind: "identity", person: "someone", identity: name, column: name, at };
        }
        const reference: Reference = {
          columns: refTypes(world, one).map((_, c) => `r${p}_${c}`),
          table: `t${one.target}`,
          ...(one.byCode ? { targetColumns: ["code"] } : {}),
          ...(one.when === undefined ? {} : { when: { column: "kind", equals: String(one.when) } }),
        };
        return { kind: "reference", reference, at };
      };
      return {
        name: `t${t}`,
        person: table.person.map((one, p) => path(one, p)),
        alsoAbout: table.alsoAbout.map((one, p) => path(one, p + table.person.length)),
        columns: [
          { name: "email", category: "contact.email", json: [], erased: { kind: "null" }, at },
          { name: "note", category: "order-history", json: [], erased: { kind: "text", text: "-" }, at },
        ],
        notPersonal: ["code", "kind"],
        erase: table.erase,
        shared: { access: "show", erase: table.sharedErase },
        cites: [],
        at,
      };
    }),
  };
}
