/** The sentences about messages. */
import { alternatives, type Language, say } from "#base";
import { promise } from "../compile/draft.ts";
import type { Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import type { Channel, Message, UnsubscribeReach, UnsubscribeWay } from "./messages.ts";
import { after, inBoth, type Texts } from "./phrases.ts";
import { promiseIf } from "./stated.ts";

export const channelTexts: Readonly<Record<Channel, Texts>> = {
  email: { nl: "per e-mail", en: "by e-mail" },
  sms: { nl: "per sms", en: "by text message" },
  phone: { nl: "per telefoon", en: "by telephone" },
  post: { nl: "per brief", en: "by letter" },
  push: { nl: "met een melding op uw apparaat", en: "with a notification on your device" },
  chat: { nl: "in een chat", en: "in a chat" },
  "in-app": { nl: "in de app", en: "in the app" },
  ads: { nl: "met advertenties", en: "with advertisements" },
};

const wayTexts: Readonly<Record<UnsubscribeWay, Texts>> = {
  link: { nl: "met de link in elk bericht", en: "with the link in every message" },
  reply: { nl: "door te antwoorden", en: "by replying" },
  command: { nl: "met een opdracht in de chat", en: "with a command in the chat" },
  profile: { nl: "in uw profiel", en: "in your profile" },
  "e-mail": { nl: "met een e-mail aan ons", en: "with an e-mail to us" },
};

const reachTexts: Readonly<Record<UnsubscribeReach, Texts>> = {
  these: { nl: "Dan stoppen deze berichten.", en: "These messages then stop." },
  marketing: { nl: "Dan stopt alle reclame van ons.", en: "All our marketing then stops." },
  optional: {
    nl: "Dan krijgt u alleen nog berichten die echt nodig zijn, zoals over een bestelling of een verzoek van u.",
    en: "You then get only messages that are truly needed, such as about an order or a request of yours.",
  },
  everything: { nl: "Dan stoppen alle berichten.", en: "All messages then stop." },
};

const trackingTexts = {
  none: { nl: "Wij meten niet of u dit opent", en: "We do not measure whether you open this" },
  "with-consent": {
    nl: "Alleen met uw toestemming meten wij of u dit opent",
    en: "Only with your consent do we measure whether you open this",
  },
  always: { nl: "Wij meten of u dit opent", en: "We measure whether you open this" },
} as const;

export function messagePromises(all: readonly Message[], policy: Policy): readonly PolicyPromise[] {
  return all.flatMap((message) => {
    const { name, tracking, never, goesOn } = message;
    const title: Texts = { nl: say(message.title, "nl"), en: say(message.title, "en") };
    const base = { section: "consent", about: name, under: title } as const;
    if (never !== undefined) return [neverPromise(message, title, policy)];
    return [
      promise(policy, {
        ...base,
        id: `messages.${name}.sent`,
        mechanism: "contact-gate",
        checks: [{ kind: "carried-out", by: "contact-gate" }],
        ...sentTexts(message, title, policy),
        ...(message.class === "marketing" ? { article: "GDPR art. 6(1); ePrivacy Directive art. 13" } : {}),
        from: message,
      }),
      ...promiseIf(policy, message.unsubscribe, (unsubscribe) => ({
        ...base,
        id: `messages.${name}.unsubscribe`,
        mechanism: "unsubscribe",
        checks: [{ kind: "unsubscribe-works", message: name }],
        ...after(
          `U kunt dit stoppen ${waysText(unsubscribe.by, "nl")}`,
          `You can stop this ${waysText(unsubscribe.by, "en")}`,
          title,
          inBoth((language) => ` ${stopText(unsubscribe, policy, language)}`),
        ),
        article: "GDPR art. 7(3), 21(3)",
      })),
      ...promiseIf(policy, tracking, ({ is }) => ({
        ...base,
        id: `messages.${name}.tracking`,
        mechanism: "open-tracking-control",
        checks: [{ kind: "carried-out", by: "open-tracking-control" }],
        ...after(trackingTexts[is].nl, trackingTexts[is].en, title),
        article: "ePrivacy Directive art. 5(3)",
      })),
      ...promiseIf(policy, goesOn, () => ({
        ...base,
        id: `messages.${name}.goes-on`,
        mechanism: "contact-gate",
        checks: [{ kind: "carried-out", by: "contact-gate" }],
        ...after(
          "Wilt u niet dat anderen uw gegevens voor reclame krijgen, dan kunt u dit nog wel van ons krijgen",
          "If you do not want others to get your data for marketing, you may still get this from us",
          title,
        ),
      })),
      ...softOptInPromise(message, title, policy),
    ];
  });
}

function softOptInPromise({ name, softOptIn }: Message, title: Texts, policy: Policy): readonly PolicyPromise[] {
  return promiseIf(policy, softOptIn, () => ({
    section: "consent",
    about: name,
    under: title,
    id: `messages.${name}.soft-opt-in`,
    mechanism: "contact-gate",
    checks: [{ kind: "carried-out", by: "contact-gate" }],
    ...after(
      "Zonder toestemming sturen wij dit alleen aan klanten, over producten die lijken op wat zij kochten. U kunt het weigeren als u uw adres geeft, en bij elk bericht",
      "Without consent we send this only to customers, about products like those they bought. You can refuse when you give your address, and with every message",
      title,
    ),
    article: "ePrivacy Directive art. 13(2)",
  }));
}

function neverPromise(message: Message, title: Texts, policy: Policy): PolicyPromise {
  const { never } = message;
  return promise(policy, {
    id: `messages.${message.name}.never`,
    mechanism: "contact-gate",
    section: "not-kept",
    checks: [{ kind: "carried-out", by: "contact-gate" }],
    nl: `Dit sturen of tonen wij u niet: ${title.nl}.`,
    en: `We do not send or show you this: ${title.en}.`,
    about: message.name,
    from: { ...message, ...never, cites: [...message.cites, ...(never?.cites ?? [])] },
  });
}

function sentTexts(message: Message, title: Texts, policy: Policy) {
  const by = (language: Language): string =>
    alternatives(
      message.channels.map((each) => channelTexts[each][language]),
      language,
    );
  const why = whyTexts(message, policy);
  return after(
    `Dit kunt u ${by("nl")} van ons krijgen`,
    `You may get this from us ${by("en")}`,
    title,
    inBoth((language) => ` ${why[language]}`),
  );
}

/** Why it may be sent: required, asked for, or as long as nobody objects. */
function whyTexts(message: Message, policy: Policy): Texts {
  const basis = policy.purposes.find(({ name }) => name === message.purpose)?.basis.kind;
  if (message.class === "legal")
    return {
      nl: "Dat zijn wij verplicht, ook als u zich voor andere berichten hebt afgemeld.",
      en: "We are obliged to, also when you have unsubscribed from other messages.",
    };
  if (message.class === "transactional")
    return { nl: "Dat hoort bij wat u van ons vraagt.", en: "It belongs to what you ask of us." };
  if (basis === "consent")
    return {
      nl: "Dat gebeurt alleen als u daar vooraf toestemming voor gaf.",
      en: "That happens only if you gave consent beforehand.",
    };
  return { nl: "Dat gebeurt zolang u geen nee zegt.", en: "That happens as long as you do not say no." };
}

function waysText(by: readonly UnsubscribeWay[], language: Language): string {
  return alternatives(
    by.map((way) => wayTexts[way][language]),
    language,
  );
}

function stopText(
  { stops, also }: Exclude<Message["unsubscribe"], undefined>,
  policy: Policy,
  language: Language,
): string {
  const others = (policy.messages ?? [])
    .filter(({ name }) => also.includes(name))
    .map(({ title }) => say(title, language));
  if (others.length === 0) return reachTexts[stops][language];
  const listed = others.join(", ");
  return `${reachTexts[stops][language]} ${{ nl: `Dit stopt ook: ${listed}.`, en: `This stops too: ${listed}.` }[language]}`;
}
