/** Words of the pages where visitors choose without JavaScript, and say no to sale and sharing. */
import type { Language } from "#base";

interface ChoicesTexts {
  readonly title: string;
  readonly lead: string;
  readonly vendors: string;
  readonly stores: string;
  readonly always: string;
  readonly yes: string;
  readonly no: string;
  readonly save: string;
  readonly notice: string;
  readonly back: string;
  readonly saved: string;
  readonly receipt: string;
  readonly receiptText: string;
  readonly check: string;
  readonly incomplete: string;
  readonly tooMany: string;
  readonly outdated: string;
  /** Where our pages and the website share no cookie. */
  readonly elsewhere: string;
  readonly toSite: string;
  readonly optOut: {
    readonly browser: string;
    readonly person: string;
    readonly personText: string;
    readonly toForm: string;
    readonly openSite: string;
    readonly siteText: string;
    readonly signalText: string;
    readonly nothing: string;
  };
}

const nl: ChoicesTexts = {
  title: "Uw keuze over cookies",
  lead: "Hiervoor vragen wij eerst uw toestemming. Weigeren heeft geen nadeel, en u kunt uw keuze altijd veranderen. Deze pagina werkt ook zonder JavaScript.",
  vendors: "Van",
  stores: "In uw browser",
  always: "Altijd aan, omdat de website het nodig heeft",
  yes: "Ja, dat mag",
  no: "Nee, dat mag niet",
  save: "Mijn keuze opslaan",
  notice: "Lees onze privacyverklaring",
  back: "Terug naar de website",
  saved: "Uw keuze is opgeslagen en geldt meteen.",
  receipt: "Het bewijs van uw keuze",
  receiptText: "Bewaar deze tekst als u later wilt laten zien wat u koos.",
  check: "Bewijs controleren",
  incomplete: "Kies bij elke vraag ja of nee. Er is nog niets opgeslagen.",
  tooMany: "Er kwamen te veel keuzes van uw netwerk. Deze is niet opgeslagen. Wacht een minuut en probeer het opnieuw.",
  outdated: "Deze pagina is veranderd sinds u haar opende. Er is niets opgeslagen. Kies hieronder opnieuw.",
  elsewhere:
    "Op onze website wordt zonder JavaScript niets geladen waarvoor wij toestemming vragen. U hoeft dus niets te doen. Hebt u JavaScript aan, dan kiest u op de website zelf.",
  toSite: "Naar de website",
  optOut: {
    browser: "In deze browser",
    person: "Voor u, op al uw apparaten",
    personText: "Geef uw e-mailadres op. Dan geldt het ook voor wat wij onder dat adres van u hebben.",
    toForm: "Naar het formulier",
    openSite: "Op onze website kiezen",
    siteText: "De keuze voor deze browser maakt u op onze website zelf. Deze knop opent haar daar.",
    signalText: "Uw browser kan het ook zelf zeggen, met Global Privacy Control. Dan hoeft u niets te kiezen.",
    nothing: "Op onze website worden geen gegevens verkocht of gedeeld voor reclame.",
  },
};

const en: ChoicesTexts = {
  title: "Your choice about cookies",
  lead: "For these purposes we ask your consent first. Refusing has no disadvantage, and you can change your choice at any time. This page works without JavaScript.",
  vendors: "By",
  stores: "In your browser",
  always: "Always on, because the website needs it",
  yes: "Yes, you may",
  no: "No, you may not",
  save: "Save my choice",
  notice: "Read our privacy notice",
  back: "Back to the website",
  saved: "Your choice is saved and holds at once.",
  receipt: "The receipt of your choice",
  receiptText: "Keep this text if you want to show later what you chose.",
  check: "Check a receipt",
  incomplete: "Choose yes or no for each question. Nothing has been saved yet.",
  tooMany: "Too many choices came from your network. This one was not saved. Wait a minute and try again.",
  outdated: "This page has changed since you opened it. Nothing was saved. Choose again below.",
  elsewhere:
    "Without JavaScript our website loads nothing that needs your consent, so you need do nothing. With JavaScript you choose on the website itself.",
  toSite: "To the website",
  optOut: {
    browser: "In this browser",
    person: "For you, on all your devices",
    personText: "Give your e-mail address. It then also holds for what we have of you under that address.",
    toForm: "To the form",
    openSite: "Choose on our website",
    siteText: "The choice for this browser is made on our website itself. This button opens it there.",
    signalText: "Your browser can also say it by itself, with Global Privacy Control. Then you need choose nothing.",
    nothing: "On our website no data is sold or shared for advertising.",
  },
};

export const choicesTexts: Readonly<Record<Language, ChoicesTexts>> = { nl, en };
