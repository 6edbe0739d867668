import type { Term } from "../counting.ts";
import type { RegimeId } from "../regimes.ts";
import type { Cited, Titled } from "../source.ts";

/** What a provision is about; each topic is a chapter of the reference. */
export type ProvisionTopic =
  | "whom-it-binds"
  | "direct-marketing"
  | "information"
  | "records"
  | "fees"
  | "remedies"
  | "data-brokers";

/** A number of the law: a length of time, an amount of money or of persons. */
export type Quantity =
  | Term
  | { readonly amount: number; readonly unit: "USD" | "CHF" | "persons" | "percent" | "times" };

export interface Provision extends Cited {
  /** `<regime>.<what>`; never changes once published. */
  readonly id: string;
  readonly regime: RegimeId;
  readonly topic: ProvisionTopic;
  readonly title: Titled;
  /** Absent where the law has a rule and no number. */
  readonly quantity?: Quantity;
}

export const medium = { confidence: "medium" } as const;

export function entry(
  topic: ProvisionTopic,
  id: `${RegimeId}.${string}`,
  nl: string,
  en: string,
  cited: Cited,
  quantity?: Quantity,
): Provision {
  const regime = id.slice(0, id.indexOf(".")) as RegimeId;
  return { id, regime, topic, title: { nl, en }, ...(quantity === undefined ? {} : { quantity }), ...cited };
}

export const amount = <U extends Quantity["unit"]>(
  amount: number,
  unit: U,
): { readonly amount: number; readonly unit: U } => ({
  amount,
  unit,
});
