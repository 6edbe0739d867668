/** Wat naar anderen gaat, en waar gegevens zijn. */
import type { PassingOn } from "./messages.ts";
import { count, list } from "./nl-numbers.ts";

export const passingOn: PassingOn = {
  "contracts.hold": ({ contracts }) =>
    `${count(contracts, "contract", "contracten")} aanwezig, getekend en niet verlopen.`,
  "contracts.unseen": ({ which }) => `Of er een contract is, is hier niet te zien: ${list(which)}.`,
  "contracts.without": ({ which }) => `Geen contract dat vandaag geldt: ${list(which)}.`,
  "demands.bare": ({ demands }) =>
    `Bij ${count(demands, "vordering", "vorderingen")} staat niet van wie die was of op welke wet die rust.`,
  "demands.gone": ({ demands }) =>
    `${count(demands, "vordering", "vorderingen")} van het logboek staan niet meer in de lijst van verstrekkingen.`,
  "demands.none": () => "Er is nog geen vordering vastgelegd.",
  "demands.not-looked-at": () => "De lijst van vorderingen is niet bekeken.",
  "demands.recorded": ({ demands }) =>
    `${count(demands, "vordering", "vorderingen")} vastgelegd, elk met van wie en op welke wet of welk bevel.`,
  "given.forbidden": ({ disclosures, which }) =>
    `${count(disclosures, "keer", "keer")} ging er iets heen dat daar nooit heen mag: ${list(which)}.`,
  "given.none": () =>
    "Er is nog niet gemeld wat er is gegeven. Laat uw programma's dat sturen naar /api/v1/disclosures; docs/operating.md zegt hoe.",
  "given.not-looked-at": () => "De lijst van verstrekkingen is niet bekeken.",
  "given.on-other-ground": ({ disclosures, which }) =>
    `${count(disclosures, "keer", "keer")} gegeven op een grond die niet is beloofd: ${list(which)}.`,
  "given.only": ({ disclosures }) =>
    `${count(disclosures, "keer", "keer")} iets gegeven in het afgelopen jaar, steeds gegevens en een doel die het beleid voor die ontvanger noemt, met een contract en een grond die toen golden.`,
  "given.too-much": ({ disclosures, which }) =>
    `${count(disclosures, "keer", "keer")} iets gegeven dat het beleid toen niet toestond: ${list(which)}.`,
  "hand-over.done": ({ done }) =>
    `${count(done, "kopie", "kopieën")} naar een andere partij gestuurd, met bewijs van wat is verstuurd.`,
  "hand-over.left": ({ which }) =>
    `Een kopie was vrijgegeven voor een andere partij en is niet verstuurd: ${list(which)}.`,
  "hand-over.none": () => "Er is nog geen kopie naar een andere partij gestuurd.",
  "processors.asked": ({ met }) =>
    `${count(met, "keer", "keer")} had een partij die voor u werkt gegevens van wie iets vroeg, en steeds is ook daar de kopie opgevraagd.`,
  "processors.none-met": () => "Nog niemand vroeg iets van wie een partij die voor u werkt gegevens heeft.",
  "processors.not-asked": ({ which }) =>
    `Heeft gegevens van wie iets vroeg, en het beleid zegt niet hoe u daar een kopie krijgt: ${list(which)}. Voeg onder "stores" een plaats toe met "by".`,
  "review.each": ({ answered }) =>
    `${count(answered, "verzoek", "verzoeken")} om een mens naar een besluit te laten kijken, elk beantwoord door een medewerker.`,
  "review.nobody": ({ which }) => `Beantwoord, en het logboek zegt niet door wie: ${list(which)}.`,
  "review.none": () => "Nog niemand vroeg om een mens naar een besluit te laten kijken.",
  "stored.declared": ({ declared, countries }) =>
    `${count(declared, "systeem of opslagplaats", "systemen en opslagplaatsen")} in het beleid, en overal staat dat het hier is: ${list(countries)}.`,
  "stored.elsewhere": ({ which }) => `Volgens het beleid in een ander land: ${list(which)}.`,
  "stored.unknown": ({ which }) => `Zeg bij "country" waar dit is: ${list(which)}.`,
};
