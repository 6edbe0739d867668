import { changed, either, list, mapping, may, named, need } from "../grammar/collections.ts";
import { report } from "../grammar/kind.ts";
import { date, oneOf, period, text, wholeNumber, word } from "../grammar/values.ts";
import { checkOwnName, declared, said } from "./words.ts";

const right = mapping({
  name: "Right",
  doc: "A right that people can use. `{}` is enough.",
  example: "rights:\n  access: {cites: [002-085]}\n  erasure: {}",
  members: { ...declared },
});

const days = changed(period, (value, node, place): number | undefined => {
  if (value.unit === "day") return value.amount;
  if (value.unit === "week") return value.amount * 7;
  return report(node, place, {
    code: "wrong-value",
    message: "A promise to answer counts in days.",
    remedy: "Write a number of days: 30 days. The month of the law holds beside it, whatever is promised.",
  });
});

const answerWithin = either(
  changed(days, (value) => ({ days: value, says: undefined, cites: undefined, at: undefined })),
  mapping({
    name: "Answer within",
    doc: "Days within which requests are answered. The month of GDPR art. 12(3) also holds; the earliest counts.",
    example: "answerWithin: {days: 30, cites: [002-087]}",
    members: {
      days: need(wholeNumber({ expects: "a number of days, 1 to 366", from: 1, to: 366 }), "Days after receipt."),
      ...declared,
    },
  }),
);

const copyTo = either(
  changed(oneOf(["known address", "any address"], "where copies go"), (value) => ({
    address: value === "known address" ? ("known" as const) : ("any" as const),
    settled: undefined,
    says: undefined,
    cites: undefined,
    at: undefined,
  })),
  mapping({
    name: "Copy to",
    doc: "Where copies of data go (GDPR art. 12(6)).",
    example: "copyTo: {address: known, settled: 14 days, cites: [002-079]}",
    members: {
      address: need(
        oneOf(["known", "any"], "where copies go"),
        "`known`: only to an address on file; another one needs an identity check. `any`: to the address that asks.",
      ),
      settled: may(days, "An address changed more recently than this counts as another one; 14 days when left out."),
      ...declared,
    },
  }),
);

const leaving = either(
  changed(oneOf(["erases", "nothing"], "what leaving does"), (value) => ({
    does: value,
    says: undefined,
    cites: undefined,
    at: undefined,
  })),
  mapping({
    name: "Leaving",
    doc: "What it means when a person says they no longer want your services.",
    example: "leaving: {does: erases, cites: [002-073, 002-074]}",
    members: {
      does: need(oneOf(["erases", "nothing"], "what leaving does"), "`erases`: it is a request for erasure."),
      ...declared,
    },
  }),
);

const register = mapping({
  name: "Register",
  doc: "The record of handled requests (GDPR art. 5(2)).",
  example: "register: {erasure: anonymous, keep: 5 years, cites: [002-082]}",
  members: {
    erasure: may(
      oneOf(["anonymous", "identified"], "how the register keeps erasures"),
      "`anonymous` (also when left out): after an erasure its entry identifies nobody.",
    ),
    keep: may(
      changed(period, (value, node, place): number | undefined =>
        value.unit === "year" && value.amount <= 20
          ? value.amount
          : report(node, place, {
              code: "wrong-value",
              message: "The register is kept for whole years, 20 at most.",
              remedy: "Write 5 years.",
            }),
      ),
      "How long entries are kept; 5 years when left out.",
    ),
    ...declared,
  },
});

export const rights = mapping({
  name: "Rights",
  doc: "What people can ask and how it is answered (GDPR arts. 12 to 22). One member per right that is offered.",
  example: "rights:\n  access: {}\n  erasure: {}\n  answerWithin: 30 days\n  copyTo: known address\n  leaving: erases",
  members: {
    access: may(right, "To know and get a copy (GDPR art. 15)."),
    rectification: may(right, "To have data corrected (GDPR art. 16)."),
    erasure: may(right, "To have data erased (GDPR art. 17)."),
    restriction: may(right, "To have use stopped for a while (GDPR art. 18)."),
    portability: may(right, "To take data to another party (GDPR art. 20)."),
    objection: may(right, "To object (GDPR art. 21)."),
    "automated-decision": may(right, "Not to be subject to automated decisions (GDPR art. 22)."),
    "withdraw-consent": may(right, "To withdraw consent (GDPR art. 7(3))."),
    complaint: may(right, "To complain to the authority (GDPR art. 77)."),
    answerWithin: may(answerWithin, "Within how many days requests are answered."),
    copyTo: may(copyTo, "Where copies go; known addresses only when left out."),
    leaving: may(leaving, "What leaving does; nothing of itself when left out."),
    register: may(register, "How handled requests are recorded."),
    ...declared,
  },
});

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
