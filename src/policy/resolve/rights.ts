import type { Location } from "#base";
import { clausesOf } from "../chapters/clauses.ts";
import { generalClauses, rightClauses } from "../language/right-clauses.ts";
import type { rights as rightsKind } from "../language/rights.ts";
import type { RightKind, Rights } from "../model.ts";
import type { ReadBy } from "./declarations.ts";
import type { Names } from "./names.ts";

export const rightKinds: readonly RightKind[] = [
  "access",
  "rectification",
  "erasure",
  "restriction",
  "portability",
  "objection",
  "automated-decision",
  "withdraw-consent",
  "complaint",
];

/** What holds when the policy says nothing: the careful choice each time. */
const settledDays = 14;
const registerYears = 5;

export function rightsOf(read: ReadBy<typeof rightsKind> | undefined, whole: Location, names: Names): Rights {
  const at = read?.at ?? whole;
  const { copyTo, register, answerWithin, leaving } = read ?? {};
  return {
    ...names.declaredBy(read, at),
    granted: rightKinds.flatMap((kind) => {
      const right = read?.[kind];
      if (right === undefined) return [];
      return [
        {
          kind,
          ...names.declaredBy(right, right.at),
          for: [...new Set(right.for ?? ["everyone"])],
          clauses: clausesOf(rightClauses[kind], right.clauses, names),
        },
      ];
    }),
    ways: (read?.ways ?? []).flatMap(({ name, value }) =>
      value === undefined
        ? []
        : [
            {
              ...names.declaredBy(value, name.at),
              name: name.text,
              by: [...new Set(value.by)],
              for: [...new Set(value.for ?? ["everyone"])],
            },
          ],
    ),
    general: read === undefined ? {} : clausesOf(generalClauses, read, names),
    ...(answerWithin === undefined
      ? {}
      : { answerWithinDays: answerWithin.days, answerWithin: names.declaredBy(answerWithin, answerWithin.at ?? at) }),
    copyTo: {
      knownAddressOnly: copyTo?.address !== "any",
      settledDays: copyTo?.settled ?? settledDays,
      ...names.declaredBy(copyTo, copyTo?.at ?? at),
    },
    leavingErases: leaving?.does === "erases",
    ...(leaving === undefined ? {} : { leaving: names.declaredBy(leaving, leaving.at ?? at) }),
    register: {
      erasure: register?.erasure ?? "anonymous",
      keepYears: register?.keep ?? registerYears,
      ...names.declaredBy(register, register?.at ?? at),
    },
  };
}
