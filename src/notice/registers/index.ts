/** The registers a company keeps about its processing, each as a table; the record of processing also as linked data. */
import { csvLine, type Language } from "#base";
import type { Policy } from "#policy";
import { registerOfProcessing } from "../register.ts";
import { cookiesSheet } from "./cookies.ts";
import { processingLinkedData } from "./linked-data.ts";
import { organisationSheet, processingSheet } from "./processing.ts";
import { recipientsSheet } from "./recipients.ts";
import { type Sheet, sheetRecords } from "./sheet.ts";

export const registerNames = ["processing", "recipients", "cookies"] as const;
export type RegisterName = (typeof registerNames)[number];

/** `xlsx` is put together from `workbookParts`. */
export const registerFormats = ["csv", "xlsx", "json", "jsonld"] as const;
export type RegisterFormat = (typeof registerFormats)[number];

/** The tables of a register; the first is the register itself. */
export function registerSheets(policy: Policy, name: RegisterName, language: Language): readonly [Sheet, ...Sheet[]] {
  switch (name) {
    case "processing":
      return [processingSheet(policy, language), organisationSheet(policy, language)];
    case "recipients":
      return [recipientsSheet(policy, language)];
    case "cookies":
      return [cookiesSheet(policy, language)];
  }
}

/** JSON-LD is about processing only; what recipients and cookies are in it stands there. */
export function registerHas(name: RegisterName, format: RegisterFormat): boolean {
  return format !== "jsonld" || name === "processing";
}

/** A register as text. CSV (RFC 4180) begins with a byte order mark, by which spreadsheets know that it is UTF-8. */
export function registerText(
  policy: Policy,
  name: RegisterName,
  format: Exclude<RegisterFormat, "xlsx">,
  language: Language,
): string {
  switch (format) {
    case "csv":
      return `\uFEFF${csv(completed(registerSheets(policy, name, language)))}`;
    case "json":
      return json(
        name === "processing" ? registerOfProcessing(policy) : sheetRecords(registerSheets(policy, name, language)[0]),
      );
    case "jsonld":
      return json(processingLinkedData(policy));
  }
}

/** One table holds one thing: what stands in the further tables goes along in each row. */
function completed([first, ...further]: readonly [Sheet, ...Sheet[]]): Sheet {
  const subjects = new Map<string, string[]>();
  for (const [subject = "", value = ""] of further.flatMap(({ rows }) => rows))
    subjects.set(subject, [...(subjects.get(subject) ?? []), value]);
  return {
    ...first,
    columns: [...first.columns, ...[...subjects.keys()].map((title) => ({ key: title, title }))],
    rows: first.rows.map((row) => [...row, ...[...subjects.values()].map((values) => values.join("\n"))]),
  };
}

function csv({ columns, rows }: Sheet): string {
  return [columns.map(({ title }) => title), ...rows].map((cells) => csvLine(cells)).join("");
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
