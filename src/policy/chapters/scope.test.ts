import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const scope = `scope:
  covers: [website, service]
  not: {is: [offline, other-channels], cites: [000-111]}
  sites: {is: https://webshop.example, cites: [004-005]}
  subdomains: {}
  role: {is: controller, cites: [001-003]}
  users: {is: [eea, everyone], cites: [001-077]}
  tells: {is: [storage, security, staff], cites: [002-012]}
  lookBack: 12 months
  minimal: {cites: [002-003]}
  personalData: {cites: [004-012]}
  residents:
    california: {only: {is: sale, cites: [004-174]}, cites: [001-105]}
    canada: {lawKept: {cites: [001-113]}}
  notices:
    california: {title: {nl: de verklaring voor Californië, en: the notice for California}, link: https://webshop.example/ca, for: california, cites: [001-106]}
    terms: {title: {nl: de voorwaarden van elke dienst, en: the terms of each service}, link: https://webshop.example/terms, about: recipients, cites: [004-090]}
  cites: [002-006]
`;
const promises = promisesOf(policyIn(sample + scope)).filter(({ id }) => id.startsWith("scope."));
const texts = Object.fromEntries(promises.map(({ id, statement }) => [id, statement]));

describe("the scope", () => {
  test("is one sentence per fact, each with what it stands for", () => {
    expect(promises.map(({ id, cites }) => [id, ...cites])).toEqual([
      ["scope.covers", "002-006"],
      ["scope.not", "000-111"],
      ["scope.sites", "004-005"],
      ["scope.role", "001-003"],
      ["scope.users", "001-077"],
      ["scope.tells", "002-012"],
      ["scope.look-back"],
      ["scope.residents.california", "001-105"],
      ["scope.residents.california.only", "004-174"],
      ["scope.residents.canada"],
      ["scope.residents.canada.law-kept", "001-113"],
      ["scope.notices.california", "001-106"],
      ["scope.notices.terms", "004-090"],
      ["scope.subdomains"],
      ["scope.minimal", "002-003"],
      ["scope.personalData", "004-012"],
    ]);
    expect(texts).toMatchObject({
      "scope.covers": { nl: "Deze verklaring geldt voor onze website en onze diensten." },
      "scope.not": { en: "It does not cover what you do with us outside the internet and other channels." },
      "scope.users": { nl: "Onze gebruikers wonen in de Europese Economische Ruimte en andere landen." },
      "scope.tells": {
        nl: "Hier leest u ook waar en hoe lang wij gegevens bewaren, hoe wij gegevens beveiligen, en wie ze bij ons kan zien.",
      },
      "scope.notices.terms": {
        en: "Read also: the terms of each service (https://webshop.example/terms), about: with whom we share data.",
      },
      "scope.notices.california": {
        nl: "Lees ook als u in Californië woont: de verklaring voor Californië (https://webshop.example/ca).",
      },
    });
    expect(texts["scope.residents.canada.law-kept"]?.en).toContain("Personal Information Protection");
    expect(texts["scope.residents.california"]?.nl).toContain("California Consumer Privacy Act");
  });

  test("may be one word", () => {
    expect(policyIn(`${sample}scope: {covers: website}\n`).scope?.covers.is).toEqual(["website"]);
  });

  test("a region is one of ours or a country, and CA is neither", () => {
    const codes = (to: string) =>
      parsePolicy("policy.yaml", sample + changed("[eea, everyone]", to, scope)).problems.map(({ code }) => code);
    expect(codes("[NL, GB, california]")).toEqual([]);
    expect(codes("[CA]")).toEqual(["unknown-region"]);
    expect(codes("[californa]")).toEqual(["unknown-region"]);
    expect(policyIn(sample + changed("[eea, everyone]", "GB", scope)).scope?.users?.is).toEqual(["uk"]);
    const { problems } = parsePolicy("policy.yaml", sample + changed("    canada:", "    everyone:", scope));
    expect(problems).toMatchObject([{ code: "bad-name" }]);
  });

  test("a clean scope has no findings", () => {
    const before = findingCodes(sample);
    expect(findingCodes(sample + scope).filter((code) => !before.includes(code))).toEqual([]);
  });

  test.each([
    ["something covered and left out", "[offline, other-channels]", "[website]", "covered-and-not"],
    ["a notice nobody can find", ", link: https://webshop.example/ca", "", "notice-without-link"],
    ["customers nobody names", "role: {is: controller", "role: {is: [controller, processor]", "role-without-customers"],
    [
      "rights kept to those who live here",
      "    california: {only: {is: sale",
      "    eea: {only: {is: rights",
      "rights-by-residence",
    ],
  ])("%s is a finding", (_, from, to, code) => {
    expect(findingCodes(sample + scope)).not.toContain(code);
    expect(findingCodes(sample + changed(from, to, scope))).toContain(code);
  });

  test("a message through a channel that is left out is a finding", () => {
    const call = "messages: {call: {class: service, channels: phone, for: fulfil-order}}\n";
    expect(findingCodes(sample + scope + call)).not.toContain("used-outside-scope");
    expect(findingCodes(sample + changed("[offline, other-channels]", "phone", scope) + call)).toContain(
      "used-outside-scope",
    );
  });
});
