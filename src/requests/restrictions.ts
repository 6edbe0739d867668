/**
 * Who is restricted (GDPR art. 18), by keyed digest of every address they are known by: a stop of everything. What Gestand does of
 * itself asks here first and passes them over; what the person asks is exempt. The stop begins in the transaction that closes the
 * plan, and is also what a restored backup is held against.
 */
import type { Personal, PlanId } from "#base";
import type { Identifiers } from "#connectors";
import type { Plan } from "#plans";
import type { Reader, Transaction } from "#store";
import type { House } from "./house.ts";
import { tables } from "./tables.ts";
import { requesterDigest } from "./tokens.ts";

type Known = ReadonlyMap<string, Personal<Identifiers>>;

/** Told in the transaction that closes a plan, while it is known whom it was about. */
export async function followRestriction(house: House, tx: Transaction, plan: Plan, known: Known): Promise<void> {
  if (plan.action === "restriction") return begin(house, tx, plan, digestsOf(house, known));
  // Somebody who was erased has nothing left to restrict: what they asked last counts.
  if (plan.action === "lifting" || plan.action === "erasure") return end(house, tx, plan, digestsOf(house, known));
}

function digestsOf({ store }: House, known: Known): readonly string[] {
  const emails = [...known.values()].flatMap((one) => {
    const { values, subject } = one.reveal();
    return [
      ...subject.emails,
      ...values.flatMap(({ category, value, alsoOthers }) =>
        category === "contact.email" && alsoOthers !== true ? [value] : [],
      ),
    ];
  });
  return [...new Set(emails.map((email) => requesterDigest(store.vault, email)))];
}

async function begin(
  { store, evidence }: House,
  tx: Transaction,
  plan: Plan,
  digests: readonly string[],
): Promise<void> {
  if (digests.length === 0) return;
  const request = await tables(tx)
    .selectFrom("request")
    .select("id")
    .where("reference", "=", plan.about)
    .executeTakeFirst();
  await tables(tx)
    .insertInto("request_stop")
    .values(
      digests.map((digest) => ({
        request_id: request?.id ?? null,
        person_digest: digest,
        stopped: "everything" as const,
        purpose: null,
        because: "restriction" as const,
        since: store.clock.now(),
        plan_id: plan.id,
      })),
    )
    // Restricted once more, after a backup was restored: the newer plan is the one that the lists in the systems name.
    .onConflict((conflict) =>
      conflict.columns(["request_id", "person_digest", "stopped", "purpose"]).doUpdateSet({ plan_id: plan.id }),
    )
    .execute();
  await evidence.append(tx, { kind: "restriction.begun", about: plan.about, body: { plan: plan.id } });
}

/** Every restriction of whoever has one of these addresses, under all of theirs. */
async function end({ evidence }: House, tx: Transaction, plan: Plan, digests: readonly string[]): Promise<void> {
  if (digests.length === 0) return;
  const met = await tables(tx)
    .selectFrom("request_stop")
    .select(["id", "request_id"])
    .where("because", "=", "restriction")
    .where("person_digest", "in", [...digests])
    .execute();
  if (met.length === 0) return;
  const requests = met.flatMap(({ request_id: id }) => (id === null ? [] : [id]));
  await tables(tx)
    .deleteFrom("request_stop")
    .where("because", "=", "restriction")
    .where((where) =>
      where.or([
        where(
          "id",
          "in",
          met.map(({ id }) => id),
        ),
        ...(requests.length === 0 ? [] : [where("request_id", "in", requests)]),
      ]),
    )
    .execute();
  const because = plan.action === "erasure" ? "erased" : "lifted";
  await evidence.append(tx, { kind: "restriction.ended", about: plan.about, body: { plan: plan.id, because } });
}

/** Plans of the restrictions that stand, whoever they are about. */
export async function standingRestrictions(reader: Reader): Promise<ReadonlySet<PlanId>> {
  const rows = await tables(reader)
    .selectFrom("request_stop")
    .select("plan_id")
    .distinct()
    .where("because", "=", "restriction")
    .execute();
  return new Set(rows.flatMap(({ plan_id: plan }) => (plan === null ? [] : [plan])));
}

/** The restrictions that stand, each with the digests of its person's addresses. */
export async function restrictionsByPlan(
  reader: Reader,
): Promise<readonly { readonly plan: PlanId; readonly about: string; readonly digests: readonly string[] }[]> {
  const rows = await tables(reader)
    .selectFrom("request_stop")
    .leftJoin("request", "request.id", "request_stop.request_id")
    .select(["request_stop.plan_id", "request_stop.person_digest", "request.reference"])
    .where("because", "=", "restriction")
    .orderBy("request_stop.id")
    .execute();
  return [...Map.groupBy(rows, ({ plan_id }) => plan_id)].flatMap(([plan, its]) =>
    plan === null
      ? []
      : [{ plan, about: its[0]?.reference ?? plan, digests: its.map(({ person_digest }) => person_digest) }],
  );
}

/** Those of these digests whose person is restricted. As many as a batch has. */
export async function restrictedAmong(reader: Reader, digests: readonly string[]): Promise<ReadonlySet<string>> {
  if (digests.length === 0) return new Set();
  const rows = await tables(reader)
    .selectFrom("request_stop")
    .select("person_digest")
    .where("because", "in", ["restriction", "minor-reported"])
    .where("person_digest", "in", [...digests])
    .execute();
  return new Set(rows.map((row) => row.person_digest));
}
