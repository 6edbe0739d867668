/**
 * Keeps an eye on erased persons without knowing who they are: keyed digests of what pointed at them, until the register
 * forgets the request. Names and network addresses are left out: other people have the same ones.
 */
import { addPeriod, localDateOf, normaliseEmail, type Personal, type PlanId, type StaffId } from "#base";
import type { Identifiers } from "#connectors";
import type { Plan } from "#plans";
import type { Policy } from "#policy";
import { sql, type Transaction, type Vault } from "#store";
import type { PromiseBoardOptions } from "./contract.ts";

const digestUse = "promises/erasure-watch";
const shared = ["name", "network", "biometric", "genetic"];
/** Shorter values are shared by chance. */
const fewestCharacters = 5;

/** Categories whose values point at one person alone. */
export function watchedCategories(policy: Policy): readonly string[] {
  return policy.categories
    .filter(({ name, identifying }) => identifying && !shared.includes(name.split(".")[0] ?? ""))
    .map(({ name }) => name);
}

/**
 * One spelling per value, whatever the column it stands in: addresses as they are compared everywhere, the rest in lower
 * case without blanks and punctuation. Undefined for what is too short to point at anybody.
 */
export function watchedDigest(vault: Vault, value: string): string | undefined {
  const plain = value.includes("@")
    ? normaliseEmail(value)
    : value
        .normalize("NFC")
        .toLowerCase()
        .replaceAll(/[\s().\-/+]/g, "");
  return plain.length < fewestCharacters ? undefined : vault.digest(digestUse, plain);
}

/** Called in the transaction that closes the erasure, before the identifiers are forgotten. */
export async function watchErasure(
  options: PromiseBoardOptions,
  tx: Transaction,
  plan: Plan,
  identifiers: ReadonlyMap<string, Personal<Identifiers>>,
): Promise<void> {
  const { store, policy } = options;
  const watched = new Set(watchedCategories(policy));
  const digests = new Map<string, string>();
  for (const found of identifiers.values())
    for (const { category, value, alsoOthers } of found.reveal().values) {
      // What somebody else has as well may stand there again at any time.
      const digest = watched.has(category) && alsoOthers !== true ? watchedDigest(store.vault, value) : undefined;
      if (digest !== undefined) digests.set(digest, category);
    }
  const today = localDateOf(store.clock.now(), policy.timeZone);
  const until = addPeriod(today, { amount: policy.rights.register.keepYears, unit: "year" });
  await sql`
    insert into erasure_watch (plan_id, category, digest, until_on, about, erased_on)
    select ${plan.id}::uuid, category, digest, ${until}::date, ${plan.about}::text, ${today}::date
    from unnest(${[...digests.values()]}::text[], ${[...digests.keys()]}::text[]) as watched (category, digest)
    on conflict do nothing
  `.execute(tx.db);
  const grounds = plan.steps.flatMap((step) =>
    step.kind === "verify"
      ? step.residue.map(({ table, column, rows }) => ({ system: step.system ?? "", table, column, rows }))
      : [],
  );
  await sql`
    insert into erasure_watch_ground (plan_id, system, relation, column_name, rows, until_on)
    select ${plan.id}::uuid, system, relation, column_name, sum(rows), ${until}::date
    from unnest(
      ${grounds.map(({ system }) => system)}::text[], ${grounds.map(({ table }) => table)}::text[],
      ${grounds.map(({ column }) => column)}::text[], ${grounds.map(({ rows }) => rows)}::bigint[]
    ) as ground (system, relation, column_name, rows)
    where rows > 0 group by system, relation, column_name
    on conflict do nothing
  `.execute(tx.db);
  await continueWatch(tx, plan);
}

/** One request is watched once: when it was carried out anew, what the earlier time was watched for goes on under this plan. */
async function continueWatch(tx: Transaction, { id, about }: Plan): Promise<void> {
  await sql`
    insert into erasure_watch (plan_id, category, digest, until_on, about, erased_on)
    select ${id}::uuid, category, digest, until_on, about, (select max(erased_on) from erasure_watch where about = ${about})
    from erasure_watch where about = ${about} and plan_id <> ${id}
    on conflict do nothing
  `.execute(tx.db);
  const { rows } = await sql<{ plan_id: string }>`
    delete from erasure_watch where about = ${about} and plan_id <> ${id} returning plan_id
  `.execute(tx.db);
  const earlier = [...new Set(rows.map(({ plan_id }) => plan_id))];
  await sql`delete from erasure_watch_ground where plan_id = any(${earlier}::uuid[])`.execute(tx.db);
  await sql`delete from erasure_return where plan_id = any(${earlier}::uuid[])`.execute(tx.db);
}

export async function endWatch(
  options: PromiseBoardOptions,
  tx: Transaction,
  plan: PlanId,
  by: StaffId,
): Promise<boolean> {
  const { rows } = await sql<{ about: string | null }>`
    delete from erasure_watch where plan_id = ${plan} returning about
  `.execute(tx.db);
  const [watched] = rows;
  if (watched === undefined) return false;
  await sql`delete from erasure_watch_ground where plan_id = ${plan}`.execute(tx.db);
  await sql`delete from erasure_return where plan_id = ${plan}`.execute(tx.db);
  await options.evidence.append(tx, {
    kind: "promise.watch-ended",
    about: watched.about ?? plan,
    body: { plan, because: "person-returned", by: "staff", staff: by },
  });
  return true;
}

/** What has served its time goes, with no trace. */
export async function forgetWatches(options: PromiseBoardOptions, today: string): Promise<void> {
  await options.store.transact(async (tx) => {
    await sql`delete from erasure_watch where until_on < ${today}::date`.execute(tx.db);
    await sql`delete from erasure_watch_ground where until_on < ${today}::date`.execute(tx.db);
    await sql`
      delete from erasure_return r where not exists (select from erasure_watch w where w.plan_id = r.plan_id)
    `.execute(tx.db);
  });
}
