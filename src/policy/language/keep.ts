/** The words for how long data is kept, and what happens then. */
import { type Period, parsePeriod } from "#base";
import type { Finding } from "../document/reader.ts";
import { changed, either, list, mapping, may, named, need } from "../grammar/collections.ts";
import { type Kind, report, type Word } from "../grammar/kind.ts";
import { clip, oneOf, period, text, textKind } from "../grammar/values.ts";
import { dutyId } from "./purposes.ts";
import { checkOwnName, declared, nameOf, type Said, said } from "./words.ts";

type OneEnd =
  | { readonly kind: "relationship-ends" }
  | { readonly kind: "after"; readonly period: Period; readonly event: string; readonly called?: Said }
  | { readonly kind: "law"; readonly duty: Word };

export type UntilWritten = OneEnd | { readonly kind: "longest"; readonly of: readonly OneEnd[] };

const atOnce: Period = { amount: 0, unit: "day" };

const untilText: Kind<OneEnd> = textKind<OneEnd>({
  expects: "relationship ends, a term such as 26 weeks after visited, or {law: …}",
  label: "`relationship ends`, `<length of time> after <event>`, or `when <event>`",
  schema: { pattern: "^(relationship ends|when .+|\\d{1,4}\\s*(day|week|month|year)s? after .+)$" },
  parse: (value) => {
    if (/^relationship[ -]ends$/.test(value)) return { kind: "relationship-ends" };
    const when = /^when\s+([\p{L}\p{N}_ -]{1,63})$/u.exec(value)?.[1];
    if (when !== undefined) return { kind: "after", period: atOnce, event: when.trim() };
    const after = /^(.+?)\s+after\s+([\p{L}\p{N}_ -]{1,63})$/u.exec(value);
    const term = parsePeriod(after?.[1] ?? "");
    if (after !== null && term !== undefined && term.amount > 0)
      return { kind: "after", period: term, event: (after[2] ?? "").trim() };
    if (isEndless(value))
      return {
        code: "retention-without-end",
        wrong: `"${clip(value)}" is no end.`,
        remedy: "Say when it ends: relationship ends, 2 years after last order, or {law: nl.tax.records}.",
      };
    return {
      wrong: `"${clip(value)}" does not say when keeping ends.`,
      remedy: "Write relationship ends, a term such as 26 weeks after visited, or {law: nl.tax.records}.",
    };
  },
});

function isEndless(value: string): boolean {
  return /^(always|forever|for ever|never|none|unlimited|indefinite(ly)?|permanent(ly)?|endless|no limit|altijd|onbeperkt|voor altijd|as long as .*)$/i.test(
    value,
  );
}

const endMembers = {
  law: may(dutyId, "A duty in law; the years come from the table of the law and are never written here."),
  after: may(text, "An event. Tables that are kept by this rule name the column that tells when it was."),
  period: may(period, "How long after the event; at once when left out."),
  called: may(said, 'What the event is called in a sentence: "the end of your contract".'),
} as const;

const oneEnd = either(
  untilText,
  changed(
    mapping({
      name: "End",
      doc: "An end by law or by an event.",
      example:
        "{after: contract ends, period: 2 years, called: {nl: het einde van uw contract, en: the end of your contract}}",
      members: endMembers,
    }),
    (value, node, place): OneEnd | undefined => endIn(value) ?? report(node, place, noEnd),
  ),
);

const until = either<UntilWritten, UntilWritten>(
  untilText,
  changed(
    mapping({
      name: "Until",
      doc: "An end by law, by an event, or the last of several ends.",
      example: "until: {longest: [when contract ends, {law: nl.tax.records}]}",
      members: { ...endMembers, longest: may(list(oneEnd), "Several ends, of which the last counts.") },
    }),
    ({ longest, ...value }, node, place): UntilWritten | undefined => {
      const end = endIn(value);
      if (longest === undefined) return end ?? report(node, place, noEnd);
      return end === undefined ? { kind: "longest", of: longest } : report(node, place, noEnd);
    },
  ),
);

const noEnd: Finding = {
  code: "wrong-value",
  message: "An end is one thing: a duty in law, an event, or the longest of several.",
  remedy: "Write {law: nl.tax.records}, {after: contract ends, period: 2 years} or {longest: [.., ..]}.",
};

function endIn(value: {
  readonly law: Word | undefined;
  readonly after: string | undefined;
  readonly period: Period | undefined;
  readonly called: Said | undefined;
}): OneEnd | undefined {
  const { law, after, called } = value;
  if (law !== undefined) return after === undefined && called === undefined ? { kind: "law", duty: law } : undefined;
  if (after === undefined) return undefined;
  return { kind: "after", period: value.period ?? atOnce, event: after, ...(called === undefined ? {} : { called }) };
}

const hold = mapping({
  name: "Hold",
  doc: "The law obliges you to keep, also when a person asks for erasure (GDPR art. 17(3)(b)). Needs `until: {law: …}`.",
  example: "hold: {hiddenFrom: staff, readableBy: audit}",
  members: {
    hiddenFrom: may(list(nameOf("a role")), "Roles of the systems that cannot see the rows once the person is erased."),
    readableBy: may(list(nameOf("a role")), "Roles that still can."),
    ...declared,
  },
});

export const keep = named({
  what: "a rule for keeping",
  check: checkOwnName,
  kind: mapping({
    name: "Keep rule",
    doc: "How long data is kept, and what happens then (GDPR arts. 5(1)(e), 13(2)(a)).",
    example:
      "keep:\n  profile: {until: relationship ends, then: erase}\n  invoices: {until: {law: nl.tax.records}, hold: {hiddenFrom: staff, readableBy: audit}, then: erase}\n  visits: {until: 26 weeks after visited, then: aggregate}",
    members: {
      title: may(said, "What is kept, as it is called in a sentence; the categories in its tables when left out."),
      until: need(until, "When it ends.", {
        code: "retention-without-end",
        message: "This rule keeps data without an end.",
        remedy: 'Add "until": relationship ends, a term such as 26 weeks after visited, or {law: nl.tax.records}.',
        article: "GDPR art. 5(1)(e)",
      }),
      hold: may(hold, "Present when the law obliges keeping against erasure."),
      // oxlint-disable-next-line unicorn/no-thenable -- a word of the language; never awaited
      then: need(oneOf(["erase", "anonymise", "aggregate"], "what happens then"), "What happens when it ends."),
      ...declared,
    },
  }),
});
