/** Persons whose restriction stands with us, and went away in a system with a backup: found by the digests of their addresses. */
import { normaliseEmail, Personal, type PlanId } from "#base";
import type { Subject } from "#connectors";
import { ownSystem } from "#plans";
import type { LostRestriction, ReplayOptions } from "./contract.ts";

export interface MetRestriction {
  readonly lost: LostRestriction;
  readonly subject: Personal<Subject>;
}

/** Where a person has rows and none of them is restricted. One row that came since is not a backup. */
export async function lostRestrictions(options: ReplayOptions): Promise<readonly MetRestriction[]> {
  const { store, plans, restrictions } = options;
  const standing = await restrictions(store.reader);
  if (standing.length === 0) return [];
  const addresses = await addressesOf(
    options,
    new Map(standing.flatMap(({ plan, digests }) => digests.map((digest) => [digest, plan]))),
  );
  const met: MetRestriction[] = [];
  for (const { plan, about } of standing) {
    const emails = [...(addresses.get(plan) ?? [])];
    if (emails.length === 0) continue;
    const located = await plans.locate(emails);
    const anchors = [...located.values()].flatMap(({ candidates }) => candidates.map(({ anchor }) => anchor));
    const subject = { emails, anchors };
    const there = [...located].flatMap(([name, one]) =>
      name !== ownSystem && one.candidates.length + one.byAddress.length > 0 ? [name] : [],
    );
    const systems: string[] = [];
    for (const name of there) if (await isLost(options, name, subject)) systems.push(name);
    if (systems.length > 0) met.push({ lost: { plan, about, systems }, subject: new Personal(subject) });
  }
  return met;
}

/** A system that cannot restrict by itself had a person do it; what a backup did to that is not seen here. */
function isLost({ systems }: ReplayOptions, name: string, subject: Subject): Promise<boolean> {
  return systems.use(name, async (system) => {
    const rows = await system.restricted?.(subject);
    return rows !== undefined && rows.every((table) => table.rows === 0);
  });
}

/** Addresses that are in the systems now, by the restriction whose digest they have. Personal. */
async function addressesOf(
  { policy, systems, requesterDigest }: ReplayOptions,
  planOf: ReadonlyMap<string, PlanId>,
): Promise<ReadonlyMap<PlanId, ReadonlySet<string>>> {
  const found = new Map<PlanId, Set<string>>();
  for (const { name } of policy.systems)
    await systems.use(name, async (system) => {
      for await (const batch of system.values(["contact.email"]))
        for (const { value } of batch) {
          const email = normaliseEmail(value);
          const plan = planOf.get(requesterDigest(email));
          if (plan !== undefined) found.set(plan, (found.get(plan) ?? new Set()).add(email));
        }
    });
  return found;
}
