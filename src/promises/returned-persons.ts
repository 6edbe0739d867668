/** Erased persons of whom something is there again, with the values by which they can be found: for doing it once more. */
import { type LocalDate, localDateOf, Personal, type PlanId } from "#base";
import { sql } from "#store";
import type { PromiseBoardOptions, ReturnedPersons } from "./contract.ts";
import { findReturned, type ReturnedValue } from "./watch-scan.ts";

/** A person has a handful; more are not needed to find somebody by. */
const mostValues = 100;

export async function returnedSince(options: PromiseBoardOptions, since: LocalDate): Promise<ReturnedPersons> {
  const { store, policy } = options;
  const values = new Map<PlanId, Map<string, ReturnedValue>>();
  const scan = await findReturned(options, localDateOf(store.clock.now(), policy.timeZone), (plan, one) => {
    const known = values.get(plan) ?? new Map<string, ReturnedValue>();
    if (known.size < mostValues) known.set(`${one.category} ${one.value}`, one);
    values.set(plan, known);
  });
  const { rows } = await sql<{ plan_id: PlanId; about: string | null; erased_on: LocalDate }>`
    select distinct plan_id, about, erased_on from erasure_watch where erased_on >= ${since}::date order by erased_on, plan_id
  `.execute(store.reader.db);
  const persons = rows.flatMap(({ plan_id: plan, about, erased_on: erasedOn }) => {
    const places = scan.found.filter((one) => one.plan === plan);
    if (places.length === 0) return [];
    return [
      { plan, about: about ?? plan, erasedOn, places, values: new Personal([...(values.get(plan)?.values() ?? [])]) },
    ];
  });
  return { erasures: rows.length, persons, notLookedAt: scan.notLookedAt };
}
