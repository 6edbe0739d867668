/** Words of the page where a recipient answers. */
import type { Language } from "#base";

type Act = "erasure" | "rectification" | "restriction" | "lifting" | "objection";
export const recipientAnswers = ["done", "nothing-held", "kept-by-law", "cannot"] as const;
export type RecipientAnswer = (typeof recipientAnswers)[number];

interface RecipientTexts {
  readonly title: Readonly<Record<Act, string>>;
  readonly lead: (organisation: string, day: string) => string;
  readonly reference: string;
  readonly knownBy: string;
  readonly unknown: string;
  readonly becomes: string;
  readonly question: string;
  readonly answers: Readonly<Record<RecipientAnswer, string>>;
  readonly missing: string;
  readonly send: string;
  readonly after: string;
  readonly thanks: string;
  readonly thanksText: string;
  readonly gone: string;
  readonly goneText: string;
}

const nl: RecipientTexts = {
  title: {
    erasure: "Wis de gegevens van iemand",
    rectification: "Verbeter de gegevens van iemand",
    restriction: "Gebruik de gegevens van iemand voorlopig niet",
    lifting: "De gegevens van iemand mogen weer gebruikt worden",
    objection: "Stop met een gebruik van iemands gegevens",
  },
  lead: (organisation, day) => `${organisation} vraagt dit aan u sinds ${day}. Laat weten wat u hebt gedaan.`,
  reference: "Kenmerk",
  knownBy: "Zo kent u deze persoon",
  unknown: "Dat staat hier niet. Vraag het aan wie u de brief stuurde.",
  becomes: "wordt",
  question: "Wat hebt u gedaan?",
  answers: {
    done: "Het is gedaan, ook in de kopieën",
    "nothing-held": "Wij hebben niets van deze persoon",
    "kept-by-law": "Een wet verplicht ons om het te bewaren",
    cannot: "Het lukt ons niet",
  },
  missing: "Kies eerst wat u hebt gedaan.",
  send: "Antwoord versturen",
  after: "Na uw antwoord vernietigen wij op deze plek wat zegt om wie het gaat.",
  thanks: "Dank u wel",
  thanksText: "Uw antwoord is vastgelegd. U kunt deze bladzijde sluiten.",
  gone: "Deze link werkt niet meer",
  goneText: "Misschien is er al geantwoord, of kwam er later een nieuwe brief. Vragen? Schrijf naar",
};

const en: RecipientTexts = {
  title: {
    erasure: "Erase the data of a person",
    rectification: "Correct the data of a person",
    restriction: "Do not use the data of a person for now",
    lifting: "The data of a person may be used again",
    objection: "Stop a use of a person's data",
  },
  lead: (organisation, day) => `${organisation} asks this of you since ${day}. Say what you did.`,
  reference: "Reference",
  knownBy: "You know this person by",
  unknown: "It is not written here. Ask whoever sent you the letter.",
  becomes: "becomes",
  question: "What did you do?",
  answers: {
    done: "It is done, in the copies too",
    "nothing-held": "We have nothing of this person",
    "kept-by-law": "A law obliges us to keep it",
    cannot: "We cannot do it",
  },
  missing: "First choose what you did.",
  send: "Send the answer",
  after: "After your answer we destroy what is here that says whom it is about.",
  thanks: "Thank you",
  thanksText: "Your answer is on record. You can close this page.",
  gone: "This link no longer works",
  goneText: "Perhaps it was answered already, or a newer letter came later. Questions? Write to",
};

export const recipientTexts: Readonly<Record<Language, RecipientTexts>> = { nl, en };
