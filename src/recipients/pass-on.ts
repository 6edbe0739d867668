/** At the end of a plan: who must hear of it, and by what they know the person. */
import { randomUUID } from "node:crypto";
import { assert, canonicalJson, type LocalDate, localDateOf, Personal } from "#base";
import { ownSystem, type Plan } from "#plans";
import { isCategory, mayDisclose, type Recipient, toBeToldOf, usingFor } from "#policy";
import type { KeyId, Reader, Transaction } from "#store";
import type { ByHandBecause, KnownBy, Passed, PassedAct, PassedStop, RecipientsOptions } from "./contract.ts";
import { post } from "./post.ts";
import { type NoticeRow, tables } from "./tables.ts";

type Known = readonly KnownBy[];

/** More would be no letter any more; the first ones are enough to find somebody by. */
const mostValues = 50;

export function today({ store, policy }: RecipientsOptions): LocalDate {
  return localDateOf(store.clock.now(), policy.timeZone);
}

export async function passOn(
  options: RecipientsOptions,
  tx: Transaction,
  plan: Plan,
  act: PassedAct,
  passed: Passed,
): Promise<void> {
  const { policy } = options;
  const corrected = passed.corrections?.reveal().map(({ category }) => category);
  const met = [...plan.steps, ...plan.previews].flatMap(({ tables: all }) => all.filter(({ rows }) => rows > 0));
  const found = toBeToldOf(policy, {
    categories: corrected ?? [...new Set(met.flatMap(({ categories }) => categories))],
    holds: [...new Set(plan.previews.flatMap(({ recipients }) => recipients))],
  });
  for (const { recipient } of found)
    await open(options, tx, { plan: plan.id, about: plan.about, act, recipient, passed });
}

/** Nobody hears of somebody whom they may not have: where only rows could tell, and nobody looked, staff find out first. */
export async function passOnStop(options: RecipientsOptions, tx: Transaction, stopped: PassedStop): Promise<void> {
  const subject = { emails: [stopped.email.reveal()], anchors: [] };
  const passed = { known: new Map([["", new Personal({ subject, values: [] })]]) };
  for (const recipient of usingFor(options.policy, stopped.purposes)) {
    const unsure = recipient.holdsWhen.length > 0 ? ("holding-unknown" as const) : undefined;
    const { request: plan, about } = stopped;
    await open(options, tx, { plan, about, act: "objection", recipient, passed, ...(unsure && { unsure }) });
  }
}

interface Opened {
  /** Of the plan; of the request where an act needs none. */
  readonly plan: string;
  readonly about: string;
  readonly act: PassedAct;
  readonly recipient: Recipient;
  readonly passed: Passed;
  readonly unsure?: ByHandBecause;
}

async function open(
  options: RecipientsOptions,
  tx: Transaction,
  { plan, about, act, recipient, passed, unsure }: Opened,
): Promise<void> {
  const { store, evidence } = options;
  const known = knownTo(recipient, passed);
  const because = byHandBecause(options, recipient) ?? unsure;
  const id = randomUUID();
  const key = await store.vault.createKey(tx);
  const row = {
    id,
    plan_id: plan,
    about,
    recipient: recipient.name,
    act,
    state: "by-hand" as const,
    by_hand_because: because ?? "no-address",
    key_id: key,
    sealed: await seal(options, tx, { id, key_id: key }, known),
    token_hash: null,
    made_at: store.clock.now(),
    told_at: null,
    told_by: null,
    reminded_at: null,
    reminders: 0,
    answer: null,
    answered_at: null,
    answered_by: null,
  };
  const made = await tables(tx)
    .insertInto("recipient_notice")
    .values(row)
    .onConflict((conflict) => conflict.columns(["plan_id", "recipient"]).doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return store.vault.shred(tx, key);
  if (because === undefined) return post(options, tx, row, known, false, addressOf(passed));
  await evidence.append(tx, {
    kind: "recipient.by-hand",
    about,
    body: { recipient: recipient.name, act, because },
  });
}

/** By which our own database finds the person, whether or not this recipient was given it. */
function addressOf({ known }: Passed): Personal<string> | undefined {
  const [email] = [...known.values()].flatMap((one) => one.reveal().subject.emails);
  return email === undefined ? undefined : new Personal(email);
}

/** Why no letter may go by itself; `undefined` when it may. */
export function byHandBecause(options: RecipientsOptions, recipient: Recipient): ByHandBecause | undefined {
  const may = mayDisclose(options.policy, recipient, today(options));
  if (!may.ok) return may.reason;
  return recipient.requestsTo === undefined ? "no-address" : undefined;
}

/** What points at the person and what was corrected, of the categories that this recipient was given; each value once. */
function knownTo(recipient: Recipient, { known, corrections }: Passed): readonly KnownBy[] {
  const pointing = [...known].flatMap(([system, one]): KnownBy[] => {
    // Ours holds digests of addresses, which tell nobody anything.
    if (system === ownSystem) return [];
    const { subject, values } = one.reveal();
    return [
      ...subject.emails.map((value) => ({ category: "contact.email", value })),
      ...values.map(({ category, value }) => ({ category, value })),
    ];
  });
  const corrected = (corrections?.reveal() ?? []).map(({ category, from, to }) => ({
    category,
    value: from ?? "",
    now: to,
  }));
  const given = [...corrected, ...pointing].filter(({ category }) =>
    recipient.receives.some((received) => isCategory(category, received)),
  );
  const once = new Map<string, KnownBy>();
  for (const one of given) {
    const key = canonicalJson([one.category, one.value]);
    if (!once.has(key)) once.set(key, one);
  }
  return [...once.values()].slice(0, mostValues);
}

export async function seal(
  { store }: RecipientsOptions,
  tx: Transaction,
  row: { readonly id: string; readonly key_id: KeyId },
  known: Known,
): Promise<Buffer> {
  const cipher = await store.vault.cipher(tx, row.key_id);
  assert(cipher !== undefined, "a notice to a recipient is sealed under a key that was destroyed");
  return Buffer.from(cipher.seal(Buffer.from(JSON.stringify(known)), context(row)));
}

/** Empty when its key was destroyed. */
export async function openKnown(
  { store }: RecipientsOptions,
  reader: Reader,
  row: Pick<NoticeRow, "id" | "key_id" | "sealed">,
): Promise<Personal<Known>> {
  const cipher = row.sealed === null ? undefined : await store.vault.cipher(reader, row.key_id);
  if (cipher === undefined || row.sealed === null) return new Personal([]);
  return new Personal(JSON.parse(Buffer.from(cipher.open(row.sealed, context(row))).toString("utf8")) as Known);
}

function context({ id }: { readonly id: string }): string {
  return `recipient notice ${id}`;
}
