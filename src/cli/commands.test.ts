/** The commands that need nothing but files, and what every command does when something is wrong. */
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { version } from "#app";
import { policyFile } from "../../examples/webshop-nl/index.ts";
import { gestand } from "./testing.ts";

let folder: string;
const sample = fileURLToPath(policyFile);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gestand-cli-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const commands = ["init", "check", "map", "guard", "start", "serve", "work", "promises", "evidence", "search", "staff"];

describe("the command line", () => {
  test("helps with every command, and says its version", async () => {
    const help = await gestand(["--help"]);
    expect([help.code, help.err]).toEqual([0, ""]);
    for (const command of commands) {
      expect(help.out).toMatch(new RegExp(`^  ${command}\\b`, "m"));
      const own = await gestand([command, "--help"]);
      expect([own.code, own.err]).toEqual([0, ""]);
      expect(own.out).toContain(`Usage: gestand ${command}`);
    }
    expect(await gestand(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });

  test("suggests the command that was meant, and leaves with 2", async () => {
    const said = await gestand(["chekc"]);
    expect(said).toMatchObject({ code: 2, out: "" });
    expect(said.err).toContain("Did you mean check?");
    expect((await gestand(["check", "--jsn"])).err).toContain("--json");
    for (const wrong of [
      [],
      ["check", "--jsn"],
      ["guard"],
      ["map"],
      ["map", "NOT_SET"],
      ["evidence", "verify"],
      ["staff", "x"],
    ])
      expect((await gestand(wrong)).code, wrong.join(" ")).toBe(2);
  });

  test("says in one sentence what it cannot reach, and leaves with 69", async () => {
    const nowhere = {
      DATABASE_URL: "postgres://u:secret@127.0.0.1:1/none",
      GESTAND_POLICY: sample,
      GESTAND_DATA: folder,
    };
    const cases: [string[], Record<string, string>, RegExp][] = [
      [["check", join(folder, "none.yaml")], {}, /does not exist\. Nothing was started/],
      [["check", folder], {}, /is a folder/],
      [["promises"], nowhere, /127\.0\.0\.1:1/],
      [["staff", "invite"], nowhere, /127\.0\.0\.1:1/],
      [["evidence", "export"], { GESTAND_POLICY: sample }, /DATABASE_URL is not set\. Nothing was started/],
      [["evidence", "verify", join(folder, "none.ndjson")], {}, /none\.ndjson does not exist\. Nothing was checked/],
      [["evidence", "verify", folder], {}, /cannot be read/],
      [["evidence", "verify", "--receipt", join(folder, "none.jws"), "--key", "k"], {}, /does not exist/],
      [["guard", "shop"], { GESTAND_POLICY: sample }, /SHOP_DATABASE_URL is not set/],
      [["guard", "nosuch"], { GESTAND_POLICY: sample }, /no system "nosuch"; it has shop/],
      [
        ["guard", "shop"],
        { GESTAND_POLICY: sample, SHOP_DATABASE_URL: "postgres://u:secret@127.0.0.1:1/x" },
        /did not answer/,
      ],
      [["map", "DB"], { DB: "postgres://u:secret@127.0.0.1:1/x" }, /did not answer/],
      [["start", "--port", "many"], {}, /"many" is not a port/],
      [["start", "--customers", "-1"], {}, /not a number of customers/],
      [["serve", "--port", "70000"], {}, /"70000" is not a port/],
      [["serve"], { GESTAND_PUBLIC_URL: "ftp://x" }, /GESTAND_PUBLIC_URL/],
      [["serve"], { GESTAND_TRUSTED_PROXIES: "all" }, /GESTAND_TRUSTED_PROXIES/],
    ];
    for (const [argv, environment, message] of cases) {
      const said = await gestand(argv, { environment });
      expect([said.code, said.out], `${argv.join(" ")}: ${said.err}`).toEqual([69, ""]);
      expect(said.err).toMatch(message);
      expect(said.err).toMatch(/^gestand: [^\n]+\n$/);
      expect(said.err).not.toContain("secret");
    }
  });

  test.each(["serve", "work"])("%s names everything that is missing at once", async (command) => {
    const said = await gestand([command]);
    expect(said.code).toBe(69);
    for (const name of ["DATABASE_URL", "GESTAND_PUBLIC_URL", "GESTAND_SMTP_URL", "GESTAND_MAIL_FROM"])
      expect(said.err).toContain(name);
  });

  test("a fault of ours is told as one, and leaves with 70", async () => {
    const environment = { GESTAND_POLICY: sample };
    const { main } = await import("./index.ts");
    let err = "";
    const code = await main(["search", "shop"], {
      out: () => undefined,
      err: (text) => void (err += text),
      environment,
      input: () => Promise.reject(Object.assign(new Error("invalid input: jan@klant.example"), { code: "22P02" })),
      stopped: () => Promise.resolve(),
    });
    expect(code).toBe(70);
    expect(err).toContain("a fault of ours");
    expect(err).toContain("22P02");
    expect(err).not.toContain("jan@klant.example");
  });
});

describe("gestand init", () => {
  test("writes a policy that checks, and never over another file", async () => {
    const path = join(folder, "first.yaml");
    const made = await gestand([
      "init",
      path,
      "--name",
      `Bakkerij "De Hoek": 't #1`,
      "--country",
      "NL",
      "--email",
      "p@b.example",
    ]);
    expect([made.code, made.err]).toEqual([0, ""]);
    const text = await readFile(path, "utf8");
    const checked = await gestand(["check", path]);
    expect(checked.code, checked.out).toBe(0);
    const again = await gestand(["init", path]);
    expect(again.code).toBe(69);
    expect(again.err).toContain("is there already. Nothing was written");
    expect(await readFile(path, "utf8")).toBe(text);
    expect((await gestand(["init", join(folder, "no", "such", "folder.yaml")])).code).toBe(69);
  });
});

describe("gestand check", () => {
  test("finds nothing wrong with the sample", async () => {
    const said = await gestand(["check", sample]);
    expect([said.code, said.err]).toEqual([0, ""]);
    expect(said.out).toMatch(/policy\.yaml: 0 errors, \d+ warnings?, \d+ notes?, \d+ promises\n$/);
  });

  test("says everything that is wrong, with place and remedy, and leaves with 1", async () => {
    const text = await readFile(sample, "utf8");
    const path = await file(
      "wrong.yaml",
      text.replace("basis: contract", "basis: contrakt").replace(/^languages:.*$/m, "langages: [nl]"),
    );
    const said = await gestand(["check", path]);
    expect(said.code).toBe(1);
    expect(said.out).toMatch(/wrong\.yaml:\d+:\d+: error: .*contrakt/);
    expect(said.out).toMatch(/wrong\.yaml:\d+:\d+: error: .*langages/);
    const json = await gestand(["check", path, "--json"]);
    expect(json.code).toBe(1);
    const { problems } = JSON.parse(json.out) as { problems: { code: string; at: { line: number } }[] };
    expect(problems.length).toBeGreaterThan(1);
    for (const problem of problems)
      expect(problem).toMatchObject({ code: expect.any(String), remedy: expect.any(String) });
  });

  test("is not brought down by what is no policy", async () => {
    for (const [name, content] of Object.entries({
      "empty.yaml": "",
      "list.yaml": "- 1\n",
      "torn.yaml": "gestand: 1\n  x: [",
      "bytes.yaml": "\u0000\u0001\ufffd",
      "bomb.yaml": "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n",
      "huge.yaml": `gestand: 1\n# ${"x".repeat(10 * 1024 * 1024)}\n`,
    })) {
      const said = await gestand(["check", await file(name, content)]);
      expect(said.code, `${name}: ${said.err}`).toBe(1);
    }
  });

  test("prints what machines read: promises with their mechanism, and the schema for editors", async () => {
    const said = await gestand(["check", sample, "--json"]);
    const { problems, promises } = JSON.parse(said.out) as { problems: unknown[]; promises: object[] };
    expect(Array.isArray(problems)).toBe(true);
    expect(promises.length).toBeGreaterThan(50);
    for (const promise of promises) expect(Object.keys(promise).sort()).toEqual(["cites", "id", "mechanism"]);
    const schema = JSON.parse((await gestand(["check", "--schema"])).out) as Record<string, unknown>;
    expect(schema).toMatchObject({ title: "Gestand policy", $schema: expect.any(String) });
  });

  test("a policy that may not be read is said to be so", async () => {
    const path = await file("closed.yaml", "gestand: 1\n");
    await chmod(path, 0o000);
    const said = await gestand(["check", path]);
    // Root reads everything, and then finds what is wrong with it.
    expect(said.code).toBe(process.getuid?.() === 0 ? 1 : 69);
  });
});

describe("site", () => {
  test("prints a tag for pages in each language, and the one that holds all of them", async () => {
    const environment = { GESTAND_PUBLIC_URL: "https://privacy.shop.example" };
    const printed = await gestand(["site", "--policy", sample], { environment });
    expect([printed.code, printed.err]).toEqual([0, ""]);
    for (const tag of [
      'nl: <script src="https://privacy.shop.example/www/gestand.js?lang=nl">',
      "en: <script",
      'gestand.js"></script>',
    ])
      expect(printed.out).toContain(tag);
    const told = JSON.parse((await gestand(["site", "--policy", sample, "--format", "json"], { environment })).out) as {
      tags: Record<string, string>;
    };
    expect(told.tags["en"]).toBe('<script src="https://privacy.shop.example/www/gestand.js?lang=en"></script>');
  });
});
