/** Sentences about terms for keeping data. */
import type { Language } from "#base";

export type RetentionSaid =
  | "looking"
  | "approved"
  | "stopping"
  | "resumed"
  | "unknown-sweep"
  | "not-now"
  | "changed"
  | "blocked";
type State = "looking" | "waiting" | "running" | "failed" | "done" | "ended";
type Asks = "first" | "share" | "blocked";

/** What is done with rows past their term, in words. */
export interface SweepTexts {
  readonly takes: (now: string, rows: string) => string;
  readonly approve: (rows: string) => string;
  readonly confirm: (rows: string, table: string) => string;
  readonly progress: string;
}

interface RetentionTexts {
  readonly title: string;
  readonly lead: string;
  readonly said: Readonly<Record<RetentionSaid, string>>;
  readonly none: string;
  readonly look: string;
  readonly waits: string;
  readonly nothingWaits: string;
  readonly moving: string;
  readonly failed: string;
  readonly asks: Readonly<Record<Asks, string>>;
  readonly led: (rows: string) => string;
  readonly oldest: (day: string) => string;
  readonly acts: Readonly<Record<"delete" | "anonymise", SweepTexts>>;
  readonly stop: string;
  readonly resume: string;
  readonly hash: string;
  readonly calendar: string;
  readonly calendarChart: (first: string, last: string) => string;
  readonly head: readonly [string, string, string, string, string, string, string, string, string];
  readonly states: Readonly<Record<State, string>>;
  readonly gone: (rows: string, day: string) => string;
  readonly counted: (moment: string) => string;
  readonly left: string;
  readonly leftHead: readonly [string, string, string];
  readonly leaves: Readonly<Record<string, string>>;
  readonly unknown: (rows: string) => string;
}

