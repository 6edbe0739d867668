/** Wat op iemands woord naar anderen gaat. */
import type { Sentences } from "./messages.ts";
import { count, list } from "./nl-numbers.ts";

export const passingOn: Pick<Sentences, Extract<keyof Sentences, `demands.${string}` | `hand-over.${string}`>> = {
  "demands.bare": ({ demands }) =>
    `Bij ${count(demands, "vordering", "vorderingen")} staat niet van wie die was of op welke wet die rust.`,
  "demands.gone": ({ demands }) =>
    `${count(demands, "vordering", "vorderingen")} van het logboek staan niet meer in de lijst van verstrekkingen.`,
  "demands.none": () => "Er is nog geen vordering vastgelegd.",
  "demands.not-looked-at": () => "De lijst van vorderingen is niet bekeken.",
  "demands.recorded": ({ demands }) =>
    `${count(demands, "vordering", "vorderingen")} vastgelegd, elk met van wie en op welke wet of welk bevel.`,
  "hand-over.done": ({ done }) =>
    `${count(done, "kopie", "kopieën")} naar een andere partij gestuurd, met bewijs van wat is verstuurd.`,
  "hand-over.left": ({ which }) =>
    `Een kopie was vrijgegeven voor een andere partij en is niet verstuurd: ${list(which)}.`,
  "hand-over.none": () => "Er is nog geen kopie naar een andere partij gestuurd.",
};
