/**
 * Random worlds for the tests of ownership: a schema, its mapping, its rows and a person, and an independent, naive
 * reading of whose row is whose, in memory, row by row. Used by tests only.
 */
import * as fc from "fast-check";
import type { PersonPath, Reference, System, Table } from "#policy";
import type { Anchor, Subject } from "#connectors";

interface Queryable {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

type KeyType = "integer" | "bigint" | "text" | "uuid";
type Value = number | null;

interface WorldPath {
  readonly kind: "is" | "identity" | "reference";
  readonly target: number;
  /** The column has the target's type, or text. */
  readonly asText: boolean;
  /** Only rows whose `kind` column is this. */
  readonly when: number | undefined;
  /** Refers to the target's unique `code` instead of its key. */
  readonly byCode: boolean;
  /** The database knows the reference; what it does when the target is deleted. */
  readonly foreignKey: "" | "no action" | "no action deferrable initially deferred" | "cascade";
}
interface WorldRow {
  readonly key: readonly number[];
  readonly code: Value;
  readonly email: string | null;
  readonly kind: number;
  /** Two values per path; a simple key uses the first. */
  readonly refs: readonly (readonly [Value, Value])[];
}
interface WorldTable {
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

const isPath: WorldPath = { kind: "is", target: 0, asText: false, when: undefined, byCode: false, foreignKey: "" };

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

function textOf(type: KeyType, value: number): string {
  return type === "uuid" ? `00000000-0000-4000-8000-00000000000${value}` : String(value);
}
function keyTexts(table: WorldTable, row: WorldRow): string[] {
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
      const { code, email, kind } = row;
      return { ...Object.fromEntries([...keys, ...refs]), code, email, kind: String(kind), note: "note" };
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
      "note varchar(40)",
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
      return `(${[...keyTexts(table, row), row.code, row.email, String(row.kind), "note", ...refs].map(quoted).join(", ")})`;
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
        if (one.kind === "is") return { kind: "is", person: "someone", email: "email", at };
        if (one.kind === "identity")
          return { kind: "identity", person: "someone", identity: "email", column: "email", at };
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

interface Row {
  readonly table: number;
  readonly row: WorldRow;
  readonly key: string;
  readonly owners: Set<string>;
  outside: boolean;
}

function address(row: Row): string | undefined {
  return row.row.email?.trim().toLowerCase();
}

/** Row by row, owner by owner: whose is it? Shares nothing with the statements under test. */
export function expectedRows(world: World): Record<string, string[]> {
  const rows = world.tables.flatMap((table, at) =>
    table.rows.map(
      (row): Row => ({ table: at, row, key: keyTexts(table, row).join("/"), owners: new Set(), outside: false }),
    ),
  );
  const targets = (row: Row, path: WorldPath, p: number): Row[] => {
    const width = path.byCode ? 1 : (world.tables[path.target]?.keyTypes.length ?? 0);
    const wanted = (row.row.refs[p] ?? []).slice(0, width);
    if (path.when !== undefined && row.row.kind !== path.when) return [];
    if (wanted.some((value) => value === null)) return [];
    return rows.filter(
      (other) =>
        other.table === path.target &&
        (path.byCode ? [other.row.code] : other.row.key).every((value, at) => value !== null && value === wanted[at]),
    );
  };
  const leads = (row: Row, path: WorldPath, p: number) =>
    path.kind === "is" || (path.kind === "identity" ? row.row.email !== null : targets(row, path, p).length > 0);
  /** The deciding path and all that add owners, each with its position. */
  const asked = (row: Row): [WorldPath, number][] => {
    const table = world.tables[row.table];
    if (table === undefined) return [];
    const person = table.person.map((path, p): [WorldPath, number] => [path, p]);
    const deciding = person.find(([path, p]) => leads(row, path, p));
    const also = table.alsoAbout
      .map((path, p): [WorldPath, number] => [path, p + table.person.length])
      .filter(([path, p]) => leads(row, path, p));
    return deciding === undefined ? also : [deciding, ...also];
  };
  const settle = (step: (row: Row) => boolean) => {
    for (let again = true; again; ) again = rows.map(step).some(Boolean);
  };
  settle((row) => {
    const size = row.owners.size;
    for (const [path, p] of asked(row)) {
      if (path.kind === "is") row.owners.add(`row t${row.table} ${row.key}`);
      else if (path.kind === "identity") row.owners.add(`address ${address(row)}`);
      else for (const target of targets(row, path, p)) for (const owner of target.owners) row.owners.add(owner);
    }
    return row.owners.size > size;
  });
  const chosen = new Set([
    ...world.subject.emails.map((email) => `address ${email}`),
    ...world.subject.anchors.map((anchor) => `row ${anchor.table} ${anchor.key.join("/")}`),
  ]);
  const mine = (row: Row) => [...row.owners].some((owner) => chosen.has(owner));
  const contested = new Set(
    rows.flatMap((row) =>
      asked(row).some(([path, p]) => path.kind === "is" && p < (world.tables[row.table]?.person.length ?? 0)) &&
      !chosen.has(`row t${row.table} ${row.key}`)
        ? [`address ${address(row)}`]
        : [],
    ),
  );
  settle((row) => {
    const before = row.outside;
    row.outside ||=
      [...row.owners].some((owner) => !chosen.has(owner) || contested.has(owner)) ||
      asked(row).some(
        ([path, p]) => path.kind === "reference" && targets(row, path, p).some((t) => !mine(t) || t.outside),
      );
    return row.outside !== before;
  });
  return Object.fromEntries(
    world.tables.map((_, at) => [
      `t${at}`,
      rows
        .filter((row) => row.table === at && mine(row))
        .map((row) => `${row.key}${row.outside ? " shared" : ""}`)
        .sort(),
    ]),
  );
}
