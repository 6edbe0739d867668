import type { Json, Language } from "#base";
import { consentForm, heldBack } from "#notice";
import type { Policy } from "#policy";
import type { FormInLanguage, Held, SiteForm } from "./form.ts";
import { bannerTexts } from "./texts.ts";

/** What the script of a site does not know by itself. */
export interface SiteFacts {
  readonly site: string;
  /** Of the policy; 0 while none was published. */
  readonly version: number;
  readonly choicesUrl: string;
  noticeUrl(language: Language): string;
  /** The version since which consent to a purpose counts. */
  freshFrom(purpose: string): number;
}

/** Everything somebody sees before they choose, in one language; its hash goes into the record of the choice. */
export function shownNotice(policy: Policy, language: Language, facts: SiteFacts, script: string) {
  const { asked, essential } = consentForm(policy, language);
  return {
    site: facts.site,
    version: facts.version,
    language,
    purposes: asked.map(({ name }) => name),
    texts: { ...bannerTexts[language] },
    asked: asked.map((purpose) => ({ ...purpose })),
    essential,
    noticeUrl: facts.noticeUrl(language),
    // Where the surfaces stand and how their buttons weigh is in the script, which is named by its hash.
    script,
  } satisfies { [key: string]: Json };
}

/** `hashes`: of what is shown in each language, with our signature. */
export function siteForm(
  policy: Policy,
  facts: SiteFacts,
  signed: (language: Language) => Pick<FormInLanguage, "hash" | "token">,
): SiteForm {
  const honours = (kind: "gpc" | "dnt") =>
    policy.website?.signals.some((signal) => signal.kind === kind && signal.answer === "honoured") === true;
  return {
    site: facts.site,
    version: facts.version,
    choicesUrl: facts.choicesUrl,
    forms: policy.languages.map((language) => ({
      language,
      ...signed(language),
      texts: bannerTexts[language],
      ...consentForm(policy, language),
      noticeUrl: facts.noticeUrl(language),
    })),
    held: Object.fromEntries(
      heldBack(policy).map(({ purpose, hosts, cookies, storage, consentMode }): [string, Held] => [
        purpose,
        { hosts, cookies, local: storage, google: consentMode, freshFrom: facts.freshFrom(purpose) },
      ]),
    ),
    gpc: honours("gpc"),
    dnt: honours("dnt"),
    rightToLeft: [],
  };
}
