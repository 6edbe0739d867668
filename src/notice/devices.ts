/** The tables of what is on people's devices and in logs (ePrivacy Directive art. 5(3), GDPR art. 13). */
import { capital, enumerated, say } from "#base";
import { endText } from "#policy";
import { list, overview, type Write } from "./blocks.ts";
import type { Block } from "./document.ts";
import { categoryTitle, type Writing } from "./phrases.ts";
import { cookiesSheet } from "./registers/cookies.ts";

const tableOfCookies: readonly string[] = ["what", "party", "purpose", "consent", "lasts"];

export const cookies: Write = (writing, promised) => {
  const { policy, language, words } = writing;
  const { title, columns, rows } = cookiesSheet(policy, language);
  // A page is not as wide as a register: the data stand in the sentences below.
  const shown = columns.flatMap(({ key }, index) => (tableOfCookies.includes(key) ? [index] : []));
  const only = (cells: readonly string[]): readonly string[] => shown.map((index) => cells[index] || words.notStated);
  const kind = columns.findIndex(({ key }) => key === "kind");
  // A program and the cookie that it sets have one title.
  const rowOf = (cells: readonly string[]): readonly string[] => {
    const [what = "", ...rest] = only(cells);
    return [cells[kind] === "cookie" || cells[kind] === "" ? what : `${what}: ${cells[kind]}`, ...rest];
  };
  return [
    ...overview({ caption: title, columns: only(columns.map((column) => column.title)) }, rows.map(rowOf)),
    ...list(promised.take("cookies")),
    ...logTable(writing),
  ];
};

function logTable(writing: Writing): readonly Block[] {
  const { policy, language, words } = writing;
  const { logs = [] } = policy;
  if (logs.length === 0) return [];
  const texts = words.logs;
  const rows = logs.map((log) => {
    const rule = policy.keep.find(({ name }) => name === log.keep);
    const fields = log.fields.map(({ category }) => categoryTitle(writing, category));
    return [
      capital(say(log.title, language)),
      enumerated([...fields, ...log.other.map((other) => say(other, language))], language),
      log.ip === undefined ? texts.noIp : texts.ip[log.ip.kept],
      log.account.linked ? texts.linked : texts.unlinked,
      rule === undefined ? words.notStated : capital(endText(rule.until, language, policy.inForceOn)),
    ];
  });
  return [{ kind: "heading", text: texts.heading }, ...overview(texts, rows)];
}
