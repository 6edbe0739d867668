import type { Localized } from "#base";
import type { NoticeSection } from "../model.ts";

/**
 * `fresh-consent`: a purpose on consent does more than was consented to. `material`: facts of the processing, or terms.
 * `editorial`: words, titles and references only.
 */
export type ChangeClass = "fresh-consent" | "material" | "editorial";

export interface Difference {
  /**
   * Where in the policy: `purposes.newsletter.uses`. The parts of a list that has names are named by them. When one
   * sentence tells of several places, what their paths have in common.
   */
  readonly path: string;
  /** Every place that the sentence tells of, sorted; mostly `path` alone. */
  readonly paths: readonly string[];
  readonly how: "added" | "removed" | "changed";
  readonly class: ChangeClass;
  /** Purposes on consent of which it does more than was agreed, by name, sorted. */
  readonly consentFor: readonly string[];
  /** What it is about, as the heading of a group: `Recipient: Example Parcels B.V.` */
  readonly title: Required<Localized>;
  /** The heading of the notice under which one reads about it. */
  readonly section: NoticeSection;
  /** For people: it begins with the title and names facts as the notice does. */
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
