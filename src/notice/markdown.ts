import { anchorsOf, type Block, type NoticeDocument, type Row, type Sentence } from "./document.ts";

/** The notice as Markdown (CommonMark with the tables of GFM): for a repository, a ticket, a content system. */
export function noticeMarkdown(document: NoticeDocument): string {
  const summary = document.summary.map(
    ({ question, answer, section }) => `- **[${inline(question)}](#${section})** ${inline(answer)}`,
  );
  const sections = document.sections.map(({ id, heading, house, blocks }) =>
    [
      `<a id="${id}"></a>`,
      `## ${inline(heading)}`,
      ...(house === undefined ? [] : [`> **${inline(document.houseLabel)}:** ${inline(house)}`]),
      ...blocks.map((block) => blockText(block)),
    ].join("\n\n"),
  );
  return `${[`# ${inline(document.title)}`, ...(summary.length === 0 ? [] : [summary.join("\n")]), ...sections].join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `### ${inline(block.text)}`;
    case "paragraph":
      return sentence(block);
    case "list":
      return block.items.map((item) => `- ${sentence(item)}`).join("\n");
    case "table":
      return [block.columns.map(inline), block.columns.map(() => "---"), ...block.rows.map(cellsOf)]
        .map((cells) => `| ${cells.join(" | ")} |`)
        .join("\n");
  }
}

/** The anchors of a row stand in its first cell. */
function cellsOf({ cells, ...row }: Row): readonly string[] {
  return cells.map((cell, index) => `${index === 0 ? anchors(row) : ""}${sentence(cell)}`);
}

/** With the anchors of its promises, as the page has them. */
function sentence(stated: Sentence): string {
  return `${anchors(stated)}${inline(stated.text)}`;
}

function anchors(stated: Pick<Sentence, "promise" | "also">): string {
  return anchorsOf(stated)
    .map((anchor) => `<a id="${anchor}"></a>`)
    .join("");
}

/** Text that stays text: what Markdown takes for markup is escaped, and a line break would end a list. */
function inline(text: string): string {
  return text
    .replaceAll(/\s*[\r\n]+\s*/g, " ")
    .replaceAll(/[\\`*_[\]<>|~]/g, String.raw`\$&`)
    .replace(/^(\d+)([.)])/, String.raw`$1\$2`)
    .replace(/^([#+=-])/, String.raw`\$1`);
}
