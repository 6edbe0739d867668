import type { Category } from "./model.ts";

type Row = readonly [
  name: string,
  nl: string,
  en: string,
  dpv: string,
  flags?: "identifying" | "special" | "identifying special",
];

/**
 * Categories that every policy may use. `identifying` marks what is searched again after erasure because a value of it
 * points at one person; `special` marks GDPR art. 9(1). DPV terms are those of the personal data extension, version 2.3.
 */
const rows: readonly Row[] = [
  ["name", "naam", "name", "Name", "identifying"],
  ["name.username", "gebruikersnaam", "user name", "Username", "identifying"],
  ["address", "adres", "address", "PhysicalAddress"],
  ["address.postcode", "postcode", "postcode", "PostalCode"],
  ["contact", "contactgegevens", "contact details", "Contact", "identifying"],
  ["contact.email", "e-mailadres", "e-mail address", "EmailAddress", "identifying"],
  ["contact.phone", "telefoonnummer", "telephone number", "TelephoneNumber", "identifying"],
  ["contact.social-media", "account op sociale media", "social media account", "SocialMedia", "identifying"],
  ["credentials", "inloggegevens", "sign-in details", "Authenticating"],
  ["credentials.password", "wachtwoord (versleuteld)", "password (hashed)", "Password"],
  ["account", "accountgegevens", "account details", "Profile"],
  ["account.id", "klantnummer", "account number", "UID", "identifying"],
  ["account.role", "rol in het account", "role in the account", "GroupMembership"],
  ["order-history", "bestellingen", "orders", "PurchasesAndSpendingHabit"],
  ["subscription", "abonnement", "subscription", "Transactional"],
  ["delivery", "bezorggegevens", "delivery details", "Transactional"],
  ["payment", "betaalgegevens", "payment details", "Financial"],
  ["payment.account", "rekeningnummer", "bank account number", "BankAccount", "identifying"],
  ["payment.card-last4", "laatste vier cijfers van de kaart", "last four digits of the card", "PaymentCard"],
  ["payment.card-token", "verwijzing naar de kaart", "card token", "PaymentCard", "identifying"],
  ["payment.method", "betaalwijze", "payment method", "Transactional"],
  ["payment.reference", "betalingskenmerk", "payment reference", "Transaction", "identifying"],
  ["payment.credit", "uitkomst van een kredietcontrole", "result of a credit check", "CreditWorthiness"],
  ["invoice", "facturen", "invoices", "Transactional"],
  ["communication", "berichten", "messages", "Communication"],
  ["communication.mail", "e-mails", "e-mails", "EmailContent"],
  ["communication.message", "inhoud van berichten", "content of messages", "Communication"],
  ["communication.call", "gesprekken", "calls", "CallLog"],
  ["communication.recording", "opnamen van gesprekken", "recordings of calls", "VoiceCommunicationRecording"],
  ["communication.opened", "of een mail geopend is", "whether a mail was opened", "CommunicationsMetadata"],
  ["review", "beoordelingen", "reviews", "Opinion"],
  ["review.text", "tekst van een beoordeling", "text of a review", "Opinion"],
  ["survey", "antwoorden op vragenlijsten", "survey answers", "Opinion"],
  ["network", "technische gegevens", "technical data", "DeviceBased"],
  ["network.ip-address", "IP-adres", "IP address", "IPAddress", "identifying"],
  ["network.user-agent", "browser en apparaat", "browser and device", "UserAgent"],
  ["network.device", "kenmerk van het apparaat", "device identifier", "DeviceBased", "identifying"],
  ["network.cookie", "cookienummer", "cookie identifier", "UID", "identifying"],
  ["network.visits", "bezoeken aan de website", "visits to the website", "BrowsingBehaviour"],
  ["network.search", "zoekopdrachten", "search terms", "BrowsingBehaviour"],
  ["behaviour", "gebruik van de dienst", "use of the service", "ServiceConsumptionBehaviour"],
  ["behaviour.profile", "profiel op basis van gedrag", "profile based on behaviour", "IndividualProfile"],
  ["privacy-request", "privacyverzoeken", "privacy requests", "Interaction"],
  ["preferences", "voorkeuren", "preferences", "Preference"],
  ["preferences.language", "taal", "language", "Language"],
  ["consent", "toestemmingen", "consents", "PrivacyPreference"],
  ["birth-date", "geboortedatum", "date of birth", "BirthDate"],
  ["age", "leeftijd", "age", "Age"],
  ["gender", "gender", "gender", "Gender"],
  ["company", "bedrijfsgegevens", "company details", "Professional"],
  ["company.vat-number", "btw-nummer", "VAT number", "OfficialID", "identifying"],
  ["job", "functie", "job", "Job"],
  ["document", "documenten", "documents", "PersonalDocuments"],
  ["document.identity", "identiteitsbewijs", "identity document", "OfficialID", "identifying"],
  ["national-number", "burgerservicenummer", "national identification number", "OfficialID", "identifying"],
  ["location", "locatie", "location", "Location"],
  ["location.precise", "precieze locatie", "precise location", "GPSCoordinate"],
  ["time-zone", "tijdzone", "time zone", "Location"],
  ["image", "foto", "photo", "Picture"],
  ["image.video", "videobeelden", "video images", "Picture"],
  ["conduct", "overtredingen van de huisregels", "breaches of the house rules", "DisciplinaryAction"],
  ["employment", "gegevens over werk", "employment details", "CurrentEmployment"],
  ["free-text", "vrije tekst", "free text", "Communication"],
  ["file", "bestanden", "files", "PersonalDocuments"],
  ["health", "gezondheid", "health", "Health", "special"],
  ["biometric", "biometrische gegevens", "biometric data", "Biometric", "identifying special"],
  ["genetic", "genetische gegevens", "genetic data", "Genetic", "identifying special"],
  ["ethnicity", "afkomst", "racial or ethnic origin", "EthnicOrigin", "special"],
  ["political-opinion", "politieke opvattingen", "political opinions", "PoliticalOpinion", "special"],
  ["religion", "geloof of levensovertuiging", "religious or philosophical beliefs", "ReligiousBelief", "special"],
  ["trade-union", "lidmaatschap van een vakbond", "trade union membership", "TradeUnionMembership", "special"],
  ["sexuality", "seksueel leven of gerichtheid", "sex life or sexual orientation", "Sexual", "special"],
];

export const builtInCategories: readonly Category[] = rows.map(([name, nl, en, term, flags = ""]) => ({
  name,
  title: { nl, en },
  dpv: `pd:${term}`,
  identifying: flags.includes("identifying"),
  special: flags.includes("special"),
}));

/** Whether a category is another one or a part of it: `contact.email` is a `contact`. By whole dotted parts, never by how a name begins. */
export function isCategory(name: string, of: string): boolean {
  return name === of || name.startsWith(`${of}.`);
}

/** The first part of a name: `contact` for `contact.email`. */
export function topCategory(name: string): string {
  const dot = name.indexOf(".");
  return dot < 0 ? name : name.slice(0, dot);
}
