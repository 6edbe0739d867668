/** What checks say of consents, of saying no to messages, and of the proof of both. */
import { count as countEn, list as listEn } from "./en-numbers.ts";
import type { SentencesOf } from "./messages.ts";
import { count as countNl, list as listNl } from "./nl-numbers.ts";

type Elsewhere = "consent.none-yet" | "consent.not-looked-at" | "consent.older" | "consent.renewed";
type ConsentSentences = Omit<SentencesOf<"acts" | "consent" | "parents" | "unsubscribe">, Elsewhere>;

export const consentsNl: ConsentSentences = {
  "acts.asked": ({ yeses, which }) =>
    `${countNl(yeses, "keer", "keer")} ja, elk door iets wat de persoon zelf deed (${listNl(which)}), en geen op een andere manier.`,
  "acts.confirmed": ({ yeses }) => `${countNl(yeses, "keer", "keer")} ja, elk bevestigd met een eigen link.`,
  "acts.none": () => "Nog niemand zei ja.",
  "acts.not-confirmed": ({ yeses }) =>
    `${countNl(yeses, "keer", "keer")} ja van een website zonder dat iemand dat bevestigde.`,
  "acts.not-looked-at": () => "Er is niet gekeken hoe deze toestemming is gegeven.",
  "acts.not-this-way": ({ yeses }) => `${countNl(yeses, "keer", "keer")} ja, en nog geen op deze manier.`,
  "acts.otherwise": ({ yeses, which }) =>
    `${countNl(yeses, "keer", "keer")} ja op een manier die het beleid niet noemt: ${listNl(which)}.`,
  "acts.page-gone": ({ status }) => `De pagina om toestemming in te trekken opent niet (het antwoord is ${status}).`,
  "acts.perhaps-settings": ({ yeses }) =>
    `${countNl(yeses, "keer", "keer")} ja van uw programma's zonder bevestiging. Dat mag als het uit instellingen van een account komt; dat is hier niet te zien.`,
  "acts.withdrawable": () =>
    "De pagina om toestemming in te trekken opent, en geen intrekking wacht langer dan een dag.",
  "parents.alone": ({ alone }) =>
    `${countNl(alone, "keer", "keer")} staat er een ja zonder ouder, terwijl alleen een ouder dat kan geven.`,
  "parents.confirmed": ({ confirmed }) =>
    `${countNl(confirmed, "keer", "keer")} bevestigde een ouder voor een kind, met een link in een eigen brief.`,
  "parents.none": () => "Nog geen ouder bevestigde iets voor een kind.",
  "parents.not-looked-at": () => "Er is niet gekeken wat ouders bevestigden.",
  "consent.given": ({ inForce }) =>
    inForce === 1
      ? "1 toestemming staat aan, met het moment waarop die is gegeven, en niet ingetrokken."
      : `${inForce} toestemmingen staan aan, elk met het moment waarop die is gegeven, en geen die is ingetrokken.`,
  "consent.nobody": () => "Nog niemand gaf deze toestemming.",
  "consent.nowhere": () => "Het beleid zegt niet in welke tabel deze toestemming staat.",
  "consent.unknown-moment": ({ rows, which }) =>
    `Van ${countNl(rows, "toestemming", "toestemmingen")} is niet bekend wanneer die is gegeven: ${listNl(which)}.`,
  "consent.withdrawn-in-force": ({ persons }) =>
    `${persons === 1 ? "1 persoon trok" : `${persons} personen trokken`} dit meer dan een dag geleden in, en in uw tabellen staat het nog aan.`,
  "consent.proof-ends": ({ lines, months }) =>
    `Van ${countNl(lines, "keuze", "keuzes")} en ${countNl(months, "maand", "maanden")} keuzes van browsers is bewijs bewaard, nergens langer dan de termijn.`,
  "consent.proof-overdue": ({ overdue }) =>
    `${overdue === 1 ? "1 bewijs van toestemming is" : `${overdue} bewijzen van toestemming zijn`} langer bewaard dan de termijn.`,
  "consent.proof-none": () => "Van deze toestemming is nog geen bewijs bewaard.",
  "unsubscribe.works": ({ used }) =>
    `De link om u af te melden opent zijn pagina, ${countNl(used, "persoon", "personen")} gebruikte${used === 1 ? "" : "n"} hem, en niemand die nee zei staat nog op een lijst.`,
  "unsubscribe.unused": () =>
    "De link om u af te melden opent zijn pagina. Nog niemand gebruikte hem, dus niet is gezien dat hij in uw berichten staat.",
  "unsubscribe.page-gone": ({ status }) =>
    `De link om u af te melden opent zijn pagina niet (het antwoord is ${status}).`,
  "unsubscribe.ways-unseen": ({ which }) => `Of afmelden ook zo kan, is hier niet te zien: ${listNl(which)}.`,
  "unsubscribe.not-looked-at": () => "Hier is niet te zien of men zich kan afmelden.",
};

