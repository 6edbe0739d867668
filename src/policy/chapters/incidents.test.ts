import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const breach = `incidents:
  tell:
    persons: {when: high-risk, cites: [000-104]}
    customers: {within: 2 days}
    authority: {within: 72 hours}
  followUp: {cites: [000-105]}
`;

describe("breaches", () => {
  test("are promised to be told, to whom and how soon", () => {
    const promises = promisesOf(policyIn(sample + breach)).filter(({ section }) => section === "incidents");
    expect(promises.map(({ id, cites }) => [id, ...cites])).toEqual([
      ["incidents.tell.persons", "000-104"],
      ["incidents.tell.customers"],
      ["incidents.tell.authority"],
      ["incidents.followUp", "000-105"],
    ]);
    expect(promises.slice(0, 3).map(({ statement }) => statement.nl)).toEqual([
      "Is een datalek een groot risico voor u, dan hoort u dat zo snel mogelijk.",
      "Is er een datalek in gegevens die wij voor een klant verwerken, dan melden wij dat binnen 48 uur aan die klant.",
      "Is er een datalek, dan melden wij dat binnen 72 uur aan de toezichthouder.",
    ]);
  });

  test("reach the authority within 72 hours", () => {
    expect(findingCodes(sample + breach)).not.toContain("authority-told-late");
    expect(findingCodes(sample + changed("within: 72 hours", "within: 4 days", breach))).toContain(
      "authority-told-late",
    );
    expect(findingCodes(sample + changed("    authority: {within: 72 hours}\n", "", breach))).toContain(
      "authority-not-told",
    );
    expect(findingCodes(`${sample}incidents: {report: {}}\n`)).not.toContain("authority-not-told");
  });

  test("are always told to the customers whose data it is", () => {
    expect(findingCodes(sample + changed("within: 2 days", "when: high-risk", breach))).toContain(
      "customers-told-too-seldom",
    );
  });

  test("are told after a time that can be counted", () => {
    const { problems } = parsePolicy("policy.yaml", sample + changed("72 hours", "soon", breach));
    expect(problems).toMatchObject([{ code: "wrong-value", path: "incidents.tell.authority.within" }]);
  });
});
