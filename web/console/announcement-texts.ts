/** Sentences about letters on a new version. */
import type { Language } from "#base";

type State = "none" | "gathering" | "sending" | "stopped" | "done";
export type AnnouncementSaid =
  | "started"
  | "stopped"
  | "resumed"
  | "unknown-version"
  | "nobody-concerned"
  | "already-announced"
  | "not-now";

interface AnnouncementTexts {
  readonly title: string;
  readonly lead: string;
  readonly states: Readonly<Record<State, string>>;
  readonly said: Readonly<Record<AnnouncementSaid, string>>;
  readonly state: string;
  readonly tellBy: string;
  readonly late: string;
  readonly open: string;
  readonly nobody: string;
  readonly concerned: string;
  readonly kind: string;
  readonly persons: string;
  readonly withoutAddress: string;
  readonly letters: (count: string) => string;
  readonly letter: string;
  readonly tell: (count: string) => string;
  readonly confirm: (count: string) => string;
  readonly cannot: string;
  readonly sent: string;
  readonly waiting: string;
  readonly failed: string;
  readonly progress: (sent: string, letters: string) => string;
  readonly found: (letters: string) => string;
  readonly stop: string;
  readonly stopHint: string;
  readonly resume: string;
  readonly trouble: (code: string) => string;
  readonly unreached: string;
  readonly unreachedHint: string;
  readonly unreachedConfirm: string;
}

const nl: AnnouncementTexts = {
  title: "Mensen vertellen wat er verandert",
  lead: "Wie door deze versie geraakt wordt, krijgt één e-mail. Daarin staat alleen wat er voor diegene verandert.",
  states: {
    none: "nog niet begonnen",
    gathering: "mensen zoeken",
    sending: "aan het versturen",
    stopped: "gestopt",
    done: "klaar",
  },
  said: {
    started: "De brieven gaan nu weg.",
    stopped: "Er gaan geen brieven meer weg.",
    resumed: "De brieven gaan weer weg.",
    "unknown-version": "Deze versie bestaat niet. Er is niets verstuurd.",
    "nobody-concerned": "Deze versie raakt niemand. Er hoeft niets verstuurd te worden.",
    "already-announced": "Dit was al begonnen. Hieronder staat hoe ver het is.",
    "not-now": "Dat kan nu niet. Er is niets veranderd.",
  },
  state: "Stand",
  tellBy: "Uiterlijk vertellen op",
  late: "De dag waarop dit uiterlijk moest, is voorbij.",
  open: "Bekijk de brief en het aantal",
  nobody: "Er is niemand gevonden om te schrijven.",
  concerned: "Wie het aangaat",
  kind: "Soort",
  persons: "Mensen",
  withoutAddress: "Zonder e-mailadres",
  letters: (count) => `${count} brieven: één per e-mailadres.`,
  letter: "De brief",
  tell: (count) => `Verstuur ${count} brieven`,
  confirm: (count) => `U verstuurt nu ${count} brieven. Een verstuurde brief komt niet terug.`,
  cannot: "Niet elk systeem kon worden gevraagd. Los dit eerst op.",
  sent: "Verstuurd",
  waiting: "Wachten nog",
  failed: "Niet aangekomen",
  progress: (sent, letters) => `${sent} van ${letters} verstuurd`,
  found: (letters) => `${letters} adressen gevonden tot nu toe.`,
  stop: "Stop het versturen",
  stopHint: "Wat al naar de mailserver is, gaat nog weg. U kunt later verdergaan.",
  resume: "Ga verder",
  trouble: (code) => `Het is vanzelf gestopt (${code}). Los de oorzaak op en ga dan verder.`,
  unreached: "Download wie niet is bereikt (CSV)",
  unreachedHint:
    "De lijst bevat persoonsgegevens. Wij lezen die opnieuw uit uw systemen en bewaren hier niets. Het logboek noteert dat u dit doet.",
  unreachedConfirm: "U haalt nu een lijst met persoonsgegevens op. Dat komt in het logboek.",
};

const en: AnnouncementTexts = {
  title: "Tell people what changes",
  lead: "Everybody whom this version concerns gets one e-mail. It says only what changes for them.",
  states: { none: "not begun", gathering: "finding people", sending: "sending", stopped: "stopped", done: "done" },
  said: {
    started: "The letters are going out.",
    stopped: "No more letters go out.",
    resumed: "Letters go out again.",
    "unknown-version": "There is no such version. Nothing was sent.",
    "nobody-concerned": "This version concerns nobody. Nothing needs to be sent.",
    "already-announced": "This had begun already. Below you see how far it is.",
    "not-now": "That is not possible now. Nothing changed.",
  },
  state: "State",
  tellBy: "Tell them by",
  late: "The day by which this had to be done has passed.",
  open: "See the letter and how many",
  nobody: "Nobody was found to write to.",
  concerned: "Whom it concerns",
  kind: "Kind",
  persons: "Persons",
  withoutAddress: "Without an address",
  letters: (count) => `${count} letters: one for each address.`,
  letter: "The letter",
  tell: (count) => `Send ${count} letters`,
  confirm: (count) => `You are about to send ${count} letters. A letter that was sent does not come back.`,
  cannot: "Not every system could be asked. Repair that first.",
  sent: "Sent",
  waiting: "Waiting",
  failed: "Not arrived",
  progress: (sent, letters) => `${sent} of ${letters} sent`,
  found: (letters) => `${letters} addresses found so far.`,
  stop: "Stop sending",
  stopHint: "What is with the mail server already still goes out. You can go on later.",
  resume: "Go on",
  trouble: (code) => `It stopped by itself (${code}). Repair the cause and go on.`,
  unreached: "Download who was not reached (CSV)",
  unreachedHint:
    "The list holds personal data. It is read from your systems anew and not kept here. The log records that you did this.",
  unreachedConfirm: "You are about to fetch a list with personal data. The log records it.",
};

export const announcementTexts: Readonly<Record<Language, AnnouncementTexts>> = { nl, en };
