import { describe, expect, it } from "vitest";
import { localDate } from "#base";
import { authorities, countryCodes, retentionDuty } from "#law";
import { checkPolicy } from "../check/check-policy.ts";
import { parsePolicy } from "../parse.ts";
import { kindsOfOrganisation, starterKinds } from "./kinds.ts";
import { openPoints } from "./open-points.ts";
import { starterPurposes } from "./purposes.ts";
import { dutyOf, starterRules } from "./rules.ts";
import { hasStarter, type StarterAnswers, type StarterDatabase, starterPolicy } from "./starter.ts";

const bakery: StarterAnswers = {
  kind: "webshop",
  name: "Bakkerij De Hoek",
  country: "NL",
  email: "privacy@bakkerij.example",
  languages: ["nl", "en"],
  comments: "nl",
  inForce: localDate("2026-11-22"),
  system: "shop",
  urlFrom: "SHOP_DATABASE_URL",
};

function read(answers: StarterAnswers) {
  const text = starterPolicy(answers);
  const { policy, problems } = parsePolicy("policy.yaml", text);
  expect(problems, text).toEqual([]);
  if (policy === undefined) throw new Error("a text without problems is a policy");
  return { text, policy, findings: checkPolicy(policy) };
}

/** A database with a mapping of these columns, all in one table of customers. */
function database(columns: Record<string, string>, more: Partial<StarterDatabase> = {}): StarterDatabase {
  return {
    persons: ["customer"],
    categories: [...new Set(Object.values(columns))],
    rules: [],
    systems: `systems:
  shop:
    connector: postgres
    url: env:SHOP_DATABASE_URL
    tables:
      customers:
        person: {is: customer, email: email}
        columns: {${Object.entries(columns)
          .map(([name, category]) => `${name}: ${category}`)
          .join(", ")}}
        keep: profile`,
    ...more,
  };
}

function linesOf(kind: StarterAnswers["kind"]): number {
  return starterPolicy({ ...bakery, kind })
    .trimEnd()
    .split("\n").length;
}

