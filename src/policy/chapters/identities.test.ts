import { describe, expect, test } from "vitest";
import { knownAs, promisesOf } from "../index.ts";
import { parsePolicy } from "../parse.ts";
import { changed, findingCodes, placeOf, policyIn, sample } from "../testing.ts";

const identities = `identities:
  phone: {cites: [002-001]}
  customer-number: {title: {nl: klantnummer, en: customer number}}
`;
const customers = "{is: customer, email: email, emailSince: email_changed_at}";
const both = "{is: customer, email: email, phone: phone, identities: {customer-number: number}}";
const declared = changed(
  "columns: {name: name, email: contact.email}",
  "columns: {name: name, email: contact.email, phone: contact.phone, number: account.id}",
  changed(customers, both, sample + identities),
);

const withCategory = (text: string) =>
  text.replace("purposes:\n", "categories: {account.id: {title: {nl: nummer, en: number}}}\npurposes:\n");

describe("identities beside the e-mail address", () => {
  test("stand at the path with their columns, and in the notice with what happens", () => {
    const policy = policyIn(withCategory(declared));
    expect(policy.systems[0]?.tables[0]?.person).toMatchObject([
      {
        kind: "is",
        email: "email",
        known: [
          { identity: "phone", column: "phone" },
          { identity: "customer-number", column: "number" },
        ],
      },
    ]);
    const promises = promisesOf(policy).filter(({ id }) => id.startsWith("identities."));
    expect(promises.map(({ id, section, cites }) => [id, section, ...cites])).toEqual([
      ["identities.phone", "rights", "002-001"],
      ["identities.customer-number", "rights"],
    ]);
    expect(promises[1]?.statement.nl).toBe(
      "Kennen wij u ook of alleen via uw klantnummer? Noem dat dan bij uw verzoek. Voordat wij daarop iets doen, vragen wij wie u bent.",
    );
    expect(findingCodes(withCategory(declared))).not.toContain("identity-not-used");
  });

  test("that nobody is found by, or cannot be told apart, are warned of", () => {
    expect(findingCodes(sample + identities).filter((code) => code.startsWith("identity-"))).toEqual([
      "identity-not-used",
      "identity-not-used",
    ]);
    expect(
      findingCodes(
        changed(
          "country: NL\n  address",
          "country: JM\n  authority: nl.ap\n  address",
          `timeZone: UTC\n${sample}identities: {phone: {}}\n`,
        ),
      ),
    ).toContain("phone-without-plan");
  });

  test.each([
    [
      "a telephone number that people may not name",
      "{phone: nr, of: guest}",
      "unknown-identity",
      "nr, of",
      /identities: \{phone/,
    ],
    [
      "an identity that is misspelt",
      "{identity: costumer-number, column: nr, of: guest}",
      "unknown-identity",
      "costumer-number",
      /"customer-number"/,
    ],
    ["no kind of person", "{phone: nr}", "missing-word", "{phone: nr}", /"of"/],
  ])("%s is told where it stands", (_, path, code, at, remedy) => {
    const own =
      code === "unknown-identity" && path.includes("phone")
        ? ""
        : "identities: {customer-number: {title: {nl: nummer, en: number}}}\n";
    const text = changed("{email: email_copy, of: guest}", path, sample + own);
    const [problem] = parsePolicy("policy.yaml", text).problems;
    expect(problem).toMatchObject({ code, at: placeOf(at, text), remedy: expect.stringMatching(remedy) });
  });

  test("hold data of a category like every address", () => {
    const text = changed(
      "{email: email_copy, of: guest}",
      "{phone: nr, of: guest}",
      `${sample}identities: {phone: {}}\n`,
    );
    expect(parsePolicy("policy.yaml", text).problems).toMatchObject([
      { code: "identity-without-category", remedy: "Add it under columns: nr: contact.phone." },
    ]);
  });

  test("are what somebody named only when they can be", () => {
    const policy = policyIn(withCategory(declared));
    expect(knownAs(policy, "phone", "06 12 34 56 78")?.spellings).toContain("0031612345678");
    expect(knownAs(policy, "phone", "0612345678")?.spellings[0]).toBe("+31612345678");
    expect(knownAs(policy, "phone", "I do not know")).toBeUndefined();
    expect(knownAs(policy, "customer-number", " K-12 ")).toEqual({ identity: "customer-number", spellings: ["k-12"] });
    expect(knownAs(policy, "customer-number", "  ")).toBeUndefined();
    expect(knownAs(policy, "account-name", "ann")).toBeUndefined();
  });
});
