/** The personal data that a plan must remember between its steps: sealed under the request's key, deleted when it ends. */
import { assert, OperationalError, Personal, type PlanId } from "#base";
import type { Correction, Identifiers, StoreSubject, Subject } from "#connectors";
import type { Cipher, KeyId, Reader, Transaction, Vault } from "#store";
import { tables } from "./tables.ts";

type Kind = "subject" | "identifiers" | "corrections" | "store";

/** Not retryable: what was sealed is gone for good, and with it the request. */
export async function cipherOf(vault: Vault, reader: Reader, key: KeyId | null): Promise<Cipher> {
  assert(key !== null, "a plan about no person has nothing to seal");
  const cipher = await vault.cipher(reader, key);
  if (cipher !== undefined) return cipher;
  throw new OperationalError(
    "key-shredded",
    "The key of this request was destroyed, so the plan no longer knows whom it is about. Nothing more is done. Make a new request.",
  );
}

export async function sealSubject(
  tx: Transaction,
  vault: Vault,
  plan: { id: PlanId; key: KeyId },
  subject: Subject,
): Promise<void> {
  const cipher = await cipherOf(vault, tx, plan.key);
  await replace(tx, plan.id, "subject", [["", seal(cipher, plan.id, "subject", "", subject)]]);
}

export async function openSubject(
  reader: Reader,
  vault: Vault,
  plan: { id: PlanId; key_id: KeyId | null },
): Promise<Personal<Subject>> {
  const found = await read<Subject>(reader, vault, plan, "subject");
  const subject = found.get("");
  if (subject === undefined) throw gone();
  return subject;
}

export async function sealCorrections(
  tx: Transaction,
  vault: Vault,
  plan: { id: PlanId; key: KeyId },
  corrections: readonly Correction[],
): Promise<void> {
  const cipher = await cipherOf(vault, tx, plan.key);
  await replace(tx, plan.id, "corrections", [["", seal(cipher, plan.id, "corrections", "", corrections)]]);
}

/** None for a plan that corrects nothing. */
export async function openCorrections(
  reader: Reader,
  vault: Vault,
  plan: { id: PlanId; key_id: KeyId | null },
): Promise<Personal<readonly Correction[]>> {
  const found = await read<readonly Correction[]>(reader, vault, plan, "corrections");
  return found.get("") ?? new Personal([]);
}

export async function sealIdentifiers(
  tx: Transaction,
  vault: Vault,
  plan: { id: PlanId; key_id: KeyId | null },
  identifiers: ReadonlyMap<string, Identifiers>,
): Promise<void> {
  const cipher = await cipherOf(vault, tx, plan.key_id);
  const sealed = [...identifiers].map(
    ([system, value]) => [system, seal(cipher, plan.id, "identifiers", system, value)] as const,
  );
  await replace(tx, plan.id, "identifiers", sealed);
}

/** Per system. */
export function openIdentifiers(
  reader: Reader,
  vault: Vault,
  plan: { id: PlanId; key_id: KeyId | null },
): Promise<ReadonlyMap<string, Personal<Identifiers>>> {
  return read<Identifiers>(reader, vault, plan, "identifiers");
}

export async function sealStores(
  tx: Transaction,
  vault: Vault,
  plan: { id: PlanId; key_id: KeyId | null },
  subjects: ReadonlyMap<string, StoreSubject>,
): Promise<void> {
  const cipher = await cipherOf(vault, tx, plan.key_id);
  const sealed = [...subjects].map(([store, value]) => [store, seal(cipher, plan.id, "store", store, value)] as const);
  await replace(tx, plan.id, "store", sealed);
}

/** Per store. */
export function openStores(
  reader: Reader,
  vault: Vault,
  plan: { id: PlanId; key_id: KeyId | null },
): Promise<ReadonlyMap<string, Personal<StoreSubject>>> {
  return read<StoreSubject>(reader, vault, plan, "store");
}

async function read<T>(
  reader: Reader,
  vault: Vault,
  plan: { id: PlanId; key_id: KeyId | null },
  kind: Kind,
): Promise<Map<string, Personal<T>>> {
  const cipher = await cipherOf(vault, reader, plan.key_id);
  const rows = await tables(reader)
    .selectFrom("plan_secret")
    .select(["system", "sealed"])
    .where("plan_id", "=", plan.id)
    .where("kind", "=", kind)
    .orderBy("system")
    .execute();
  return new Map(
    rows.map(({ system, sealed }) => {
      const text = Buffer.from(cipher.open(sealed, context(plan.id, kind, system))).toString("utf8");
      return [system, new Personal(JSON.parse(text) as T)];
    }),
  );
}

async function replace(
  tx: Transaction,
  plan: PlanId,
  kind: Kind,
  sealed: readonly (readonly [string, Uint8Array])[],
): Promise<void> {
  await tables(tx).deleteFrom("plan_secret").where("plan_id", "=", plan).where("kind", "=", kind).execute();
  for (const [system, bytes] of sealed)
    await tables(tx).insertInto("plan_secret").values({ plan_id: plan, kind, system, sealed: bytes }).execute();
}

function seal(cipher: Cipher, plan: PlanId, kind: Kind, system: string, value: object): Uint8Array {
  return cipher.seal(Buffer.from(JSON.stringify(value)), context(plan, kind, system));
}

function context(plan: PlanId, kind: Kind, system: string): string {
  return `plan/${plan}/${kind}/${system}`;
}

function gone(): OperationalError {
  return new OperationalError(
    "subject-forgotten",
    "The plan no longer knows whom it is about. Nothing was done. Make a new request.",
  );
}
