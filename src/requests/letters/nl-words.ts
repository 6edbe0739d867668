/** What every letter in Dutch is made of. */
import { alternatives, dateText, enumerated, type Localized, say } from "#base";
import { type Confidence, isConfirmed } from "#law";
import type { HandOverEnd } from "../hand-over-contract.ts";
import type { FileRefusal } from "../message-contract.ts";
import type { RefusalReason, RequestKind } from "../contract.ts";
import { articleOf, type Authority, authorityLine, type Frame, paragraphs } from "./letter.ts";

export const asked: Record<RequestKind, string> = {
  access: "een kopie van uw gegevens",
  erasure: "het wissen van uw gegevens",
  leaving: "te stoppen als klant en uw gegevens te wissen",
  rectification: "het verbeteren van uw gegevens",
  restriction: "uw gegevens alleen nog te bewaren",
  lifting: "uw gegevens weer te gebruiken",
  portability: "een bestand met de gegevens die u zelf gaf",
  objection: "te stoppen met iets waartegen u bezwaar hebt",
  "marketing-objection": "geen reclame meer",
  "withdraw-consent": "te stoppen met iets waarvoor u toestemming gaf",
  "sale-opt-out": "uw gegevens niet te verkopen of te delen voor advertenties",
  "automated-decision": "een mens opnieuw te laten kijken naar een besluit van een computer",
  complaint: "een antwoord op uw klacht",
  "under-age-report": "het sluiten van het account van een kind",
};

export const refusals: Record<RefusalReason, string> = {
  "no-data-found": "Wij hebben gezocht, maar wij hebben geen gegevens van u onder dit e-mailadres.",
  "identity-not-shown": "Wij konden niet vaststellen dat u de persoon bent om wie het gaat (artikel 12 lid 6 AVG).",
  "unfounded-or-excessive": "Uw verzoek is duidelijk ongegrond, of u doet het te vaak (artikel 12 lid 5 AVG).",
  "rights-of-others": "Als wij dit doen, schaden wij de rechten van andere mensen (artikel 15 lid 4 AVG).",
  "legal-obligation": "De wet verplicht ons om deze gegevens te bewaren (artikel 17 lid 3 AVG).",
  "not-our-customer":
    "Wij bewaren deze gegevens voor een ander bedrijf. Dat bedrijf beslist over uw verzoek. Vraag het daarom daar.",
  "data-is-right": "Wij hebben het nagekeken. De gegevens kloppen (artikel 16 AVG).",
  "no-ground-to-restrict": "Geen van de redenen waarom de wet dit voorschrijft, geldt hier (artikel 18 lid 1 AVG).",
  "compelling-grounds":
    "Wij hebben dwingende redenen om door te gaan, die zwaarder wegen dan uw belangen (artikel 21 lid 1 AVG).",
  "legal-claims": "Wij hebben deze gegevens nodig voor een rechtszaak of een claim.",
  "decision-stands": "Een mens heeft opnieuw gekeken, ook naar wat u schreef. Het besluit blijft zoals het was.",
  "complaint-unfounded": "Wij hebben uw klacht onderzocht en zijn het er niet mee eens.",
  "of-age":
    "Wij hebben het uitgezocht. De persoon is oud genoeg, of uit niets blijkt dat dat niet zo is. Wij gebruiken de gegevens weer, net als eerst.",
};

/** The same for whoever is known to a customer of ours alone and for whoever is not known at all. */
export function referred(customers: readonly Localized[]): string {
  const those = enumerated([...new Set(customers.map((one) => say(one, "nl")))], "nl");
  return `Wij hebben onder dit e-mailadres geen gegevens van u waarover wij zelf beslissen. Wij gebruiken ook gegevens voor ${those}, in hun opdracht. Of zij gegevens van u hebben, mogen alleen zij u vertellen. Hebt u contact met een van hen, vraag het dan daar.`;
}

/** Minutes while they are few, else days. */
export function codeTime(minutes: number): string {
  return minutes < 24 * 60 ? `${minutes} minuten` : `${Math.floor(minutes / (24 * 60))} dagen`;
}

type HandedOver = Record<
  HandOverEnd["state"],
  { readonly subject: (frame: Frame) => string; readonly text: (host: string) => string }
>;

const notSent = (frame: Frame) =>
  `Uw kopie van verzoek ${frame.reference} bij ${frame.organisation} is niet doorgestuurd`;

export const handedOver: HandedOver = {
  done: {
    subject: (frame) => `Uw kopie van verzoek ${frame.reference} bij ${frame.organisation} is doorgestuurd`,
    text: (host) =>
      `Wij hebben uw kopie naar ${host} gestuurd, zoals u vroeg. De andere kant zegt dat alles is aangekomen.`,
  },
  refused: { subject: notSent, text: (host) => `Wij hebben uw kopie niet naar ${host} gestuurd. Dit is de reden:` },
  failed: {
    subject: notSent,
    text: (host) =>
      `Het is niet gelukt om uw kopie naar ${host} te sturen: de andere kant nam die niet aan. Misschien klopt het adres niet.`,
  },
  expired: {
    subject: notSent,
    text: (host) => `Het is niet gelukt om uw kopie naar ${host} te sturen voordat wij die moesten wissen.`,
  },
};

