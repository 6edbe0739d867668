/** Sentences about consent that must be given again. */
import type { Language } from "#base";

type State = "waiting" | "approved" | "suspending" | "stopped" | "done";
export type RenewalSaid = "approved" | "unknown-version" | "not-needed" | "not-now" | "blocked";

interface RenewalTexts {
  readonly title: string;
  readonly lead: string;
  readonly state: string;
  readonly states: Readonly<Record<State, string>>;
  readonly said: Readonly<Record<RenewalSaid, string>>;
  readonly purposes: string;
  readonly begins: string;
  readonly late: string;
  readonly open: string;
  readonly places: string;
  readonly consent: string;
  readonly table: string;
  readonly inForce: string;
  readonly older: string;
  readonly counted: string;
  readonly suspended: string;
  readonly cannotEnd: string;
  readonly unrecorded: (purposes: string) => string;
  readonly none: string;
  readonly approve: (count: string) => string;
  readonly confirm: (count: string) => string;
  readonly again: string;
  readonly cannot: string;
  readonly trouble: (code: string) => string;
  readonly answers: string;
  readonly answered: (yes: string, no: string, asked: string) => string;
}

const nl: RenewalTexts = {
  title: "Toestemming opnieuw vragen",
  lead: "Deze versie doet meer dan waarvoor mensen toestemming gaven. Wat zij eerder gaven, telt vanaf de eerste dag niet meer. Alleen iemand zelf kan opnieuw toestemming geven.",
  state: "Stand",
  states: {
    waiting: "wacht op uw akkoord",
    approved: "goedgekeurd",
    suspending: "bezig",
    stopped: "gestopt",
    done: "klaar",
  },
  said: {
    approved: "Goedgekeurd. Op de eerste dag tellen eerdere toestemmingen niet meer.",
    "unknown-version": "Die versie is er niet, of geldt nooit. Er is niets veranderd.",
    "not-needed": "Voor deze versie is geen nieuwe toestemming nodig. Er is niets veranderd.",
    "not-now": "Dit was al goedgekeurd. Er is niets veranderd.",
    blocked: "Niet elk systeem kon worden geteld. Er is niets goedgekeurd.",
  },
  purposes: "Waarvoor",
  begins: "Vanaf",
  late: "De eerste dag is er, en niemand heeft dit goedgekeurd. Eerdere toestemmingen staan nog aan.",
  open: "Toestemmingen bekijken",
  places: "Waar toestemmingen staan",
  consent: "Toestemming",
  table: "Tabel",
  inForce: "Geldig",
  older: "Telt niet meer",
  counted: "Geteld",
  suspended: "Uitgezet",
  cannotEnd: "Hier kan niets worden uitgezet. Uw programma’s vragen via de API vanaf wanneer toestemming telt.",
  unrecorded: (purposes) =>
    `Het beleid zegt niet waar toestemming staat voor: ${purposes}. Vraag haar opnieuw waar u haar vraagt.`,
  none: "Er is geen plek waar toestemmingen staan.",
  approve: (count) => `${count} toestemmingen laten vervallen`,
  confirm: (count) =>
    `Op de eerste dag van deze versie vervallen ${count} toestemmingen. Dat is niet terug te draaien. Doorgaan?`,
  again: "Opnieuw beginnen",
  cannot: "Los eerst de problemen hierboven op.",
  trouble: (code) => `Het ging niet verder: ${code}.`,
  answers: "Antwoorden",
  answered: (yes, no, asked) => `${yes} ja, ${no} nee, van ${asked} gevraagd`,
};

const en: RenewalTexts = {
  title: "Asking consent again",
  lead: "This version does more than people consented to. What they gave before stops counting on its first day. Only the person can consent again.",
  state: "State",
  states: {
    waiting: "waits for your approval",
    approved: "approved",
    suspending: "under way",
    stopped: "stopped",
    done: "done",
  },
  said: {
    approved: "Approved. On the first day earlier consents stop counting.",
    "unknown-version": "There is no such version, or it never holds. Nothing was changed.",
    "not-needed": "This version needs no fresh consent. Nothing was changed.",
    "not-now": "This was approved already. Nothing was changed.",
    blocked: "Not every system could be counted. Nothing was approved.",
  },
  purposes: "What for",
  begins: "From",
  late: "The first day has come, and nobody approved this. Earlier consents are still on.",
  open: "Look at consents",
  places: "Where consents stand",
  consent: "Consent",
  table: "Table",
  inForce: "In force",
  older: "Stops counting",
  counted: "Counted",
  suspended: "Switched off",
  cannotEnd: "Nothing can be switched off here. Your programs ask the API since when consent counts.",
  unrecorded: (purposes) =>
    `The policy does not say where consent stands for: ${purposes}. Ask again where you ask it.`,
  none: "There is no place where consents stand.",
  approve: (count) => `Let ${count} consents lapse`,
  confirm: (count) => `On the first day of this version ${count} consents lapse. That cannot be undone. Go on?`,
  again: "Begin again",
  cannot: "Put the problems above right first.",
  trouble: (code) => `It did not go on: ${code}.`,
  answers: "Answers",
  answered: (yes, no, asked) => `${yes} yes, ${no} no, of ${asked} asked`,
};

export const renewalTexts: Readonly<Record<Language, RenewalTexts>> = { nl, en };
