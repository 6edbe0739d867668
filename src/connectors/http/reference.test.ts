import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseService, serviceReference } from "./index.ts";

test("docs/services-reference.md is what the grammar says now; GESTAND_UPDATE=1 writes it", () => {
  const file = new URL("../../../docs/services-reference.md", import.meta.url);
  if (process.env["GESTAND_UPDATE"] === "1") writeFileSync(file, serviceReference());
  expect(readFileSync(file, "utf8")).toBe(serviceReference());
});

test("the guide's service of one's own is a declaration without a mistake, of twenty lines", () => {
  const guide = readFileSync(new URL("../../../docs/operating.md", import.meta.url), "utf8");
  const [, section = ""] = guide.split("## A service of your own in 20 lines");
  const yaml = /```yaml\n(.*?)```/s.exec(section)?.[1] ?? "";
  expect(parseService("own.yaml", yaml).problems).toEqual([]);
  expect(yaml.trimEnd().split("\n").length).toBeLessThanOrEqual(20);
});
