/** A table spoiled behind our back, in every way that a row can be: edited, taken out, cut off, exchanged, put in again. */
import * as fc from "fast-check";
import type { TestDatabase } from "./database.ts";

type Value = string | number | boolean | null;
type Row = Readonly<Record<string, Value>>;
/** Numbers that choose: each act takes what it needs of them, by the rest of a division. */
interface Act {
  readonly kind: "edit" | "take-out" | "cut-off" | "exchange" | "put-in-again" | "empty";
  readonly numbers: readonly number[];
}

const kinds = ["edit", "edit", "edit", "take-out", "cut-off", "exchange", "put-in-again", "empty"] as const;
const anyActs = fc.array(
  fc.record({ kind: fc.constantFrom(...kinds), numbers: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }) }),
  { minLength: 1, maxLength: 3 },
);

export interface Spoiling {
  /** With its schema. */
  readonly table: string;
  /** Columns that order it, as in SQL. */
  readonly order: string;
  readonly runs: number;
  /** Whether what is checked holds. */
  holds(): Promise<boolean>;
}

export interface Spoiled {
  /** Times that the table was another one than before. */
  readonly changed: number;
  /** What the database itself refused. */
  readonly refused: number;
  /** What was not noticed, and what was noticed although nothing was changed. */
  readonly wrong: readonly string[];
}

/** Tries so many ways, the same ones each time, and puts everything right after each. */
export async function spoilAtRandom(database: TestDatabase, spoiling: Spoiling): Promise<Spoiled> {
  const { table, order, runs } = spoiling;
  const dump = async () => {
    const rows = await database.query<{ row: Row }>(`select to_jsonb(one) as row from ${table} one order by ${order}`);
    return rows.map(({ row }) => row);
  };
  const put = async (rows: readonly Row[]) => {
    await database.query(`delete from ${table}`);
    await database.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
      JSON.stringify(rows),
    ]);
  };
  const before = await dump();
  const was = JSON.stringify(before);
  let changed = 0;
  let refused = 0;
  const wrong: string[] = [];
  for (const acts of fc.sample(anyActs, { numRuns: runs, seed: 20_261_123 })) {
    const rows = acts.reduce(spoil, before);
    const there = await put(rows).then(
      () => true,
      () => false,
    );
    const differs = there && JSON.stringify(await dump()) !== was;
    if (!there) refused++;
    else if ((await spoiling.holds()) === differs) wrong.push(JSON.stringify(acts));
    if (differs) changed++;
    await put(before);
  }
  return { changed, refused, wrong };
}

function spoil(rows: readonly Row[], { kind, numbers }: Act): readonly Row[] {
  const [first = 0, second = 0, third = 0, fourth = 0] = numbers;
  const row = rows[first % rows.length];
  const other = rows[second % rows.length];
  if (row === undefined || other === undefined) return rows;
  const columns = Object.keys(row);
  const column = columns[third % columns.length] ?? "";
  switch (kind) {
    case "edit":
      return rows.with(rows.indexOf(row), { ...row, [column]: edited(row[column] ?? null, second, fourth) });
    case "take-out":
      return rows.filter((each) => each !== row);
    case "cut-off":
      return rows.slice(0, first % rows.length);
    case "empty":
      return rows.with(rows.indexOf(row), { ...row, [column]: null });
    case "put-in-again":
      return [...rows, { ...row, [column]: edited(row[column] ?? null, second, fourth) }];
    case "exchange": {
      // Everything, a place, or one column.
      const names = [columns, ["batch", "place"], [column]][fourth % 3] ?? [];
      const of = (given: Row) => Object.fromEntries(names.map((name) => [name, given[name] ?? null]));
      return rows.with(rows.indexOf(row), { ...row, ...of(other) }).with(rows.indexOf(other), { ...other, ...of(row) });
    }
  }
}

/** One character another one; of bytes, which are hexadecimal digits, half a byte. */
function edited(value: Value, where: number, to: number): Value {
  const text = value === null ? "" : String(value);
  const digits = typeof value === "number" || text.startsWith("\\x") || /^\d{4}-/.test(text);
  const signs = digits ? "0123456789abcdef" : "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_ é";
  const from = text.startsWith("\\x") ? 2 : 0;
  const at = from + (where % Math.max(1, text.length - from));
  const changed = text.slice(0, at) + (signs[to % signs.length] ?? "") + text.slice(at + 1);
  return typeof value === "number" && Number.isSafeInteger(Number(changed)) ? Number(changed) : changed;
}
