import type { LetterWords } from "./announce-letter.ts";

export const nl: LetterWords = {
  subject: ({ organisation, on, past }) =>
    past
      ? `De privacyverklaring van ${organisation} is veranderd op ${on}`
      : `De privacyverklaring van ${organisation} verandert op ${on}`,
  paragraphs: ({ organisation, contact, on, past, changes, more, read, ask, consent, consentAt }) => [
    "Beste meneer of mevrouw,",
    `U krijgt deze e-mail van ${organisation}. Wij hebben gegevens van u. In onze privacyverklaring staat wat wij daarmee doen. Die verklaring ${past ? `is op ${on} veranderd` : `verandert op ${on}`}.`,
    `Dit ${past ? "is er voor u veranderd" : "verandert er voor u"}:`,
    changes.map((change) => `- ${change}`).join("\n"),
    more === 0
      ? undefined
      : `Er ${more === 1 ? "is nog 1 andere verandering" : `zijn nog ${more} andere veranderingen`}. U leest ze via de link hieronder.`,
    `De nieuwe privacyverklaring leest u hier:\n${read}`,
    consent.length === 0
      ? undefined
      : `U kunt ons toestemming hebben gegeven voor: ${consent.join("; ")}. Omdat dit verandert, vragen wij uw toestemming opnieuw. Geeft u die niet, dan doen wij dit niet.${consentAt === undefined ? "" : ` U geeft uw keuze hier door:\n${consentAt}`}`,
    `Bent u het er niet mee eens? Dan kunt u uw gegevens opvragen of laten wissen. Dat doet u hier:\n${ask}`,
    `Wij sturen deze e-mail omdat wij u dit moeten vertellen. Het is geen reclame.${consent.length === 0 ? " U hoeft niets te doen." : ""}`,
    `Hebt u een vraag? Schrijf dan naar ${contact}.`,
    `Met vriendelijke groet,\n${organisation}`,
  ],
};
