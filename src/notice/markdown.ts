import type { Block, NoticeDocument, Sentence } from "./document.ts";

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
      return [block.columns, block.columns.map(() => "---"), ...block.rows]
        .map((cells) => `| ${cells.map((cell) => (cell === "---" ? cell : inline(cell))).join(" | ")} |`)
        .join("\n");
  }
}

/** With the anchor of its promise, as the page has it. */
function sentence({ text, promise }: Sentence): string {
  return promise === undefined ? inline(text) : `<a id="${promise}"></a>${inline(text)}`;
}

/** Text that stays text: what Markdown takes for markup is escaped, and a line break would end a list. */
function inline(text: string): string {
  return text
    .replaceAll(/\s*[\r\n]+\s*/g, " ")
    .replaceAll(/[\\`*_[\]<>|~]/g, String.raw`\$&`)
    .replace(/^(\d+)([.)])/, String.raw`$1\$2`)
    .replace(/^([#+=-])/, String.raw`\$1`);
}
