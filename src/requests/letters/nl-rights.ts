/** Letters about rights other than a copy and erasure, in Dutch. */
import { dateText } from "#base";
import type { CorrectedFact, Letters } from "./letter.ts";
import { asked, close, opening, remedy } from "./nl-words.ts";

type Rights = Pick<
  Letters,
  | "upheldWithCopy"
  | "upheld"
  | "stopped"
  | "childReported"
  | "corrected"
  | "restricted"
  | "lifting"
  | "lifted"
  | "joined"
  | "addressChanging"
>;

function listed(purposes: readonly string[]): string | undefined {
  return purposes.length === 0 ? undefined : `Het gaat om:\n${purposes.map((one) => `- ${one}`).join("\n")}`;
}

function factLine({ title, accepted, reason = "" }: CorrectedFact): string {
  return accepted ? `- ${title}: verbeterd` : `- ${title}: niet verbeterd. ${reason}`;
}

export const rights: Rights = {
  upheldWithCopy: (frame, { link, expiresAt }) => ({
    subject: `Wij geven u gelijk: verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Wij geven u gelijk en stoppen er voorgoed mee. Eerst krijgt u een kopie van uw gegevens. U haalt haar hier op:\n${link}`,
      `De link werkt één keer, tot ${expiresAt}. Daarna wissen wij de kopie. Deel de link met niemand.`,
    ),
  }),
  upheld: (frame, { explanation, purposes }) => ({
    subject: `Wij geven u gelijk: verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Wij geven u gelijk. Dit is ons antwoord:`,
      explanation,
      purposes.length === 0 ? undefined : `Wij stoppen er voorgoed mee. ${listed(purposes)}`,
    ),
  }),
  stopped: (frame, { purposes, follow }) => ({
    subject: `Gedaan: verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Dat is vanaf nu zo. U hoeft niets meer te doen.`,
      listed(purposes),
      "Berichten die al onderweg zijn, kunnen nog bij u aankomen. Het kost u niets, en het verandert niets aan wat u verder bij ons hebt.",
      follow === undefined ? undefined : `Op deze pagina vindt u een bewijs:\n${follow}`,
    ),
  }),
  childReported: (frame) => ({
    subject: `Wij bewaren de gegevens bij dit e-mailadres voorlopig alleen (${frame.organisation}, ${frame.reference})`,
    text: close(
      frame,
      `${opening(frame)} Tot wij dit hebben uitgezocht, bewaren wij deze gegevens en doen wij er verder niets mee. Een medewerker beslist.`,
      "Klopt het niet? Schrijf ons dan. Wij zetten het recht.",
    ),
  }),
  corrected: (frame, { corrections, authority }) => ({
    subject: `Uw gegevens zijn verbeterd: verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Dat hebben wij gedaan, op elke plek waar het gegeven stond:`,
      corrections.map(factLine).join("\n"),
      "Hebt u dit niet gevraagd? Laat het ons dan meteen weten.",
      corrections.some(({ accepted }) => !accepted) ? remedy(authority) : undefined,
    ),
  }),
  restricted: (frame, { lift, authority }) => ({
    subject: `Wij bewaren uw gegevens alleen nog: verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Dat doen wij vanaf nu. Wij gebruiken ze niet meer, totdat u zegt dat het weer mag.`,
      `Mag het weer? Dat vraagt u hier:\n${lift}`,
      remedy(authority),
    ),
  }),
  lifting: (frame) => ({
    subject: `Wij gaan uw gegevens weer gebruiken: verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Wij gaan dat nu doen. U krijgt bericht als het zover is.`,
      "Hebt u dit niet gevraagd? Laat het ons dan meteen weten.",
    ),
  }),
  lifted: (frame) => ({
    subject: `Wij gebruiken uw gegevens weer: verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(frame, `${opening(frame)} Vanaf nu doen wij dat weer, zoals in onze privacyverklaring staat.`),
  }),
  joined: (frame, { first, link }) => ({
    subject: `U vroeg dit al: verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} U vroeg dat al eerder, met kenmerk ${first}. Wij beantwoorden beide verzoeken in één keer, en niet later dan wij u bij het eerste schreven.`,
      `Op deze pagina ziet u hoe het ervoor staat:\n${link}`,
    ),
  }),
  addressChanging: (frame, { link }) => ({
    subject: `Iemand wil dit e-mailadres vervangen (${frame.organisation}, ${frame.reference})`,
    text: close(
      frame,
      `Op ${dateText(frame.receivedOn, "nl")} vroeg iemand ${frame.organisation} om ${asked[frame.kind]}. Daarbij wordt dit e-mailadres vervangen door een ander.`,
      "Was u dit zelf? Dan hoeft u niets te doen.",
      `Was u dit niet? Open dan deze pagina en druk op de knop. Dan gaat het niet door, of geven wij niets meer aan het nieuwe adres:\n${link}`,
    ),
  }),
};
