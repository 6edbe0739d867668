/** Saying no to sale and sharing, in the languages in which policies are written. */
import type { Language } from "#base";
import type { OptOutTexts } from "../form.ts";

export const optOutTexts: Readonly<Record<Language, OptOutTexts>> = {
  nl: {
    link: "Verkoop of deel mijn gegevens niet",
    intro:
      "U kunt hier tegenhouden dat wij uw gegevens verkopen of delen voor reclame. Dat geldt meteen, in deze browser. Wij vragen niet wie u bent, en onze dienst blijft hetzelfde. Het gaat om:",
    stop: "Niet verkopen of delen",
    close: "Sluiten",
    done: "Staat uit: wij verkopen en delen uw gegevens niet.",
    signal:
      "Het verzoek van uw browser (Global Privacy Control) is uitgevoerd: wij verkopen en delen uw gegevens niet.",
  },
  en: {
    link: "Do not sell or share my data",
    intro:
      "Here you can stop us from selling your data or sharing it for advertising. It holds at once, in this browser. We do not ask who you are, and our service stays the same. It is about:",
    stop: "Do not sell or share",
    close: "Close",
    done: "Off: we do not sell or share your data.",
    signal: "Opt-out request of your browser (Global Privacy Control) honoured: we do not sell or share your data.",
  },
};
