import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { OperationalError } from "#base";
import { freshDatabase, type TestDatabase } from "#harness";
import { writeNew } from "./init/write-new.ts";
import { main } from "./index.ts";
import { gestand } from "./testing.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gestand-init-"));
  path = join(folder, "policy.yaml");
  return () => rm(folder, { recursive: true, force: true });
});

/** Types these lines, one per question; "^C" stands for Ctrl-C. */
async function typed(argv: readonly string[], lines: readonly string[], environment: Record<string, string> = {}) {
  const asked: string[] = [];
  let out = "";
  let err = "";
  const code = await main(["init", path, ...argv], {
    out: (content) => void (out += String(content)),
    err: (text) => void (err += text),
    environment,
    input: () => Promise.resolve(""),
    ask: (question) => {
      const line = lines[asked.push(question) - 1] ?? "";
      return line === "^C" ? Promise.reject(new OperationalError("stopped", "Stopped.")) : Promise.resolve(line);
    },
    stopped: () => Promise.resolve(),
  });
  return { code, out, err, asked };
}

const written = () => readFile(path, "utf8");

describe("questions", () => {
  test("are asked once each, and what is answered stands in the policy", async () => {
    const said = await typed([], ["association", "De Harmonie", "be", "info@harmonie.example", "nl", ""]);
    expect([said.code, said.err]).toEqual([0, ""]);
    expect(said.asked).toHaveLength(6);
    const text = await written();
    expect(text).toContain('name: "De Harmonie"');
    expect(text).toContain("country: BE");
    expect(text).toContain('email: "info@harmonie.example"');
    expect(text).toContain("languages: [nl]");
    expect(text).toContain("uw lidmaatschap");
    expect((await gestand(["check", path])).code).toBe(0);
  });

  test("come again, with what to write instead, until the answer can be", async () => {
    const said = await typed([], ["webshp", "webshop", "X", "Nederland", "NL", "x@", "x@x.example", "fr", "en", ""]);
    expect(said.code).toBe(0);
    expect(said.asked).toHaveLength(10);
    expect(said.out).toContain('Did you mean "webshop"?');
    expect(said.out).toContain('"Nederland" is no country code');
    expect(said.out).toContain('"x@" is not an e-mail address');
    expect(said.out).toContain('"fr" cannot be');
  });

  test("are in Dutch where the terminal is, or the notice", async () => {
    const terminal = await typed([], [], { LANG: "nl_NL.UTF-8" });
    expect(terminal.asked[1]).toBe("Hoe heet de organisatie? [later] ");
    expect(terminal.out).toContain("open punten");
    await rm(path);
    expect((await typed(["--language", "nl,en"], [])).asked[0]).toContain("Wat voor organisatie");
    await rm(path);
    expect((await typed(["--language", "en"], [], { LANG: "nl_NL" })).asked[0]).toContain("What kind");
  });

  test("are left out for what a flag says, and all of them with --yes or --json", async () => {
    expect((await typed(["--kind", "app", "--country", "NL"], [])).asked).toHaveLength(4);
    await rm(path);
    expect((await typed(["--yes"], [])).asked).toEqual([]);
    await rm(path);
    const { out, asked } = await typed(["--json", "--kind", "minimal"], []);
    expect(asked).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({ file: path, kind: "minimal", openPoints: [{ line: 4 }, {}, {}] });
  });

  test.each([1, 3, 6])("Ctrl-C at question %i leaves nothing behind", async (at) => {
    const lines = [...Array.from({ length: at - 1 }, () => ""), "^C"];
    const said = await typed([], lines);
    expect([said.code, said.err]).toEqual([69, "gestand: Stopped.\n"]);
    expect(await readdir(folder)).toEqual([]);
  });

  test("are not begun when the file is there", async () => {
    await writeFile(path, "mine");
    const said = await typed([], []);
    expect([said.code, said.asked]).toEqual([69, []]);
    expect(await written()).toBe("mine");
  });
});

