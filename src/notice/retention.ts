/** How long data are kept, in tables and elsewhere (GDPR art. 13(2)(a)). */
import { capital, say } from "#base";
import { afterText, endText, keepCells, type KeepRule, type Policy, type Store } from "#policy";
import { paragraph, row, table, type Write } from "./blocks.ts";
import type { Row } from "./document.ts";
import type { Writing } from "./phrases.ts";
import type { Promised } from "./promised.ts";

export const retention: Write = (writing, promised) => {
  const { policy, words } = writing;
  const rows = [
    ...policy.keep.map((rule) => ruleRow(writing, rule, promised)),
    ...(policy.stores ?? [])
      .filter((store) => !isNamed(policy, store))
      .map((store) => storeRow(writing, store, promised)),
  ];
  return [paragraph(words.retention.intro), ...table(words.retention, rows), ...promised.grouped("retention")];
};

/** Places without tables that a rule without a title names stand in its row. */
function ruleRow({ policy, language }: Writing, rule: KeepRule, promised: Promised): Row {
  const named = (policy.stores ?? []).filter((store) => store.keep === rule.name && isNamed(policy, store));
  return row(
    keepCells(policy, rule, language),
    promised.place(`keep.${rule.name}.limited`) ?? promised.place(`keep.${rule.name}.kept`),
    ...named.map(({ name }) => promised.place(`stores.${name}.kept`)),
  );
}

function storeRow(writing: Writing, store: Store, promised: Promised): Row {
  return row(storeTerm(writing, store), promised.place(`stores.${store.name}.kept`));
}

/** A place without tables, until when what is there is kept, and what is done then. */
export function storeTerm({ policy, language, words }: Writing, store: Store): readonly string[] {
  const rule = policy.keep.find(({ name }) => name === store.keep);
  const until =
    rule === undefined
      ? words.retention[store.keys.length === 0 ? "undecided" : "withRow"]
      : `${capital(endText(rule.until, language, policy.inForceOn))}.`;
  return [capital(say(store.title, language)), until, afterText(rule?.then ?? "erase", language)];
}

function isNamed(policy: Policy, { keep }: Store): boolean {
  return policy.keep.some(({ name, title }) => name === keep && title === undefined);
}
