import { describe, expect, test } from "vitest";
import { promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const content = `publicContent:
  comments:
    title: {nl: een reactie, en: a comment}
    of: customer
    shows: [name.username, free-text]
    warns: {cites: [000-023]}
    removal: {by: [profile, e-mail], within: 7 days, cites: [000-025]}
    searchable: no
    worldwide: {cites: [001-081]}
    stillYours: {cites: [000-026]}
    cites: [000-024]
`;

describe("what people make public", () => {
  test("is said before and after: who sees what, and how it goes away", () => {
    const promises = promisesOf(policyIn(sample + content)).filter(({ section }) => section === "public");
    expect(promises.map(({ id, cites }) => [id, ...cites])).toEqual([
      ["public-content.comments.shows", "000-024"],
      ["public-content.comments.warns", "000-023"],
      ["public-content.comments.removal", "000-025"],
      ["public-content.comments.searchable"],
      ["public-content.comments.worldwide", "001-081"],
      ["public-content.comments.stillYours", "000-026"],
    ]);
    expect(promises[0]?.statement.nl).toBe(
      "Plaatst u een reactie, dan ziet iedereen dit van u: gebruikersnaam en vrije tekst. Dit geldt voor: klant.",
    );
    expect(promises[2]?.statement.en).toBe(
      "You can have this removed in your profile or with an e-mail to us: a comment. It is gone within 7 days.",
    );
    expect(promises[3]?.statement.en).toBe("Search engines may not show it: a comment.");
  });

  test("may stand on the site of another, with consent", () => {
    const elsewhere = changed(
      "    shows:",
      "    where: parcels\n    consent: show\n    shows:",
      `${content}consents: {show: {for: fulfil-order, asked: tick-box}}\n`,
    );
    const shows = promisesOf(policyIn(sample + elsewhere)).find(({ id }) => id === "public-content.comments.shows");
    expect(shows?.statement.en).toContain("(on the website of Example Parcels B.V.)");
    expect(shows?.statement.en).toContain("only with your consent");
  });

  test("a clean set has no findings", () => {
    const before = findingCodes(sample);
    expect(findingCodes(sample + content).filter((code) => !before.includes(code))).toEqual([]);
  });

  test.each([
    ["posting unwarned", "    warns: {cites: [000-023]}\n", "", "posted-unwarned"],
    [
      "what stays for ever",
      "    removal: {by: [profile, e-mail], within: 7 days, cites: [000-025]}\n",
      "",
      "public-for-ever",
    ],
    ["showing somebody's health", "[name.username, free-text]", "[name, health]", "special-in-public"],
  ])("%s is a finding", (_, from, to, code) => {
    expect(findingCodes(sample + content)).not.toContain(code);
    expect(findingCodes(sample + changed(from, to, content))).toContain(code);
  });
});
