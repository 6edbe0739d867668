import { describe, expect, test } from "vitest";
import { promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const hours = `statistics:
  hours:
    title: {nl: klanten per uur, en: customers per hour}
    from: [order-history, name]
    groups: {is: 20, cites: [004-014]}
    anonymous: {is: [count, remove-identifiers], cites: [000-058]}
    shared: {others: {nl: adverteerders, en: advertisers}, sold: "yes", cites: [004-018]}
    unrecognisable: {cites: [004-013, 004-015]}
    cites: [004-017]
`;

/** What is found when the sample also has these figures. */
function found(rest: string): readonly string[] {
  return findingCodes(`${sample}statistics: {use: {${rest}}}\n`);
}

describe("figures about groups", () => {
  test("are promised with their least size, how they become anonymous, and who gets them", () => {
    const promises = promisesOf(policyIn(sample + hours)).filter(({ id }) => id.startsWith("statistics."));
    expect(promises.map(({ id, mechanism, section, cites }) => [id, mechanism, section, ...cites])).toEqual([
      ["statistics.hours", "aggregate-publisher", "purposes", "004-017"],
      ["statistics.hours.groups", "aggregate-publisher", "purposes", "004-014"],
      ["statistics.hours.anonymous", "anonymiser", "purposes", "000-058"],
      ["statistics.hours.shared", "aggregate-publisher", "sale", "004-018"],
      ["statistics.hours.unrecognisable", "aggregate-publisher", "purposes", "004-013", "004-015"],
    ]);
    expect(promises[3]?.statement.nl).toBe(
      "Deze cijfers (klanten per uur) kunnen wij geven of verkopen aan adverteerders. Gegevens over u zelf niet.",
    );
    expect(findingCodes(sample + hours)).not.toContain("anonymous-but-identifying");
  });

  test("of data that points at one person are not anonymous without a least size of a group", () => {
    expect(found("from: name")).toContain("anonymous-but-identifying");
    expect(found("from: order-history, anonymous: remove-identifiers")).toContain("anonymous-but-identifying");
    expect(found("from: order-history, unrecognisable: {}")).toContain("anonymous-but-identifying");
    expect(found("from: order-history")).not.toContain("anonymous-but-identifying");
    expect(found("from: name, groups: 20")).not.toContain("anonymous-but-identifying");
    expect(found("from: name, groups: 3")).toContain("small-groups");
    expect(findingCodes(sample + changed("is: 20", "is: 10", hours))).not.toContain("small-groups");
  });
});
