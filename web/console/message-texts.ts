/** What the console says of letters that came by mail, their files, and the mailbox. */
import type { Language } from "#base";

const nl = {
  title: "Berichten",
  none: "Er kwam geen bericht bij dit verzoek.",
  from: "Van",
  subject: "Onderwerp",
  received: "Ontvangen",
  unread: "Dit bericht konden wij niet lezen. Het staat nog in de postbus.",
  noText: "Er staat geen tekst in.",
  shortened: "Het bericht was langer. Dit is het begin; de rest staat in de postbus.",
  fromElsewhere: "Dit bericht komt van een ander adres dan het verzoek. Het antwoordt wel op een brief van ons.",
  claim: "De afzender is niet bewezen: iedereen kan elk adres als afzender zetten.",
  files: "Bestanden",
  download: "Ophalen",
  downloadHint: "Een vreemde heeft dit gemaakt. Open het alleen als het nodig is.",
  remove: "Verwijderen",
  removeConfirm: "Dit bestand wordt nu verwijderd en kan niet terug. Verwijderen?",
  removed: "verwijderd op",
  refused: "Niet bewaard",
  because: {
    type: "een soort bestand die u niet toelaat",
    size: "groter dan u toelaat",
    count: "te veel bestanden in één bericht",
  },
};
export type MessageTexts = typeof nl;

const en: MessageTexts = {
  title: "Messages",
  none: "No message came with this request.",
  from: "From",
  subject: "Subject",
  received: "Received",
  unread: "We could not read this message. It is still in the mailbox.",
  noText: "There is no text in it.",
  shortened: "The message was longer. This is its beginning; the rest is in the mailbox.",
  fromElsewhere: "This message comes from another address than the request. It does answer a letter of ours.",
  claim: "The sender is not proven: anybody can write any address as the sender.",
  files: "Files",
  download: "Download",
  downloadHint: "A stranger made this. Open it only if you need to.",
  remove: "Delete",
  removeConfirm: "This file is deleted now and cannot be brought back. Delete it?",
  removed: "deleted on",
  refused: "Not kept",
  because: {
    type: "a kind of file that you do not allow",
    size: "larger than you allow",
    count: "too many files in one message",
  },
};

export const messageTexts: Readonly<Record<Language, MessageTexts>> = { nl, en };
