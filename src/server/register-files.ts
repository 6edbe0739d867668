/** Registers as files: text as it is, a spreadsheet as a ZIP of its parts. */
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Language } from "#base";
import { type RegisterFormat, type RegisterName, registerSheets, registerText, workbookParts } from "#notice";
import { zipStream } from "#plans";
import type { Policy } from "#policy";

export const registerTypes: Readonly<Record<RegisterFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  json: "application/json",
  jsonld: "application/ld+json",
};

/** The whole file; a register is as small as its policy. `at` is the time that a spreadsheet's parts carry. */
export async function registerFile(
  policy: Policy,
  name: RegisterName,
  format: RegisterFormat,
  language: Language,
  at: Date,
): Promise<Uint8Array<ArrayBuffer>> {
  if (format !== "xlsx") return new TextEncoder().encode(registerText(policy, name, format, language));
  const parts = workbookParts(registerSheets(policy, name, language)).map(({ path, text }) => ({
    path,
    async *open() {
      yield text;
    },
  }));
  return new Uint8Array(await buffer(Readable.from(zipStream(parts, at))));
}
