/** What is wrong with a line that says what was disclosed, and whether the policy allowed it. */
import { type LocalDate, normaliseEmail } from "#base";
import { isCategory, mayDisclose, type Policy } from "#policy";
import type { DisclosureFault, DisclosureGround, DisclosureSaid } from "./disclosure-contract.ts";

const longestId = 200;
const mostCategories = 100;

export interface Checked {
  readonly ground: DisclosureGround;
  readonly allowed: boolean;
}

/** Between the first day that is kept and today. */
export interface Days {
  readonly first: LocalDate;
  readonly today: LocalDate;
}

export type CheckedLine =
  | { readonly ok: true; readonly value: Checked }
  | { readonly ok: false; readonly fault: Omit<DisclosureFault, "line"> };

export function checkLine(policy: Policy, said: DisclosureSaid, days: Days): CheckedLine {
  const { id, categories, on, purpose: named } = said;
  if (id.length === 0 || id.length > longestId) return no("id", `Give an id of 1 to ${longestId} characters.`);
  if (!isAddress(said.email.reveal())) return no("email", "This is no e-mail address.");
  const recipient = policy.recipients.find(({ name }) => name === said.recipient);
  if (recipient === undefined) return no("recipient", "The policy names no such recipient.");
  const purpose = policy.purposes.find(({ name }) => name === named);
  if (named !== undefined && purpose === undefined) return no("purpose", "The policy names no such purpose.");
  if (!areCategories(policy, categories))
    return no("categories", `Give 1 to ${mostCategories} categories that the policy uses.`);
  if (on < days.first || on > days.today)
    return no("on", `Give a day from ${days.first} to ${days.today}; what is older is not kept.`);
  const ground = said.ground ?? purpose?.basis.kind ?? (recipient.role === "processor" ? "instruction" : undefined);
  if (ground === undefined) return no("ground", "Name the purpose or the ground: this recipient is no processor.");
  const allowed =
    mayDisclose(policy, recipient, on).ok &&
    (named === undefined || recipient.purposes.includes(named)) &&
    categories.every((category) => recipient.receives.some((received) => isCategory(category, received)));
  return { ok: true, value: { ground, allowed } };
}

export function isAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/u.test(normaliseEmail(text)) && text.length <= 254;
}

/** Whether each is a category of the policy, or one above it. Nothing below: what is stored in clear must be a known word. */
export function areCategories(policy: Policy, categories: readonly string[]): boolean {
  if (categories.length === 0 || categories.length > mostCategories) return false;
  const known = [...policy.categories.map(({ name }) => name), ...categoriesOf(policy)];
  return categories.every((category) => known.some((one) => isCategory(one, category)));
}

/** With which the policy does something; in alphabetical order. */
export function categoriesOf(policy: Policy): readonly string[] {
  const used = [
    ...policy.purposes.flatMap(({ uses }) => uses),
    ...policy.recipients.flatMap(({ receives }) => receives),
    ...policy.systems.flatMap(({ tables }) =>
      tables.flatMap(({ columns }) => columns.flatMap(({ category }) => category ?? [])),
    ),
  ];
  return [...new Set(used)].sort();
}

function no(member: DisclosureFault["member"], message: string): CheckedLine {
  return { ok: false, fault: { member, message } };
}
