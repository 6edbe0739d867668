import type { Block, Section, SummaryPoint } from "./document.ts";

/** The whole document as plain text: for mail, for comparing versions, for reading aloud. Lines are not wrapped. */
export function noticeText(document: {
  readonly title: string;
  readonly summary?: readonly SummaryPoint[];
  readonly houseLabel?: string;
  readonly sections: readonly Section[];
}): string {
  const summary = (document.summary ?? []).map(({ question, answer }) => `${question}\n${answer}`);
  const sections = document.sections.map((section) =>
    [
      section.heading.toUpperCase(),
      ...(section.house === undefined ? [] : [`${document.houseLabel ?? ""}: ${section.house}`]),
      ...section.blocks.map(blockText),
    ].join("\n\n"),
  );
  return `${[document.title, ...(summary.length === 0 ? [] : [summary.join("\n\n")]), ...sections].join("\n\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "heading":
      return block.text;
    case "paragraph":
      return block.text;
    case "list":
      return block.items.map((item) => `- ${item.text}`).join("\n");
    case "table":
      return block.rows
        .map((row) =>
          row.cells.map(({ text }, index) => `${index === 0 ? "" : `  ${block.columns[index]}: `}${text}`).join("\n"),
        )
        .join("\n\n");
  }
}
