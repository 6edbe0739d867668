/** Publishing and comparing from the command line, against a real database. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "#harness";
import { gestand, type Said } from "./testing.ts";

let own: TestDatabase;
let folder: string;
beforeAll(async () => {
  own = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), "gestand-versions-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await own.drop();
});

test("a policy is published, compared, and refused with a sentence", async () => {
  const policy = join(folder, "policy.yaml");
  const text = `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [nl, en]
inForce: 2026-01-01
persons: {customer: {title: {nl: klant, en: customer}}}
purposes:
  deliver: {title: {nl: bezorgen, en: deliver}, of: customer, basis: contract, uses: [name]}
rights: {access: {}}
keep: {profile: {until: relationship ends, then: erase}}
`;
  await writeFile(policy, text);
  const environment = { DATABASE_URL: own.url, GESTAND_POLICY: policy, GESTAND_DATA: folder };
  const say = (...argv: string[]) => gestand(argv, { environment });
  expect(await say("diff")).toMatchObject({ code: 69, err: expect.stringMatching(/No version was published yet/) });
  expect(await say("publish", "--on", "soon")).toMatchObject({ code: 2 });
  const first = await say("publish", "--dry-run");
  expect([first.code, first.err]).toEqual([0, ""]);
  expect(first.out).toMatch(/^This would be published: version 1, in force from 2026-01-01/);
  expect(await say("publish")).toMatchObject({ code: 0, out: expect.stringMatching(/^Published: version 1,/) });
  expect(await say("publish")).toMatchObject({ code: 1, out: expect.stringMatching(/version 1 already/) });
  expect(await say("diff", "1")).toMatchObject({ code: 0, out: "Nothing differs.\n" });

  await writeFile(policy, text.replace("uses: [name]", "uses: [name, address]"));
  const changed = await say("diff", "2026-02-01", policy);
  expect(changed.out).toMatch(/^Material: 1\n {2}.*address/);
  expect(changed.out).toContain("Concerns data of customer.");
  expect(await say("publish", "--on", "2020-01-01")).toMatchObject({
    code: 1,
    out: expect.stringMatching(/has passed/),
  });
  const second = await say("publish", "--on", "2099-01-01", "--json");
  expect(JSON.parse(second.out)).toMatchObject({
    published: true,
    version: 2,
    effectiveOn: "2099-01-01",
    tellBy: null,
    refused: null,
  });
  const both = JSON.parse((await say("diff", "1", "2", "--json")).out) as { class: string; persons: string[] };
  expect(both).toMatchObject({ class: "material", persons: ["customer"] });
  expect(await say("diff", "1", "7")).toMatchObject({ code: 69, err: expect.stringMatching(/no version for "7"/) });

  const shown = async (...which: string[]) =>
    (await say("notice", "--format", "text", "--language", "en", ...which)).out;
  expect(await shown("--version", "1")).toContain("1 January 2026");
  expect(await shown("--on", "2026-05-01")).toBe(await shown("--version", "1"));
  expect(await shown("--on", "2100-01-01")).toContain("1 January 2099");
  expect(await say("notice", "--on", "2020-01-01")).toMatchObject({
    code: 69,
    err: expect.stringMatching(/No version held/),
  });
  for (const wrong of [
    ["--version", "x"],
    ["--on", "soon"],
    ["--version", "1", "--on", "2026-05-01"],
  ])
    expect((await say("notice", ...wrong)).code).toBe(2);

  await promisedNotice(policy, text, say);

  await writeFile(policy, text.replace("basis: contract", "basis: whim"));
  expect(await say("publish")).toMatchObject({ code: 1, out: expect.stringMatching(/Nothing was published\.\n$/) });
});

/** From version 2 on, in force in 2099: what is promised there holds for what comes after it. */
async function promisedNotice(policy: string, text: string, say: (...argv: string[]) => Promise<Said>): Promise<void> {
  const promised = `${text}changes: {affected: {by: mail}, before: 80 years}\n`;
  await writeFile(policy, promised);
  const third = await say("publish", "--on", "2099-01-01");
  expect(third).toMatchObject({
    code: 0,
    out: expect.stringMatching(/What it changes since version 1:\n[\s\S]*gestand tell 3/),
  });
  await writeFile(policy, promised.replace("uses: [name]", "uses: [name, address]"));
  const early = await say("publish", "--on", "2099-06-01", "--json");
  const { earliestOn, refused } = JSON.parse(early.out) as { earliestOn: string; refused: string };
  expect([early.code, refused]).toEqual([1, expect.stringMatching(/notice.*Nothing was published/)]);
  expect(earliestOn > "2106-01-01").toBe(true);
  // On the first day of version 3 it would take its place, so that only what the one before promised counts: nothing.
  expect((await say("publish", "--dry-run")).out).toMatch(/version 4, in force from 2099-01-01[\s\S]*since version 1/);
  expect((await say("publish", "--despite-notice", "ask noor@shop.example")).code).toBe(2);
  const despite = ["--on", "2099-06-01", "--despite-notice", "a court ordered it"];
  expect((await say("publish", ...despite, "--dry-run")).out).toContain("must be told by 2019-06-01.\n");
  const forced = JSON.parse((await say("publish", ...despite, "--json")).out) as Record<string, unknown>;
  expect(forced).toMatchObject({ published: true, effectiveOn: "2099-06-01", tellBy: "2019-06-01", concerned: [] });
  const logged = await own.query(
    "select convert_from(body, 'UTF8') as body from gestand.evidence_entry order by index",
  );
  expect(JSON.stringify(logged.at(-1))).toContain("a court ordered it");
  // Words alone concern nobody: they may hold the day after. On its day they would take the place of version 4, and with
  // them its address would come, of which nobody heard in time.
  await writeFile(
    policy,
    promised.replace("uses: [name]", "uses: [name, address]").replace("en: deliver", "en: bring"),
  );
  expect((await say("publish", "--dry-run")).out).toContain("in force from 2099-06-02");
}
