import type { Language } from "#base";

const nl = {
  title: "Toestemming op de website",
  lead: "Hoeveel bezoekers ja zeggen, per doel en per week. Wie wat koos, is hier niet te zien.",
  empty: "Nog geen keuzes",
  emptyText: "Er kwam nog geen keuze van uw website. Zet deze regel bovenaan in de head van elke pagina:",
  week: "Week van",
  choices: "Keuzes",
  granted: "Zegt ja",
  share: "Deel",
  chart: (title: string) => `Deel dat ja zegt, per week: ${title}`,
  what: "Wat bezoekers zien",
  whatText: "Precies deze woorden staan bij elke keuze als bewijs, in deze versie.",
  open: "Bekijk",
  shownTitle: "Zo zag de bezoeker het",
  version: "Versie van het beleid",
  language: "Taal",
  buttons: "Knoppen, even groot en in deze volgorde",
  fingerprint: "Vingerafdruk",
  asked: "Waarvoor",
  vendors: "Van",
  stores: "In de browser",
};

const en: typeof nl = {
  title: "Consent on the website",
  lead: "How many visitors say yes, by purpose and week. Who chose what cannot be seen here.",
  empty: "No choices yet",
  emptyText: "No choice came from your website yet. Put this line at the top of the head of every page:",
  week: "Week of",
  choices: "Choices",
  granted: "Say yes",
  share: "Share",
  chart: (title: string) => `Share that says yes, by week: ${title}`,
  what: "What visitors see",
  whatText: "Exactly these words are kept with every choice as proof, in this version.",
  open: "Look",
  shownTitle: "As the visitor saw it",
  version: "Version of the policy",
  language: "Language",
  buttons: "Buttons, of one size and in this order",
  fingerprint: "Fingerprint",
  asked: "What for",
  vendors: "By",
  stores: "In the browser",
};

export const consentTexts: Readonly<Record<Language, typeof nl>> = { nl, en };
