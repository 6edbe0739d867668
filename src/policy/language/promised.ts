import { list, mapping, named, need } from "../grammar/collections.ts";
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
  mapping({
    name: "Waiver",
    doc: "A promise that is knowingly not kept for now. Shown on the board with its reason.",
    example:
      "waivers:\n  - {promise: recipients.parcels.contract, by: A. Jansen, reason: New contract is being signed, until: 2027-01-01}",
    members: {
      promise: need(word("the id of a promise", "id of a promise"), "Which promise."),
      by: need(text, "Who decided."),
      reason: need(text, "Why it is not kept for now."),
      until: need(date, "The last day it holds."),
    },
  }),
  { emptyIsFine: true },
);
