import type { BannerTexts } from "../form.ts";

export const nl: BannerTexts = {
  title: "Uw keuze over cookies",
  intro:
    "Wij gebruiken cookies en vergelijkbare technieken. Hiervoor vragen wij eerst uw toestemming. Weigeren heeft geen nadeel, en u kunt uw keuze altijd veranderen.",
  acceptAll: "Alles accepteren",
  rejectAll: "Alles weigeren",
  settings: "Voorkeuren beheren",
  save: "Voorkeuren opslaan",
  receipt: "Bewaar het bewijs van uw keuze",
  notice: "Lees onze privacyverklaring.",
  always: "Altijd aan, omdat de website het nodig heeft",
  vendors: "Van",
  stores: "In uw browser",
  signal: "Uw browser vraagt om niet gevolgd te worden (Global Privacy Control). Daarom staat alles uit.",
  placeholder: "Dit onderdeel komt van {host}. Het wordt pas geladen als u dat goedvindt.",
  load: "Toestaan en laden",
};

export const en: BannerTexts = {
  title: "Your choice about cookies",
  intro:
    "We use cookies and similar techniques. For these purposes we ask your consent first. Refusing has no disadvantage, and you can change your choice at any time.",
  acceptAll: "Accept all",
  rejectAll: "Reject all",
  settings: "Manage preferences",
  save: "Save preferences",
  receipt: "Keep the receipt of your choice",
  notice: "Read our privacy notice.",
  always: "Always on, because the website needs it",
  vendors: "By",
  stores: "In your browser",
  signal: "Your browser asks not to be tracked (Global Privacy Control). That is why everything is off.",
  placeholder: "This part comes from {host}. It is loaded only when you allow it.",
  load: "Allow and load",
};
