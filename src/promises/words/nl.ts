/** Nederlands, B1. */
import { dateText } from "#base";
import { onPages } from "./on-pages.ts";
import { retentionNl } from "./on-retention.ts";
import type { PromiseStatusKind } from "../contract.ts";
import { consentsNl } from "./on-consents.ts";
import { mechanismText } from "./mechanisms.ts";
import type { CopyPart, Sentences, WrongDate } from "./messages.ts";
import { count, list, numbers } from "./nl-numbers.ts";
import { passingOn } from "./nl-passing-on.ts";

const requests = (number: number) => count(number, "verzoek", "verzoeken");
const copies = (number: number) => count(number, "kopie", "kopieën");
const rowsHeld = (number: number) => count(number, "bewaarde regel", "bewaarde regels");
const languages = (number: number) => count(number, "taal", "talen");

const day = (on: string) => dateText(on, "nl");

/** What a database or program says goes on in its own words. */
function technical(why: string): string {
  return `De technische melding is in het Engels: “${why}”`;
}

const parts: Record<CopyPart, string> = {
  categories: "de soorten gegevens",
  recipients: "de ontvangers",
  dataFiles: "bestanden die een computer kan lezen",
};
const wrongDates: Record<WrongDate, string> = {
  "receipt-not-logged": "in het logboek staat niet dat het is ontvangen",
  "receipt-on-another-day": "de dag van ontvangst is een andere dan in het logboek",
  "receipt-logged-on-another-day": "het staat in het logboek op een andere dag dan de dag van ontvangst",
  "extension-not-logged": "de termijn is verlengd, maar dat staat niet in het logboek",
  "extension-too-long": "de termijn is langer verlengd dan de wet toestaat",
  "due-on-another-day": "de uiterste datum is een andere dan volgens het beleid",
  "closing-not-logged": "het is gesloten, maar dat staat niet in het logboek",
  "changed-after-closing": "de datums zijn veranderd nadat het was gesloten",
};
const statuses: Record<PromiseStatusKind, string> = {
  kept: "gehouden",
  broken: "gebroken",
  unproven: "onbewezen",
  stated: "alleen gezegd",
  waived: "opgeschort",
};

