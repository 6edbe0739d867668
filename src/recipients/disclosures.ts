/** The ledger of what was given to whom: written once per id, read per person by their copy and per year by the report. */
import { normaliseEmail, refuse, succeed } from "#base";
import { sql } from "#store";
import type { RecipientsOptions } from "./contract.ts";
import { allowTelling, demandsIn, recordDemand } from "./demands.ts";
import { type Checked, checkLine } from "./disclosure-check.ts";
import type { DisclosureFault, DisclosureSaid, Disclosures } from "./disclosure-contract.ts";
import { givenSince } from "./disclosure-given.ts";
import { dayOf, firstDay, insert, type Line, onceOf } from "./disclosure-lines.ts";
import { recordStoreTold } from "./own-disclosures.ts";
import { reportOf } from "./disclosure-report.ts";

export const mostAtOnce = 2_000;
const faultsNamed = 100;
const forgottenAtOnce = 10_000;

export function createDisclosures(options: RecipientsOptions): Disclosures {
  const { store, evidence } = options;
  return {
    record: async (said) => {
      if (said.length > mostAtOnce)
        return { ...refuse("too-many", `At most ${mostAtOnce} lines at once. Nothing was recorded.`), faults: [] };
      const checked = checkAll(options, said);
      if (!Array.isArray(checked)) return checked;
      const lines = said.map((one, at) => lineOf(options, one, checked[at] as Checked));
      return store.transact(async (tx) => {
        const { recorded, notAllowed } = await insert(options, tx, lines, "company");
        if (recorded > 0) {
          const body = { source: "company", recorded, notAllowed };
          await evidence.append(tx, { kind: "disclosure.recorded", about: "disclosures", body });
        }
        return succeed({ recorded, already: said.length - recorded, notAllowed });
      });
    },
    recordStoreTold: (tx, told) => recordStoreTold(options, tx, told),
    recordDemand: (said, by) => recordDemand(options, said, by),
    given: givenSince,
    demands: (reader) => demandsIn(reader),
    allowTelling: (id, by) => allowTelling(options, id, by),
    report: (year) => store.transact((tx) => reportOf(tx, year), { isolation: "repeatable read" }),
    forget: () => forget(options),
  };
}

function checkAll(options: RecipientsOptions, said: readonly DisclosureSaid[]) {
  const days = { first: firstDay(options), today: dayOf(options) };
  const faults: DisclosureFault[] = [];
  const checked: Checked[] = [];
  for (const [line, one] of said.entries()) {
    const found = checkLine(options.policy, one, days);
    if (found.ok) checked.push(found.value);
    else if (faults.length < faultsNamed) faults.push({ line, ...found.fault });
  }
  if (checked.length === said.length) return checked;
  const wrong = said.length - checked.length;
  const message = `${wrong} of ${said.length} lines cannot be recorded. Nothing was recorded. Mend them and send all again.`;
  return { ok: false as const, reason: "wrong-lines" as const, message, faults };
}

function lineOf(options: RecipientsOptions, said: DisclosureSaid, { ground, allowed }: Checked): Line {
  return {
    once: onceOf(options, "company", said.id),
    person_digest: options.personDigest(normaliseEmail(said.email.reveal())),
    recipient: said.recipient,
    purpose: said.purpose ?? null,
    categories: [...new Set(said.categories)].sort(),
    ground,
    allowed,
    disclosed_on: said.on,
  };
}

async function forget(options: RecipientsOptions): Promise<void> {
  const before = firstDay(options);
  for (const table of ["disclosure", "disclosure_withheld"] as const) {
    let gone = forgottenAtOnce;
    while (gone === forgottenAtOnce) {
      const done = await sql`delete from ${sql.table(table)} where id in
        (select id from ${sql.table(table)} where disclosed_on < ${before} order by disclosed_on limit ${forgottenAtOnce})`.execute(
        options.store.reader.db,
      );
      gone = Number(done.numAffectedRows ?? 0n);
    }
  }
}
