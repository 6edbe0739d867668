import type { Localized, Problem } from "#base";
import { isCategory } from "../../categories.ts";
import type { Declared, Policy } from "../../model.ts";
import { identifyingAmong, withoutConsent } from "../phrases.ts";
import { lookProblems } from "./look.ts";
import { wordingProblems } from "./wordings.ts";
import type { Cookie, Tag, Website, Widget } from "./model.ts";

/** Storing on or reading from a device, what others get, and what is called anonymous there. */
export function websiteProblems(site: Website, policy: Policy): readonly Problem[] {
  return [
    ...site.cookies.flatMap((cookie) => cookieProblems(cookie, site, policy)),
    ...site.tags.flatMap((tag) => tagProblems(tag, policy)),
    ...site.widgets.flatMap((widget) => widgetProblems(widget, policy)),
    ...signalProblems(site, policy),
    ...(site.look === undefined ? [] : lookProblems(site.look, site.look.at)),
    ...wordingProblems(site.wordings ?? [], policy.languages),
  ];
}

const nationalArticles: Readonly<Record<string, string>> = {
  NL: "Telecommunicatiewet art. 11.7a",
  BE: "Belgian Act of 30 July 2018 art. 10/2",
};

function storageArticle(policy: Policy): string {
  const national = nationalArticles[policy.organisation.country];
  return `ePrivacy Directive art. 5(3)${national === undefined ? "" : `, ${national}`}`;
}

function cookieProblems(cookie: Cookie, site: Website, policy: Policy): readonly Problem[] {
  const { name, essential, purposes, at } = cookie;
  const base = { at, path: `website.cookies.${name}` } as const;
  const findings: Problem[] = [];
  if (essential === undefined && purposes.length === 0)
    findings.push({
      ...base,
      code: "cookie-without-purpose",
      severity: "error",
      message: `Nothing says what "${name}" is for.`,
      remedy: "Add essential (what the visitor asked for that needs it), or for with a purpose on consent.",
      article: "GDPR art. 13(1)(c)",
    });
  else if (essential === undefined && withoutConsent(policy, purposes) && !careful(cookie, site, policy))
    findings.push({
      ...base,
      code: "cookie-without-consent",
      severity: "error",
      message: `"${name}" is not essential, and a purpose that it serves is not on consent.`,
      remedy: "Give it a purpose with basis: consent, or say with essential what the visitor asked for that needs it.",
      article: storageArticle(policy),
    });
  const stays = cookie.kinds.some((kind) => kind === "cookie" || kind === "local-storage");
  if (stays && cookie.lasts === undefined)
    findings.push({
      ...base,
      code: "cookie-without-term",
      severity: "warning",
      message: `Nothing says how long "${name}" stays.`,
      remedy: "Add lasts: session, or a length of time.",
      article: "CJEU C-673/17, GDPR art. 13(2)(a)",
    });
  const data = cookie.stores?.data ?? [];
  findings.push(...anonymousProblems(policy, name, data, [cookie.title, cookie.says, cookie.stores?.says], base));
  if (cookie.linked !== undefined && cookie.stores?.data.length === 0)
    findings.push({
      ...base,
      at: cookie.linked.at,
      code: "anonymous-but-linked",
      severity: "error",
      message: `"${name}" is said to hold nothing that points at a person, and to be tied to data of a person.`,
      remedy: "Name at stores what it holds (a number is network.cookie), or leave out linked.",
      article: "GDPR art. 4(1), recital 30",
    });
  return findings;
}

/** Measuring with little or no effect on privacy needs no consent in the Netherlands (Telecommunicatiewet art. 11.7a(3)(b)). */
function careful(cookie: Cookie, site: Website, policy: Policy): boolean {
  return site.tags.some(
    (tag) =>
      tag.recipient === cookie.party &&
      cookie.purposes.every((purpose) => tag.purposes.includes(purpose)) &&
      isCareful(tag, policy),
  );
}

function isCareful({ settings, combines }: Tag, policy: Policy): boolean {
  const { ip, sharing, advertising } = settings;
  return (
    policy.organisation.country === "NL" &&
    ip !== "full" &&
    sharing === "off" &&
    advertising === "off" &&
    combines === undefined
  );
}

