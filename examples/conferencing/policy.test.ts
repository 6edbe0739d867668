import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadPolicy } from "#app";
import { checkPolicy, partyName, promisesOf } from "#policy";
import { anchorsOf, noticeOf, noticeText, sentencesOf } from "#notice";
import { halfSaid } from "../kit/testing.ts";
import { policyFile } from "./index.ts";

const { policy, problems } = await loadPolicy(fileURLToPath(policyFile));
if (policy === undefined) throw new Error("the sample policy has errors");

/** How many sentences the text had that this policy replaces. */
const sentences = 212;
/** Paragraphs that the old text has twice. */
const repeated = ["004-068", "004-148"];

describe("the policy of the sample conferencing service", () => {
  test("reads without a remark", () => {
    expect(problems).toEqual([]);
  });

  test("has no errors and no warnings", () => {
    const found = checkPolicy(policy).filter(({ severity }) => severity !== "note");
    expect(found).toEqual([]);
  });

  test("cites every sentence of the text it replaces, or says why not", () => {
    const cited = new Set(promisesOf(policy).flatMap(({ cites }) => cites));
    const left = policy.leftOut?.map(({ cite }) => cite) ?? [];
    const all = Array.from({ length: sentences }, (_, index) => `004-${String(index + 1).padStart(3, "0")}`);
    expect(all.filter((cite) => !cited.has(cite) && !left.includes(cite))).toEqual([]);
    expect([...cited].filter((cite) => !all.includes(cite))).toEqual([]);
    expect(left).toEqual(repeated);
  });

  test("has every contract and every proof on file that it names", () => {
    const named = [
      ...policy.recipients.flatMap(({ contract }) => contract?.document ?? []),
      ...(policy.security ?? []).flatMap(({ proof }) => proof ?? []),
    ];
    expect(new Set(named).size).toBe(11);
    expect(named.filter((document) => !existsSync(new URL(document, policyFile)))).toEqual([]);
  });

  test("says in both languages whatever it says", () => {
    expect(halfSaid(policy)).toEqual([]);
  });

  test("names as holders of data only parties that rows point to, but for advertisers, who know browsers", () => {
    const unshown = policy.recipients.filter(({ holdsWhen }) => holdsWhen.length === 0);
    expect(unshown.map(({ name }) => name)).toEqual(["advertising"]);
  });

  test("sends passwords, recordings and texts to nobody but the company that stores them", () => {
    const secret = ["credentials", "communication.recording", "communication.transcript", "communication.summary"];
    const parties = policy.recipients.filter(({ receives }) => receives.some((category) => secret.includes(category)));
    expect(parties.map(({ name }) => name)).toEqual(["hosting"]);
  });
});

describe("the notice of the sample conferencing service", () => {
  test.each(["nl", "en"] as const)("shows each promise once, in %s", (language) => {
    const anchors = sentencesOf(noticeOf(policy, language)).flatMap(anchorsOf);
    expect(anchors.toSorted()).toEqual(
      promisesOf(policy)
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  test.each(["nl", "en"] as const)("says what GDPR art. 13 asks, in %s", (language) => {
    const text = noticeText(noticeOf(policy, language));
    const asked = [
      "Example Conferencing Inc.",
      "Example Representative B.V.",
      "privacy@conferencing.example",
      ...policy.recipients.map((recipient) => partyName(recipient, language)),
      "Autoriteit Persoonsgegevens",
      "Federal Trade Commission",
      language === "nl" ? "standaardcontractbepalingen" : "standard contractual clauses",
    ];
    expect(asked.filter((part) => !text.includes(part))).toEqual([]);
    expect(text).not.toMatch(/undefined|\[object|\bnull\b|\.\.$/m);
  });

  test("says no sentence twice", () => {
    for (const section of noticeOf(policy, "nl").sections)
      for (const block of section.blocks) {
        const texts = block.kind === "list" ? block.items.map(({ text }) => text) : [];
        expect(new Set(texts).size, section.id).toBe(texts.length);
      }
  });
});

test("the files of the policy are short enough to read", () => {
  for (const name of ["policy", "recipients", "systems", "website", "choices"])
    expect(readFileSync(new URL(`${name}.yaml`, policyFile), "utf8").split("\n").length).toBeLessThan(600);
});
