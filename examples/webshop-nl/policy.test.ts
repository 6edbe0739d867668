import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "#connectors";
import { freshDatabase, type TestDatabase } from "#harness";
import { parsePolicy, type Table } from "#policy";
import { buildShop, policyFile } from "./index.ts";

const text = readFileSync(policyFile, "utf8");

/** Columns that are accounted for without being named as data: those of paths and of the term. */
function namedBy({ person, alsoAbout, keep }: Table): readonly string[] {
  const paths = [...person, ...alsoAbout].flatMap((path) => {
    switch (path.kind) {
      case "is":
        return [path.email, path.emailSince].filter((column) => column !== undefined);
      case "identity":
        return [path.column];
      case "reference":
        return [...path.reference.columns, ...(path.reference.when === undefined ? [] : [path.reference.when.column])];
    }
  });
  const from = keep?.from;
  return [...paths, ...(from === undefined ? [] : "via" in from ? from.via.columns : [from.column])];
}

/** Localised texts with one language only. */
function halfSaid(value: unknown): readonly unknown[] {
  if (value === null || typeof value !== "object") return [];
  if ("nl" in value !== "en" in value) return [value];
  return Object.values(value).flatMap(halfSaid);
}

describe("the policy of the sample shop", () => {
  const { policy, problems } = parsePolicy(fileURLToPath(policyFile), text);
  let shop: TestDatabase;
  beforeAll(async () => {
    shop = await freshDatabase();
    await buildShop({ url: shop.url, customers: 0, today: "2026-12-01" });
  });
  afterAll(async () => shop.drop());

  test("reads without a remark", () => {
    expect(problems).toEqual([]);
  });

  test("cites nearly every sentence of the text it replaces", () => {
    const cited = new Set(text.match(/\b002-\d{3}\b/g));
    expect(cited.size).toBeGreaterThanOrEqual(115);
    expect([...cited].filter((cite) => Number(cite.slice(4)) > 123)).toEqual([]);
  });

  test("accounts for every table and every column of the database, and for none that is not there", async () => {
    const real = await shop.query<{ table: string; column: string; key: boolean }>(
      `select c.relname as table, a.attname as column,
              exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any(i.indkey)) as key
         from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    const [system] = policy?.systems ?? [];
    const tables = new Map(system?.tables.map((table) => [table.name, table]));
    const without = new Set(system?.withoutPersons.map(({ table }) => table));
    const unmapped = real.filter(({ table, column, key }) => {
      const mapped = tables.get(table);
      if (mapped === undefined) return !without.has(table);
      const columns = [...mapped.columns.map(({ name }) => name), ...mapped.notPersonal, ...namedBy(mapped)];
      return !key && !columns.includes(column);
    });
    expect(unmapped).toEqual([]);

    const exists = new Set(real.map(({ table, column }) => `${table}.${column}`));
    const invented = [...tables.values()].flatMap((table) =>
      [...table.columns.map(({ name }) => name), ...table.notPersonal, ...namedBy(table)]
        .map((column) => `${table.name}.${column}`)
        .filter((column) => !exists.has(column)),
    );
    expect(invented).toEqual([]);
    expect([...without].filter((table) => !real.some((column) => column.table === table))).toEqual([]);
  });

  test("meets no objection from the connector that carries it out", async () => {
    const [system] = policy?.systems ?? [];
    if (policy === undefined || system === undefined) throw new Error("the sample policy has errors");
    const connected = await connect({ policy, system, url: shop.url });
    try {
      const found = await connected.inspect();
      expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
    } finally {
      await connected.close();
    }
  });

  test("has every contract on file that it names", () => {
    const named = policy?.recipients.flatMap(({ contract }) => contract?.document ?? []) ?? [];
    expect(named.filter((document) => !existsSync(new URL(document, policyFile)))).toEqual([]);
    expect(new Set(named).size).toBe(6);
  });

  test("says in both languages whatever it says", () => {
    expect(halfSaid(policy)).toEqual([]);
  });

  test("names as holders of data only parties that the shop's rows point to", () => {
    expect(policy?.recipients.filter(({ holdsWhen }) => holdsWhen.length === 0)).toEqual([]);
  });
});
