import type { BannerTexts } from "../form.ts";

export const da: BannerTexts = {
  title: "Dit valg om cookies",
  intro:
    "Vi bruger cookies og lignende teknikker. Til disse formål beder vi først om dit samtykke. Det har ingen ulempe at afvise, og du kan altid ændre dit valg.",
  acceptAll: "Accepter alle",
  rejectAll: "Afvis alle",
  settings: "Administrer præferencer",
  save: "Gem præferencer",
  receipt: "Gem kvitteringen for dit valg",
  notice: "Læs vores privatlivspolitik.",
  always: "Altid slået til, fordi webstedet har brug for det",
  vendors: "Fra",
  stores: "I din browser",
  signal: "Din browser beder om, at du ikke spores (Global Privacy Control). Derfor er alt slået fra.",
  placeholder: "Denne del kommer fra {host}. Den indlæses kun, hvis du tillader det.",
  load: "Tillad og indlæs",
};

export const sv: BannerTexts = {
  title: "Ditt val om cookies",
  intro:
    "Vi använder cookies och liknande tekniker. För dessa ändamål ber vi först om ditt samtycke. Att neka har ingen nackdel, och du kan alltid ändra ditt val.",
  acceptAll: "Acceptera alla",
  rejectAll: "Avvisa alla",
  settings: "Hantera inställningar",
  save: "Spara inställningar",
  receipt: "Spara kvittot på ditt val",
  notice: "Läs vår integritetspolicy.",
  always: "Alltid på, eftersom webbplatsen behöver det",
  vendors: "Från",
  stores: "I din webbläsare",
  signal: "Din webbläsare ber om att du inte ska spåras (Global Privacy Control). Därför är allt av.",
  placeholder: "Den här delen kommer från {host}. Den laddas bara om du tillåter det.",
  load: "Tillåt och ladda",
};

export const fi: BannerTexts = {
  title: "Valintasi evästeistä",
  intro:
    "Käytämme evästeitä (cookies) ja vastaavia tekniikoita. Näihin tarkoituksiin pyydämme ensin suostumuksesi. Kieltäytymisestä ei ole haittaa, ja voit muuttaa valintaasi milloin tahansa.",
  acceptAll: "Hyväksy kaikki",
  rejectAll: "Hylkää kaikki",
  settings: "Hallitse asetuksia",
  save: "Tallenna asetukset",
  receipt: "Säilytä kuitti valinnastasi",
  notice: "Lue tietosuojaselosteemme.",
  always: "Aina päällä, koska sivusto tarvitsee niitä",
  vendors: "Osapuoli",
  stores: "Selaimessasi",
  signal: "Selaimesi pyytää, ettei sinua seurata (Global Privacy Control). Siksi kaikki on pois päältä.",
  placeholder: "Tämä osa tulee palvelusta {host}. Se ladataan vain, jos sallit sen.",
  load: "Salli ja lataa",
};

export const et: BannerTexts = {
  title: "Teie valik küpsiste kohta",
  intro:
    "Kasutame küpsiseid (cookies) ja sarnaseid võtteid. Nendeks eesmärkideks küsime kõigepealt teie nõusolekut. Keeldumisest ei ole kahju ja valikut saate igal ajal muuta.",
  acceptAll: "Nõustu kõigiga",
  rejectAll: "Keeldu kõigist",
  settings: "Halda eelistusi",
  save: "Salvesta eelistused",
  receipt: "Hoidke oma valiku kinnitus alles",
  notice: "Lugege meie privaatsusteadet.",
  always: "Alati sees, sest veebisait vajab seda",
  vendors: "Kellelt",
  stores: "Teie brauseris",
  signal: "Teie brauser palub teid mitte jälgida (Global Privacy Control). Seepärast on kõik väljas.",
  placeholder: "See osa tuleb aadressilt {host}. See laaditakse ainult siis, kui te seda lubate.",
  load: "Luba ja laadi",
};

export const lv: BannerTexts = {
  title: "Jūsu izvēle par sīkdatnēm",
  intro:
    "Mēs izmantojam sīkdatnes (cookies) un līdzīgus paņēmienus. Šiem nolūkiem vispirms lūdzam jūsu piekrišanu. Atteikumam nav seku, un savu izvēli varat mainīt jebkurā laikā.",
  acceptAll: "Pieņemt visu",
  rejectAll: "Noraidīt visu",
  settings: "Pārvaldīt izvēles",
  save: "Saglabāt izvēles",
  receipt: "Saglabājiet savas izvēles apliecinājumu",
  notice: "Lasiet mūsu privātuma paziņojumu.",
  always: "Vienmēr ieslēgts, jo vietnei tas ir vajadzīgs",
  vendors: "No",
  stores: "Jūsu pārlūkā",
  signal: "Jūsu pārlūks lūdz jums neizsekot (Global Privacy Control). Tāpēc viss ir izslēgts.",
  placeholder: "Šī daļa nāk no {host}. To ielādē tikai tad, ja jūs to atļaujat.",
  load: "Atļaut un ielādēt",
};

export const lt: BannerTexts = {
  title: "Jūsų pasirinkimas dėl slapukų",
  intro:
    "Naudojame slapukus (cookies) ir panašias priemones. Šiems tikslams pirmiausia prašome jūsų sutikimo. Atsisakymas neturi jokių pasekmių, o pasirinkimą galite bet kada pakeisti.",
  acceptAll: "Priimti visus",
  rejectAll: "Atmesti visus",
  settings: "Tvarkyti nuostatas",
  save: "Išsaugoti nuostatas",
  receipt: "Išsaugokite savo pasirinkimo patvirtinimą",
  notice: "Skaitykite mūsų privatumo pranešimą.",
  always: "Visada įjungta, nes to reikia svetainei",
  vendors: "Iš",
  stores: "Jūsų naršyklėje",
  signal: "Jūsų naršyklė prašo jūsų nesekti (Global Privacy Control). Todėl viskas išjungta.",
  placeholder: "Ši dalis yra iš {host}. Ji įkeliama tik jums leidus.",
  load: "Leisti ir įkelti",
};
