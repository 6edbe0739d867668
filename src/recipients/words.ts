/** The letter to a recipient, in Dutch and in English. */
import { enumerated, type Language } from "#base";
import type { PassedAct } from "./contract.ts";

export interface LetterFacts {
  readonly organisation: string;
  readonly contact: string;
  readonly party: string;
  readonly isProcessor: boolean;
  readonly act: PassedAct;
  /** Reference of the request. */
  readonly about: string;
  readonly on: string;
  readonly known: readonly string[];
  /** Those whom it engages itself. */
  readonly behind: readonly string[];
  readonly link: string;
  readonly reminder: boolean;
}

const asked: Readonly<
  Record<
    Language,
    Readonly<Record<PassedAct, { readonly subject: string; readonly did: string; readonly please: string }>>
  >
> = {
  nl: {
    erasure: {
      subject: "Gegevens wissen",
      did: "Wij hebben de gegevens van iemand gewist.",
      please: "Wis ook wat u van deze persoon hebt, en iedere kopie ervan.",
    },
    rectification: {
      subject: "Gegevens verbeteren",
      did: "Wij hebben gegevens van iemand verbeterd.",
      please: "Verbeter ook wat u van deze persoon hebt.",
    },
    restriction: {
      subject: "Gegevens niet gebruiken",
      did: "Iemand heeft gevraagd om zijn gegevens voorlopig niet te gebruiken. Wij bewaren ze alleen nog.",
      please: "Gebruik ook wat u van deze persoon hebt voorlopig niet. Bewaar het alleen.",
    },
    lifting: {
      subject: "Gegevens weer gebruiken",
      did: "Iemand vond goed dat zijn gegevens weer gebruikt worden.",
      please: "U mag wat u van deze persoon hebt weer gebruiken zoals afgesproken.",
    },
    objection: {
      subject: "Stoppen met gebruik",
      did: "Iemand maakte bezwaar tegen het gebruik van zijn gegevens. Wij zijn daarmee gestopt.",
      please: "Stop ook met dat gebruik van wat u van deze persoon hebt.",
    },
  },
  en: {
    erasure: {
      subject: "Erase data",
      did: "We erased the data of a person.",
      please: "Please erase what you have of this person too, and every copy of it.",
    },
    rectification: {
      subject: "Correct data",
      did: "We corrected data of a person.",
      please: "Please correct what you have of this person too.",
    },
    restriction: {
      subject: "Do not use data",
      did: "A person asked that their data is not used for now. We only store it.",
      please: "Please do not use what you have of this person for now either. Only store it.",
    },
    lifting: {
      subject: "Use data again",
      did: "A person agreed that their data is used again.",
      please: "You may use what you have of this person again, as agreed.",
    },
    objection: {
      subject: "Stop a use of data",
      did: "A person objected to a use of their data. We stopped it.",
      please: "Please stop that use of what you have of this person too.",
    },
  },
};

type Write = (facts: LetterFacts) => { readonly subject: string; readonly text: string };

export const letters: Readonly<Record<Language, Write>> = {
  nl: (facts) => {
    const { subject, did, please } = asked.nl[facts.act];
    return written(`${facts.reminder ? "Herinnering: " : ""}${subject} (${facts.about})`, [
      "Goedendag,",
      facts.reminder ? `Op ${facts.on} schreven wij u het volgende. Wij hebben nog geen antwoord.` : undefined,
      did,
      `Volgens onze gegevens hebt u, ${facts.party}, ook gegevens van deze persoon. ${please}`,
      facts.known.length === 0
        ? `Wij kunnen niet zeggen waaraan u deze persoon herkent. Vraag het ons via ${facts.contact}.`
        : `U herkent deze persoon aan:\n${facts.known.map((one) => `- ${one}`).join("\n")}`,
      facts.behind.length === 0
        ? undefined
        : `Geef dit ook door aan wie u zelf inschakelt: ${enumerated(facts.behind, "nl")}. Antwoord pas als het ook daar gedaan is.`,
      `Laat ons weten wat u hebt gedaan. Dat kost één klik:\n${facts.link}`,
      facts.isProcessor
        ? "U verwerkt deze gegevens voor ons en helpt ons bij zulke verzoeken (AVG artikel 28, lid 3, onder e)."
        : "Wij zijn verplicht u dit te laten weten (AVG artikel 19).",
      `Met vriendelijke groet,\n${facts.organisation}\n${facts.contact}`,
    ]);
  },
  en: (facts) => {
    const { subject, did, please } = asked.en[facts.act];
    return written(`${facts.reminder ? "Reminder: " : ""}${subject} (${facts.about})`, [
      "Hello,",
      facts.reminder ? `On ${facts.on} we wrote the following to you. We have had no answer yet.` : undefined,
      did,
      `According to our records you, ${facts.party}, have data of this person too. ${please}`,
      facts.known.length === 0
        ? `We cannot say by what you know this person. Ask us at ${facts.contact}.`
        : `You know this person by:\n${facts.known.map((one) => `- ${one}`).join("\n")}`,
      facts.behind.length === 0
        ? undefined
        : `Please pass this on to those whom you engage yourself: ${enumerated(facts.behind, "en")}. Answer when it is done there too.`,
      `Let us know what you did. It takes one click:\n${facts.link}`,
      facts.isProcessor
        ? "You process these data for us and help us with such requests (GDPR article 28(3)(e))."
        : "We are obliged to tell you this (GDPR article 19).",
      `Kind regards,\n${facts.organisation}\n${facts.contact}`,
    ]);
  },
};

function written(subject: string, paragraphs: readonly (string | undefined)[]) {
  return { subject, text: paragraphs.filter((one) => one !== undefined).join("\n\n") };
}
