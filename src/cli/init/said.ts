import { relative } from "node:path";
import type { Language } from "#base";
import type { OpenPoint } from "#policy";

export interface Done {
  readonly path: string;
  readonly open: readonly OpenPoint[];
  readonly language: Language;
  /** The variable that the policy names, when a database was looked at. */
  readonly urlFrom: string | undefined;
}

/** What was written, what is open in it, and what to do next. */
export function done({ path, open, language, urlFrom }: Done): string {
  const file = relative(".", path) || path;
  const points = open.map(({ line, text }) => `  ${file}:${line}: ${text}\n`).join("");
  const count = open.length;
  if (language === "nl") {
    const next =
      urlFrom === undefined
        ? ""
        : `  export ${urlFrom}=…           het adres van uw database\n  gestand check --systems ${file}   wat is nog niet geplaatst?\n`;
    return `${file} is geschreven. ${count} ${count === 1 ? "open punt" : "open punten"}:\n${points}Nu:\n  gestand check ${file}             klopt het?\n${next}  DATABASE_URL=… GESTAND_POLICY=${file} gestand serve   de verklaring en het privacycentrum\n`;
  }
  const next =
    urlFrom === undefined
      ? ""
      : `  export ${urlFrom}=…           the address of your database\n  gestand check --systems ${file}   what has no place yet?\n`;
  return `Wrote ${file}. ${count} ${count === 1 ? "open point" : "open points"}:\n${points}Next:\n  gestand check ${file}             does it fit?\n${next}  DATABASE_URL=… GESTAND_POLICY=${file} gestand serve   the notice and the privacy centre\n`;
}
