import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadPolicy } from "#app";
import { anchorsOf, noticeOf, noticeText, registerOfProcessing, sentencesOf } from "#notice";
import { partyName, promisesOf } from "#policy";
import { policyFile } from "./index.ts";

const { policy } = await loadPolicy(fileURLToPath(policyFile));
if (policy === undefined) throw new Error("the sample policy has errors");

describe("the notice of the Belgian sample shop", () => {
  test.each(["nl", "en"] as const)("shows each promise once, in %s", (language) => {
    const anchors = sentencesOf(noticeOf(policy, language)).flatMap(anchorsOf);
    expect(anchors.toSorted()).toEqual(
      promisesOf(policy)
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  test.each(["nl", "en"] as const)("says what GDPR art. 13 asks, by Belgian law, in %s", (language) => {
    const text = noticeText(noticeOf(policy, language));
    const asked = [
      "Voorbeeldwinkel BV",
      "0000.000.000",
      "privacy@webshop-be.example",
      "gegevensbeschermingsautoriteit.be",
      "WIB92 art. 315",
      ...policy.recipients.map((recipient) => partyName(recipient, language)),
      ...(language === "nl"
        ? ["stukken van vóór 2023", "of u later mag betalen", "Technisch zou het dat wel kunnen"]
        : ["whether you may pay later", "Technically it could"]),
    ];
    const lower = text.toLowerCase();
    expect(asked.filter((part) => !lower.includes(part.toLowerCase()))).toEqual([]);
    expect(text).not.toMatch(/undefined|\[object|\bnull\b|\.\.$/m);
  });

  test("has a record of processing that names each transfer to the United States with its safeguard", () => {
    const abroad = registerOfProcessing(policy).activities.flatMap(({ purpose, recipients }) =>
      recipients
        .filter(({ thirdCountry }) => thirdCountry)
        .map(({ party, safeguard }) => [purpose.name, party.nl, safeguard?.en]),
    );
    const framework = expect.stringContaining("Data Privacy Framework") as unknown;
    expect(abroad).toEqual([
      ["newsletter", "Example Mailing LLC", framework],
      ["newsletter-reading", "Example Mailing LLC", framework],
      ["statistics", "Example Metingen Inc.", framework],
    ]);
  });
});
