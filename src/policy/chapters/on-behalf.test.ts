import { describe, expect, test } from "vitest";
import { promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const base = changed("  guest: {title", "  subscriber: {title: {nl: abonnee, en: subscriber}}\n  guest: {title");
const onBehalf = `onBehalf:
  subscribers:
    title: {nl: berichten sturen, en: sending messages}
    customers: {nl: bedrijven met een chatbot, en: companies with a chatbot}
    of: subscriber
    data: [name, communication.message]
    redirects: {rights: [access, erasure], cites: [000-033, 000-087]}
    instructions: {cites: [000-017]}
    imports: {cites: [000-028]}
    customerGround: {cites: [000-030]}
    noContact: {cites: [000-029]}
    tables: shop.visit_log
    cites: [004-028]
`;

describe("data used for customers", () => {
  test("is promised with who decides, and where its people go", () => {
    const promises = promisesOf(policyIn(base + onBehalf)).filter(({ section }) => section === "on-behalf");
    expect(promises.map(({ id, cites }) => [id, ...cites])).toEqual([
      ["on-behalf.subscribers.processor", "004-028"],
      ["on-behalf.subscribers.redirects", "000-033", "000-087"],
      ["on-behalf.subscribers.instructions", "000-017"],
      ["on-behalf.subscribers.noContact", "000-029"],
      ["on-behalf.subscribers.imports", "000-028"],
      ["on-behalf.subscribers.customerGround", "000-030"],
    ]);
    expect(promises[0]?.statement.nl).toBe(
      "Dit doen wij in opdracht van bedrijven met een chatbot: berichten sturen. Wij gebruiken daarvoor: naam en inhoud van berichten (van: abonnee). Zij zijn verantwoordelijk.",
    );
    expect(promises[1]?.statement.en).toBe(
      "Sending messages: do you want to do something with these data (see it or have it erased)? Ask that customer. If you ask us, we send your request on and help that customer with it.",
    );
  });

  test("a clean chapter has no findings", () => {
    const before = findingCodes(base);
    expect(findingCodes(base + onBehalf).filter((code) => !before.includes(code))).toEqual([]);
  });

  test.each([
    ["people who are only sent away", "rights: [access, erasure]", "how: refers", "processor-must-assist"],
    [
      "people nobody thought of",
      "    redirects: {rights: [access, erasure], cites: [000-033, 000-087]}\n",
      "",
      "no-redirect",
    ],
    ["data we use for ourselves after all", "of: subscriber", "of: customer", "processor-for-itself"],
    ["a table that is not there", "shop.visit_log", "shop.visitlog", "unknown-table"],
  ])("%s is a finding", (_, from, to, code) => {
    expect(findingCodes(base + onBehalf)).not.toContain(code);
    expect(findingCodes(base + changed(from, to, onBehalf))).toContain(code);
  });

  test("without a list, every right goes to the customer", () => {
    const text = changed("rights: [access, erasure], ", "", onBehalf);
    const promise = promisesOf(
      policyIn(sample.replace("  guest: {title", "  subscriber: {}\n  guest: {title") + text),
    ).find(({ id }) => id.endsWith(".redirects"));
    expect(promise?.statement.nl).toContain("(uw rechten gebruiken)");
  });
});
