import type { CatalogueColumn } from "./catalogue-types.ts";
import { guessByTheme, namesThings } from "./guess-themes.ts";

export type Confidence = "high" | "medium" | "low";

export interface Guess {
  readonly category: string;
  readonly confidence: Confidence;
  /** Why, for a comment: `by its name`. Never a value. */
  readonly reason: string;
}

type Family = CatalogueColumn["family"];

interface Pattern {
  readonly category: string;
  /** Matched against the words of the name, joined by `_`: `eMailAdres` is `e_mail_adres`. */
  readonly words: RegExp;
  readonly confidence: Confidence;
  /** Only columns of these families; text when left out. */
  readonly families?: readonly Family[];
}

const any: readonly Family[] = ["text", "number", "json", "uuid", "bytes", "other", "date", "timestamp", "array"];
const w = (words: string) => new RegExp(`(?:^|_)(?:${words})(?:_|$)`);

/** Dutch and English names of columns; the first that fits decides, so the more exact ones stand first. */
const patterns: readonly Pattern[] = [
  {
    category: "credentials",
    words: w(
      "password|passwd|pwd|wachtwoord|pass_?hash|password_?hash|salt|otp|totp|api_?key|secret|pincode|reset_?token|session_?token|remember_?token",
    ),
    confidence: "high",
    families: any,
  },
  {
    category: "contact.email",
    words: w("e?_?mail|e_mail|email_?addr(?:ess)?|mail_?adres|e_?mail_?adres|emailadres|emails"),
    confidence: "high",
  },
  {
    category: "contact.phone",
    words: w("phone|phone_?number|telephone|telefoon|telefoonnummer|tel|mobile|mobiel|gsm|fax|cell|msisdn"),
    confidence: "high",
    families: ["text", "number"],
  },
  {
    category: "company.vat-number",
    words: w("vat_?(?:number|no|nr|id)|btw_?(?:nummer|nr|id)"),
    confidence: "high",
  },
  { category: "company", words: w("company|company_?name|bedrijf|bedrijfsnaam|kvk|kvk_?nummer"), confidence: "medium" },
  { category: "file", words: w("file_?name|bestandsnaam"), confidence: "medium" },
  {
    category: "contact.social-media",
    words: w("social_?(?:profile|media)|linkedin|facebook|instagram|twitter|tiktok"),
    confidence: "medium",
  },
  {
    category: "payment.card-token",
    words: w("card_?token|provider_?token|payment_?token"),
    confidence: "medium",
  },
  { category: "image", words: w("photo|foto|avatar|picture|portrait|pasfoto"), confidence: "medium", families: any },
  {
    category: "consent",
    words: w(
      "consent|consented|toestemming|opt_?(?:in|out)|opted_?(?:in|out)|unsubscribed|afgemeld|newsletter|nieuwsbrief",
    ),
    confidence: "medium",
    families: ["text", "date", "timestamp", "boolean"],
  },
  {
    category: "national-number",
    words: w(
      "bsn|burgerservicenummer|ssn|social_?security|rijksregisternummer|national_?id|passport|paspoort|paspoortnummer|id_?card",
    ),
    confidence: "high",
    families: ["text", "number"],
  },
  {
    category: "payment.account",
    words: w("iban|bic|bank_?account|rekening|rekeningnummer|bankrekening|account_?holder|tenaamstelling"),
    confidence: "high",
  },
  {
    category: "payment.reference",
    words: w(
      "(?:payment|provider)_?(?:ref|reference|id)|transaction_?id|betalingskenmerk|transactie_?id|mandate|mandaat",
    ),
    confidence: "medium",
    families: ["text", "number", "uuid"],
  },
  {
    category: "birth-date",
    words: w("birth|birthday|birth_?date|date_?of_?birth|dob|geboortedatum|geboren|geboorte"),
    confidence: "high",
    families: ["date", "timestamp", "text"],
  },
  {
    category: "age",
    words: w("age|leeftijd|birth_?year|geboortejaar"),
    confidence: "medium",
    families: ["text", "number"],
  },
  {
    category: "gender",
    words: w("gender|sex|geslacht|salutation|aanhef"),
    confidence: "medium",
    families: ["text", "number", "other"],
  },
  {
    category: "network.ip-address",
    words: w("ip|ip_?addr(?:ess)?|ipaddress|ip_?adres|remote_?addr|client_?ip"),
    confidence: "high",
    families: ["text", "other"],
  },
  { category: "network.user-agent", words: w("user_?agent|agent|browser"), confidence: "high" },
  {
    category: "network.device",
    words: w("device_?id|device|fingerprint|apparaat"),
    confidence: "medium",
    families: any,
  },
  {
    category: "network.cookie",
    words: w("cookie|cookie_?id|visitor_?id|bezoeker_?id"),
    confidence: "medium",
    families: any,
  },
  {
    category: "location",
    words: w("lat|latitude|lng|lon|longitude|geo|coordinates|locatie|location"),
    confidence: "medium",
    families: ["text", "number", "other", "json"],
  },
  {
    category: "address",
    words: w(
      "address|addresses|adres|street|straat|straatnaam|house_?(?:number|no|nr)|huisnummer|huisnr|toevoeging|postcode|postal|postal_?code|zip|zip_?code|city|plaats|woonplaats|town|address_?line_?\\d*|line_?[123]|bezorgadres|factuuradres",
    ),
    confidence: "high",
    families: ["text", "json", "number"],
  },
  {
    category: "name",
    words: w(
      "(?:first|last|full|middle|family|given|sur|display|nick|customer|contact|recipient)_?name|naam|voornaam|achternaam|tussenvoegsel|voorletters|initials|surname|user_?name|gebruikersnaam|klantnaam|fullname|firstname|lastname|ontvanger|addressee",
    ),
    confidence: "high",
  },
  { category: "name", words: w("name|author|auteur|signed_?by"), confidence: "medium" },
  {
    category: "free-text",
    words: w(
      "message|bericht|body|comment|comments|opmerking|opmerkingen|note|notes|notitie|notities|remark|remarks|feedback|description_?of_?complaint|klacht|onderwerp|question|vraag",
    ),
    confidence: "low",
    families: ["text", "json"],
  },
  { category: "review.text", words: w("review|review_?text|recensie|beoordeling"), confidence: "medium" },
  {
    category: "order-history",
    words: w(
      "order_?(?:no|nr|number)|ordernummer|bestelnummer|invoice_?(?:no|nr|number)|factuurnummer|track(?:ing)?_?(?:code|number)|track_?and_?trace",
    ),
    confidence: "medium",
    families: ["text", "number"],
  },
  { category: "free-text", words: /^subject$/, confidence: "low" },
  {
    category: "payment.card-last4",
    words: w("last_?4|last_?four"),
    confidence: "medium",
    families: ["text", "number"],
  },
  { category: "payment.method", words: w("payment_?method|betaalwijze|betaalmethode"), confidence: "medium" },
  { category: "delivery", words: w("tracking|barcode|bezorg(?:moment|datum|wijze)"), confidence: "low" },
  { category: "review", words: w("stars|rating|sterren"), confidence: "medium", families: ["text", "number"] },
  {
    category: "preferences",
    words: w("preferences|voorkeuren|settings|instellingen"),
    confidence: "medium",
    families: ["text", "json"],
  },
  // A customer's right, as a moment or a mark on their row.
  {
    category: "preferences",
    words: w("restricted|objected|do_not_(?:contact|sell|call)"),
    confidence: "low",
    families: ["date", "timestamp", "boolean"],
  },
  { category: "preferences.language", words: /^(?:language|taal|locale|preferred_language)$/, confidence: "low" },
  { category: "time-zone", words: w("time_?zone|tijdzone"), confidence: "low" },
  { category: "account.role", words: /^(?:role|rol)$/, confidence: "low" },
  { category: "job", words: w("job_?title|functie|beroep|occupation"), confidence: "medium" },
];

