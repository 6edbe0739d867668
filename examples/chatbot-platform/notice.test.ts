import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadPolicy } from "#app";
import { anchorsOf, noticeOf, noticeText, sentencesOf } from "#notice";
import { partyName, promisesOf } from "#policy";
import { policyFile } from "./index.ts";

const { policy } = await loadPolicy(fileURLToPath(policyFile));
if (policy === undefined) throw new Error("the sample policy has errors");

describe("the notice of the sample platform", () => {
  test.each(["nl", "en"] as const)("shows each promise once, in %s", (language) => {
    const anchors = sentencesOf(noticeOf(policy, language)).flatMap(anchorsOf);
    const ids = promisesOf(policy).map(({ id }) => id);
    expect(anchors.toSorted()).toEqual(ids.toSorted());
  });

  test.each(["nl", "en"] as const)("names everybody who gets data, and leaves no gap, in %s", (language) => {
    const text = noticeText(noticeOf(policy, language));
    const parties = policy.recipients.map((recipient) => partyName(recipient, language));
    expect(parties.filter((party) => !text.toLowerCase().includes(party.toLowerCase()))).toEqual([]);
    expect(text).not.toMatch(/undefined|\[object|\bnull\b|\.\.$/m);
  });

  test("sends who talks to a bot to the customer whose bot it is", () => {
    expect(noticeText(noticeOf(policy, "nl"))).toContain("sturen wij uw verzoek door en helpen wij die klant ermee");
  });
});
