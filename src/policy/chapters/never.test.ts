import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const rules = `never:
  message-content: {what: stored, data: communication.message, cites: [001-087]}
  card: {what: stored, title: {nl: het nummer van uw kaart, en: the number of your card}, only: payment.card-last4, cites: [000-020]}
  sensitive:
    what: unwanted
    data: [health, religion, national-number]
    arrives: {does: ask-consent, cites: [000-041]}
    cites: [000-039]
  no-ads: {what: shown, title: {nl: advertenties van anderen, en: advertisements of others}, cites: [004-190]}
  to-parcels: {what: sent, data: contact.phone, to: parcels, cites: [004-172]}
`;

/** What is found when the sample also promises this. */
function denied(rule: string): readonly string[] {
  return findingCodes(`${sample}never: {it: ${rule}}\n`);
}

describe("what never happens", () => {
  test("is promised one by one", () => {
    const promises = promisesOf(policyIn(sample + rules)).filter(({ id }) => id.startsWith("never."));
    expect(promises.map(({ id, mechanism, section, cites }) => [id, mechanism, section, ...cites])).toEqual([
      ["never.message-content", "absence-probe", "not-kept", "001-087"],
      ["never.card", "card-token", "not-kept", "000-020"],
      ["never.sensitive", "special-category-guard", "what-we-use", "000-039"],
      ["never.sensitive.arrives", "special-category-guard", "what-we-use", "000-041"],
      ["never.no-ads", "absence-probe", "recipients", "004-190"],
      ["never.to-parcels", "egress-gate", "recipients", "004-172"],
    ]);
    expect(promises.map(({ statement }) => statement.nl)).toEqual([
      "Dit bewaren wij niet: inhoud van berichten.",
      "Dit bewaren wij niet: het nummer van uw kaart. Wij bewaren alleen: laatste vier cijfers van de kaart.",
      "Stuur of plaats dit niet, behalve als wij erom vragen: gezondheid, geloof of levensovertuiging, en burgerservicenummer.",
      "Krijgen wij toch iets hiervan: gezondheid, geloof of levensovertuiging, en burgerservicenummer? Dan gebruiken wij het alleen als u daar uitdrukkelijk toestemming voor geeft.",
      "Dit laten wij niet zien: advertenties van anderen.",
      "Dit sturen wij niet naar Example Parcels B.V.: telefoonnummer.",
    ]);
  });

  test("says what it is about", () => {
    const { problems } = parsePolicy("policy.yaml", `${sample}never: {all: {what: sold}}\n`);
    expect(problems).toMatchObject([{ code: "missing-word", path: "never.all" }]);
  });

  test("does not go together with a policy that does it", () => {
    expect(findingCodes(sample + rules).filter((code) => code.endsWith("-although-never"))).toEqual([]);
    expect(denied("{what: stored, data: address}")).toContain("stored-although-never");
    expect(denied("{what: stored, data: contact}")).toContain("stored-although-never");
    expect(denied("{what: stored, data: contact, only: contact.email}")).not.toContain("stored-although-never");
    expect(denied("{what: collected, data: invoice}")).toContain("collected-although-never");
    expect(denied("{what: collected, data: invoice, of: guest}")).not.toContain("collected-although-never");
    expect(denied("{what: sent, data: address}")).toContain("sent-although-never");
    expect(denied("{what: sent, data: address, to: parcels}")).toContain("sent-although-never");
    expect(denied("{what: sent, data: contact.phone, to: parcels}")).not.toContain("sent-although-never");
  });

  test("names the column that stores what is never stored", () => {
    const log = 'logs: {web: {of: guest, fields: {ip: network.ip-address}, for: fulfil-order, account: "yes"}}\n';
    const found = (rule: string) => findingCodes(`${sample}${log}never: {it: ${rule}}\n`);
    expect(found("{what: logged, data: network}")).toContain("logged-although-never");
    expect(found("{what: logged, data: network, of: customer}")).not.toContain("logged-although-never");
    expect(found("{what: linked, data: network}")).toContain("linked-although-never");
    expect(found("{what: stored, data: network}")).toContain("stored-although-never");
  });

  test("is named as the policy names things", () => {
    const { problems } = parsePolicy("policy.yaml", sample + changed("to: parcels", "to: parcel", rules));
    expect(problems).toMatchObject([{ code: "unknown-recipient", path: "never.to-parcels.to" }]);
  });
});
