/** Answers that hold a part of what there is of a person, as somebody has who takes along what they provided. */
import type { OnlyTable, TableFinding } from "../contract.ts";
import type { OwnedTable } from "./ownership.ts";

/** Stands for the category of what is left out, so that a document is told without some of its members. */
export const leftOut = "";

type Only = readonly OnlyTable[] | undefined;

function categoriesIn(name: string, only: Only): readonly string[] | undefined {
  return only?.filter(({ table }) => table === name).flatMap(({ categories }) => categories);
}

/** The table with the columns, and members of documents, that are told; `undefined` when none is. */
export function toldTable(table: OwnedTable, only: Only): OwnedTable | undefined {
  const categories = categoriesIn(table.mapping.name, only);
  if (categories === undefined) return table;
  const told = (category: string) => (categories.includes(category) ? category : leftOut);
  const columns = table.mapping.columns.flatMap((column) => {
    const json = column.json.map((part) => ({ ...part, category: told(part.category) }));
    const all = [told(column.category), ...json.map(({ category }) => category)];
    const isDocument = table.relation.columns.get(column.name)?.family === "json";
    const nothing = isDocument ? all.every((one) => one === leftOut) : all.includes(leftOut);
    return nothing ? [] : [{ ...column, category: told(column.category), json }];
  });
  return columns.length === 0 ? undefined : { ...table, mapping: { ...table.mapping, columns } };
}

/** Columns that are told whole: of a document with members left out nothing is shown to read, it is in the files. */
export function toldWhole({ mapping }: OwnedTable): OwnedTable["mapping"]["columns"] {
  return mapping.columns.filter(({ category, json }) =>
    [category, ...json.map((part) => part.category)].every((one) => one !== leftOut),
  );
}

/** What is said of an answer, or of the dry run of one, when only this goes into it. */
export function toldFindings(findings: readonly TableFinding[], only: Only): readonly TableFinding[] {
  if (only === undefined) return findings;
  return findings.flatMap((finding) => {
    const told = categoriesIn(finding.table, only) ?? [];
    if (told.length === 0) return [];
    return [{ ...finding, categories: finding.categories.filter((category) => told.includes(category)) }];
  });
}
