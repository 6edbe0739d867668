/** Nederlands, B1: wat er bij elk recht hoort. */
import type { RefusalReason, RequestKind } from "#policy";

export const kindTitles: Record<RequestKind, string> = {
  access: "Mijn gegevens bekijken",
  rectification: "Mijn gegevens verbeteren",
  erasure: "Mijn gegevens wissen",
  leaving: "Ik wil geen klant meer zijn",
  restriction: "Mijn gegevens niet gebruiken",
  lifting: "Mijn gegevens weer gebruiken",
  portability: "Mijn gegevens meenemen",
  objection: "Bezwaar maken",
  "marketing-objection": "Geen reclame meer",
  "withdraw-consent": "Toestemming intrekken",
  "sale-opt-out": "Mijn gegevens niet verkopen of delen",
  "automated-decision": "Een mens laten kijken naar een besluit",
  complaint: "Een klacht indienen",
  "under-age-report": "Een kind melden",
};

const sendsCode = "Vul uw e-mailadres in. Wij sturen een code naar dat adres.";

export const kindLeads: Record<Exclude<RequestKind, "access" | "erasure" | "leaving">, string> = {
  rectification: `${sendsCode} Daarna ziet u uw gegevens en schrijft u op wat niet klopt.`,
  restriction: `${sendsCode} Daarna bewaren wij uw gegevens alleen nog, totdat u zegt dat wij ze weer mogen gebruiken.`,
  lifting: `${sendsCode} Daarna gebruiken wij uw gegevens weer, zoals in onze privacyverklaring staat.`,
  portability: `${sendsCode} U krijgt een bestand met de gegevens die u ons zelf gaf. Andere programma's kunnen het lezen.`,
  objection: `${sendsCode} Zodra u de code hebt ingevuld, stoppen wij met wat u hieronder kiest. Daarna beslissen wij of het voorgoed stopt.`,
  "marketing-objection": `${sendsCode} Zodra u de code hebt ingevuld, krijgt u van ons geen reclame meer. Wij vragen niet waarom.`,
  "withdraw-consent": `${sendsCode} Zodra u de code hebt ingevuld, geldt uw toestemming niet meer. Wij vragen niet waarom.`,
  "sale-opt-out": "Vul uw e-mailadres in. Het geldt meteen. Wij vragen niet wie u bent.",
  "automated-decision": `${sendsCode} Schrijf op om welk besluit het gaat. Een mens kijkt er dan opnieuw naar.`,
  complaint: `${sendsCode} Schrijf op wat er niet goed ging. U mag ook meteen naar de toezichthouder gaan.`,
  "under-age-report":
    "Vul het e-mailadres in van het account dat volgens u van een te jong kind is. Vanaf dat moment bewaren wij die gegevens alleen nog. Een medewerker kijkt er daarna naar. U hoeft niet te zeggen wie u bent, en wij zeggen niet of wij iemand kennen.",
};

/** Op de kaart van het begin. */
export const kindTexts: Record<RequestKind, string> = {
  access: "U krijgt een kopie van alle gegevens die wij van u hebben, en een lijst van bedrijven die ze ook hebben.",
  rectification: "U ziet wat wij van u weten en zegt wat er anders moet.",
  erasure: "Wij wissen uw gegevens. Wat wij van de wet moeten bewaren, zoals facturen, blijft zo lang als nodig.",
  leaving: "U stopt als klant. Wij zien dat ook als een verzoek om uw gegevens te wissen.",
  restriction: "Wij bewaren uw gegevens, maar doen er niets mee.",
  lifting: "U vroeg ons eerder om uw gegevens niet te gebruiken. Mag het weer?",
  portability: "U krijgt een bestand om mee te nemen naar een ander.",
  objection: "Wij stoppen meteen met wat u niet wilt. Daarna beslissen wij.",
  "marketing-objection": "Dat stopt meteen en altijd.",
  "withdraw-consent": "Gaf u ergens toestemming voor? Intrekken kan altijd.",
  "sale-opt-out": "Het geldt meteen. U hoeft niet te zeggen wie u bent.",
  "automated-decision": "Besliste een computer over u? Vraag dan om een mens.",
  complaint: "Vertel ons wat er niet goed ging.",
  "under-age-report": "Denkt u dat wij gegevens hebben van een kind dat te jong is? Dan stoppen wij meteen.",
};

