/** What the website stores on devices and what others get there (ePrivacy Directive art. 5(3)). */
import { capital, enumerated, type Language, periodText, say } from "#base";
import { type Cookie, partyName, type Policy, type StorageKind, type Tag, type Widget } from "#policy";
import { categoryTitles, purposeTitles, type Writing, writing } from "../phrases.ts";
import { type Columns, sheet, type Sheet } from "./sheet.ts";

const columns = {
  what: { nl: "Wat", en: "What" },
  names: { nl: "Naam in de browser", en: "Name in the browser" },
  kind: { nl: "Soort", en: "Kind" },
  party: { nl: "Van wie", en: "Whose" },
  purpose: { nl: "Waarvoor", en: "What for" },
  consent: { nl: "Toestemming", en: "Consent" },
  lasts: { nl: "Hoe lang", en: "How long" },
  data: { nl: "Gegevens", en: "Data" },
} as const satisfies Columns;

const words = {
  title: { nl: "Cookies en soortgelijke technieken", en: "Cookies and similar techniques" },
  ours: { nl: "van ons", en: "ours" },
  needed: { nl: "niet nodig", en: "not needed" },
  asked: { nl: "vragen wij eerst", en: "we ask first" },
  click: { nl: "pas als u klikt; eerder gaat er niets heen", en: "only when you click; nothing goes there before" },
  session: { nl: "tot u de browser sluit", en: "until you close the browser" },
  visit: { nl: "zolang de pagina openstaat", en: "while the page is open" },
  widget: { nl: "ingevoegd onderdeel", en: "embedded part" },
  nobody: { nl: "niets wat naar u wijst", en: "nothing that points at you" },
} as const;

const kinds: Readonly<Record<StorageKind, Readonly<Record<Language, string>>>> = {
  cookie: { nl: "cookie", en: "cookie" },
  "local-storage": { nl: "opslag in de browser", en: "storage in the browser" },
  pixel: { nl: "onzichtbaar plaatje (pixel)", en: "invisible image (pixel)" },
  beacon: { nl: "bericht van de browser (beacon)", en: "message of the browser (beacon)" },
  tag: { nl: "meetprogramma (tag)", en: "measuring program (tag)" },
  "embedded-link": { nl: "link die klikken telt", en: "link that counts clicks" },
};

/** No rows when the policy says nothing about a website. */
export function cookiesSheet(policy: Policy, language: Language): Sheet {
  const rows = devicesOf(policy, language).map((device) => ({ ...device }));
  return sheet("cookies", words.title, columns, rows, language);
}

/** Something that is stored on devices or read there. A text is empty where the policy does not say it. */
export interface Device extends Readonly<Record<keyof typeof columns, string>> {
  /** The promise that tells of it. */
  readonly promise: string;
  /** The promise that tells which data, where that is one of its own. */
  readonly dataPromise?: string;
}

export function devicesOf(policy: Policy, language: Language): readonly Device[] {
  const about = writing(policy, language);
  const { cookies = [], tags = [], widgets = [] } = policy.website ?? {};
  return [
    ...cookies.map((cookie) => cookieRow(about, cookie)),
    ...tags.map((tag) => tagRow(about, tag)),
    ...widgets.map((widget) => widgetRow(about, widget)),
  ];
}

/** Title and columns, for who shows some of them. */
export function deviceHeads(...keys: readonly (keyof typeof columns)[]) {
  return (language: Language) => ({
    caption: words.title[language],
    columns: keys.map((key) => columns[key][language]),
  });
}

function cookieRow(about: Writing, cookie: Cookie): Device {
  const { language } = about;
  const { name, essential, lasts, stores, purposes } = cookie;
  const aims = purposes.length === 0 ? [] : [purposeTitles(about, purposes)];
  return {
    promise: `website.cookies.${name}`,
    dataPromise: `website.cookies.${name}.stores`,
    what: capital(say(cookie.title, language)),
    names: cookie.names.join(", "),
    kind: cookie.kinds.map((kind) => kinds[kind][language]).join(", "),
    party: cookie.party === undefined ? words.ours[language] : partyOf(about, cookie.party),
    purpose: essential === undefined ? aims.join("") : enumerated([say(essential, language), ...aims], language),
    consent: words[essential === undefined ? "asked" : "needed"][language],
    lasts: lasts === undefined ? "" : lasts === "session" ? words.session[language] : periodText(lasts, language),
    data:
      stores === undefined
        ? ""
        : stores.data.length === 0
          ? words.nobody[language]
          : categoryTitles(about, stores.data),
  };
}

function tagRow(about: Writing, tag: Tag): Device {
  return {
    promise: `website.tags.${tag.name}`,
    names: "",
    what: capital(say(tag.title, about.language)),
    kind: kinds.tag[about.language],
    lasts: words.visit[about.language],
    party: partyOf(about, tag.recipient),
    purpose: purposeTitles(about, tag.purposes),
    consent: words.asked[about.language],
    data: categoryTitles(about, tag.sends),
  };
}

function widgetRow(about: Writing, widget: Widget): Device {
  return {
    promise: `website.widgets.${widget.name}`,
    dataPromise: `website.widgets.${widget.name}.passes`,
    names: "",
    what: capital(say(widget.title, about.language)),
    kind: words.widget[about.language],
    lasts: words.visit[about.language],
    party: partyOf(about, widget.recipient),
    purpose: purposeTitles(about, widget.purposes),
    consent: words[widget.loads === "on-click" ? "click" : "asked"][about.language],
    data: categoryTitles(about, widget.passes?.data ?? []),
  };
}

function partyOf({ policy, language }: Writing, name: string): string {
  const recipient = policy.recipients.find((each) => each.name === name);
  return recipient === undefined ? name : partyName(recipient, language);
}
