/**
 * What the sample policies cite. Where the ledgers of the original policies are at hand (GESTAND_LEDGERS names a ledger or a
 * folder of them), none of their entries may lose its citation.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const ledgers = process.env["GESTAND_LEDGERS"] ?? "";
const folder = mkdtempSync(join(tmpdir(), "gestand-ledger-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Printed {
  readonly ledgers: readonly {
    readonly file: string;
    readonly entries: readonly { readonly id: string; readonly cited: readonly { readonly promise: string }[] }[];
  }[];
  readonly total: {
    readonly entries: number;
    readonly cited: number;
    readonly explained: number;
    readonly byNobody: number;
  };
}

function ledger(...argv: readonly string[]): { readonly code: number | null; readonly out: string } {
  const script = new URL("ledger.ts", import.meta.url).pathname;
  const { status, stdout } = spawnSync(process.execPath, [script, ...argv], { encoding: "utf8" });
  return { code: status, out: stdout };
}

function written(name: string, ...ids: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, ids.map((id) => `- {id: ${id}, kind: purpose}\n`).join(""));
  return file;
}

test("entries are cited by a promise, explained by the policy, or cited by nobody, and add up", () => {
  const file = written("some.yaml", "002-050", "001-079", "999-001");
  const { code, out } = ledger(file, "--json");
  const { total, ledgers: read } = JSON.parse(out) as Printed;
  expect(code).toBe(1);
  expect(total).toEqual({ entries: 3, cited: 1, explained: 1, byNobody: 1 });
  expect(read[0]?.entries[1]?.cited.map(({ promise }) => promise)).toEqual(["left out"]);
  const text = ledger(file);
  expect(text.out).toContain("Cited by nobody: 999-001\n");
  expect(text.out).toMatch(/\n2 of 3 entries are cited \(1\) or explained \(1\)\.\n$/);
});

test.runIf(ledgers !== "")("every entry of the original policies is cited or explained", () => {
  const { code, out } = ledger(ledgers, "--json");
  const { total, ledgers: read } = JSON.parse(out) as Printed;
  const lost = read.flatMap(({ entries }) => entries.filter(({ cited }) => cited.length === 0).map(({ id }) => id));
  expect(lost).toEqual([]);
  expect([code, total.byNobody, total.entries]).toEqual([0, 0, total.cited + total.explained]);
  expect(total.entries).toBeGreaterThan(0);
});
