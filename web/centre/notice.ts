import type { Language } from "#base";
import {
  anchorsOf,
  type Block,
  type NoticeDocument,
  type Row,
  type Section,
  type Sentence,
  stretchesOf,
} from "#notice";
import type { PromiseStatusKind } from "#policy";
import { formatDate, type Html, html, join, statusBadge, table, type Tone } from "#ui";
import { type CentreFrame, centrePage } from "./frame.ts";
import { texts } from "./texts.ts";
import { onlyOlder, versionLead, type VersionShown } from "./version-lead.ts";

/** What the last check found, by promise: shown beside each sentence where the organisation chose to show it. */
export type ProofShown = ReadonlyMap<string, Found>;

interface Found {
  readonly status: PromiseStatusKind;
  readonly on: string;
}

/**
 * The published notice: a summary, and the whole of it below. Each sentence that a promise was made of carries its id, as
 * an address (`#recipients.parcels.listed`) and for whoever checks it; the page says of which text of the policy it was made
 * (`policyHash`: SHA-256 of the document, hex).
 */
export function noticePage(
  frame: CentreFrame,
  notice: NoticeDocument,
  policyHash: string,
  proof?: ProofShown,
  version?: VersionShown,
): Html {
  const t = texts[frame.language].notice;
  const lead =
    version === undefined
      ? html`<p class="lead">${t.version} ${formatDate(notice.inForceOn, frame.language)}. ${t.print}</p>`
      : versionLead(frame, version);
  const inOther = version?.inLanguage === undefined ? null : html` lang="${version.inLanguage}"`;
  const main = html`<article class="notice"${inOther}>
    <h1>${notice.title}</h1>
    ${lead}
    ${summary(frame, notice)}
    <nav class="card contents" aria-labelledby="contents"><h2 id="contents">${t.contents}</h2><ol>${notice.sections.map((section) => html`<li><a href="#${section.id}">${section.heading}</a></li>`)}</ol></nav>
    ${proof === undefined ? null : html`<p>${t.proofText} <a href="/${frame.language}/proof">${t.proofOf}</a>.</p>`}
    ${notice.sections.map((section) => sectionOf(section, houseText(notice, section), sentenceWith(frame, proof)))}
    <p class="colophon">${t.version} ${formatDate(notice.inForceOn, frame.language)} · <span class="hash">sha256-${policyHash}</span></p>
  </article>`;
  const older = version === undefined ? {} : onlyOlder(version);
  const title =
    version?.permanent === true
      ? `${notice.title}, ${texts[frame.language].versions.name(version.number)}`
      : notice.title;
  const meta = { "gestand-policy": `sha256-${policyHash}`, ...older };
  const canonical = version?.permanent === true ? `/${frame.language}/privacy` : undefined;
  return centrePage(frame, title, main, "notice", meta, canonical);
}

function summary(frame: CentreFrame, notice: NoticeDocument): Html | null {
  if (notice.summary.length === 0) return null;
  const t = texts[frame.language].notice;
  return html`<section class="summary" aria-labelledby="summary"><h2 id="summary">${t.summary}</h2>
    <dl class="facts">${notice.summary.map(
      ({ section, question, answer, links }) =>
        html`<div><dt><a href="#${section}">${question}</a></dt><dd>${linked({ text: answer, cites: [], ...(links === undefined ? {} : { links }) }, frame.language)}</dd></div>`,
    )}</dl>
    <p><a href="/${frame.language}">${t.useRights}</a></p></section>`;
}

/** Apart for the eye and for whoever listens: it says nothing that the system holds itself to. */
function houseText(notice: NoticeDocument, { id, house }: Section): Html | null {
  if (house === undefined) return null;
  const label = `house-${id}`;
  return html`<aside class="house" aria-labelledby="${label}"><p class="house-label" id="${label}">${notice.houseLabel}</p><p>${house}</p></aside>`;
}

/** How sentences are shown: their words, and what the last check found of a promise in them. */
interface Shown {
  readonly text: (sentence: Sentence) => Html;
  readonly badge: (stated: Stated) => Html | null;
}

