import { capital, enumerated, type Language, periodText, say } from "#base";
import { promise } from "../../compile/draft.ts";
import { categoriesText } from "../../compile/facts.ts";
import type { Policy } from "../../model.ts";
import type { PolicyPromise } from "../../promises.ts";
import { regionTitle } from "../../regions.ts";
import { clausePromises } from "../clauses.ts";
import { inBoth, partyOf, purposesText, type Texts, withoutConsent } from "../phrases.ts";
import { cookieClauses, linkClauses, tagClauses, websiteClauses, widgetClauses } from "./clauses.ts";
import type { Cookie, Signal, SignalKind, StorageKind, Tag, Website, Widget } from "./model.ts";

const section = "cookies";

/** In the order in which a visitor would ask: what there is, one by one, and what can be chosen. */
export function websitePromises(site: Website, policy: Policy): readonly PolicyPromise[] {
  return [
    kindsUsed(site, policy),
    ...site.cookies.flatMap((cookie) => cookiePromises(cookie, policy)),
    ...site.tags.flatMap((tag) => tagPromises(tag, policy)),
    ...site.widgets.flatMap((widget) => widgetPromises(widget, policy)),
    ...clausePromises(websiteClauses, withConsentFirst(site), { prefix: "website", section }, policy),
    ...site.signals.map((signal) => signalPromise(signal, policy)),
    ...clausePromises(linkClauses, site.links, { prefix: "website.links", section }, policy),
  ];
}

/** As soon as something needs consent, it is asked first, whether that is written or not. */
function withConsentFirst(site: Website): Website {
  const asks =
    site.cookies.some(({ essential }) => essential === undefined) ||
    site.tags.length > 0 ||
    site.widgets.some(({ loads }) => loads === "at-once");
  return asks && site.consentFirst === undefined ? { ...site, consentFirst: { cites: [], at: site.at } } : site;
}

const kindTexts: Readonly<Record<StorageKind, Texts>> = {
  cookie: { nl: "cookies", en: "cookies" },
  "local-storage": { nl: "opslag in uw browser", en: "storage in your browser" },
  pixel: { nl: "onzichtbare plaatjes (pixels)", en: "invisible images (pixels)" },
  beacon: {
    nl: "berichtjes die uw browser verstuurt (beacons)",
    en: "small messages that your browser sends (beacons)",
  },
  tag: { nl: "meetprogramma's van anderen (tags)", en: "measuring programs of others (tags)" },
  "embedded-link": { nl: "links die klikken tellen", en: "links that count clicks" },
};

function kindsUsed(site: Website, policy: Policy): PolicyPromise {
  const kinds = [...site.cookies.flatMap((cookie) => cookie.kinds), ...(site.tags.length > 0 ? ["tag" as const] : [])];
  return promise(policy, {
    id: "website.used",
    mechanism: "cookie-inventory",
    section,
    checks: [{ kind: "site-inventory" }],
    ...inBoth((language) => {
      const used = enumerated(
        kinds.map((kind) => kindTexts[kind][language]),
        language,
      );
      if (used === "")
        return language === "nl"
          ? "Onze website plaatst geen cookies en laat ook niets anders op uw apparaat achter."
          : "Our website sets no cookies and leaves nothing else on your device.";
      return language === "nl" ? `Onze website gebruikt: ${used}.` : `Our website uses: ${used}.`;
    }),
    article: "ePrivacy Directive art. 5(3)",
    from: site,
  });
}

function cookiePromises(cookie: Cookie, policy: Policy): readonly PolicyPromise[] {
  const { name, stores } = cookie;
  const id = `website.cookies.${name}`;
  const by = cookie.essential === undefined ? "cookie-gate" : "cookie-inventory";
  return [
    promise(policy, {
      id,
      mechanism: by,
      section,
      checks: [
        cookie.essential === undefined ? { kind: "site-asks", purposes: cookie.purposes } : { kind: "site-inventory" },
      ],
      ...inBoth((language) => cookieText(cookie, policy, language)),
      under: cookie.title,
      pieces: inBoth((language) => cookieCells(cookie, policy, language)),
      about: name,
      article: "ePrivacy Directive art. 5(3), GDPR art. 13",
      from: cookie,
    }),
    ...(stores === undefined
      ? []
      : [
          promise(policy, {
            id: `${id}.stores`,
            mechanism: "cookie-inventory",
            section,
            checks: [{ kind: "carried-out", by: "cookie-inventory" }],
            ...inBoth((language) => storesText(cookie, stores.data, policy, language)),
            under: cookie.title,
            pieces: inBoth((language) => [storedText(stores.data, policy, language)]),
            about: name,
            article: "GDPR art. 4(1), recital 30",
            from: stores,
          }),
        ]),
    ...clausePromises(cookieClauses, cookie, { prefix: id, section, about: name, title: cookie.title }, policy),
  ];
}

