/**
 * A person's copy of their data, as streams of JSON. One snapshot; keys of the person's rows stand in temporary tables, and
 * rows become text one by one, at the reader's pace.
 */
import { Buffer } from "node:buffer";
import { limits } from "#base";
import { type Column, isCategory, type Policy, topCategory } from "#policy";
import type { Answer, OnlyTable, ReadableTable, Subject } from "../contract.ts";
import { collect } from "./collect.ts";
import { columnText, identityOwned } from "./conditions.ts";
import type { Session, SqlRow } from "./dialect.ts";
import type { EraseContext } from "./erase.ts";
import { findingsOf } from "./findings.ts";
import { leftOut, toldFindings, toldTable, toldWhole } from "./only.ts";
import { type OwnedTable, pathsOf } from "./ownership.ts";
import { ident } from "./quote.ts";
import { rollBack } from "./record.ts";
import { recipientsMet, survey, textOrNull, withKindsMet } from "./survey.ts";
import { keyColumns, personRows, prepareWork, type Reading, temporaryWork } from "./work.ts";

const doing = "Reading a person's data";
const chunkCharacters = 64 * 1024;

interface Shown {
  readonly table: OwnedTable;
  readonly withShared: boolean;
  readonly read: number;
}

/** `session` is kept until `close`; `release` gives it back, with `true` when it can no longer be used. */
export async function openAnswer(
  session: Session,
  { engine, plan, policy, digest }: EraseContext & { readonly policy: Policy },
  subject: Subject,
  release: (broken: boolean) => void,
  only?: readonly OnlyTable[],
): Promise<Answer> {
  const { dialect } = engine;
  const reading: Reading = { dialect, plan, work: temporaryWork(dialect), registered: false };
  try {
    await prepareWork(session, reading);
    for (const sql of dialect.beginReading) await session.run(sql);
    await collect(session, reading, { subject, digest });
    const surveyed = findingsOf(plan, "access", await survey(session, reading));
    const tables = await withKindsMet(session, reading, surveyed);
    const recipients = await recipientsMet(session, reading, policy, tables);
    const shown = plan.tables.flatMap((table): Shown[] => {
      const finding = tables.find((one) => one.table === table.mapping.name);
      const told = toldTable(table, only);
      if (finding === undefined || finding.read === 0 || told === undefined) return [];
      return [
        { table: told, read: finding.read, withShared: finding.shared > 0 && table.mapping.shared.access === "show" },
      ];
    });
    const categories = [...new Set(shown.flatMap(({ table }) => topCategoriesOf(table)))].toSorted();
    let closed = false;
    let broken = false;
    const watched = async function* <T>(stream: AsyncIterable<T>): AsyncGenerator<T> {
      broken = true;
      try {
        yield* stream;
        broken = false;
      } catch (error) {
        throw engine.operationalError(error, doing);
      }
    };
    return {
      files: categories.map((category) => ({
        system: plan.system.name,
        category,
        open: () => watched(inChunks(fileOf(session, reading, shown, category))),
      })),
      readable: () => watched(readable(session, reading, shown)),
      tables: toldFindings(tables, only),
      recipients,
      async close() {
        if (closed) return;
        closed = true;
        if (!broken) await rollBack(session);
        release(broken);
      },
    };
  } catch (error) {
    await rollBack(session);
    release(true);
    throw engine.operationalError(error, doing);
  }
}

function topCategoriesOf({ mapping }: OwnedTable): string[] {
  const all = mapping.columns.flatMap(({ category, json }) => [category, ...json.map((part) => part.category)]);
  return [...new Set(all.map(topCategory))].filter((category) => category !== leftOut);
}

async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let waiting = "";
  for await (const text of texts) {
    waiting += text;
    if (waiting.length < chunkCharacters) continue;
    yield Buffer.from(waiting);
    waiting = "";
  }
  yield Buffer.from(waiting);
}

