import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const order = `staff:
  roles:
    moderators: {may: image.video, for: fulfil-order}
moderation:
  captures:
    frame:
      data: image.video
      onComplaint: {cites: [001-046]}
      onDetection: {by: {nl: hoe vaak anderen weggaan, en: how often others leave}, cites: [001-048]}
      readableBy: moderators
      cites: [001-045]
  bans:
    uses: [network.device]
    longest: {is: 1 year, cites: [001-089]}
    atEnd: {erases: image.video, keeps: conduct, cites: [001-090]}
    automatic: {cites: [001-047]}
    humanReview: {}
    cites: [001-043, 001-044]
`;

describe("moderation", () => {
  test("is promised from the occasion to what is left of a ban", () => {
    const promises = promisesOf(policyIn(sample + order)).filter(({ id }) => id.startsWith("moderation."));
    expect(promises.map(({ id, cites }) => [id, ...cites])).toEqual([
      ["moderation.captures.frame", "001-045"],
      ["moderation.captures.frame.onComplaint", "001-046"],
      ["moderation.captures.frame.onDetection", "001-048"],
      ["moderation.bans", "001-043", "001-044"],
      ["moderation.bans.longest", "001-089"],
      ["moderation.bans.atEnd", "001-090"],
      ["moderation.bans.automatic", "001-047"],
      ["moderation.bans.humanReview"],
    ]);
    expect(promises[0]?.statement.nl).toBe(
      "Dit leggen wij alleen vast als daar aanleiding voor is: videobeelden. Wie het mag zien: moderators.",
    );
    expect(promises[5]?.statement.nl).toBe(
      "Als een blokkade voorbij is, wissen wij: videobeelden. Wij bewaren dan alleen nog: overtredingen van de huisregels.",
    );
    expect(findingCodes(sample + order).filter((code) => /ban|capture/.test(code))).toEqual([]);
  });

  test("bans for a stated time at most", () => {
    expect(findingCodes(sample + changed("    longest: {is: 1 year, cites: [001-089]}\n", "", order))).toContain(
      "ban-without-end",
    );
  });

  test("keeps no images and no messages after a ban", () => {
    expect(findingCodes(sample + changed("erases: image.video, ", "", order))).toContain("kept-after-ban");
    expect(
      findingCodes(sample + changed("keeps: conduct", "keeps: [conduct, communication.message]", order)),
    ).toContain("kept-after-ban");
    expect(
      findingCodes(sample + changed("uses: [network.device]", "uses: [network.device, communication.message]", order)),
    ).toContain("kept-after-ban");
  });

  test("captures on an occasion only, and has a human look at what a machine decides", () => {
    expect(findingCodes(`${sample}moderation: {captures: {frame: {data: image.video}}}\n`)).toContain(
      "capture-without-occasion",
    );
    expect(findingCodes(sample + changed("    humanReview: {}\n", "", order))).toContain("ban-without-review");
  });

  test("is seen by roles of the staff", () => {
    const { problems } = parsePolicy(
      "policy.yaml",
      sample + changed("readableBy: moderators", "readableBy: staff", order),
    );
    expect(problems).toMatchObject([{ code: "unknown-role", path: "moderation.captures.frame.readableBy" }]);
  });

  test("captures what another promise says is never stored", () => {
    const never = "never: {messages: {what: stored, data: image}}\n";
    expect(findingCodes(sample + order + never)).toContain("stored-although-never");
  });
});
