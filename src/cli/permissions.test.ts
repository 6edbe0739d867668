/** What persons allowed, from the command line, over the whole product with the sample shop. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Personal } from "#base";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { gestand } from "./testing.ts";

let house: TestHouse;
let folder: string;
beforeAll(async () => {
  house = await openTestHouse({ customers: 5, at: new Date().toISOString() });
  folder = await mkdtemp(join(tmpdir(), "gestand-permissions-"));
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const run = (args: readonly string[], input = "") =>
  gestand(args, {
    environment: {
      DATABASE_URL: house.own.url,
      SHOP_DATABASE_URL: house.shop.url,
      GESTAND_POLICY: house.configuration.policyFile,
      GESTAND_DATA: house.configuration.dataDir,
    },
    input,
  });
const head = "person,act,about,at,evidence";

test("consents of before are imported: tried first, named by line when wrong, once, and never over a later no", async () => {
  const { permissions, store } = house.house;
  await permissions.switch(new Personal("no@import.example"), "message:newsletter", false);
  const good = [
    head,
    'eva@import.example,given,newsletter,2024-05-31,"form ""spring"", page 3"',
    "ada@import.example,given,purpose:newsletter,2024-05-31T14:00:00+02:00,form 12",
    "no@import.example,given,newsletter,2024-05-31,form 12",
    "eva@import.example,withdrawn,reviews,2025-01-01,call 7",
  ].join("\r\n");
  expect(await run(["permissions", "import", "--dry-run"], good)).toMatchObject({
    code: 0,
    out: "4 would be recorded, 0 are there already. 1 of them count no more, because the person said no later. Nothing was recorded.\n",
  });
  expect(await permissions.linesOf(store.reader, new Personal("eva@import.example"))).toEqual([]);
  const wrong = [
    head,
    "x@import.example,maybe,newsletter,2024-05-31,form",
    "x@import.example,given,nothing,2024-05-31,form",
    "x@import.example,given,newsletter,31-5-2024,form",
    "x@import.example,given,newsletter,2024-02-31,form",
    "x@import.example,given,newsletter,2024-05-31,",
    "x@import.example,given,newsletter,2024-05-31,mail of x@import.example",
  ].join("\n");
  const refused = await run(["permissions", "import"], wrong);
  expect(refused.code).toBe(1);
  expect(refused.err.split("\n").map((line) => line.split(":").slice(0, 2).join(":"))).toEqual([
    "line 2: act",
    "line 3: about",
    "line 4: at",
    "line 5: at",
    "line 6: evidence",
    "line 7: evidence",
    "Nothing was recorded. Mend these lines and import all again.",
    "",
  ]);
  expect(refused.err).not.toContain("x@import");
  expect((await run(["permissions", "import"], "person,act\nx,given")).err).toContain("missing: about, at, evidence");
  expect((await run(["permissions", "import"], `${head}\n"open`)).err).toContain("line 2: a quoted cell does not end");
  expect((await run(["permissions", "import"], good)).out).toMatch(/^4 recorded, 0 were there already/);
  expect(
    (await run(["permissions", "import"], good.replaceAll(",", ";"))).out,
    "as a Dutch spreadsheet writes it",
  ).toMatch(/^0 recorded, 4 were there already/);
  const may = async (person: string) =>
    (await permissions.ask(store.reader, new Personal(person), { purpose: "newsletter" })).allowed;
  expect([await may("eva@import.example"), await may("ada@import.example"), await may("no@import.example")]).toEqual([
    true,
    true,
    false,
  ]);
  const [line] = (await permissions.linesOf(store.reader, new Personal("eva@import.example"))).toReversed();
  expect(line).toMatchObject({
    channel: "import",
    evidence: 'form "spring", page 3',
    at: new Date("2024-05-31T00:00:00Z"),
  });
});

test("a list is screened by what stands now, and by digests that were kept from before", async () => {
  const list = "eva@import.example\nno@import.example\nstranger@import.example\n";
  const screened = await run(["permissions", "screen", "newsletter"], list);
  expect(screened).toMatchObject({ code: 1, out: "eva@import.example\n" });
  expect(screened.err).toContain("1 of 3 may get it. withdrawn: 1. no-consent: 1.");
  const kept = await run(["permissions", "suppressed"]);
  expect(kept.out).toMatch(/^digest,about,since\r\n/);
  expect(kept.out).not.toContain("@");
  const digest = house.house.permissions.digest(new Personal("eva@import.example"));
  const file = join(folder, "suppressed.csv");
  await writeFile(file, `digest,about,since\r\n${digest},marketing,2026-01-01\r\n`);
  expect((await run(["permissions", "screen", "newsletter", "--suppressed", file], list)).out).toBe("");
  expect((await run(["permissions", "screen", "order-mail", "--suppressed", file], list)).out).toBe(list);
  expect((await run(["permissions", "screen", "newsletter", "--suppressed", join(folder, "none")], list)).code).toBe(
    69,
  );
  expect((await run(["permissions", "counts"])).out).toContain("import,given,3");
});

test("the records of consent are held against the log by a command, and a change behind our back is found", async () => {
  const holds = await run(["evidence", "verify", "--records"]);
  expect(holds).toMatchObject({ code: 0 });
  expect(holds.out).toMatch(/^holds: .*choices of persons are as they were made/);
  await house.own.query("update gestand.person_choice set about = 'purpose:reviews' where channel = 'import'");
  const broken = await run(["evidence", "verify", "--records"]);
  expect(broken).toMatchObject({ code: 1 });
  expect(broken.out).toMatch(/^DOES NOT HOLD: .*does not say what it did/);
});