describe("a first policy", () => {
  it.each(starterKinds)("for a %s reads without a finding but that of what nobody told", (kind) => {
    for (const languages of [["nl"], ["en"], ["en", "nl"]] as const)
      for (const comments of languages) {
        const { findings, policy, text } = read({ ...bakery, kind, languages, comments });
        expect(findings.map(({ severity, code }) => [severity, code])).toEqual([["warning", "controller-incomplete"]]);
        expect(policy.languages).toEqual(languages);
        expect(text).toMatch(comments === "nl" ? /# OPEN: in welke database/ : /# OPEN: which database/);
      }
  });

  it("stays short enough to read", () => {
    expect(linesOf("minimal")).toBeLessThanOrEqual(30);
    expect(linesOf("webshop")).toBeLessThanOrEqual(120);
  });

  it("is there for every country with an authority, and keeps invoices by the law of that country", () => {
    const countries = [...new Set(authorities.map(({ country }) => country))].filter((one) => !one.includes("-"));
    expect(countries.length).toBeGreaterThan(30);
    for (const country of countries) {
      const { findings, policy } = read({ ...bakery, country });
      expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
      const duty = dutyOf(country);
      if (duty !== undefined) expect(retentionDuty(duty)?.country).toBe(country);
      expect(policy.keep.some(({ name }) => name === "invoices")).toBe(duty !== undefined);
      expect(policy.purposes.some(({ name }) => name === "bookkeeping")).toBe(duty !== undefined);
    }
    expect(dutyOf("NL")).toBe("nl.tax.records");
    expect(dutyOf("BE")).toBe("be.tax.invoices");
    expect(countryCodes.filter((code) => hasStarter(code)).toSorted()).toEqual(countries.toSorted());
    expect(() => starterPolicy({ ...bakery, country: "US" })).toThrow(/authority/);
  });

  it("leaves open what nobody told, and makes up nothing", () => {
    const { name: _name, email: _email, ...untold } = bakery;
    const { text } = read({ ...untold, comments: "en" });
    const open = openPoints(text).map((point) => point.text);
    expect(open).toContain("what is the organisation called?");
    expect(open).toContain("at which address do questions about privacy arrive?");
    expect(open.length).toBe(openPoints(starterPolicy({ ...bakery, comments: "en" })).length + 2);
    // Recipients, measures and cookies are facts: they stand there as comments only.
    const { policy } = read(bakery);
    expect(policy.recipients).toEqual([]);
    expect(policy.security ?? []).toEqual([]);
    expect(policy.organisation.legalName).toBeUndefined();
  });

  it("takes any name as it is", () => {
    for (const name of [`De "Hoek": 't #1`, "{x: 1}", "- a", "naam\\n", "Ünïcode 🥖", "yes", "# OPEN: x"])
      expect(read({ ...bakery, name }).policy.organisation.name).toBe(name);
  });

  it("has purposes for every kind, with titles in both languages", () => {
    for (const { purposes } of Object.values(kindsOfOrganisation))
      for (const name of purposes) expect(Object.keys(starterPurposes[name]?.title ?? {})).toEqual(["nl", "en"]);
  });
});

describe("a first policy over a database", () => {
  it("uses the categories that were found, and no others", () => {
    const columns = { email: "contact.email", name: "name", total: "order-history", ip: "network.ip-address" };
    const { policy, findings } = read({ ...bakery, database: database(columns) });
    expect(findings.map(({ code }) => code)).toEqual(["controller-incomplete"]);
    const uses = (name: string) => policy.purposes.find((purpose) => purpose.name === name)?.uses;
    expect(uses("fulfil-order")).toEqual(["contact.email", "name", "order-history"]);
    expect(uses("website")).toEqual(["network.ip-address"]);
    expect(uses("payment")).toBeUndefined();
  });

  it("leaves as comments what usually is there and was not seen", () => {
    const { text } = read({ ...bakery, database: database({ email: "contact.email", total: "order-history" }) });
    expect(text).toMatch(/# OPEN: hiervoor is in de database niets gevonden/);
    expect(text).toMatch(/^ {2}# newsletter:$/m);
    const shown = text.replace(/^ {2}# (?!OPEN)/gm, "  ");
    expect(parsePolicy("policy.yaml", shown).problems.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("gives no purpose to data that none is known for, least of all to special categories", () => {
    const columns = { email: "contact.email", total: "order-history", bsn: "national-number", faith: "religion" };
    const { text, policy, findings } = read({ ...bakery, database: database(columns) });
    expect(openPoints(text).map((point) => point.text)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^national-number staat/),
        expect.stringMatching(/^religion staat/),
      ]),
    );
    expect(policy.purposes.flatMap((purpose) => purpose.uses)).not.toContain("religion");
    // A part of what a purpose uses has that purpose.
    const paid = { email: "contact.email", total: "order-history", amount: "payment", mark: "payment.reference" };
    expect(read({ ...bakery, database: database(paid) }).text).not.toMatch(/payment\.reference staat/);
    expect(findings.map(({ code }) => code)).toContain("data-without-purpose");
  });

  it("speaks of the persons of the database", () => {
    const columns = { email: "contact.email", name: "name" };
    const found = database(columns, { persons: ["customer", "odd-one"] });
    const { policy, text } = read({ ...bakery, kind: "saas", database: found });
    expect(policy.persons.map(({ name }) => name)).toEqual(["customer", "odd-one"]);
    expect(policy.purposes[0]?.of).toEqual(["customer", "odd-one"]);
    expect(openPoints(text).some((point) => point.text.startsWith("hoe noemt u deze mensen"))).toBe(true);
    expect(policy.purposes.flatMap(({ of }) => of)).not.toContain("user");
  });

  it("keeps a purpose when the database shows none", () => {
    const { policy } = read({ ...bakery, database: database({ email: "contact.email" }) });
    expect(policy.purposes.map(({ name }) => name)).toEqual(["fulfil-order"]);
  });
});

describe("rules for keeping", () => {
  it("are held by law only where there is one", () => {
    expect([...starterRules("NL")].filter(([, rule]) => rule.held).map(([name]) => name)).toEqual(["invoices"]);
    expect(starterRules("US").has("invoices")).toBe(false);
  });
});

describe("open points", () => {
  it("are comments with their line, wherever they stand", () => {
    const text =
      'a: 1 # OPEN: one\n  # OPEN:two \n# OPEN:\n#OPEN: three\r\nb: "OPEN: four"\nc: x#OPEN: five\n# open: six';
    expect(openPoints(text)).toEqual([
      { line: 1, text: "one" },
      { line: 2, text: "two" },
      { line: 4, text: "three" },
    ]);
    expect(openPoints("says: |\n  # OPEN: in a text\nb: 1 # OPEN: seven")).toEqual([{ line: 3, text: "seven" }]);
    expect(openPoints("")).toEqual([]);
  });
});
