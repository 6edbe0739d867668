import type { Cited } from "./source.ts";

/** A supervisory authority: where a person complains (GDPR art. 77). */
export interface Authority extends Cited {
  readonly id: AuthorityId;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** As it calls itself. */
  readonly name: string;
  readonly site: string;
  /** The page where a complaint is made; the site when we know no deeper page. */
  readonly complaintPage: string;
  /** Where it receives letters, when we know. */
  readonly postalAddress?: string;
  readonly phone?: string;
}

/** `<country>.<short name>`: `nl.ap`. Only ids of the table are accepted in a policy. */
export type AuthorityId = string;

type Row = readonly [id: AuthorityId, name: string, site: string, confidence?: Cited["confidence"]];

/** Competent on the territory of its own Member State (GDPR art. 55(1)); a table kept by the EDPB is the official list. */
const article = "GDPR art. 51, 55(1), 77(1)";

const known: readonly Authority[] = [
  {
    id: "nl.ap",
    country: "NL",
    name: "Autoriteit Persoonsgegevens",
    site: "https://www.autoriteitpersoonsgegevens.nl/",
    complaintPage: "https://www.autoriteitpersoonsgegevens.nl/een-tip-of-klacht-indienen-bij-de-ap",
    postalAddress: "Postbus 93374, 2509 AJ Den Haag",
    article,
    confidence: "high",
    basis: "seen",
  },
  {
    id: "be.gba",
    country: "BE",
    name: "Gegevensbeschermingsautoriteit",
    site: "https://www.gegevensbeschermingsautoriteit.be/",
    complaintPage: "https://www.gegevensbeschermingsautoriteit.be/burger/acties/klacht-indienen",
    postalAddress: "Drukpersstraat 35, 1000 Brussel",
    article,
    confidence: "high",
    basis: "seen",
  },
];

const others: readonly Row[] = [
  ["at.dsb", "Datenschutzbehörde", "https://www.dsb.gv.at/"],
  ["bg.cpdp", "Commission for Personal Data Protection", "https://www.cpdp.bg/"],
  ["hr.azop", "Agencija za zaštitu osobnih podataka", "https://azop.hr/"],
  ["cy.commissioner", "Commissioner for Personal Data Protection", "https://www.dataprotection.gov.cy/"],
  ["cz.uoou", "Úřad pro ochranu osobních údajů", "https://uoou.gov.cz/"],
  ["dk.datatilsynet", "Datatilsynet", "https://www.datatilsynet.dk/"],
  ["ee.aki", "Andmekaitse Inspektsioon", "https://www.aki.ee/"],
  ["fi.tietosuoja", "Tietosuojavaltuutetun toimisto", "https://tietosuoja.fi/"],
  ["fr.cnil", "Commission nationale de l'informatique et des libertés", "https://www.cnil.fr/"],
  // A private company answers to the authority of its Land; this is the federal one.
  ["de.bfdi", "Bundesbeauftragte für den Datenschutz und die Informationsfreiheit", "https://www.bfdi.bund.de/", "low"],
  ["gr.hdpa", "Hellenic Data Protection Authority", "https://www.dpa.gr/"],
  ["hu.naih", "Nemzeti Adatvédelmi és Információszabadság Hatóság", "https://www.naih.hu/"],
  ["ie.dpc", "Data Protection Commission", "https://www.dataprotection.ie/"],
  ["it.garante", "Garante per la protezione dei dati personali", "https://www.garanteprivacy.it/"],
  ["lv.dvi", "Datu valsts inspekcija", "https://www.dvi.gov.lv/"],
  ["lt.vdai", "Valstybinė duomenų apsaugos inspekcija", "https://vdai.lrv.lt/"],
  ["lu.cnpd", "Commission nationale pour la protection des données", "https://cnpd.public.lu/"],
  ["mt.idpc", "Office of the Information and Data Protection Commissioner", "https://idpc.org.mt/"],
  ["pl.uodo", "Urząd Ochrony Danych Osobowych", "https://uodo.gov.pl/"],
  ["pt.cnpd", "Comissão Nacional de Proteção de Dados", "https://www.cnpd.pt/"],
  [
    "ro.anspdcp",
    "Autoritatea Naţională de Supraveghere a Prelucrării Datelor cu Caracter Personal",
    "https://www.dataprotection.ro/",
  ],
  ["sk.uoou", "Úrad na ochranu osobných údajov", "https://dataprotection.gov.sk/"],
  ["si.ip", "Informacijski pooblaščenec", "https://www.ip-rs.si/"],
  ["es.aepd", "Agencia Española de Protección de Datos", "https://www.aepd.es/"],
  ["se.imy", "Integritetsskyddsmyndigheten", "https://www.imy.se/"],
  ["is.personuvernd", "Persónuvernd", "https://www.personuvernd.is/"],
  ["li.dss", "Datenschutzstelle", "https://www.datenschutzstelle.li/"],
  ["no.datatilsynet", "Datatilsynet", "https://www.datatilsynet.no/"],
  ["gb.ico", "Information Commissioner's Office", "https://ico.org.uk/", "medium"],
];

/** One authority per country. */
export const authorities: readonly Authority[] = [
  ...known,
  ...others.map(
    ([id, name, site, confidence = "high"]): Authority => ({
      id,
      country: id.slice(0, 2).toUpperCase(),
      name,
      site,
      complaintPage: site,
      article,
      confidence,
      basis: "recalled",
    }),
  ),
];

export function authority(id: AuthorityId): Authority | undefined {
  return authorities.find((candidate) => candidate.id === id);
}

/** The authority of a country; `undefined` where we know none, so that the policy must name one. */
export function authorityForCountry(country: string): Authority | undefined {
  return authorities.find((candidate) => candidate.country === country);
}
