/** Words of the pages on which people choose which messages they get, and confirm that they signed up. */
import type { Language } from "#base";

/** Of the page on which somebody confirms. */
interface ConfirmTexts {
  readonly confirmTitle: string;
  readonly confirmLead: string;
  readonly confirm: string;
  readonly confirmNot: string;
  readonly confirmed: string;
  readonly confirmedText: string;
}

interface PreferencesTexts extends ConfirmTexts {
  readonly title: string;
  readonly lead: string;
  readonly messages: string;
  readonly purposes: string;
  readonly purposesLead: string;
  readonly about: Readonly<Record<"marketing" | "service" | "purpose", string>>;
  readonly on: string;
  readonly off: string;
  readonly switchOn: string;
  readonly switchOff: string;
  readonly stopped: string;
  readonly nothing: string;
  readonly required: string;
  readonly uses: string;
  readonly notice: string;
  readonly stopAll: string;
  readonly stopAllText: string;
  readonly said: Readonly<Record<"on" | "off" | "all-off" | "not-now", string>>;
  readonly leave: string;
  readonly asked: string;
  readonly askTitle: string;
  readonly askLead: string;
  readonly email: string;
  readonly ask: string;
  readonly askedText: string;
  readonly wrongEmail: string;
  readonly stopTitle: (message: string) => string;
  readonly stopLead: string;
  readonly stop: string;
  readonly gone: string;
  readonly goneText: string;
  readonly tooMany: string;
  /** Instead, where a parent confirms for a child. */
  readonly parent: ConfirmTexts;
  readonly signUpGone: string;
  readonly signUpGoneText: string;
}

const nl: PreferencesTexts = {
  title: "Kies zelf wat u van ons krijgt",
  lead: "Zet hier aan of uit wat u wilt. Uw keuze geldt meteen.",
  messages: "Berichten",
  purposes: "Waarvoor wij uw gegevens gebruiken",
  purposesLead: "Dit doen wij alleen als u het goed vindt.",
  about: { marketing: "Reclame", service: "Handig, niet nodig", purpose: "Met uw toestemming" },
  on: "Staat aan",
  off: "Staat uit",
  switchOn: "Aanzetten",
  switchOff: "Uitzetten",
  stopped: "U hebt bezwaar gemaakt, of gevraagd om niets met uw gegevens te doen. Daarom staat dit uit.",
  nothing: "Wij sturen geen berichten die u kunt uitzetten.",
  required: "Berichten die echt nodig zijn blijven komen, zoals over een bestelling of een verzoek van u.",
  uses: "Daarvoor gebruiken wij:",
  notice: "Lees de hele privacyverklaring",
  stopAll: "Alles uitzetten",
  stopAllText: "U krijgt dan alleen nog berichten die echt nodig zijn.",
  said: {
    on: "Dat staat nu aan.",
    off: "Dat staat nu uit.",
    "all-off": "Alles wat u kunt uitzetten, staat nu uit.",
    "not-now": "Dat lukte niet. Er is niets veranderd. Probeer het opnieuw.",
  },
  leave: "Sluiten",
  asked: "Wilt u kiezen welke berichten u krijgt?",
  askTitle: "Kies welke berichten u krijgt",
  askLead: "Vul uw e-mailadres in. Wij mailen u een link naar uw eigen keuzes.",
  email: "Uw e-mailadres",
  ask: "Mail mij de link",
  askedText:
    "Wij hebben een mail met de link gestuurd. Komt die niet? Kijk dan bij ongewenste mail, of probeer het morgen opnieuw.",
  wrongEmail: "Dit is geen e-mailadres. Er is niets gestuurd. Schrijf het zoals naam@voorbeeld.nl.",
  stopTitle: (message) => `Wilt u dit niet meer krijgen: ${message}?`,
  stopLead: "Met één klik stopt het. U kunt het later weer aanzetten.",
  stop: "Ja, stop ermee",
  gone: "Deze link werkt niet",
  goneText:
    "De link is niet volledig, of u hebt deze pagina gesloten. Er is niets veranderd. Open de link in uw mail opnieuw, of vraag een nieuwe.",
  tooMany: "Er is te vaak geprobeerd. Er is niets veranderd. Wacht een uur en probeer het opnieuw.",
  confirmTitle: "Klopt uw aanmelding?",
  confirmLead: "U meldde zich aan voor:",
  confirm: "Ja, ik meld mij aan",
  confirmNot:
    "Was u het niet? Sluit dan deze pagina. Wij vergeten de aanmelding vanzelf. U kunt u altijd weer afmelden.",
  confirmed: "U bent aangemeld",
  confirmedText: "Dank u wel. Afmelden kan altijd, met de link in elke mail.",
  parent: {
    confirmTitle: "Mag uw kind dit?",
    confirmLead: "Een kind vraagt uw toestemming voor:",
    confirm: "Ja, ik heb het gezag en vind het goed",
    confirmNot:
      "Vindt u het niet goed, of is er geen kind dat dit vroeg? Sluit dan deze pagina. Wij gebruiken de gegevens dan niet.",
    confirmed: "U hebt toestemming gegeven",
    confirmedText:
      "Dank u wel. U kunt de toestemming altijd intrekken: doe een verzoek voor uw kind, of gebruik de link in een mail aan uw kind.",
  },
  signUpGone: "Deze aanmelding is er niet meer",
  signUpGoneText: "De link is al gebruikt, of de tijd om te bevestigen is voorbij. Meld u gerust opnieuw aan.",
};

