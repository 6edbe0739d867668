import { type Cited, type Confidence, recalled, seen } from "./source.ts";

/** A supervisory authority: where a person complains (GDPR art. 77). */
export interface Authority extends Cited {
  readonly id: AuthorityId;
  /** ISO 3166-1 alpha-2, or a subdivision such as `US-CA`. */
  readonly country: string;
  /** As it calls itself. */
  readonly name: string;
  readonly site: string;
  /** The page where a complaint is made; the site when we know no deeper page. Pages move: check links before relying on one. */
  readonly complaintPage: string;
  /** Where it receives letters, when we know. */
  readonly postalAddress?: string;
  readonly phone?: string;
}

/** `<place>.<short name>`: `nl.ap`, `us-ca.cppa`. Only ids of the table are accepted in a policy. */
export type AuthorityId = string;

type Row = readonly [id: AuthorityId, name: string, site: string, confidence?: Confidence];

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
    ...seen(article),
  },
  {
    id: "be.gba",
    country: "BE",
    name: "Gegevensbeschermingsautoriteit",
    site: "https://www.gegevensbeschermingsautoriteit.be/",
    complaintPage: "https://www.gegevensbeschermingsautoriteit.be/burger/acties/klacht-indienen",
    postalAddress: "Drukpersstraat 35, 1000 Brussel",
    ...seen(article),
  },
];

/** Other places: their law names the authority. */
const outside: readonly (readonly [
  id: AuthorityId,
  name: string,
  site: string,
  confidence: Confidence,
  article: string,
])[] = [
  ["gb.ico", "Information Commissioner's Office", "https://ico.org.uk/", "medium", "DPA 2018 s. 114, 165"],
  [
    "ch.edoeb",
    "Federal Data Protection and Information Commissioner (FDPIC/EDÖB)",
    "https://www.edoeb.admin.ch/",
    "high",
    "FADP art. 43, 49",
  ],
  ["us-ca.cppa", "California Privacy Protection Agency", "https://cppa.ca.gov/", "medium", "Civ. Code 1798.199.10"],
  [
    "us-ca.attorney-general",
    "California Attorney General",
    "https://oag.ca.gov/privacy",
    "high",
    "Civ. Code 1798.199.90; Civ. Code 1798.82-1798.84; Bus. & Prof. Code 22575-22579",
  ],
  ["us-nv.attorney-general", "Nevada Attorney General", "https://ag.nv.gov/", "high", "NRS 603A.360"],
  ["ca.opc", "Office of the Privacy Commissioner of Canada", "https://www.priv.gc.ca/", "high", "PIPEDA s. 11, 12"],
  ["ca-qc.cai", "Commission d'accès à l'information", "https://www.cai.gouv.qc.ca/", "high", "CQLR c. P-39.1 s. 42"],
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
];

/** Pages for complaints, where we know one deeper than the site. */
const complaintPages: Readonly<Record<AuthorityId, string>> = {
  "at.dsb": "https://dsb.gv.at/eingabe-an-die-dsb/beschwerde",
  "dk.datatilsynet": "https://www.datatilsynet.dk/borger/klage",
  "fi.tietosuoja": "https://tietosuoja.fi/en/notification-to-the-data-protection-ombudsman",
  "fr.cnil": "https://www.cnil.fr/fr/plaintes",
  "gb.ico": "https://ico.org.uk/make-a-complaint/",
  "ie.dpc": "https://www.dataprotection.ie/en/individuals/raising-concern-commission",
  "it.garante": "https://www.garanteprivacy.it/home/modulistica-e-servizi-online/reclamo",
  "lu.cnpd": "https://cnpd.public.lu/fr/particuliers/faire-valoir.html",
  "no.datatilsynet": "https://www.datatilsynet.no/om-datatilsynet/kontakt-oss/klage-til-datatilsynet/",
  "pl.uodo": "https://uodo.gov.pl/pl/83/155",
  "se.imy": "https://www.imy.se/privatperson/utfora-arenden/lamna-ett-klagomal/",
  "us-ca.cppa": "https://cppa.ca.gov/webapplications/complaint",
  "us-ca.attorney-general": "https://oag.ca.gov/contact/consumer-complaint-against-business-or-company",
  "us-nv.attorney-general": "https://ag.nv.gov/Complaints/File_Complaint/",
  "ca.opc": "https://www.priv.gc.ca/en/report-a-concern/file-a-formal-privacy-complaint/",
};

function row([id, name, site, confidence = "high"]: Row, from: string): Authority {
  const country = id.slice(0, id.indexOf(".")).toUpperCase();
  return { id, country, name, site, complaintPage: complaintPages[id] ?? site, ...recalled(from, { confidence }) };
}

/** The authorities of the EEA, the United Kingdom, Switzerland and the places in America whose law we know. */
export const authorities: readonly Authority[] = [
  ...known,
  ...others.map((each) => row(each, article)),
  ...outside.map(([id, name, site, confidence, from]) => row([id, name, site, confidence], from)),
];

/** The official list of all members of the EEA, with addresses. */
export const authorityDirectory = "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en";

export function authority(id: AuthorityId): Authority | undefined {
  return authorities.find((candidate) => candidate.id === id);
}

/**
 * The authority where a person in this place complains. A place without one of its own has that of its country; `undefined`
 * where we know none, so that a policy must name one.
 */
export function authorityFor(place: string): Authority | undefined {
  const own = authorities.find((candidate) => candidate.country === place);
  return own ?? (place.includes("-") ? authorityFor(place.slice(0, 2)) : undefined);
}
