/** What the console says of the watched mailbox and of letters that somebody must sort. */
import type { Language } from "#base";

const nl = {
  title: "Post",
  lead: "Brieven uit de postbus waarvan wij niet zeker weten wat de afzender vraagt. Iemand van u zegt het. De termijn loopt vanaf de dag waarop de brief binnenkwam.",
  empty: "Er is niets te sorteren",
  emptyText:
    "Van elke brief die binnenkwam, is duidelijk wat ermee gebeurt. Komt er een die niet duidelijk is, dan staat die hier.",
  lookedAt: "De postbus is voor het laatst gelezen op",
  never: "De postbus is nog nooit gelezen. Dat gebeurt elke minuut, zodra er een werkproces draait.",
  failing: "De postbus kan niet gelezen worden sinds",
  failingText: "Er gaat niets verloren: brieven blijven liggen en wij proberen het elke minuut. Wat er mis is:",
  failures: {
    "mailbox-url-missing": "het adres van de postbus is niet ingesteld",
    "mailbox-url-invalid": "het adres van de postbus heeft niet de juiste vorm",
    "mailbox-sign-in": "de mailserver aanvaardt de gebruiker of het wachtwoord niet",
    "mailbox-unreachable": "de mailserver is niet te bereiken",
    "mailbox-without-uidplus": "de mailserver kan losse brieven niet veilig verwijderen (UIDPLUS)",
    "mailbox-move-refused": "brieven kunnen niet naar de opgegeven map",
    "mailbox-delete-refused": "oude brieven kunnen niet verwijderd worden",
  } as Readonly<Record<string, string>>,
  otherFailure: "een fout in Gestand; kijk in het logboek",
  caption: "Brieven om te sorteren, de oudste eerst",
  untitled: "Brief zonder onderwerp",
  proposed: "Dit lijkt het te zijn",
  nothingProposed: "Wij herkennen er geen recht in.",
  sort: "Wat is dit?",
  kind: "Wat vraagt de afzender?",
  email: "E-mailadres van wie het vraagt",
  emailHint: "Daarheen gaat de code waarmee die persoon het adres bewijst.",
  language: "Taal van onze brieven",
  purposes: "Waarover gaat het? Alleen bij bezwaar of intrekken van toestemming",
  open: "Maak er een verzoek van",
  openConfirm: "De afzender krijgt nu een code per e-mail. Doorgaan?",
  join: "Hoort bij verzoek",
  joinDo: "Voeg toe",
  none: "Dit is geen verzoek",
  noneConfirm:
    "Wat de brief zegt, wordt hier gewist. Het origineel blijft in de postbus tot zijn termijn. Is het echt geen verzoek?",
  said: {
    request: "Er is een verzoek van gemaakt. De code is onderweg.",
    reply: "De brief staat nu bij het verzoek.",
    "no-request": "Het was geen verzoek. Wat de brief zei, is hier gewist.",
    unknown: "Iemand had deze brief al gesorteerd. Er is niets veranderd.",
    "wrong-address": "Naar dit adres kan geen code. Er is niets veranderd. Vul een e-mailadres in.",
    "not-offered": "Uw privacyverklaring biedt dit niet. Er is niets veranderd. Kies iets anders.",
    "purposes-missing": "Kies waarover het gaat. Er is niets veranderd.",
    "request-ended": "Dat verzoek is klaar. Er is niets veranderd. Maak er een nieuw verzoek van.",
  },
};
export type LetterTexts = typeof nl;
export type LetterSaid = keyof LetterTexts["said"];

const en: LetterTexts = {
  title: "Post",
  lead: "Letters from the mailbox of which we are not certain what the sender asks. Somebody of yours says it. The term runs from the day the letter came in.",
  empty: "There is nothing to sort",
  emptyText:
    "Of each letter that came in it is clear what happens with it. When one comes that is not clear, it stands here.",
  lookedAt: "The mailbox was last read on",
  never: "The mailbox has never been read. That happens each minute, as soon as a worker runs.",
  failing: "The mailbox cannot be read since",
  failingText: "Nothing is lost: letters stay where they are and we try each minute. What is wrong:",
  failures: {
    "mailbox-url-missing": "the address of the mailbox is not set",
    "mailbox-url-invalid": "the address of the mailbox is not of the right form",
    "mailbox-sign-in": "the mail server does not accept the user or the password",
    "mailbox-unreachable": "the mail server cannot be reached",
    "mailbox-without-uidplus": "the mail server cannot delete single letters safely (UIDPLUS)",
    "mailbox-move-refused": "letters cannot go to the declared folder",
    "mailbox-delete-refused": "old letters cannot be deleted",
  },
  otherFailure: "a mistake in Gestand; see the log",
  caption: "Letters to sort, the oldest first",
  untitled: "Letter without a subject",
  proposed: "This seems to be it",
  nothingProposed: "We recognise no right in it.",
  sort: "What is this?",
  kind: "What does the sender ask?",
  email: "E-mail address of who asks",
  emailHint: "The code with which that person proves the address goes there.",
  language: "Language of our letters",
  purposes: "What is it about? Only with an objection or a withdrawal of consent",
  open: "Make it a request",
  openConfirm: "The sender now gets a code by e-mail. Go on?",
  join: "Belongs to request",
  joinDo: "Add it",
  none: "This is no request",
  noneConfirm:
    "What the letter says is erased here. The original stays in the mailbox until its term. Is it really no request?",
  said: {
    request: "It was made a request. The code is on its way.",
    reply: "The letter stands with the request now.",
    "no-request": "It was no request. What the letter said was erased here.",
    unknown: "Somebody had sorted this letter already. Nothing was changed.",
    "wrong-address": "No code can go to this address. Nothing was changed. Enter an e-mail address.",
    "not-offered": "Your policy does not offer this. Nothing was changed. Choose something else.",
    "purposes-missing": "Choose what it is about. Nothing was changed.",
    "request-ended": "That request is done. Nothing was changed. Make it a new request.",
  },
};

export const letterTexts: Readonly<Record<Language, LetterTexts>> = { nl, en };