const en: PreferencesTexts = {
  title: "Choose yourself what you get from us",
  lead: "Switch on or off what you want. Your choice holds at once.",
  messages: "Messages",
  purposes: "What we use your data for",
  purposesLead: "We do this only if you agree.",
  about: { marketing: "Marketing", service: "Useful, not needed", purpose: "With your consent" },
  on: "Is on",
  off: "Is off",
  switchOn: "Switch on",
  switchOff: "Switch off",
  stopped: "You objected, or asked us to do nothing with your data. That is why this is off.",
  nothing: "We send no messages that you can switch off.",
  required: "Messages that are truly needed keep coming, such as about an order or a request of yours.",
  uses: "For it we use:",
  notice: "Read the whole privacy notice",
  stopAll: "Switch everything off",
  stopAllText: "You then get only messages that are truly needed.",
  said: {
    on: "That is on now.",
    off: "That is off now.",
    "all-off": "Everything that you can switch off is off now.",
    "not-now": "That did not work. Nothing was changed. Try again.",
  },
  leave: "Close",
  asked: "Do you want to choose which messages you get?",
  askTitle: "Choose which messages you get",
  askLead: "Enter your e-mail address. We mail you a link to your own choices.",
  email: "Your e-mail address",
  ask: "Mail me the link",
  askedText: "We have sent a mail with the link. Does it not come? Look among unwanted mail, or try again tomorrow.",
  wrongEmail: "This is no e-mail address. Nothing was sent. Write it like name@example.com.",
  stopTitle: (message) => `Do you no longer want this: ${message}?`,
  stopLead: "One click stops it. You can switch it on again later.",
  stop: "Yes, stop it",
  gone: "This link does not work",
  goneText:
    "The link is not complete, or you closed this page. Nothing was changed. Open the link in your mail again, or ask for a new one.",
  tooMany: "This was tried too often. Nothing was changed. Wait an hour and try again.",
  confirmTitle: "Did you sign up?",
  confirmLead: "You signed up for:",
  confirm: "Yes, I sign up",
  confirmNot:
    "Was it not you? Then close this page. We forget the sign-up by ourselves. You can always unsubscribe again.",
  confirmed: "You are signed up",
  confirmedText: "Thank you. You can unsubscribe at any time, by the link in every mail.",
  parent: {
    confirmTitle: "May your child do this?",
    confirmLead: "A child asks your consent for:",
    confirm: "Yes, I have parental responsibility and agree",
    confirmNot:
      "Do you not agree, or is there no child who asked for this? Then close this page. We do not use the data then.",
    confirmed: "You gave consent",
    confirmedText:
      "Thank you. You can withdraw it at any time: make a request for your child, or use the link in a mail to your child.",
  },
  signUpGone: "This sign-up is no longer there",
  signUpGoneText: "The link was used already, or the time to confirm is over. You are welcome to sign up again.",
};

export const preferencesTexts: Readonly<Record<Language, PreferencesTexts>> = { nl, en };
