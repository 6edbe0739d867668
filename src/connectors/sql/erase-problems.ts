/** What stands in the way of an erasure, said so that somebody can remove it. Names of tables and constraints only. */
import type { Problem } from "#base";

/** What a rule of the database says no to, whatever it calls it. */
export const refusals = {
  reference: {
    code: "constraint-refuses",
    says: "rows that stay still refer to rows that would go",
    remedy: "Let the policy delete or anonymise the referring rows too, or map the reference so that it is cut.",
  },
  null: {
    code: "constraint-refuses",
    says: "a column that would become NULL may not be NULL",
    remedy: 'Give the column a text to put in its place (`erased: "-"`), or let the table be deleted.',
  },
  unique: {
    code: "constraint-refuses",
    says: "two rows would get the same value where each must differ",
    remedy: "Put `{random}` in the text that replaces the value.",
  },
  check: {
    code: "constraint-refuses",
    says: "a check does not allow the value that erasure puts in place",
    remedy: "Choose a text that the check allows, or let the table be deleted.",
  },
  tooLong: {
    code: "value-does-not-fit",
    says: "the text that replaces a value is too long for its column",
    remedy: "Choose a shorter text under `erased`.",
  },
} satisfies Record<string, Refusal>;

export interface Refusal {
  readonly code: string;
  readonly says: string;
  readonly remedy: string;
}

/** `where` names table and constraint, as far as the database told them. */
export function refusedBecause(refusal: Refusal, doing: string, where: string, path: string): Problem {
  return {
    code: refusal.code,
    severity: "error",
    message: `${doing} is refused by the database: ${refusal.says}${where}.`,
    remedy: refusal.remedy,
    path,
  };
}

/** A trigger or function said no, or a value is of no kind that its column has. `where` names what the database told. */
export function refusedOtherwise(by: "trigger" | "value", doing: string, where: string, path: string): Problem {
  const trigger = by === "trigger";
  return {
    code: trigger ? "trigger-refuses" : "value-does-not-fit",
    severity: "error",
    message: trigger
      ? `${doing} is refused by a trigger or function of the database (${where}).`
      : `${doing} is refused by the database: a value does not fit (${where}).`,
    remedy: trigger
      ? "Let the trigger allow it for the role of Gestand, or change what erasure does with this table."
      : "Correct what the policy puts in the place of the value (`erased`).",
    path,
  };
}

export function sideEffect(rows: number, does: string, child: string, parent: string, constraint: string): Problem {
  return {
    code: "constraint-reaches-others",
    severity: "error",
    message: `Deleting from ${parent} would ${does} ${rows} row(s) of ${child} that this erasure must not touch (${constraint}).`,
    remedy: `Map the reference of ${child}: as a person path when the rows go too, or under alsoAbout with \`shared: {erase: detach}\` when only the link goes.`,
  };
}

export function referenceEnds(rows: number, child: string, parent: string, constraint: string): Problem {
  return {
    code: "reference-ends",
    severity: "note",
    message: `Deleting from ${parent} ends the reference in ${rows} row(s) of ${child} that stay (${constraint}, on delete set null). Nothing else in them changes by it.`,
    remedy: "Nothing to do when the reference may become NULL.",
  };
}

export function notCarriedOut(expected: number, done: number, doing: string, path: string): Problem {
  return {
    code: "trigger-refuses",
    severity: "error",
    message: `${doing} touched ${done} of ${expected} row(s): a trigger or rule of the database holds the others back without an error.`,
    remedy: "Find the trigger or rule on this table and let it pass for the role of Gestand.",
    path,
  };
}

export function linkInKey(table: string, target: string, path: string): Problem {
  return {
    code: "link-in-key",
    severity: "error",
    message: `Rows of ${table} would stay anonymous, but the link to ${target} is part of their key and ${target} is deleted.`,
    remedy: `Write \`erase: delete\` for ${table}, or \`erase: anonymise\` for ${target}.`,
    path,
  };
}

/** Thrown inside a transaction of ours to roll it back; never leaves this folder. */
export class Blocked extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** A trigger wrote something else than the policy says into rows that stay. */
export function putBack(system: string, table: string, columns: readonly string[]): Problem {
  return {
    code: "trigger-puts-back",
    severity: "error",
    message: `After erasing, a trigger of ${table} leaves another value in ${columns.join(", ")} than the policy says.`,
    remedy:
      "Let the trigger accept what the policy writes, or say under `erased` what it makes of it, or let the rows be deleted.",
    path: `systems.${system}.tables.${table}.erase`,
  };
}
