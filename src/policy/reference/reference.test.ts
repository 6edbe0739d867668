import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { policyJsonSchema, policyReference } from "../index.ts";

const pages = [
  { path: "docs/policy-reference.md", text: policyReference() },
  { path: "docs/policy.schema.json", text: `${JSON.stringify(policyJsonSchema(), null, 2)}\n` },
];

describe("what is generated from the grammar", () => {
  test.each(pages)("$path is what the grammar says now; GESTAND_UPDATE=1 writes it", ({ path, text }) => {
    const file = new URL(`../../../${path}`, import.meta.url);
    if (process.env["GESTAND_UPDATE"] === "1") writeFileSync(file, text);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  test("every part of the schema that another refers to exists", () => {
    const { definitions } = policyJsonSchema();
    const known = Object.keys(definitions as object).map((name) => `#/definitions/${encodeURIComponent(name)}`);
    const referred = JSON.stringify(policyJsonSchema()).matchAll(/"\$ref":"([^"]+)"/g);
    expect(
      [...new Set([...referred].map(([, reference]) => reference))].filter((one) => !known.includes(one ?? "")),
    ).toEqual([]);
  });

  test("every word has a sentence that says what it is for", () => {
    const lacking: string[] = [];
    const look = (schema: unknown, path: string): void => {
      if (schema === null || typeof schema !== "object") return;
      for (const [key, value] of Object.entries(schema)) {
        if (key === "properties")
          for (const [word, member] of Object.entries(value as Record<string, { description?: string }>))
            if (!/^.{8,}\.$/.test(member.description ?? "")) lacking.push(`${path}.${word}`);
        look(value, `${path}.${key}`);
      }
    };
    look(policyJsonSchema(), "");
    expect(lacking).toEqual([]);
  });
});
