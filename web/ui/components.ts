/** The pieces pages are made of. Each is plain HTML that works without a script. */
import { type Html, html } from "./html.ts";

export type Tone = "neutral" | "good" | "bad" | "warning" | "info";

/** State in words and colour; never in colour alone. */
export function statusBadge(text: string, tone: Tone): Html {
  return html`<span class="badge badge-${tone}">${text}</span>`;
}

export function button(
  text: string,
  options: {
    name?: string;
    value?: string;
    kind?: "primary" | "quiet" | "danger";
    disabledBecause?: string | undefined;
  } = {},
): Html {
  const named = options.name === undefined ? null : html` name="${options.name}" value="${options.value ?? ""}"`;
  const off = options.disabledBecause;
  const reason = off === undefined ? null : html`<span class="reason">${off}</span>`;
  return html`<button type="submit" class="button ${options.kind ?? "primary"}"${named}${off === undefined ? null : html` disabled`}>${text}</button>${reason}`;
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly type?: "text" | "email" | "password" | "tel" | "search" | "textarea" | "file" | "date";
  readonly value?: string;
  readonly required?: boolean;
  readonly autocomplete?: string;
  readonly inputmode?: "numeric" | "email" | "tel" | "text";
  readonly maxLength?: number;
  readonly accept?: string;
  readonly autofocus?: boolean;
}

/** A labelled field with its hint and its error tied to it for screen readers. */
export function field(f: Field): Html {
  const id = `f-${f.name}`;
  const described = [f.hint === undefined ? "" : `${id}-hint`, f.error === undefined ? "" : `${id}-error`]
    .filter((part) => part !== "")
    .join(" ");
  const shared = html`id="${id}" name="${f.name}"${described === "" ? null : html` aria-describedby="${described}"`}${f.error === undefined ? null : html` aria-invalid="true"`}${f.required === true ? html` required` : null}${f.maxLength === undefined ? null : html` maxlength="${f.maxLength}"`}${f.autofocus === true ? html` autofocus` : null}`;
  const control =
    f.type === "textarea"
      ? html`<textarea ${shared} rows="5">${f.value ?? ""}</textarea>`
      : html`<input type="${f.type ?? "text"}" ${shared} value="${f.value ?? ""}"${f.autocomplete === undefined ? null : html` autocomplete="${f.autocomplete}"`}${f.inputmode === undefined ? null : html` inputmode="${f.inputmode}"`}${f.accept === undefined ? null : html` accept="${f.accept}"`}>`;
  return html`<div class="field${f.error === undefined ? "" : " field-wrong"}">
    <label for="${id}">${f.label}</label>
    ${f.hint === undefined ? null : html`<p class="hint" id="${id}-hint">${f.hint}</p>`}
    ${f.error === undefined ? null : html`<p class="error" id="${id}-error">${f.error}</p>`}
    ${control}
  </div>`;
}

/** One of a list, closed until it is opened. */
export function select(f: {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}): Html {
  const id = `f-${f.name}`;
  return html`<div class="field"><label for="${id}">${f.label}</label>
    ${f.hint === undefined ? null : html`<p class="hint" id="${id}-hint">${f.hint}</p>`}
    <select id="${id}" name="${f.name}"${f.hint === undefined ? null : html` aria-describedby="${id}-hint"`}>${f.options.map(
      ({ value, label }) =>
        html`<option value="${value}"${value === f.value ? html` selected` : null}>${label}</option>`,
    )}</select></div>`;
}

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

export function card(title: string, content: Html, options: { href?: string } = {}): Html {
  const heading = options.href === undefined ? html`${title}` : html`<a href="${options.href}">${title}</a>`;
  return html`<section class="card"><h2>${heading}</h2>${content}</section>`;
}

/** A message that must be seen. `bad` and `warning` are announced at once by screen readers. */
export function callout(tone: Tone, content: Html | string): Html {
  const role = tone === "bad" || tone === "warning" ? "alert" : "status";
  return html`<div class="callout callout-${tone}" role="${role}">${content}</div>`;
}

export function facts(pairs: readonly (readonly [string, Html | string])[]): Html {
  return html`<dl class="facts">${pairs.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

export type Cell = Html | string | number;

/** On a narrow screen each row becomes a block in which every value has its heading beside it. */
export function table(options: {
  caption: string;
  head: readonly string[];
  /** With attributes of the row, where it has some. */
  rows: readonly (readonly Cell[] | { readonly attributes: Html | null; readonly cells: readonly Cell[] })[];
  numeric?: readonly number[];
  /** The first cell of a row names it. */
  named?: boolean;
}): Html {
  const numeric = new Set(options.numeric ?? []);
  const cell = (column: number) => (numeric.has(column) ? html` class="number"` : null);
  const label = (column: number) => html` data-label="${options.head[column] ?? ""}"`;
  const cells = (row: readonly Cell[]) =>
    row.map((value, column) =>
      column === 0 && options.named === true
        ? html`<th scope="row" role="rowheader">${value}</th>`
        : html`<td role="cell"${cell(column)}${label(column)}><div>${value}</div></td>`,
    );
  const rows = options.rows.map((row) => ("cells" in row ? row : { attributes: null, cells: row }));
  // The roles keep it a table for screen readers where the style sheet lays it out as blocks.
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${options.caption}"><table role="table">
    <caption>${options.caption}</caption>
    <thead role="rowgroup"><tr role="row">${options.head.map((text, column) => html`<th scope="col" role="columnheader"${cell(column)}>${text}</th>`)}</tr></thead>
    <tbody role="rowgroup">${rows.map((row) => html`<tr role="row"${row.attributes}>${cells(row.cells)}</tr>`)}</tbody>
  </table></div>`;
}

export function emptyState(title: string, text: string): Html {
  return html`<div class="empty"><p class="empty-title">${title}</p><p>${text}</p></div>`;
}

export function progress(label: string, done: number, total: number): Html {
  return html`<label class="progress">${label} <progress max="${Math.max(total, 1)}" value="${done}"></progress></label>`;
}
