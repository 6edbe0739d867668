/** `gestand init` at a real terminal: a pseudo-terminal of `script`, which Linux and macOS have, with somebody who types. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { eventually } from "./people.ts";

// Whole programs are started here; a busy machine may take its time.
vi.setConfig({ testTimeout: 120_000 });

const program = fileURLToPath(new URL("../../bin/gestand.mjs", import.meta.url));
/** Of the operating system: it runs a command at a terminal of its own. */
const recorder = "script";
const interrupt = "\u0003";

let folder: string;
let child: ChildProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gestand-terminal-"));
});
afterEach(async () => {
  child?.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

/** Answers each question once it is put, and gives what was shown and how it ended. */
async function at(argv: readonly string[], answers: readonly (readonly [question: string, typed: string])[]) {
  const command = [process.execPath, program, "init", ...argv];
  const wrapped =
    process.platform === "darwin"
      ? ["-q", "/dev/null", ...command]
      : ["-qec", command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" "), "/dev/null"];
  const running = spawn(recorder, wrapped, {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", TERM: "xterm", LANG: "nl_NL.UTF-8" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child = running;
  let shown = "";
  running.stdout.on("data", (chunk: Buffer) => (shown += chunk.toString()));
  const ended = new Promise<number | null>((done) => running.once("close", done));
  for (const [question, typed] of answers) {
    await eventually(question, () => Promise.resolve(shown.includes(question) ? true : undefined));
    running.stdin.write(typed === interrupt ? typed : `${typed}\r`);
  }
  return { code: await ended, shown };
}

test("somebody types the answers, one of them wrong at first", async () => {
  const { code, shown } = await at(
    ["mijn.yaml"],
    [
      ["Wat voor organisatie is het?", "praktijk"],
      ["Kies uit: webshop", "practice"],
      ["Hoe heet de organisatie?", "Praktijk Zuid"],
      ["In welk land is die gevestigd?", ""],
      ["Op welk adres komen vragen", "info@praktijk.example"],
      ["In welke talen", "nl"],
      ["Adres van uw database", ""],
    ],
  );
  expect(code, shown).toBe(0);
  expect(shown).toContain("mijn.yaml is geschreven.");
  const text = await readFile(join(folder, "mijn.yaml"), "utf8");
  expect(text).toContain('name: "Praktijk Zuid"');
  expect(text).toContain("languages: [nl]");
  expect(text).toContain("health: {ground: health-care}");
  expect(await readdir(folder)).toEqual(["mijn.yaml"]);
});

test("Ctrl-C at a question ends it with one sentence, and no file is there", async () => {
  const { code, shown } = await at(
    [],
    [
      ["Wat voor organisatie is het?", ""],
      ["Hoe heet de organisatie?", interrupt],
    ],
  );
  expect(code, shown).toBe(69);
  expect(shown).toContain("Stopped. Nothing was written or changed.");
  expect(await readdir(folder)).toEqual([]);
});
