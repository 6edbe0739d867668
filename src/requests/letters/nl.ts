import { capital, dateText, say } from "#base";
import { citation } from "#policy";
import type { RequestKind } from "../contract.ts";
import type { Erased, KeptRows } from "../kept.ts";
import type { Letters } from "./letter.ts";
import { askers } from "./nl-askers.ts";
import { customers } from "./nl-customers.ts";
import { rights } from "./nl-rights.ts";
import {
  acknowledged,
  clockStands,
  close,
  codeTime,
  dueLine,
  filesBecause,
  handedOver,
  handedOverFacts,
  opening,
  referred,
  refusals,
  remedy,
} from "./nl-words.ts";

function keptLine({ system, rows, because }: KeptRows): string {
  const what = `- ${say(system, "nl")}: ${rows} ${rows === 1 ? "regel" : "regels"}`;
  switch (because.kind) {
    case "hold":
      return `${what}. Die moeten wij van de wet bewaren tot en met ${dateText(because.untilOn, "nl")}${because.law === undefined ? "" : `: ${say(because.law.title, "nl")} (${citation(because.law.article, "nl")})`}.`;
    case "shared":
      return `${what}. Die gaan ook over iemand anders.`;
    case "declared-keep":
      return `${what}. Die blijven, zoals in onze privacyverklaring staat.`;
  }
}

/** Nothing that the erasure did not reach may seem to be gone. */
function elsewhereText(elsewhere: NonNullable<Erased["elsewhere"]>): string | undefined {
  if (elsewhere.length === 0) return undefined;
  const lines = elsewhere.map(({ title, files }) => {
    const place = `- ${capital(say(title, "nl"))}`;
    if (files === undefined) return `${place}: wij weten niet of daar iets van u is.`;
    return `${place}: ${files} ${files === 1 ? "bestand" : "bestanden"}.`;
  });
  return `Dit gaat over onze databases. Deze plekken horen daar niet bij. Wat daar van u is, moet een medewerker met de hand wissen:\n${lines.join("\n")}\nVraag ons gerust of dat al is gebeurd.`;
}

/** Of data that is perhaps somebody else's. */
const aboutThis: Partial<Record<RequestKind, string>> = {
  access: "een kopie van de gegevens",
  portability: "een kopie van de gegevens",
  erasure: "het wissen van de gegevens",
  leaving: "het wissen van de gegevens",
  rectification: "het veranderen van de gegevens",
};

