/** What a site asks its visitors, and what it holds back until they said yes: compiled from the policy. */
import { capital, type Language, type Localized, periodText, say } from "#base";
import { countryName } from "#law";
import type { Cookie, Policy, Purpose } from "#policy";
import { partyName } from "#policy";

export interface AskedPurpose {
  readonly name: string;
  readonly title: string;
  /** Parties, each with its country. */
  readonly vendors: readonly string[];
  /** What is stored on the device, each with how long. */
  readonly stores: readonly string[];
}

export interface ConsentForm {
  readonly asked: readonly AskedPurpose[];
  /** What needs no consent, because the visitor asked for what needs it. */
  readonly essential: readonly string[];
}

/** What stands behind a purpose on a device and in a page. */
export interface HeldBack {
  readonly purpose: string;
  /** Hosts that get nothing before consent; a host stands for those below it. */
  readonly hosts: readonly string[];
  /** Names as the policy has them: `_ga_*` for all that begin so. */
  readonly cookies: readonly string[];
  readonly storage: readonly string[];
  /** Signals of Google Consent Mode. */
  readonly consentMode: readonly string[];
}

/** Purposes on consent for which something is stored, read or loaded, in the order of the policy. */
function askedPurposes({ purposes, website }: Policy): readonly Purpose[] {
  const { cookies = [], tags = [], widgets = [] } = website ?? {};
  const used = new Set(
    [...cookies.filter(({ essential }) => essential === undefined), ...tags, ...widgets].flatMap((one) => one.purposes),
  );
  return purposes.filter(({ name, basis }) => basis.kind === "consent" && used.has(name));
}

export function consentForm(policy: Policy, language: Language): ConsentForm {
  const { cookies = [], tags = [], widgets = [] } = policy.website ?? {};
  const asked = askedPurposes(policy).map(({ name, title }) => {
    const its = <One extends { purposes: readonly string[] }>(all: readonly One[]) =>
      all.filter(({ purposes }) => purposes.includes(name));
    const stored = its(cookies).filter(({ essential }) => essential === undefined);
    const parties = [
      ...stored.flatMap(({ party }) => party ?? []),
      ...[...its(tags), ...its(widgets)].map((each) => each.recipient),
    ];
    return {
      name,
      title: capital(say(title, language)),
      vendors: [...new Set(parties)].map((party) => vendorOf(policy, party, language)),
      stores: stored.map((cookie) => storedText(cookie, language)),
    };
  });
  const essential = cookies.flatMap((cookie) =>
    cookie.essential === undefined ? [] : [say(cookie.essential, language)],
  );
  return { asked, essential: [...new Set(essential)] };
}

export function heldBack(policy: Policy): readonly HeldBack[] {
  const { cookies = [], tags = [], widgets = [] } = policy.website ?? {};
  return askedPurposes(policy).map(({ name }) => {
    const stored = cookies.filter(({ purposes, essential }) => essential === undefined && purposes.includes(name));
    const loaded = [...stored, ...tags, ...widgets].filter(({ purposes }) => purposes.includes(name));
    const called = (kind: "cookie" | "other") =>
      stored.filter(({ kinds }) => kinds.includes("cookie") === (kind === "cookie")).flatMap(({ names }) => names);
    return {
      purpose: name,
      hosts: [...new Set(loaded.flatMap(({ hosts = [] }) => hosts))],
      cookies: called("cookie"),
      storage: [...called("cookie"), ...called("other")],
      consentMode: [
        ...new Set(tags.filter(({ purposes }) => purposes.includes(name)).flatMap((tag) => tag.consentMode)),
      ],
    };
  });
}

function vendorOf(policy: Policy, name: string, language: Language): string {
  const recipient = policy.recipients.find((each) => each.name === name);
  if (recipient === undefined) return name;
  const [country] = recipient.countries;
  const party = partyName(recipient, language);
  return country === undefined ? party : `${party} (${countryName(country, language)})`;
}

const session: Readonly<Record<Language, string>> = { nl: "tot u de browser sluit", en: "until you close the browser" };

/** `_ga_* (26 weeks)` */
function storedText({ names, title, lasts }: Cookie, language: Language): string {
  const what = names.length > 0 ? names.join(", ") : say(title, language);
  if (lasts === undefined) return what;
  return `${what} (${lasts === "session" ? session[language] : periodText(lasts, language)})`;
}

/** Saying no to sale and sharing on a site (Cal. Civ. Code 1798.120, 1798.135): what then stays off, and the words of the link. */
export interface SiteOptOut {
  /** Purposes asked of visitors by which a party gets data that the policy calls sold or shared; in the order of the policy. */
  readonly purposes: readonly string[];
  readonly link?: Localized;
  /** Global Privacy Control is a way to say it. */
  readonly signal: boolean;
}

/** None where the policy gives no way out, or nothing on the site is sold or shared. */
export function siteOptOut(policy: Policy): SiteOptOut | undefined {
  const { website, sale } = policy;
  const { cookies = [], tags = [], widgets = [] } = website ?? {};
  if (sale?.optOut === undefined) return undefined;
  const getsData = (party: string | undefined) =>
    sale.shares === undefined ? sale.sells !== "nothing" : party !== undefined && sale.shares.with.includes(party);
  const its = new Set(
    [
      ...cookies.filter(({ essential, party }) => essential === undefined && getsData(party)),
      ...[...tags, ...widgets].filter(({ recipient }) => getsData(recipient)),
    ].flatMap((each) => each.purposes),
  );
  const purposes = askedPurposes(policy).flatMap(({ name }) => (its.has(name) ? name : []));
  const { link, by } = sale.optOut;
  return purposes.length === 0 ? undefined : { purposes, ...(link && { link }), signal: by.includes("signal") };
}
