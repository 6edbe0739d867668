import type { BannerTexts } from "../form.ts";

export const es: BannerTexts = {
  title: "Su elección sobre las cookies",
  intro:
    "Utilizamos cookies y técnicas similares. Para estos fines pedimos antes su consentimiento. Rechazar no tiene ningún inconveniente y puede cambiar su elección en cualquier momento.",
  acceptAll: "Aceptar todo",
  rejectAll: "Rechazar todo",
  settings: "Gestionar preferencias",
  save: "Guardar preferencias",
  receipt: "Guardar el comprobante de su elección",
  notice: "Lea nuestra política de privacidad.",
  always: "Siempre activo, porque el sitio lo necesita",
  vendors: "De",
  stores: "En su navegador",
  signal: "Su navegador pide que no se le rastree (Global Privacy Control). Por eso todo está desactivado.",
  placeholder: "Esta parte viene de {host}. Solo se carga si usted lo permite.",
  load: "Permitir y cargar",
};

export const it: BannerTexts = {
  title: "La tua scelta sui cookie",
  intro:
    "Usiamo i cookie e tecniche simili. Per queste finalità chiediamo prima il tuo consenso. Rifiutare non comporta svantaggi e puoi cambiare la tua scelta in qualsiasi momento.",
  acceptAll: "Accetta tutto",
  rejectAll: "Rifiuta tutto",
  settings: "Gestisci preferenze",
  save: "Salva preferenze",
  receipt: "Conserva la ricevuta della tua scelta",
  notice: "Leggi la nostra informativa sulla privacy.",
  always: "Sempre attivi, perché il sito ne ha bisogno",
  vendors: "Di",
  stores: "Nel tuo browser",
  signal: "Il tuo browser chiede di non essere tracciato (Global Privacy Control). Per questo è tutto disattivato.",
  placeholder: "Questa parte viene da {host}. Si carica solo se lo permetti.",
  load: "Consenti e carica",
};

export const pt: BannerTexts = {
  title: "A sua escolha sobre cookies",
  intro:
    "Utilizamos cookies e técnicas semelhantes. Para estas finalidades pedimos primeiro o seu consentimento. Rejeitar não tem desvantagens e pode mudar a sua escolha a qualquer momento.",
  acceptAll: "Aceitar tudo",
  rejectAll: "Rejeitar tudo",
  settings: "Gerir preferências",
  save: "Guardar preferências",
  receipt: "Guardar o comprovativo da sua escolha",
  notice: "Leia a nossa política de privacidade.",
  always: "Sempre ativos, porque o site precisa deles",
  vendors: "De",
  stores: "No seu navegador",
  signal: "O seu navegador pede para não ser seguido (Global Privacy Control). Por isso está tudo desligado.",
  placeholder: "Esta parte vem de {host}. Só é carregada se o permitir.",
  load: "Permitir e carregar",
};

export const el: BannerTexts = {
  title: "Η επιλογή σας για τα cookies",
  intro:
    "Χρησιμοποιούμε cookies και παρόμοιες τεχνικές. Για αυτούς τους σκοπούς ζητούμε πρώτα τη συγκατάθεσή σας. Η άρνηση δεν έχει κανένα μειονέκτημα και μπορείτε να αλλάξετε την επιλογή σας οποτεδήποτε.",
  acceptAll: "Αποδοχή όλων",
  rejectAll: "Απόρριψη όλων",
  settings: "Διαχείριση προτιμήσεων",
  save: "Αποθήκευση προτιμήσεων",
  receipt: "Κρατήστε την απόδειξη της επιλογής σας",
  notice: "Διαβάστε τη δήλωση απορρήτου μας.",
  always: "Πάντα ενεργά, γιατί τα χρειάζεται ο ιστότοπος",
  vendors: "Από",
  stores: "Στο πρόγραμμα περιήγησής σας",
  signal:
    "Το πρόγραμμα περιήγησής σας ζητά να μη σας παρακολουθούν (Global Privacy Control). Γι’ αυτό όλα είναι κλειστά.",
  placeholder: "Αυτό το τμήμα προέρχεται από το {host}. Φορτώνεται μόνο αν το επιτρέψετε.",
  load: "Να επιτραπεί και να φορτωθεί",
};

export const mt: BannerTexts = {
  title: "L-għażla tiegħek dwar il-cookies",
  intro:
    "Nużaw cookies u tekniki simili. Għal dawn l-għanijiet l-ewwel nitolbu l-kunsens tiegħek. Ir-rifjut m’għandu l-ebda żvantaġġ, u tista’ tbiddel l-għażla tiegħek meta trid.",
  acceptAll: "Aċċetta kollox",
  rejectAll: "Irrifjuta kollox",
  settings: "Immaniġġja l-preferenzi",
  save: "Issejvja l-preferenzi",
  receipt: "Żomm l-irċevuta tal-għażla tiegħek",
  notice: "Aqra l-avviż tagħna dwar il-privatezza.",
  always: "Dejjem mixgħul, għax is-sit jeħtieġu",
  vendors: "Minn",
  stores: "Fil-browser tiegħek",
  signal: "Il-browser tiegħek jitlob li ma tiġix segwit (Global Privacy Control). Għalhekk kollox mitfi.",
  placeholder: "Din il-parti ġejja minn {host}. Titgħabba biss jekk tippermettiha.",
  load: "Ippermetti u għabbi",
};

export const hr: BannerTexts = {
  title: "Vaš izbor o kolačićima",
  intro:
    "Koristimo kolačiće (cookies) i slične tehnike. Za ove svrhe prvo tražimo vašu privolu. Odbijanje nema posljedica i svoj izbor možete promijeniti u svakom trenutku.",
  acceptAll: "Prihvati sve",
  rejectAll: "Odbij sve",
  settings: "Upravljaj postavkama",
  save: "Spremi postavke",
  receipt: "Sačuvajte potvrdu svog izbora",
  notice: "Pročitajte našu obavijest o privatnosti.",
  always: "Uvijek uključeno jer je stranici potrebno",
  vendors: "Od",
  stores: "U vašem pregledniku",
  signal: "Vaš preglednik traži da vas se ne prati (Global Privacy Control). Zato je sve isključeno.",
  placeholder: "Ovaj dio dolazi s {host}. Učitava se samo ako to dopustite.",
  load: "Dopusti i učitaj",
};

export const sl: BannerTexts = {
  title: "Vaša izbira glede piškotkov",
  intro:
    "Uporabljamo piškotke (cookies) in podobne tehnike. Za te namene najprej prosimo za vašo privolitev. Zavrnitev nima slabih posledic in izbiro lahko kadar koli spremenite.",
  acceptAll: "Sprejmi vse",
  rejectAll: "Zavrni vse",
  settings: "Upravljaj nastavitve",
  save: "Shrani nastavitve",
  receipt: "Shranite potrdilo o svoji izbiri",
  notice: "Preberite naše obvestilo o zasebnosti.",
  always: "Vedno vklopljeno, ker spletišče to potrebuje",
  vendors: "Od",
  stores: "V vašem brskalniku",
  signal: "Vaš brskalnik prosi, da vas ne sledimo (Global Privacy Control). Zato je vse izklopljeno.",
  placeholder: "Ta del prihaja z {host}. Naloži se le, če to dovolite.",
  load: "Dovoli in naloži",
};
