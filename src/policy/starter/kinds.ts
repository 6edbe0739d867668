import type { Language } from "#base";

/** A text in both languages: what is written of it depends on the languages of the policy. */
export type Both = Readonly<Record<Language, string>>;

/** Kinds of organisation that there is a first policy for. */
export const starterKinds = ["webshop", "saas", "app", "association", "practice", "agency", "minimal"] as const;
export type StarterKind = (typeof starterKinds)[number];

export interface KindOfOrganisation {
  /** What it is called in a question. */
  readonly title: Both;
  /** The kind of person it is all about. */
  readonly person: string;
  /** Names of `starterPurposes`, the most important one first. */
  readonly purposes: readonly string[];
  readonly covers: readonly string[];
  /** Parties that such organisations usually give data to, for the open point. */
  readonly parties: Both;
  /** Name of the system, when nobody gives one. */
  readonly system: string;
  /** Questions that only this kind of organisation must answer; each becomes an open point. */
  readonly asks: readonly Both[];
}

const customers = ["payment", "account", "questions", "bookkeeping", "newsletter", "website"] as const;

export const kindsOfOrganisation: Readonly<Record<StarterKind, KindOfOrganisation>> = {
  webshop: {
    title: { nl: "webwinkel", en: "web shop" },
    person: "customer",
    purposes: ["fulfil-order", ...customers],
    covers: ["website", "shop"],
    parties: {
      nl: "webhosting, betaaldienst, bezorger, mailprogramma, boekhouder",
      en: "hosting, payments, parcels, mail, bookkeeping",
    },
    system: "shop",
    asks: [],
  },
  saas: {
    title: { nl: "online dienst voor bedrijven", en: "online service for businesses" },
    person: "user",
    purposes: ["provide-service", ...customers],
    covers: ["website", "service"],
    parties: {
      nl: "webhosting, betaaldienst, mailprogramma, helpdesk, foutmeldingen",
      en: "hosting, payments, mail, help desk, error reports",
    },
    system: "app",
    asks: [
      {
        nl: "bewaren klanten gegevens van hún mensen in uw dienst? Schrijf dan onBehalf en scope.role: [controller, processor].",
        en: "do customers keep data of their own people in your service? Then write onBehalf and scope.role: [controller, processor].",
      },
    ],
  },
  app: {
    title: { nl: "app voor iedereen", en: "app for everybody" },
    person: "user",
    purposes: ["provide-service", "account", "questions", "newsletter", "website"],
    covers: ["app", "service", "website"],
    parties: {
      nl: "webhosting, pushberichten, foutmeldingen, mailprogramma",
      en: "hosting, push messages, error reports, mail",
    },
    system: "app",
    asks: [
      {
        nl: "vanaf welke leeftijd mag iemand de app gebruiken? Schrijf minors.",
        en: "from which age may somebody use the app? Write minors.",
      },
    ],
  },
  association: {
    title: { nl: "vereniging of stichting", en: "association or foundation" },
    person: "member",
    purposes: ["membership", "contribution", "activities", "questions", "bookkeeping", "newsletter", "website"],
    covers: ["website", "service"],
    parties: {
      nl: "ledenadministratie, bank, bond of koepel, mailprogramma",
      en: "member administration, bank, federation, mail",
    },
    system: "members",
    asks: [
      {
        nl: "zegt een lidmaatschap iets over geloof, politiek, gezondheid of vakbond? Schrijf dan onder categories de uitzondering van art. 9 AVG.",
        en: "does membership tell about faith, politics, health or a trade union? Then write the exception of GDPR art. 9 under categories.",
      },
    ],
  },
  practice: {
    title: { nl: "zorgpraktijk", en: "care practice" },
    person: "patient",
    purposes: ["care", "appointments", "questions", "bookkeeping", "website"],
    covers: ["website", "service"],
    parties: {
      nl: "patiëntendossier, verzekeraar, verwijzer, laboratorium, boekhouder",
      en: "patient file, insurer, referrer, laboratory, bookkeeping",
    },
    system: "practice",
    asks: [
      {
        nl: "hoe lang bewaart u dossiers? Een medisch dossier in Nederland twintig jaar na de laatste wijziging (BW 7:454 lid 3).",
        en: "how long do you keep files? In the Netherlands a medical file is kept twenty years after its last change (BW 7:454(3)).",
      },
    ],
  },
  agency: {
    title: { nl: "bureau of dienstverlener", en: "agency or consultancy" },
    person: "client",
    purposes: ["assignment", "questions", "bookkeeping", "newsletter", "applications", "website"],
    covers: ["website", "service"],
    parties: {
      nl: "webhosting, relatiebeheer, mailprogramma, boekhouder",
      en: "hosting, customer relations, mail, bookkeeping",
    },
    system: "agency",
    asks: [
      {
        nl: "werkt u met gegevens van klanten van uw klanten? Schrijf dan onBehalf.",
        en: "do you work with data of your clients' customers? Then write onBehalf.",
      },
    ],
  },
  minimal: {
    title: { nl: "zo weinig mogelijk", en: "as little as possible" },
    person: "customer",
    purposes: ["fulfil-order"],
    covers: [],
    parties: { nl: "", en: "" },
    system: "shop",
    asks: [],
  },
};

/** What each kind of person is called in a sentence. Names that a database suggests and that are not here get no title. */
export const personTitles: Readonly<Record<string, Both>> = {
  customer: { nl: "klant", en: "customer" },
  guest: { nl: "klant zonder account", en: "customer without an account" },
  user: { nl: "gebruiker", en: "user" },
  member: { nl: "lid", en: "member" },
  patient: { nl: "patiënt", en: "patient" },
  client: { nl: "opdrachtgever", en: "client" },
  subscriber: { nl: "abonnee van de nieuwsbrief", en: "newsletter subscriber" },
  visitor: { nl: "bezoeker van de website", en: "visitor of the website" },
  contact: { nl: "iemand die contact met ons opneemt", en: "somebody who contacts us" },
  employee: { nl: "medewerker", en: "employee" },
  applicant: { nl: "sollicitant", en: "applicant" },
  donor: { nl: "donateur", en: "donor" },
  student: { nl: "leerling", en: "student" },
  lead: { nl: "mogelijke klant", en: "prospect" },
  participant: { nl: "deelnemer", en: "participant" },
  volunteer: { nl: "vrijwilliger", en: "volunteer" },
  tenant: { nl: "huurder", en: "tenant" },
};
