import { byteOrderMark, decoded, type Field, type LineFormat, type RecordReader } from "./record.ts";

const separators = [",", ";", "\t"] as const;

interface Cell {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/**
 * RFC 4180 with a header, separated by comma, semicolon or tab, whichever gives the columns. Line ends may stand in
 * quotes. A name under `matches` is the name of a column.
 */
export function csvFormat(names: readonly string[]): LineFormat {
  return {
    mediaType: "text/csv",
    endOfHeader: (text) => recordEnds(text, separators)[0],
    unknownNames: () => [],
    reader: (header) => {
      const text = header.startsWith(byteOrderMark) ? header.slice(byteOrderMark.length) : header;
      const tries = separators.map((separator) => ({ separator, columns: headings(text, separator) }));
      const missing = tries.map(({ columns }) => names.filter((name) => !columns.includes(name)));
      const least = Math.min(...missing.map(({ length }) => length));
      const best = missing.findIndex(({ length }) => length === least);
      const { separator, columns } = tries[best] ?? { separator: ",", columns: [] };
      return least > 0 ? { missing: missing[best] ?? [] } : readerOf(separator, columns, names);
    },
  };
}

function headings(header: string, separator: string): readonly string[] {
  return cellsOf(header, separator).map((cell) => valueOf(header, cell).trim());
}

function readerOf(separator: string, columns: readonly string[], names: readonly string[]): RecordReader {
  const places = columns.flatMap((column, place) => (names.includes(column) ? [{ name: column, place }] : []));
  return {
    read: (record) => {
      const cells = cellsOf(record, separator);
      if (cells.length !== columns.length) return undefined;
      return places.flatMap(({ name, place }): Field[] => {
        const cell = cells[place];
        return cell === undefined ? [] : [{ name, value: valueOf(record, cell), start: cell.start, end: cell.end }];
      });
    },
    // Separators, quotes and line ends stay, so the row is a row at every moment of being overwritten.
    filler: (record) => {
      let filler = "";
      for (const { start, end } of cellsOf(record, separator))
        filler += (filler === "" ? "" : separator) + blank(record.slice(start, end));
      return filler;
    },
    emptied: (record, { start, end }) => blank(record.slice(start, end)),
    hides: (value) => value.includes('"'),
    hiding: [],
    ends: (text) => recordEnds(text, [separator]),
  };
}

function blank(cell: string): string {
  return cell.startsWith('"') && cell.endsWith('"') && cell.length > 1
    ? `"${blankText(cell.slice(1, -1))}"`
    : blankText(cell);
}

function blankText(text: string): string {
  return text.replaceAll(/[^\r\n]/g, " ");
}

function valueOf(record: string, { start, end, quoted }: Cell): string {
  const text = record.slice(start, end);
  return decoded(quoted ? text.slice(1, -1).replaceAll('""', '"') : text);
}

function cellsOf(record: string, separator: string): readonly Cell[] {
  const cells: Cell[] = [];
  for (let start = 0; ; ) {
    const quoted = record[start] === '"';
    let end = quoted ? endOfQuotes(record, start) : start;
    // What follows closing quotes up to the separator is against the rules, and belongs to the cell all the same.
    const after = record.indexOf(separator, end);
    const proper = quoted && (end === record.length || after === end);
    end = after === -1 ? record.length : after;
    cells.push({ start, end, quoted: proper });
    if (after === -1) return cells;
    start = end + 1;
  }
}

/** Behind the quote that closes; the end of the text when none does. */
function endOfQuotes(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at + 1;
  return text.length;
}

/** A quote opens only at the beginning of a cell, so what separates cells must be known. */
function recordEnds(text: string, separators: readonly string[]): readonly number[] {
  const codes = separators.map((separator) => separator.charCodeAt(0));
  const [one = 0, two = one, three = one] = codes;
  const ends: number[] = [];
  let quoted = false;
  let cellBegins = true;
  for (let at = text.startsWith(byteOrderMark) ? byteOrderMark.length : 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code !== 0x22) continue;
      if (text.charCodeAt(at + 1) === 0x22) at += 1;
      else quoted = false;
    } else if (code === 0x22 && cellBegins) {
      quoted = true;
      cellBegins = false;
    } else if (code === 0x0a) {
      ends.push(at + 1);
      cellBegins = true;
    } else cellBegins = code === one || code === two || code === three;
  }
  return ends;
}
