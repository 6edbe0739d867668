import type { Block, NoticeDocument, Sentence } from "#notice";
import { formatDate, type Html, html, join, table } from "#ui";
import { type CentreFrame, centrePage } from "./frame.ts";
import { texts } from "./texts.ts";

/**
 * The published notice. Each sentence that a promise was made of carries its id, so that proof can point at it; the page
 * says of which text of the policy it was made (`policyHash`: SHA-256 of the document, hex).
 */
export function noticePage(frame: CentreFrame, notice: NoticeDocument, policyHash: string): Html {
  const t = texts[frame.language].notice;
  const contents = html`<nav class="card" aria-label="${notice.title}"><ul>${notice.sections.map((section) => html`<li><a href="#${section.id}">${section.heading}</a></li>`)}</ul></nav>`;
  const main = html`<article class="notice">
    <h1>${notice.title}</h1>
    <p class="lead">${t.version} ${formatDate(notice.inForceOn, frame.language)}. ${t.print}</p>
    ${contents}
    ${notice.sections.map(
      (section) => html`<section id="${section.id}"><h2>${section.heading}</h2>${section.blocks.map(block)}</section>`,
    )}
  </article>`;
  return centrePage(frame, notice.title, main, "notice", { "gestand-policy": `sha256-${policyHash}` });
}

function block(part: Block): Html {
  switch (part.kind) {
    case "heading":
      return html`<h3>${part.text}</h3>`;
    case "paragraph":
      return html`<p${anchor(part)}>${linked(part)}</p>`;
    case "list":
      return html`<ul>${part.items.map((item) => html`<li${anchor(item)}>${linked(item)}</li>`)}</ul>`;
    case "table":
      return table({ caption: part.caption, head: part.columns, rows: part.rows });
  }
}

function anchor(sentence: Sentence): Html | null {
  return sentence.promise === undefined ? null : html` data-promise="${sentence.promise}"`;
}

/** The addresses that the notice names become links; everything else stays plain text. */
function linked(sentence: Sentence): Html {
  let rest = sentence.text;
  const parts: Html[] = [];
  for (const link of sentence.links ?? []) {
    const at = rest.indexOf(link);
    if (at === -1) continue;
    const href = link.includes("://") ? link : `mailto:${link}`;
    if (!/^(https?:\/\/|mailto:)/.test(href)) continue;
    parts.push(html`${rest.slice(0, at)}<a href="${href}" rel="noreferrer">${link}</a>`);
    rest = rest.slice(at + link.length);
  }
  return join([...parts, html`${rest}`]);
}
