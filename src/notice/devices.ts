/** The tables of what is on people's devices and in logs (ePrivacy Directive art. 5(3), GDPR art. 13). */
import { capital, enumerated, say } from "#base";
import { endText, partyName } from "#policy";
import { row, table, type Write } from "./blocks.ts";
import type { Block } from "./document.ts";
import { categoryTitle, personTitles, purposeTitles, type Writing } from "./phrases.ts";
import type { Promised } from "./promised.ts";
import { type Device, deviceHeads, devicesOf } from "./registers/cookies.ts";

/** A page is not as wide as a register: what a thing is called, its names and whose it is stand in one cell. */
const heads = deviceHeads("what", "purpose", "data", "consent", "lasts");

export const cookies: Write = (writing, promised) => {
  const { policy, language, words } = writing;
  const rows = devicesOf(policy, language).map((device) => {
    const data = device.data || words.notStated;
    const told = device.dataPromise === undefined ? undefined : promised.place(device.dataPromise);
    return row(
      [
        nameOf(device),
        capital(device.purpose || words.notStated),
        told === undefined ? capital(data) : { text: capital(data), ...told },
        capital(device.consent),
        capital(device.lasts || words.notStated),
      ],
      promised.place(device.promise),
    );
  });
  return [...table(heads(language), rows), ...logTable(writing, promised), ...promised.grouped("cookies")];
};

/** `Measurement of use: cookie _ea*, Example Analytics Inc.` */
function nameOf({ what, names, kind, party }: Device): string {
  return `${what}: ${[kind, names].filter((text) => text !== "").join(" ")}, ${party}`;
}

function logTable(writing: Writing, promised: Promised): readonly Block[] {
  const { policy, language, words } = writing;
  const rows = (policy.logs ?? []).map((log) => {
    const rule = policy.keep.find(({ name }) => name === log.keep);
    const keeper = policy.recipients.find(({ name }) => name === log.by);
    const fields = log.fields.map(({ category }) => categoryTitle(writing, category));
    const title = capital(say(log.title, language));
    return row(
      [
        keeper === undefined ? title : words.logs.by(title, partyName(keeper, language)),
        capital(enumerated([...fields, ...log.other.map((other) => say(other, language))], language)),
        capital(personTitles(writing, log.of)),
        capital(purposeTitles(writing, log.purposes)),
        rule === undefined ? words.notStated : capital(endText(rule.until, language, policy.inForceOn)),
      ],
      promised.place(`logs.${log.name}.fields`),
    );
  });
  return table(words.logs, rows);
}
