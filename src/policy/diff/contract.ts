import type { Localized } from "#base";

/**
 * `fresh-consent`: a purpose on consent does something else than was consented to. `material`: facts of the processing, or
 * terms. `editorial`: words, titles and references only.
 */
export type ChangeClass = "fresh-consent" | "material" | "editorial";

export interface Difference {
  /** Where in the policy: `purposes.newsletter.uses`. The parts of a list that has names are named by them. */
  readonly path: string;
  readonly how: "added" | "removed" | "changed";
  readonly class: ChangeClass;
  /** One sentence. */
  readonly says: Required<Localized>;
  /** Kinds of persons whose data it concerns, by name, sorted. Empty for words only. */
  readonly persons: readonly string[];
  /** Categories of data it touches, by name, sorted. */
  readonly categories: readonly string[];
  /** Tables it touches: `shop.orders`, sorted. */
  readonly tables: readonly string[];
}

export interface PolicyDiff {
  /** Sorted by path. */
  readonly differences: readonly Difference[];
  /** The weightiest class among them; absent when nothing differs. */
  readonly class?: ChangeClass;
  /** Purposes on consent for which fresh consent is needed, by name, sorted. */
  readonly consentFor: readonly string[];
  /** Kinds of persons concerned by what is more than editorial, sorted. */
  readonly persons: readonly string[];
}
