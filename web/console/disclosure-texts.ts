/** Words of the pages about what was given to whom, and to whom anything may go today. */
import type { Language } from "#base";

export type DisclosureSaid =
  | "recorded"
  | "telling"
  | "unknown"
  | "email"
  | "party"
  | "authority"
  | "legal-basis"
  | "categories"
  | "day";
type Ground =
  | "consent"
  | "contract"
  | "legal-obligation"
  | "vital-interests"
  | "public-task"
  | "legitimate-interest"
  | "instruction"
  | "request"
  | "legal-demand";
type Because = "no-contract" | "contract-to-come" | "contract-expired" | "no-transfer-ground";

interface DisclosureTexts {
  readonly title: string;
  readonly lead: string;
  readonly register: string;
  readonly link: string;
  readonly year: string;
  readonly show: string;
  readonly files: string;
  readonly publicFile: string;
  readonly none: string;
  readonly noneText: string;
  readonly head: Readonly<
    Record<"recipient" | "purpose" | "ground" | "times" | "persons" | "erased" | "notAllowed", string>
  >;
  readonly grounds: Readonly<Record<Ground, string>>;
  readonly notAllowedText: string;
  readonly demands: string;
  readonly demandsLead: string;
  readonly noDemands: string;
  readonly demandHead: Readonly<Record<"on" | "party" | "authority" | "basis" | "given" | "told", string>>;
  readonly mayTell: string;
  readonly mayNotTell: string;
  readonly tell: string;
  readonly form: string;
  readonly formHint: string;
  readonly fields: Readonly<Record<"email" | "party" | "authority" | "basis" | "on" | "given" | "told", string>>;
  readonly authorityHint: string;
  readonly basisHint: string;
  readonly toldHint: string;
  readonly yes: string;
  readonly no: string;
  readonly choose: string;
  readonly save: string;
  readonly said: Readonly<Record<DisclosureSaid, string>>;
  readonly standing: string;
  readonly standingHead: Readonly<Record<"party" | "contract" | "behind" | "where" | "today", string>>;
  readonly noContract: string;
  readonly since: (day: string) => string;
  readonly until: (day: string) => string;
  readonly through: (party: string) => string;
  readonly behind: Readonly<Record<"none" | "general", string>>;
  readonly may: string;
  readonly mayNot: Readonly<Record<Because, string>>;
}

const nl: DisclosureTexts = {
  title: "Verstrekkingen",
  lead: "Aan wie gegevens zijn gegeven, waarvoor en op welke grond (AVG artikel 5, lid 2). Wie om een kopie vraagt, ziet hierin zijn eigen regels.",
  register: "Register van ontvangers",
  link: "Aan wie in een jaar gegevens zijn gegeven",
  year: "Jaar",
  show: "Toon",
  files: "Als bestand",
  publicFile: "voor iedereen",
  none: "In dit jaar is niets vastgelegd",
  noneText: "Uw programma's melden verstrekkingen via POST /api/v1/disclosures of met gestand disclosures import.",
  head: {
    recipient: "Ontvanger",
    purpose: "Doel",
    ground: "Grond",
    times: "Keer",
    persons: "Mensen",
    erased: "Daarna gewist",
    notAllowed: "Mocht niet",
  },
  grounds: {
    consent: "toestemming",
    contract: "overeenkomst",
    "legal-obligation": "wettelijke plicht",
    "vital-interests": "vitaal belang",
    "public-task": "publieke taak",
    "legitimate-interest": "gerechtvaardigd belang",
    instruction: "opdracht aan een verwerker",
    request: "verzoek van de persoon",
    "legal-demand": "vordering",
  },
  notAllowedText:
    "Er gingen gegevens naar een partij toen dat volgens de policy niet mocht: zonder geldig contract, voor een ander doel, of meer dan zij hoort te krijgen. Zoek uit waarom, en pas het programma of de policy aan.",
  demands: "Gegeven omdat het moest",
  demandsLead: "Wat u aan politie, een rechter of een andere instantie gaf.",
  noDemands: "Er is geen vordering vastgelegd.",
  demandHead: {
    on: "Op",
    party: "Soort",
    authority: "Wie",
    basis: "Wet of bevel",
    given: "Gegeven",
    told: "Mag de persoon het weten?",
  },
  mayTell: "ja",
  mayNotTell: "nee, nog niet",
  tell: "De persoon mag het nu weten",
  form: "Een vordering vastleggen",
  formHint: "Leg vast wat u gaf, nadat u het gaf. Gestand bewaart het adres alleen als code.",
  fields: {
    email: "E-mailadres van de persoon",
    party: "Wie vorderde het?",
    authority: "Naam van de instantie",
    basis: "Wet of bevel",
    on: "Gegeven op",
    given: "Wat u gaf",
    told: "Mag de persoon het weten?",
  },
  authorityHint: "Van een instantie, nooit van een mens.",
  basisHint: "Met nummer, bijvoorbeeld art. 126nd Sv.",
  toldHint: "Zegt de wet dat het geheim blijft, kies dan nee. De regel komt dan niet in een kopie, tot u anders kiest.",
  yes: "Ja",
  no: "Nee, de wet verbiedt dat nu",
  choose: "Kies",
  save: "Leg vast",
  said: {
    recorded: "De vordering is vastgelegd.",
    telling: "De persoon mag het nu weten. De regel staat vanaf nu in de kopie.",
    unknown: "Die regel is er niet meer. Er is niets veranderd.",
    email: "Dit is geen e-mailadres. Er is niets vastgelegd.",
    party: "Kies wie het vorderde. Er is niets vastgelegd.",
    authority: "Vul de naam van de instantie in. Er is niets vastgelegd.",
    "legal-basis": "Vul de wet of het bevel in. Er is niets vastgelegd.",
    categories: "Kies wat u gaf. Er is niets vastgelegd.",
    day: "Vul de dag in waarop u het gaf, niet later dan vandaag. Er is niets vastgelegd.",
  },
  standing: "Wie gegevens mag krijgen, vandaag",
  standingHead: { party: "Ontvanger", contract: "Contract", behind: "Schakelt in", where: "Waar", today: "Vandaag" },
  noContract: "geen",
  since: (day) => `sinds ${day}`,
  until: (day) => `tot en met ${day}`,
  through: (party) => `via ${party}`,
  behind: { none: "niemand", general: "anderen, met onze algemene toestemming" },
  may: "mag gegevens krijgen",
  mayNot: {
    "no-contract": "krijgt niets: geen contract",
    "contract-to-come": "krijgt nog niets: contract gaat later in",
    "contract-expired": "krijgt niets: contract is afgelopen",
    "no-transfer-ground": "krijgt niets: geen waarborg voor dat land",
  },
};

