/** Letters about a request that somebody makes for somebody else, in Dutch. */
import { dateText } from "#base";
import type { Asker } from "#policy";
import type { Frame, Letters } from "./letter.ts";
import { asked, clockStands, close, dueLine, opening } from "./nl-words.ts";

const toShow: Record<Asker, string> = {
  agent: "een brief waarin deze persoon u toestaat dit te vragen, met een handtekening en een datum",
  parent: "iets waaruit blijkt dat u de ouder of voogd bent, zoals een uittreksel uit het gezagsregister",
};

const holdsCopy = ({ kind }: Frame) => kind === "access" || kind === "portability";

/** Said of the copy only where there is one, or where values are seen. */
function mayYouHaveIt(frame: Frame): string | undefined {
  if (!holdsCopy(frame) && frame.kind !== "rectification") return undefined;
  return "Mag u de gegevens van deze persoon zelf zien? Dan moet dat erin staan. Anders gaan de gegevens naar de persoon zelf.";
}

export const askers: Pick<
  Letters,
  "followForOther" | "askMandate" | "askedForYou" | "doneForOther" | "givenToAsker" | "stoppedByPerson"
> = {
  followForOther: (frame, { link, as, stands }) => ({
    subject: `Wij hebben iets van u nodig voor verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} U hebt uw e-mailadres bevestigd.`,
      `Wij willen eerst zeker weten dat u dit mag vragen. Stuur ons op deze pagina één bestand: ${toShow[as]}. Wij verwijderen het bestand zodra wij hebben beslist:\n${link}`,
      mayYouHaveIt(frame),
      "Kennen wij deze persoon, dan schrijven wij die ook. De persoon kan ook zelf zeggen dat het klopt. Dan hoeft u niets te sturen.",
      "Op de pagina ziet u ook hoe het ervoor staat. U kunt het verzoek daar intrekken. Bewaar deze link en deel hem met niemand.",
      stands ? clockStands : dueLine(frame),
    ),
  }),
  askMandate: (frame, { link, as, stands }) => ({
    subject: `Wij hebben nog iets van u nodig voor verzoek ${frame.reference} bij ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Wij weten nog niet zeker dat u dit mag vragen.`,
      `Stuur ons op deze pagina één bestand: ${toShow[as]}. Wij verwijderen het bestand zodra wij hebben beslist:\n${link}`,
      mayYouHaveIt(frame),
      stands ? clockStands : dueLine(frame),
    ),
  }),
  askedForYou: (frame, { link, as, address }) => ({
    subject: `Iemand vraagt ${frame.organisation} iets voor u (${frame.reference})`,
    text: close(
      frame,
      `${frame.asked?.name ?? ""} (${address}) vroeg ${frame.organisation} op ${dateText(frame.receivedOn, "nl")} ${as === "agent" ? "namens u" : "als uw ouder of voogd"} om ${asked[frame.kind]}.`,
      `Klopt dat? Of wilt u het niet? Zeg het op deze pagina:\n${link}`,
      "Wij doen niets voordat duidelijk is dat die persoon dit mag vragen. Deel deze link met niemand.",
    ),
  }),
  doneForOther: (frame) => ({
    subject: `Verzoek ${frame.reference} bij ${frame.organisation} is beantwoord`,
    text: close(
      frame,
      `${opening(frame)} Dit is beantwoord. ${holdsCopy(frame) ? "In het antwoord staan gegevens van die persoon. Daarom gaven wij het aan de persoon zelf en niet aan u." : "Wat wij precies deden, schreven wij aan de persoon zelf."}`,
    ),
  }),
  givenToAsker: (frame) => ({
    subject: `${frame.organisation} heeft een verzoek beantwoord dat voor u is gedaan (${frame.reference})`,
    text: close(
      frame,
      `${opening(frame)} Wij gaven het antwoord aan ${frame.asked?.name ?? "wie het vroeg"}, omdat dat mag.`,
      "Klopt dat niet? Laat het ons dan meteen weten.",
    ),
  }),
  stoppedByPerson: (frame) => ({
    subject: `Verzoek ${frame.reference} bij ${frame.organisation} is gestopt`,
    text: close(
      frame,
      `${opening(frame)} De persoon van wie de gegevens zijn, liet ons weten dit niet te willen. Daarom zijn wij gestopt. U krijgt niets meer van ons, en wat u ons stuurde verwijderen wij.`,
    ),
  }),
};
