import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const purposes = `  newsletter:
    title: {nl: u de nieuwsbrief sturen, en: send you the newsletter}
    of: customer
    basis: consent
    uses: [contact.email]
  offers:
    of: customer
    basis: {legitimate-interest: {nl: vaste klanten houden, en: keep regular customers}}
    uses: [contact.email]
recipients:
`;
const base = changed("recipients:\n", purposes);
const consents = `consents:
  newsletter: {for: newsletter, asked: tick-box}
`;
const messages = `messages:
  order-mail: {title: {nl: mails over uw bestelling, en: mails about your order}, class: transactional, channels: email, for: fulfil-order}
  newsletter:
    title: {nl: de nieuwsbrief, en: the newsletter}
    class: marketing
    channels: [email, push]
    for: newsletter
    unsubscribe: {by: link, stops: optional, cites: [002-024, 002-025]}
    tracking: {is: with-consent, cites: [002-028]}
    goesOn: {cites: [001-110]}
    cites: [004-078]
  policy-news: {class: legal, channels: email, for: fulfil-order, unsubscribe: none}
  targeted: {title: {nl: gerichte reclame, en: targeted advertising}, class: marketing, channels: ads, never: {}, cites: [002-064]}
`;
const whole = base + consents + messages;

const promised = Object.fromEntries(promisesOf(policyIn(whole)).map((promise) => [promise.id, promise]));

const codes = (text: string) => parsePolicy("policy.yaml", base + consents + text).problems.map(({ code }) => code);

describe("messages", () => {
  test("say through which channel they come, and why", () => {
    expect(promised["messages.order-mail.sent"]?.statement).toEqual({
      nl: "Dit kunt u per e-mail van ons krijgen: mails over uw bestelling. Dat hoort bij wat u van ons vraagt.",
      en: "You may get this from us by e-mail: mails about your order. It belongs to what you ask of us.",
    });
    expect(promised["messages.newsletter.sent"]).toMatchObject({
      cites: ["004-078"],
      mechanism: "contact-gate",
      statement: {
        nl: "Dit kunt u per e-mail of met een melding op uw apparaat van ons krijgen: de nieuwsbrief. Dat gebeurt alleen als u daar vooraf toestemming voor gaf.",
      },
    });
    expect(promised["messages.policy-news.sent"]?.statement.en).toContain("We are obliged to");
  });

  test("say how they stop and what goes on, and whether opening is measured", () => {
    expect(promised["messages.newsletter.unsubscribe"]).toMatchObject({
      cites: ["002-024", "002-025"],
      statement: {
        nl: "U kunt dit stoppen met de link in elk bericht: de nieuwsbrief. Dan krijgt u alleen nog berichten die echt nodig zijn, zoals over een bestelling of een verzoek van u.",
      },
    });
    expect(promised["messages.newsletter.tracking"]?.statement.en).toBe(
      "Only with your consent do we measure whether you open this: the newsletter.",
    );
    expect(promised["messages.newsletter.goes-on"]?.cites).toEqual(["001-110"]);
    expect(promised["messages.order-mail.unsubscribe"]).toBeUndefined();
    expect(promised["messages.policy-news.unsubscribe"]).toBeUndefined();
  });

  test("that are never sent are promised as that, and need no purpose", () => {
    expect(promised["messages.targeted.never"]).toMatchObject({ cites: ["002-064"], section: "not-kept" });
    expect(promised["messages.targeted.sent"]).toBeUndefined();
    const { problems } = parsePolicy("policy.yaml", `${sample}messages: {letter: {class: service, channels: post}}\n`);
    expect(problems).toMatchObject([{ code: "missing-word", path: "messages.letter" }]);
  });

  test("a clean set has no findings", () => {
    const before = findingCodes(base + consents);
    expect(findingCodes(whole).filter((code) => !before.includes(code))).toEqual([]);
  });

  test.each([
    [
      "order mail that can be unsubscribed",
      "for: fulfil-order}\n  news",
      "for: fulfil-order, unsubscribe: link}\n  news",
      "required-mail-unsubscribed",
    ],
    ["unsubscribing from everything", "stops: optional", "stops: everything", "unsubscribe-stops-required"],
    ["unsubscribing from order mail too", "stops: optional", "also: order-mail", "unsubscribe-stops-required"],
    [
      "marketing under a contract",
      "for: newsletter\n    unsub",
      "for: fulfil-order\n    unsub",
      "marketing-without-ground",
    ],
    [
      "marketing without a way out",
      "{by: link, stops: optional, cites: [002-024, 002-025]}",
      "none",
      "marketing-without-unsubscribe",
    ],
    ["marketing without consent", "for: newsletter\n    unsub", "for: offers\n    unsub", "marketing-without-consent"],
    ["measuring without consent", "is: with-consent", "is: always", "tracking-without-consent"],
    [
      "measuring with a consent nobody asks",
      "for: newsletter\n    unsub",
      "for: offers\n    unsub",
      "tracking-consent-not-asked",
    ],
    ["no marketing, and yet a newsletter", "channels: ads", "channels: email", "denied-yet-sent"],
  ])("%s is a finding", (_, from, to, code) => {
    expect(findingCodes(whole)).not.toContain(code);
    expect(findingCodes(base + consents + changed(from, to, messages))).toContain(code);
  });

  test("none beside a way is refused, and so is a message that does not exist", () => {
    expect(codes(changed("unsubscribe: none", "unsubscribe: [none, link]", messages))).toEqual(["wrong-value"]);
    expect(codes(changed("stops: optional", "also: order-mai", messages))).toEqual(["unknown-message"]);
  });
});