const en: DisclosureTexts = {
  title: "Disclosures",
  lead: "To whom data was given, what for and on which ground (GDPR article 5(2)). Whoever asks for a copy sees their own lines of it.",
  register: "Register of recipients",
  link: "To whom data was given in a year",
  year: "Year",
  show: "Show",
  files: "As a file",
  publicFile: "for everybody",
  none: "Nothing was recorded in this year",
  noneText: "Your programs say what they disclosed by POST /api/v1/disclosures or gestand disclosures import.",
  head: {
    recipient: "Recipient",
    purpose: "Purpose",
    ground: "Ground",
    times: "Times",
    persons: "People",
    erased: "Erased since",
    notAllowed: "Not allowed",
  },
  grounds: {
    consent: "consent",
    contract: "contract",
    "legal-obligation": "legal obligation",
    "vital-interests": "vital interests",
    "public-task": "public task",
    "legitimate-interest": "legitimate interest",
    instruction: "instruction to a processor",
    request: "request of the person",
    "legal-demand": "legal demand",
  },
  notAllowedText:
    "Data went to a party when the policy did not allow it: without a valid contract, for another purpose, or more than it is to get. Find out why, and mend the program or the policy.",
  demands: "Given because it had to be",
  demandsLead: "What you gave to the police, a court or another authority.",
  noDemands: "No demand is on record.",
  demandHead: {
    on: "On",
    party: "Kind",
    authority: "Who",
    basis: "Law or order",
    given: "Given",
    told: "May the person know?",
  },
  mayTell: "yes",
  mayNotTell: "no, not yet",
  tell: "The person may know now",
  form: "Record a demand",
  formHint: "Record what you gave, after you gave it. Gestand keeps the address as a code only.",
  fields: {
    email: "E-mail address of the person",
    party: "Who demanded it?",
    authority: "Name of the authority",
    basis: "Law or order",
    on: "Given on",
    given: "What you gave",
    told: "May the person know?",
  },
  authorityHint: "Of an authority, never of a human being.",
  basisHint: "With its number.",
  toldHint:
    "If the law says that it stays secret, choose no. The line then stays out of a copy until you choose otherwise.",
  yes: "Yes",
  no: "No, the law forbids that now",
  choose: "Choose",
  save: "Record",
  said: {
    recorded: "The demand is on record.",
    telling: "The person may know now. From now on the line is in the copy.",
    unknown: "That line is no longer there. Nothing was changed.",
    email: "This is no e-mail address. Nothing was recorded.",
    party: "Choose who demanded it. Nothing was recorded.",
    authority: "Give the name of the authority. Nothing was recorded.",
    "legal-basis": "Give the law or the order. Nothing was recorded.",
    categories: "Choose what you gave. Nothing was recorded.",
    day: "Give the day on which you gave it, not after today. Nothing was recorded.",
  },
  standing: "Who may be given data, today",
  standingHead: { party: "Recipient", contract: "Contract", behind: "Engages", where: "Where", today: "Today" },
  noContract: "none",
  since: (day) => `since ${day}`,
  until: (day) => `until ${day}`,
  through: (party) => `through ${party}`,
  behind: { none: "nobody", general: "others, with our general consent" },
  may: "may be given data",
  mayNot: {
    "no-contract": "gets nothing: no contract",
    "contract-to-come": "gets nothing yet: the contract begins later",
    "contract-expired": "gets nothing: the contract has ended",
    "no-transfer-ground": "gets nothing: no safeguard for that country",
  },
};

export const disclosureTexts: Readonly<Record<Language, DisclosureTexts>> = { nl, en };
