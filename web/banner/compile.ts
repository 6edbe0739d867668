import { type Json, type Language, say } from "#base";
import { ageGate, consentForm, formNotes, heldBack, siteOptOut, tagWatches } from "#notice";
import { lookParts, plainLook, type Policy, type SiteLanguage, standardWording } from "#policy";
import type { AgeTexts, FormInLanguage, Held, OptOutTexts, Signed, SiteForm } from "./form.ts";
import { ageTexts } from "./texts/age.ts";
import { bannerTexts } from "./texts/index.ts";
import { optOutTexts } from "./texts/opt-out.ts";

/** What the script of a site does not know by itself. */
export interface SiteFacts {
  readonly site: string;
  /** Of the policy; 0 while none was published. */
  readonly version: number;
  readonly choicesUrl: string;
  readonly seenUrl: string;
  /** Absent where no server vouches for who is signed in. */
  readonly accountUrl?: string;
  /** Absent where our pages are not below the company's website. */
  readonly cookieDomain?: string;
  /** The notice, in one of the languages of the policy. */
  noticeUrl(language: Language): string;
  /** The version since which consent to a purpose counts. */
  freshFrom(purpose: string): number;
}

/** In which visitors are asked: those of the policy first, its authoritative one before all. */
export function siteLanguagesOf({ languages, website }: Policy): readonly SiteLanguage[] {
  return [...new Set([...languages, ...(website?.languages ?? [])])];
}

/** What the policy says itself is there only in its own languages. */
function ownLanguage({ languages }: Policy, language: SiteLanguage): Language {
  return languages.find((own) => own === language) ?? languages[0] ?? "en";
}

/** With the words of the policy on the link. */
export function optOutWords({ sale }: Policy, language: Language): OptOutTexts {
  const texts = optOutTexts[language];
  const link = sale?.optOut?.link;
  return link === undefined ? texts : { ...texts, link: say(link, language) };
}

function optOutIn(policy: Policy, language: Language): { readonly optOut?: OptOutTexts } {
  return siteOptOut(policy) === undefined ? {} : { optOut: optOutWords(policy, language) };
}

/** All of them or none: what is left out must go with what is written, in the dark too. */
function lookOf({ website }: Policy): Readonly<Record<string, string>> {
  const { look } = website ?? {};
  if (look === undefined) return {};
  return Object.fromEntries(
    lookParts.map((part) => [`--gestand-${part === "buttonInk" ? "button-ink" : part}`, look[part] ?? plainLook[part]]),
  );
}

function ageIn(policy: Policy, language: Language): { readonly age?: AgeTexts } {
  const gate = ageGate(policy);
  return gate === undefined ? {} : { age: ageTexts[language](gate.years, gate.below) };
}

/** The names of what is compared in a language; none where the policy does not write it, so that nobody there takes part. */
export function wordingsIn({ website, languages }: Policy, language: SiteLanguage): readonly string[] {
  const wordings = website?.wordings ?? [];
  const isOwn = languages.some((own) => own === language);
  return wordings.length > 0 && isOwn ? [standardWording, ...wordings.map(({ name }) => name)] : [];
}

function introOf({ website }: Policy, language: SiteLanguage, wording: string): string {
  const { sentence } = website?.wordings?.find(({ name }) => name === wording) ?? {};
  return sentence === undefined ? bannerTexts[language].intro : say(sentence, language as Language);
}

/**
 * Everything somebody sees before they choose, in one language and, where wordings are compared, in one of them; its hash goes into
 * the record of the choice.
 */
export function shownNotice(
  policy: Policy,
  language: SiteLanguage,
  facts: SiteFacts,
  script: string,
  wording?: string,
) {
  const own = ownLanguage(policy, language);
  const { asked, essential } = consentForm(policy, own);
  const { optOut: shownOptOut } = optOutIn(policy, own);
  return {
    site: facts.site,
    version: facts.version,
    language,
    purposes: asked.map(({ name }) => name),
    texts: { ...bannerTexts[language], ...(wording !== undefined && { intro: introOf(policy, language, wording) }) },
    ...(wording !== undefined && { wording }),
    asked: asked.map((purpose) => ({ ...purpose })),
    essential,
    ...(shownOptOut && { optOut: { ...shownOptOut } }),
    noticeUrl: facts.noticeUrl(own),
    // Where the surfaces stand and how their buttons weigh is in the script, which is named by its hash.
    script,
  } satisfies { [key: string]: Json };
}

function wordingsOf(
  policy: Policy,
  language: SiteLanguage,
  signed: (language: SiteLanguage, wording: string) => Signed,
): Pick<FormInLanguage, "wordings"> {
  const wordings = wordingsIn(policy, language);
  if (wordings.length === 0) return {};
  return { wordings: wordings.map((each) => ({ ...signed(language, each), intro: introOf(policy, language, each) })) };
}

/** `signed`: what is shown in each language, and in each wording of it. */
export function siteForm(
  policy: Policy,
  facts: SiteFacts,
  languages: readonly SiteLanguage[],
  signed: (language: SiteLanguage, wording?: string) => Signed,
): SiteForm {
  const honours = (kind: "gpc" | "dnt") =>
    policy.website?.signals.some((signal) => signal.kind === kind && signal.answer === "honoured") === true;
  const optOut = siteOptOut(policy);
  const age = ageGate(policy);
  return {
    site: facts.site,
    version: facts.version,
    choicesUrl: facts.choicesUrl,
    ...(facts.cookieDomain !== undefined && { cookieDomain: facts.cookieDomain }),
    ...(facts.accountUrl !== undefined && optOut !== undefined && { accountUrl: facts.accountUrl }),
    forms: languages.map((language) => ({
      language,
      ...signed(language, wordingsIn(policy, language)[0]),
      ...wordingsOf(policy, language, signed),
      texts: bannerTexts[language],
      ...consentForm(policy, ownLanguage(policy, language)),
      noticeUrl: facts.noticeUrl(ownLanguage(policy, language)),
      ...optOutIn(policy, ownLanguage(policy, language)),
      ...ageIn(policy, ownLanguage(policy, language)),
      notes: formNotes(policy, ownLanguage(policy, language)),
    })),
    held: Object.fromEntries(
      heldBack(policy).map(({ purpose, hosts, cookies, storage, consentMode }): [string, Held] => [
        purpose,
        { hosts, cookies, local: storage, google: consentMode, freshFrom: facts.freshFrom(purpose) },
      ]),
    ),
    optOut: optOut?.purposes ?? [],
    gpc: honours("gpc") || optOut?.signal === true,
    dnt: honours("dnt"),
    ...(age && { age: { years: age.years, by: age.by } }),
    look: lookOf(policy),
    tags: tagWatches(policy).filter(({ hosts }) => hosts.length > 0),
    seenUrl: facts.seenUrl,
    rightToLeft: [],
    declared: (policy.website?.cookies ?? []).flatMap(({ names }) => names),
  };
}
