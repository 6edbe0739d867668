import type { BannerTexts } from "../form.ts";

export const de: BannerTexts = {
  title: "Ihre Wahl zu Cookies",
  intro:
    "Wir verwenden Cookies und ähnliche Technologien. Für diese Zwecke fragen wir zuerst nach Ihrer Einwilligung. Ablehnen hat keinen Nachteil, und Sie können Ihre Wahl jederzeit ändern.",
  acceptAll: "Alle akzeptieren",
  rejectAll: "Alle ablehnen",
  settings: "Einstellungen verwalten",
  save: "Auswahl speichern",
  receipt: "Beleg Ihrer Wahl aufbewahren",
  notice: "Lesen Sie unsere Datenschutzerklärung.",
  always: "Immer an, weil die Website es braucht",
  vendors: "Von",
  stores: "In Ihrem Browser",
  signal: "Ihr Browser bittet darum, nicht verfolgt zu werden (Global Privacy Control). Deshalb ist alles aus.",
  placeholder: "Dieser Teil kommt von {host}. Er wird erst geladen, wenn Sie es erlauben.",
  load: "Erlauben und laden",
};

export const fr: BannerTexts = {
  title: "Votre choix concernant les cookies",
  intro:
    "Nous utilisons des cookies et des techniques similaires. Pour ces finalités, nous demandons d’abord votre consentement. Refuser n’a aucun inconvénient, et vous pouvez changer d’avis à tout moment.",
  acceptAll: "Tout accepter",
  rejectAll: "Tout refuser",
  settings: "Gérer les préférences",
  save: "Enregistrer les préférences",
  receipt: "Garder la preuve de votre choix",
  notice: "Lisez notre politique de confidentialité.",
  always: "Toujours actif, car le site en a besoin",
  vendors: "Par",
  stores: "Dans votre navigateur",
  signal: "Votre navigateur demande à ne pas être suivi (Global Privacy Control). Tout est donc désactivé.",
  placeholder: "Cette partie vient de {host}. Elle n’est chargée que si vous l’autorisez.",
  load: "Autoriser et charger",
};

export const ga: BannerTexts = {
  title: "Do rogha maidir le fianáin",
  intro:
    "Úsáidimid fianáin agus teicnící comhchosúla (cookies). Iarraimid do thoiliú ar dtús do na cuspóirí seo. Níl aon mhíbhuntáiste ag baint le diúltú, agus is féidir leat do rogha a athrú am ar bith.",
  acceptAll: "Glac le gach ceann",
  rejectAll: "Diúltaigh do gach ceann",
  settings: "Bainistigh roghanna",
  save: "Sábháil roghanna",
  receipt: "Coinnigh admháil do rogha",
  notice: "Léigh ár bhfógra príobháideachais.",
  always: "I gcónaí ar siúl, mar go dteastaíonn sé ón suíomh",
  vendors: "Ó",
  stores: "I do bhrabhsálaí",
  signal: "Iarrann do bhrabhsálaí gan tú a rianú (Global Privacy Control). Sin é an fáth go bhfuil gach rud múchta.",
  placeholder: "Tagann an chuid seo ó {host}. Ní lódáiltear í ach má cheadaíonn tú é.",
  load: "Ceadaigh agus lódáil",
};
