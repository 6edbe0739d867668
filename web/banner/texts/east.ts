import type { BannerTexts } from "../form.ts";

export const pl: BannerTexts = {
  title: "Twój wybór dotyczący plików cookie",
  intro:
    "Używamy plików cookie i podobnych technik. Na te cele najpierw prosimy o Twoją zgodę. Odmowa nie ma żadnych wad, a swój wybór możesz zawsze zmienić.",
  acceptAll: "Zaakceptuj wszystkie",
  rejectAll: "Odrzuć wszystkie",
  settings: "Zarządzaj preferencjami",
  save: "Zapisz preferencje",
  receipt: "Zachowaj potwierdzenie swojego wyboru",
  notice: "Przeczytaj naszą politykę prywatności.",
  always: "Zawsze włączone, bo strona tego potrzebuje",
  vendors: "Od",
  stores: "W Twojej przeglądarce",
  signal: "Twoja przeglądarka prosi, aby Cię nie śledzić (Global Privacy Control). Dlatego wszystko jest wyłączone.",
  placeholder: "Ta część pochodzi z {host}. Jest wczytywana dopiero, gdy na to pozwolisz.",
  load: "Pozwól i wczytaj",
};

export const cs: BannerTexts = {
  title: "Vaše volba ohledně cookies",
  intro:
    "Používáme cookies a podobné techniky. Pro tyto účely nejprve žádáme o váš souhlas. Odmítnutí nemá žádnou nevýhodu a svou volbu můžete kdykoli změnit.",
  acceptAll: "Přijmout vše",
  rejectAll: "Odmítnout vše",
  settings: "Spravovat předvolby",
  save: "Uložit předvolby",
  receipt: "Uschovejte si potvrzení své volby",
  notice: "Přečtěte si naše zásady ochrany soukromí.",
  always: "Vždy zapnuto, protože to web potřebuje",
  vendors: "Od",
  stores: "Ve vašem prohlížeči",
  signal: "Váš prohlížeč žádá, abyste nebyli sledováni (Global Privacy Control). Proto je vše vypnuto.",
  placeholder: "Tato část pochází z {host}. Načte se, jen když to dovolíte.",
  load: "Povolit a načíst",
};

export const sk: BannerTexts = {
  title: "Vaša voľba o súboroch cookie",
  intro:
    "Používame súbory cookie (cookies) a podobné techniky. Na tieto účely najprv žiadame o váš súhlas. Odmietnutie nemá žiadnu nevýhodu a svoju voľbu môžete kedykoľvek zmeniť.",
  acceptAll: "Prijať všetko",
  rejectAll: "Odmietnuť všetko",
  settings: "Spravovať predvoľby",
  save: "Uložiť predvoľby",
  receipt: "Uschovajte si potvrdenie svojej voľby",
  notice: "Prečítajte si naše zásady ochrany súkromia.",
  always: "Vždy zapnuté, pretože to stránka potrebuje",
  vendors: "Od",
  stores: "Vo vašom prehliadači",
  signal: "Váš prehliadač žiada, aby ste neboli sledovaní (Global Privacy Control). Preto je všetko vypnuté.",
  placeholder: "Táto časť pochádza z {host}. Načíta sa, len ak to dovolíte.",
  load: "Povoliť a načítať",
};

export const hu: BannerTexts = {
  title: "Az Ön döntése a sütikről",
  intro:
    "Sütiket (cookies) és hasonló technikákat használunk. Ezekhez a célokhoz előbb az Ön hozzájárulását kérjük. Az elutasításnak nincs hátránya, és döntését bármikor megváltoztathatja.",
  acceptAll: "Összes elfogadása",
  rejectAll: "Összes elutasítása",
  settings: "Beállítások kezelése",
  save: "Beállítások mentése",
  receipt: "Őrizze meg döntésének igazolását",
  notice: "Olvassa el adatvédelmi tájékoztatónkat.",
  always: "Mindig bekapcsolva, mert a webhelynek szüksége van rá",
  vendors: "Kitől",
  stores: "Az Ön böngészőjében",
  signal: "Böngészője azt kéri, hogy ne kövessük (Global Privacy Control). Ezért minden ki van kapcsolva.",
  placeholder: "Ez a rész innen jön: {host}. Csak akkor töltődik be, ha Ön engedélyezi.",
  load: "Engedélyezés és betöltés",
};

export const ro: BannerTexts = {
  title: "Alegerea dumneavoastră privind cookie-urile",
  intro:
    "Folosim cookie-uri (cookies) și tehnici similare. Pentru aceste scopuri vă cerem mai întâi acordul. Refuzul nu are niciun dezavantaj și vă puteți schimba alegerea oricând.",
  acceptAll: "Acceptă tot",
  rejectAll: "Respinge tot",
  settings: "Gestionează preferințele",
  save: "Salvează preferințele",
  receipt: "Păstrați dovada alegerii dumneavoastră",
  notice: "Citiți nota noastră privind confidențialitatea.",
  always: "Mereu active, pentru că site-ul are nevoie de ele",
  vendors: "De la",
  stores: "În browserul dumneavoastră",
  signal: "Browserul dumneavoastră cere să nu fiți urmărit (Global Privacy Control). De aceea totul este dezactivat.",
  placeholder: "Această parte vine de la {host}. Se încarcă numai dacă permiteți.",
  load: "Permite și încarcă",
};

export const bg: BannerTexts = {
  title: "Вашият избор за бисквитките",
  intro:
    "Използваме бисквитки (cookies) и подобни техники. За тези цели първо искаме Вашето съгласие. Отказът няма неблагоприятни последици и можете да промените избора си по всяко време.",
  acceptAll: "Приемам всички",
  rejectAll: "Отхвърлям всички",
  settings: "Управление на предпочитанията",
  save: "Запазване на предпочитанията",
  receipt: "Запазете потвърждението за избора си",
  notice: "Прочетете нашето уведомление за поверителност.",
  always: "Винаги включено, защото сайтът се нуждае от него",
  vendors: "От",
  stores: "Във Вашия браузър",
  signal: "Вашият браузър иска да не бъдете проследявани (Global Privacy Control). Затова всичко е изключено.",
  placeholder: "Тази част идва от {host}. Зарежда се само ако го позволите.",
  load: "Разрешаване и зареждане",
};
