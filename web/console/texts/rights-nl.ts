/** Woorden voor medewerkers over elk recht. */
import type { RefusalReason, RequestKind } from "#policy";

export const kindNames: Record<RequestKind, string> = {
  access: "Gegevens bekijken",
  rectification: "Gegevens verbeteren",
  erasure: "Gegevens wissen",
  leaving: "Vertrek, gegevens wissen",
  restriction: "Gebruik beperken",
  lifting: "Beperking opheffen",
  portability: "Gegevens meenemen",
  objection: "Bezwaar",
  "marketing-objection": "Geen reclame",
  "withdraw-consent": "Toestemming intrekken",
  "sale-opt-out": "Niet verkopen of delen",
  "automated-decision": "Mens kijkt naar besluit",
  complaint: "Klacht",
  "under-age-report": "Melding van een kind",
};

type Further = Exclude<
  RefusalReason,
  | "no-data-found"
  | "identity-not-shown"
  | "unfounded-or-excessive"
  | "rights-of-others"
  | "legal-obligation"
  | "not-our-customer"
>;

export const reasonNames: Record<Further, string> = {
  "data-is-right": "De gegevens kloppen (art. 16)",
  "no-ground-to-restrict": "Geen grond voor beperking (art. 18 lid 1)",
  "compelling-grounds": "Dwingende gronden die zwaarder wegen (art. 21 lid 1)",
  "legal-claims": "Nodig voor een rechtsvordering (art. 17 lid 3 onder e, 21 lid 1)",
  "decision-stands": "Het besluit blijft, na menselijke blik (art. 22 lid 3)",
  "complaint-unfounded": "Klacht onderzocht, niet gegrond",
  "of-age": "Oud genoeg, of niets wijst op een kind (art. 8)",
};

export const decisionTexts = {
  purposes: "Gaat over",
  channel: "Binnengekomen",
  channels: {
    web: "formulier",
    staff: "ingevoerd door een medewerker",
    mail: "e-mail",
    app: "uw eigen app",
    customer: "opdracht van een klant",
  },
  stopsNow: "Dit is meteen gestopt en blijft gestopt totdat u beslist.",
  waitsForPerson: "De persoon ziet nu zijn of haar gegevens en moet nog zeggen wat er niet klopt.",
  corrections: "Verbeteringen",
  correctionsLead: "Beslis over elke verbetering. Wat u toestaat, volgt overal waar het staat.",
  fact: "Gegeven",
  now: "Staat er nu",
  wanted: "Moet worden",
  allow: "Verbeteren",
  keep: "Niet verbeteren",
  keepBecause: "Waarom niet (leest de persoon)",
  decideCorrections: "Beslis over de verbeteringen",
  decision: "Besluit",
  allowed: "toegestaan",
  notAllowed: "niet",
  addressWarning:
    "Het e-mailadres verandert. Het oude adres heeft een brief gekregen en kan dit stoppen. Kopieën gaan voorlopig niet naar het nieuwe adres.",
  uphold: "Geef de persoon gelijk",
  upholdExplanation: "Antwoord aan de persoon",
  approveDo: {
    objection: "Geef gelijk, met eerst een kopie",
    rectification: "Verbeteren",
    restriction: "Beperken",
    lifting: "Weer gebruiken",
  } as Readonly<Record<string, string>>,
};

export const decisionSaid = {
  "file-deleted": "Het bestand is verwijderd.",
  "put-to-body": "Vastgelegd dat de klacht is voorgelegd.",
  "hand-over-released": "Vrijgegeven. Het wordt gestuurd zodra de kopie klaar is.",
  "hand-over-refused": "Afgewezen. De persoon leest waarom.",
  upheld: "Beslist. De persoon krijgt een brief.",
  "corrections-decided": "Beslist. De proefrun wordt gemaakt.",
};

export const staffEntry = {
  title: "Verzoek invoeren",
  lead: "Voor wat met de post, per telefoon of aan de balie kwam. De persoon krijgt een code op het e-mailadres en bevestigt daarmee zelf. De termijn begint vandaag.",
  go: "Verzoek invoeren",
  kind: "Wat vraagt de persoon?",
  email: "E-mailadres van de persoon",
  language: "Taal van de brieven",
  message: "Wat de persoon zei of schreef",
  purposes: "Gaat over (alleen bij bezwaar of intrekken)",
  send: "Invoeren",
  entered: "Ingevoerd. De persoon krijgt een brief. Kenmerk:",
  wrong: "Dit klopt niet. Vul een e-mailadres in, en wat er bij dit verzoek nodig is.",
};
