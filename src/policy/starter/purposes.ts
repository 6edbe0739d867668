import type { Both } from "./kinds.ts";

/** A purpose as a first policy proposes it. */
export interface StarterPurpose {
  readonly title: Both;
  /** Kinds of persons; `main` stands for the one that the organisation is about. */
  readonly of: readonly string[];
  readonly basis: "contract" | "consent" | "legal-obligation" | { readonly interest: Both };
  /** What it uses when nobody looked into a database. */
  readonly uses: readonly string[];
  /** What else it may use, when a database has it. */
  readonly alsoUses?: readonly string[];
  /** A database that has none of these does not seem to serve this purpose. */
  readonly shownBy: readonly string[];
}

const bookkeepingUses = ["name", "address", "invoice", "payment"];

export const starterPurposes: Readonly<Record<string, StarterPurpose>> = {
  "fulfil-order": {
    title: { nl: "uw bestelling leveren", en: "deliver your order" },
    of: ["main", "guest"],
    basis: "contract",
    uses: ["name", "address", "contact.email", "order-history"],
    alsoUses: ["contact.phone", "delivery", "company", "document"],
    shownBy: ["order-history", "delivery"],
  },
  "provide-service": {
    title: { nl: "u onze dienst leveren", en: "provide our service to you" },
    of: ["main"],
    basis: "contract",
    uses: ["name", "contact.email", "behaviour"],
    alsoUses: ["contact.phone", "subscription", "file", "company", "time-zone", "order-history", "document", "image"],
    shownBy: ["name", "contact", "behaviour", "subscription"],
  },
  membership: {
    title: { nl: "uw lidmaatschap bijhouden", en: "administer your membership" },
    of: ["main"],
    basis: "contract",
    uses: ["name", "address", "contact.email", "birth-date", "subscription"],
    alsoUses: ["contact.phone", "credentials", "account", "preferences"],
    shownBy: ["name", "contact", "subscription"],
  },
  contribution: {
    title: { nl: "uw contributie innen", en: "collect your contribution" },
    of: ["main"],
    basis: "contract",
    uses: ["name", "payment.account"],
    alsoUses: ["payment"],
    shownBy: ["payment"],
  },
  activities: {
    title: { nl: "activiteiten organiseren", en: "organise activities" },
    of: ["main", "participant"],
    basis: "contract",
    uses: ["name", "contact.email"],
    alsoUses: ["contact.phone", "order-history"],
    shownBy: ["order-history"],
  },
  care: {
    title: { nl: "u behandelen", en: "treat you" },
    of: ["main"],
    basis: "contract",
    uses: ["name", "address", "contact.email", "contact.phone", "birth-date", "health"],
    alsoUses: ["gender", "document"],
    shownBy: ["name", "health"],
  },
  appointments: {
    title: { nl: "afspraken met u maken", en: "make appointments with you" },
    of: ["main"],
    basis: "contract",
    uses: ["name", "contact.email", "contact.phone"],
    alsoUses: ["order-history"],
    shownBy: ["contact", "order-history"],
  },
  assignment: {
    title: { nl: "uw opdracht uitvoeren", en: "carry out your assignment" },
    of: ["main"],
    basis: "contract",
    uses: ["name", "contact.email", "contact.phone", "company"],
    alsoUses: ["address", "job", "document", "file", "order-history"],
    shownBy: ["name", "contact", "company"],
  },
  payment: {
    title: { nl: "uw betaling ontvangen", en: "receive your payment" },
    of: ["main", "guest"],
    basis: "contract",
    uses: ["name", "payment"],
    shownBy: ["payment"],
  },
  account: {
    title: { nl: "uw account bijhouden", en: "run your account" },
    of: ["main"],
    basis: "contract",
    uses: ["name", "contact.email", "credentials"],
    alsoUses: [
      "account",
      "preferences",
      "contact.phone",
      "name.username",
      "image",
      "birth-date",
      "gender",
      "time-zone",
    ],
    shownBy: ["credentials", "account", "name.username"],
  },
  questions: {
    title: { nl: "uw vragen beantwoorden", en: "answer your questions" },
    of: ["main", "guest", "contact"],
    basis: "contract",
    uses: ["name", "contact.email", "communication"],
    alsoUses: ["contact.phone", "free-text"],
    shownBy: ["communication"],
  },
  bookkeeping: {
    title: { nl: "onze boekhouding bijhouden", en: "keep our books" },
    of: ["main", "guest"],
    basis: "legal-obligation",
    uses: bookkeepingUses,
    alsoUses: ["company.vat-number"],
    shownBy: ["invoice", "payment"],
  },
  newsletter: {
    title: { nl: "u de nieuwsbrief sturen", en: "send you the newsletter" },
    of: ["main", "subscriber"],
    basis: "consent",
    uses: ["contact.email", "consent"],
    alsoUses: ["communication.opened"],
    shownBy: ["consent"],
  },
  reviews: {
    title: { nl: "beoordelingen vragen en tonen", en: "ask for reviews and show them" },
    of: ["main", "guest"],
    basis: "consent",
    uses: ["name", "review"],
    shownBy: ["review"],
  },
  employment: {
    title: { nl: "met onze medewerkers werken", en: "work with our employees" },
    of: ["employee"],
    basis: "contract",
    uses: ["name", "contact.email", "employment"],
    alsoUses: ["credentials", "job"],
    shownBy: ["employment"],
  },
  applications: {
    title: { nl: "sollicitaties behandelen", en: "handle job applications" },
    of: ["applicant"],
    basis: "contract",
    uses: ["name", "contact.email", "employment"],
    alsoUses: ["job", "document"],
    shownBy: ["employment"],
  },
  website: {
    title: { nl: "onze website veilig en bereikbaar houden", en: "keep our website safe and available" },
    of: ["main", "visitor"],
    basis: { interest: { nl: "misbruik en storingen vinden", en: "finding abuse and faults" } },
    uses: ["network.ip-address", "network.user-agent"],
    alsoUses: ["network"],
    shownBy: ["network"],
  },
};