/** An address in a table of mails is none of a street. */
const mailAddress = /^(?:to|from|cc|bcc|reply_to|sender|recipient|afzender|ontvanger)_?(?:address|adres)$/u;

/** What a column may hold, going by its name and, where that says little, by that of its table. `undefined`: they say nothing. */
export function guessByName(name: string, family: Family, table = ""): Guess | undefined {
  const words = wordsOf(name);
  const found = patterns.find(
    (pattern) => pattern.words.test(words) && (pattern.families ?? ["text", "array", "other"]).includes(family),
  );
  if (found === undefined || found.category === "free-text") {
    const themed = guessByTheme(wordsOf(table), words, family);
    if (themed !== undefined) return themed;
  }
  if (found === undefined) return undefined;
  if (found.category === "address" && mailAddress.test(words) && /mail|message|bericht/u.test(wordsOf(table)))
    return { category: "contact.email", confidence: "medium", reason: "by its name and that of its table" };
  const thing = found.category === "name" && words === "name" && namesThings(wordsOf(table));
  return { category: found.category, confidence: thing ? "low" : found.confidence, reason: "by its name" };
}

/** Names that say of themselves that they hold nothing about a person: keys, counters, states, prices, versions. */
export function looksImpersonal(name: string, family: Family): boolean {
  const words = wordsOf(name);
  if (
    family === "boolean" &&
    w(
      "active|actief|open|enabled|deleted|visible|published|archived|default|paid|betaald|closed|locked|verified|processed|sent|read",
    ).test(words)
  )
    return true;
  return w(
    "id|uuid|status|type|kind|count|quantity|qty|aantal|amount|bedrag|price|prijs|total|totaal|vat|btw|currency|valuta|sku|stock|voorraad|weight|gewicht|version|position|sort|created(?:_at|_on)?|updated(?:_at|_on)?|modified(?:_at)?|deleted(?:_at)?|aangemaakt|gewijzigd|slug|active|actief",
  ).test(words);
}

/** `eMailAdres`, `E-Mail adres` and `e_mail_adres` are the same words. */
export function wordsOf(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1_$2")
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, "_")
    .replace(/^_+|_+$/g, "");
}
