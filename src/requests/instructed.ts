/** A request of a customer about rows that are its own: who it is about is known already, and the link in its letter proved its address. */
import type { Anchor } from "#connectors";
import { assert, normaliseEmail, Personal } from "#base";
import type { Transaction } from "#store";
import type { House } from "./house.ts";
import { insert } from "./intake.ts";
import { orderPlan } from "./locate.ts";
import { line, record } from "./record.ts";
import { type FoundInSystem, OpenSecrets } from "./secrets.ts";
import { makeToken, tokenHash } from "./tokens.ts";

export interface Instruction {
  readonly kind: "access" | "erasure";
  /** The customer's. */
  readonly email: string;
  /** Rows that are the person, and this customer's. */
  readonly anchors: readonly Anchor[];
}

export async function receiveInstructed(
  house: House,
  tx: Transaction,
  { kind, email: given, anchors }: Instruction,
): Promise<{ reference: string }> {
  const email = normaliseEmail(given);
  const language = house.policy.languages[0] ?? "en";
  const submission = { kind, email: new Personal(email), language, channel: "customer" } as const;
  const row = await insert(house, tx, submission, { email, otherAddress: false });
  const cipher = await house.store.vault.cipher(tx, row.key_id);
  assert(cipher !== undefined, "a key that was just made opens");
  const secrets = new OpenSecrets(row.id, cipher);
  await secrets.write(tx, "email", email);
  await secrets.write(tx, "known-email", "");
  await secrets.write(tx, "known-as", {});
  await secrets.write(tx, "message", "");
  await secrets.write(tx, "residence", "");
  await secrets.write(tx, "found", foundFrom(anchors));
  const followToken = makeToken();
  await secrets.write(tx, "follow-token", followToken);
  const facts = { receivedOn: row.received_on, dueOn: row.due_on, dueBecause: row.due_because, channel: row.channel };
  await line(house, tx, row, { from: "start", to: "received", event: "receive", by: "person" }, { facts });
  const sent = await record(house, tx, row, "code-sent", "system");
  const now = house.store.clock.now();
  const waiting = await record(house, tx, sent, "verified", "person", {
    values: {
      follow_token_hash: tokenHash(followToken),
      verified_at: now,
      located_at: now,
      found_anything: true,
      acknowledged_on: row.received_on,
    },
  });
  await orderPlan(house, tx, waiting, anchors);
  return { reference: row.reference };
}

function foundFrom(anchors: readonly Anchor[]): readonly FoundInSystem[] {
  return [...Map.groupBy(anchors, ({ system }) => system)].map(([system, own]) => ({
    system,
    candidates: own.map((anchor) => ({ anchor, person: "", label: "" })),
    byAddress: [],
  }));
}
