/** The sentences about where data comes from. */
import { alternatives, type Language, periodText, say } from "#base";
import { promise } from "../compile/draft.ts";
import { categoriesText } from "../compile/facts.ts";
import type { Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { after, inBoth, partyOf, personsText, type Texts, underTitle } from "./phrases.ts";
import type { Source, SourceKind, SourceMoment } from "./sources.ts";
import { promiseIf } from "./stated.ts";

/** How the data comes to us; `who` is the party that gives it, when it is named. */
const fromTexts: Readonly<Record<SourceKind, (who: string | undefined) => Texts>> = {
  person: () => ({ nl: "Dit krijgen wij van uzelf", en: "We get this from you" }),
  observed: (who) => ({
    nl:
      who === undefined
        ? "Dit leggen wij vast terwijl u onze dienst gebruikt"
        : `Dit legt ${who} voor ons vast terwijl u onze dienst gebruikt`,
    en:
      who === undefined
        ? "We record this while you use our service"
        : `${who} records this for us while you use our service`,
  }),
  derived: () => ({ nl: "Dit leiden wij zelf af uit andere gegevens", en: "We derive this ourselves from other data" }),
  bought: (who) => ({ nl: `Dit kopen wij van ${who ?? "anderen"}`, en: `We buy this from ${who ?? "others"}` }),
  public: (who) => ({
    nl: `Dit krijgen wij uit openbare bronnen${who === undefined ? "" : `, via ${who}`}`,
    en: `We get this from public sources${who === undefined ? "" : `, through ${who}`}`,
  }),
  "login-provider": (who) => ({
    nl: `Dit krijgen wij als u inlogt via ${who ?? "een ander bedrijf"}`,
    en: `We get this when you sign in through ${who ?? "another company"}`,
  }),
  customer: (who) => ({
    nl: `Dit krijgen wij van ${who ?? "onze klanten"}`,
    en: `We get this from ${who ?? "our customers"}`,
  }),
  "other-person": (who) => ({
    nl: `Dit krijgen wij van ${who ?? "andere gebruikers"}`,
    en: `We get this from ${who ?? "other users"}`,
  }),
  partner: (who) => ({
    nl: `Dit krijgen wij van ${who ?? "bedrijven waarmee wij samenwerken"}`,
    en: `We get this from ${who ?? "companies we work with"}`,
  }),
};

const momentTexts: Readonly<Record<SourceMoment, Texts>> = {
  visit: { nl: "onze website bezoekt", en: "visit our website" },
  "sign-up": { nl: "zich aanmeldt", en: "sign up" },
  "sign-in": { nl: "inlogt", en: "sign in" },
  order: { nl: "bestelt", en: "order" },
  use: { nl: "onze dienst gebruikt", en: "use our service" },
  contact: { nl: "contact met ons hebt", en: "are in contact with us" },
  complaint: { nl: "over iemand klaagt", en: "complain about somebody" },
  survey: { nl: "aan een onderzoek meedoet", en: "take part in a survey" },
};

const combinedTexts = {
  never: {
    nl: "Wij combineren dit niet met andere gegevens over u",
    en: "We do not combine this with other data about you",
  },
  "with-consent": {
    nl: "Alleen met uw toestemming combineren wij dit met andere gegevens over u",
    en: "Only with your consent do we combine this with other data about you",
  },
  always: {
    nl: "Wij combineren dit met andere gegevens over u",
    en: "We combine this with other data about you",
  },
} as const;

export function sourcePromises(source: Source, policy: Policy): readonly PolicyPromise[] {
  const { name, when, combined, told } = source;
  const from = {
    nl: fromTexts[source.kind](whoOf(source, policy, "nl")).nl,
    en: fromTexts[source.kind](whoOf(source, policy, "en")).en,
  };
  const given = givenData(source.gives, policy);
  const data = sourceData(source, policy);
  const base = { section: "sources", about: name, under: data } as const;
  return [
    promise(policy, {
      ...base,
      id: `sources.${name}.from`,
      mechanism: "source-label",
      checks: [{ kind: "carried-out", by: "source-label" }],
      nl: `${from.nl}${within(source, "nl")}: ${given.nl}.${whose(source, policy, "nl")}`,
      en: `${from.en}${within(source, "en")}: ${given.en}.${whose(source, policy, "en")}`,
      pieces: inBoth((language) => [
        // Without a title the data are the heading.
        `${from[language]}${source.title === undefined ? "" : `: ${given[language]}`}.${whose(source, policy, language)}`,
      ]),
      article: isIndirect(source.kind) ? "GDPR art. 14(2)(f)" : "GDPR art. 13",
      from: source,
    }),
    ...promiseIf(policy, when, ({ is }) => ({
      ...base,
      id: `sources.${name}.when`,
      mechanism: "data-map",
      checks: [{ kind: "stated" }],
      ...underTitle(
        data,
        `Dit krijgen wij als u ${momentsText(is, "nl")}.`,
        `We get this when you ${momentsText(is, "en")}.`,
      ),
    })),
    ...promiseIf(policy, combined, ({ is }) => ({
      ...base,
      id: `sources.${name}.combined`,
      mechanism: "source-label",
      checks: [{ kind: "carried-out", by: is === "with-consent" ? "consent-ledger" : "source-label" }],
      ...after(combinedTexts[is].nl, combinedTexts[is].en, data),
    })),
    ...promiseIf(policy, told, ({ is }) => ({
      ...base,
      id: `sources.${name}.told`,
      mechanism: "jit-notice",
      checks: [{ kind: "carried-out", by: "jit-notice" }],
      ...underTitle(
        data,
        `Binnen ${periodText(is, "nl")} laten wij u weten dat wij dit hebben.`,
        `Within ${periodText(is, "en")} we tell you that we have this.`,
      ),
      article: "GDPR art. 14(3)(a)",
    })),
  ];
}

/** What comes from the source: by its title where it has one, since its first sentence names every category. */
export function sourceData({ gives, title }: Source, policy: Policy): Texts {
  if (title !== undefined) return { nl: say(title, "nl"), en: say(title, "en") };
  return givenData(gives, policy);
}

function givenData(gives: readonly string[], policy: Policy): Texts {
  return { nl: categoriesText(policy, gives, "nl"), en: categoriesText(policy, gives, "en") };
}

/** Whether it comes from somebody else, so that the person does not see it happen (GDPR art. 14). */
export function isIndirect(kind: SourceKind): boolean {
  return kind !== "person" && kind !== "observed" && kind !== "derived";
}

function whoOf({ from }: Source, policy: Policy, language: Language): string | undefined {
  if (from === undefined) return undefined;
  return "party" in from ? from.party : partyOf(policy, from.recipient, language);
}

function within({ title }: Source, language: Language): string {
  return title === undefined ? "" : ` (${say(title, language)})`;
}

function whose({ of }: Source, policy: Policy, language: Language): string {
  if (of.length === 0) return "";
  const persons = personsText(policy, of, language);
  return language === "nl" ? ` Dit gaat over: ${persons}.` : ` This is about: ${persons}.`;
}

function momentsText(is: readonly SourceMoment[], language: Language): string {
  return alternatives(
    is.map((moment) => momentTexts[moment][language]),
    language,
  );
}
