/** The words for what people can ask, and how it is answered (GDPR arts. 12 to 22). */
import { clauseMembers, type ClauseRead } from "../chapters/clauses.ts";
import { changed, either, list, mapping, may, type Member, named, need } from "../grammar/collections.ts";
import { type Placed, report } from "../grammar/kind.ts";
import { oneOf, period, wholeNumber } from "../grammar/values.ts";
import type { RightKind } from "../model.ts";
import type { Region } from "../regions.ts";
import { generalClauses, rightClauses } from "./right-clauses.ts";
import { checkOwnName, declared, region, type Said } from "./words.ts";

/** What is written of any right. Which clauses a right can have stands in `rightClauses`. */
export interface RightRead extends Placed {
  readonly for: readonly Region[] | undefined;
  readonly cites: readonly string[] | undefined;
  readonly says: Said | undefined;
  readonly clauses: Readonly<Record<string, ClauseRead | undefined>>;
}

function right(kind: RightKind, doc: string): Member<RightRead, false> {
  const clauses = clauseMembers(rightClauses[kind]);
  const members = {
    for: may(
      list(region),
      "People where; everyone when left out. The GDPR gives its rights to everyone whose data you use.",
    ),
    ...declared,
  };
  const words = mapping({
    name: `Right: ${kind}`,
    doc: `${doc} \`{}\` is enough.`,
    example: `rights:\n  ${kind}: {cites: [002-085]}`,
    members: { ...members, ...clauses },
  });
  return may(
    changed(words, ({ at, path, for: where, cites, says, ...given }): RightRead => {
      // What is left are the clauses: every other word stands above.
      return { at, path, for: where, cites, says, clauses: given };
    }),
    doc,
  );
}

export const requestWays = ["form", "e-mail", "post", "phone", "app", "profile"] as const;

const ways = named({
  what: "a group of ways",
  check: checkOwnName,
  kind: mapping({
    name: "Ways to ask",
    doc: "How requests are made. Whatever way they come, they are handled as one.",
    example: "ways:\n  everyone: {by: [form, e-mail, post]}",
    members: {
      by: need(list(oneOf(requestWays, "a way to ask")), "In which ways."),
      for: may(list(region), "People where; everyone when left out."),
      ...declared,
    },
  }),
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
    access: right("access", "To know and get a copy (GDPR art. 15)."),
    rectification: right("rectification", "To have data corrected (GDPR art. 16)."),
    erasure: right("erasure", "To have data erased (GDPR art. 17)."),
    restriction: right("restriction", "To have use stopped for a while (GDPR art. 18)."),
    portability: right("portability", "To take data to another party (GDPR art. 20)."),
    objection: right("objection", "To object (GDPR art. 21)."),
    "automated-decision": right("automated-decision", "Not to be subject to automated decisions (GDPR art. 22)."),
    "withdraw-consent": right("withdraw-consent", "To withdraw consent (GDPR art. 7(3))."),
    complaint: right("complaint", "To complain to the authority (GDPR art. 77)."),
    ways: may(ways, "How requests are made, beside the privacy centre."),
    ...clauseMembers(generalClauses),
    answerWithin: may(answerWithin, "Within how many days requests are answered."),
    copyTo: may(copyTo, "Where copies go; known addresses only when left out."),
    leaving: may(leaving, "What leaving does; nothing of itself when left out."),
    register: may(register, "How handled requests are recorded."),
    ...declared,
  },
});
