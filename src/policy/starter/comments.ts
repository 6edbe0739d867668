import type { Both } from "./kinds.ts";

/** What a first policy says beside its statements, to whoever edits it. */
export const comments = {
  head: {
    nl: "Een privacyverklaring die wordt uitgevoerd. `gestand check` zegt wat er mist; docs/policy-reference.md wat er kan.",
    en: "A privacy policy that runs. `gestand check` says what is missing; docs/policy-reference.md what can be written.",
  },
  marks: {
    nl: 'Een regel met "OPEN" wacht op u: haal hem weg als het er staat. Wat wij niet weten, is niet verzonnen.',
    en: 'A line with "OPEN" waits for you: take it away once it is done. What is not known was not made up.',
  },
  health: {
    nl: "Gegevens over gezondheid mag een zorgverlener gebruiken (AVG art. 9 lid 2 onder h).",
    en: "Data on health may be used by whoever gives care (GDPR art. 9(2)(h)).",
  },
  purposes: {
    nl: "Waarvoor, op welke grondslag, met welke gegevens. Haal weg wat u niet doet.",
    en: "What for, on which basis, with which data. Take away what you do not do.",
  },
  rights: {
    nl: "Waar mensen recht op hebben. Zij vragen het met het formulier van het privacycentrum.",
    en: "What people have a right to. They ask by the form of the privacy centre.",
  },
  keep: {
    nl: "Hoe lang. De jaren van de wet staan in de tabel van de wet, niet hier.",
    en: "How long. The years of the law stand in the table of the law, not here.",
  },
  changes: {
    nl: "Een nieuwe versie: wie het aangaat krijgt vooraf bericht, en oude versies blijven leesbaar.",
    en: "A new version: those concerned are told before, and earlier versions stay readable.",
  },
  incidents: { nl: "Bij een datalek (AVG art. 33 en 34).", en: "After a breach of security (GDPR arts. 33, 34)." },
  systems: {
    nl: "Waar de gegevens staan. Het adres van een database staat nooit in dit bestand.",
    en: "Where the data is. The address of a database never stands in this file.",
  },
} as const satisfies Record<string, Both>;

/** What a first policy leaves open. `{…}` is filled in by whoever writes it. */
export const open = {
  name: { nl: "hoe heet de organisatie?", en: "what is the organisation called?" },
  email: {
    nl: "op welk adres komen vragen over privacy binnen?",
    en: "at which address do questions about privacy arrive?",
  },
  legal: {
    nl: "welke rechtspersoon is verantwoordelijk, en waar is die gevestigd?",
    en: "which legal person is responsible, and where is it?",
  },
  timeZone: {
    nl: "in welke tijdzone tellen dagen? Dit land heeft er meer.",
    en: "in which time zone do days count? This country has several.",
  },
  recipients: {
    nl: "wie krijgen er nog meer gegevens ({parties})? Zo ziet er een uit:",
    en: "who else gets data ({parties})? One looks like this:",
  },
  security: {
    nl: "welke maatregelen beschermen de gegevens? Alleen wat u kunt laten zien:",
    en: "which measures protect the data? Only what you can show:",
  },
  cookies: {
    nl: "welke cookies plaatst de website? Zo ziet er een uit:",
    en: "which cookies does the website set? One looks like this:",
  },
  decisions: {
    nl: "neemt een computer alleen besluiten over mensen, of verkoopt u gegevens? Zo niet:",
    en: "does a computer decide alone about people, or are data sold? If not:",
  },
  terms: {
    nl: "kloppen deze termijnen met wat u doet? Alleen die van de wet staan vast.",
    en: "are these terms what you really do? Only those of the law are certain.",
  },
  hold: {
    nl: "welke databaserollen mogen facturen van wie weg is niet meer zien? Schrijf hiddenFrom en readableBy, en de rollen bij het systeem.",
    en: "which database roles may no longer see invoices of those who left? Write hiddenFrom and readableBy, and the roles at the system.",
  },
  duty: {
    nl: "hoe lang verplicht de wet van {country} u om facturen te bewaren? Die plicht kennen wij niet.",
    en: "how long does the law of {country} oblige you to keep invoices? That duty is not known here.",
  },
  unseen: {
    nl: "hiervoor is in de database niets gevonden. Doet u het toch, haal dan de # weg:",
    en: "nothing in the database seems to be for this. If you do it all the same, take the # away:",
  },
  aimless: {
    nl: "{category} staat in de database en geen doel gebruikt het. Noem het doel, of bewaar het niet meer.",
    en: "{category} is in the database and no purpose uses it. Name the purpose, or keep it no longer.",
  },
  title: { nl: "hoe noemt u deze mensen in een zin?", en: "what are these people called in a sentence?" },
  database: {
    nl: "in welke database staan de gegevens? `gestand map {env}` stelt de tabellen voor:",
    en: "which database has the data? `gestand map {env}` proposes the tables:",
  },
} as const satisfies Record<string, Both>;
