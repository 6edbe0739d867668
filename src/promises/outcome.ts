/** What one check found, and how the findings of several become the status of a promise. */
import type { PromiseCheckKind } from "#policy";
import type { Listed, Message, MessageKey, Messages } from "./words/messages.ts";

export type Facts = Readonly<Record<string, string | number | boolean>>;

export interface CheckOutcome {
  readonly status: "kept" | "broken" | "unproven" | "stated";
  /** What was looked at and what was found; one message or a few. */
  readonly messages: readonly Message[];
  readonly facts: Facts;
}

/** One thing that a check says; the values are what its sentence needs. */
export function said<Key extends MessageKey>(
  key: Key,
  ...[values]: keyof Messages[Key] extends never ? [] : [Messages[Key]]
): Message {
  return { key, values: { ...values } };
}

/** The check looked and found it so. `facts` say what was looked at and how much; a check that saw nothing may not say this. */
export function kept(message: Message, facts: Facts = {}): CheckOutcome {
  return { status: "kept", messages: [message], facts };
}

export function broken(message: Message, facts: Facts = {}): CheckOutcome {
  return { status: "broken", messages: [message], facts };
}

/** Nothing to look at yet, or it could not be looked at; the message says which. */
export function unproven(message: Message, facts: Facts = {}): CheckOutcome {
  return { status: "unproven", messages: [message], facts };
}

export function stated(): CheckOutcome {
  return { status: "stated", messages: [said("words-only")], facts: {} };
}

/** The worst counts, in this order. */
const worstFirst = ["broken", "unproven", "stated", "kept"] as const;

/** Kept only when every check says so. The messages are of the checks that decided, each once. */
export function combine(
  outcomes: readonly { readonly kind: PromiseCheckKind; readonly outcome: CheckOutcome }[],
): CheckOutcome {
  const status = worstFirst.find((one) => outcomes.some(({ outcome }) => outcome.status === one)) ?? "unproven";
  const deciding = outcomes.filter(({ outcome }) => outcome.status === status);
  const told = deciding.flatMap(({ outcome }) => outcome.messages);
  const once = new Map(told.map((message) => [JSON.stringify(message), message]));
  return { status, messages: once.size === 0 ? [said("check.none")] : [...once.values()], facts: factsOf(outcomes) };
}

function factsOf(outcomes: readonly { readonly kind: string; readonly outcome: CheckOutcome }[]): Facts {
  if (outcomes.length === 1) return outcomes[0]?.outcome.facts ?? {};
  const named = outcomes.flatMap(({ kind, outcome }) =>
    Object.entries(outcome.facts).map(([name, value]) => [`${kind}.${name}`, value] as const),
  );
  return Object.fromEntries(named);
}

/** The first few of a list of references, and how many more there are. */
export function some(names: readonly string[], most = 3): Listed {
  return { shown: names.slice(0, most), more: Math.max(0, names.length - most) };
}
