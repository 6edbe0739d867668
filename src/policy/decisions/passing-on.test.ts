import { expect, test } from "vitest";
import { localDate } from "#base";
import { parsePolicy, type Recipient } from "../index.ts";
import { mayPassOn, toBeToldOf } from "./passing-on.ts";

const on = localDate("2026-11-23");
function policyWith(recipients: string) {
  const text = `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [en]
inForce: 2026-01-01
persons: {customer: {title: {en: customer}}}
purposes: {deliver: {title: {en: deliver}, of: customer, basis: contract, uses: [name, contact.email]}}
recipients:
${recipients}`;
  const { policy, problems } = parsePolicy("policy.yaml", text);
  if (policy === undefined) throw new Error(JSON.stringify(problems));
  return policy;
}
const recipient = (words: string): Recipient =>
  policyWith(`  parcels: {party: Example Parcels, for: deliver, receives: name, ${words}}`).recipients[0] ??
  expect.unreachable();

const signed = "contract: {signed: 2024-03-01}";
test.each([
  ["a processor without a contract", "role: processor, country: NL", "no-contract"],
  ["a processor with one", `role: processor, country: NL, ${signed}`, undefined],
  ["one that is not signed yet", "role: processor, country: NL, contract: {signed: 2026-11-24}", "contract-to-come"],
  ["one that is signed today", "role: processor, country: NL, contract: {signed: 2026-11-23}", undefined],
  ["on its last day", "role: processor, country: NL, contract: {signed: 2024-03-01, expires: 2026-11-23}", undefined],
  [
    "on the day after",
    "role: processor, country: NL, contract: {signed: 2024-03-01, expires: 2026-11-22}",
    "contract-expired",
  ],
  ["a controller needs none", "role: controller, country: NL", undefined],
  [
    "a controller whose contract ended",
    "role: controller, country: NL, contract: {signed: 2024-03-01, expires: 2026-01-01}",
    "contract-expired",
  ],
  ["outside the EEA with one", "role: controller, country: IN, safeguard: scc", undefined],
  ["where an adequacy decision holds", "role: controller, country: CH", undefined],
])("may it go to %s", (_, words, reason) => {
  const answer = mayPassOn(recipient(words), on);
  expect(answer.ok ? undefined : answer.reason).toBe(reason);
  if (!answer.ok) expect(answer.message).toContain("Nothing was sent.");
});

test.each([["IN"], ["[NL, IN]"], ["worldwide"], ["[CH, IN]"]])(
  "a party in %s gets nothing without a safeguard",
  (country) => {
    const { safeguard, ...without } = recipient(`role: controller, country: ${country}, safeguard: scc`);
    expect(safeguard).toBe("scc");
    expect(mayPassOn(without, on)).toMatchObject({ ok: false, reason: "no-transfer-ground" });
  },
);

test("authorities and other users are not told; who has nothing of the person is not either", () => {
  const policy = policyWith(`  parcels: {party: A, role: processor, country: NL, for: deliver, receives: name}
  partner: {party: B, role: controller, country: NL, for: deliver, receives: name}
  tax: {party: C, role: authority, country: NL, for: deliver, receives: name}
  others: {party: D, role: other-user, country: NL, for: deliver, receives: name}`);
  const names = (categories: readonly string[]) =>
    toBeToldOf(policy, { categories, holds: [] }).map((found) => found.recipient.name);
  expect(names(["name"])).toEqual(["parcels", "partner"]);
  expect(names(["order-history"])).toEqual([]);
});