export const consentsEn: ConsentSentences = {
  "acts.asked": ({ yeses, which }) =>
    `${countEn(yeses, "yes", "yeses")}, each by an act of the person (${listEn(which)}), and none in another way.`,
  "acts.confirmed": ({ yeses }) => `${countEn(yeses, "yes", "yeses")}, each confirmed by a link of one's own.`,
  "acts.none": () => "Nobody said yes yet.",
  "acts.not-confirmed": ({ yeses }) => `${countEn(yeses, "yes", "yeses")} from a website that nobody confirmed.`,
  "acts.not-looked-at": () => "How this consent was given was not looked at.",
  "acts.not-this-way": ({ yeses }) => `${countEn(yeses, "yes", "yeses")}, and none in this way yet.`,
  "acts.otherwise": ({ yeses, which }) =>
    `${countEn(yeses, "yes", "yeses")} in a way that the policy does not name: ${listEn(which)}.`,
  "acts.page-gone": ({ status }) => `The page to withdraw consent does not open (it answers ${status}).`,
  "acts.perhaps-settings": ({ yeses }) =>
    `${countEn(yeses, "yes", "yeses")} from your programs without a confirmation. That is right if it comes from settings of an account, which cannot be seen here.`,
  "acts.withdrawable": () => "The page to withdraw consent opens, and no withdrawal waits longer than a day.",
  "parents.alone": ({ alone }) =>
    `${countEn(alone, "yes", "yeses")} without a parent, where only a parent can give it.`,
  "parents.confirmed": ({ confirmed }) =>
    `${countEn(confirmed, "time", "times")} a parent confirmed something for a child, by a link in a letter of their own.`,
  "parents.none": () => "No parent confirmed anything for a child yet.",
  "parents.not-looked-at": () => "What parents confirmed was not looked at.",
  "consent.given": ({ inForce }) =>
    `${countEn(inForce, "consent", "consents")} in force, each with the moment it was given, and none that was withdrawn.`,
  "consent.nobody": () => "Nobody has given this consent yet.",
  "consent.nowhere": () => "The policy does not say in which table this consent stands.",
  "consent.unknown-moment": ({ rows, which }) =>
    `Of ${countEn(rows, "consent", "consents")} in force it is not known when it was given: ${listEn(which)}.`,
  "consent.withdrawn-in-force": ({ persons }) =>
    `${persons === 1 ? "1 person withdrew" : `${persons} persons withdrew`} this more than a day ago, and it is still in force in your tables.`,
  "consent.proof-ends": ({ lines, months }) =>
    `Proof of ${countEn(lines, "choice", "choices")} and ${countEn(months, "month", "months")} of choices of browsers is kept, none longer than its term.`,
  "consent.proof-overdue": ({ overdue }) =>
    `${overdue === 1 ? "1 proof of consent is" : `${overdue} proofs of consent are`} kept longer than their term.`,
  "consent.proof-none": () => "No proof of this consent is kept yet.",
  "unsubscribe.works": ({ used }) =>
    `The link to unsubscribe opens its page, ${countEn(used, "person", "persons")} used it, and nobody who said no is still on a list.`,
  "unsubscribe.unused": () =>
    "The link to unsubscribe opens its page. Nobody used it yet, so it is not seen that it stands in your messages.",
  "unsubscribe.page-gone": ({ status }) => `The link to unsubscribe does not open its page (it answers ${status}).`,
  "unsubscribe.ways-unseen": ({ which }) =>
    `Whether one can also unsubscribe in these ways cannot be seen from here: ${listEn(which)}.`,
  "unsubscribe.not-looked-at": () => "It cannot be seen here whether one can unsubscribe.",
};