export const nl: Sentences = {
  "answer.in-time": ({ answered, open }) =>
    `${requests(answered)} beantwoord, allemaal op tijd. Er ${open === 1 ? "is" : "zijn"} nog ${numbers.format(open)} open en geen daarvan is te laat.`,
  "answer.late": ({ which }) => `Te laat beantwoord: ${list(which)}.`,
  "answer.none": ({ open }) =>
    `Er is nog geen verzoek beantwoord. Er ${open === 1 ? "staat" : "staan"} ${requests(open)} open, op tijd.`,
  "answer.not-acknowledged": ({ which }) => `Ontvangst niet bevestigd binnen de termijn van de wet: ${list(which)}.`,
  "answer.overdue": ({ which }) => `Te laat en nog niet beantwoord: ${list(which)}.`,
  "as-written": ({ text }) => text,
  "authority.named": ({ authority, pages }) =>
    `Het privacycentrum noemt ${authority} en vertelt waar iemand kan klagen, in ${languages(pages)}.`,
  "authority.not-named": ({ which }) => `Het privacycentrum noemt de toezichthouder en het adres niet: ${list(which)}.`,
  "authority.unknown": ({ authority }) => `De toezichthouder ${authority} staat niet in onze tabel.`,
  "carried-out.missing": ({ by }) => `Nog niets voert dit uit. Wat ontbreekt: ${mechanismText(by, "nl")}.`,
  "law.applied": ({ choices, requests: under }) =>
    choices === 0
      ? `Wij vragen niet waar mensen wonen: er geldt één wet voor iedereen. ${requests(under)} daaronder, geen enkele later dan de wet toestaat.`
      : `Op het formulier kunnen mensen kiezen waar zij wonen (${numbers.format(choices)}). ${requests(under)} onder die wet, geen enkele later dan de wet toestaat.`,
  "law.later": ({ which }) => `De dag van het antwoord is later dan de wet van die mensen toestaat: ${list(which)}.`,
  "law.not-asked": ({ which }) => `Wie daar woont, kan dat op deze pagina's niet kiezen: ${list(which)}.`,
  "law.not-known": () => "Wij kennen de wet van die plek hier niet, dus dit is niet na te gaan.",
  "store.by-person": ({ tasks }) =>
    `Elke keer door een mens gedaan: ${tasks === 1 ? "1 taak" : `${numbers.format(tasks)} taken`}.`,
  "store.left": ({ which }) => `Er bleef daar iets achter na het wissen voor ${list(which)}.`,
  "store.no-connector": () => "Dit programma kan daar nog niet zelf bij; iemand krijgt in plaats daarvan een taak.",
  "store.none-yet": () => "Nog geen verzoek ging over deze plek.",
  "store.reached": ({ plans, items }) =>
    plans === 0
      ? "De plek antwoordt en is zoals beschreven."
      : `De plek antwoordt. Voor ${requests(plans)} ${items === 1 ? "is" : "zijn"} daar ${numbers.format(items)} ${items === 1 ? "ding" : "dingen"} meegegeven of gewist.`,
  "store.task-late": ({ which }) => `De taak daar is te laat en nog niet gedaan, voor ${list(which)}.`,
  "store.unknown": () => "Het beleid heeft deze plek niet.",
  "store.wrong": ({ problems, which }) =>
    `De plek is niet zoals beschreven: ${problems === 1 ? "1 probleem" : `${numbers.format(problems)} problemen`}. ${list(which)}`,
  "objection.at-once": ({ objections }) =>
    `${count(objections, "bezwaar", "bezwaren")}: waar het over ging, stopte op het moment dat het bezwaar telde.`,
  "objection.late": ({ which }) => `Waar het bezwaar over ging, stopte niet meteen: ${list(which)}.`,
  "objection.none": () => "Er is nog geen bezwaar gemaakt.",
  "objection.none-upheld": () => "Er is nog geen bezwaar dat gelijk kreeg.",
  "objection.not-stopped": ({ which }) => `Het bezwaar kreeg gelijk, maar het stopte niet: ${list(which)}.`,
  "objection.stay-stopped": ({ upheld }) =>
    `${count(upheld, "bezwaar kreeg", "bezwaren kregen")} gelijk, en waar het over ging is niet meer begonnen.`,
  "complaints.in-time": ({ complaints }) =>
    `${count(complaints, "klacht", "klachten")}, en elke is op tijd beantwoord of kan dat nog.`,
  "complaints.late": ({ which }) => `De klacht is niet op tijd beantwoord: ${list(which)}.`,
  "complaints.none": () => "Er is nog geen klacht.",
  "complaints.none-unsolved": () => "Er is nog geen klacht waar wij samen niet uitkwamen en die is voorgelegd.",
  "complaints.not-referred": ({ which }) =>
    `De klacht is niet opgelost en na 14 dagen nog niet voorgelegd: ${list(which)}.`,
  "complaints.referred": ({ referred }) =>
    `${count(referred, "klacht", "klachten")} voorgelegd aan een onafhankelijke instantie.`,
  "customers.by-staff": ({ which }) =>
    `Een medewerker moet het de klant laten weten; of dat is gedaan, is hier niet te zien: ${list(which)}.`,
  "customers.none": () => "Er is nog geen verzoek over gegevens die wij voor een klant gebruiken.",
  "customers.told": ({ requests }) =>
    `${count(requests, "verzoek", "verzoeken")}, en elke keer is het de klant meteen verteld.`,
  ...passingOn,
  "objection.copied": ({ upheld }) =>
    `${count(upheld, "bezwaar kreeg", "bezwaren kregen")} gelijk, en de kopie was er voordat het voorgoed stopte.`,
  "objection.no-copy": ({ which }) => `Het bezwaar kreeg gelijk, maar zonder kopie vooraf: ${list(which)}.`,
  "told.each": ({ done }) => `${count(done, "keer", "keer")} gedaan, en elke keer is het verteld.`,
  "told.none": () => "Dit is nog niet gedaan.",
  "told.not": ({ which }) => `Het is gedaan, maar niet verteld: ${list(which)}.`,
  "transfers.declared-only": ({ which }) =>
    `Voor deze ontvangers staan er afspraken in het beleid, maar of ze er zijn, is hier niet te zien: ${list(which)}.`,
  "transfers.safe": ({ recipients }) =>
    `${count(recipients, "ontvanger is", "ontvangers zijn")} in een land met goede bescherming.`,
  "transfers.unsafe": ({ which }) =>
    `Gegevens gaan naar een land zonder goede bescherming, zonder afspraken: ${list(which)}.`,
  "ways.not-seen": ({ which }) => `Of dit kan, is hier niet te zien, want het is van u zelf: ${list(which)}.`,
  "ways.not-told": ({ which }) => `Het adres voor verzoeken per e-mail staat niet op: ${list(which)}.`,
  "ways.open": ({ ways }) =>
    `Alle ${ways} manieren kunnen: de pagina's bieden het formulier en noemen het adres, en wat anders komt, voeren medewerkers in.`,
  "site.asks": ({ purposes, lastOn }) =>
    `De website vraagt voor ${purposes === 1 ? "1 doel" : `${purposes} doelen`} eerst toestemming. De laatste keuze kwam op ${day(lastOn)}.`,
  "site.nobody-asked": () =>
    "Er kwam nog geen keuze van uw website. Zet de tag op elke pagina; `gestand site` toont hem.",
  "site.no-hosts": ({ which }) =>
    `Wat niemand merkt, wordt pas tegengehouden als het beleid zegt waar het vandaan komt. Vul hosts in voor: ${list(which)}.`,
  "site.not-on-consent": ({ which }) => `Hiervoor vraagt de website geen toestemming: ${list(which)}.`,
  "site.only-declared": () =>
    "Browsers van bezoekers hadden de laatste 30 dagen niets van uw website dat niet in het beleid staat, voor zover een pagina dat kan zien.",
  "site.undeclared": ({ which }) => `Bij bezoekers gezien en niet in het beleid: ${list(which)}.`,
  "site.quiet": ({ lastOn }) =>
    `Sinds ${day(lastOn)} kwam er geen keuze van uw website. Staat de tag nog op elke pagina?`,
  ...consentsNl,
  ...onPages.nl({ list, day }),
  "consent.none-yet": () => "Voor nog geen versie was nieuwe toestemming nodig.",
  "consent.not-looked-at": () => "Hier is niet te zien welke toestemmingen tellen.",
  "consent.older": ({ rows, which }) =>
    `${rows === 1 ? "1 toestemming staat" : `${rows} toestemmingen staan`} nog aan en had opnieuw gegeven moeten worden: ${list(which)}.`,
  "consent.renewed": ({ purposes }) =>
    `Voor ${purposes === 1 ? "1 doel" : `${purposes} doelen`} was nieuwe toestemming nodig, en geen oudere toestemming staat nog aan.`,
  "changes.late": ({ which }) => `Niet iedereen is op tijd verteld wat er verandert: versie ${list(which)}.`,
  "changes.none-yet": () => "Er is nog geen nieuwe versie die gegevens van mensen raakt.",
  "changes.not-looked-at": () => "Hier is niet te zien wie het is verteld.",
  "changes.told": ({ versions, letters }) =>
    versions === 1
      ? `Over de ene nieuwe versie is iedereen op tijd verteld wat er verandert, met ${count(letters, "brief", "brieven")}.`
      : `Over alle ${versions} nieuwe versies is iedereen op tijd verteld wat er verandert, met ${count(letters, "brief", "brieven")}.`,
  "changes.told-otherwise": ({ versions, letters, persons }) =>
    `Van ${count(versions, "nieuwe versie", "nieuwe versies")} is iedereen om wie het gaat op tijd verteld wat er verandert: met ${count(letters, "brief", "brieven")}, en ${count(persons, "persoon", "mensen")} op een andere manier.`,
  "changes.under-way": ({ which, dueOn }) =>
    `Nog niet iedereen is verteld wat er verandert: versie ${list(which)}. Dat moet uiterlijk op ${day(dueOn)}.`,
  "changes.unreadable": ({ which }) =>
    `Wie deze versies aangaan is hier niet te zien, omdat dit programma ze niet kan lezen: ${list(which)}.`,
  "changes.unreached": ({ persons }) =>
    `${count(persons, "mens is", "mensen zijn")} niet met e-mail bereikt. Of het anders is verteld, weten wij niet.`,
  "check.failed": ({ why }) => `De controle is niet gelukt. ${technical(why)}`,
  "check.never": () => "Nog niet gecontroleerd.",
  "check.none": () => "Er is geen manier om dit te controleren.",
  "check.stale": ({ checkedAt }) => `Niet meer bekeken sinds ${checkedAt}. Draait er een werkproces? Toen:`,
  "contract.document-missing": ({ document }) => `Het document van het contract is er niet: ${document}.`,
  "contract.expired": ({ expiresOn }) => `Het contract is verlopen op ${day(expiresOn)}.`,
  "contract.folder-unknown": () => "De map met contracten kon niet worden bekeken.",
  "contract.no-document": ({ signedOn }) =>
    `Volgens het beleid is er een contract van ${day(signedOn)}. Het beleid noemt geen document om te bekijken.`,
  "contract.none": () => "Volgens het beleid is er geen contract met deze ontvanger.",
  "contract.on-file": ({ signedOn }) => `Het contract van ${day(signedOn)} is er en is niet verlopen.`,
  "contract.to-come": ({ signedOn }) => `De datum van het contract is ${day(signedOn)}. Die dag moet nog komen.`,
  "copy.complete": ({ answers, rows }) =>
    `In ${copies(answers)} stond elke regel die was gevonden: samen ${count(rows, "regel", "regels")}.`,
  "copy.has": ({ part, recorded }) =>
    `${copies(recorded)} bekeken: ${parts[part]} ${recorded === 1 ? "staan erin" : "staan in elke kopie"}.`,
  "copy.lacks": ({ part, which }) => `In een kopie ontbreken ${parts[part]}: ${list(which)}.`,
  "copy.lacks-rows": ({ which, places }) => `In een kopie ontbreken regels (${list(which)}): ${list(places)}.`,
  "copy.none": () => "Er is nog geen kopie gemaakt met gegevens van een persoon.",
  "copy.none-due": ({ part }) => `Er is nog geen kopie gemaakt waarin ${parts[part]} horen te staan.`,
  "copy.not-recorded": ({ part }) => `Er is niet vastgelegd of ${parts[part]} in de kopieën staan.`,
  "delivery.elsewhere": ({ which }) =>
    `Een kopie ging naar een adres dat wij niet kenden, terwijl niet was vastgesteld wie het was: ${list(which)}.`,
  "delivery.none": () => "Er is nog geen kopie verstuurd.",
  "delivery.right": ({ deliveries }) =>
    `${copies(deliveries)} verstuurd, steeds naar een bekend adres of nadat was vastgesteld wie het was.`,
  "due.none": () => "Er is nog geen verzoek ontvangen.",
  "due.right": ({ requests: looked }) =>
    `${requests(looked)} bekeken: de datums staan zo in het logboek en de termijn klopt met het beleid.`,
  "due.wrong": ({ reference, why, others }) =>
    `${reference}: ${wrongDates[why]}.${others.shown.length === 0 ? "" : ` Ook iets mis met: ${list(others)}.`}`,
  "erasure.came-back": ({ places }) =>
    `Iets van een gewiste persoon staat er weer, in ${list(places)}. Zoek uit hoe het terugkwam. Is deze persoon weer klant? Stop dan met opletten.`,
  "erasure.groundless": ({ which }) =>
    `Na het wissen bleven er gegevens staan zonder reden om ze te bewaren: ${list(which)}.`,
  "erasure.none": () => "Er is nog niemand gewist.",
  "erasure.none-watched": () => "Er wordt op geen gewiste persoon gelet. Daarom is er niet opnieuw gezocht.",
  "erasure.nothing-left": ({ watched, valuesLookedAt, systems }) =>
    `Opnieuw gezocht naar ${count(watched, "gewiste persoon", "gewiste personen")}, in ${count(valuesLookedAt, "waarde", "waarden")} van ${count(systems, "systeem", "systemen")}. Er staat niets meer zonder reden.`,
  "erasure.system-not-looked-at": ({ system, why }) => `In ${system} is niet gekeken. ${technical(why)}`,
  "erasure.system-not-searched": ({ system, why }) =>
    `Een deel van ${system} kon niet worden doorzocht. ${technical(why)}`,
  "hold.guard-missing": () =>
    "De afscherming van bewaarde regels is niet compleet. Voer `gestand guard` uit om haar te herstellen.",
  "hold.guard-wrong": ({ which }) => `Met de afscherming is iets mis. ${technical(list(which))}`,
  "hold.hidden": ({ roles, heldRows }) =>
    `Gelezen met ${count(roles, "rol", "rollen")}: medewerkers zien niets van ${rowsHeld(heldRows)}, de controlerol ziet ze wel.`,
  "hold.none-kept": () => "Er wordt door deze regel nog niets bewaard van een gewiste persoon.",
  "hold.none-met": () => "Nog geen wissing kwam gegevens tegen die door deze regel bewaard blijven.",
  "hold.not-read": ({ which }) =>
    `Niemand kon lezen als ${which.shown.length === 0 ? "medewerker" : list(which)}, dus dit is niet bekeken.`,
  "hold.over": ({ which }) => `De bewaartermijn is voorbij en nergens staat dat de regels weg zijn: ${list(which)}.`,
  "hold.respected": ({ concerned, rows }) =>
    `${count(concerned, "wissing liet", "wissingen lieten")} ${rowsHeld(rows)} staan, zoals het moet.`,
  "hold.rows-lost": ({ which }) => `Er zijn bewaarde regels verdwenen. ${technical(list(which))}`,
  "hold.rows-removed": ({ which }) => `Een wissing nam regels mee die bewaard moesten blijven: ${list(which)}.`,
  "hold.seen": ({ which }) => `Medewerkers kunnen bewaarde regels lezen: ${list(which)}.`,
  "hold.undeclared": () => "Volgens het beleid wordt er in dit systeem niets zo bewaard.",
  "hold.within-term": ({ rows, lastUntilOn }) =>
    `${count(rows, "regel", "regels")} bewaard van gewiste personen, allemaal binnen de termijn. De laatste termijn eindigt op ${day(lastUntilOn)}.`,
  "restriction.by-hand": ({ which }) =>
    `In ${list(which)} kan Gestand gegevens niet zelf laten rusten. Een medewerker krijgt daarvoor elke keer een taak.`,
  "restriction.changes": ({ which }) => `Met de afscherming is iets mis. ${technical(list(which))}`,
  "restriction.gone": ({ which }) =>
    `In ${list(which)} is geen regel meer beperkt, terwijl dat voor iemand wel moet. Is er een back-up teruggezet? Beperk de gegevens dan opnieuw.`,
  "restriction.kept": ({ systems, roles, restrictedRows }) =>
    `Gelezen met ${count(roles, "rol", "rollen")} in ${count(systems, "systeem", "systemen")}: van ${count(restrictedRows, "beperkte regel", "beperkte regels")} is niets te zien, en wijzigen wordt geweigerd.`,
  "restriction.no-guard": ({ which }) =>
    `De afscherming van beperkte regels is niet compleet in ${list(which)}. Voer \`gestand guard\` uit. Tot die tijd krijgt een medewerker elke keer een taak.`,
  "restriction.none": () => "Geen enkel systeem heeft gegevens van personen die beperkt kunnen worden.",
  "restriction.seen": ({ which }) => `Beperkte regels kunnen worden gelezen: ${list(which)}.`,
  "identity.deleted": ({ decided }) =>
    `Over ${count(decided, "identificatie", "identificaties")} is beslist. Van wat daarvoor is opgestuurd, is niets meer opgeslagen.`,
  "minors.none": () => "Er is nog geen kind gemeld.",
  "minors.late": ({ which }) => `Gegevens van een gemeld kind werden niet meteen stilgezet: ${list(which)}.`,
  "minors.at-once": ({ reports, erased }) =>
    `${count(reports, "melding", "meldingen")} van een kind: de gegevens werden meteen alleen nog bewaard. Gewist nadat een medewerker keek: ${erased}.`,
  "entitlements.none-declared": () =>
    "Bij geen enkele tabel staat onder `entitles` in welke kolommen een prijs, abonnement, korting of toegang staat. Er valt dus niets te vergelijken.",
  "entitlements.none-compared": () => "Er is nog geen verzoek uitgevoerd waarbij dit vergeleken kon worden.",
  "entitlements.changed": ({ which }) =>
    `Waar iemand recht op heeft, was na het verzoek anders dan ervoor: ${list(which)}. Zoek uit wat er is veranderd en herstel het.`,
  "entitlements.unread": ({ which }) =>
    `Een systeem kon na het verzoek niet worden gelezen. Er kon dus niets worden vergeleken: ${list(which)}.`,
  "entitlements.unchanged": ({ compared, rows }) =>
    `Voor en na ${count(compared, "verzoek", "verzoeken")} vergeleken, in ${count(rows, "regel", "regels")}: waar mensen recht op hebben, is hetzelfde gebleven.`,
  "identity.none": () => "Er is nog over geen identificatie beslist.",
  "identity.stored": ({ which }) => `Wat iemand opstuurde om te laten zien wie het is, staat er nog: ${list(which)}.`,
  "intake.no-form": () =>
    "Het privacycentrum heeft geen formulier voor dit recht. Wie een brief of e-mail stuurt, is hier niet te zien.",
  "intake.not-offered": ({ which }) => `Het formulier staat niet in het privacycentrum: ${list(which)}.`,
  "intake.offered": ({ pages, received }) =>
    `Het formulier staat in het privacycentrum, in ${languages(pages)}. Er ${received === 1 ? "kwam" : "kwamen"} ${requests(received)} binnen.`,
  "leaving.no-erasure": ({ which }) => `Iemand vertrok en daarna is er geen wissing gepland: ${list(which)}.`,
  "leaving.none": () => "Nog niemand heeft gezegd te vertrekken.",
  "leaving.planned": ({ planned }) =>
    `${count(planned, "persoon zei", "personen zeiden")} te vertrekken. Elke keer is er een wissing gepland.`,
  "log.broken": ({ brokenAt, why }) =>
    `Het logboek klopt niet meer vanaf regel ${numbers.format(brokenAt)}. ${technical(why)}`,
  "log.empty": () => "Het logboek is nog leeg en bewijst dus niets.",
  "log.intact": ({ entries }) =>
    entries === 1
      ? "De ene regel van het logboek past bij de verzegelingen."
      : `Alle ${numbers.format(entries)} regels van het logboek passen bij elkaar en bij de verzegelingen.`,
  "map.complete": ({ system, tables }) =>
    `De tabellen van ${system} zijn vergeleken met het beleid: ${count(tables, "tabel", "tabellen")}, en niets ontbreekt in het beleid.`,
  "map.wrong": ({ system, problems, which }) =>
    `Het beleid past niet bij ${system}: ${count(problems, "fout", "fouten")}. ${technical(list(which))}`,
  "notice.complete": ({ promises, pages }) =>
    `In de privacyverklaring staan alle ${numbers.format(promises)} beloften, in ${languages(pages)}.`,
  "notice.lacks": ({ missing, which }) =>
    `In de privacyverklaring ${missing === 1 ? "ontbreekt" : "ontbreken"} ${count(missing, "belofte", "beloften")}: ${list(which)}.`,
  "notice.no-such-promise": ({ anchor }) =>
    `Het beleid heeft geen belofte “${anchor}” die in de privacyverklaring kan staan.`,
  "notice.not-shown": ({ which }) =>
    `Deze belofte staat niet met haar eigen woorden in de privacyverklaring: ${list(which)}.`,
  "notice.shown": ({ pages }) => `Dit staat in de privacyverklaring, in ${languages(pages)}.`,
  "purposes.not-looked-at": () =>
    `Nog niets controleert of bij elk gebruik van gegevens het doel is genoemd. Wat ontbreekt: ${mechanismText("purpose-gate", "nl")}.`,
  "recipient.named": ({ recorded }) =>
    `Genoemd in ${count(recorded, "antwoord", "antwoorden")}: aan iedereen van wie deze ontvanger gegevens had.`,
  "recipient.none-concerned": () => "Nog niemand van wie deze ontvanger gegevens heeft, kreeg een antwoord.",
  "recipient.not-named": ({ which }) =>
    `Een antwoord noemt deze ontvanger niet, terwijl die wel gegevens van de persoon had: ${list(which)}.`,
  "recipient.unknown": () => "Deze ontvanger staat niet in het beleid.",
  "recipients.late": ({ which }) =>
    `Een ontvanger hoorde het niet op tijd, of antwoordt niet na herinneringen: ${list(which)}.`,
  "recipients.nobody-tells": () => "Niets laat het hier aan ontvangers weten.",
  "recipients.none-yet": () => "Er is nog niets gedaan wat een ontvanger moet horen.",
  "recipients.told": ({ told, waiting }) =>
    `Ontvangers hoorden het ${count(told, "keer", "keer")}; ${waiting === 0 ? "allemaal hebben ze geantwoord" : `${waiting} kunnen nog op tijd antwoorden`}.`,
  "recipients.unable": ({ which }) => `Een ontvanger zegt dat het niet lukt: ${list(which)}.`,
  "refusal.none": () => "Er is nog geen verzoek afgewezen.",
  "refusal.with-reason": ({ refused }) => `${count(refused, "afwijzing", "afwijzingen")}, elk met een reden.`,
  "refusal.without-reason": ({ which }) => `Afgewezen zonder dat de reden is vastgelegd: ${list(which)}.`,
  "register.anonymous": ({ lookedAt }) =>
    `${count(lookedAt, "afgeronde wissing", "afgeronde wissingen")}: niets in het register wijst nog iemand aan.`,
  "register.complete": ({ lines }) =>
    lines === 1
      ? "In het register staat het ene verzoek dat volgens het logboek is afgehandeld."
      : `In het register staan alle ${numbers.format(lines)} verzoeken die volgens het logboek zijn afgehandeld.`,
  "register.lacks": ({ which }) =>
    `In het register ontbreken verzoeken die volgens het logboek zijn afgehandeld: ${list(which)}.`,
  "register.mail-under-way": () =>
    "De laatste e-mails van de afgeronde wissingen zijn nog onderweg. Daarom is er nog niets bekeken.",
  "register.no-erasure": () => "Er is nog geen wissing afgerond.",
  "register.none": () => "Er is nog geen verzoek afgehandeld.",
  "register.not-logged": ({ which }) => `In het register staan verzoeken die het logboek niet kent: ${list(which)}.`,
  "register.points-at-person": ({ which }) =>
    `De regel van een afgeronde wissing wijst nog een persoon aan: ${list(which)}.`,
  ...retentionNl,
  "system.unknown": () => "Dit systeem staat niet in het beleid.",
  "framework.no-date": () => "In het beleid staat niet tot welke dag deze regeling geldt.",
  "framework.over": ({ untilOn }) => `De regeling is afgelopen op ${untilOn}.`,
  "framework.valid": ({ untilOn }) => `De regeling geldt tot en met ${untilOn}.`,
  "measure.document-missing": ({ proof }) => `Het bewijs is er niet: ${proof}.`,
  "measure.folder-unknown": () => "De map met bewijzen kon niet worden bekeken.",
  "measure.no-document": ({ reviewedOn }) =>
    `Nagekeken op ${day(reviewedOn)}. Het beleid noemt nog geen document waaruit het blijkt.`,
  "measure.none": () => "Deze maatregel staat niet in het beleid.",
  "measure.not-reviewed": () => "In het beleid staat nog niet wanneer iemand deze maatregel heeft nagekeken.",
  "measure.on-file": ({ reviewedOn, dueOn }) =>
    `Nagekeken op ${day(reviewedOn)}, en weer nodig uiterlijk ${day(dueOn)}. Het bewijs is er.`,
  "measure.overdue": ({ reviewedOn, dueOn }) =>
    `Nakijken moest uiterlijk op ${day(dueOn)}. De laatste keer was ${day(reviewedOn)}.`,
  "measure.to-come": ({ reviewedOn }) =>
    `Volgens het beleid is dit nagekeken op ${day(reviewedOn)}. Die dag moet nog komen.`,
  "transfer.adequacy": ({ country }) =>
    `De Europese Commissie vindt dat ${country} gegevens goed beschermt (artikel 45 AVG).`,
  "transfer.declared-only": ({ country, safeguard }) =>
    `Volgens het beleid is het doorgeven naar ${country} beschermd (${safeguard}). Alleen het beleid zegt dat.`,
  "transfer.inside-eea": ({ country }) => `De gegevens blijven in de EER (${country}).`,
  "transfer.unsafe": ({ country }) =>
    `Er gaan gegevens naar ${country} zonder de bescherming die de wet eist (artikel 45 tot en met 49 AVG).`,
  "version.archive": ({ versions }) =>
    versions === 1
      ? "De ene versie is te lezen, zoals zij is gepubliceerd."
      : `Alle ${versions} versies zijn te lezen, zoals zij zijn gepubliceerd.`,
  "version.changed": ({ which }) => `De bewaarde teksten zijn niet wat is gepubliceerd: versie ${list(which)}.`,
  "version.none": () => "Er is nog geen versie van het beleid gepubliceerd.",
  "version.not-carried-out": ({ version, policyHash }) =>
    `Versie ${version} geldt, maar hier draait een andere tekst (SHA-256 ${policyHash.slice(0, 12)}…).`,
  "version.other": ({ inForceOn, which }) =>
    `Wat is gepubliceerd, is niet de versie die sinds ${day(inForceOn)} geldt: ${list(which)}.`,
  "version.other-text": ({ policyHash, which }) =>
    `Wat is gepubliceerd, is niet gemaakt van het beleid dat hier draait (SHA-256 ${policyHash.slice(0, 12)}…): ${list(which)}.`,
  "version.out-of-order": ({ which }) =>
    `De nummers, de dagen en de regels in het logboek passen niet bij elkaar: versie ${list(which)}.`,
  "version.published": ({ inForceOn, pages }) =>
    `De versie die sinds ${day(inForceOn)} geldt, is gepubliceerd in ${languages(pages)}.`,
  "version.to-come": ({ inForceOn }) =>
    `De gepubliceerde versie geldt vanaf ${day(inForceOn)}. Daarvoor geldt er geen versie.`,
  "version.unreadable": ({ which }) => `Een gepubliceerde versie is niet te lezen: ${list(which)}.`,
  waived: ({ untilOn, reason, without }) =>
    `Opgeschort tot en met ${day(untilOn)}: ${reason} De controle zegt ${statuses[without]}:`,
  "words-only": () => "Alleen in woorden beloofd. Geen systeem kan het laten zien.",
};
