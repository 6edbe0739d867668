import { localDate, type LocalDate } from "#base";
import { type Cited, recalled, seen, type Titled } from "./source.ts";

/** Law that is not law yet, or not known to be. Nothing counts with it; it says which figures may move. */
export interface PendingLaw extends Cited, Titled {
  readonly id: string;
  /** `EU`, or the code of the place. */
  readonly place: string;
  /** `proposal`: known not to be adopted. `unverified`: what became of it is not known. `coming`: adopted, in force later. */
  readonly status: "proposal" | "unverified" | "coming";
  readonly comesOn?: LocalDate;
}

export const pendingLaw: readonly PendingLaw[] = [
  {
    id: "digital-omnibus",
    place: "EU",
    status: "proposal",
    nl: "Digital Omnibus: melding van lekken binnen 96 uur en alleen bij hoog risico, misbruik van inzage, cookies, signalen van browsers",
    en: "Digital Omnibus: breach notice within 96 hours and only for a high risk, abuse of access, cookies, browser signals",
    ...seen("COM(2025) 837, 2025/0360(COD)", {
      confidence: "medium",
      note: "19 November 2025. Council texts of 2026 drop the new definition of personal data, art. 88a and 88b; no adoption found.",
    }),
  },
  {
    id: "small-mid-caps",
    place: "EU",
    status: "unverified",
    nl: "geen register voor bedrijven onder 750 medewerkers, behalve bij hoog risico",
    en: "no record for companies under 750 staff, except at high risk",
    ...recalled("Digital Omnibus IV", { confidence: "low" }),
  },
  {
    id: "nl-verzamelwet",
    place: "NL",
    status: "unverified",
    nl: "Verzamelwet gegevensbescherming: onder meer rechten van minderjarigen van 12 tot 16",
    en: "collective data protection act: among others the rights of minors of 12 to 16",
    ...seen("Kamerstukken 36264", { confidence: "medium", note: "Senate stage of 20 November 2025." }),
  },
  {
    id: "es-age-16",
    place: "ES",
    status: "unverified",
    nl: "leeftijd van toestemming van 14 naar 16",
    en: "age of consent from 14 to 16",
    ...seen("Bill 121/000052", { confidence: "medium" }),
  },
  {
    id: "no-age-15",
    place: "NO",
    status: "unverified",
    nl: "leeftijd van toestemming van 13 naar 15",
    en: "age of consent from 13 to 15",
    ...seen("TRIS 2025/9028/NO", { confidence: "medium" }),
  },
  {
    id: "ca-c36",
    place: "CA",
    status: "proposal",
    nl: "Bill C-36: nieuwe toezichthouder, verwijdering, overdracht, boetes",
    en: "Bill C-36: new regulator, deletion and mobility rights, fines",
    ...seen("Bill C-36, first reading 15 June 2026"),
  },
  {
    id: "us-ca-indexing",
    place: "US-CA",
    status: "coming",
    comesOn: localDate("2027-01-01"),
    nl: "nieuwe bedragen van de drempels van de CCPA",
    en: "new amounts of the thresholds of the CCPA",
    ...recalled("Civ. Code 1798.199.95(d)"),
  },
  {
    id: "us-ca-browser-signal",
    place: "US-CA",
    status: "coming",
    comesOn: localDate("2027-01-01"),
    nl: "browsers bieden een signaal om verkoop te weigeren",
    en: "browsers offer an opt-out preference signal",
    ...seen("AB 566", { confidence: "medium" }),
  },
  {
    id: "us-ca-assessments",
    place: "US-CA",
    status: "coming",
    comesOn: localDate("2027-01-01"),
    nl: "risicobeoordelingen en beveiligingsaudits, in fasen tot 2030",
    en: "risk assessments and cybersecurity audits, phased until 2030",
    ...seen("11 CCR 7120 ff., 7150 ff.", { confidence: "medium" }),
  },
];
