/** Asking an age, in the languages in which policies are written. Neither answer is made to look better than the other. */
import type { Language } from "#base";
import type { AgeTexts } from "../form.ts";

type Below = "refused" | "parental-consent";

export const ageTexts: Readonly<Record<Language, (years: number, below: Below) => AgeTexts>> = {
  nl: (years, below) => ({
    title: "Hoe oud bent u?",
    younger: `Jonger dan ${years} jaar`,
    older: `${years} jaar of ouder`,
    birthDate: "Uw geboortedatum",
    next: "Verder",
    close: "Sluiten",
    refused:
      below === "refused"
        ? "U bent te jong om dit in te sturen. Er is niets verstuurd of bewaard. Vraag een ouder of u verder mag kijken."
        : "Hiervoor moet een ouder eerst ja zeggen. Er is niets verstuurd of bewaard. Vraag een ouder om contact met ons op te nemen.",
  }),
  en: (years, below) => ({
    title: "How old are you?",
    younger: `Younger than ${years}`,
    older: `${years} or older`,
    birthDate: "Your date of birth",
    next: "Continue",
    close: "Close",
    refused:
      below === "refused"
        ? "You are too young to send this. Nothing was sent or kept. Ask a parent what you can do here."
        : "A parent must say yes to this first. Nothing was sent or kept. Ask a parent to contact us.",
  }),
};
