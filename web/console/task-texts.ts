/** What the pages of tasks and of what waits say. */
import type { Language } from "#base";

export type TaskSaid = "done" | "already-done" | "plan-ended" | "note-too-long" | "outcome-missing" | "unknown-task";

export interface TaskTexts {
  readonly title: string;
  readonly lead: string;
  readonly caption: string;
  readonly empty: string;
  readonly emptyText: string;
  readonly head: {
    readonly act: string;
    readonly place: string;
    readonly reference: string;
    readonly since: string;
    readonly due: string;
  };
  readonly acts: Readonly<Record<"hand-over" | "erase" | "correct" | "restrict" | "lift", string>>;
  /** What to do, for somebody who never did it before. */
  readonly how: Readonly<Record<"hand-over" | "erase" | "correct" | "restrict" | "lift", string>>;
  readonly late: string;
  readonly where: string;
  readonly country: string;
  readonly runBy: string;
  readonly holds: string;
  readonly steps: string;
  readonly knownBy: string;
  readonly knownByHint: string;
  readonly email: string;
  readonly row: string;
  readonly key: string;
  readonly startsWith: string;
  readonly keeps: string;
  readonly corrections: string;
  readonly from: string;
  readonly to: string;
  readonly nothing: string;
  readonly forgotten: string;
  readonly finish: string;
  readonly outcome: string;
  readonly outcomes: Readonly<Record<"done" | "nothing-found", string>>;
  readonly note: string;
  readonly noteHint: string;
  readonly submit: string;
  readonly confirm: string;
  readonly doneBy: (name: string, at: string) => string;
  readonly said: Readonly<Record<TaskSaid, string>>;
  /** In the queue. */
  readonly waitsFor: (tasks: number) => string;
  readonly board: string;
  readonly boardLead: string;
  readonly boardCaption: string;
  readonly boardEmpty: string;
  readonly boardEmptyText: string;
  readonly boardHead: { readonly what: string; readonly why: string };
  readonly kinds: Readonly<
    Record<"task" | "pending" | "unreachable" | "recipient" | "withdrawal" | "mailbox" | "letters", string>
  >;
  readonly letters: (count: number) => string;
  readonly askedAgain: (at: string) => string;
  readonly tries: (count: number) => string;
  readonly mailFailed: string;
}