/** A column of an answer: what the head says of it, what is asked of the database, and how JSON is made of it. */
interface Told {
  readonly head: Readonly<Record<string, unknown>>;
  readonly selects: readonly string[];
  readonly json: (cells: readonly (string | null)[]) => string;
}

async function* fileOf(
  session: Session,
  reading: Reading,
  shown: readonly Shown[],
  category: string,
): AsyncGenerator<string> {
  let tables = 0;
  yield "[";
  for (const one of shown) {
    const columns = toldOf(reading, one, category);
    if (columns === undefined) continue;
    const { table } = one;
    const head = JSON.stringify({ table: table.mapping.name, columns: columns.map(({ head: each }) => each) });
    yield `${tables++ === 0 ? "" : ",\n"}${head.slice(0, -1)},"rows":[`;
    const selects = columns.flatMap(({ selects: each }) => each).map((sql, at) => `${sql} as c${at}`);
    let rows = 0;
    for await (const row of session.rows(shownRows(reading, table, selects))) {
      yield `${rows++ === 0 ? "\n  " : ",\n  "}[${cellsOf(columns, row).join(",")}]`;
    }
    yield "\n]}";
  }
  yield "]";
}

function cellsOf(columns: readonly Told[], row: SqlRow): string[] {
  let at = 0;
  return columns.map(({ selects, json }) => json(selects.map(() => textOrNull(row[`c${at++}`]))));
}

function shownRows({ work }: Reading, table: OwnedTable, selects: readonly string[], limit = ""): string {
  return `select ${selects.join(", ")} ${personRows(table, work)} where k.fate <> 'withheld' order by ${keyColumns(table, "k")}${limit}`;
}

function toldOf(reading: Reading, { table, withShared }: Shown, category: string): Told[] | undefined {
  const values = table.mapping.columns.flatMap(
    (column) => toldColumn(reading, table, column, category, withShared) ?? [],
  );
  if (values.length === 0) return undefined;
  const keys = table.key
    .filter((name) => values.every(({ head }) => head["name"] !== name))
    .map((name) => plainColumn(reading, table, name, { key: true }));
  const mark: Told = {
    head: { is: "shared" },
    selects: ["k.shared"],
    json: ([cell]) => (cell === "1" ? "true" : "false"),
  };
  return [...keys, ...values, ...(withShared ? [mark] : [])];
}

function headOf(table: OwnedTable, name: string, more: Readonly<Record<string, unknown>>) {
  return { name, type: table.relation.columns.get(name)?.type ?? "text", ...more };
}

function plainColumn(
  { dialect }: Reading,
  table: OwnedTable,
  name: string,
  more: Readonly<Record<string, unknown>>,
): Told {
  const family = table.relation.columns.get(name)?.family;
  const json = (cell: string | null) =>
    family === "number" ? asNumber(cell) : family === "json" ? asJson(cell) : JSON.stringify(cell);
  return {
    head: headOf(table, name, more),
    selects: [columnText(dialect, table, name)],
    json: ([cell = null]) => json(cell),
  };
}

/** As the database writes it, so that no digit is lost; what JSON has no number for stays a text. */
function asNumber(cell: string | null): string {
  return cell !== null && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(cell) ? cell : JSON.stringify(cell);
}

function asJson(cell: string | null): string {
  if (cell === null) return "null";
  try {
    JSON.parse(cell);
    return cell.replaceAll(/[\r\n]+/g, " ");
  } catch {
    return JSON.stringify(cell);
  }
}

