import { expect, test } from "vitest";
import { localDate } from "#base";
import { parsePolicy, type Recipient } from "../index.ts";
import { behindOf, mayDisclose, mayUseStore, toBeToldOf } from "./passing-on.ts";

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

const nobodyElse = { recipients: [] };
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
  const answer = mayDisclose(nobodyElse, recipient(words), on);
  expect(answer.ok ? undefined : answer.reason).toBe(reason);
  if (!answer.ok) expect(answer.message).toContain("Nothing was sent.");
});

test.each([["IN"], ["[NL, IN]"], ["worldwide"], ["[CH, IN]"]])(
  "a party in %s gets nothing without a safeguard",
  (country) => {
    const { safeguard, ...without } = recipient(`role: controller, country: ${country}, safeguard: scc`);
    expect(safeguard).toBe("scc");
    expect(mayDisclose(nobodyElse, without, on)).toMatchObject({ ok: false, reason: "no-transfer-ground" });
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

test.each([
  ["signed: 2024-03-01", "NL", undefined],
  ["signed: 2024-03-01, expires: 2026-11-22", "NL", "contract-expired"],
  ["signed: 2026-11-24", "NL", "contract-to-come"],
] as const)("who is engaged by a processor stands with its contract (%s)", (contract, country, reason) => {
  const policy =
    policyWith(`  cloud: {party: A, role: processor, country: NL, for: deliver, receives: name, contract: {${contract}}, subprocessors: [disks]}
  disks: {party: B, role: processor, country: ${country}, for: deliver, receives: name, engagedBy: cloud}`);
  const disks = policy.recipients.find(({ name }) => name === "disks") ?? expect.unreachable();
  const answer = mayDisclose(policy, disks, on);
  expect(answer.ok ? undefined : answer.reason).toBe(reason);
  expect(mayDisclose(policy, { ...disks, countries: ["IN"] }, on).ok).toBe(false);
});

test("a store may be used when whoever runs it may be given data, and our own always", () => {
  const policy = policyWith("  cloud: {party: A, role: processor, country: NL, for: deliver, receives: name}");
  expect(mayUseStore(policy, { by: "cloud" }, on)).toMatchObject({ ok: false, reason: "no-contract" });
  expect(mayUseStore(policy, {}, on).ok).toBe(true);
});

test("who was engaged by a party that hears, and has no address of its own, hears it from that party", () => {
  const policy =
    policyWith(`  cloud: {party: A, role: processor, country: NL, for: deliver, receives: name, subprocessors: [Backup Ltd]}
  disks: {party: B, role: processor, country: NL, for: deliver, receives: name, engagedBy: cloud}
  desk: {party: C, role: processor, country: NL, for: deliver, receives: name, engagedBy: cloud, requestsTo: c@desk.example}`);
  const told = toBeToldOf(policy, { categories: ["name"], holds: [] }).map(({ recipient: { name } }) => name);
  expect(told.toSorted()).toEqual(["cloud", "desk"]);
  const cloud = policy.recipients.find(({ name }) => name === "cloud") ?? expect.unreachable();
  expect(behindOf(policy, cloud, "en")).toEqual(["B", "Backup Ltd"]);
  expect(behindOf(policy, { ...cloud, subprocessors: ["B", "C"] }, "en")).toEqual(["B"]);
});
