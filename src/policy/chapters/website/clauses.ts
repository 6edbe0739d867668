/** What a website can promise without facts of its own, with the sentences. */
import type { Clause } from "../clauses.ts";
import type { CookieClause, LinkClause, TagClause, WebsiteClause, WidgetClause } from "./model.ts";

export const websiteClauses: Readonly<Record<WebsiteClause, Clause>> = {
  consentFirst: {
    doc: "Nothing that needs consent is stored or read before the visitor chose. Promised as soon as something needs consent.",
    mechanism: "cookie-gate",
    checks: [{ kind: "site-asks", purposes: [] }, { kind: "site-honest" }],
    article: "ePrivacy Directive art. 5(3), GDPR art. 7",
    nl: "Wij plaatsen en lezen niets waarvoor toestemming nodig is, voordat u ja hebt gezegd. Nee zeggen is even makkelijk.",
    en: "We store and read nothing that needs consent before you said yes. Saying no is just as easy.",
  },
  withdrawable: {
    doc: "The choice can be changed at any time, as easily as it was made.",
    mechanism: "consent-withdraw",
    checks: [{ kind: "site-asks", purposes: [] }],
    article: "GDPR art. 7(3)",
    nl: "U kunt uw keuze altijd veranderen, op dezelfde plek als waar u haar maakte.",
    en: "You can always change your choice, in the same place where you made it.",
  },
  browserControl: {
    doc: "Visitors can also refuse and delete cookies in their browser. It never stands in place of consent.",
    mechanism: "cookie-gate",
    checks: [{ kind: "stated" }],
    nl: "U kunt cookies ook in uw browser weigeren of wissen.",
    en: "You can also refuse or delete cookies in your browser.",
  },
  lifetimes: {
    doc: "Session cookies end with the browser, others on their day or when they are deleted.",
    mechanism: "cookie-inventory",
    article: "CJEU C-673/17",
    nl: "Sommige cookies verdwijnen als u de browser sluit. Andere blijven tot hun laatste dag, of tot u ze wist.",
    en: "Some cookies are gone when you close the browser. Others stay until their last day, or until you delete them.",
  },
  onlyThese: {
    doc: "Nothing else is stored or read than what is named here, by others neither.",
    mechanism: "cookie-inventory",
    checks: [{ kind: "site-inventory" }],
    article: "GDPR art. 5(1)(a)",
    nl: "Andere cookies dan deze zijn er niet, ook niet van software van anderen.",
    en: "There are no other cookies than these, also not from software of others.",
  },
  blocked: {
    doc: "Without the necessary cookies some parts do not work; refusing the others costs nothing.",
    mechanism: "cookie-gate",
    checks: [{ kind: "stated" }],
    nl: "Blokkeert u noodzakelijke cookies, dan werken sommige onderdelen niet. De andere cookies kunt u zonder gevolgen weigeren.",
    en: "When you block necessary cookies, some parts do not work. You can refuse the other cookies without consequences.",
  },
};

export const cookieClauses: Readonly<Record<CookieClause, Clause>> = {
  linked: {
    doc: "What it stores may be tied to data of the person.",
    mechanism: "cookie-inventory",
    article: "GDPR recital 30",
    nl: "Wat hierin staat, kunnen wij koppelen aan andere gegevens van u. Dan hoort het bij een verzoek om inzage.",
    en: "What stands in it we can tie to other data of you. It then belongs to an answer when you ask for access.",
  },
};

export const tagClauses: Readonly<Record<TagClause, Clause>> = {
  combines: {
    doc: "The party can combine it with other data and follow people across websites.",
    mechanism: "tag-payload",
    checks: [{ kind: "stated" }],
    article: "GDPR art. 13(1)(e)",
    nl: "Dit bedrijf kan dit combineren met andere gegevens en u zo op andere websites herkennen.",
    en: "This party can combine this with other data and so recognise you on other websites.",
  },
  randomNumber: {
    doc: "The party knows people by a random number only, which is personal data all the same.",
    mechanism: "tag-payload",
    article: "GDPR art. 4(5), recital 30",
    nl: "Dit bedrijf krijgt geen naam of contactgegevens, alleen een willekeurig nummer. Ook dat nummer is een persoonsgegeven.",
    en: "This party gets no name or contact details, only a random number. That number is personal data too.",
  },
};

export const widgetClauses: Readonly<Record<WidgetClause, Clause>> = {
  direct: {
    doc: "Once loaded, the browser talks to the party directly.",
    mechanism: "widget-click-to-load",
    checks: [{ kind: "stated" }],
    nl: "Is het geladen, dan heeft uw browser rechtstreeks verbinding met dit bedrijf.",
    en: "Once it is loaded, your browser connects directly to this party.",
  },
  attributed: {
    doc: "The party can tie the visit to the person's account there.",
    mechanism: "widget-click-to-load",
    checks: [{ kind: "stated" }],
    nl: "Hebt u daar een account, dan kan dit bedrijf uw bezoek daaraan koppelen.",
    en: "If you have an account there, this party can tie your visit to it.",
  },
  interaction: {
    doc: "What people do with the widget goes to the party.",
    mechanism: "widget-click-to-load",
    checks: [{ kind: "stated" }],
    nl: "Wat u ermee doet, gaat naar dit bedrijf, dat het bewaart.",
    en: "What you do with it goes to this party, which stores it.",
  },
  avoidable: {
    doc: "Who does not want that does not click, or signs out there first.",
    mechanism: "widget-click-to-load",
    checks: [{ kind: "stated" }],
    nl: "Wilt u dat niet, klik er dan niet op, of log daar eerst uit.",
    en: "If you do not want that, do not click it, or sign out there first.",
  },
};

export const linkClauses: Readonly<Record<LinkClause, Clause>> = {
  marked: {
    doc: "Links to other sites are marked.",
    mechanism: "external-link-mark",
    nl: "Aan een link kunt u zien of hij naar een andere website gaat.",
    en: "You can see from a link whether it leads to another website.",
  },
  clean: {
    doc: "Links pass on nothing about the person.",
    mechanism: "external-link-mark",
    article: "GDPR art. 5(1)(c)",
    nl: "In zo'n link geven wij niets over u door.",
    en: "In such a link we pass on nothing about you.",
  },
  notOurs: {
    doc: "Other sites have notices of their own.",
    mechanism: "external-link-mark",
    checks: [{ kind: "stated" }],
    nl: "Voor andere websites geldt hun eigen privacyverklaring.",
    en: "Other websites have their own privacy notices.",
  },
};
