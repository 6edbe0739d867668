/** The sentences about what the notice is about. */
import { enumerated, type Language, periodText, say } from "#base";
import { regimes } from "#law";
import { promise } from "../compile/draft.ts";
import type { Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { placeOfRegion, type Region, regionTitle } from "../regions.ts";
import type { Texts } from "./phrases.ts";
import type { Scope, ScopePart, ScopePlace, ScopeRole, ScopeTopic } from "./scope.ts";
import { promiseIf } from "./stated.ts";

const placeTexts: Readonly<Record<ScopePlace, Texts>> = {
  website: { nl: "onze website", en: "our website" },
  app: { nl: "onze app", en: "our app" },
  service: { nl: "onze diensten", en: "our services" },
  shop: { nl: "onze winkels", en: "our shops" },
  phone: { nl: "contact per telefoon", en: "contact by telephone" },
  "e-mail": { nl: "contact per e-mail", en: "contact by e-mail" },
  post: { nl: "contact per brief", en: "contact by letter" },
  chat: { nl: "contact per chat", en: "contact by chat" },
  "social-media": { nl: "onze pagina's op sociale media", en: "our pages on social media" },
  offline: { nl: "wat u buiten internet met ons doet", en: "what you do with us outside the internet" },
  "other-channels": { nl: "andere kanalen", en: "other channels" },
};

const topicTexts: Readonly<Record<ScopeTopic, Texts>> = {
  data: { nl: "welke gegevens wij gebruiken", en: "which data we use" },
  purposes: { nl: "waarvoor wij gegevens gebruiken", en: "what we use data for" },
  recipients: { nl: "met wie wij gegevens delen", en: "with whom we share data" },
  storage: { nl: "waar en hoe lang wij gegevens bewaren", en: "where and how long we keep data" },
  security: { nl: "hoe wij gegevens beveiligen", en: "how we protect data" },
  staff: { nl: "wie ze bij ons kan zien", en: "who can see them with us" },
  cookies: { nl: "welke cookies wij plaatsen", en: "which cookies we set" },
  rights: { nl: "welke rechten u hebt", en: "which rights you have" },
  choices: { nl: "wat u zelf kunt kiezen", en: "what you can choose yourself" },
};

const partTexts: Readonly<Record<ScopePart, Texts>> = {
  rights: { nl: "over extra rechten", en: "about further rights" },
  sale: { nl: "over verkopen en delen voor advertenties", en: "about selling and sharing for advertising" },
  disclosure: { nl: "over wie om gegevens kan vragen", en: "about who can demand data" },
};

const listed = <Word extends string>(
  texts: Readonly<Record<Word, Texts>>,
  words: readonly Word[],
  language: Language,
): string =>
  enumerated(
    words.map((each) => texts[each][language]),
    language,
  );

const regionsText = (regions: readonly Region[], language: Language): string =>
  enumerated(
    regions.map((each) =>
      each === "everyone" ? { nl: "andere landen", en: "other countries" }[language] : regionTitle(each, language),
    ),
    language,
  );

/** Which role, in a sentence. */
function roleTexts(is: readonly ScopeRole[]): Texts {
  if (!is.includes("processor"))
    return {
      nl: "Deze verklaring gaat over gegevens waarvan wij zelf bepalen waarvoor en hoe ze worden gebruikt.",
      en: "This notice is about data of which we decide ourselves what they are used for and how.",
    };
  if (!is.includes("controller"))
    return {
      nl: "Wij gebruiken gegevens alleen in opdracht van onze klanten. Zij bepalen waarvoor.",
      en: "We use data only on the instructions of our customers. They decide what for.",
    };
  return {
    nl: "Van sommige gegevens bepalen wij zelf waarvoor ze worden gebruikt. Andere gebruiken wij in opdracht van een klant; die staan apart in deze verklaring.",
    en: "Of some data we decide ourselves what they are used for. Others we use on the instructions of a customer; this notice lists them apart.",
  };
}

export function scopePromises(stated: Scope, policy: Policy): readonly PolicyPromise[] {
  return [
    ...factPromises(stated, policy),
    ...stated.residents.flatMap((each) => residentPromises(each, policy)),
    ...stated.notices.map((each) => noticePromise(each, policy)),
  ];
}

function factPromises(stated: Scope, policy: Policy): readonly PolicyPromise[] {
  const { covers, not, sites, role, users, tells, lookBack } = stated;
  const base = { mechanism: "notice-publish", section: "scope", checks: [{ kind: "stated" }] } as const;
  // What stands with the chapter itself belongs to its first sentence.
  const first = { ...stated, ...covers, cites: [...stated.cites, ...covers.cites] };
  return [
    ...promiseIf(policy, first, ({ is }) => ({
      ...base,
      id: "scope.covers",
      nl: `Deze verklaring geldt voor ${listed(placeTexts, is, "nl")}.`,
      en: `This notice covers ${listed(placeTexts, is, "en")}.`,
    })),
    ...promiseIf(policy, not, ({ is }) => ({
      ...base,
      id: "scope.not",
      nl: `Zij geldt niet voor ${listed(placeTexts, is, "nl")}.`,
      en: `It does not cover ${listed(placeTexts, is, "en")}.`,
    })),
    ...promiseIf(policy, sites, ({ is }) => ({
      ...base,
      id: "scope.sites",
      nl: `Zij geldt voor deze websites: ${enumerated(is, "nl")}.`,
      en: `It covers these websites: ${enumerated(is, "en")}.`,
    })),
    ...promiseIf(policy, role, ({ is }) => ({ ...base, id: "scope.role", ...roleTexts(is) })),
    ...promiseIf(policy, users, ({ is }) => ({
      ...base,
      id: "scope.users",
      nl: `Onze gebruikers wonen in ${regionsText(is, "nl")}.`,
      en: `Our users live in ${regionsText(is, "en")}.`,
    })),
    ...promiseIf(policy, tells, ({ is }) => ({
      ...base,
      id: "scope.tells",
      nl: `Hier leest u ook ${listed(topicTexts, is, "nl")}.`,
      en: `Here you also read ${listed(topicTexts, is, "en")}.`,
    })),
    ...promiseIf(policy, lookBack, ({ is }) => ({
      ...base,
      id: "scope.look-back",
      nl: `Zij beschrijft ook wat wij de afgelopen ${periodText(is, "nl")} met gegevens hebben gedaan.`,
      en: `It also describes what we did with data in the past ${periodText(is, "en")}.`,
    })),
  ];
}

function residentPromises(each: Scope["residents"][number], policy: Policy): readonly PolicyPromise[] {
  const { region, lawKept, only } = each;
  const place = placeOfRegion(region);
  const laws = regimes.filter((law) => law.place === place);
  const lawText = (language: Language): string =>
    laws.length === 0
      ? { nl: "de privacywet daar", en: "the privacy law there" }[language]
      : enumerated(
          laws.map(({ title }) => title[language]),
          language,
        );
  const where: Texts = { nl: regionTitle(region, "nl"), en: regionTitle(region, "en") };
  const base = { section: "scope", mechanism: "jurisdiction-router", about: region } as const;
  const id = `scope.residents.${region.toLowerCase()}`;
  return [
    promise(policy, {
      ...base,
      id,
      checks: [{ kind: "law-applied", region }],
      nl: `Woont u in ${where.nl}, dan hebt u rechten volgens deze wet: ${lawText("nl")}.`,
      en: `If you live in ${where.en}, you have rights under this law: ${lawText("en")}.`,
      from: each,
    }),
    ...(lawKept === undefined
      ? []
      : [
          promise(policy, {
            ...base,
            id: `${id}.law-kept`,
            checks: [{ kind: "law-applied", region }],
            nl: `Wij houden ons in ${where.nl} aan deze wet: ${lawText("nl")}.`,
            en: `In ${where.en} we comply with this law: ${lawText("en")}.`,
            from: lawKept,
          }),
        ]),
    ...(only === undefined
      ? []
      : [
          promise(policy, {
            ...base,
            id: `${id}.only`,
            checks: [{ kind: "carried-out", by: "jurisdiction-router" }],
            nl: `Wat hier staat ${listed(partTexts, only.is, "nl")}, geldt alleen als u in ${where.nl} woont.`,
            en: `What stands here ${listed(partTexts, only.is, "en")} holds only if you live in ${where.en}.`,
            from: only,
          }),
        ]),
  ];
}

function noticePromise(each: Scope["notices"][number], policy: Policy): PolicyPromise {
  const { name, title, link, about } = each;
  const text = (language: Language): string => {
    const regions = each.for.filter((region) => region !== "everyone");
    const dutch = language === "nl";
    const whom =
      regions.length === 0
        ? ""
        : dutch
          ? ` als u in ${regionsText(regions, language)} woont`
          : ` if you live in ${regionsText(regions, language)}`;
    const what = about.length === 0 ? "" : `${dutch ? ", over" : ", about"}: ${listed(topicTexts, about, language)}`;
    const address = link === undefined ? "" : ` (${link})`;
    return `${dutch ? "Lees ook" : "Read also"}${whom}: ${say(title, language)}${address}${what}.`;
  };
  return promise(policy, {
    id: `scope.notices.${name}`,
    mechanism: "notice-publish",
    section: "scope",
    checks: [{ kind: "stated" }],
    nl: text("nl"),
    en: text("en"),
    about: name,
    article: "GDPR art. 12(1)",
    from: each,
  });
}