function sectionOf({ id, heading, blocks }: Section, house: Html | null, shown: Shown): Html {
  return html`<section id="${id}"><h2>${heading}</h2>${house}${blocks.map((part) => block(part, shown))}</section>`;
}

function block(part: Block, shown: Shown): Html {
  switch (part.kind) {
    case "heading":
      return html`<h3>${part.text}</h3>`;
    case "paragraph":
      return html`<p${anchor(part)}>${shown.text(part)}</p>`;
    case "list":
      return html`<ul>${part.items.map((item) => html`<li${anchor(item)}>${shown.text(item)}</li>`)}</ul>`;
    case "table":
      return table({
        caption: part.caption,
        head: part.columns,
        rows: part.rows.map((row) => rowOf(row, shown)),
        named: true,
      });
  }
}

/** A row is an element of its promises as a sentence is; the first cell has the addresses of all but the first. */
function rowOf(
  { cells, ...stated }: Row,
  shown: Shown,
): { readonly attributes: Html | null; readonly cells: readonly Html[] } {
  const promises = anchorsOf(stated);
  const first = (text: Html): Html => html`${furtherAnchors(stated)}${text}${shown.badge(stated)}`;
  const inCell = (cell: Sentence): Html =>
    cell.promise === undefined ? shown.text(cell) : html`<span${anchor(cell)}>${shown.text(cell)}</span>`;
  return {
    attributes: promises.length === 0 ? null : html`${anchor(stated)} data-promise="${promises.join(" ")}"`,
    cells: cells.map((cell, index) => (index === 0 ? first(inCell(cell)) : inCell(cell))),
  };
}

type Stated = Pick<Sentence, "promise" | "also">;

function anchor({ promise }: Stated): Html | null {
  return promise === undefined ? null : html` id="${promise}"`;
}

function furtherAnchors({ also = [] }: Stated): readonly Html[] {
  return also.map((promise) => html`<span id="${promise}"></span>`);
}

const tones: Readonly<Record<PromiseStatusKind, Tone>> = {
  kept: "good",
  broken: "bad",
  unproven: "warning",
  stated: "neutral",
  waived: "info",
};

const worstFirst: readonly PromiseStatusKind[] = ["broken", "unproven", "stated", "waived", "kept"];

/** Words for several promises are as well proven as the least of them. */
function worstOf(found: readonly Found[]): Found | undefined {
  return found.toSorted((a, b) => worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status))[0];
}

/** The words of the promise alone stand in its element, so that they can be held against the policy. */
function sentenceWith(frame: CentreFrame, proof: ProofShown | undefined): Shown {
  const t = texts[frame.language].notice;
  const badge = (stated: Stated): Html | null => {
    const found = worstOf(anchorsOf(stated).flatMap((promise) => proof?.get(promise) ?? []));
    return found === undefined
      ? null
      : html` ${statusBadge(`${t.statuses[found.status]}, ${formatDate(found.on, frame.language)}`, tones[found.status])}`;
  };
  const text = (sentence: Sentence): Html => {
    const promises = anchorsOf(sentence);
    const words = linked(sentence, frame.language);
    if (promises.length === 0) return words;
    return html`${furtherAnchors(sentence)}<span data-promise="${promises.join(" ")}">${words}</span>${badge(sentence)}`;
  };
  return { text, badge };
}

/** The addresses that the notice names become links, names in another language are marked; everything else is plain text. */
function linked(sentence: Sentence, language: Language): Html {
  let rest = sentence.text;
  const parts: Html[] = [];
  for (const link of sentence.links ?? []) {
    const at = rest.indexOf(link);
    if (at === -1) continue;
    const href = link.includes("://") ? link : `mailto:${link}`;
    if (!/^(https?:\/\/|mailto:)/.test(href)) continue;
    parts.push(html`${spoken(rest.slice(0, at), language)}<a href="${href}" rel="noreferrer">${link}</a>`);
    rest = rest.slice(at + link.length);
  }
  return join([...parts, spoken(rest, language)]);
}

function spoken(text: string, language: Language): Html {
  return join(
    stretchesOf(text, language).map((stretch) =>
      stretch.language === undefined
        ? html`${stretch.text}`
        : html`<span lang="${stretch.language}">${stretch.text}</span>`,
    ),
  );
}
