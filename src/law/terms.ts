/** Which right has which term under which regime. The functions that count with it stand in `deadlines.ts`. */
import type { CountingId, Term } from "./counting.ts";
import type { RegimeId } from "./regimes.ts";
import type { Right } from "./rights.ts";
import { type Cited, from, recalled, seen } from "./source.ts";

/** A term in days, months or working days. */
export type DayTerm = Exclude<Term, { unit: "hour" }>;

/** A right under a regime, with its term. */
export interface RightTerm extends Cited {
  readonly regime: RegimeId;
  readonly right: Right;
  /** Within which it is answered; an amount of 0 means at once. Absent where the law names no number. */
  readonly answer?: DayTerm;
  readonly counting?: CountingId;
  readonly extension?: Extension;
}

/** More time, once. */
export interface Extension extends Cited {
  /** What is added to the term of the answer; absent where the law lets the organisation name the day. */
  readonly adds?: DayTerm;
  /** Within which the person is told, counted as the answer is. */
  readonly tellWithin: DayTerm;
  /** Whether the reasons are told as well. */
  readonly withReasons: boolean;
}

/** A duty to say that a request has come in. */
export interface AcknowledgementDuty extends Cited {
  readonly regime: RegimeId;
  readonly rights: readonly Right[];
  readonly within: DayTerm;
  readonly counting: CountingId;
}

const month: DayTerm = { amount: 1, unit: "month" };
const days = (amount: number): DayTerm => ({ amount, unit: "day" });
const businessDays = (amount: number): DayTerm => ({ amount, unit: "business-day" });
const atOnce = days(0);

const euExtension: Extension = {
  adds: { amount: 2, unit: "month" },
  tellWithin: month,
  withReasons: true,
  ...seen("GDPR art. 12(3)", { note: "Where requests are complex or many; three months from receipt in all." }),
};

const ukExtension: Extension = { ...euExtension, ...recalled("UK GDPR art. 12(3)") };

const ccpaExtension: Extension = {
  adds: days(45),
  tellWithin: days(45),
  withReasons: true,
  ...seen("11 CCR 7021(b)", { note: "Ninety days from receipt in all." }),
};

type More = Partial<Pick<RightTerm, "extension">>;

function eu(right: Right, article: string): RightTerm {
  return {
    regime: "eu-gdpr",
    right,
    answer: month,
    counting: "eu-months",
    extension: euExtension,
    ...seen(`GDPR art. ${article}, 12(3)`),
  };
}

function uk(right: Right, article: string): RightTerm {
  return {
    regime: "uk-gdpr",
    right,
    answer: month,
    counting: "uk-months",
    extension: ukExtension,
    ...recalled(`UK GDPR art. ${article}, 12(3), 12A`),
  };
}

function inDays(regime: RegimeId, right: Right, amount: number, cited: Cited, more: More = {}): RightTerm {
  return { regime, right, answer: days(amount), counting: "calendar-days", ...more, ...cited };
}

function ccpa(right: Right, article: string): RightTerm {
  return {
    regime: "us-ca-ccpa",
    right,
    answer: days(45),
    counting: "us-ca-calendar-days",
    extension: ccpaExtension,
    ...seen(`${article}; 11 CCR 7021(b)`),
  };
}