function tagProblems(tag: Tag, policy: Policy): readonly Problem[] {
  const { name, recipient, sends, purposes, at } = tag;
  const base = { at, path: `website.tags.${name}` } as const;
  const findings: Problem[] = [];
  if (withoutConsent(policy, purposes) && !isCareful(tag, policy))
    findings.push({
      ...base,
      code: "tag-without-consent",
      severity: "error",
      message: `"${name}" sends data to "${recipient}" for a purpose that is not on consent.`,
      remedy: "Give it a purpose with basis: consent.",
      article: storageArticle(policy),
    });
  const given = policy.recipients.find((each) => each.name === recipient)?.receives ?? [];
  const undeclared = sends.filter((category) => !given.some((each) => isCategory(category, each)));
  if (undeclared.length > 0)
    findings.push({
      ...base,
      code: "tag-sends-more",
      severity: "error",
      message: `"${name}" sends ${undeclared.join(", ")}, which "${recipient}" does not receive by this policy.`,
      remedy: `Add it to recipients.${recipient}.receives, or stop sending it.`,
      article: "GDPR art. 13(1)(e)",
    });
  findings.push(...anonymousProblems(policy, name, sends, [tag.title, tag.says], base));
  const named = sends.filter((category) => direct.some((each) => isCategory(category, each)));
  if (tag.randomNumber !== undefined && named.length > 0)
    findings.push({
      ...base,
      code: "anonymous-but-identifying",
      severity: "error",
      message: `"${name}" is said to send only a random number, and it sends ${named.join(", ")}.`,
      remedy: "Stop sending it, or leave out randomNumber.",
      article: "GDPR art. 4(1), 5(1)(a)",
    });
  return findings;
}

/** What names a person outright. */
const direct = ["name", "contact", "address", "account.id", "national-number", "document.identity", "biometric"];

const anonymous = /anoniem|anonym/iu;

/** Class of contradiction: called anonymous, and a value of it points at one person. */
function anonymousProblems(
  policy: Policy,
  name: string,
  data: readonly string[],
  texts: readonly (Localized | undefined)[],
  base: { readonly at: Declared["at"]; readonly path: string },
): readonly Problem[] {
  const called = texts.some((text) => Object.values(text ?? {}).some((words) => anonymous.test(words)));
  const pointing = identifyingAmong(policy, data);
  if (!called || pointing.length === 0) return [];
  return [
    {
      ...base,
      code: "anonymous-but-identifying",
      severity: "error",
      message: `"${name}" is called anonymous, and it holds ${pointing.join(", ")}, which points at one person.`,
      remedy: "Do not call it anonymous, or leave the identifier out.",
      article: "GDPR art. 4(1), recital 30",
    },
  ];
}

function widgetProblems(widget: Widget, policy: Policy): readonly Problem[] {
  const { name, loads, purposes, at } = widget;
  if (loads === "on-click" || !withoutConsent(policy, purposes)) return [];
  return [
    {
      code: "widget-loads-unasked",
      severity: "error",
      message: `"${name}" loads at once, so the other party gets data of every visitor, and no purpose on consent allows that.`,
      remedy: "Write loads: on-click, or give it a purpose with basis: consent.",
      at,
      path: `website.widgets.${name}.loads`,
      article: `CJEU C-40/17; ${storageArticle(policy)}`,
    },
  ];
}

/** Who shares data for advertising must take the signal as a no where the law says so, and as an objection anywhere. */
function signalProblems(site: Website, policy: Policy): readonly Problem[] {
  const shares =
    site.tags.some(({ settings }) => settings.sharing === "on" || settings.advertising === "on") ||
    policy.sale?.shares !== undefined ||
    policy.sale?.sells === "personal";
  const gpc = site.signals.find(({ kind }) => kind === "gpc");
  if (!shares || gpc?.answer === "honoured") return [];
  return [
    {
      code: "signal-not-honoured",
      severity: "warning",
      message: "Data is shared or used for advertising, and the signal Global Privacy Control is not honoured.",
      remedy: "Write signals: {gpc: honoured}.",
      at: gpc?.at ?? site.at,
      path: "website.signals.gpc",
      article: "Cal. Civ. Code 1798.135; Cal. Code Regs. tit. 11, § 7025; GDPR art. 21(5)",
    },
  ];
}
