/** The facts that go with a copy, as HTML. Their words and their truth come from the notice room. */
import type { AnswerDocument, Block, Sentence } from "#notice";
import { Html, html } from "./html.ts";

export function factSections(facts: AnswerDocument): readonly Html[] {
  return facts.sections.map(
    (section) => html`<section>
<h2 id="${section.id}">${section.heading}</h2>
${section.blocks.map(block)}</section>
`,
  );
}

function block(part: Block): Html {
  switch (part.kind) {
    case "heading":
      return html`<h3>${part.text}</h3>\n`;
    case "paragraph":
      return html`<p>${sentence(part)}</p>\n`;
    case "list":
      return html`<ul>\n${part.items.map((item) => html`<li>${sentence(item)}</li>\n`)}</ul>\n`;
    case "table":
      return html`<div class="scroll" role="group" tabindex="0" aria-label="${part.caption}"><table>
<caption>${part.caption}</caption>
<thead><tr>${part.columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${part.rows.map(({ cells }) => html`<tr>${cells.map(cell)}</tr>\n`)}</tbody>
</table></div>
`;
  }
}

function cell({ text }: Sentence, at: number): Html {
  return at === 0 ? html`<th scope="row">${text}</th>` : html`<td>${text}</td>`;
}

/** Addresses become links; only web and mail addresses, whatever a policy says. */
function sentence({ text, links = [] }: Sentence): Html {
  const found = links
    .map((link) => ({ link, at: text.indexOf(link) }))
    .filter(({ link, at }) => at >= 0 && hrefOf(link) !== undefined)
    .sort((a, b) => a.at - b.at);
  const parts: Html[] = [];
  let end = 0;
  for (const { link, at } of found) {
    if (at < end) continue;
    parts.push(html`${text.slice(end, at)}<a href="${hrefOf(link) ?? ""}">${link}</a>`);
    end = at + link.length;
  }
  return html`${parts}${text.slice(end)}`;
}

function hrefOf(link: string): string | undefined {
  if (/^https?:\/\//u.test(link)) return link;
  return /^[^\s@:/]+@[^\s@:/]+$/u.test(link) ? `mailto:${link}` : undefined;
}
