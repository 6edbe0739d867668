/** What is wrong with sources: nobody is named, nobody is told, or data is put together unasked. */
import { addPeriod, localDate, type Period, type Problem } from "#base";
import { isCategory } from "../categories.ts";
import type { Policy } from "../model.ts";
import { isIndirect } from "./source-promises.ts";
import type { Source } from "./sources.ts";

export function sourceProblems(source: Source, policy: Policy): readonly Problem[] {
  return [
    ...namedProblems(source),
    ...toldProblems(source),
    ...combinedProblems(source),
    ...unusedProblems(source, policy),
  ];
}

function warning(
  { name, at }: Source,
  word: string,
  made: Pick<Problem, "code" | "message" | "remedy" | "article">,
  place = at,
): Problem {
  return { ...made, severity: "warning", at: place, path: `sources.${name}.${word}` };
}

function namedProblems(source: Source): readonly Problem[] {
  const { kind, from } = source;
  if (from !== undefined || (kind !== "bought" && kind !== "partner" && kind !== "login-provider")) return [];
  return [
    warning(source, "from", {
      code: "source-unnamed",
      message: `"${source.name}" gives data about people and is not named.`,
      remedy: "Add from: a recipient, or {party: its name}.",
      article: "GDPR art. 14(2)(f)",
    }),
  ];
}

/** Who signs in elsewhere sees it happen; of all else people must hear within a month. */
function toldProblems(source: Source): readonly Problem[] {
  const { kind, told } = source;
  if (told !== undefined && isLongerThanMonth(told.is))
    return [
      warning(
        source,
        "told",
        {
          code: "source-told-late",
          message: `People are told of "${source.name}" later than the law allows.`,
          remedy: "Write told: 1 month, or less.",
          article: "GDPR art. 14(3)(a)",
        },
        told.at,
      ),
    ];
  if (told !== undefined || !isIndirect(kind) || kind === "login-provider") return [];
  return [
    {
      ...warning(source, "told", {
        code: "source-not-told",
        message: `Nothing says when people are told that "${source.name}" gave their data.`,
        remedy: "Add told: 1 month, unless they know it already.",
        article: "GDPR art. 14(3)(a), 14(5)(a)",
      }),
      severity: "note",
    },
  ];
}

function combinedProblems(source: Source): readonly Problem[] {
  const { combined, consent } = source;
  if (combined?.is === "with-consent" && consent === undefined)
    return [
      warning(
        source,
        "combined",
        {
          code: "combining-not-asked",
          message: `"${source.name}" is combined with consent, and no consent is named.`,
          remedy: "Add consent: the name of one under consents.",
          article: "GDPR art. 7(1)",
        },
        combined.at,
      ),
    ];
  const contradicted = source.added !== undefined && combined?.is === "never";
  if (!contradicted) return [];
  return [
    warning(
      source,
      "added",
      {
        code: "combined-all-the-same",
        message: `"${source.name}" is never combined, and it is added to the account.`,
        remedy: "Leave one of the two out.",
        article: "GDPR art. 12(1)",
      },
      source.added?.at,
    ),
  ];
}

function unusedProblems(source: Source, policy: Policy): readonly Problem[] {
  const used = [...policy.purposes.flatMap(({ uses }) => uses), ...(policy.onBehalf ?? []).flatMap(({ data }) => data)];
  return source.gives
    .filter((given) => !used.some((each) => isCategory(given, each) || isCategory(each, given)))
    .map((given) =>
      warning(source, "gives", {
        code: "collected-without-purpose",
        message: `"${source.name}" gives ${given}, which no purpose uses.`,
        remedy: "Name the purpose that uses it, or do not collect it.",
        article: "GDPR art. 5(1)(b), 5(1)(c)",
      }),
    );
}

/** Held against the shortest month there is. */
function isLongerThanMonth(period: Period): boolean {
  const start = localDate("2023-02-01");
  return addPeriod(start, period) > addPeriod(start, { amount: 1, unit: "month" });
}
