/** Reads CSV (RFC 4180): comma or semicolon, whichever the first line has more of; quotes; any line end; a byte order mark. */
export interface CsvLine {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export type ParsedCsv =
  | { readonly ok: true; readonly lines: readonly CsvLine[] }
  | { readonly ok: false; readonly line: number };

export function parseCsv(text: string): ParsedCsv {
  const content = text.replace(/^\uFEFF/, "");
  const first = content.slice(0, content.search(/\r|\n|$/));
  const separator = first.split(";").length > first.split(",").length ? ";" : ",";
  const lines: CsvLine[] = [];
  let line = 1;
  for (let at = 0; at < content.length; ) {
    const begun = line;
    const cells: string[] = [];
    for (;;) {
      let cell = "";
      if (content[at] === '"') {
        const end = closing(content, at);
        if (end === undefined) return { ok: false, line: begun };
        cell = content.slice(at + 1, end).replaceAll('""', '"');
        line += cell.split("\n").length - 1;
        at = end + 1;
      }
      while (at < content.length && content[at] !== separator && content[at] !== "\r" && content[at] !== "\n")
        cell += content[at++];
      cells.push(cell);
      if (content[at] !== separator) break;
      at++;
    }
    if (content[at] === "\r") at++;
    if (content[at] === "\n") at++;
    line++;
    lines.push({ line: begun, cells });
  }
  return { ok: true, lines };
}

function closing(text: string, from: number): number | undefined {
  for (let at = from + 1; at < text.length; at++)
    if (text[at] === '"') {
      if (text[at + 1] !== '"') return at;
      at++;
    }
  return undefined;
}
