import type { Look } from "./look.ts";
import type { Wording } from "./wordings.ts";
import type { Localized, Period } from "#base";
import type { Declared } from "../../model.ts";
import type { Region } from "../../regions.ts";
import type { Clauses } from "../clauses.ts";

/** The official languages of the European Union (Regulation 1/58 art. 1). */
export const siteLanguages = [
  ...(["bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr"] as const),
  ...(["hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"] as const),
] as const;
export type SiteLanguage = (typeof siteLanguages)[number];

export const storageKinds = ["cookie", "local-storage", "pixel", "beacon", "tag", "embedded-link"] as const;
export type StorageKind = (typeof storageKinds)[number];

export type CookieClause = "linked";

/** A cookie or another way to store on, or read from, the visitor's device (ePrivacy Directive art. 5(3)). */
export interface Cookie extends Declared, Clauses<CookieClause> {
  readonly name: string;
  readonly title: Localized;
  /** As the browser shows them; `_ga_*` for all that begin so. */
  readonly names: readonly string[];
  /** The recipient that sets it; ourselves when absent. */
  readonly party?: string;
  readonly kinds: readonly StorageKind[];
  /** Present when what the visitor asked for needs it; then no consent is asked. */
  readonly essential?: Localized;
  readonly purposes: readonly string[];
  readonly lasts?: "session" | Period;
  /** Hosts that it is loaded from or sent to, for what is not read from the page itself: a pixel, a beacon. */
  readonly hosts?: readonly string[];
  /** Empty: nothing that points at a person. */
  readonly stores?: Declared & { readonly data: readonly string[] };
}

export const consentModeSignals = [
  "ad_storage",
  "ad_user_data",
  "ad_personalization",
  "analytics_storage",
  "functionality_storage",
  "personalization_storage",
] as const;
/** The consent types of Google Consent Mode v2. */
export type ConsentModeSignal = (typeof consentModeSignals)[number];

export type TagIp = "truncated" | "full" | "none";
export type TagClause = "combines" | "randomNumber";

/** A program of another party that runs in our pages and tells it what happens there. */
export interface Tag extends Declared, Clauses<TagClause> {
  readonly name: string;
  readonly title: Localized;
  readonly recipient: string;
  readonly purposes: readonly string[];
  readonly sends: readonly string[];
  /** Hosts that it is loaded from and sends to. */
  readonly hosts?: readonly string[];
  /** Signals of Google Consent Mode that it listens to. */
  readonly consentMode: readonly ConsentModeSignal[];
  readonly settings: Declared & {
    readonly ip: TagIp;
    /** With other services of that party, or with others. */
    readonly sharing: "off" | "on";
    readonly advertising: "off" | "on";
    /** What each of its requests carries when it is set so, by parameter; none: that cannot be seen in a browser. */
    readonly shownBy: readonly { readonly parameter: string; readonly is: string }[];
  };
}

export type WidgetClause = "direct" | "attributed" | "interaction" | "avoidable";

/** A button or frame of another party in our pages. */
export interface Widget extends Declared, Clauses<WidgetClause> {
  readonly name: string;
  readonly title: Localized;
  readonly recipient: string;
  readonly purposes: readonly string[];
  readonly loads: "on-click" | "at-once";
  /** Hosts that it is loaded from. */
  readonly hosts?: readonly string[];
  readonly passes?: Declared & { readonly data: readonly string[] };
}

export const signalKinds = ["dnt", "gpc"] as const;
/** Do Not Track, and Global Privacy Control. */
export type SignalKind = (typeof signalKinds)[number];

export interface Signal extends Declared {
  readonly kind: SignalKind;
  readonly answer: "honoured" | "ignored" | "not-promised";
  /** For whom it is honoured. */
  readonly for: readonly Region[];
}

export type LinkClause = "marked" | "clean" | "notOurs";
export type WebsiteClause = "consentFirst" | "withdrawable" | "browserControl" | "lifetimes" | "onlyThese" | "blocked";

export interface Website extends Declared, Clauses<WebsiteClause> {
  /** Origins of the pages where visitors are asked, beside that of the organisation's website: `https://shop.example`. */
  readonly origins?: readonly string[];
  /** Languages of the pages, beside those of the policy. */
  readonly languages?: readonly SiteLanguage[];
  /** Hosts of our own that the pages load from, such as one for pictures. */
  readonly hosts?: readonly string[];
  readonly cookies: readonly Cookie[];
  readonly tags: readonly Tag[];
  readonly widgets: readonly Widget[];
  readonly signals: readonly Signal[];
  readonly links: Clauses<LinkClause>;
  readonly look?: Declared & Look;
  /** Compared with each other and with the sentence that Gestand makes. */
  readonly wordings?: readonly Wording[];
}