export const kindAsked: Record<RequestKind, string> = {
  access: "uw gegevens bekijken",
  rectification: "uw gegevens verbeteren",
  erasure: "uw gegevens wissen",
  leaving: "stoppen als klant",
  restriction: "uw gegevens niet gebruiken",
  lifting: "uw gegevens weer gebruiken",
  portability: "uw gegevens meenemen",
  objection: "stoppen met iets waartegen u bezwaar hebt",
  "marketing-objection": "geen reclame meer",
  "withdraw-consent": "uw toestemming intrekken",
  "sale-opt-out": "uw gegevens niet verkopen of delen",
  "automated-decision": "een mens laten kijken naar een besluit",
  complaint: "een antwoord op uw klacht",
  "under-age-report": "een kind melden",
};

type Further = Exclude<
  RefusalReason,
  | "no-data-found"
  | "identity-not-shown"
  | "unfounded-or-excessive"
  | "rights-of-others"
  | "legal-obligation"
  | "not-our-customer"
>;

export const kindRefusals: Record<Further, string> = {
  "data-is-right": "Wij hebben het nagekeken. De gegevens kloppen.",
  "no-ground-to-restrict": "Geen van de redenen waarom de wet dit voorschrijft, geldt hier.",
  "compelling-grounds": "Wij hebben dwingende redenen om door te gaan.",
  "legal-claims": "Wij hebben deze gegevens nodig voor een rechtszaak of een claim.",
  "decision-stands": "Een mens heeft opnieuw gekeken. Het besluit blijft zoals het was.",
  "complaint-unfounded": "Wij hebben uw klacht onderzocht en zijn het er niet mee eens.",
  "of-age": "Wij hebben het uitgezocht. De persoon is oud genoeg.",
};

export const proposalTexts = {
  proposal: "Wat moet er anders?",
  proposalLead:
    "Dit staat er nu. Laat staan wat klopt. Verander wat niet klopt. Een medewerker kijkt er daarna naar. Is er iets anders fout? Schrijf ons dan.",
  proposalSend: "Verstuur de verbeteringen",
  proposalSent: "Wij hebben uw verbeteringen. Een medewerker kijkt ernaar.",
  proposalNone: "Wij hebben niets gevonden dat u hier kunt verbeteren. Schrijf ons wat er niet klopt.",
  proposalRefused: {
    "not-now": "Dit kan nu niet meer. Er is niets verstuurd.",
    unknown: "Dit kan nu niet meer. Er is niets verstuurd.",
    nothing: "U hebt niets veranderd. Er is niets verstuurd.",
    changed: "Een gegeven is intussen veranderd. Er is niets verstuurd. Kijk het opnieuw na.",
    "wrong-value": "Dit kunnen wij niet gebruiken. Er is niets verstuurd. Kijk het na:",
  },
  decided: "Wat wij besloten",
  decidedYes: "wordt verbeterd",
  decidedNo: "wordt niet verbeterd",
  lift: "Mogen wij uw gegevens weer gebruiken?",
  liftText: "Uw gegevens blijven ongebruikt totdat u zegt dat het weer mag.",
  liftGo: "Ja, gebruik ze weer",
};

export const rightsTexts = {
  cards: kindTexts,
  rights: {
    choose: "Waar gaat het om?",
    chooseOne: "Kies ten minste één.",
    words: "Schrijf op waar het om gaat",
    wordsNeeded: "Schrijf op waar het om gaat. Zonder dat kunnen wij niets doen.",
    sendNow: "Verstuur",
    childEmail: "E-mailadres van het account",
    taken: "Dat is gedaan",
    takenText: "Het geldt vanaf nu. Er gaat een bevestiging naar het adres dat u invulde. Uw kenmerk is",
    notMine: "Was u dit niet?",
    notMineText:
      "Iemand vroeg om uw e-mailadres bij ons te vervangen. Was u dat niet? Druk dan op de knop. Dan gaat het niet door. Is het al gebeurd, dan geven wij niets aan het nieuwe adres voordat wij weten wie dat is.",
    notMineGo: "Dit was ik niet",
    notMineDone: "Goed dat u het zegt",
    notMineDoneText: "Wij geven niets aan het nieuwe adres. Schrijf of bel ons ook:",
  },
};
