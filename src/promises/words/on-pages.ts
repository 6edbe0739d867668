/** Sentences about pages of a company: what stands on them, how they ask, and what their tags wanted to send. */
import type { Language } from "#base";
import type { Listed, Sentences } from "./messages.ts";

const faults: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  nl: {
    mail: "een e-mailadres",
    hash: "iets wat lijkt op de hash van een e-mailadres",
    typed: "wat een bezoeker typte",
    setting: "een bericht zonder de parameters waaraan de instelling te zien is",
  },
  en: {
    mail: "a mail address",
    hash: "something like the hash of a mail address",
    typed: "what a visitor typed",
    setting: "a request without the parameters that show its settings",
  },
};

function faultsText({ shown, more }: Listed, language: Language): Listed {
  return { shown: shown.map((fault) => faults[language][fault] ?? fault), more };
}

const known: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  nl: { "opt-out": "De link die nee zegt tegen verkoop", age: "De vraag naar de leeftijd" },
  en: { "opt-out": "The link that says no to sale", age: "The question for an age" },
};

const noteAt: Readonly<Record<Language, string>> = { nl: "De uitleg bij het formulier", en: "The note at the form" };

function sightText(sight: string, language: Language): string {
  return known[language][sight] ?? `${noteAt[language]} "${sight.slice("note.".length)}"`;
}

const unfair: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  nl: {
    hidden: "de knop om te weigeren was niet te zien",
    size: "de knoppen waren niet even groot",
    colour: "de knoppen zagen er verschillend uit",
    contrast: "de woorden waren slecht te lezen",
  },
  en: {
    hidden: "the button to refuse could not be seen",
    size: "the buttons were not of one size",
    colour: "the buttons looked different",
    contrast: "the words were hard to read",
  },
};

function unfairText({ shown, more }: Listed, language: Language): Listed {
  return { shown: shown.map((why) => unfair[language][why] ?? why), more };
}

/** How a language writes lists and days. */
interface Writing {
  readonly list: (listed: Listed) => string;
  readonly day: (on: string) => string;
}

type OnPages = Pick<
  Sentences,
  | "site.fair"
  | "site.unfair"
  | "site.seen"
  | "site.not-seen"
  | "tag.not-watched"
  | "tag.settings-unseen"
  | "tag.sent"
  | "tag.silent"
  | "tag.set"
  | "tag.clean"
>;

export const onPages: Readonly<Record<Language, (writing: Writing) => OnPages>> = {
  nl: ({ list, day }) => ({
    "site.fair": () => "Voor zover pagina's meldden, zag nee zeggen eruit als ja zeggen.",
    "site.unfair": ({ which }) =>
      `Op uw pagina's woog nee zeggen niet even zwaar als ja zeggen: ${list(unfairText(which, "nl"))}. Kijk naar de stijl van uw pagina's.`,
    "site.seen": ({ sight, lastOn }) =>
      `${sightText(sight, "nl")} stond op ${day(lastOn)} op een pagina van uw website.`,
    "site.not-seen": ({ sight }) =>
      `Op geen pagina van uw website stond dit de laatste 30 dagen: ${sightText(sight, "nl")}. Hoe u het plaatst, staat in docs/site.md.`,
    "tag.not-watched": ({ tag }) =>
      `Wat "${tag}" verstuurt wordt niet bekeken: het beleid noemt er geen hosts voor, of de tag van Gestand staat niet op uw pagina's.`,
    "tag.settings-unseen": ({ tag }) =>
      `Aan wat "${tag}" verstuurt is niet te zien hoe het is ingesteld. Noem parameters waaraan dat wel te zien is bij settings.shownBy, als die er zijn.`,
    "tag.sent": ({ tag, which }) =>
      `"${tag}" wilde iets versturen wat volgens het beleid niet mag, en is tegengehouden: ${list(faultsText(which, "nl"))}.`,
    "tag.silent": ({ tag }) => `"${tag}" verstuurde de laatste 30 dagen niets dat bekeken kon worden.`,
    "tag.set": ({ tag, lastOn }) =>
      `Aan wat "${tag}" verstuurt is te zien hoe het is ingesteld. Het laatste bericht is bekeken op ${day(lastOn)}.`,
    "tag.clean": ({ tag, lastOn }) =>
      `In wat "${tag}" verstuurt stonden geen adressen, geen hashes daarvan en niets wat bezoekers typten. Het laatste bericht is bekeken op ${day(lastOn)}.`,
  }),
  en: ({ list, day }) => ({
    "site.fair": () => "As far as pages told, saying no looked like saying yes.",
    "site.unfair": ({ which }) =>
      `On your pages saying no did not weigh as much as saying yes: ${list(unfairText(which, "en"))}. Look at the style of your pages.`,
    "site.seen": ({ sight, lastOn }) => `${sightText(sight, "en")} stood on a page of your website on ${day(lastOn)}.`,
    "site.not-seen": ({ sight }) =>
      `No page of your website had this in the last 30 days: ${sightText(sight, "en")}. How to put it there stands in docs/site.md.`,
    "tag.not-watched": ({ tag }) =>
      `What "${tag}" sends is not looked at: the policy names no hosts for it, or the tag of Gestand is not on your pages.`,
    "tag.settings-unseen": ({ tag }) =>
      `Nothing in what "${tag}" sends shows how it is set. Name parameters that do under settings.shownBy, if it has any.`,
    "tag.sent": ({ tag, which }) =>
      `"${tag}" wanted to send what the policy does not allow, and was held back: ${list(faultsText(which, "en"))}.`,
    "tag.silent": ({ tag }) => `In the last 30 days "${tag}" sent nothing that could be looked at.`,
    "tag.set": ({ tag, lastOn }) =>
      `Requests of "${tag}" carry what shows its settings. The last one was looked at on ${day(lastOn)}.`,
    "tag.clean": ({ tag, lastOn }) =>
      `In requests of "${tag}" were no addresses, hashes of them or things that visitors typed. The last one was looked at on ${day(lastOn)}.`,
  }),
};
