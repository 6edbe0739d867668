/** What one check found, and how the findings of several become the status of a promise. */
import type { PromiseCheckKind } from "#policy";

export type Facts = Readonly<Record<string, string | number | boolean>>;

export interface CheckOutcome {
  readonly status: "kept" | "broken" | "unproven" | "stated";
  /** One or two sentences in English; never personal data. */
  readonly summary: string;
  readonly facts: Facts;
}

/** The check looked and found it so. `facts` say what was looked at and how much; a check that saw nothing may not say this. */
export function kept(summary: string, facts: Facts = {}): CheckOutcome {
  return { status: "kept", summary, facts };
}

export function broken(summary: string, facts: Facts = {}): CheckOutcome {
  return { status: "broken", summary, facts };
}

/** Nothing to look at yet, or it could not be looked at; the summary says which. */
export function unproven(summary: string, facts: Facts = {}): CheckOutcome {
  return { status: "unproven", summary, facts };
}

export function stated(): CheckOutcome {
  return { status: "stated", summary: "Promised in words; no system can show it.", facts: {} };
}

/** The worst counts, in this order. */
const worstFirst = ["broken", "unproven", "stated", "kept"] as const;

/** Kept only when every check says so. The summary speaks of the checks that decided. */
export function combine(
  outcomes: readonly { readonly kind: PromiseCheckKind; readonly outcome: CheckOutcome }[],
): CheckOutcome {
  const status = worstFirst.find((one) => outcomes.some(({ outcome }) => outcome.status === one)) ?? "unproven";
  const deciding = outcomes.filter(({ outcome }) => outcome.status === status);
  const summary = [...new Set(deciding.map(({ outcome }) => outcome.summary))].join(" ");
  return { status, summary: summary || "Nothing says how this could be checked.", facts: factsOf(outcomes) };
}

function factsOf(outcomes: readonly { readonly kind: string; readonly outcome: CheckOutcome }[]): Facts {
  if (outcomes.length === 1) return outcomes[0]?.outcome.facts ?? {};
  const named = outcomes.flatMap(({ kind, outcome }) =>
    Object.entries(outcome.facts).map(([name, value]) => [`${kind}.${name}`, value] as const),
  );
  return Object.fromEntries(named);
}

/** `3 requests`, `1 request`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The first few of a list of references, and how many more there are. */
export function some(names: readonly string[], shown = 3): string {
  const rest = names.length - shown;
  return `${names.slice(0, shown).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
