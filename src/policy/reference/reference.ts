import { lawAsOf, retentionDuties, safeguards } from "#law";
import { builtInCategories } from "../categories.ts";
import type { Chapter } from "../grammar/kind.ts";
import { policyChapters } from "./chapters.ts";

/** The reference of the language in Markdown, made from the grammar that reads policies and from the tables of the law. */
export function policyReference(): string {
  return `${[
    "# Policy reference",
    "<!-- Made from the grammar in src/policy/language. Edit that; GESTAND_UPDATE=1 npx vitest run src/policy writes this page. -->",
    "What can stand in `policy.yaml`. Everything is named once and referred to by name. A policy is YAML 1.2 in one document, of 2 MB at most, without anchors, aliases and tags. `gestand check` lists everything that is wrong at once, with line, column and what to write instead.",
    ...policyChapters().map(chapterText),
    references,
    "## Built-in categories",
    "A part belongs to its whole: `contact.email` is a `contact`. Values of *identifying* categories are searched again after an erasure. *Special* ones need an exception of GDPR art. 9(2).",
    table(
      ["Category", "In Dutch", "In English", "DPV", "Flags"],
      builtInCategories.map(({ name, title, dpv, identifying, special }) => [
        `\`${name}\``,
        title.nl ?? "",
        title.en ?? "",
        dpv ?? "",
        [identifying ? "identifying" : "", special ? "special" : ""].filter((flag) => flag !== "").join(", "),
      ]),
    ),
    "## Duties in law to keep",
    `As of ${lawAsOf}. The years stand here and nowhere in a policy. This is not legal advice.`,
    table(
      ["Duty", "What", "Years", "Counts from", "Article", "Confidence"],
      retentionDuties.map((duty) => [
        `\`${duty.id}\``,
        duty.title.en,
        duty.spans.map(spanText).join("; "),
        duty.countsFrom.replaceAll("-", " "),
        duty.article,
        duty.confidence,
      ]),
    ),
    "## Safeguards for transfers",
    table(
      ["Safeguard", "What", "Article"],
      Object.entries(safeguards).map(([name, safeguard]) => [`\`${name}\``, safeguard.en, safeguard.article]),
    ),
  ].join("\n\n")}\n`;
}

const references = `## References between tables

\`person\`, \`alsoAbout\` and \`keep\` use a small notation. Names with other signs than letters, digits, \`_\` and \`$\` stand in double quotes, as in SQL.

| Write | It means |
|---|---|
| \`customer_id -> customers\` | The column refers to the primary key of the table. |
| \`(shop, number) -> orders(shop, id)\` | Several columns together, in this order. |
| \`subject_id -> orders when subject_type = order\` | Only in rows where the other column has this value. |
| \`invoice_id -> invoices.book_year\` | In \`keep\`: the term starts at this column of that table. |

**Whose row is it?** The paths of \`person\` are asked in order; the first that leads somewhere decides: a reference whose row exists, or an address that is not null. Whoever owns the row it refers to owns the row. References to the own table and circles are followed until nothing new is found. \`alsoAbout\` adds further owners; a row with owners outside one person is shared.`;

export function chapterText(chapter: Chapter): string {
  const rows = chapter.rows.map((row) => [`\`${row.word}\``, row.required ? "yes" : "", row.label, row.doc]);
  return [
    `## ${chapter.name}`,
    chapter.doc,
    ...(chapter.example === undefined ? [] : [`\`\`\`yaml\n${chapter.example}\n\`\`\``]),
    table(["Word", "Needed", "Value", "What it says"], rows),
  ].join("\n\n");
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [tableLine(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(tableLine)].join("\n");
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function spanText(span: { readonly from?: string; readonly before?: string; readonly years: number }): string {
  if (span.from !== undefined) return `${span.years} from ${span.from}`;
  return span.before === undefined ? String(span.years) : `${span.years} before ${span.before}`;
}
