import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { expect, it } from "vitest";
import { browserChoiceDays } from "#policy";
import { keptSeconds } from "./kept.ts";

const file = new URL("./browser/gestand.min.js", import.meta.url);

it("serves the script that its sources make", async () => {
  const bundle = await rolldown({ input: new URL("./browser/main.ts", import.meta.url).pathname, platform: "browser" });
  const { output } = await bundle.generate({ format: "iife", minify: true });
  if (process.env["GESTAND_UPDATE"] === "1") writeFileSync(file, output[0].code);
  expect(readFileSync(file, "utf8"), "run `npm run generate`").toBe(output[0].code);
});

it("leaves two of ten kilobytes to what a site is told", () => {
  expect(gzipSync(readFileSync(file), { level: 9 }).length).toBeLessThan(8.25 * 1024);
});

it("forgets a choice when the policy says that a browser does", () => {
  expect(keptSeconds).toBe(browserChoiceDays * 86_400);
});