function cookieText(cookie: Cookie, policy: Policy, language: Language): string {
  const nl = language === "nl";
  const { party, lasts, essential, purposes, names } = cookie;
  const kinds = enumerated(
    cookie.kinds.map((kind) => kindTexts[kind][language]),
    language,
  );
  const what = names.length === 0 ? kinds : `${kinds}: ${names.join(", ")}`;
  const who = party === undefined ? (nl ? "onszelf" : "ourselves") : partyOf(policy, party, language);
  const aims = [
    ...(essential === undefined ? [] : [say(essential, language)]),
    ...(purposes.length === 0 ? [] : [purposesText(policy, purposes, language)]),
  ];
  const asked =
    essential === undefined
      ? withoutConsent(policy, purposes)
        ? ""
        : nl
          ? " Alleen met uw toestemming."
          : " Only with your consent."
      : nl
        ? " Dat is nodig, dus daarvoor vragen wij geen toestemming."
        : " That is needed, so we do not ask consent for it.";
  const how = lastsText(lasts, language);
  const title = capital(say(cookie.title, language));
  const aim = aims.length === 0 ? "" : `${nl ? " Waarvoor" : " What for"}: ${enumerated(aims, language)}.`;
  return `${title} (${what}), ${nl ? "van" : "from"} ${who}.${aim}${asked}${how}`;
}

/** What stands in its row: title, names in the browser, whose it is, what for, how long. */
function cookieCells(cookie: Cookie, policy: Policy, language: Language): readonly string[] {
  const { title, names, party, essential, lasts } = cookie;
  return [
    capital(say(title, language)),
    ...names,
    ...(party === undefined ? [] : [partyOf(policy, party, language)]),
    ...(essential === undefined ? [] : [say(essential, language)]),
    ...aimsOf(policy, cookie, language),
    ...(lasts === undefined || lasts === "session" ? [] : [periodText(lasts, language)]),
  ];
}

function aimsOf(policy: Policy, { purposes }: Pick<Cookie, "purposes">, language: Language): readonly string[] {
  return purposes.map((purpose) => purposesText(policy, [purpose], language));
}

function lastsText(lasts: Cookie["lasts"], language: Language): string {
  if (lasts === undefined) return "";
  if (lasts === "session")
    return language === "nl" ? " Hoe lang: tot u de browser sluit." : " How long: until you close the browser.";
  const length = periodText(lasts, language);
  return language === "nl" ? ` Hoe lang: hoogstens ${length}.` : ` How long: ${length} at most.`;
}

function storesText(cookie: Cookie, data: readonly string[], policy: Policy, language: Language): string {
  const title = capital(say(cookie.title, language));
  return `${title}. ${language === "nl" ? "Daarin staat" : "It holds"}: ${storedText(data, policy, language)}.`;
}

function storedText(data: readonly string[], policy: Policy, language: Language): string {
  if (data.length > 0) return categoriesText(policy, data, language);
  return language === "nl" ? "niets wat naar u wijst" : "nothing that points at you";
}

function tagPromises(tag: Tag, policy: Policy): readonly PolicyPromise[] {
  const { name, settings } = tag;
  const id = `website.tags.${name}`;
  const base = {
    mechanism: "tag-payload",
    section,
    checks: [{ kind: "tag-payload", tag: name, settings: false }],
    about: name,
  } as const;
  return [
    promise(policy, {
      ...base,
      id,
      ...inBoth((language) => {
        const [party, title] = [partyOf(policy, tag.recipient, language), say(tag.title, language)];
        const [sends, aims] = [
          categoriesText(policy, tag.sends, language),
          purposesText(policy, tag.purposes, language),
        ];
        const asked = withoutConsent(policy, tag.purposes)
          ? ""
          : { nl: " Alleen met uw toestemming.", en: " Only with your consent." }[language];
        return language === "nl"
          ? `Op onze website werkt een programma van ${party} (${title}). Dat bedrijf krijgt alleen: ${sends}. Waarvoor: ${aims}.${asked}`
          : `On our website a program of ${party} runs (${title}). That party gets only: ${sends}. What for: ${aims}.${asked}`;
      }),
      under: tag.title,
      pieces: inBoth((language) => [
        capital(say(tag.title, language)),
        partyOf(policy, tag.recipient, language),
        ...aimsOf(policy, tag, language),
        categoriesText(policy, tag.sends, language),
      ]),
      article: "GDPR art. 5(1)(c), 13(1)(e)",
      from: tag,
    }),
    promise(policy, {
      ...base,
      id: `${id}.settings`,
      checks: [{ kind: "tag-payload", tag: name, settings: true }],
      ...inBoth((language) => {
        const lead = language === "nl" ? "Zo hebben wij dat ingesteld" : "This is how we have set that";
        return `${lead} (${say(tag.title, language)}): ${settingsText(tag, language)}`;
      }),
      under: tag.title,
      pieces: {
        nl: [`Zo hebben wij dat ingesteld: ${settingsText(tag, "nl")}`],
        en: [`This is how we have set that: ${settingsText(tag, "en")}`],
      },
      article: "GDPR art. 25(2)",
      from: settings,
    }),
    ...clausePromises(tagClauses, tag, { prefix: id, section, about: name, title: tag.title }, policy),
  ];
}