/** What a column holds of this category; `undefined` when it holds nothing of it. Secrets are named, not copied. */
function toldColumn(
  reading: Reading,
  table: OwnedTable,
  column: Column,
  category: string,
  withShared: boolean,
): Told | undefined {
  const own = topCategory(column.category) === category;
  const key = table.key.includes(column.name) ? { key: true } : {};
  const more = { ...key, ...(own ? { is: column.category } : {}) };
  const isDocument = column.json.length > 0 && table.relation.columns.get(column.name)?.family === "json";
  if (isDocument) return documentColumn(reading, table, column, category, more);
  if (!own) return undefined;
  const { head, selects, json } = plainColumn(reading, table, column.name, more);
  if (isCredential(column.category)) return { head, selects, json: ([cell]) => withheld(cell, "credential") };
  const path = pathsOf(table).find((one) => one.kind === "identity" && one.column === column.name);
  if (path?.kind !== "identity" || !withShared) return { head, selects, json };
  const others = `case when k.shared = 1 and not ${identityOwned(reading, table, path, "t")} then 1 else 0 end`;
  return {
    head,
    selects: [...selects, others],
    json: ([cell = null, other]) => (other === "1" ? withheld(cell, "another person") : json([cell])),
  };
}

function documentColumn(
  { dialect }: Reading,
  table: OwnedTable,
  column: Column,
  category: string,
  more: Readonly<Record<string, unknown>>,
): Told | undefined {
  const value = `t.${ident(column.name)}`;
  const parts = column.json.filter((part) => topCategory(part.category) === category);
  const withRest = "is" in more;
  if (parts.length === 0 && !withRest) return undefined;
  const rest = column.json.reduce((json, part) => dialect.withoutMember(json, part.path, undefined), value);
  const names = [...parts.map(({ path }) => path.join(".")), ...(withRest ? [""] : [])];
  const members = Object.fromEntries(parts.map(({ path, category: is }) => [path.join("."), is]));
  return {
    head: headOf(table, column.name, { ...more, members }),
    selects: [...parts.map(({ path }) => dialect.memberJson(value, path)), ...(withRest ? [rest] : [])],
    json: (cells) => {
      const met = names.flatMap((name, at) => {
        const cell = cells[at] ?? null;
        if (cell === null) return [];
        const secret = isCredential(parts[at]?.category ?? "");
        return [`${JSON.stringify(name)}:${secret ? withheld(cell, "credential") : asJson(cell)}`];
      });
      return met.length === 0 ? "null" : `{${met.join(",")}}`;
    },
  };
}

function isCredential(category: string): boolean {
  return isCategory(category, "credentials");
}

function withheld(cell: string | null | undefined, why: string): string {
  return cell === null || cell === undefined ? "null" : JSON.stringify({ withheld: why });
}

const shownCharacters = 2_000;

/** Display texts of the first rows of each table. */
async function* readable(session: Session, reading: Reading, shown: readonly Shown[]): AsyncGenerator<ReadableTable> {
  for (const { table, withShared, read } of shown) {
    const columns = toldWhole(table);
    if (columns.length === 0) continue;
    const told = columns.map((column): Told => {
      const { selects } = plainColumn(reading, table, column.name, {});
      const path = pathsOf(table).find((one) => one.kind === "identity" && one.column === column.name);
      const hides = path?.kind === "identity" && withShared;
      const other = hides
        ? [`case when k.shared = 1 and not ${identityOwned(reading, table, path, "t")} then 1 else 0 end`]
        : [];
      return { head: {}, selects: [...selects, ...other], json: () => "" };
    });
    const selects = told.flatMap((one) => one.selects).map((sql, at) => `${sql} as c${at}`);
    const limit = ` limit ${limits.rowsInReadableAnswer}`;
    const found = selects.length === 0 ? [] : await session.all(shownRows(reading, table, selects, limit));
    yield {
      table: table.mapping.name,
      columns: columns.map(({ name, category }) => ({ name, category })),
      rows: found.map((row) => {
        let at = 0;
        return told.map((one, which) => {
          const [cell, other] = one.selects.map(() => textOrNull(row[`c${at++}`]));
          return displayed(cell ?? null, other === "1" || isCredential(columns[which]?.category ?? ""));
        });
      }),
      totalRows: read,
    };
  }
}

function displayed(cell: string | null, hidden: boolean): string | null {
  if (cell === null) return null;
  if (hidden) return "•••";
  return cell.length > shownCharacters ? `${cell.slice(0, shownCharacters)}…` : cell;
}
