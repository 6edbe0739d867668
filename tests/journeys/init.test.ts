/** From nothing to a running policy: what somebody types who has a database and no policy yet. Each command is a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { freshDatabase, type TestDatabase } from "#harness";
import { buildShop } from "../../examples/webshop-nl/index.ts";
import { eventually } from "./people.ts";

// Whole programs are started here; a busy machine may take its time.
vi.setConfig({ testTimeout: 120_000 });

const program = fileURLToPath(new URL("../../bin/gestand.mjs", import.meta.url));
const answers = ["--name", "Bakkerij De Hoek", "--email", "privacy@bakkerij.example", "--kind", "webshop"];

let folder: string;
let shop: TestDatabase;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gestand-init-"));
  shop = await freshDatabase();
  await buildShop({ url: shop.url, customers: 20, today: "2026-11-22" });
});
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
});
afterAll(async () => {
  await shop.drop();
  await rm(folder, { recursive: true, force: true });
});

function start(argv: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program, ...argv], {
    env: { PATH: process.env["PATH"] ?? "", LANG: "C", ...environment },
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<{ code: number | null; said: string }>((done) =>
    child.once("close", (code) => {
      running.delete(child);
      done({ code, said });
    }),
  );
  return { child, said: () => said, ended };
}

const gestand = (argv: readonly string[], environment?: Record<string, string>) => start(argv, environment).ended;

test("from a database to a notice that people can read, and never over a file that is there", async () => {
  const path = join(folder, "shop.yaml");
  const made = await gestand(["init", path, ...answers, "--from-database", shop.url]);
  expect(made.code, made.said).toBe(0);
  expect(made.said).toMatch(/\d+ open points/);
  const text = await readFile(path, "utf8");
  // The address, its host and its user name stay outside.
  for (const secret of [shop.url, new URL(shop.url).pathname.slice(1)]) {
    expect(text).not.toContain(secret);
    expect(made.said).not.toContain(secret);
  }
  expect(text).toContain("url: env:SHOP_DATABASE_URL");

  const checked = await gestand(["check", path]);
  expect(checked.code, checked.said).toBe(0);
  expect(checked.said).toContain("0 errors");

  const mapped = await gestand(["map", "--check", "--policy", path], { SHOP_DATABASE_URL: shop.url });
  expect(mapped.code).toBe(1);
  expect(mapped.said).toContain("nothing is said about its column");
  expect(mapped.said).not.toMatch(/unknown|does not exist|is not in the database/);
  const found = await gestand(["map", "--check", "--json", "--policy", path], { SHOP_DATABASE_URL: shop.url });
  const { problems } = JSON.parse(found.said) as { problems: { code: string; severity: string }[] };
  const errors = new Set(problems.filter(({ severity }) => severity === "error").map(({ code }) => code));
  // What is open is what has no place yet, and nothing else.
  expect([...errors].filter((code) => !/^unmapped-(?:column|link|table)$/.test(code))).toEqual([]);

  const again = await gestand(["init", path, ...answers]);
  expect(again.code).toBe(69);
  expect(again.said).toMatch(/is there already[^\n]+Nothing was written/);
  expect(await readFile(path, "utf8")).toBe(text);
  expect((await readdir(folder)).filter((name) => name !== "shop.yaml")).toEqual([]);

  const own = await freshDatabase();
  const port = 20_000 + (process.pid % 20_000);
  try {
    const server = start(["serve", "--port", String(port)], {
      GESTAND_POLICY: path,
      GESTAND_DATA: join(folder, "data"),
      GESTAND_KEY: Buffer.alloc(32, 7).toString("base64"),
      GESTAND_PUBLIC_URL: `http://localhost:${port}`,
      GESTAND_SMTP_URL: "smtp://127.0.0.1:9?tls=off",
      GESTAND_MAIL_FROM: "privacy@bakkerij.example",
      DATABASE_URL: own.url,
      SHOP_DATABASE_URL: shop.url,
    });
    await eventually("serving", () => Promise.resolve(/"event":"serving"/.test(server.said()) ? true : undefined));
    for (const language of ["nl", "en"]) {
      const page = await fetch(`http://localhost:${port}/${language}/privacy`);
      expect(page.status).toBe(200);
      const html = await page.text();
      expect(html).toContain("Bakkerij De Hoek");
      expect(html).not.toContain("OPEN:");
    }
    expect((await fetch(`http://localhost:${port}/nl`)).status).toBe(200);
    server.child.kill("SIGINT");
    expect((await server.ended).code).toBe(0);
  } finally {
    await own.drop();
  }
});

test("without a terminal nothing is asked, and what nobody told is left open", async () => {
  const path = join(folder, "bare.yaml");
  const made = await gestand(["init", path]);
  expect(made.code, made.said).toBe(0);
  expect((await gestand(["check", path])).code).toBe(0);
  expect(await readFile(path, "utf8")).toMatch(/# OPEN: .+\n +name: /);
});

test.each([
  ["an unknown kind", ["--kind", "webshp"], 2, /Did you mean "webshop"\?/],
  ["an address that is none", ["--email", "privacy.example"], 2, /is not an e-mail address/],
  ["a language that there is not", ["--language", "nl,xx"], 2, /xx/],
  ["a country that is none", ["--country", "Nederland"], 2, /Nederland/],
  [
    "a database that does not answer",
    ["--from-database", "postgres://nobody:geheim@127.0.0.1:1/nothing"],
    69,
    /did not answer/,
  ],
] as const)("%s is one sentence that says what to do, and leaves no file", async (_, argv, code, says) => {
  const path = join(folder, "refused.yaml");
  const said = await gestand(["init", path, ...argv]);
  expect(said.said).toMatch(says);
  expect(said.said.trimEnd().split("\n")).toHaveLength(1);
  expect(said.said).not.toContain("geheim");
  expect(said.code).toBe(code);
  expect(await readdir(folder)).not.toContain("refused.yaml");
});

test("an empty database, and a folder that is not there, are one sentence too", async () => {
  const empty = await freshDatabase();
  try {
    const said = await gestand(["init", join(folder, "empty.yaml"), "--from-database", empty.url]);
    expect(said.code).toBe(69);
    expect(said.said).toMatch(/^gestand: [^\n]+\n$/);
  } finally {
    await empty.drop();
  }
  const nowhere = await gestand(["init", join(folder, "no", "such", "policy.yaml")]);
  expect(nowhere.code).toBe(69);
  expect(nowhere.said).toMatch(/^gestand: [^\n]+Nothing was written[^\n]+\n$/);
  expect((await readdir(folder)).filter((name) => /empty|no$|tmp/.test(name))).toEqual([]);
});