function settingsText({ settings }: Tag, language: Language): string {
  const { ip, sharing, advertising } = settings;
  const [on, off] = language === "nl" ? ["aan", "uit"] : ["on", "off"];
  const ips = {
    nl: { truncated: "ingekort", full: "volledig", none: "wordt niet verstuurd" },
    en: { truncated: "shortened", full: "whole", none: "is not sent" },
  }[language][ip];
  return language === "nl"
    ? `uw IP-adres: ${ips}; delen met anderen: ${sharing === "on" ? on : off}; gebruik voor reclame: ${advertising === "on" ? on : off}.`
    : `your IP address: ${ips}; sharing with others: ${sharing === "on" ? on : off}; use for advertising: ${advertising === "on" ? on : off}.`;
}

function widgetPromises(widget: Widget, policy: Policy): readonly PolicyPromise[] {
  const { name, passes } = widget;
  const id = `website.widgets.${name}`;
  const base = {
    mechanism: "widget-click-to-load",
    section,
    checks: [{ kind: "carried-out", by: "widget-click-to-load" }],
    about: name,
    under: widget.title,
  } as const;
  const party = (language: Language) => partyOf(policy, widget.recipient, language);
  const late = widget.loads === "on-click";
  return [
    promise(policy, {
      ...base,
      id,
      checks: [
        withoutConsent(policy, widget.purposes)
          ? { kind: "carried-out", by: "widget-click-to-load" }
          : { kind: "site-asks", purposes: widget.purposes },
      ],
      ...inBoth((language) => {
        const title = say(widget.title, language);
        if (language === "nl")
          return `Op onze website staat iets van ${party(language)}: ${title}. ${late ? "Dat wordt pas geladen als u erop klikt. Tot dan krijgt dit bedrijf niets." : "Dat wordt geladen zodra u toestemming hebt gegeven."}`;
        return `On our website stands something of ${party(language)}: ${title}. ${late ? "It is loaded only when you click it. Until then this party gets nothing." : "It is loaded once you gave consent."}`;
      }),
      pieces: inBoth((language) => [capital(say(widget.title, language)), party(language)]),
      article: "GDPR art. 25(2), CJEU C-40/17",
      from: widget,
    }),
    ...(passes === undefined
      ? []
      : [
          promise(policy, {
            ...base,
            id: `${id}.passes`,
            nl: `Dan gaat dit naar ${party("nl")}: ${categoriesText(policy, passes.data, "nl")}.`,
            en: `This then goes to ${party("en")}: ${categoriesText(policy, passes.data, "en")}.`,
            pieces: inBoth((language) => [categoriesText(policy, passes.data, language)]),
            article: "GDPR art. 13(1)(e)",
            from: passes,
          }),
        ]),
    ...clausePromises(widgetClauses, widget, { prefix: id, section, about: name, title: widget.title }, policy),
  ];
}

const signalTexts: Readonly<Record<SignalKind, string>> = { dnt: "Do Not Track", gpc: "Global Privacy Control" };

function signalPromise(signal: Signal, policy: Policy): PolicyPromise {
  const honoured = signal.answer === "honoured";
  const name = signalTexts[signal.kind];
  return promise(policy, {
    id: `website.signals.${signal.kind}`,
    mechanism: "tracking-signal",
    section,
    checks: [honoured ? { kind: "site-asks", purposes: [] } : { kind: "stated" }],
    ...inBoth((language) => {
      const nl = language === "nl";
      if (signal.answer === "ignored")
        return nl
          ? `Met het signaal ${name} van uw browser doen wij niets.`
          : `We do nothing with the signal ${name} of your browser.`;
      if (signal.answer === "not-promised")
        return nl
          ? `Wij beloven nog niet dat wij iets doen met het signaal ${name} van uw browser.`
          : `We do not promise yet that we do something with the signal ${name} of your browser.`;
      const whom = signal.for.includes("everyone")
        ? ""
        : nl
          ? ` Dat geldt voor wie woont in ${enumerated(
              signal.for.map((region) => regionTitle(region, language)),
              language,
            )}.`
          : ` That holds for residents of ${enumerated(
              signal.for.map((region) => regionTitle(region, language)),
              language,
            )}.`;
      return nl
        ? `Stuurt uw browser het signaal ${name}, dan geldt dat als een nee: wij volgen u niet en geven niets door voor reclame.${whom}`
        : `When your browser sends the signal ${name}, that counts as a no: we do not track you and pass on nothing for advertising.${whom}`;
    }),
    article: signal.kind === "gpc" ? "Cal. Civ. Code 1798.135, GDPR art. 21(5)" : "GDPR art. 21(5)",
    from: signal,
  });
}
