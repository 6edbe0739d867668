/**
 * Sheets as the parts of a spreadsheet (Office Open XML, ECMA-376 part 1, §12 and §18): the least that Excel, LibreOffice
 * and Numbers open without a question. Every cell is text, so that nothing in it is taken for a formula.
 */
import type { Sheet } from "./sheet.ts";

export interface WorkbookPart {
  readonly path: string;
  readonly text: string;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";
const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The parts to put into one ZIP. */
export function workbookParts(sheets: readonly Sheet[]): readonly WorkbookPart[] {
  const numbered = sheets.map((sheet, index) => ({ sheet, number: index + 1 }));
  return [
    { path: "[Content_Types].xml", text: contentTypes(numbered.map(({ number }) => number)) },
    {
      path: "_rels/.rels",
      text: `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      path: "xl/workbook.xml",
      text: `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${numbered.map(({ sheet, number }) => `<sheet name="${xml(sheetName(sheet.title, number))}" sheetId="${number}" r:id="r${number}"/>`).join("")}</sheets></workbook>`,
    },
    {
      path: "xl/_rels/workbook.xml.rels",
      text: `${head}<Relationships xmlns="${packages}/relationships">${numbered.map(({ number }) => `<Relationship Id="r${number}" Type="${relations}/worksheet" Target="worksheets/sheet${number}.xml"/>`).join("")}<Relationship Id="styles" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    },
    { path: "xl/styles.xml", text: styles },
    ...numbered.map(({ sheet, number }) => ({ path: `xl/worksheets/sheet${number}.xml`, text: worksheet(sheet) })),
  ];
}

function contentTypes(numbers: readonly number[]): string {
  const parts = numbers.map(
    (number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${sheetType}.worksheet+xml"/>`,
  );
  return `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/>${parts.join("")}</Types>`;
}

/** Style 0: text that wraps, at the top of its cell. Style 1: the same in bold, for headings. */
const styles = `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2">${[0, 1].map((font) => `<xf numFmtId="49" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>`).join("")}</cellXfs></styleSheet>`;

const columnWidth = 32;

function worksheet({ columns, rows }: Sheet): string {
  const lines = [columns.map(({ title }) => title), ...rows];
  return `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${Math.max(1, columns.length)}" width="${columnWidth}" customWidth="1"/></cols><sheetData>${lines.map((cells, index) => row(cells, index + 1)).join("")}</sheetData></worksheet>`;
}

function row(cells: readonly string[], number: number): string {
  const style = number === 1 ? 1 : 0;
  return `<row r="${number}">${cells.map((text, column) => `<c r="${columnName(column)}${number}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xml(text.slice(0, longestCell))}</t></is></c>`).join("")}</row>`;
}

/** What a cell may hold in Excel, in characters. */
const longestCell = 32_767;

/** `A` … `Z`, `AA` … */
function columnName(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : `${columnName(Math.floor(index / 26) - 1)}${letter}`;
}

/** At most 31 characters, without those that Excel refuses, and never empty. */
function sheetName(title: string, number: number): string {
  const name = title
    .replaceAll(/[[\]:*?/\\']/g, " ")
    .slice(0, 31)
    .trim();
  return name === "" ? String(number) : name;
}

/** Characters that XML 1.0 cannot hold become visible. */
function xml(text: string): string {
  return (
    text
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- these are the characters that are meant
      .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "\uFFFD")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
  );
}
