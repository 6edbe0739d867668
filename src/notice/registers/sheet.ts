import type { Language } from "#base";

/** One table of a register: what CSV, a spreadsheet and the console show alike. */
export interface Sheet {
  /** Stable, for names of files: `recipients`. */
  readonly name: string;
  readonly title: string;
  /** `key` is the same in every language. */
  readonly columns: readonly { readonly key: string; readonly title: string }[];
  /** As many cells as columns. */
  readonly rows: readonly (readonly string[])[];
}

/** Column titles by key, in the order of the table. */
export type Columns = Readonly<Record<string, Readonly<Record<Language, string>>>>;

/** A cell that is missing is empty. */
export function sheet(
  name: string,
  title: Readonly<Record<Language, string>>,
  columns: Columns,
  rows: readonly Readonly<Record<string, string | undefined>>[],
  language: Language,
): Sheet {
  return {
    name,
    title: title[language],
    columns: Object.entries(columns).map(([key, titles]) => ({ key, title: titles[language] })),
    rows: rows.map((row) => Object.keys(columns).map((key) => row[key] ?? "")),
  };
}

/** Each row as an object by column key, for programs. */
export function sheetRecords({ columns, rows }: Sheet): readonly Readonly<Record<string, string>>[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ key }, index) => [key, row[index] ?? ""])));
}
