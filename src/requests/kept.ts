/** What an erasure came to, as the person is told: how much went, what stays, and the law behind each hold. Counts only. */
import type { LocalDate, Localized } from "#base";
import type { KeptBecause, TableFinding } from "#connectors";
import { retentionDuty } from "#law";
import { type Elsewhere, notReachedBy, ownSystem, type Plan } from "#plans";
import type { Policy } from "#policy";

/** The duty in law to keep, as the law room has it. */
export interface HoldingLaw {
  /** What is kept: `business records for the tax authority`. */
  readonly title: Localized;
  /** `AWR art. 52(4)`. */
  readonly article: string;
}
export interface KeptRows {
  /** Title of the system. */
  readonly system: Localized;
  readonly rows: number;
  readonly because:
    | { readonly kind: "hold"; readonly untilOn: LocalDate; readonly law?: HoldingLaw }
    | { readonly kind: "shared" | "declared-keep" };
}
export interface Erased {
  /** Rows erased or made anonymous. */
  readonly rows: number;
  /** Per system and ground. */
  readonly kept: readonly KeptRows[];
  /** Places outside the databases that the erasure did not reach; absent when there are none. */
  readonly elsewhere?: readonly Elsewhere[];
}

export function erasedBy(policy: Policy, plan: Plan): Erased {
  const findings = plan.steps
    // Our own register is spoken of in words: what it keeps identifies nobody.
    .filter(({ kind, system }) => kind === "erase" && system !== ownSystem)
    .flatMap(({ system = "", store, tables }) => tables.map((table) => ({ system: store ?? system, table })));
  const elsewhere = notReachedBy(policy, plan);
  return {
    rows: findings.reduce((sum, { table }) => sum + table.deleted + table.anonymised, 0),
    kept: keptOf(policy, findings),
    ...(elsewhere.length > 0 && { elsewhere }),
  };
}

function keptOf(policy: Policy, findings: readonly { system: string; table: TableFinding }[]): KeptRows[] {
  const sums = new Map<string, KeptRows>();
  for (const { system, table } of findings)
    for (const { because, rows } of table.kept) {
      if (rows === 0) continue;
      const places = [...policy.systems, ...(policy.stores ?? [])];
      const title = places.find(({ name }) => name === system)?.title ?? { en: system };
      const ground = groundOf(policy, because);
      const key = JSON.stringify([system, ground]);
      sums.set(key, { system: title, rows: (sums.get(key)?.rows ?? 0) + rows, because: ground });
    }
  return [...sums.values()];
}

function groundOf(policy: Policy, because: KeptBecause): KeptRows["because"] {
  if (because.kind !== "hold") return { kind: because.kind };
  const law = lawBehind(policy, because.rule);
  return { kind: "hold", untilOn: because.untilOn, ...(law === undefined ? {} : { law }) };
}

/** Undefined when the policy in force no longer has the rule under which the rows were held. */
function lawBehind(policy: Policy, rule: string): HoldingLaw | undefined {
  const until = policy.keep.find(({ name }) => name === rule)?.until;
  const duty = until?.kind === "law" ? retentionDuty(until.duty) : undefined;
  return duty === undefined ? undefined : { title: duty.title, article: duty.article };
}
