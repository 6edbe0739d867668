import { describe, expect, test } from "vitest";
import { attachmentRules, parsePolicy } from "../index.ts";
import { findingCodes, policyIn, sample } from "../testing.ts";

const mailbox = (more = "") => `channels:\n  mailbox: {url: env:PRIVACY_MAILBOX_URL, deleteAfter: 30 days${more}}\n`;
const store =
  "stores:\n  post: {kind: mailbox, title: {nl: onze postbus, en: our mailbox}, holds: communication.message, of: customer, reach: {kind: mailbox, url: env:PRIVACY_MAILBOX_URL}}\n";

const mistakes = (more: string) => parsePolicy("policy.yaml", sample + more).problems.map(({ code }) => code);

describe("the ways by which requests come in", () => {
  test("name the mailbox, its folders and the term of what lies there", () => {
    expect(policyIn(sample + mailbox(", moveTo: Handled") + store).channels?.mailbox).toMatchObject({
      urlFrom: "PRIVACY_MAILBOX_URL",
      folder: "INBOX",
      moveTo: "Handled",
      deleteAfter: { amount: 30, unit: "day" },
    });
    expect(mistakes(`channels:\n  mailbox: {url: env:PRIVACY_MAILBOX_URL}\n`)).toContain("missing-word");
    expect(mistakes(`channels:\n  mailbox: {url: "imaps://a:b@c", deleteAfter: 1 day}\n`)).toContain(
      "secret-in-policy",
    );
  });

  test("say that letters in a mailbox which is no store are not searched", () => {
    expect(findingCodes(sample + mailbox())).toContain("mailbox-not-searched");
    expect(findingCodes(sample + mailbox() + store)).not.toContain("mailbox-not-searched");
  });

  test("never move letters to where new ones are looked for", () => {
    expect(findingCodes(sample + mailbox(", moveTo: INBOX"))).toContain("wrong-value");
  });

  test("allow a few harmless kinds of files where nothing is said, and what is said where it is", () => {
    expect(attachmentRules(policyIn(sample))).toEqual({ types: ["pdf", "jpeg", "png", "text"], mostBytes: 5_242_880 });
    const said = policyIn(`${sample}channels:\n  attachments: {types: [docx], megabytes: 2, deleteAfter: 60 days}\n`);
    expect(attachmentRules(said)).toEqual({
      types: ["docx"],
      mostBytes: 2_097_152,
      deleteAfter: { amount: 60, unit: "day" },
    });
    expect(mistakes(`channels:\n  attachments: {types: [exe]}\n`)).toContain("unknown-word");
    expect(mistakes(`channels:\n  attachments: {megabytes: 50}\n`)).toContain("out-of-range");
  });
});
