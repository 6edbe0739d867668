import { isCategory } from "../categories.ts";
import type { Policy } from "../model.ts";

/**
 * What a person does not correct by themselves: what we noted or made, and did not write down as a fact about them. That
 * something of it is wrong can be said in words. A secret is changed where it is used, never shown.
 */
const ours = [
  "credentials",
  "account.id",
  "account.role",
  "order-history",
  "payment",
  "invoice",
  "communication",
  "network",
  "behaviour",
  "privacy-request",
  "consent",
  "document",
  "review",
  "delivery",
  "conduct",
  "free-text",
  "file",
  "image",
  "biometric",
] as const;

/** Facts about a person within what is otherwise ours. */
const theirs: readonly string[] = ["payment.account"];

/** Categories whose values a person is shown to correct them (GDPR art. 16), in the order in which tables have them. */
export function correctableCategories({ systems }: Policy): readonly string[] {
  const met = systems.flatMap(({ tables }) =>
    tables.flatMap(({ columns }) => columns.filter(({ json }) => json.length === 0).map(({ category }) => category)),
  );
  return [...new Set(met)].filter(
    (category) => theirs.some((one) => isCategory(category, one)) || !ours.some((one) => isCategory(category, one)),
  );
}
