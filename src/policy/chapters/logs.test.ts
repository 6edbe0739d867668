import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const web = `logs:
  web:
    title: {nl: logboek van de website, en: log of the website}
    of: customer
    fields: {remote_addr: network.ip-address, agent: network.user-agent}
    other: {nl: datum en tijd, en: date and time}
    ip: {is: truncated, cites: [001-059]}
    account: {is: "no", cites: [000-008]}
    for: fulfil-order
    keep: visits
    nothingElse: {cites: [000-005]}
    personal: {cites: [002-069]}
    cites: [000-006]
`;

function stated(words: string): readonly string[] {
  return findingCodes(`${sample}statements: {ip: {under: security, says: ${words}}}\n`);
}

describe("logs", () => {
  test("are promised field by field, with what is left of an IP address and whether they lead to an account", () => {
    const policy = policyIn(sample + web);
    expect(policy.logs).toMatchObject([
      { name: "web", ip: { kept: "truncated" }, account: { linked: false }, keep: "visits" },
    ]);
    const promises = promisesOf(policy).filter(({ id }) => id.startsWith("logs."));
    expect(promises.map(({ id, cites }) => [id, ...cites])).toEqual([
      ["logs.web.fields", "000-006"],
      ["logs.web.ip", "001-059"],
      ["logs.web.account", "000-008"],
      ["logs.web.nothingElse", "000-005"],
      ["logs.web.personal", "002-069"],
    ]);
    expect(promises[0]?.statement).toEqual({
      nl: "Logboek van de website: dit houdt ons systeem automatisch bij. Erin staat: IP-adres, browser en apparaat, en datum en tijd. Over: klant. Waarvoor: uw bestelling leveren.",
      en: "Log of the website: our system records this automatically. It holds: IP address, browser and device, and date and time. About: customer. What for: deliver your order.",
    });
    expect(findingCodes(sample + web)).not.toContain("ip-called-not-personal");
  });

  test("shorten IP addresses and lead to no account when nothing is said", () => {
    const policy = policyIn(`${sample}logs: {web: {of: guest, fields: {}, for: fulfil-order}}\n`);
    expect(policy.logs).toMatchObject([{ account: { linked: false } }]);
    expect(policy.logs?.[0]?.ip).toBeUndefined();
    const held = policyIn(`${sample}logs: {web: {of: guest, fields: {a: network.ip-address}, for: fulfil-order}}\n`);
    expect(held.logs?.[0]?.ip?.kept).toBe("truncated");
    expect(findingCodes(`${sample}logs: {web: {of: guest, fields: {}, for: fulfil-order}}\n`)).toContain(
      "log-without-term",
    );
  });

  test("name persons, categories, purposes, rules and recipients that exist", () => {
    const wrong = changed("keep: visits", "keep: visit", changed("for: fulfil-order", "for: fulfill", web));
    expect(parsePolicy("policy.yaml", sample + wrong).problems.map(({ code, path }) => [code, path])).toEqual([
      ["unknown-purpose", "logs.web.for"],
      ["unknown-rule", "logs.web.keep"],
    ]);
  });

  test("that keep whole IP addresses are personal data, whatever a text or another promise says", () => {
    const whole = changed("is: truncated", "is: full", web);
    expect(findingCodes(sample + whole)).not.toContain("ip-called-not-personal");
    const texts = [
      "says: {nl: Dit zijn geen persoonsgegevens.}",
      "says: {nl: Deze gegevens zijn anoniem.}",
      "says: {nl: Wij bewaren dit netjes., en: This contains no personally identifiable information.}",
    ];
    for (const text of texts)
      expect(findingCodes(`${sample}${whole}    ${text}\n`), text).toContain("ip-called-not-personal");
    expect(findingCodes(`${sample}${whole}    says: {nl: Dit zijn persoonsgegevens.}\n`)).not.toContain(
      "ip-called-not-personal",
    );
    const unlinked = "never: {apart: {what: linked, data: network}}\n";
    expect(findingCodes(sample + whole + unlinked)).toContain("ip-called-not-personal");
    expect(findingCodes(sample + web + unlinked)).not.toContain("ip-called-not-personal");
  });

  test("are personal data also where a statement or a purpose calls them otherwise", () => {
    expect(stated("{en: An IP address is not personal data.}")).toContain("ip-called-not-personal");
    expect(stated("{nl: Gegevens zoals uw IP-adres zijn geen persoonsgegevens.}")).toContain("ip-called-not-personal");
    expect(stated("{nl: Uw IP-adres is een persoonsgegeven en niet anoniem.}")).not.toContain("ip-called-not-personal");
    expect(stated("{nl: Een postcode is geen persoonsgegeven.}")).not.toContain("ip-called-not-personal");
  });

  test("cannot hold an IP address and say that they hold none", () => {
    expect(findingCodes(sample + changed("is: truncated", "is: none", web))).toContain("ip-kept-and-not");
  });

  test("keep a rule in use and hold data that a purpose uses", () => {
    const apart = changed(", keep: {visits: visited_at}", "", sample);
    expect(findingCodes(apart)).toContain("rule-unused");
    expect(findingCodes(apart + web)).not.toContain("rule-unused");
    expect(promisesOf(policyIn(apart + web)).find(({ id }) => id === "keep.visits.limited")?.statement.en).toContain(
      "Log of the website",
    );
  });
});
