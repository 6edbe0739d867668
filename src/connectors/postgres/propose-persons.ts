import { wordsOf } from "../sql/guess-names.ts";

/** Kinds of persons by the words that tables of them are called by, in Dutch, English, German and French. The first that fits decides. */
const kinds: readonly (readonly [person: string, words: string])[] = [
  ["subscriber", "subscribers?|abonnees?|abonnenten|abonnés?|newsletter_members?"],
  [
    "employee",
    "employees?|medewerkers?|mitarbeiter|salariés?|staff|personeel|personal|admins?|administrators?|admin_users?|moderators?|werknemers?",
  ],
  [
    "customer",
    "customers?|klant(?:en)?|kunden?|kundinnen|buyers?|shoppers?|kopers?|debiteur(?:en)?|relaties|acheteurs?",
  ],
  ["client", "clients?|clien?ten|cliënt(?:en)?|mandanten|opdrachtgevers?"],
  ["user", "users?|gebruikers?|benutzer|nutzer|utilisateurs?|accounts?|profiles?|profielen|logins?"],
  ["member", "members?|leden|lid|mitglied(?:er)?|membres?|adherents?|adhérents?"],
  ["patient", "patients?|patienten|patiënt(?:en)?"],
  ["applicant", "applicants?|sollicitanten|bewerber|candidates?|candidats?|kandidaten"],
  ["donor", "donors?|donateurs?|spender"],
  ["student", "students?|studenten|pupils?|leerlingen|schueler|schüler|élèves|cursisten"],
  ["participant", "participants?|deelnemers?|teilnehmer|attendees?"],
  ["volunteer", "volunteers?|vrijwilligers?|bénévoles"],
  ["tenant", "huurders?|renters?|mieter|locataires?"],
  ["lead", "leads?|prospects?"],
  ["contact", "contacts?|contacten|contactpersonen|ansprechpartner|kontakte"],
  ["guest", "guests?|gasten|gäste"],
  ["visitor", "visitors?|bezoekers?|besucher"],
  ["person", "persons?|people|personen|personnes?"],
];

const byWords = kinds.map(([person, words]) => [person, new RegExp(`(?:^|_)(?:${words})$`, "u")] as const);

/** Endings that say how a table is made, not what is in it: `customer_entity`. */
const ending = /_(?:entity|data|info|details?|lookup|master|tbl|base|table)$/u;

/** The kind of persons that a table is a list of, going by its name; `undefined` when it is called after something else. */
export function personOf(table: string): string | undefined {
  const words = wordsOf(table).replace(ending, "");
  return byWords.find(([, pattern]) => pattern.test(words))?.[0];
}

/** The kind of persons whose addresses stand in a table of something else, going by what that is. */
export function addressedBy(table: string): string {
  const words = wordsOf(table);
  if (/newsletter|nieuwsbrief|mailing|subscri|abonn|inschrijving/u.test(words)) return "subscriber";
  if (
    /(?:^|_)(?:orders?|bestelling|cart|basket|winkelwagen|quote|checkout|purchase|booking|boeking|reservation|reservering|commande|bestellung)/u.test(
      words,
    )
  )
    return "guest";
  if (/sollicit|applica|bewerb|candidat/u.test(words)) return "applicant";
  return "contact";
}
