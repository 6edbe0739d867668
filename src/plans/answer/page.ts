/**
 * The part of an answer that a person reads: one page per language, complete in itself, without scripts, fit to print.
 * Made piece by piece, so that the page of a large answer is never whole in memory.
 */
import { capital, dateText, type Language, languages, type LocalDate, say } from "#base";
import type { ReadableTable } from "#connectors";
import { answerFacts, type Concerning } from "#notice";
import type { Policy } from "#policy";
import type { PlanAction } from "../contract.ts";
import type { Elsewhere } from "../elsewhere.ts";
import type { AnswerPart } from "./contents.ts";
import { factSections } from "./facts.ts";
import { Html, html } from "./html.ts";
import type { StorePart } from "./stores.ts";
import { answerWords, type AnswerWords } from "./words.ts";

export interface PageOptions {
  readonly policy: Policy;
  readonly language: Language;
  readonly madeOn: LocalDate;
  readonly action: PlanAction;
  /** The request's reference. */
  readonly about: string;
  readonly concerning: Concerning;
  readonly parts: readonly AnswerPart[];
  readonly stores: readonly StorePart[];
  readonly elsewhere: readonly Elsewhere[];
}

const style = new Html(`
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1.5rem}
h1{line-height:1.2}h2{margin-top:2.5rem}h3{margin-top:2rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.875rem;margin:.5rem 0}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{border:1px solid #8888;padding:.25rem .5rem;text-align:left;vertical-align:top;mso-number-format:"\\@"}
td{white-space:pre-wrap;overflow-wrap:anywhere;min-width:4rem}
th small{display:block;font-weight:400}
.empty{opacity:.6}
@media print{body{max-width:none;padding:0;font-size:10pt}.scroll{overflow:visible}table{font-size:8pt}thead{display:table-header-group}tr{break-inside:avoid}}
`);

export async function* page(options: PageOptions): AsyncIterable<string> {
  const { policy, language, parts, stores, madeOn } = options;
  const words = answerWords[language];
  const title = words.title(policy.organisation.name);
  const facts = answerFacts(policy, options.concerning, language);
  yield html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${words.made(dateText(madeOn, language), options.about)} ${introOf(options, words)}</p>
${otherLanguages(language)}
${elsewhereText(options, words)}<h2>${words.whatIsHere}</h2>
<p>${words.files("index.json")}</p>
<nav aria-label="${words.contents}"><ul>
<li><a href="#data">${words.yourData}</a></li>
${facts.sections.map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}
</ul></nav>
<h2 id="data">${words.yourData}</h2>
`.toString();
  if (parts.every(({ tables }) => tables.every(({ rows }) => rows === 0)) && stores.every(({ items }) => items === 0))
    yield html`<p>${words.noData}</p>`.toString();
  for (const part of parts) yield* systemSection(options, part, words);
  for (const store of stores) yield storeText(options, store, words).toString();
  for (const section of factSections(facts)) yield section.toString();
  yield "</main>\n</body>\n</html>\n";
}

function introOf({ action, elsewhere }: PageOptions, words: AnswerWords): string {
  if (action === "portability") return words.introOfProvided;
  return elsewhere.length === 0 ? words.intro : words.introOfDatabases;
}

async function* systemSection(options: PageOptions, part: AnswerPart, words: AnswerWords): AsyncIterable<string> {
  const { policy, language } = options;
  const system = policy.systems.find(({ name }) => name === part.system);
  if (part.tables.every(({ rows }) => rows === 0)) return;
  yield html`<h3>${system === undefined ? part.system : say(system.title, language)}</h3>
`.toString();
  for await (const table of part.readable())
    if (table.totalRows > 0) yield tableText(options, part, table, words).toString();
  for (const { table, kept } of part.tables) {
    const withheld = kept.filter(({ because }) => because.kind === "shared").reduce((sum, { rows }) => sum + rows, 0);
    if (withheld > 0) yield html`<p>${words.withheld(withheld, table)}</p>\n`.toString();
  }
}

/** Files are not shown in the page: it says how many there are, and where in the ZIP. */
function storeText(
  { policy, language }: PageOptions,
  { store: name, items, folder }: StorePart,
  words: AnswerWords,
): Html {
  if (items === 0) return html``;
  const store = policy.stores?.find((one) => one.name === name);
  return html`<h3>${store === undefined ? name : capital(say(store.title, language))}</h3>
<p>${words.filesIn(items, `${folder}/`)}</p>
`;
}

function tableText(
  { policy, language }: PageOptions,
  part: AnswerPart,
  table: ReadableTable,
  words: AnswerWords,
): Html {
  const titles = new Map(policy.categories.map(({ name, title }) => [name, say(title, language)]));
  const heads = table.columns.map(
    ({ name, category }) => html`<th scope="col">${name}<small>${titles.get(category) ?? category}</small></th>`,
  );
  const rows = table.rows.map(
    (row) =>
      html`<tr>${row.map((value) => (value === null ? html`<td class="empty" aria-label="${words.empty}">–</td>` : html`<td dir="auto">${value}</td>`))}</tr>\n`,
  );
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${table.table}"><table>
<caption>${table.table} (${words.rows(table.totalRows)})</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>
${table.rows.length < table.totalRows ? html`<p>${words.someRows(table.rows.length, table.totalRows)} ${words.allRowsIn} ${fileLinks(part, table)}</p>\n` : html``}`;
}

function fileLinks(part: AnswerPart, table: ReadableTable): Html[] {
  const met = new Set(table.columns.map(({ category }) => category.split(".")[0]));
  return part.files.filter(({ category }) => met.has(category)).map(({ path }) => html`<a href="${path}">${path}</a> `);
}

/** In front of everything else: whoever reads on must not think that this is all. */
function elsewhereText({ policy, language, elsewhere }: PageOptions, words: AnswerWords): Html {
  if (elsewhere.length === 0) return html``;
  return html`<h2>${words.elsewhere}</h2>
<ul>
${elsewhere.map(({ title, files }) => html`<li>${words.elsewhereLine(capital(say(title, language)), files)}</li>\n`)}</ul>
<p>${words.elsewhereAsk(policy.organisation.contact.email)}</p>
`;
}

function otherLanguages(language: Language): Html {
  const others = languages.filter((other) => other !== language).map((other) => answerWords[other].fileName);
  return html`<p>${others.map((file) => html`${answerWords[language].otherLanguage}<a href="${file}">${file}</a>`)}</p>`;
}
