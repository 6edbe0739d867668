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
  | "not-now"
  | "recorded"
  | "undone"
  | "not-so-many"
  | "wrong-day"
  | "unknown-line";
/** How people can be told whom mail does not reach. */
export type Way = "post" | "telephone" | "app" | "in-person";

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
  readonly failures: string;
  readonly reason: string;
  readonly lettersHead: string;
  readonly otherwise: {
    readonly title: string;
    readonly unreached: string;
    readonly left: string;
    readonly lines: string;
    readonly day: string;
    readonly how: string;
    readonly people: string;
    readonly peopleHint: string;
    readonly state: string;
    readonly counts: string;
    readonly undone: string;
    readonly ways: Readonly<Record<Way, string>>;
    readonly record: string;
    readonly recordHint: string;
    readonly confirm: string;
    readonly undo: string;
    readonly undoLine: (line: string) => string;
    readonly undoConfirm: (people: string) => string;
  };
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
    recorded: "Vastgelegd. Het staat ook in het logboek.",
    undone: "Die regel telt niet meer mee. Ook dat staat in het logboek.",
    "not-so-many": "Zoveel mensen zijn er niet meer over. Er is niets vastgelegd.",
    "wrong-day": "De dag moet liggen tussen de publicatie van deze versie en vandaag. Er is niets vastgelegd.",
    "unknown-line": "Die regel telde al niet meer mee. Er is niets veranderd.",
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
  failures: "Waarom brieven niet aankwamen",
  reason: "Reden",
  lettersHead: "Brieven",
  otherwise: {
    title: "Op een andere manier verteld",
    unreached: "Niet bereikt per e-mail",
    left: "Daarvan nog niet verteld",
    lines: "Wat is vastgelegd",
    day: "Verteld op",
    how: "Hoe",
    people: "Aantal mensen",
    peopleHint: "Alleen een aantal. Namen bewaren wij hier niet.",
    state: "Telt mee",
    counts: "ja",
    undone: "ongedaan gemaakt",
    ways: { post: "brief per post", telephone: "telefoon", app: "bericht in de app", "in-person": "persoonlijk" },
    record: "Leg vast",
    recordHint:
      "Vertel het hun eerst, bijvoorbeeld met de lijst hierboven. Leg daarna vast hoeveel mensen het nu weten.",
    confirm: "U legt vast dat deze mensen het weten. Dat komt in het logboek, en de belofte telt het mee.",
    undo: "Maak ongedaan",
    undoLine: (line) => `Regel ${line} ongedaan maken`,
    undoConfirm: (people) => `Deze regel telt dan niet meer mee (aantal: ${people}). Hij blijft wel te zien.`,
  },
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
    recorded: "Recorded. It is in the log as well.",
    undone: "That line counts no longer. That is in the log as well.",
    "not-so-many": "There are not so many people left. Nothing was recorded.",
    "wrong-day": "The day must lie between the publication of this version and today. Nothing was recorded.",
    "unknown-line": "That line did not count any more. Nothing changed.",
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
  failures: "Why letters did not arrive",
  reason: "Reason",
  lettersHead: "Letters",
  otherwise: {
    title: "Told in another way",
    unreached: "Not reached by e-mail",
    left: "Not told yet, of those",
    lines: "What was recorded",
    day: "Told on",
    how: "How",
    people: "How many people",
    peopleHint: "A number only. No names are kept here.",
    state: "Counts",
    counts: "yes",
    undone: "undone",
    ways: { post: "letter by post", telephone: "telephone", app: "message in the app", "in-person": "in person" },
    record: "Record it",
    recordHint: "Tell them first, with the list above for example. Then record how many people know now.",
    confirm: "You record that these people know. The log gets it, and the promise counts it.",
    undo: "Undo",
    undoLine: (line) => `Undo line ${line}`,
    undoConfirm: (people) => `This line will count no longer (people: ${people}). It can still be seen.`,
  },
};

export const announcementTexts: Readonly<Record<Language, AnnouncementTexts>> = { nl, en };
