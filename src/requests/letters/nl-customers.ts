/** Letters to customers for whom data is used, in Dutch. */
import type { RequestKind } from "../contract.ts";
import type { Letters } from "./letter.ts";
import { close } from "./nl-words.ts";

const wants: Partial<Record<RequestKind, string>> = {
  access: "wil zijn of haar gegevens inzien",
  portability: "wil zijn of haar gegevens meenemen",
  erasure: "wil dat zijn of haar gegevens worden gewist",
  leaving: "wil dat zijn of haar gegevens worden gewist",
  rectification: "wil dat zijn of haar gegevens worden verbeterd",
  restriction: "wil dat zijn of haar gegevens een tijd niet worden gebruikt",
  objection: "maakt bezwaar tegen het gebruik van zijn of haar gegevens",
};

export const customers: Pick<Letters, "customerAsked" | "instructedCopy" | "instructedErasure"> = {
  customerAsked: (frame, { link, task, customer }) => ({
    subject: `Iemand vraagt iets over gegevens die wij voor u gebruiken: ${frame.reference}`,
    text: close(
      frame,
      `Iemand ${wants[frame.kind] ?? "wil een recht gebruiken"}. Het gaat om gegevens die wij voor ${customer ?? "u"} gebruiken: ${task}. U beslist daarover, niet wij.`,
      `Op deze pagina ziet u om wie het gaat en wat wij voor u kunnen doen:\n${link}`,
      "U bent zelf verantwoordelijk voor het antwoord. Daar is meestal een maand voor (AVG artikel 12, lid 3). Wij hebben deze persoon niet verteld of wij iets voor u bewaren.",
      "Deel de link met niemand. Hij toont een e-mailadres van deze persoon.",
    ),
  }),
  instructedCopy: (frame, { link, expiresAt }) => ({
    subject: `De kopie die u vroeg staat klaar: ${frame.reference}`,
    text: close(
      frame,
      `U vroeg ons om een kopie van de gegevens van een persoon die wij voor u gebruiken. U haalt haar hier op:\n${link}`,
      `De link werkt één keer, tot ${expiresAt}. Daarna wissen wij de kopie. Deel de link met niemand.`,
    ),
  }),
  instructedErasure: (frame, { rows, kept }) => ({
    subject: `Gewist, zoals u vroeg: ${frame.reference}`,
    text: close(
      frame,
      `U vroeg ons om de gegevens van een persoon te wissen die wij voor u gebruiken. Dat is gedaan: ${rows} ${rows === 1 ? "regel" : "regels"}.`,
      kept.length === 0
        ? undefined
        : `Er ${kept.length === 1 ? "bleef" : "bleven"} ${kept.reduce((sum, one) => sum + one.rows, 0)} over die wij moeten bewaren.`,
    ),
  }),
};
