import { describe, expect, test } from "vitest";
import { parsePolicy } from "../index.ts";
import { changed, sample } from "../testing.ts";

const recipients = /^recipients:\n(?: .*\n)+/m.exec(sample)?.[0] ?? "";
const without = changed(recipients, "include: [parts/recipients.yaml]\n");
const files = (others: Readonly<Record<string, string>>) => (path: string) => others[path];

describe("a policy in several files", () => {
  test("is the same policy, and each value keeps its place in its own file", () => {
    const { policy, problems } = parsePolicy("policy.yaml", without, files({ "parts/recipients.yaml": recipients }));
    expect(problems).toEqual([]);
    expect(policy?.recipients[0]?.at).toEqual({ file: "parts/recipients.yaml", line: 2, column: 3 });
    expect(policy?.recipients.map(({ name }) => name)).toEqual(["parcels"]);
  });

  test("entries of one word may stand in both files, each once", () => {
    const more = "purposes:\n  service: {of: guest, basis: contract, uses: [name]}\n";
    const both = parsePolicy("policy.yaml", `include: more.yaml\n${sample}`, files({ "more.yaml": more }));
    expect(both.policy?.purposes.map(({ name }) => name)).toEqual(["fulfil-order", "bookkeeping", "service"]);
    const twice = parsePolicy(
      "policy.yaml",
      `include: more.yaml\n${sample}`,
      files({ "more.yaml": changed("service", "bookkeeping", more) }),
    );
    expect(twice.problems).toMatchObject([{ code: "named-twice", at: { file: "more.yaml", line: 2, column: 3 } }]);
    expect(twice.problems[0]?.message).toMatch(/first on line \d+ of policy\.yaml\.$/);
  });

  test("a file includes others from its own folder", () => {
    const { policy } = parsePolicy(
      "policy.yaml",
      without,
      files({ "parts/recipients.yaml": "include: deeper/list.yaml\n", "parts/deeper/list.yaml": recipients }),
    );
    expect(policy?.recipients[0]?.at.file).toBe("parts/deeper/list.yaml");
  });

  test.each([
    ["a missing file", "include: gone.yaml", {}, "include-unreadable"],
    ["a path out of the folder", "include: ../other.yaml", { "../other.yaml": "persons: [a]" }, "bad-include"],
    ["an absolute path", "include: /etc/policy.yaml", { "/etc/policy.yaml": "persons: [a]" }, "bad-include"],
    ["a file twice", "include: [a.yaml, a.yaml]", { "a.yaml": "statements: {}" }, "included-twice"],
    ["a file that includes itself", "include: a.yaml", { "a.yaml": "include: a.yaml" }, "included-twice"],
    ["the first file", "include: policy.yaml", { "policy.yaml": sample }, "included-twice"],
    ["a list", "include: a.yaml", { "a.yaml": "- a" }, "wrong-type"],
    ["broken YAML", "include: a.yaml", { "a.yaml": "a: [" }, "yaml-syntax"],
    ["an unknown word", "include: a.yaml", { "a.yaml": "recipents: {}" }, "unknown-word"],
    ["a number", "include: 12", {}, "bad-include"],
  ])("%s is a problem at its place", (_, line, others, code) => {
    const { policy, problems } = parsePolicy("policy.yaml", `${line}\n${sample}`, files(others));
    expect(policy).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toContain(code);
  });
});
