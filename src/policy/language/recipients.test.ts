import { describe, expect, test } from "vitest";
import { checkPolicy, parsePolicy, promisesOf } from "../index.ts";
import { changed, policyIn, sample } from "../testing.ts";

const parcels = (from: string, to: string) => changed(from, to);
const said = (text: string) =>
  Object.fromEntries(promisesOf(policyIn(text)).map(({ id, statement }) => [id, statement]));

const where = (words: string) => parcels("role: processor\n    country: NL", `role: processor\n    country: ${words}`);

describe("parties that get data", () => {
  test("may be named by what they are, in each language", () => {
    const text = parcels("party: Example Parcels B.V.", "party: {nl: onze bezorgers, en: our carriers}");
    expect(said(text)["recipients.parcels.contract"]).toMatchObject({
      nl: expect.stringContaining("Met onze bezorgers hebben wij een contract."),
      en: expect.stringContaining("We have a contract with our carriers."),
    });
  });

  test("may get everything but some things", () => {
    const text = parcels("receives: [name, address]", "receives: {allBut: [contact, invoice]}");
    expect(policyIn(text).recipients[0]).toMatchObject({
      receives: ["name", "address", "order-history"],
      allBut: ["contact", "invoice"],
    });
    expect(said(text)["recipients.parcels.listed"]?.nl).toContain("alle gegevens, behalve contactgegevens en facturen");
  });

  test("may be in several countries or anywhere, and each country needs its safeguard", () => {
    const codes = (words: string) => parsePolicy("policy.yaml", where(words)).problems.map(({ code }) => code);
    expect(codes("[NL, DE]")).not.toContain("transfer-without-safeguard");
    expect(codes("[NL, IN]")).toContain("transfer-without-safeguard");
    expect(codes("worldwide")).toContain("transfer-without-safeguard");
    const anywhere = said(where("worldwide\n    safeguard: scc"));
    expect(anywhere["recipients.parcels.transfer"]?.en).toContain(
      "outside the European Economic Area (all over the world)",
    );
    expect(said(where("[US, IN]\n    safeguard: scc"))["recipients.parcels.transfer"]?.nl).toContain(
      "(Verenigde Staten en India)",
    );
  });

  test("another user of the service has no contract and no safeguard", () => {
    const text = parcels(
      "  parcels:\n",
      "  partner: {party: {nl: uw gesprekspartner, en: your partner}, role: other-user, country: worldwide, for: fulfil-order, receives: name}\n  parcels:\n",
    );
    const policy = policyIn(text);
    expect(checkPolicy(policy).filter(({ path }) => path?.startsWith("recipients.partner.contract"))).toEqual([]);
    expect(Object.keys(said(text)).filter((id) => id.startsWith("recipients.partner"))).toEqual([
      "recipients.partner.listed",
    ]);
  });

  test("can be promised more about, clause by clause", () => {
    const text = parcels(
      "    contract: {signed: 2024-03-01",
      "    notItsOwn: {cites: [003-015]}\n    contract: {signed: 2024-03-01",
    );
    expect(said(text)["recipients.parcels.notItsOwn"]?.nl).toBe("Eigen gebruik van de gegevens is daar verboden.");
    expect(said(sample)["recipients.parcels.notItsOwn"]).toBeUndefined();
  });
});
