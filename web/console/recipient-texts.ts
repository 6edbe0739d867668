/** Words of the pages about recipients that were told. */
import type { Language } from "#base";

type Act = "erasure" | "rectification" | "restriction" | "lifting" | "objection";
type Because =
  | "no-address"
  | "holding-unknown"
  | "no-contract"
  | "contract-to-come"
  | "contract-expired"
  | "no-transfer-ground";
export type RecipientSaid = "told" | "answered" | "sent" | "unknown" | "not-now" | "may-not-pass";
type Answer = "done" | "nothing-held" | "kept-by-law" | "cannot";

interface RecipientTexts {
  readonly title: string;
  readonly lead: string;
  readonly open: string;
  readonly answered: string;
  readonly empty: string;
  readonly emptyText: string;
  readonly noAnswers: string;
  readonly head: {
    readonly recipient: string;
    readonly act: string;
    readonly reference: string;
    readonly since: string;
    readonly state: string;
    readonly answer: string;
    readonly on: string;
  };
  readonly acts: Readonly<Record<Act, string>>;
  readonly states: Readonly<Record<"by-hand" | "told", string>>;
  readonly overdue: string;
  readonly mailFailed: string;
  readonly reminders: (count: number) => string;
  readonly because: Readonly<Record<Because, string>>;
  readonly answers: Readonly<Record<Answer, string>>;
  readonly said: Readonly<Record<RecipientSaid, string>>;
  readonly knownBy: string;
  readonly unknown: string;
  readonly becomes: string;
  readonly role: string;
  readonly address: string;
  readonly noAddress: string;
  readonly send: string;
  readonly sendHint: string;
  readonly toldBy: string;
  readonly toldHint: string;
  readonly record: string;
  readonly recordHint: string;
  readonly save: string;
}

const nl: RecipientTexts = {
  title: "Ontvangers",
  lead: "Wie gegevens van iemand kreeg, hoort wat wij ermee deden (AVG artikel 19) en laat weten of het daar ook gedaan is.",
  open: "Wacht op antwoord",
  answered: "Beantwoord",
  empty: "Er wacht niets",
  emptyText: "Na wissen, verbeteren, beperken of een bezwaar staat hier wie dat ook moet weten.",
  noAnswers: "Nog niemand heeft geantwoord.",
  head: {
    recipient: "Ontvanger",
    act: "Wat wij deden",
    reference: "Verzoek",
    since: "Sinds",
    state: "Stand",
    answer: "Antwoord",
    on: "Op",
  },
  acts: {
    erasure: "gewist",
    rectification: "verbeterd",
    restriction: "buiten gebruik",
    lifting: "weer in gebruik",
    objection: "gestopt na bezwaar",
  },
  states: { "by-hand": "u moet het zelf laten weten", told: "wacht op antwoord" },
  overdue: "te laat",
  mailFailed: "een mail kwam niet aan",
  reminders: (count) => (count === 1 ? "1 herinnering" : `${count} herinneringen`),
  because: {
    "no-address": "In de policy staat geen adres voor verzoeken (requestsTo).",
    "holding-unknown":
      "Nog niemand keek of deze ontvanger iets van deze persoon heeft. Kijk dat na. Heeft hij iets, stuur dan de brief. Zo niet, leg dan vast dat hij niets heeft.",
    "no-contract": "Met deze verwerker is geen contract. Er mag niets naartoe.",
    "contract-to-come": "Het contract gaat later in. Er mag nog niets naartoe.",
    "contract-expired": "Het contract is afgelopen. Er mag niets meer naartoe.",
    "no-transfer-ground": "Niets staat toe dat gegevens naar dat land gaan.",
  },
  answers: {
    done: "gedaan",
    "nothing-held": "heeft niets van deze persoon",
    "kept-by-law": "moet het bewaren van de wet",
    cannot: "het lukt niet",
  },
  said: {
    told: "Vastgelegd dat de ontvanger het weet.",
    answered: "Het antwoord is vastgelegd.",
    sent: "De brief gaat uit. Een eerdere link werkt niet meer.",
    unknown: "Dat bericht is er niet. Er is niets veranderd.",
    "not-now": "Dat kan nu niet meer. Er is niets veranderd.",
    "may-not-pass": "Daar mag nu niets naartoe, of er is geen adres. Er is niets verstuurd.",
  },
  knownBy: "Zo kent de ontvanger deze persoon",
  unknown: "Van wat de ontvanger kreeg, wijst niets deze persoon aan.",
  becomes: "wordt",
  role: "Rol",
  address: "Adres voor verzoeken",
  noAddress: "geen",
  send: "Brief sturen",
  sendHint: "Gestand schrijft de brief en vraagt om antwoord.",
  toldBy: "Ik heb het zelf laten weten",
  toldHint: "Bijvoorbeeld per telefoon of in hun eigen portaal.",
  record: "Antwoord vastleggen",
  recordHint: "Als de ontvanger u het antwoord zelf gaf. Daarna wordt vernietigd wat hier zegt om wie het gaat.",
  save: "Vastleggen",
};

