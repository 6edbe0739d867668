/** Words about requests that somebody makes for somebody else. */
import type { Language } from "#base";
import type { Asker } from "#policy";

interface AskerTexts {
  readonly entry: string;
  readonly entryHint: string;
  readonly as: string;
  readonly self: string;
  readonly who: Readonly<Record<Asker, string>>;
  readonly name: string;
  readonly email: string;
  readonly asks: string;
  readonly forWhom: string;
  readonly look: Readonly<Record<Asker, string>>;
  readonly confirmed: string;
  readonly confirmedGives: string;
  readonly stopped: string;
  readonly gives: string;
  readonly givesSees: string;
  readonly accept: string;
  readonly ask: string;
  readonly answerTo: Readonly<Record<"asker" | "person", string>>;
  readonly answer: string;
}

const nl: AskerTexts = {
  entry: "Iemand vraagt dit voor een ander",
  entryHint: "Vul hierboven het e-mailadres in van wie het vraagt. De persoon om wie het gaat krijgt bericht.",
  as: "Hoe",
  self: "Nee, voor zichzelf",
  who: { agent: "met een machtiging", parent: "als ouder of voogd" },
  name: "Naam van wie het vraagt",
  email: "E-mailadres van de persoon om wie het gaat",
  asks: "Gevraagd door",
  forWhom: "Voor",
  look: {
    agent:
      "Kijk of de machtiging van deze persoon is: naam, handtekening, datum, en wat er gevraagd mag worden. Dit adres kennen wij niet als dat van de persoon.",
    parent:
      "Kijk of dit de ouder of voogd is, en of het kind jonger is dan 18. Wie oud genoeg is om zelf toestemming te geven, vraagt u beter zelf (AVG art. 8).",
  },
  confirmed: "De persoon zei via de link in onze brief dat het klopt. Een bestand is dan niet nodig.",
  confirmedGives: "De persoon zei via de link in onze brief dat het klopt, en dat deze vrager het antwoord mag hebben.",
  stopped: "De persoon zei dat het niet klopt, toen wij al begonnen waren. De vrager krijgt het antwoord niet.",
  gives:
    "De vrager mag de gegevens hebben: de machtiging zegt het, of het is de ouder van een jong kind. Zonder dit gaat het antwoord naar de persoon zelf.",
  givesSees: "De vrager mag de gegevens zien. Zonder dit kan hij of zij niets verbeteren.",
  accept: "Dit mag worden gevraagd, voor deze persoon",
  ask: "Vraag om een machtiging",
  answer: "Antwoord gaat naar",
  answerTo: { asker: "wie het vraagt", person: "de persoon zelf" },
};

const en: AskerTexts = {
  entry: "Somebody asks this for somebody else",
  entryHint: "Fill in above the e-mail address of whoever asks. The person it is about is told.",
  as: "How",
  self: "No, for themselves",
  who: { agent: "with a mandate", parent: "as parent or guardian" },
  name: "Name of whoever asks",
  email: "E-mail address of the person it is about",
  asks: "Asked by",
  forWhom: "For",
  look: {
    agent:
      "See whether the mandate is this person's: name, signature, date, and what may be asked. We do not know this address as the person's.",
    parent:
      "See whether this is the parent or guardian, and whether the child is under 18. Whoever is old enough to consent had better be asked themselves (GDPR art. 8).",
  },
  confirmed: "The person said by the link in our letter that it is right. No file is needed then.",
  confirmedGives:
    "The person said by the link in our letter that it is right, and that whoever asks may have the answer.",
  stopped: "The person said that it is not right, when we had begun. Whoever asked does not get the answer.",
  gives:
    "Whoever asks may have the data: the mandate says so, or it is the parent of a young child. Without this the answer goes to the person themselves.",
  givesSees: "Whoever asks may see the data. Without this they cannot correct anything.",
  accept: "This may be asked, for this person",
  ask: "Ask for a mandate",
  answer: "Answer goes to",
  answerTo: { asker: "whoever asks", person: "the person themselves" },
};

export const askerTexts: Readonly<Record<Language, AskerTexts>> = { nl, en };