export function handedOverFacts(how: HandOverEnd): readonly string[] {
  if (how.state === "done")
    return [
      `Dit bewijst wat er is gestuurd:\n- ${how.sizeBytes} bytes\n- SHA-256 ${how.sha256}\n- antwoord van de andere kant: ${how.status}`,
    ];
  const own =
    "U hebt uw eigen kopie, of u krijgt die zodra die klaar is. Zolang de kopie er is, kunt u ons ook een ander adres geven.";
  return how.state === "refused" ? [how.explanation, own] : [own];
}

export const filesBecause: Record<FileRefusal, string> = {
  type: "dit soort bestand kunnen wij niet lezen",
  size: "het bestand is te groot",
  count: "het waren te veel bestanden",
};

function dueReason({ due, promisedDays }: Frame): string {
  switch (due.because) {
    case "promised-days":
      return promisedDays === undefined
        ? "Dat hebben wij beloofd."
        : `Wij beloven een antwoord binnen ${promisedDays} dagen. Dat is eerder dan de wet van ons vraagt (${articleOf(due, "nl")}).`;
    case "legal-month":
      return `De wet geeft ons één maand (${articleOf(due, "nl")}).`;
    case "legal-term":
      return `Die dag volgt uit de wet (${articleOf(due, "nl")}).`;
    case "extension":
      return `Wij hebben de termijn één keer verlengd. Dat mag van de wet (${articleOf(due, "nl")}).`;
  }
}

export function dueLine(frame: Frame): string {
  return `U krijgt uiterlijk op ${dateText(frame.due.on, "nl")} antwoord. ${dueReason(frame)}`;
}

export function opening(frame: Frame): string {
  if (frame.kind === "under-age-report")
    return `Iemand liet ${frame.organisation} op ${dateText(frame.receivedOn, "nl")} weten dat de persoon achter dit e-mailadres te jong is en dat deze gegevens daarom gewist moeten worden.`;
  const on = dateText(frame.receivedOn, "nl");
  if (frame.asked?.reads === "person")
    return `${frame.asked.name} vroeg ${frame.organisation} op ${on} voor u om ${asked[frame.kind]}.`;
  const forOther =
    frame.asked === undefined
      ? ""
      : " Dat deed u voor iemand anders. Staat in deze brief iets over uw gegevens, dan gaat het om de gegevens van die persoon.";
  return `U vroeg ${frame.organisation} op ${on} om ${asked[frame.kind]}.${forOther}`;
}

export function close(frame: Frame, ...parts: readonly (string | undefined)[]): string {
  return paragraphs(
    "Beste meneer of mevrouw,",
    ...parts,
    `Hebt u een vraag? Schrijf dan naar ${frame.contact} en noem uw kenmerk: ${frame.reference}.`,
    `Met vriendelijke groet,\n${frame.organisation}`,
  );
}

/** For those whose law asks for it: that it came in, how we make sure who asks, and when the answer comes. */
export function acknowledged({ article, confidence }: { article: string; confidence: Confidence }): string {
  return `Met deze brief bevestigen wij dat wij uw verzoek hebben ontvangen (${articleOf({ article, unconfirmed: !isConfirmed({ confidence }) }, "nl")}). Wij kijken of het adres dat u bevestigde bij ons bekend is. Alleen als wij twijfelen wie het vraagt, vragen wij u nog iets.`;
}

export const clockStands =
  "Tot wij dit van u hebben, staat de termijn voor ons antwoord stil. Is het er, dan ziet u op de pagina de nieuwe datum.";

export function remedy(authority: Authority): string {
  return [
    `Bent u het er niet mee eens? U kunt een klacht indienen bij de toezichthouder: ${authorityLine(authority, "nl")}. U kunt ook naar de rechter gaan.`,
    ...afterwards(authority),
  ].join(" ");
}

function afterwards({ bodies = [], referred: puts, arbitration }: Authority): readonly string[] {
  const named = bodies.map(({ party, site }) => (site === undefined ? party : `${party} (${site})`));
  return [
    ...(named.length === 0 ? [] : [`U kunt ook naar ${alternatives(named, "nl")}.`]),
    ...(puts === true ? ["Wij leggen een klacht waar wij samen niet uitkomen zelf aan deze instantie voor."] : []),
    ...(arbitration === true
      ? ["Lost dat het niet op, dan kunt u om een bindende uitspraak van arbiters vragen."]
      : []),
  ];
}
