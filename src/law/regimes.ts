import type { Period } from "#base";
import { isEea } from "./countries.ts";
import { type Cited, from, recalled, seen, type Titled } from "./source.ts";

/** A body of data protection law. Several can hold for one organisation: the one of its country and those of its customers. */
export type RegimeId =
  | "eu-gdpr"
  | "uk-gdpr"
  | "ch-fadp"
  | "us-ca-ccpa"
  | "us-ca-shine-the-light"
  | "us-ca-caloppa"
  | "us-nv-603a"
  | "ca-pipeda"
  | "ca-qc-law25";

export interface Regime extends Cited {
  readonly id: RegimeId;
  /** ISO 3166 code of where it is law; `EU` for the EEA. */
  readonly place: string;
  readonly title: Titled;
  /** Whom it binds. Figures in it stand in `thresholds`. */
  readonly appliesTo: Titled;
}

/** A regime with one general term for answers, as the GDPR has. */
export interface GeneralRegime extends Regime {
  /** Within which a request is answered, from the day after receipt. */
  readonly answer: Period;
  /** What may be added once, with reasons, told within the first period. */
  readonly extension: Period & Cited;
}

const month: Period = { amount: 1, unit: "month" };
const twoMonths: Period = { amount: 2, unit: "month" };

const euGdpr: GeneralRegime = {
  id: "eu-gdpr",
  place: "EU",
  title: { nl: "Algemene verordening gegevensbescherming (AVG)", en: "General Data Protection Regulation (GDPR)" },
  appliesTo: {
    nl: "Wie in de EER gevestigd is, of mensen in de EER goederen of diensten aanbiedt of volgt (art. 3).",
    en: "Whoever is established in the EEA, or offers goods or services to people in the EEA or monitors them (art. 3).",
  },
  answer: month,
  extension: { ...twoMonths, ...seen("GDPR art. 12(3)") },
  ...seen("GDPR art. 3, 12(3)", from("2018-05-25")),
};

const ukGdpr: GeneralRegime = {
  id: "uk-gdpr",
  place: "GB",
  title: {
    nl: "UK GDPR, zoals gewijzigd door de Data (Use and Access) Act 2025",
    en: "UK GDPR, as amended by the Data (Use and Access) Act 2025",
  },
  appliesTo: {
    nl: "Wie in het Verenigd Koninkrijk gevestigd is, of mensen daar goederen of diensten aanbiedt of volgt.",
    en: "Whoever is established in the United Kingdom, or offers goods or services to people there or monitors them.",
  },
  answer: month,
  extension: { ...twoMonths, ...recalled("UK GDPR art. 12(3)") },
  ...recalled("UK GDPR art. 12(3)"),
};

/** Every regime we know. A row of a table names one of them. */
export const regimes: readonly Regime[] = [
  euGdpr,
  ukGdpr,
  {
    id: "ch-fadp",
    place: "CH",
    title: { nl: "Zwitserse wet gegevensbescherming (FADP)", en: "Swiss Federal Act on Data Protection (FADP)" },
    appliesTo: { nl: "Verwerking met gevolgen in Zwitserland.", en: "Processing that has effects in Switzerland." },
    ...recalled("FADP art. 3", from("2023-09-01")),
  },
  {
    id: "us-ca-ccpa",
    place: "US-CA",
    title: {
      nl: "California Consumer Privacy Act (CCPA, zoals gewijzigd door de CPRA)",
      en: "California Consumer Privacy Act (CCPA, as amended by the CPRA)",
    },
    appliesTo: {
      nl: "Ondernemingen met winstoogmerk die in Californië zaken doen en één drempel halen. De meeste kleine winkels vallen erbuiten.",
      en: "For-profit businesses that do business in California and meet one threshold. Most small shops fall outside.",
    },
    ...seen("Civ. Code 1798.140(d); 11 CCR 7000 ff.", { note: "The text of the regulations in force since 2026." }),
  },
  {
    id: "us-ca-shine-the-light",
    place: "US-CA",
    title: { nl: "California Shine the Light", en: "California Shine the Light" },
    appliesTo: {
      nl: "Ondernemingen die vorig kalenderjaar gegevens van een klant in Californië voor andermans reclame doorgaven.",
      en: "Businesses that gave data of a customer in California to others for their direct marketing in the previous calendar year.",
    },
    ...seen("Civ. Code 1798.83"),
  },
  {
    id: "us-ca-caloppa",
    place: "US-CA",
    title: { nl: "California Online Privacy Protection Act", en: "California Online Privacy Protection Act" },
    appliesTo: {
      nl: "Elke commerciële site of dienst die gegevens van consumenten in Californië verzamelt; er is geen drempel.",
      en: "Every commercial site or service that collects data of consumers in California; there is no threshold.",
    },
    ...recalled("Bus. & Prof. Code 22575-22579", {
      note: "The policy says how the site answers Do Not Track (22575(b)(5)) and whether others track across sites (22575(b)(6)).",
    }),
  },
  {
    id: "us-nv-603a",
    place: "US-NV",
    title: { nl: "Nevada NRS 603A", en: "Nevada NRS chapter 603A" },
    appliesTo: {
      nl: "Commerciële sites en diensten die zich op Nevada richten en gegevens van consumenten daar verzamelen.",
      en: "Commercial sites and services that direct activity to Nevada and collect data of consumers there.",
    },
    ...seen("NRS 603A.300-603A.360", {
      note: "A sale is an exchange of covered information for money (603A.333).",
    }),
  },
  {
    id: "ca-pipeda",
    place: "CA",
    title: {
      nl: "Canadese privacywet (PIPEDA)",
      en: "Personal Information Protection and Electronic Documents Act (PIPEDA)",
    },
    appliesTo: { nl: "Commerciële activiteiten in Canada.", en: "Commercial activities in Canada." },
    ...recalled("PIPEDA s. 4"),
  },
  {
    id: "ca-qc-law25",
    place: "CA-QC",
    title: {
      nl: "Wet op de bescherming van persoonsgegevens van Québec (Law 25)",
      en: "Quebec Act respecting the protection of personal information in the private sector (Law 25)",
    },
    appliesTo: { nl: "Ondernemingen in Québec.", en: "Enterprises in Quebec." },
    ...recalled("CQLR c. P-39.1 s. 1"),
  },
];

const byId = new Map(regimes.map((regime) => [regime.id, regime]));

export function regime(id: RegimeId): Regime {
  return byId.get(id) as Regime;
}

/**
 * The regime whose general term governs an organisation in this country: that of the UK in the United Kingdom, the GDPR
 * everywhere else. Whoever needs the laws that bind besides it asks `regimesFor`.
 */
export function regimeFor(country: string): GeneralRegime {
  return country === "GB" ? ukGdpr : euGdpr;
}

/**
 * The regimes that hold for an organisation in this place, the general one first. Outside the EEA and the UK the GDPR stays
 * in the list: who has customers in the EEA is bound by it as well, and of two terms the earliest counts.
 */
export function regimesFor(place: string): readonly [GeneralRegime, ...Regime[]] {
  if (isEea(place)) return [euGdpr];
  const local = regimes.filter((each) => each.place === place || (place.startsWith("CA-") && each.id === "ca-pipeda"));
  const general = regimeFor(place);
  return [general, ...local.filter((each) => each !== general)];
}
