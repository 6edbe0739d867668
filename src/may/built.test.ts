import { readFileSync, writeFileSync } from "node:fs";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import type { connectMay as written } from "./client.ts";
import { connectMay } from "./may.mjs";

const file = new URL("./may.mjs", import.meta.url);

test("the file that companies import is what its sources make, and needs nothing else", async () => {
  const bundle = await rolldown({ input: new URL("./client.ts", import.meta.url).pathname, platform: "neutral" });
  const { output } = await bundle.generate({ format: "esm", comments: false });
  const code = `// Built from src/may by \`npm run generate\`. How to use it: docs/operating.md.\n${output[0].code}`;
  if (process.env["GESTAND_UPDATE"] === "1") writeFileSync(file, code);
  expect(readFileSync(file, "utf8"), "run `npm run generate`").toBe(code);
  expect(code).not.toMatch(/\bimport\b|\brequire\b/);
});

/** What `may.d.mts` declares is what the sources are, both ways. */
const declared: typeof written = connectMay;
const offered: typeof connectMay = declared;

test("it says no until it knows, and no again once Gestand was silent for longer than the bound", async () => {
  let silent = false;
  let now = 0;
  const answer = { person: "d", purposes: { letter: { allowed: true, because: "consent" } }, messages: {} };
  const send = async (url: string) => {
    if (silent) throw new Error("not reached");
    return Response.json(url.includes("/changes") ? { cursor: "1", persons: [] } : { answers: [answer] });
  };
  const client = offered({ url: "https://p.example/", token: "t", boundMs: 1_000, fetch: send, now: () => now });
  expect(client.may("eva@home.example", "letter")).toBe(false);
  await client.load(["eva@home.example"]);
  expect(client.may("eva@home.example", "letter")).toBe(true);
  expect(client.may("eva@home.example", "toString")).toBe(false);
  expect(client.mayContact("eva@home.example", "letter")).toBe(false);
  silent = true;
  now = 1_000;
  expect(client.may("eva@home.example", "letter")).toBe(true);
  now = 1_001;
  expect(client.may("eva@home.example", "letter")).toBe(false);
  expect(await client.ask("eva@home.example", { purpose: "letter" })).toEqual({
    allowed: false,
    because: "unreachable",
  });
  silent = false;
  expect(await client.ask("eva@home.example", { purpose: "letter" })).toEqual({ allowed: true, because: "consent" });
  client.close();
});
