import type { Relation } from "../sql/catalogue-types.ts";
import { wordsOf } from "../sql/guess-names.ts";
import type { Survey } from "./propose-paths.ts";
import type { ProposedKeep } from "./propose-types.ts";

type Rule = readonly [rule: string, tables: RegExp, starts: RegExp];

const w = (words: string) => new RegExp(`(?:^|_)(?:${words})(?:_|$)`, "u");

/** Which tables follow which rule, and the columns where their term may start. */
const rules: readonly Rule[] = [
  [
    "invoices",
    w(
      "invoices?|facturen|factuur|factures?|rechnung(?:en)?|payments?|betaling(?:en)?|paiements?|zahlung(?:en)?|creditnotas?|credit_?memos?|credit_notes?|transactions?|transacties|ledger|grootboek|boekingen",
    ),
    /^(?:book_?year|boek_?jaar|fiscal_?year|(?:invoice|factuur|issue|paid|payment|booking)_?(?:date|datum)|(?:issued|invoiced|paid|booked)_(?:on|at)|(?:betaal|boek)datum|date|datum|created_at|created|aangemaakt(?:_op)?)$/u,
  ],
  [
    "messages",
    w(
      "messages?|berichten|nachrichten|tickets?|inquiries|enquiries|vragen|contact_(?:messages?|forms?|requests?)|contactformulier(?:en)?|mails?|mail_messages|emails?",
    ),
    /^(?:(?:received|sent|opened|created)_(?:at|on)|(?:ontvangen|verzonden|aangemaakt)(?:_op)?|created|date|datum)$/u,
  ],
  [
    "visits",
    w("visits?|visit_log|page_?views|bezoeken|access_log|usage_log|visitor_log"),
    /^(?:(?:visited|seen|created|viewed|occurred|happened)_(?:at|on)|time|timestamp|date|created)$/u,
  ],
];

const left = /^(?:ended_(?:on|at)|left_(?:on|at)|end_?date|einddatum|uit_?dienst(?:_op)?|terminated_(?:on|at))$/u;

/** The rule that rows of a table usually follow, and where its term starts; `undefined` when its name or columns do not say. */
export function proposeKeep(one: Survey, surveys: ReadonlyMap<string, Survey>): ProposedKeep | undefined {
  const own = ownKeep(one);
  if (own !== undefined) return own;
  // Lines of an invoice end with it.
  for (const link of one.links) {
    const parent = surveys.get(link.table);
    if (parent === undefined || parent === one || link.when !== undefined || !isPartOf(one, parent)) continue;
    const theirs = ownKeep(parent);
    const whole = parent.relation.primaryKey;
    if (theirs?.rule === "invoices" && whole.join("\0") === link.targetColumns.join("\0"))
      return { rule: theirs.rule, column: theirs.column, through: link, confidence: "low", reason: `as ${link.table}` };
  }
  return undefined;
}

function ownKeep({ relation, person }: Survey): ProposedKeep | undefined {
  const words = wordsOf(relation.name);
  if (person === "employee") return starting("staff", relation, left);
  if (person !== undefined) return undefined;
  const rule = rules.find(([, tables]) => tables.test(words));
  return rule === undefined ? undefined : starting(rule[0], relation, rule[2]);
}

function starting(rule: string, relation: Relation, starts: RegExp): ProposedKeep | undefined {
  const fitting = [...relation.columns.values()]
    .filter(
      ({ name, family }) =>
        starts.test(wordsOf(name)) && (family === "date" || family === "timestamp" || isYear(wordsOf(name), family)),
    )
    .toSorted((a, b) => Number(isYear(wordsOf(b.name), b.family)) - Number(isYear(wordsOf(a.name), a.family)));
  // When a row was made says least: the day of the document counts.
  const column = fitting.find(({ name }) => !/^(?:created|aangemaakt)/u.test(wordsOf(name))) ?? fitting[0];
  return column === undefined
    ? undefined
    : { rule, column: column.name, confidence: "low", reason: "by the names of the table and the column" };
}

function isYear(words: string, family: string): boolean {
  return family === "number" && /year|jaar/u.test(words);
}

function isPartOf(line: Survey, whole: Survey): boolean {
  const stem = wordsOf(whole.relation.name).replace(/(?:s|en)$/u, "");
  return wordsOf(line.relation.name).startsWith(stem);
}
