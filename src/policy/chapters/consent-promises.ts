/** The sentences about consent. */
import { alternatives, enumerated, type Language, periodText, say } from "#base";
import { type Draft, promise } from "../compile/draft.ts";
import type { Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import type { Consent, ConsentChannel, ConsentWay, WithdrawalWay } from "./consents.ts";
import { after, inBoth, purposesText, type Texts } from "./phrases.ts";
import { promiseIf } from "./stated.ts";

/** What one says yes to follows these, so that it reads well as a thing and as something done. */
const askedTexts: Readonly<Record<ConsentWay, Texts>> = {
  "tick-box": {
    nl: "Wij vragen uw toestemming met een vakje dat u zelf aanvinkt",
    en: "We ask your consent with a box that you tick yourself",
  },
  settings: { nl: "Dit zet u zelf aan in uw instellingen", en: "You switch this on yourself in your settings" },
  written: { nl: "Wij vragen uw toestemming schriftelijk", en: "We ask your consent in writing" },
  spoken: {
    nl: "Wij vragen uw toestemming mondeling en leggen uw antwoord vast",
    en: "We ask your consent by word of mouth and record your answer",
  },
  act: { nl: "Dit doen wij alleen als u er zelf om vraagt", en: "We do this only when you ask for it yourself" },
  parent: { nl: "Bij kinderen vragen wij een ouder om toestemming", en: "For children we ask a parent for consent" },
};

const channelTexts: Readonly<Record<ConsentChannel, Texts>> = {
  email: { nl: "e-mail", en: "e-mail" },
  phone: { nl: "telefoon", en: "telephone" },
  sms: { nl: "sms", en: "text messages" },
  post: { nl: "brieven", en: "letters" },
  push: { nl: "meldingen op uw apparaat", en: "notifications on your device" },
};

const withdrawTexts: Readonly<Record<WithdrawalWay, Texts>> = {
  "privacy-centre": { nl: "in ons privacycentrum", en: "in our privacy centre" },
  link: { nl: "met de link in elk bericht", en: "with the link in every message" },
  profile: { nl: "in uw profiel", en: "in your profile" },
  "e-mail": { nl: "met een e-mail aan ons", en: "with an e-mail to us" },
  reply: { nl: "door te antwoorden", en: "by replying" },
  phone: { nl: "per telefoon", en: "by telephone" },
  post: { nl: "per brief", en: "by letter" },
};

type Base = Pick<Draft, "section" | "about" | "under">;

export function consentPromises(consent: Consent, policy: Policy): readonly PolicyPromise[] {
  const { name, per, withdraw } = consent;
  const what = consentTitle(consent, policy);
  const base: Base = { section: "consent", about: name, under: what };
  return [
    promise(policy, {
      ...base,
      id: `consents.${name}.first`,
      mechanism: "consent-ledger",
      checks: [{ kind: "consent-given", consent: name }],
      ...after(
        "Dit doen wij alleen als u daar vooraf toestemming voor gaf",
        "We do this only if you gave consent beforehand",
        what,
      ),
      article: "GDPR art. 6(1)(a), 7(1)",
      from: consent,
    }),
    ...consent.asked.map((asked) =>
      promise(policy, {
        ...base,
        id: `consents.${name}.asked.${asked.way}`,
        mechanism: asked.way === "parent" ? "parental-consent" : "consent-optin-ui",
        checks: [
          asked.way === "parent" ? { kind: "parents-asked" } : { kind: "consent-asked", consent: name, way: asked.way },
        ],
        ...after(askedTexts[asked.way].nl, askedTexts[asked.way].en, what),
        article: asked.way === "parent" ? "GDPR art. 8" : "GDPR art. 4(11)",
        from: asked,
      }),
    ),
    ...promiseIf(policy, per, ({ is }) => ({
      ...base,
      id: `consents.${name}.apart`,
      mechanism: "consent-optin-ui",
      checks: [{ kind: "carried-out", by: "consent-optin-ui" }],
      ...after(
        `U kiest apart voor ${enumerated(channels(is, "nl"), "nl")}`,
        `You choose separately for ${enumerated(channels(is, "en"), "en")}`,
        what,
      ),
      article: "GDPR recital 43",
    })),
    ...promiseIf(policy, withdraw, ({ is }) => ({
      ...base,
      id: `consents.${name}.withdraw`,
      mechanism: "consent-withdraw",
      checks: [{ kind: "consent-withdrawable", consent: name }],
      ...after(
        `U kunt deze toestemming altijd intrekken, ${alternatives(ways(is, "nl"), "nl")}`,
        `You can withdraw this consent at any time, ${alternatives(ways(is, "en"), "en")}`,
        what,
      ),
      article: "GDPR art. 7(3)",
    })),
    ...confirmPromise(consent, policy, base, what),
    ...proofPromise(consent, policy, base, what),
  ];
}

function confirmPromise({ name, confirm }: Consent, policy: Policy, base: Base, what: Texts): readonly PolicyPromise[] {
  return promiseIf(policy, confirm, ({ is }) => ({
    ...base,
    id: `consents.${name}.confirm`,
    mechanism: "consent-ledger",
    checks: [{ kind: "consent-confirmed", consent: name }],
    ...after(
      `Meldt u zich aan met een e-mailadres, dan telt dat pas als u het binnen ${periodText(is, "nl")} bevestigt met de link die wij u mailen`,
      `When you sign up with an e-mail address, it counts only once you confirm it within ${periodText(is, "en")} by the link that we mail you`,
      what,
    ),
    article: "GDPR art. 7(1)",
  }));
}

function proofPromise({ name, keepProof }: Consent, policy: Policy, base: Base, what: Texts): readonly PolicyPromise[] {
  return promiseIf(policy, keepProof, ({ is }) => ({
    ...base,
    id: `consents.${name}.proof`,
    mechanism: "consent-ledger",
    checks: [{ kind: "proof-ends", consent: name }],
    ...after(
      `Dat u toestemming gaf of introk, bewaren wij als bewijs tot ${periodText(is, "nl")} daarna`,
      `We keep proof that you gave or withdrew consent until ${periodText(is, "en")} after that`,
      what,
    ),
    article: "GDPR art. 7(1)",
  }));
}

/** What one says yes to: the title, or else the purposes. */
export function consentTitle({ title, purposes }: Consent, policy: Policy): Texts {
  return inBoth((language) => (title === undefined ? purposesText(policy, purposes, language) : say(title, language)));
}

function channels(is: readonly ConsentChannel[], language: Language): readonly string[] {
  return is.map((channel) => channelTexts[channel][language]);
}

/** The privacy centre is always there. */
function ways(is: readonly WithdrawalWay[], language: Language): readonly string[] {
  return [...new Set([...is, "privacy-centre" as const])].map((way) => withdrawTexts[way][language]);
}
