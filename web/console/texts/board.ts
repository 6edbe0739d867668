/** Words of the board of promises for choosing what is shown, and for findings that somebody answers for. */
import type { Language } from "#base";

interface BoardTexts {
  readonly search: string;
  readonly searchHint: string;
  readonly section: string;
  readonly everySection: string;
  readonly show: string;
  readonly showAll: string;
  /** How many of how many. */
  readonly shown: (shown: string, all: string) => string;
  readonly nothing: string;
  readonly nothingText: string;
  readonly findings: {
    readonly title: string;
    readonly lead: string;
    readonly found: string;
    readonly answers: string;
    readonly until: string;
    readonly line: string;
    readonly waived: string;
    readonly over: string;
    readonly left: (days: number) => string;
    readonly overSince: (days: number) => string;
    readonly alarm: (count: number) => string;
  };
}

export const boardTexts: Readonly<Record<Language, BoardTexts>> = {
  nl: {
    search: "Zoek",
    searchHint: "Woorden uit de belofte, de controle of de naam.",
    section: "Onderdeel van de verklaring",
    everySection: "Alle onderdelen",
    show: "Toon",
    showAll: "Toon alles",
    shown: (shown, all) => `${shown} van ${all} beloften`,
    nothing: "Niets gevonden",
    nothingText: "Geen belofte past bij wat u koos.",
    findings: {
      title: "Bevindingen waar iemand voor instaat",
      lead: "Dit klopt niet aan het beleid. Iemand staat er tot een bepaalde dag voor in. Na die dag is het weer een fout.",
      found: "Bevinding",
      answers: "Wie en waarom",
      until: "Tot en met",
      line: "regel",
      waived: "opgeschorte bevindingen",
      over: "verlopen",
      left: (days) => (days === 0 ? "vandaag is de laatste dag" : days === 1 ? "nog 1 dag" : `nog ${days} dagen`),
      overSince: (days) => (days === 1 ? "1 dag verlopen" : `${days} dagen verlopen`),
      alarm: (count) =>
        count === 1
          ? "Van 1 bevinding is de opschorting verlopen. Verbeter het beleid, of beslis opnieuw."
          : `Van ${count} bevindingen is de opschorting verlopen. Verbeter het beleid, of beslis opnieuw.`,
    },
  },
  en: {
    search: "Search",
    searchHint: "Words of the promise, the check or the name.",
    section: "Part of the notice",
    everySection: "All parts",
    show: "Show",
    showAll: "Show all",
    shown: (shown, all) => `${shown} of ${all} promises`,
    nothing: "Nothing found",
    nothingText: "No promise fits what you chose.",
    findings: {
      title: "Findings that somebody answers for",
      lead: "This is wrong with the policy. Somebody answers for it until a certain day. After that day it is an error again.",
      found: "Finding",
      answers: "Who and why",
      until: "Until",
      line: "line",
      waived: "waived findings",
      over: "over",
      left: (days) => (days === 0 ? "today is the last day" : days === 1 ? "1 day left" : `${days} days left`),
      overSince: (days) => (days === 1 ? "over for 1 day" : `over for ${days} days`),
      alarm: (count) =>
        count === 1
          ? "The waiver of 1 finding is over. Correct the policy, or decide anew."
          : `The waivers of ${count} findings are over. Correct the policy, or decide anew.`,
    },
  },
};