const en: RecipientTexts = {
  title: "Recipients",
  lead: "Whoever was given data of a person hears what we did with it (GDPR article 19), and says whether it was done there too.",
  open: "Waiting for an answer",
  answered: "Answered",
  empty: "Nothing is waiting",
  emptyText: "After an erasure, a correction, a restriction or an objection those who must know of it stand here.",
  noAnswers: "Nobody has answered yet.",
  head: {
    recipient: "Recipient",
    act: "What we did",
    reference: "Request",
    since: "Since",
    state: "State",
    answer: "Answer",
    on: "On",
  },
  acts: {
    erasure: "erased",
    rectification: "corrected",
    restriction: "out of use",
    lifting: "in use again",
    objection: "stopped after an objection",
  },
  states: { "by-hand": "you must tell it yourself", told: "waiting for an answer" },
  overdue: "late",
  mailFailed: "a mail did not arrive",
  reminders: (count) => (count === 1 ? "1 reminder" : `${count} reminders`),
  because: {
    "no-address": "The policy names no address for requests (requestsTo).",
    "holding-unknown":
      "Nobody has looked yet whether this recipient has anything of this person. Look. If it has, send the letter. If not, record that it has nothing.",
    "no-contract": "There is no contract with this processor. Nothing may go there.",
    "contract-to-come": "The contract begins later. Nothing may go there yet.",
    "contract-expired": "The contract has ended. Nothing may go there any more.",
    "no-transfer-ground": "Nothing allows data to go to that country.",
  },
  answers: {
    done: "done",
    "nothing-held": "has nothing of this person",
    "kept-by-law": "must keep it by law",
    cannot: "cannot do it",
  },
  said: {
    told: "It is on record that the recipient knows.",
    answered: "The answer is on record.",
    sent: "The letter is on its way. An earlier link no longer works.",
    unknown: "There is no such notice. Nothing was changed.",
    "not-now": "That is no longer possible. Nothing was changed.",
    "may-not-pass": "Nothing may go there now, or there is no address. Nothing was sent.",
  },
  knownBy: "The recipient knows this person by",
  unknown: "Nothing that the recipient was given points at this person.",
  becomes: "becomes",
  role: "Role",
  address: "Address for requests",
  noAddress: "none",
  send: "Send a letter",
  sendHint: "Gestand writes the letter and asks for an answer.",
  toldBy: "I told it myself",
  toldHint: "For instance by telephone, or in a portal of theirs.",
  record: "Write an answer down",
  recordHint: "When the recipient gave you the answer itself. What says here whom it is about is destroyed then.",
  save: "Save",
};

export const recipientTexts: Readonly<Record<Language, RecipientTexts>> = { nl, en };
