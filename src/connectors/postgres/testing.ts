/** For tests of words of the policy: a policy with few lines around its tables, carried out on a real database. */
import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { localDate, type PlanId } from "#base";
import { changes, dumpSchema, type TestDatabase } from "#harness";
import { parsePolicy, type Policy } from "#policy";
import { connect } from "../connect.ts";
import type { ConnectedSystem, Preview, ResidueFinding, Subject } from "../contract.ts";

export const today = localDate("2026-11-22");

const head = `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [en]
inForce: 2026-12-01
persons: {customer: {title: {en: customer}}, supplier: {title: {en: supplier}}, guest: {title: {en: guest}}}
purposes: {trade: {of: [customer, guest], basis: contract, uses: [name, contact]}}
rights: {access: {}, erasure: {}}
`;

const indent = (text: string, by: number) => text.replace(/^(?=.)/gm, " ".repeat(by));

/** A policy whose one system has these tables: lines as they stand under `tables`, at any indent. */
export function policyWith(tables: string, { system = "", top = "", keep = "" } = {}): Policy {
  const rules = `keep: {profile: {until: relationship ends, then: erase}${keep === "" ? "" : `, ${keep}`}}\n`;
  const text = `${head}${rules}${top}systems:\n  shop:\n    connector: postgres\n    url: env:SHOP\n${indent(system, 4)}    tables:\n${indent(tables, 6)}`;
  const { policy, problems } = parsePolicy("policy.yaml", text);
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  if (policy === undefined) throw new Error("a text without errors is a policy");
  return policy;
}

export async function connected(policy: Policy, database: TestDatabase): Promise<ConnectedSystem> {
  const [system] = policy.systems;
  if (system === undefined) throw new Error("the policy has a system");
  return connect({ policy, system, url: database.url });
}

export interface Erased {
  /** The dry run before it, which changed nothing. */
  readonly seen: Preview;
  readonly left: readonly ResidueFinding[];
  /** Every row that went or came, by table; whatever is not named is byte-identical. */
  readonly changed: Readonly<Record<string, { readonly gone: readonly string[]; readonly added: readonly string[] }>>;
}

/** Erases a person with a dry run before and a search after it, and tells by the oracle all that changed. */
export async function eraseAndLook(
  policy: Policy,
  database: TestDatabase,
  subject: Subject,
  rowsPerTransaction = 1_000,
): Promise<Erased> {
  const system = await connected(policy, database);
  const dump = () => dumpSchema((text, values) => database.query(text, values));
  try {
    const before = await dump();
    const seen = await system.preview("erasure", subject, today);
    expect(changes(before, await dump()), "a dry run changes nothing").toEqual([]);
    const identifiers = await system.identifiers(subject);
    const order = { plan: randomUUID() as PlanId, step: 1, attempt: 1, subject, today, rowsPerTransaction };
    const result = await system.erase(order);
    expect(result.ok ? undefined : result.message).toBeUndefined();
    const changed = changes(before, await dump());
    return {
      seen,
      left: await system.residue(identifiers, "everywhere"),
      changed: Object.fromEntries(changed.map(({ table, gone, added }) => [table, { gone, added }])),
    };
  } finally {
    await system.close();
  }
}