export const taskTexts: Readonly<Record<Language, TaskTexts>> = {
  nl: {
    title: "Taken",
    lead: "Wat geen programma kan, doet een mens. Een verzoek is pas klaar als zijn taken klaar zijn.",
    caption: "Open taken, de vroegste eerst",
    empty: "Er is niets te doen",
    emptyText: "Komt er een taak, dan staat die hier, met de dag waarop die klaar moet zijn.",
    head: { act: "Wat", place: "Waar", reference: "Kenmerk", since: "Sinds", due: "Klaar op" },
    acts: {
      "hand-over": "Meegeven",
      erase: "Wissen",
      correct: "Verbeteren",
      restrict: "Buiten gebruik stellen",
      lift: "Weer in gebruik nemen",
    },
    how: {
      "hand-over":
        "Zoek op deze plek wat van deze persoon is. Stuur het deze persoon, naast de kopie die Gestand maakt.",
      erase:
        "Zoek op deze plek wat van deze persoon is. Wis het, ook in de prullenbak. Laat staan wat volgens de lijst blijft.",
      correct: "Zoek op deze plek wat van deze persoon is. Verander overal wat hieronder staat.",
      restrict: "Zorg dat niemand op deze plek nog iets van deze persoon gebruikt. Wis niets.",
      lift: "Wat hier van deze persoon is, mag weer gebruikt worden. Haal weg wat het tegenhield.",
    },
    late: "te laat",
    where: "Waar",
    country: "Land",
    runBy: "Bij",
    holds: "Wat er staat",
    steps: "Wat u doet",
    knownBy: "Hoe deze persoon daar bekend is",
    knownByHint: "Alleen voor deze taak. Zodra het verzoek klaar is, weten wij dit niet meer.",
    email: "E-mailadres",
    row: "Rij",
    key: "Sleutel",
    startsWith: "alles wat begint met",
    keeps: "blijft",
    corrections: "Wat verandert",
    from: "Nu",
    to: "Wordt",
    nothing: "Niets wijst daar iets aan. Zoek op naam en adres.",
    forgotten: "Het verzoek is klaar. Over wie het ging, weten wij niet meer.",
    finish: "Afvinken",
    outcome: "Hoe liep het af?",
    outcomes: { done: "Gedaan", "nothing-found": "Niets gevonden" },
    note: "Waaraan is te zien dat het gedaan is?",
    noteHint: "Kort, en als het kan zonder naam. Wij bewaren dit verzegeld en wissen het met het verzoek.",
    submit: "Vink af",
    confirm: "Dit kan niet terug. Is het echt gedaan?",
    doneBy: (name, at) => `Afgevinkt door ${name}, ${at}.`,
    said: {
      done: "Afgevinkt. Het verzoek gaat verder.",
      "already-done": "Iemand had deze taak al afgevinkt. Er is niets veranderd.",
      "plan-ended": "Het werk waar deze taak bij hoort, is al klaar. Er is niets veranderd.",
      "note-too-long": "Schrijf hoogstens 2.000 tekens. Er is niets veranderd.",
      "outcome-missing": "Kies hoe het afliep. Er is niets veranderd.",
      "unknown-task": "Deze taak is er niet. Er is niets veranderd.",
    },
    waitsFor: (tasks) => (tasks === 1 ? "wacht op 1 taak" : `wacht op ${tasks} taken`),
    board: "Wat op wie wacht",
    boardLead:
      "Verzoeken die niet verder kunnen: waarop zij wachten, en sinds wanneer. Het langst wachtende staat bovenaan.",
    boardCaption: "Wat wacht, het langste eerst",
    boardEmpty: "Niets wacht",
    boardEmptyText: "Elk verzoek dat loopt, komt verder.",
    boardHead: { what: "Wacht op", why: "Waarom" },
    kinds: {
      task: "Een mens",
      pending: "Een plek die bezig is",
      unreachable: "Een plek die niet antwoordt",
      recipient: "Een ontvanger",
      mailbox: "De postbus",
      letters: "Iemand die de post sorteert",
      withdrawal: "Een toestemming die nog aan staat",
    },
    letters: (count) => (count === 1 ? "1 brief" : `${count} brieven`),
    askedAgain: (at) => `Wij vragen het weer op ${at}.`,
    tries: (count) => `${count} keer geprobeerd.`,
    mailFailed: "De mail kwam niet aan.",
  },
  en: {
    title: "Tasks",
    lead: "What no program can do, a person does. A request is only done when its tasks are done.",
    caption: "Open tasks, the earliest first",
    empty: "There is nothing to do",
    emptyText: "When there is a task, it stands here, with the day by which it must be done.",
    head: { act: "What", place: "Where", reference: "Reference", since: "Since", due: "Due" },
    acts: {
      "hand-over": "Hand over",
      erase: "Erase",
      correct: "Correct",
      restrict: "Put out of use",
      lift: "Put back into use",
    },
    how: {
      "hand-over": "Look in this place for what is this person's. Send it to them, beside the copy that Gestand makes.",
      erase:
        "Look in this place for what is this person's. Erase it, in the bin as well. Leave what the list says stays.",
      correct: "Look in this place for what is this person's. Change everywhere what stands below.",
      restrict: "See to it that nobody uses anything of this person in this place any more. Erase nothing.",
      lift: "What is of this person here may be used again. Take away what kept it from use.",
    },
    late: "late",
    where: "Where",
    country: "Country",
    runBy: "With",
    holds: "What it holds",
    steps: "What to do",
    knownBy: "How this person is known there",
    knownByHint: "For this task only. Once the request is done, we no longer know it.",
    email: "E-mail address",
    row: "Row",
    key: "Key",
    startsWith: "everything that begins with",
    keeps: "stays",
    corrections: "What changes",
    from: "Now",
    to: "Becomes",
    nothing: "Nothing names anything there. Search by name and address.",
    forgotten: "The request is done. We no longer know whom it was about.",
    finish: "Tick off",
    outcome: "What came of it?",
    outcomes: { done: "Done", "nothing-found": "Nothing found" },
    note: "How can it be seen that it was done?",
    noteHint: "Short, and without a name if you can. We keep this sealed and erase it with the request.",
    submit: "Tick off",
    confirm: "This cannot be taken back. Is it really done?",
    doneBy: (name, at) => `Ticked off by ${name}, ${at}.`,
    said: {
      done: "Ticked off. The request goes on.",
      "already-done": "Somebody had ticked this task off already. Nothing was changed.",
      "plan-ended": "The work that this task belongs to is done already. Nothing was changed.",
      "note-too-long": "Write at most 2,000 characters. Nothing was changed.",
      "outcome-missing": "Choose what came of it. Nothing was changed.",
      "unknown-task": "There is no such task. Nothing was changed.",
    },
    waitsFor: (tasks) => (tasks === 1 ? "waits for 1 task" : `waits for ${tasks} tasks`),
    board: "What waits for whom",
    boardLead: "Requests that cannot go on: what they wait for, and since when. What waits longest stands first.",
    boardCaption: "What waits, the longest first",
    boardEmpty: "Nothing waits",
    boardEmptyText: "Every request that runs goes on.",
    boardHead: { what: "Waits for", why: "Why" },
    kinds: {
      task: "A person",
      pending: "A place that is at work",
      unreachable: "A place that does not answer",
      recipient: "A recipient",
      mailbox: "The mailbox",
      letters: "Somebody who sorts the post",
      withdrawal: "A consent that is on still",
    },
    letters: (count) => (count === 1 ? "1 letter" : `${count} letters`),
    askedAgain: (at) => `We ask again on ${at}.`,
    tries: (count) => `Tried ${count} times.`,
    mailFailed: "The mail did not arrive.",
  },
};
