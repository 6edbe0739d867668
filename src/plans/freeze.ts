/** What exactly is approved, as one text and its hash. Who approves a hash approves this and nothing else. */
import { createHash } from "node:crypto";
import { canonicalJson, type Json, type LocalDate } from "#base";
import type { Preview, Subject } from "#connectors";
import type { Vault } from "#store";
import type { PlanAction, StorePreview } from "./contract.ts";
import type { PlannedStep } from "./order.ts";

export interface Frozen {
  readonly action: PlanAction;
  readonly about: string;
  readonly subjectDigest: string;
  readonly policyHash: string;
  readonly today: LocalDate;
  readonly steps: readonly PlannedStep[];
  readonly previews: readonly Preview[];
  readonly stores: readonly StorePreview[];
}

/** SHA-256, hex. */
export function frozenHash(frozen: Frozen): string {
  const text = canonicalJson({
    about: frozen.about,
    action: frozen.action,
    policyHash: frozen.policyHash,
    previews: frozen.previews as unknown as Json,
    steps: frozen.steps.map(({ kind, system, store }, at) => ({ kind, ordinal: at + 1, system, store })),
    // Left out where there are none, so that plans approved before there were any stay what was approved.
    ...(frozen.stores.length > 0 && { stores: frozen.stores as unknown as Json }),
    subject: frozen.subjectDigest,
    today: frozen.today,
  });
  return createHash("sha256").update(text).digest("hex");
}

/** Keyed, so that it says nothing to who lacks the installation key; order of addresses and anchors does not count. */
export function subjectDigest(vault: Vault, subject: Subject): string {
  const anchors = subject.anchors.map(({ system, table, key }) => canonicalJson([system, table, [...key]]));
  const known = (subject.known ?? []).map(({ identity, spellings }) => canonicalJson([identity, spellings[0] ?? ""]));
  return vault.digest(
    "plans/subject",
    canonicalJson({
      anchors: anchors.sort(),
      emails: [...subject.emails].sort(),
      ...(known.length > 0 && { known: known.sort() }),
    }),
  );
}