/** Every right we know a provision for. A right that is not in the list of a regime does not exist there. */
export const rightTerms: readonly RightTerm[] = [
  eu("access", "15"),
  eu("rectification", "16"),
  eu("erasure", "17"),
  eu("restriction", "18"),
  eu("portability", "20"),
  eu("objection", "21(1)"),
  {
    regime: "eu-gdpr",
    right: "objection-to-marketing",
    answer: atOnce,
    counting: "eu-months",
    ...recalled("GDPR art. 21(2)-(3)", { note: "No balancing and no exception." }),
  },
  eu("automated-decision", "22"),
  {
    regime: "eu-gdpr",
    right: "withdraw-consent",
    answer: atOnce,
    counting: "eu-months",
    ...recalled("GDPR art. 7(3)", { note: "At any time, and as easy as giving it." }),
  },
  { regime: "eu-gdpr", right: "complaint", ...recalled("GDPR art. 77") },

  uk("access", "15, 15(1A)"),
  uk("rectification", "16"),
  uk("erasure", "17"),
  uk("restriction", "18"),
  uk("portability", "20"),
  uk("objection", "21"),
  {
    regime: "uk-gdpr",
    right: "objection-to-marketing",
    answer: atOnce,
    counting: "uk-months",
    ...recalled("UK GDPR art. 21(2)-(3)"),
  },
  { regime: "uk-gdpr", right: "automated-decision", ...seen("UK GDPR art. 22A-22D", from("2026-02-05")) },
  {
    regime: "uk-gdpr",
    right: "withdraw-consent",
    answer: atOnce,
    counting: "uk-months",
    ...recalled("UK GDPR art. 7(3)"),
  },
  { regime: "uk-gdpr", right: "complaint", ...seen("DPA 2018 s. 164A", from("2026-06-19")) },

  inDays("ch-fadp", "access", 30, seen("FADP art. 25", { ...from("2023-09-01"), note: "As a rule." }), {
    extension: {
      tellWithin: days(30),
      withReasons: false,
      ...recalled("DPO (SR 235.11) art. 18", { note: "No length: the organisation says by when it will answer." }),
    },
  }),
  inDays(
    "ch-fadp",
    "portability",
    30,
    recalled("FADP art. 28; DPO art. 20-22", { ...from("2023-09-01"), confidence: "medium" }),
  ),
  { regime: "ch-fadp", right: "rectification", ...recalled("FADP art. 32(1)", { note: "No term is stated." }) },
  {
    regime: "ch-fadp",
    right: "erasure",
    ...recalled("FADP art. 32(2); Civil Code art. 28", { note: "A civil claim; no term is stated." }),
  },
  { regime: "ch-fadp", right: "objection", ...recalled("FADP art. 30(2)(b), 32(2)") },
  { regime: "ch-fadp", right: "automated-decision", ...recalled("FADP art. 21") },

  ccpa("access", "Civ. Code 1798.110, 1798.115, 1798.130; 11 CCR 7024"),
  ccpa("erasure", "Civ. Code 1798.105; 11 CCR 7022"),
  ccpa("rectification", "Civ. Code 1798.106; 11 CCR 7023"),
  {
    regime: "us-ca-ccpa",
    right: "opt-out-of-sale-or-sharing",
    answer: businessDays(15),
    counting: "us-ca-business-days",
    ...recalled("Civ. Code 1798.120, 1798.135; 11 CCR 7025, 7026(f)", {
      note: "As soon as feasibly possible; identity may not be verified. Since 2026 the person can see that it was carried out (7026(g), 7025(c)(6)).",
    }),
  },
  {
    regime: "us-ca-ccpa",
    right: "limit-sensitive-data",
    answer: businessDays(15),
    counting: "us-ca-business-days",
    ...recalled("Civ. Code 1798.121; 11 CCR 7027(g)"),
  },
  {
    regime: "us-ca-ccpa",
    right: "automated-decision",
    ...seen("11 CCR 7200 ff.", { ...from("2027-01-01"), confidence: "medium" }),
  },
  { regime: "us-ca-ccpa", right: "no-retaliation", ...recalled("Civ. Code 1798.125") },

  inDays(
    "us-ca-shine-the-light",
    "marketing-disclosure",
    30,
    seen("Civ. Code 1798.83", {
      note: "When sent to the designated contact. Elsewhere a reasonable time, 150 days at most; we keep to thirty.",
    }),
  ),

  inDays(
    "us-nv-603a",
    "opt-out-of-sale",
    60,
    seen("NRS 603A.345, 603A.346", { note: "From the verified request; we count from receipt." }),
    {
      extension: {
        adds: days(30),
        tellWithin: days(60),
        withReasons: false,
        ...seen("NRS 603A.345", { note: "Where reasonably necessary." }),
      },
    },
  ),
  inDays(
    "us-nv-603a",
    "health-data",
    45,
    seen("NRS 603A.400-603A.550", {
      ...from("2024-03-31"),
      note: "From authentication of the request; we count from receipt.",
    }),
    {
      extension: {
        adds: days(45),
        tellWithin: days(45),
        withReasons: false,
        ...seen("NRS 603A.400-603A.550", from("2024-03-31")),
      },
    },
  ),

  inDays(
    "ca-pipeda",
    "access",
    30,
    seen("PIPEDA s. 8, Schedule 1 cl. 4.9", {
      note: "From receipt of the written request; silence is refusal (8(5)).",
    }),
    {
      extension: {
        adds: days(30),
        tellWithin: days(30),
        withReasons: true,
        ...seen("PIPEDA s. 8(4)", {
          note: "Where it would interfere unreasonably, needs consultations, or converts to another format. The notice names the right to complain.",
        }),
      },
    },
  ),
  { regime: "ca-pipeda", right: "rectification", ...recalled("PIPEDA Schedule 1 cl. 4.9.5") },
  {
    regime: "ca-pipeda",
    right: "withdraw-consent",
    ...recalled("PIPEDA Schedule 1 cl. 4.3.8", {
      note: "Subject to legal or contractual restrictions and reasonable notice.",
    }),
  },
  { regime: "ca-pipeda", right: "complaint", ...recalled("PIPEDA s. 11, Schedule 1 cl. 4.10") },

  inDays("ca-qc-law25", "access", 30, seen("CQLR c. P-39.1 s. 27, 32", { note: "Silence is refusal." })),
  inDays("ca-qc-law25", "rectification", 30, recalled("CQLR c. P-39.1 s. 28, 32")),
  inDays("ca-qc-law25", "portability", 30, seen("CQLR c. P-39.1 s. 27, 32", from("2024-09-22"))),
  inDays("ca-qc-law25", "de-indexing", 30, seen("CQLR c. P-39.1 s. 28.1, 32", from("2023-09-22"))),
  { regime: "ca-qc-law25", right: "automated-decision", ...seen("CQLR c. P-39.1 s. 12.1", from("2023-09-22")) },
  {
    regime: "ca-qc-law25",
    right: "withdraw-consent",
    ...recalled("CQLR c. P-39.1 s. 8, 8.3", { confidence: "medium" }),
  },
];

/** The GDPR, Switzerland, Nevada, Canada and Quebec ask for none; the EDPB calls one good practice. */
export const acknowledgementDuties: readonly AcknowledgementDuty[] = [
  {
    regime: "us-ca-ccpa",
    rights: ["access", "erasure", "rectification"],
    within: businessDays(10),
    counting: "us-ca-business-days",
    ...seen("11 CCR 7021(a)", { note: "It says how identity is verified and when an answer can be expected." }),
  },
  {
    regime: "uk-gdpr",
    rights: ["complaint"],
    within: days(30),
    counting: "calendar-days",
    ...seen("DPA 2018 s. 164A (DUAA 2025 s. 103)", {
      ...from("2026-06-19"),
      note: "A complaint to the organisation itself is also made easy, investigated without undue delay, and its outcome told.",
    }),
  },
];
