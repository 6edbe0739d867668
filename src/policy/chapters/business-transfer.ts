/** Sale, merger or end of the company: what happens to the data, and what binds whoever takes over. */
import { enumerated, type Localized } from "#base";
import { promise } from "../compile/draft.ts";
import { list, mapping, need } from "../grammar/collections.ts";
import { oneOf } from "../grammar/values.ts";
import { declared } from "../language/words.ts";
import type { Declared } from "../model.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";

const events = ["sale", "merger", "reorganisation", "dissolution"] as const;

export type BusinessEvent = (typeof events)[number];
type TransferClause = "successorBound" | "personsTold";

export interface BusinessTransfer extends Declared, Clauses<TransferClause> {
  readonly when: readonly BusinessEvent[];
}

const clauses: Readonly<Record<TransferClause, Clause>> = {
  successorBound: {
    doc: "Whoever takes over may use the data only as this policy says.",
    mechanism: "business-transfer-package",
    article: "GDPR art. 5(1)(b)",
    nl: "Wie het overneemt, mag uw gegevens alleen gebruiken zoals in deze verklaring staat.",
    en: "Whoever takes over may use your data only as this notice says.",
  },
  personsTold: {
    doc: "Persons are told before their data goes to somebody else.",
    mechanism: "business-transfer-package",
    article: "GDPR art. 13(3), 14",
    nl: "U hoort het voordat uw gegevens naar een ander gaan.",
    en: "You are told before your data goes to somebody else.",
  },
};

const texts: Readonly<Record<BusinessEvent, Required<Localized>>> = {
  sale: { nl: "verkoop", en: "sale" },
  merger: { nl: "fusie", en: "merger" },
  reorganisation: { nl: "reorganisatie", en: "reorganisation" },
  dissolution: { nl: "opheffing", en: "dissolution" },
};

export const businessTransfer = chapter({
  word: "businessTransfer",
  doc: "What happens to data when the company is sold, merged or ended.",
  kind: mapping({
    name: "Business transfer",
    doc: "What happens to data when the company is sold, merged or ended.",
    example: "businessTransfer:\n  when: [sale, merger]\n  successorBound: {cites: [000-070]}\n  cites: [000-069]",
    members: {
      when: need(list(oneOf(events, "an event of the company")), "On which events data may go to a successor."),
      ...clauseMembers(clauses),
      ...declared,
    },
  }),
  resolve: (read, names): BusinessTransfer => ({
    ...names.declaredBy(read, read.at),
    ...clausesOf(clauses, read, names),
    when: [...new Set(read.when)],
  }),
  promises: (transfer, policy) => [
    promise(policy, {
      id: "business-transfer.possible",
      mechanism: "business-transfer-package",
      section: "disclosure",
      checks: [{ kind: "stated" }],
      nl: `Bij ${enumerated(
        transfer.when.map((event) => texts[event].nl),
        "nl",
      )} van ons bedrijf kunnen gegevens overgaan naar wie het overneemt.`,
      en: `On ${enumerated(
        transfer.when.map((event) => texts[event].en),
        "en",
      )} of our company, data may go to whoever takes over.`,
      from: transfer,
    }),
    ...clausePromises(clauses, transfer, { prefix: "business-transfer", section: "disclosure" }, policy),
  ],
});
