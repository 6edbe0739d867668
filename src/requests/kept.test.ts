import { expect, test } from "vitest";
import { localDate, type PlanId } from "#base";
import { ownSystem, type Plan, type Step } from "#plans";
import type { Policy } from "#policy";
import { erasedBy } from "./kept.ts";
import { policyOf } from "./test-room.ts";

const plain = policyOf();
const policy: Policy = {
  ...plain,
  keep: plain.keep.map((rule) => ({
    ...rule,
    name: "invoices",
    until: { kind: "law", duty: "nl.tax.records" },
    hold: { hiddenFrom: ["staff"], readableBy: [] },
  })),
};
const held = (rule: string) => ({ kind: "hold", rule, untilOn: localDate("2033-12-31") }) as const;

function erase(ordinal: number, system: string, kept: Step["tables"][number]["kept"]): Step {
  const rows = 2 + kept.reduce((sum, one) => sum + one.rows, 0);
  const table = { table: "t", rows, shared: 0, read: 0, deleted: 1, anonymised: 1, kept, categories: [] };
  const common = { ordinal, kind: "erase", state: "done", attempt: 1, residue: [], differences: [] } as const;
  return { ...common, system, tables: [table] };
}

function planOf(...steps: Step[]): Plan {
  const id = "5b1f4f0a-0000-4000-8000-000000000003" as PlanId;
  const common = {
    about: "G-7K3M-9QXA",
    action: "erasure",
    state: "done",
    hash: "",
    previews: [],
    stores: [],
    problems: [],
  } as const;
  return { ...common, id, steps, createdAt: new Date(0) };
}

test("a hold names the law behind it, once per system and ground, and our own register is left out", () => {
  const plan = planOf(
    erase(1, "shop", [
      { because: held("invoices"), rows: 2 },
      { because: held("invoices"), rows: 3 },
      { because: { kind: "shared" }, rows: 1 },
      { because: { kind: "declared-keep" }, rows: 0 },
    ]),
    erase(2, ownSystem, [{ because: { kind: "declared-keep" }, rows: 9 }]),
  );
  const law = {
    title: { nl: "de administratie voor de belastingdienst", en: "business records for the tax authority" },
    article: "AWR art. 52(4)",
  };
  const system = { nl: "webwinkel", en: "web shop" };
  expect(erasedBy(policy, plan)).toEqual({
    rows: 2,
    kept: [
      { system, rows: 5, because: { kind: "hold", untilOn: "2033-12-31", law } },
      { system, rows: 1, because: { kind: "shared" } },
    ],
  });
});

test("a rule that the policy no longer has still ends on its day, without a law that would be guessed", () => {
  const plan = planOf(erase(1, "gone-system", [{ because: held("gone-rule"), rows: 1 }]));
  expect(erasedBy(policy, plan).kept).toEqual([
    { system: { en: "gone-system" }, rows: 1, because: { kind: "hold", untilOn: "2033-12-31" } },
  ]);
});

test("files that rows had keys of, and places into which none pointed, are told beside what stays", () => {
  const at = { file: "policy.yaml", line: 1, column: 1 };
  const store = { kind: "objects", holds: [], of: [], countries: [], cites: [], at } as const;
  const key = { system: "shop", table: "t", column: "file", at };
  const stores = [
    { ...store, name: "films", title: { en: "films" }, keys: [key] },
    { ...store, name: "photos", title: { en: "photos" }, keys: [key] },
    { ...store, name: "letters", title: { en: "letters" }, keys: [] },
  ];
  const preview = {
    system: "shop",
    tables: [],
    problems: [],
    recipients: [],
    elsewhere: [{ store: "films", files: 2 }],
  };
  const plan = { ...planOf(erase(1, "shop", [])), previews: [preview, { ...preview, system: "office" }] };
  expect(erasedBy({ ...policy, stores }, plan).elsewhere).toEqual([
    { title: { en: "films" }, files: 4 },
    { title: { en: "letters" } },
  ]);
  const gone = [{ store: "letters", by: "person", keys: 0 } as const];
  expect(erasedBy({ ...policy, stores }, { ...plan, stores: gone }).elsewhere).toEqual([
    { title: { en: "films" }, files: 4 },
  ]);
  expect(erasedBy(policy, plan)).not.toHaveProperty("elsewhere");
});
