import { afterAll, beforeAll, expect, test } from "vitest";
import type { LocalDate } from "#base";
import type { PromiseCheck } from "#policy";
import type { RequestFact } from "#requests";
import { answerCheck } from "./checks/index.ts";
import { CheckRun } from "./run.ts";
import { openShop, type Shop } from "./testing.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ guard: false });
});
afterAll(() => shop[Symbol.asyncDispose]());

async function logged(kind: string, about: string, body: Record<string, string> = {}): Promise<void> {
  await shop.store.transact((tx) => shop.options.evidence.append(tx, { kind, about, body }));
}
const ended = (kind: RequestFact["kind"], outcome: RequestFact["outcome"], answeredOn?: string) =>
  ({
    reference: "G-1111-1111",
    kind,
    outcome,
    ...(answeredOn && { answeredOn: answeredOn as LocalDate }),
  }) as RequestFact;
const answered = async (facts: readonly RequestFact[], check: PromiseCheck) =>
  (await answerCheck(new CheckRun({ ...shop.options, requestFacts: { all: async () => facts } }), check)).status;

test("ways to ask are open when the form and the address are on the pages; the company's own app we do not see", async () => {
  const open = { kind: "ways-open", by: ["form", "e-mail", "post", "phone"] } as const;
  expect((await shop.check(open)).status).toBe("kept");
  expect((await shop.check({ kind: "ways-open", by: ["form", "app"] })).summary).toMatch(/your own: app/);
  shop.site.edit = (path, html) => (path === "/nl" ? html.replaceAll("privacy@shop.example", "") : html);
  expect((await shop.check(open)).summary).toMatch(/address for requests by e-mail is not on: .*\/nl/);
  shop.site.edit = (path, html) => (path === "/en/ask/access" ? html.replaceAll("action=", "x=") : html);
  expect((await shop.check(open)).status).toBe("broken");
  shop.site.edit = (_path, html) => html;
});

test("an objection stops at once when it stopped in the moment it counted, and not a second later", async () => {
  const check = { kind: "objection-stops", when: "at-once" } as const;
  expect((await shop.check(check)).status).toBe("unproven");
  await logged("stop.begun", "G-2222-2222", { kind: "objection" });
  await logged("request.verified", "G-2222-2222", { kind: "objection" });
  await logged("request.verified", "G-3333-3333", { kind: "access" });
  expect(await shop.check(check)).toMatchObject({ status: "kept", facts: { objections: 1 } });
  await logged("request.verified", "G-4444-4444", { kind: "objection" });
  await shop.jobs.advance(1_000);
  await logged("stop.begun", "G-4444-4444", { kind: "objection" });
  expect((await shop.check(check)).summary).toMatch(/did not stop at once: G-4444-4444/);
});

const stopped = (of: "marketing-objection" | "sale-opt-out") =>
  shop.check({ kind: "objection-stops", when: "at-once", of });

test("a no to marketing and to sale stops at once too, each by itself", async () => {
  expect([(await stopped("marketing-objection")).status, (await stopped("sale-opt-out")).status]).toEqual([
    "unproven",
    "unproven",
  ]);
  await logged("stop.begun", "G-5555-5555", { kind: "marketing-objection" });
  await logged("request.verified", "G-5555-5555", { kind: "marketing-objection" });
  await logged("request.took-effect", "G-6666-6666", { kind: "sale-opt-out" });
  expect(await stopped("marketing-objection")).toMatchObject({ status: "kept", facts: { objections: 1 } });
  expect((await stopped("sale-opt-out")).status).toBe("broken");
});

test("what was upheld stays stopped", async () => {
  const check = { kind: "objection-stops", when: "upheld" } as const;
  const upheld = [ended("objection", "upheld", "2026-11-22")];
  expect(await answered([], check)).toBe("unproven");
  expect(await answered(upheld, check)).toBe("broken");
  await logged("stop.upheld", "G-1111-1111", { kind: "objection" });
  expect(await answered(upheld, check)).toBe("kept");
  await logged("stop.ended", "G-1111-1111", { kind: "objection" });
  expect(await answered(upheld, check)).toBe("broken");
});

test("who had something corrected was told, each of them", async () => {
  const check = { kind: "outcome-told", right: "rectification" } as const;
  expect(await answered([ended("restriction", "restricted", "2026-11-22")], check)).toBe("unproven");
  expect(await answered([ended("rectification", "corrected", "2026-11-22")], check)).toBe("kept");
  expect(await answered([ended("rectification", "corrected")], check)).toBe("broken");
});

test("transfers are safe when every recipient is where data is safe", async () => {
  expect(await shop.check("transfers-safeguarded")).toMatchObject({ status: "kept", facts: { recipients: 1 } });
});

test("nobody is treated otherwise for using a right, as the comparisons say", async () => {
  const check = { kind: "entitlements-unchanged" } as const;
  expect((await shop.check(check)).summary).toMatch(/No table says under `entitles`/);
  const compare = (about: string, body: Record<string, string | number | boolean>) =>
    shop.store.transact((tx) =>
      shop.options.evidence.append(tx, { kind: "request.entitlements-compared", about, body }),
    );
  await compare("G-5555-5555", { kind: "access", rows: 0, changed: 0 });
  expect((await shop.check(check)).status, "nothing was seen").toBe("unproven");
  await compare("G-6666-6666", { kind: "access", rows: 2, changed: 0 });
  expect(await shop.check(check)).toMatchObject({ status: "kept", facts: { compared: 2, rows: 2 } });
  await compare("G-7777-7777", { kind: "access", rows: 2, unread: true });
  expect(await shop.check(check)).toMatchObject({ status: "unproven" });
  await compare("G-8888-8888", { kind: "erasure", rows: 2, changed: 1 });
  expect((await shop.check(check)).summary).toMatch(/otherwise after their request than before it: G-8888-8888/);
});

test("who was reported as a child was let alone in that very moment", async () => {
  const check = { kind: "minors-found" } as const;
  expect((await shop.check(check)).status).toBe("unproven");
  await logged("stop.begun", "G-1212-1212", { kind: "under-age-report" });
  await logged("request.verified", "G-1212-1212", { kind: "under-age-report" });
  expect(await shop.check(check)).toMatchObject({ status: "kept", facts: { reports: 1, erased: 0 } });
  await logged("request.verified", "G-1313-1313", { kind: "under-age-report" });
  expect((await shop.check(check)).summary).toMatch(/G-1313-1313/);
});
