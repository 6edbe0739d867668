import { capital } from "#base";
import type { Words } from "./words.ts";

export const dutch: Words = {
  title: (organisation) => `Privacyverklaring van ${organisation}`,
  headings: {
    "who-we-are": "Wie wij zijn",
    scope: "Waar deze verklaring over gaat",
    "what-we-use": "Welke gegevens wij gebruiken",
    sources: "Hoe wij aan uw gegevens komen",
    purposes: "Waarvoor wij uw gegevens gebruiken",
    consent: "Toestemming en berichten",
    recipients: "Met wie wij gegevens delen",
    transfers: "Gegevens buiten Europa",
    sale: "Verkopen en delen voor advertenties",
    retention: "Hoe lang wij gegevens bewaren",
    "not-kept": "Wat wij niet doen",
    security: "Hoe wij gegevens beschermen",
    incidents: "Als er iets misgaat",
    rights: "Uw rechten",
    complaints: "Klachten",
    children: "Kinderen",
    "automated-decisions": "Besluiten door een computer",
    cookies: "Cookies en logboeken",
    public: "Wat anderen van u zien",
    "on-behalf": "Gegevens die wij voor anderen verwerken",
    disclosure: "Als de overheid om gegevens vraagt of ons bedrijf verandert",
    changes: "Veranderingen in deze verklaring",
  },
  answer: {
    title: (organisation) => `Wat ${organisation} met uw gegevens doet`,
    headings: {
      controller: "Wie verantwoordelijk is",
      purposes: "Waarvoor wij uw gegevens gebruiken",
      categories: "Welke soorten gegevens wij van u hebben",
      recipients: "Wie uw gegevens ook heeft",
      safeguards: "Gegevens buiten de Europese Economische Ruimte",
      retention: "Hoe lang wij uw gegevens bewaren",
      rights: "Wat u verder kunt vragen",
      complaint: "Klagen bij de toezichthouder",
      source: "Hoe wij aan uw gegevens komen",
      "automated-decisions": "Besluiten door een computer",
    },
    noPurposes: "Wij gebruiken geen gegevens van u.",
    noCategories: "Wij hebben geen gegevens van u gevonden.",
    noRecipients: "Wij hebben uw gegevens niet met anderen gedeeld.",
    noTransfer: "Uw gegevens blijven binnen de Europese Economische Ruimte.",
    transfer: (party, ground) => `${party}: ${ground}`,
    source:
      "Wij kregen deze gegevens van uzelf, of ze ontstonden doordat u onze diensten gebruikte, tenzij in de verklaring iets anders staat.",
    automated:
      "In ons privacybeleid staan geen besluiten over u die alleen een computer neemt, en ook geen profilering die daartoe leidt.",
  },
  basis: {
    consent: () => "alleen met uw toestemming (AVG art. 6(1)(a))",
    contract: () => "het is nodig voor onze overeenkomst met u (AVG art. 6(1)(b))",
    "legal-obligation": (duty) => `de wet verplicht ons ertoe${duty === "" ? "" : `: ${duty}`} (AVG art. 6(1)(c))`,
    "vital-interests": () => "het is nodig om iemands leven of gezondheid te beschermen (AVG art. 6(1)(d))",
    "public-task": () => "het is nodig voor een taak van algemeen belang (AVG art. 6(1)(e))",
    "legitimate-interest": (interest) => `wij hebben er belang bij: ${interest} (AVG art. 6(1)(f))`,
  },
  role: {
    processor: "verwerker (werkt in onze opdracht)",
    controller: "zelf verantwoordelijk voor wat daar met de gegevens gebeurt",
    "joint-controller": "samen met ons verantwoordelijk",
    authority: "overheid",
    "other-user": "iemand anders die onze dienst gebruikt",
  },
  right: {
    access: {
      title: "Inzage",
      text: "U mag weten welke gegevens wij van u gebruiken en krijgt daar een kopie van.",
      article: "GDPR art. 15",
    },
    rectification: {
      title: "Verbeteren",
      text: "Kloppen uw gegevens niet of ontbreekt er iets, dan passen wij ze aan.",
      article: "GDPR art. 16",
    },
    erasure: {
      title: "Wissen",
      text: "U kunt vragen om uw gegevens te wissen. Wat wij van de wet moeten bewaren, blijft tot die termijn voorbij is.",
      article: "GDPR art. 17",
    },
    restriction: {
      title: "Beperken",
      text: "U kunt vragen om uw gegevens wel te bewaren, maar niet te gebruiken.",
      article: "GDPR art. 18",
    },
    portability: {
      title: "Overdragen",
      text: "U krijgt de gegevens die u ons gaf in een vorm die een ander systeem kan lezen. Als het technisch kan, sturen wij ze naar een ander.",
      article: "GDPR art. 20",
    },
    objection: {
      title: "Bezwaar maken",
      text: "Gebruiken wij gegevens omdat wij daar belang bij hebben, dan kunt u bezwaar maken vanwege uw situatie. Tegen reclame kunt u altijd bezwaar maken: daar stoppen wij dan mee.",
      article: "GDPR art. 21",
    },
    "automated-decision": {
      title: "Een mens laten beslissen",
      text: "U hoeft niet te accepteren dat alleen een computer een besluit over u neemt met grote gevolgen voor u.",
      article: "GDPR art. 22",
    },
    "withdraw-consent": {
      title: "Toestemming intrekken",
      text: "Intrekken kan op elk moment, zonder reden. Wat wij daarvoor met de gegevens deden, blijft geldig.",
      article: "GDPR art. 7(3)",
    },
    complaint: {
      title: "Klagen",
      text: "U kunt een klacht indienen bij de toezichthouder.",
      article: "GDPR art. 77",
    },
  },
  afterTerm: {
    erase: "Wij wissen de gegevens.",
    anonymise: "Wij maken de gegevens anoniem.",
    aggregate: "Wij bewaren alleen totalen, zonder gegevens over personen.",
  },
  notStated: "niet genoemd",
  houseLabel: "In onze eigen woorden",
  summary: {
    relationship:
      "Wat bij uw klantrelatie hoort, blijft tot u zegt dat u onze diensten niet meer wilt gebruiken, of tot u vraagt te wissen.",
    who: "Wie is verantwoordelijk?",
    controller: (name) => `${name}.`,
    what: "Waarvoor gebruiken wij uw gegevens?",
    purposes: (purposes) => `Onze doelen: ${purposes}.`,
    more: (count) => (count === 1 ? "nog één doel" : `nog ${count} andere doelen`),
    withWhom: "Wie krijgt ze ook?",
    parties: (names) => `${capital(names)}.`,
    moreParties: (count) => (count === 1 ? "nog één partij" : `nog ${count} andere`),
    abroad: (count, outside) =>
      outside === 0
        ? "Uw gegevens blijven binnen de Europese Economische Ruimte."
        : count === outside
          ? "Daarbij gaan gegevens buiten de Europese Economische Ruimte."
          : `Bij ${outside} daarvan gaan gegevens buiten de Europese Economische Ruimte.`,
    howLong: "Hoe lang bewaren wij ze?",
    terms: (count) =>
      count === 1 ? "Daarvoor geldt een vaste termijn." : "Elke soort gegevens heeft een eigen termijn.",
    law: (duty, years) => `Het langst moeten wij van de wet bewaren: ${duty}, ${years} jaar.`,
    whatCanI: "Wat kunt u doen?",
    rights:
      "U kunt uw gegevens bekijken, verbeteren, laten wissen of meenemen, en u kunt bezwaar maken. Dat is gratis.",
    answerWithin: (period) => `U krijgt antwoord binnen ${period}.`,
    leaving: "Gaat u bij ons weg, dan wissen wij uw gegevens. Alleen wat wij van de wet moeten bewaren, blijft.",
    contact: "Een vraag of een klacht?",
    reach: (contact) => `Schrijf naar ${contact}.`,
    authority: (name) => `U kunt ook klagen bij de ${name}.`,
  },
  who: {
    controller: (name) => `${name} is verantwoordelijk voor het gebruik van uw persoonsgegevens.`,
    name: (name) => `Naam: ${name}`,
    address: (address) => `Adres: ${address}`,
    registration: (register, number) => `Nummer in het register (${register.toUpperCase()}): ${number}`,
    website: (site) => `Website: ${site}`,
    contact: (contact) => `Contact over privacy: ${contact}`,
    phone: (phone) => `Telefoon: ${phone}`,
  },
  scope: { persons: (kinds) => `Deze verklaring is voor: ${kinds}.` },
  data: {
    intro: "Dit zijn de soorten gegevens die wij gebruiken.",
    caption: "Soorten gegevens en waarvoor wij ze gebruiken",
    columns: ["Gegevens", "Waarvoor", "Van wie"],
    special: (ground) =>
      `bijzondere gegevens${ground === undefined ? "" : `; dit mag omdat ${dutch.data.specialGround[ground]}`} (AVG art. 9)`,
    specialGround: {
      "explicit-consent": "u daar uitdrukkelijk toestemming voor geeft",
      "employment-law": "het arbeidsrecht of de sociale zekerheid dat eist",
      "vital-interests": "iemands leven in gevaar is",
      "members-of-association": "het om leden van onze vereniging gaat",
      "made-public": "u het zelf openbaar hebt gemaakt",
      "legal-claims": "het nodig is voor een rechtszaak",
      "public-interest": "een groot algemeen belang dat vraagt",
      "health-care": "het nodig is voor zorg",
      "public-health": "het nodig is voor de volksgezondheid",
      "archiving-research": "het voor archief, onderzoek of statistiek is",
    },
    source:
      "Wij krijgen deze gegevens van uzelf, of ze ontstaan doordat u onze diensten gebruikt, tenzij hierna iets anders staat.",
    onBehalf: (tasks) => `alleen in opdracht van onze klanten: ${tasks}`,
    unused: "alleen om te bewaren",
    anyone: "iedereen van wie wij gegevens hebben",
  },
  purposes: {
    intro: "Wij gebruiken gegevens alleen voor een doel dat hier staat. Bij elk doel staat waarom dat mag.",
    of: (kinds) => `Van wie: ${kinds}.`,
    uses: (categories) => `Welke gegevens: ${categories}.`,
    basis: (basis) => `Waarom dat mag: ${basis}.`,
    required: {
      law: (consequence) => `Verplicht volgens de wet. ${consequence}`,
      contract: (consequence) => `Nodig voor de overeenkomst. ${consequence}`,
      purpose: (consequence) => `Nodig voor dit doel. ${consequence}`,
    },
    optional: "U bent niet verplicht deze gegevens te geven. Zonder deze gegevens vervalt alleen dit doel.",
    recipients: (parties) => `Wie de gegevens ook krijgt: ${parties}.`,
    nobody: "Wie de gegevens ook krijgt: niemand.",
  },
  recipients: {
    intro: "Deze partijen krijgen gegevens van ons.",
    none: "Wij delen geen gegevens met anderen.",
    caption: "Wie er ook gegevens krijgt",
    columns: ["Wie", "Waarvoor", "Land"],
    role: (role) => `Rol: ${role}.`,
    receives: (categories) => `Krijgt: ${categories}.`,
    purposes: (purposes) => `Waarvoor: ${purposes}.`,
    inside: (country) => `Land: ${country}.`,
    adequacy: (country) =>
      `Land: ${country}. De Europese Commissie vindt dat gegevens daar voldoende beschermd zijn (AVG art. 45).`,
    safeguard: (country, outside, safeguard) =>
      `Land: ${country}. Buiten de Europese Economische Ruimte: ${outside}. Waarborg: ${safeguard}. Vraag ons om een kopie daarvan.`,
    derogation: (country) =>
      `Land: ${country}. De wet laat dat in bijzondere gevallen toe, ook als gegevens daar minder beschermd zijn (AVG art. 49).`,
    copy: "U kunt ons om een kopie vragen van wat uw gegevens daar beschermt.",
    subprocessors: {
      none: "Mag geen andere bedrijven inschakelen.",
      general: "Mag andere bedrijven inschakelen. Daarvoor gelden dezelfde afspraken.",
    },
    namedSubprocessors: (names) => `Schakelt in: ${names}.`,
    behind: (party, engager) => `${party} (via ${engager})`,
    engagedBy: (engager) => `Ingeschakeld door: ${engager}. Daarvoor gelden dezelfde afspraken.`,
    ownUse: (use) => `Eigen gebruik: ${use}`,
    stored: (system, country) => `Waar wij gegevens bewaren: ${system} (${country}).`,
  },
  retention: {
    intro: "Wij bewaren gegevens niet langer dan hier staat.",
    caption: "Hoe lang wij gegevens bewaren",
    columns: ["Gegevens", "Hoe lang", "Daarna"],
    hold: (duty) => `Gegevens voor ${duty} moeten wij zo lang bewaren, ook als u om wissen vraagt (AVG art. 17(3)(b)).`,
    hidden: "Vraagt u om wissen, dan kunnen gewone medewerkers niet meer bij deze gegevens.",
    undecided: "Zo lang als nodig is voor het doel.",
    withRow: "Even lang als de gegevens in onze database waar het bij hoort.",
  },
  rights: {
    intro: (email) =>
      `U kunt deze rechten gebruiken in ons privacycentrum of met een mail naar ${email}. Dat is gratis.`,
    handling: "Hoe wij met uw verzoek omgaan",
    heading: (title, article) => `${title} (${article})`,
    promisedDays: (days) =>
      `U krijgt binnen ${days} dagen antwoord, en nooit later dan de wet zegt. De vroegste van die twee dagen telt.`,
    legal: (period, extension) =>
      `De wet geeft ons ${period} om te antwoorden. Is uw verzoek ingewikkeld of stelt u er veel, dan mag het ${extension} langer duren. Dat laten wij dan op tijd weten, met de reden.`,
    knownAddress:
      "Een kopie sturen wij alleen naar een e-mailadres dat wij al van u hebben. Wilt u haar ergens anders ontvangen, dan vragen wij u te laten zien wie u bent.",
    settled: (days) =>
      `Is uw e-mailadres minder dan ${days} dagen geleden veranderd, dan vragen wij ook eerst wie u bent.`,
    anyAddress: "Wij controleren eerst of het verzoek echt van u komt.",
    leaving:
      "Zegt u dat u onze diensten niet meer wilt gebruiken, dan behandelen wij dat als een verzoek om te wissen.",
    registerAnonymous: (years) =>
      `Wij houden ${years} jaar bij welke verzoeken wij hebben behandeld. Na een verzoek om te wissen staat daarin niet meer wie het deed.`,
    register: (years) => `Wij houden ${years} jaar bij welke verzoeken wij hebben behandeld.`,
    refusal: "Wijzen wij uw verzoek af, dan leest u waarom, en hoe u kunt klagen of naar de rechter kunt gaan.",
    complaint: (authority, page) => `Hier dient u een klacht in bij de ${authority}: ${page}`,
    complaintPost: (address) => `Per post kan ook: ${address}.`,
    court: "U kunt ook naar de rechter gaan (AVG art. 79).",
  },
  logs: {
    heading: "Logboeken",
    caption: "Wat onze systemen automatisch bijhouden",
    columns: ["Logboek", "Wat erin staat", "IP-adres", "Bij uw account", "Hoe lang"],
    ip: { truncated: "alleen het eerste deel", salted: "onleesbaar gemaakt", full: "volledig", none: "niet bewaard" },
    noIp: "staat er niet in",
    linked: "kan",
    unlinked: "nee",
  },
  changes: {
    since: (date) => `Wat er anders is dan in de versie van ${date}`,
    wordsOnly: "Alleen de woorden zijn anders. Wat wij met uw gegevens doen, is hetzelfde.",
    how: "Hoe u van een verandering hoort",
    inForce: (date) => `Deze verklaring geldt vanaf ${date}.`,
    newest: "Op deze pagina staat altijd de verklaring die nu geldt.",
    authoritative: (language) => `Verschillen twee talen van deze verklaring, dan geldt de tekst in het ${language}.`,
  },
  languageNames: { nl: "Nederlands", en: "Engels" },
};
