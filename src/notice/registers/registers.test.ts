import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePolicy, type Policy } from "#policy";
import { policies } from "../policies.test.ts";
import { registerOfProcessing } from "../register.ts";
import { type RegisterName, registerNames, registerSheets, registerText } from "./index.ts";
import { dpvContext } from "./dpv.ts";
import { processingLinkedData } from "./linked-data.ts";
import { workbookParts } from "./workbook.ts";

const runs = { numRuns: Number(process.env["GESTAND_RUNS"] ?? 50) };
const examples = new URL("../../../examples/", import.meta.url);

/** The policies of all samples that have one. */
const samples: readonly (readonly [string, Policy])[] = readdirSync(examples)
  .filter((name) => statSync(new URL(name, examples)).isDirectory())
  .filter((name) => readdirSync(new URL(name, examples)).includes("policy.yaml"))
  .flatMap((name) => {
    const folder = new URL(`${name}/`, examples);
    const { policy } = parsePolicy("policy.yaml", readFileSync(new URL("policy.yaml", folder), "utf8"), (path) =>
      readFileSync(new URL(path, folder), "utf8"),
    );
    return policy === undefined ? [] : [[name, policy] as const];
  });

/** Every IRI of a document, with prefixes written out; own things (`#…`) and addresses left out. */
function irisOf(value: unknown, key = ""): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each) => irisOf(each, key));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([name, inner]) =>
      name === "@context" ? [] : [...(name.startsWith("@") ? [] : [expanded(name)]), ...irisOf(inner, name)],
    );
  return (key === "@id" || key === "@type") && typeof value === "string" && !value.startsWith("#")
    ? [expanded(value)]
    : [];
}

function expanded(name: string): string {
  const [prefix = "", term = ""] = name.split(/:(.*)/s);
  expect(Object.keys(dpvContext), `prefix of ${name}`).toContain(prefix);
  return `${dpvContext[prefix as keyof typeof dpvContext]}${term}`;
}

/** The published term lists of DPV 2.3 as CSV, one file or a folder of them; without it a list of the terms we use. */
function publishedTerms(): ReadonlySet<string> {
  const named = process.env["GESTAND_DPV_TERMS"] ?? "";
  if (named === "") {
    const list: unknown = JSON.parse(readFileSync(new URL("dpv-terms.fixture.json", import.meta.url), "utf8"));
    return new Set(list as string[]);
  }
  const files = statSync(named).isDirectory()
    ? readdirSync(named)
        .filter((file) => file.endsWith(".csv"))
        .map((file) => join(named, file))
    : [named];
  return new Set(
    files.flatMap((file) => readFileSync(file, "utf8").match(/(?<=")https:\/\/w3id\.org\/dpv[^"#]*#[^"]+(?=")/g) ?? []),
  );
}

describe("the record of processing as linked data", () => {
  const terms = publishedTerms();

  test.each(samples)("holds only published terms of DPV 2.3: %s", (_, policy) => {
    const iris = irisOf(processingLinkedData(policy)).filter((iri) => iri.startsWith("https://w3id.org/dpv"));
    expect(iris.length).toBeGreaterThan(50);
    expect([...new Set(iris)].filter((iri) => !terms.has(iri)).toSorted()).toEqual([]);
  });

  test("holds only published terms for every policy, and refers to nothing that is not in it", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const document = processingLinkedData(policy);
        const iris = irisOf(document).filter((iri) => iri.startsWith("https://w3id.org/dpv"));
        expect([...new Set(iris)].filter((iri) => !terms.has(iri))).toEqual([]);
        const text = JSON.stringify(document);
        for (const [, id = ""] of text.matchAll(/\{"@id":"(#[^"]+)"\}/g)) expect(text, id).toContain(`"@id":"${id}","`);
      }),
      runs,
    );
  });
});

/** Reads CSV as RFC 4180 says, with quotes. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end = ""] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
    if (end === "") break;
  }
  return rows.slice(0, -1);
}

describe("registers as files", () => {
  test.each(registerNames.flatMap((name) => samples.map(([sample, policy]) => [name, sample, policy] as const)))(
    "%s of %s is a table in CSV in both languages",
    (name: RegisterName, _, policy) => {
      for (const language of ["nl", "en"] as const) {
        const text = registerText(policy, name, "csv", language);
        expect(text.startsWith("\uFEFF")).toBe(true);
        const rows = readCsv(text.slice(1));
        expect(rows).toHaveLength(registerSheets(policy, name, language)[0].rows.length + 1);
        expect(new Set(rows.map((row) => row.length)).size).toBe(1);
      }
    },
  );

  test("a name that looks like a formula is text in a spreadsheet", () => {
    const [[, policy] = [undefined, undefined]] = samples;
    if (policy === undefined) throw new Error("no sample");
    const [first, ...others] = policy.recipients;
    if (first === undefined) throw new Error("no recipient");
    const party = { nl: "=HYPERLINK(1)", en: "=HYPERLINK(1)" };
    const formula: Policy = { ...policy, recipients: [{ ...first, party }, ...others] };
    expect(registerText(formula, "recipients", "csv", "en")).toContain("'=HYPERLINK(1)");
    const cells = workbookParts(registerSheets(formula, "recipients", "en")).find(({ path }) =>
      path.includes("sheet1"),
    );
    expect(cells?.text).toContain('t="inlineStr"><is><t xml:space="preserve">=HYPERLINK(1)</t>');
    expect(cells?.text).not.toContain("<f>");
  });

  test("a workbook holds well-formed XML whatever its cells hold", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (cells) => {
        const sheet = {
          name: "x",
          title: "a/b[c]",
          columns: [{ key: "k", title: "K" }],
          rows: cells.map((cell) => [cell]),
        };
        for (const { text } of workbookParts([sheet])) {
          expect(text).toSatisfy((all: string) => all.isWellFormed());
          // oxlint-disable-next-line no-control-regex -- what XML 1.0 cannot hold
          expect(text.slice(60)).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]|&(?!amp;|lt;|gt;|quot;)/);
        }
      }),
      runs,
    );
  });

  test("the record says for each activity what GDPR art. 30 asks", () => {
    const policy = new Map(samples).get("webshop-nl");
    if (policy === undefined) throw new Error("no sample");
    const [head = [], ...rows] = readCsv(registerText(policy, "processing", "csv", "en").slice(1));
    expect(rows).toHaveLength(policy.purposes.length + (policy.onBehalf ?? []).length);
    for (const title of [
      "Data subjects",
      "Personal data",
      "Recipients",
      "Transfers outside the EEA",
      "Organisation",
      "Security",
    ])
      expect(
        rows.map((row) => row[head.indexOf(title)]),
        title,
      ).not.toContain("");
  });
});

test.each(samples)("the record of processing of %s has a term for whatever stands in a log", (_name, policy) => {
  const { activities } = registerOfProcessing(policy);
  const missing = (policy.logs ?? []).flatMap(({ name, keep, purposes }) =>
    purposes
      .filter(
        (purpose) =>
          keep !== undefined &&
          !activities.some((each) => each.purpose.name === purpose && each.terms.some(({ rule }) => rule === keep)),
      )
      .map((purpose) => `${name} for ${purpose}`),
  );
  expect(missing).toEqual([]);
});
