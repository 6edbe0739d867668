/**
 * What the name of a table says about its columns: `number` says nothing by itself, and is an invoice's in `invoices`. Only
 * columns of which the name alone says nothing, or only that it is free text, are read this way.
 */
import type { CatalogueColumn } from "./catalogue-types.ts";
import type { Guess } from "./guess-names.ts";

type Family = CatalogueColumn["family"];
type Member = readonly [names: RegExp, category: string];

interface Theme {
  readonly tables: RegExp;
  /** The first that fits decides. */
  readonly members: readonly Member[];
}

const w = (words: string) => new RegExp(`(?:^|_)(?:${words})(?:_|$)`);
const tables = (words: string) => new RegExp(`(?:^|_)(?:${words})$`);

const prose =
  "body|text|tekst|subject|onderwerp|message|bericht|inhoud|content|remarks?|opmerking(?:en)?|notes?|comments?";
const lines =
  "number|nummer|status|state|total|totaal|amount|bedrag|price|prijs|vat|btw|quantity|qty|aantal|sku|product|artikel|description|omschrijving|details|items|checkout";
const stored = "object_?key|file|bestand|path|url|title|titel|kind|soort|type";

/** The more exact ones first: lines of invoices before invoices, mailings before mails. */
const themes: readonly Theme[] = [
  {
    tables: tables("(?:newsletter|nieuwsbrief|mailing)_?(?:subscriptions?|subscribers?|members?|lists?|abonnees?)"),
    members: [
      [w("lists?|lijst|topics?|tags?|interests?"), "preferences"],
      [w("status|since|ref"), "subscription"],
    ],
  },
  {
    tables: tables("invoices?|invoice_?(?:lines?|items?)|facturen|factuur|factuurregels?|credit_?notes?"),
    members: [[w(`${lines}|${prose}|issued|pdf|due|vervaldatum|factuurdatum|invoice_?date`), "invoice"]],
  },
  {
    tables: tables("cards?(?:_on_file)?|payment_?methods?|betaalmiddelen"),
    members: [
      [w("holder|houder"), "name"],
      [w("token"), "payment.card-token"],
      [w("brand|method|provider|merk"), "payment.method"],
      [w("expires|expiry|exp|geldig"), "payment"],
    ],
  },
  {
    tables: tables("payments?|betaling(?:en)?|transactions?|transacties?|refunds?"),
    members: [
      [w("method|methode|brand"), "payment.method"],
      [w(`${lines}|paid|betaald`), "payment"],
    ],
  },
  {
    tables: tables(
      "orders?|order_?(?:lines?|items?)|bestelling(?:en)?|bestelregels?|orderregels?|purchases?|aankopen|baskets?|carts?",
    ),
    members: [[w(`${lines}|${prose}|placed|ordered|bought|besteld|engraving`), "order-history"]],
  },
  {
    tables: tables("shipments?|deliver(?:y|ies)|zending(?:en)?|parcels?|leveringen|bezorgingen"),
    members: [[w("sent|delivered|verzonden|bezorgd|status|tracking"), "delivery"]],
  },
  {
    tables: tables("reviews?|recensies?|beoordeling(?:en)?|ratings?|testimonials?"),
    members: [
      [w(prose), "review.text"],
      [w("title|titel|ref|score|status"), "review"],
    ],
  },
  {
    tables: tables("mail_?messages?|e_?mails?|outbox|sent_?mails?|mail_?log"),
    members: [
      [w(prose), "communication.mail"],
      [w("opened|clicked|geopend"), "communication.opened"],
    ],
  },
  {
    tables: tables("calls?|cdrs?|call_?(?:records?|log)|gesprekken"),
    members: [[w("seconds|duration|duur|rate|called|caller|number|nummer"), "communication.call"]],
  },
  {
    tables: tables("(?:call_?)?recordings?|recording_?tracks?|opnames?|opnamen"),
    members: [[w("object_?key|file|started|url"), "communication.recording"]],
  },
  {
    tables: tables("consents?|consent_?(?:events|log)|opt_?(?:outs?|ins?)|toestemming(?:en)?"),
    members: [
      [w("what|waarvoor|purpose|doel|channel|kanaal|given|text|version|versie|scope|region|status|state"), "consent"],
    ],
  },
  {
    tables: tables("subscriptions?|abonnementen|workspaces?|plans?"),
    members: [[w("plan|seats|status|state|started|renews|ends|tier"), "subscription"]],
  },
  {
    tables: tables("surveys?|survey_?(?:responses?|answers?)|enqu[eê]tes?|vragenlijsten"),
    members: [[w(`answers?|antwoord(?:en)?|score|${prose}`), "survey"]],
  },
  {
    tables: tables(
      "(?:contact_?|chat_?|ticket_?|support_?)?messages?|berichten|(?:support_?)?tickets?|inquiries|conversations?|(?:support_?|complaint_?)?cases?|klachten|contact_?forms?|vragen|questions",
    ),
    members: [[w(`${prose}|metadata|outcome|what`), "communication.message"]],
  },
  { tables: tables("documents?|documenten"), members: [[w(stored), "document"]] },
  { tables: tables("files?|bestanden|file_?assets?|attachments?|bijlagen|uploads?"), members: [[w(stored), "file"]] },
  {
    tables: tables("photos?|foto_?s|images?|avatars?|frames?|pictures?"),
    members: [[w("object_?key|thumbnail(?:_?key)?|file|url"), "image"]],
  },
  {
    tables: tables("(?:page_?)?visits?|(?:visit|usage|access|site)_?log|page_?views?|bezoeken|clicks?|usage_?rows"),
    members: [
      [w("search|zoekterm|query"), "network.search"],
      [w("path|page|pagina|url|link|seconds|duration|referr?er"), "network.visits"],
    ],
  },
  {
    tables: tables("employees?|medewerkers?|staff|personeel"),
    members: [
      [w("title|titel|functie|function|position|department|afdeling|salary|salaris|started|hired"), "employment"],
    ],
  },
  {
    tables: tables("\\w+_(?:events|counters)|events|activit(?:y|ies)"),
    members: [[w("kind|event|n|count|value|action"), "behaviour"]],
  },
];

const readable: readonly Family[] = ["text", "number", "date", "timestamp", "json", "array", "other"];

/** `table` and `column` in words (`wordsOf`). */
export function guessByTheme(table: string, column: string, family: Family): Guess | undefined {
  if (!readable.includes(family)) return undefined;
  const theme = themes.find((one) => one.tables.test(table));
  const category = theme?.members.find(([names]) => names.test(column))?.[1];
  return category === undefined
    ? undefined
    : { category, confidence: "low", reason: "by its name and that of its table" };
}

/** Tables in which a `name` is that of a thing. */
export function namesThings(table: string): boolean {
  return tables(
    "products?|producten|categor(?:y|ies)|countries|landen|shops?|stores?|winkels|carriers?|tags?|roles?|permissions?|settings|rates?|tarieven|plans?|currenc(?:y|ies)|languages?|orgs?|organi[sz]ations?|workspaces?|teams?|groups?|groepen|bots?|flows?|warehouses?|suppliers?|brands?|migrations?|templates?|features?|jobs?|queues?|lists?",
  ).test(table);
}
