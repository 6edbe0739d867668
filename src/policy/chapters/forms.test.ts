import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const base = changed(
  "    uses: [name, address, contact.email, order-history]\n",
  "    uses: [name, address, contact.email, contact.phone, order-history]\n    required: {consequence: {nl: Dan leveren wij niet., en: Then we do not deliver.}}\n",
);
const forms = `forms:
  checkout:
    title: {nl: het bestellen, en: the checkout}
    of: [customer, guest]
    for: fulfil-order
    asks: {name: required, address: required, contact.phone: optional}
    tells: {is: [purpose, optional, consequence], cites: [000-116]}
    onlyThese: {cites: [000-100]}
    cites: [000-019]
`;

describe("forms", () => {
  test("say what must be given and what may be, and what people read there", () => {
    const promises = promisesOf(policyIn(base + forms)).filter(({ id }) => id.startsWith("forms."));
    expect(promises.map(({ id, cites, mechanism }) => [id, mechanism, ...cites])).toEqual([
      ["forms.checkout.asks", "collect-guard", "000-019"],
      ["forms.checkout.tells", "jit-notice", "000-116"],
      ["forms.checkout.onlyThese", "collect-guard", "000-100"],
    ]);
    expect(promises[0]?.statement).toEqual({
      nl: "Dit vragen wij bij het bestellen: naam en adres. Dit mag u ook geven, maar het hoeft niet: telefoonnummer.",
      en: "For the checkout we ask this: name and address. You may also give this, but need not: telephone number.",
    });
    expect(promises[1]?.statement.en).toBe(
      "For the checkout you read this right there: what we ask it for, what you need not fill in and what happens if you do not give something.",
    );
  });

  test("that require nothing say so", () => {
    const text = changed(
      "name: required, address: required, contact.phone: optional",
      "contact.phone: optional",
      forms,
    );
    const asks = promisesOf(policyIn(base + text)).find(({ id }) => id === "forms.checkout.asks");
    expect(asks?.statement.nl).toBe("Dit vragen wij bij het bestellen: telefoonnummer. Dat hoeft u niet te geven.");
  });

  test("a clean form has no findings", () => {
    const before = findingCodes(base);
    expect(findingCodes(base + forms).filter((code) => !before.includes(code))).toEqual([]);
  });

  test.each([
    ["a field nobody uses", "name: required, address", "gender: optional, address", "asked-without-purpose"],
    ["an interest that is none", "[purpose, optional", "[interest, optional", "no-interest-to-tell"],
  ])("%s is a finding", (_, from, to, code) => {
    expect(findingCodes(base + forms)).not.toContain(code);
    expect(findingCodes(base + changed(from, to, forms))).toContain(code);
  });

  test("a field that must be given without a word why is a finding", () => {
    expect(findingCodes(base + forms)).not.toContain("required-without-consequence");
    expect(findingCodes(sample + changed(", contact.phone: optional", "", forms))).toContain(
      "required-without-consequence",
    );
    const consenting =
      changed("    basis: contract", "    basis: consent") + changed(", contact.phone: optional", "", forms);
    expect(findingCodes(consenting)).toContain("consent-required");
  });

  test("a category that does not exist is refused where it stands", () => {
    const { problems } = parsePolicy(
      "policy.yaml",
      base + changed("contact.phone: optional", "contact.phon: optional", forms),
    );
    expect(problems).toMatchObject([{ code: "unknown-category", path: "forms.checkout.asks.contact.phon" }]);
  });
});
