import { changed, list, mapping, may, named, need } from "../grammar/collections.ts";
import { report } from "../grammar/kind.ts";
import { date, oneOf, text, word } from "../grammar/values.ts";
import { checkOwnName, declared, said } from "./words.ts";

export const noticeSections = [
  "who-we-are",
  "scope",
  "what-we-use",
  "sources",
  "purposes",
  "consent",
  "recipients",
  "transfers",
  "sale",
  "retention",
  "not-kept",
  "security",
  "incidents",
  "rights",
  "complaints",
  "children",
  "automated-decisions",
  "cookies",
  "public",
  "on-behalf",
  "disclosure",
  "changes",
] as const;

export const statements = named({
  what: "a statement",
  check: checkOwnName,
  kind: mapping({
    name: "Statement",
    doc: "Something promised in words only. It is published and shown as `stated`: no system can prove it.",
    example:
      "statements:\n  scope: {under: scope, says: {nl: Deze verklaring geldt voor onze website., en: This notice covers our website.}}",
    members: {
      under: need(oneOf(noticeSections, "a heading of the notice"), "The heading of the notice under which it stands."),
      says: need(said, "The words."),
      cites: declared.cites,
    },
  }),
});

export const promiseNotes = named({
  what: "a promise",
  kind: mapping({
    name: "Promise note",
    doc: "References and house text for a promise that follows from the policy and has no words of its own in it. `gestand promises` lists the ids.",
    example: "promises:\n  answers.categories: {cites: [002-091]}",
    members: { ...declared },
  }),
});

export const waivers = list(
  changed(
    mapping({
      name: "Waiver",
      doc: "A promise that is knowingly not kept for now, or a finding of `gestand check` that somebody answers for. Exactly one of the two; shown on the board with its reason.",
      example:
        "waivers:\n  - {promise: recipients.parcels.contract, by: A. Jansen, reason: New contract is being signed, until: 2027-01-01}\n  - {finding: own-use-denied, in: recipients.mail, by: A. Jansen, reason: Being negotiated, until: 2027-01-01}",
      members: {
        promise: may(word("the id of a promise", "id of a promise"), "Which promise."),
        finding: may(
          word("the code of a finding", "code of a finding"),
          "Which finding, by its code (`gestand check --json`).",
        ),
        in: may(text, "The part of the policy that the finding is about: recipients.mail; all of it when left out."),
        by: need(text, "Who decided."),
        reason: need(text, "Why it is not kept for now."),
        until: need(date, "The last day it holds."),
      },
    }),
    ({ promise, finding, in: within, ...value }, node, place) => {
      if (promise !== undefined && finding === undefined && within === undefined) return { ...value, promise, finding };
      if (promise === undefined && finding !== undefined)
        return { ...value, promise, finding: { code: finding.text, at: finding.at, in: within } };
      return report(node, place, {
        code: "wrong-value",
        message: "A waiver is of one promise, or of one finding.",
        remedy: "Write promise: <id>, or finding: <code> and in: <part of the policy>.",
      });
    },
  ),
  { emptyIsFine: true },
);