export const nl: Letters = {
  ...rights,
  ...customers,
  ...askers,
  code: (frame, { code, link, minutes }) => ({
    subject: `Uw code voor verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Met deze code bevestigt u dat dit uw e-mailadres is:`,
      `    ${code}`,
      `Vul de code binnen ${codeTime(minutes)} in op deze pagina:\n${link}`,
      "Hebt u dit niet gevraagd? Dan hoeft u niets te doen. Zonder de code gebeurt er niets. Geef de code aan niemand.",
      dueLine(frame),
    ),
  }),
  follow: (frame, { link, proposes, acknowledges }) => ({
    subject: `Wij behandelen uw verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} U hebt uw e-mailadres bevestigd. ${proposes ? "Zodra wij u hebben gevonden, ziet u op de pagina hieronder uw gegevens. Daar schrijft u op wat niet klopt." : "Een medewerker kijkt nu naar uw verzoek."}`,
      acknowledges === undefined ? undefined : acknowledged(acknowledges),
      `Op deze pagina ziet u hoe het ervoor staat. U kunt uw verzoek daar ook intrekken. Bewaar deze link en deel hem niet:\n${link}`,
      dueLine(frame),
    ),
  }),
  askIdentity: (frame, { link, stands }) => ({
    subject: `Wij hebben iets van u nodig voor verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Voordat wij verder gaan, willen wij zeker weten dat u het bent. Zo krijgt niemand anders uw gegevens.`,
      `Stuur ons via deze pagina één bestand waaruit dat blijkt, bijvoorbeeld een oude bestelbevestiging. Stuur geen kopie van uw paspoort. Wij wissen het bestand zodra wij hebben beslist:\n${link}`,
      stands ? clockStands : dueLine(frame),
    ),
  }),
  askClarification: (frame, { question, link, stands }) => ({
    subject: `Wij hebben een vraag over verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Wij willen precies doen wat u bedoelt. Daarom vragen wij u dit:`,
      question,
      `U antwoordt op deze pagina:\n${link}`,
      stands ? clockStands : dueLine(frame),
    ),
  }),
  askedFromElsewhere: (frame) => ({
    subject: `Iemand vroeg ${frame.organisation} iets over dit adres (${frame.reference})`,
    text: close(
      frame,
      `Iemand vroeg ${frame.organisation} op ${dateText(frame.receivedOn, "nl")} vanaf een ander e-mailadres om ${aboutThis[frame.kind] ?? "iets te doen met de gegevens"} die bij dit adres horen.`,
      "Wij doen niets voordat die persoon heeft laten zien wie hij of zij is.",
      "Was u dit zelf? Dan hoeft u niets te doen. Was u dit niet? Laat het ons dan meteen weten.",
    ),
  }),
  answeredElsewhere: (frame) => ({
    subject: `Een verzoek over dit adres is uitgevoerd door ${frame.organisation} (${frame.reference})`,
    text: close(
      frame,
      `Op ${dateText(frame.receivedOn, "nl")} kregen wij vanaf een ander e-mailadres een verzoek over de gegevens die bij dit adres horen. Die persoon heeft laten zien wie hij of zij is. Daarom hebben wij het verzoek uitgevoerd.`,
      "Was u dit niet? Laat het ons dan meteen weten.",
    ),
  }),
  leftAlone: (frame) => ({
    subject: `Er is niets gedaan met de gegevens bij dit adres (${frame.organisation}, ${frame.reference})`,
    text: close(
      frame,
      `Wij schreven u eerder dat iemand op ${dateText(frame.receivedOn, "nl")} vanaf een ander e-mailadres iets vroeg over de gegevens die bij dit adres horen.`,
      "Met die gegevens hebben wij niets gedaan. Niemand heeft ze gekregen en er is niets gewist. U hoeft niets te doen.",
    ),
  }),
  extended: (frame, { reason, authority }) => ({
    subject: `Wij hebben meer tijd nodig voor verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Wij hebben meer tijd nodig. Dit is de reden:`,
      reason,
      dueLine(frame),
      remedy(authority),
    ),
  }),
  refused: (frame, { reason, explanation, authority, customers = [] }) => ({
    subject: `Antwoord op uw verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} ${reason === "no-data-found" ? "Dit is ons antwoord:" : frame.kind === "under-age-report" ? "Dat doen wij niet. Dit is de reden:" : "Wij voeren uw verzoek niet uit. Dit is de reden:"}`,
      ...(reason === "no-data-found" && customers.length > 0 ? [referred(customers)] : [refusals[reason], explanation]),
      remedy(authority),
    ),
  }),
  withdrawn: (frame) => ({
    subject: `Uw verzoek ${frame.reference} bij ${frame.organisation} is ingetrokken`,
    text: close(
      frame,
      `${opening(frame)} U hebt dit verzoek ingetrokken. Wij stoppen ermee en wissen wat u ons hiervoor gaf. U mag altijd een nieuw verzoek doen.`,
    ),
  }),
  answer: (frame, { link, expiresAt }) => ({
    subject: `Uw kopie staat klaar: verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Uw kopie staat klaar. U haalt haar hier op:\n${link}`,
      `De link werkt één keer, tot ${expiresAt}. Daarna wissen wij de kopie. Deel de link met niemand.`,
    ),
  }),
  answerAgain: (frame, { link, expiresAt, follow }) => ({
    subject: `Een nieuwe link naar uw kopie: verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Uw kopie staat klaar, maar een eerdere e-mail hierover is niet bij u aangekomen. U haalt de kopie hier op:\n${link}`,
      `De link werkt één keer, tot ${expiresAt}. Daarna wissen wij de kopie. Een eerdere link werkt niet meer. Deel de link met niemand.`,
      follow === undefined ? undefined : `Op deze pagina ziet u hoe het met uw verzoek staat:\n${follow}`,
    ),
  }),
  handedOver: (frame, { host, how }) => ({
    subject: handedOver[how.state].subject(frame),
    text: close(frame, opening(frame), handedOver[how.state].text(host), ...handedOverFacts(how)),
  }),
  filesRefused: (frame, { files }) => ({
    subject: `Sommige bestanden bij verzoek ${frame.reference} bij ${frame.organisation} zijn niet bewaard`,
    text: close(
      frame,
      `Wij hebben uw bericht. Deze bestanden zaten erbij en hebben wij niet bewaard:\n${files.map(({ name, because }) => `- ${name}: ${filesBecause[because]}`).join("\n")}`,
      "U hoeft niets te doen. Is een bestand belangrijk voor uw verzoek? Dan mag u het in een andere vorm sturen, zoals PDF of een foto.",
    ),
  }),
  answerExpired: (frame, { authority }) => ({
    subject: `De link van verzoek ${frame.reference} bij ${frame.organisation} is verlopen`,
    text: close(
      frame,
      `${opening(frame)} Uw kopie stond klaar, maar is niet opgehaald. De link is verlopen en wij hebben de kopie gewist.`,
      "Wilt u de kopie alsnog? Doe dan een nieuw verzoek. Dat is gratis.",
      remedy(authority),
    ),
  }),
  erased: (frame, { rows, kept, elsewhere = [], authority }) => ({
    subject: `Uw verzoek ${frame.reference} bij ${frame.organisation} is uitgevoerd`,
    text: close(
      frame,
      `${opening(frame)} Dat hebben wij gedaan. Wij hebben ${rows} ${rows === 1 ? "regel" : "regels"} met uw gegevens gewist of anoniem gemaakt. Daarna hebben wij opnieuw gezocht en niets gevonden dat weg had gemoeten.`,
      kept.length === 0
        ? `${elsewhere.length === 0 ? "Er" : "In onze databases"} is niets bewaard.`
        : `Dit is bewaard gebleven:\n${kept.map(keptLine).join("\n")}`,
      elsewhereText(elsewhere),
      // The page is that of whoever asked.
      `Ook dit e-mailadres wissen wij uit onze administratie van verzoeken. Dit is daarom onze laatste e-mail.${frame.asked?.reads === "person" ? "" : " Op de pagina van uw verzoek vindt u een bewijs dat wij het hebben afgehandeld. Daar staan geen gegevens van u in."}`,
      remedy(authority),
    ),
  }),
};
