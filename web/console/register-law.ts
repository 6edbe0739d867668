import {
  type RegisterFormat,
  registerFormats,
  registerHas,
  type RegisterName,
  registerNames,
  type Sheet,
} from "#notice";
import { emptyState, facts, type Html, html } from "#ui";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import { texts } from "./texts.ts";

const formatNames: Readonly<Record<RegisterFormat, string>> = {
  csv: "CSV",
  xlsx: "Excel (XLSX)",
  json: "JSON",
  jsonld: "JSON-LD (DPV 2.3)",
};

/** The registers, the one that is open marked. */
export function registerTabs(frame: ConsoleFrame, current: RegisterName | "requests"): Html {
  const r = texts[frame.language].register;
  const tabs = [
    { name: "requests", href: "/console/register" } as const,
    ...registerNames.map((name) => ({ name, href: `/console/register/${name}` })),
  ];
  return html`<nav class="tabs" aria-label="${r.registers}">${tabs.map(
    ({ name, href }) =>
      html`<a href="${href}"${name === current ? html` aria-current="page"` : null}>${r.names[name]}</a>`,
  )}</nav>`;
}

/**
 * A register that the law asks for, made from the policy. Rows are shown one under the other, each with its first cell as
 * heading: they are too wide to stand beside each other.
 */
export function lawRegisterPage(frame: ConsoleFrame, name: RegisterName, sheets: readonly Sheet[]): Html {
  const r = texts[frame.language].register;
  const title = r.names[name];
  const [records, ...further] = sheets;
  const main = html`${registerTabs(frame, name)}<h1>${title}</h1><p class="lead">${r.leads[name]}</p>
    <p class="actions">${registerFormats
      .filter((format) => registerHas(name, format))
      .map(
        (format) =>
          html`<a class="button quiet" href="/console/register/${name}.${format}" download>${formatNames[format]}</a>`,
      )}</p>
    ${further.map((sheet) => html`<h2>${sheet.title}</h2>${facts(factRows(sheet).map(([term = "", value = ""]) => [term, value]))}`)}
    ${records === undefined || records.rows.length === 0 ? emptyState(r.none, r.noneText) : records.rows.map((row) => record(records, row))}`;
  return consolePage(frame, title, main, "register");
}

function record({ columns }: Sheet, row: readonly string[]): Html {
  const shown = columns.flatMap(({ title }, index) => {
    const text = row[index] ?? "";
    return index === 0 || text === "" ? [] : [[title, html`<span class="lines">${text}</span>`] as const];
  });
  return html`<section><h2>${row[0]}</h2>${facts(shown)}</section>`;
}

/** A subject that goes on is named once. */
function factRows({ rows }: Sheet): readonly (readonly string[])[] {
  return rows.map(([term, value], index) => [term === rows[index - 1]?.[0] ? "" : (term ?? ""), value ?? ""]);
}
