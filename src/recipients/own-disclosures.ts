/** What Gestand itself tells others of a person while it carries out what that person asked. */
import { normaliseEmail, Personal } from "#base";
import type { StoreTold } from "#plans";
import { mayDisclose } from "#policy";
import type { Transaction } from "#store";
import type { RecipientsOptions } from "./contract.ts";
import { dayOf, insert, type Line, onceOf } from "./disclosure-lines.ts";

/** What Gestand itself gave away. Without a person where it would outlive the erasure that it was part of. */
interface OwnDisclosure {
  readonly id: string;
  readonly person?: Personal<string>;
  readonly recipient: string;
  readonly categories: readonly string[];
}

export async function recordOwn(options: RecipientsOptions, tx: Transaction, own: OwnDisclosure): Promise<void> {
  const { policy, personDigest } = options;
  const { id, person, categories } = own;
  const recipient = policy.recipients.find(({ name }) => name === own.recipient);
  if (recipient === undefined || categories.length === 0) return;
  const on = dayOf(options);
  const line: Line = {
    once: onceOf(options, "house", id),
    person_digest: person === undefined ? null : personDigest(normaliseEmail(person.reveal())),
    recipient: recipient.name,
    purpose: null,
    categories: [...new Set(categories)].sort(),
    ground: "request",
    allowed: mayDisclose(policy, recipient, on).ok,
    disclosed_on: on,
  };
  await insert(options, tx, [line], "house");
}

/** What an erasure asked a party is counted, and names nobody: it would outlive the person that it was to forget. */
export async function recordStoreTold(options: RecipientsOptions, tx: Transaction, told: StoreTold): Promise<void> {
  const store = options.policy.stores?.find(({ name }) => name === told.store);
  if (store?.by === undefined) return;
  const { emails } = told.subject.reveal();
  // A name or a number says which things are the person's, and so tells of those.
  const categories = emails.length > 0 ? ["contact.email"] : store.holds;
  const [email] = emails;
  await recordOwn(options, tx, {
    id: `plan ${told.plan} store ${told.store}`,
    recipient: store.by,
    categories,
    ...(email !== undefined && told.action !== "erasure" && { person: new Personal(email) }),
  });
}
