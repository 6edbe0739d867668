/** One line of CSV (RFC 4180). A cell that a spreadsheet would take for a formula is made plain text by an apostrophe. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((text) => quoted(defused(text))).join(",")}\r\n`;
}

/** `=`, `+`, `-`, `@`, tab and line ends open a formula in the usual spreadsheets, also behind white space. */
function defused(text: string): string {
  return /^\s*[=+\-@\t\r\n＝＋－＠]/u.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