describe("writing", () => {
  test("of several at once, one gets the name and the others are refused", async () => {
    const texts = Array.from({ length: 8 }, (_, index) => `${index}`.repeat(100_000));
    const ends = await Promise.allSettled(texts.map((text) => writeNew(path, text)));
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(texts).toContain(await written());
    expect(await readdir(folder)).toEqual(["policy.yaml"]);
  });

  test("into what is no folder says so, and leaves nothing", async () => {
    await writeFile(join(folder, "file"), "");
    await expect(writeNew(join(folder, "file", "policy.yaml"), "x")).rejects.toThrow(/cannot be written \(ENOTDIR\)/);
    expect(await readdir(folder)).toEqual(["file"]);
  });
});

describe("from a database", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    await database.query(`
      create table klanten (id int primary key, email text, naam text, bsn text, xyzzy text);
      create table facturen (id int primary key, klant_id int references klanten, factuurdatum date, totaal int);
      create table products (id int primary key, name text);
      insert into klanten values (1, 'geheim@post.example', 'Geheim', 'v', 'Geheim')`);
  });
  afterAll(() => database.drop());

  test("its tables, persons and what is open stand in the policy, and no value and no address do", async () => {
    const said = await typed(["--kind", "webshop", "--yes"], []);
    expect(said.code).toBe(0);
    await rm(path);
    const looked = await gestand(["init", path, "--from-database", "KLANTEN_URL", "--system", "winkel"], {
      environment: { KLANTEN_URL: database.url },
    });
    expect([looked.code, looked.err]).toEqual([0, ""]);
    const text = await written();
    expect(text).toContain("url: env:KLANTEN_URL");
    expect(text).toMatch(/klant_id -> klanten/);
    expect(text).toMatch(/# OPEN: .*xyzzy/);
    expect(text).toMatch(/# OPEN: .*national-number/);
    for (const secret of ["geheim", "Geheim", database.url]) expect(text + looked.out).not.toContain(secret);
    const checked = await gestand(["check", path, "--systems"], { environment: { KLANTEN_URL: database.url } });
    expect(checked.out).toContain("xyzzy");
    expect(checked.out).toMatch(/: 1 error, /);
    expect((await gestand(["check", path])).code).toBe(0);
  });

  test("a role that may not read is told which grant it lacks", async () => {
    const role = `looker_${database.name}`;
    await database.query(`create role ${role} login`);
    const url = database.url.replace(/^(postgres(?:ql)?:\/\/)(?:[^@/]*@)?/, `$1${role}@`);
    const refused = async () => {
      const said = await gestand(["init", path, "--from-database", url]);
      expect([said.code, said.out]).toEqual([69, ""]);
      expect(await readdir(folder)).toEqual([]);
      return said.err;
    };
    try {
      expect(await refused()).toBe(
        `gestand: The database role ${role} may not read facturen, klanten, products. Nothing was proposed or written. Run as its owner: grant select on all tables in schema "public" to "${role}";\n`,
      );
      await database.query("revoke usage on schema public from public");
      expect(await refused()).toContain(`may not use schema public. Nothing was proposed or written. Run as its owner`);
    } finally {
      await database.query(`grant usage on schema public to public; drop role ${role}`);
    }
  });

  test("a variable that is not set is named, and a schema without tables too", async () => {
    const unset = await gestand(["init", path, "--from-database", "NO_SUCH_URL"]);
    expect([unset.code, unset.err]).toEqual([
      2,
      expect.stringContaining("NO_SUCH_URL is not set. Nothing was written."),
    ]);
    const empty = await gestand(["init", path, "--from-database", database.url, "--schema", "elsewhere"]);
    expect([empty.code, empty.err]).toEqual([69, expect.stringContaining("no table in schema elsewhere")]);
    expect(await readdir(folder)).toEqual([]);
  });
});

test("check notes each open point with its line, and ends well", async () => {
  await gestand(["init", path, "--kind", "minimal"]);
  const lines = (await written()).split("\n").flatMap((line, index) => (line.includes("# OPEN:") ? [index + 1] : []));
  const { code, out } = await gestand(["check", path, "--json"]);
  const { problems } = JSON.parse(out) as { problems: { code: string; at: { line: number }; severity: string }[] };
  const open = problems.filter((problem) => problem.code === "open-point");
  expect(code).toBe(0);
  expect(open.map(({ at }) => at.line)).toEqual(lines);
  expect(new Set(open.map(({ severity }) => severity))).toEqual(new Set(["note"]));
});