export const retentionTexts: Readonly<Record<Language, RetentionTexts>> = {
  nl: {
    title: "Bewaartermijnen",
    lead: "Elke nacht telt Gestand welke rijen ouder zijn dan uw beleid toestaat, en ruimt ze op. De eerste keer, en als het veel is, gebeurt dat pas na uw akkoord.",
    said: {
      looking: "Er wordt nu geteld. Over een moment staat hier wat er is gevonden.",
      approved: "Goedgekeurd. Het opruimen begint. Volgende nachten gaat dit vanzelf, zolang het weinig is.",
      stopping: "Het opruimen stopt na de rijen waar het nu mee bezig is.",
      resumed: "Het opruimen gaat verder.",
      "unknown-sweep": "Dit is er niet meer. Er is niets veranderd.",
      "not-now": "Dat kan nu niet meer. Er is niets veranderd.",
      changed: "Er is intussen opnieuw geteld. Er is niets goedgekeurd. Kijk nog eens.",
      blocked: "Hier klopt nog iets niet. Er is niets goedgekeurd.",
    },
    none: "Er is nog niet geteld. Dat gebeurt vannacht, of nu als u dat wilt.",
    look: "Tel nu",
    waits: "Wacht op uw akkoord",
    nothingWaits: "Niets wacht op u.",
    moving: "Bezig",
    failed: "Mislukt",
    asks: {
      first: "Deze regel is hier nog nooit uitgevoerd.",
      share: "Dit is een groot deel van de tabel. Klopt de klok, en klopt de regel?",
      blocked: "Dit kan niet worden uitgevoerd zolang dit niet klopt:",
    },
    led: (rows) => `Daarna misschien nog ${rows} rijen, als niets er meer naar verwijst.`,
    oldest: (day) => `De oudste is van ${day}.`,
    acts: {
      delete: {
        takes: (now, rows) => `${now} van ${rows} rijen worden verwijderd.`,
        approve: (rows) => `Verwijder ${rows} rijen`,
        confirm: (rows, table) => `${rows} rijen van ${table} verwijderen? Dat kan niet ongedaan worden gemaakt.`,
        progress: "Verwijderd",
      },
      anonymise: {
        takes: (now, rows) => `${now} van ${rows} rijen worden anoniem: wat over iemand gaat verdwijnt, de rij blijft.`,
        approve: (rows) => `Maak ${rows} rijen anoniem`,
        confirm: (rows, table) => `${rows} rijen van ${table} anoniem maken? Dat kan niet ongedaan worden gemaakt.`,
        progress: "Anoniem gemaakt",
      },
    },
    stop: "Stop",
    resume: "Ga verder",
    hash: "Kenmerk van wat u goedkeurt",
    calendar: "Wat wanneer verloopt",
    calendarChart: (first, last) =>
      `Rijen die verlopen per maand, van ${first} tot ${last}. De tabel hieronder zegt hetzelfde in cijfers.`,
    head: [
      "Tabel",
      "Regel",
      "Rijen",
      "Nu te oud",
      "Over 1 maand",
      "Over 3 maanden",
      "Over 1 jaar",
      "Oudste",
      "Laatst opgeruimd",
    ],
    states: {
      looking: "wordt bekeken",
      waiting: "wacht op u",
      running: "bezig",
      failed: "mislukt",
      done: "klaar",
      ended: "vervallen",
    },
    gone: (rows, day) => `${rows} rijen, ${day}`,
    counted: (moment) => `Geteld op ${moment}.`,
    left: "Wat Gestand niet opruimt",
    leftHead: ["Tabel", "Regel", "Waarom niet"],
    leaves: {
      "no rule keeps it": "geen regel bewaart dit",
      "its term ends on no date": "de termijn eindigt niet op een datum, maar bijvoorbeeld als iemand weggaat",
      "no column says when its term starts": "het beleid zegt niet in welke kolom staat wanneer de termijn begint",
      "its rows must be added up first, which is not done by itself":
        "de rijen moeten eerst worden opgeteld; dat gaat nog niet vanzelf",
      "its rows are declared to stay": "het beleid zegt dat de rijen blijven",
    },
    unknown: (rows) => `${rows} zonder begin`,
  },
  en: {
    title: "Terms for keeping data",
    lead: "Every night Gestand counts which rows are older than your policy allows, and clears them. The first time, and whenever it is much, that waits for your approval.",
    said: {
      looking: "Counting now. In a moment you see here what was found.",
      approved: "Approved. Clearing begins. In the nights to come it goes by itself, as long as it is little.",
      stopping: "Clearing stops after the rows that it is at.",
      resumed: "Clearing goes on.",
      "unknown-sweep": "This is no longer there. Nothing was changed.",
      "not-now": "That can no longer be done. Nothing was changed.",
      changed: "It was counted anew meanwhile. Nothing was approved. Look again.",
      blocked: "Something does not fit yet. Nothing was approved.",
    },
    none: "Nothing was counted yet. That happens tonight, or now if you like.",
    look: "Count now",
    waits: "Waits for your approval",
    nothingWaits: "Nothing waits for you.",
    moving: "Under way",
    failed: "Failed",
    asks: {
      first: "This rule was never carried out here.",
      share: "This is a large part of the table. Is the clock right, and is the rule?",
      blocked: "This cannot be carried out as long as this does not fit:",
    },
    led: (rows) => `After that perhaps ${rows} more, when nothing leads to them any longer.`,
    oldest: (day) => `The oldest is of ${day}.`,
    acts: {
      delete: {
        takes: (now, rows) => `${now} of ${rows} rows will be deleted.`,
        approve: (rows) => `Delete ${rows} rows`,
        confirm: (rows, table) => `Delete ${rows} rows of ${table}? That cannot be undone.`,
        progress: "Deleted",
      },
      anonymise: {
        takes: (now, rows) => `${now} of ${rows} rows will be anonymised: what is about somebody goes, the row stays.`,
        approve: (rows) => `Anonymise ${rows} rows`,
        confirm: (rows, table) => `Anonymise ${rows} rows of ${table}? That cannot be undone.`,
        progress: "Anonymised",
      },
    },
    stop: "Stop",
    resume: "Go on",
    hash: "Hash of what you approve",
    calendar: "What ends when",
    calendarChart: (first, last) =>
      `Rows whose term ends per month, from ${first} to ${last}. The table below says the same in figures.`,
    head: ["Table", "Rule", "Rows", "Too old now", "In 1 month", "In 3 months", "In 1 year", "Oldest", "Last cleared"],
    states: {
      looking: "being looked at",
      waiting: "waits for you",
      running: "under way",
      failed: "failed",
      done: "done",
      ended: "dropped",
    },
    gone: (rows, day) => `${rows} rows, ${day}`,
    counted: (moment) => `Counted on ${moment}.`,
    left: "What Gestand does not clear",
    leftHead: ["Table", "Rule", "Why not"],
    leaves: {},
    unknown: (rows) => `${rows} without a start`,
  },
};
