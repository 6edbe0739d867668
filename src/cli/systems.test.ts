/** The commands that look at real databases. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cast } from "../../examples/webshop-nl/index.ts";
import { dumpSchema } from "#harness";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { gestand } from "./testing.ts";

let house: TestHouse;
let folder: string;
let environment: Record<string, string>;
beforeAll(async () => {
  // The commands under test read the clock of this machine, so the house must live today as well.
  const at = new Date().toISOString();
  [house, folder] = await Promise.all([openTestHouse({ guard: false, at }), mkdtemp(join(tmpdir(), "gestand-cli-"))]);
  environment = {
    GESTAND_POLICY: house.configuration.policyFile,
    GESTAND_DATA: house.configuration.dataDir,
    DATABASE_URL: house.own.url,
    SHOP_DATABASE_URL: house.shop.url,
  };
});
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const by = "By version 1, which is carried out.\n";

async function policiesInShop(): Promise<number> {
  const [row] = await house.shop.query<{ count: string }>("select count(*) from pg_policy");
  return Number(row?.count);
}

test("check --systems holds the mapping against the real database", async () => {
  const right = await gestand(["check", "--systems"], { environment });
  expect([right.code, right.err], right.out).toEqual([0, ""]);
  await house.shop.query(
    "create table surprise (id int primary key, customer_id int references customers, diary text)",
  );
  const found = await gestand(["check", "--systems"], { environment });
  expect(found.code).toBe(1);
  expect(found.out).toContain("surprise");
  await house.shop.query("drop table surprise");
  const { SHOP_DATABASE_URL: _url, ...without } = environment;
  const blind = await gestand(["check", "--systems"], { environment: without });
  expect(blind.code).toBe(69);
  expect(blind.out).toContain("SHOP_DATABASE_URL is not set, so shop was not looked at");
});

test("guard shows its SQL and changes nothing until it is told to", async () => {
  const shown = await gestand(["guard", "shop"], { environment });
  expect(shown.code).toBe(0);
  expect(shown.out).toMatch(/^-- .+\n.*(create|alter|grant|revoke)/im);
  expect(shown.err).toContain("Nothing was changed");
  expect(await policiesInShop()).toBe(0);
  expect((await gestand(["guard", "shop", "--check"], { environment })).code).toBe(1);
  const statements = JSON.parse((await gestand(["guard", "shop", "--json"], { environment })).out) as unknown[];
  expect(statements.length).toBeGreaterThan(0);
  expect(await policiesInShop()).toBe(0);

  const applied = await gestand(["guard", "shop", "--apply"], { environment });
  expect([applied.code, applied.err]).toEqual([0, `${by}Done: ${statements.length} statements.\n`]);
  expect(await policiesInShop()).toBeGreaterThan(0);
  const checked = await gestand(["guard", "shop", "--check"], { environment });
  expect(checked.code, checked.out).toBe(0);
  expect(checked.out).toMatch(/^installed\n/);
  const again = await gestand(["guard", "shop", "--apply"], { environment });
  expect([again.code, again.out, again.err]).toEqual([0, "", `${by}The guard is complete; there is nothing to do.\n`]);
});

test("what acts on a system goes by the version that is carried out, and by a file only when told or when there is no version", async () => {
  const text = await readFile(house.configuration.policyFile, "utf8");
  const draft = join(folder, "draft.yaml");
  await writeFile(
    draft,
    text.replace("  shop:\n    title:", "  warehouse:\n    title:").replaceAll("shop.", "warehouse."),
  );
  const drafted = { ...environment, GESTAND_POLICY: draft };
  const checked = await gestand(["guard", "shop", "--check"], { environment: drafted });
  expect([checked.code, checked.err]).toEqual([0, by]);
  const named = ["guard", "shop", "--check", "--policy", house.configuration.policyFile];
  expect((await gestand(named, { environment })).err).toBe(`By ${house.configuration.policyFile}.\n`);
  const { DATABASE_URL: _store, ...alone } = environment;
  const found = await gestand(["search", "shop"], { environment: alone, input: cast.active.email });
  expect(found.err).toBe(`By ${house.configuration.policyFile}.\n`);
});

test("search finds an address wherever it stands, and takes it from standard input alone", async () => {
  const found = await gestand(["search", "shop"], { environment, input: `\n ${cast.active.email.toUpperCase()} \n` });
  expect(found.code).toBe(1);
  expect(found.out).toMatch(/^customers\.email: 1 row/m);
  expect(found.out).not.toContain("@");
  const json = await gestand(["search", "shop", "--json"], { environment, input: cast.active.email });
  expect(JSON.parse(json.out)).toContainEqual(
    expect.objectContaining({ table: "customers", column: "email", rows: 1 }),
  );
  const nobody = await gestand(["search", "shop"], { environment, input: "nobody@else.example\n" });
  expect([nobody.code, nobody.out]).toEqual([0, "Found nowhere.\n"]);
  const nothing = await gestand(["search", "shop"], { environment, input: " \n" });
  expect(nothing.code).toBe(2);
  expect(nothing.err).toContain("Nothing was searched");
});

test("retention status counts what is past its term, and changes nothing", async () => {
  const before = await gestand(["retention", "status", "shop", "--json"], { environment });
  const { days, tables } = JSON.parse(before.out) as { days: string[]; tables: { table: string; over: number[] }[] };
  const invoices = tables.find(({ table }) => table === "invoices");
  expect(days).toHaveLength(4);
  expect(invoices).toMatchObject({ rule: "invoices", unknown: 0 });
  await house.shop.query(
    "update invoices set book_year = 2001 where id = (select id from invoices order by book_year desc limit 1)",
  );
  const dump = await dumpSchema((text, values) => house.shop.query(text, values), "public");
  const after = await gestand(["retention", "status", "shop"], { environment });
  expect([after.code, after.err]).toMatchObject([1, expect.stringMatching(/^By .+, on 20\d\d-.+ Nothing was changed/)]);
  const [first = 0] = invoices?.over ?? [];
  expect(after.out).toMatch(new RegExp(`^invoices +invoices +\\d+ +${first + 1} .*2001-12-31 +0$`, "m"));
  expect(after.out).toMatch(/^The term of these ends on no date.*: .*customers/m);
  expect(await dumpSchema((text, values) => house.shop.query(text, values), "public")).toEqual(dump);
});

test("retention plan says what would go and what leads to it, and changes nothing", async () => {
  await house.shop.query("update visit_log set visited_at = '2001-01-01' where id = (select min(id) from visit_log)");
  const dump = await dumpSchema((text, values) => house.shop.query(text, values), "public");
  const planned = await gestand(["retention", "plan", "shop"], { environment });
  expect([planned.code, planned.err]).toMatchObject([1, expect.stringMatching(/Nothing was changed/)]);
  expect(planned.out).toMatch(/^table +rule +rows +past +would be done/);
  expect(planned.out).toMatch(/^Rows of .*invoice_lines.* lead to rows of invoices; those stay until they are gone/m);
  expect(planned.out).toMatch(/^Rows of visit_log cannot be swept: its rows must be added up first/m);
  const json = await gestand(["retention", "plan", "shop", "--json"], { environment });
  expect(JSON.parse(json.out)).toMatchObject({ plans: expect.any(Array), refused: [expect.any(String)] });
  expect(await dumpSchema((text, values) => house.shop.query(text, values), "public")).toEqual(dump);
});

test("map proposes a mapping of a database nobody described, and changes nothing there", async () => {
  const before = await dumpSchema((text, values) => house.shop.query(text, values), "public");
  const mapped = await gestand(["map", "SHOP_DATABASE_URL", "--system", "winkel"], { environment });
  expect([mapped.code, mapped.err]).toEqual([0, ""]);
  expect(mapped.out).toContain("winkel:");
  expect(mapped.out).toContain("env:SHOP_DATABASE_URL");
  expect(mapped.out).toMatch(/customers:/);
  expect(mapped.out).not.toContain(cast.active.email);
  expect(mapped.out).not.toContain(house.shop.url);
  const json = await gestand(["map", "SHOP_DATABASE_URL", "--json"], { environment });
  expect(JSON.parse(json.out)).toBeTypeOf("object");
  expect(await dumpSchema((text, values) => house.shop.query(text, values), "public")).toEqual(before);
});

test("map --check fails in a CI when the real schema has a column that the policy does not declare", async () => {
  const before = await gestand(["map", "--check"], { environment });
  expect([before.code, before.out]).toEqual([
    0,
    expect.stringMatching(/^compared +system shop\n(?:declared only .*\n)*.*: 1 of \d+ places compared, 0 errors/m),
  ]);
  await house.shop.query("alter table customers add column shoe_size int");
  const drifted = await gestand(["map", "--check", "--json"], { environment });
  expect(drifted.code).toBe(1);
  const { problems } = JSON.parse(drifted.out) as { readonly problems: readonly { readonly message: string }[] };
  expect(problems.some(({ message }) => message.includes("shoe_size"))).toBe(true);
  await house.shop.query("alter table customers drop column shoe_size");
  expect((await gestand(["map"], { environment })).err).toContain("Say which database");
});

interface Evidence {
  readonly summary: string;
  readonly messages: readonly { readonly key: string }[];
}
const byId = (left: { id: string }, right: { id: string }) => left.id.localeCompare(right.id);

test("promises prints exactly what was promised to machines, and leaves with 1 when one is broken", async () => {
  const said = await gestand(["promises", "--json"], { environment });
  const board = JSON.parse(said.out) as { id: string; status: string; statement: string; evidence: Evidence }[];
  expect(board.length).toBeGreaterThan(50);
  for (const promise of board) {
    const members = ["id", "cites", "statement", "mechanism", "status", "checkedAt", "evidence"];
    expect(Object.keys(promise), promise.id).toEqual(members);
    expect(["kept", "broken", "unproven", "stated", "waived"]).toContain(promise.status);
    for (const { key } of promise.evidence.messages) expect(key).toMatch(/^[a-z-]+(\.[a-z-]+)?$/);
  }
  expect(said.code).toBe(board.some(({ status }) => status === "broken") ? 1 : 0);
  const english = await gestand(["promises", "--json", "--last", "--language", "en"], { environment });
  const translated = JSON.parse(english.out) as typeof board;
  for (const [at, { evidence, id }] of translated.entries()) {
    expect(evidence.messages, id).toEqual(board[at]?.evidence.messages);
    expect(evidence.summary, id).not.toBe(board[at]?.evidence.summary);
  }
  expect(await gestand(["promises", "--language", "fy"], { environment })).toMatchObject({ code: 2, out: "" });
  const last = await gestand(["promises", "--json", "--last"], { environment });
  expect((JSON.parse(last.out) as typeof board).toSorted(byId)).toEqual(board.toSorted(byId));
  await house.shop.query("alter table invoices disable row level security");
  const broken = await gestand(["promises"], { environment });
  expect(broken.code).toBe(1);
  expect(broken.out).toMatch(/^broken /m);
  await house.shop.query("alter table invoices enable row level security");
});

test("promises says beside them which findings somebody answers for, and alone on request", async () => {
  const text = await gestand(["promises", "--last"], { environment });
  expect(text.out).toMatch(
    /^waived {4}finding own-use-denied in recipients\.mail\.ownUse \(policy\.yaml:\d+\)\n.*itself\.\n +Team privacy, until 2027-11-01, \d+ days left: /m,
  );
  const alone = await gestand(["promises", "--waived", "--json"], { environment });
  const findings = JSON.parse(alone.out) as readonly { readonly code: string; readonly status: string }[];
  expect(alone.code).toBe(0);
  expect(findings.map(({ code, status }) => [code, status])).toEqual([
    ["own-use-denied", "waived"],
    ["own-use-denied", "waived"],
    ["own-use-denied", "waived"],
  ]);
});

test("staff invite prints a link that makes an account", async () => {
  const said = await gestand(["staff", "invite"], { environment });
  expect([said.code, said.err]).toEqual([0, ""]);
  const token = /^http:\/\/localhost:4100\/console\/welcome\/([\w-]{43})\n$/.exec(said.out)?.[1] ?? "";
  expect(await house.house.staff.inviteWaits(token)).toBe(true);
});

const staff = (...argv: string[]) => gestand(["staff", ...argv], { environment });

test("staff list, close and open change accounts, and the last open one only with force and a warning", async () => {
  expect((await staff("list")).out).toContain("There are no accounts yet");
  for (const name of ["Noor", "Eva"]) {
    const person = { name, email: `${name}@shop.example`, password: "een lange zin als wachtwoord" };
    await house.house.staff.signUp(await house.house.staff.invite(), person);
  }
  const listed = JSON.parse((await staff("list", "--json")).out) as { id: string; email: string; closedAt: unknown }[];
  expect(listed).toMatchObject([
    { name: "Eva", email: "eva@shop.example", closedAt: null, passkeys: 0, sessions: 1 },
    { name: "Noor", email: "noor@shop.example", closedAt: null, passkeys: 0, sessions: 1 },
  ]);
  const [eva, noor] = listed.map(({ id }) => id);
  const closed = await staff("close", " EVA@shop.example", "--json");
  expect([closed.code, JSON.parse(closed.out)]).toEqual([0, { id: eva, sessionsEnded: 1, wasLast: false }]);
  expect((await staff("list")).out).toMatch(/^closed \d{4}-\d\d-\d\d eva@shop\.example +Eva\nopen +noor@/);
  expect(await staff("close", "eva@shop.example")).toMatchObject({ code: 1, out: "" });
  const last = await staff("close", noor ?? "");
  expect([last.code, last.out]).toEqual([1, ""]);
  expect(last.err).toContain("the last open account: nobody could sign in any more. Nothing was changed. Close it all");
  const forced = await staff("close", noor ?? "", "--force");
  expect([forced.code, forced.out]).toEqual([0, "Closed. 1 session ended.\n"]);
  expect(forced.err).toContain("nobody can sign in");
  expect(await staff("open", "noor@shop.example")).toEqual({ code: 0, out: "Open again.\n", err: "" });
  expect((await staff("open", "noor@shop.example")).code).toBe(1);
  const stranger = await staff("close", "nobody@else.example");
  expect([stranger.code, stranger.err.split(".")[0]]).toEqual([1, "There is no such account"]);
  const { evidence, store } = house.house;
  const newest = await evidence.entries(store.reader, { from: Infinity, limit: 3, newestFirst: true });
  const by = "command-line";
  expect(newest.map(({ kind, body }) => [kind, body["by"]])).toEqual([
    ["staff.opened", by],
    ["staff.closed", by],
    ["staff.closed", by],
  ]);
});

test("an exported log and a receipt hold, and one changed byte is found", async () => {
  await house.house.evidence.checkpoint();
  const exported = await gestand(["evidence", "export"], { environment });
  expect(exported.code).toBe(0);
  const log = join(folder, "log.ndjson");
  await writeFile(log, exported.out);
  const key = house.house.evidence.verifierKey;
  const holds = await gestand(["evidence", "verify", log, "--key", key]);
  expect([holds.code, holds.out.slice(0, 6)], holds.out).toEqual([0, "holds:"]);
  expect(JSON.parse((await gestand(["evidence", "verify", log, "--json"])).out)).toMatchObject({ ok: true });

  const lines = (await readFile(log, "utf8")).trimEnd().split("\n");
  const at = lines.findIndex((line) => line.includes('"kind"'));
  const tampered: Record<string, string> = {
    "an entry changed": lines.with(at, (lines[at] ?? "").replace(/"at":"20../, '"at":"2099')).join("\n") + "\n",
    "an entry taken out": lines.toSpliced(at, 1).join("\n") + "\n",
    "two entries swapped":
      lines
        .with(at, lines[at + 1] ?? "")
        .with(at + 1, lines[at] ?? "")
        .join("\n") + "\n",
    "the end torn off": exported.out.slice(0, -10),
    "no log at all": "hello\n",
  };
  for (const [what, content] of Object.entries(tampered)) {
    await writeFile(log, content);
    const found = await gestand(["evidence", "verify", log, "--key", key]);
    expect([found.code, found.out.slice(0, 14)], what).toEqual([1, "DOES NOT HOLD:"]);
  }

  const receipt = join(folder, "receipt.jws");
  const jws = await house.house.evidence.receipt(0);
  await writeFile(receipt, `${jws}\n`);
  expect((await gestand(["evidence", "verify", "--receipt", receipt, "--key", key])).code).toBe(0);
  await writeFile(
    receipt,
    jws.replace(/\.(.)/, (_all, first: string) => `.${first === "e" ? "f" : "e"}`),
  );
  expect((await gestand(["evidence", "verify", "--receipt", receipt, "--key", key])).code).toBe(1);
  expect((await gestand(["evidence", "verify", "--receipt", receipt])).code).toBe(2);
});
