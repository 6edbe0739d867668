/** The script of the site: built once for what the policy says, and what it shows kept before anybody can see it. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { ChoiceSent } from "#api";
import { shownNotice, type SiteFacts, siteForm, siteLanguagesOf, siteScript, wordingsIn } from "#banner";
import type { Policy, SiteLanguage } from "#policy";
import type { ServerParts } from "./parts.ts";

export const siteName = "www";

interface ShownNow {
  readonly language: string;
  readonly hash: string;
  /** Where wordings are compared. */
  readonly wording?: string;
}

interface Script {
  readonly text: string;
  /** For `If-None-Match`. */
  readonly tag: string;
  readonly shown: readonly ShownNow[];
}

export interface SiteScripts {
  /** For one language of the site, or all of them when it has none of that name. */
  script(language: string | undefined): Promise<Script>;
  shown(): Promise<Script["shown"]>;
}

/** What stands in the head of a page: for pages in one language, or, without one, for those of every language of the site. */
export function tagOf(origin: string, language?: SiteLanguage): string {
  return `<script src="${origin}/${siteName}/gestand.js${language === undefined ? "" : `?lang=${language}`}"></script>`;
}

/** For pages in each language of the site, each with that language alone; just one where the site has one. */
export function tagsOf(policy: Policy, origin: string): ReadonlyMap<SiteLanguage, string> {
  const languages = siteLanguagesOf(policy);
  return new Map(languages.map((language) => [language, tagOf(origin, languages.length > 1 ? language : undefined)]));
}

export function createSiteScripts(parts: ServerParts): SiteScripts {
  const made = new Map<string, Promise<Script>>();
  const script = (language: string | undefined) => {
    const only = siteLanguagesOf(parts.policy).find((one) => one === language);
    const making = made.get(only ?? "") ?? makeScript(parts, only);
    made.set(only ?? "", making);
    making.catch(() => made.delete(only ?? ""));
    return making;
  };
  return { script, shown: async () => (await script(undefined)).shown };
}

export function tokenOf({ store }: ServerParts, { notice, version }: Pick<ChoiceSent, "notice" | "version">): string {
  return store.vault.digest("consent-notice", `${siteName}|${version}|${notice}`);
}

/** What scripts and forms of the site are told beside the policy. */
export async function siteFacts(parts: ServerParts): Promise<SiteFacts> {
  const { published, publicUrl, renewals, store, appKeys = [] } = parts;
  const fresh = new Map((await renewals.since(store.reader)).map(({ purpose, version }) => [purpose, version]));
  const version = published.carried?.number ?? 0;
  const cookieDomain = sharedCookie(parts)?.domain;
  return {
    site: siteName,
    version,
    choicesUrl: `${publicUrl.origin}/${siteName}/choices`,
    seenUrl: `${publicUrl.origin}/${siteName}/seen`,
    ...(cookieDomain !== undefined && { cookieDomain }),
    ...(appKeys.length > 0 && { accountUrl: `${publicUrl.origin}/${siteName}/account` }),
    noticeUrl: (language) => `${publicUrl.origin}/${language}/privacy`,
    freshFrom: (purpose) => fresh.get(purpose) ?? 0,
  };
}

/**
 * Where one cookie can be for the company's pages and for ours: the host of the website when ours is below it, nothing to name when
 * both are the same host. `undefined`: neither, so that a choice on our pages could not count on theirs.
 */
export function sharedCookie({
  policy,
  publicUrl,
  siteOrigins,
}: Pick<ServerParts, "policy" | "publicUrl" | "siteOrigins">): { readonly domain?: string } | undefined {
  const sites = [policy.organisation.website, ...(policy.website?.origins ?? []), ...siteOrigins];
  const hosts = sites.flatMap((url) => (url === undefined ? [] : new URL(url).hostname.replace(/^www\./u, "")));
  const above = hosts.find((host) => host.includes(".") && publicUrl.hostname.endsWith(`.${host}`));
  if (above !== undefined) return { domain: above };
  return hosts.includes(publicUrl.hostname) ? {} : undefined;
}

async function makeScript(parts: ServerParts, only: SiteLanguage | undefined): Promise<Script> {
  const { policy, consents, assetsDir } = parts;
  const built = await readFile(new URL("banner/browser/gestand.min.js", assetsDir), "utf8");
  const facts = await siteFacts(parts);
  const source = createHash("sha256").update(built).digest("hex");
  const shown: ShownNow[] = [];
  const languages = only === undefined ? siteLanguagesOf(policy) : [only];
  for (const language of languages) {
    const wordings = wordingsIn(policy, language);
    for (const wording of wordings.length === 0 ? [undefined] : wordings) {
      const hash = await consents.keepNotice(shownNotice(policy, language, facts, source, wording));
      shown.push({ language, hash, ...(wording !== undefined && { wording }) });
    }
  }
  const signed = (language: string, wording?: string) => {
    const hash = shown.find((one) => one.language === language && one.wording === wording)?.hash ?? "";
    return { hash, token: tokenOf(parts, { notice: hash, version: facts.version }) };
  };
  const text = siteScript(built, siteForm(policy, facts, languages, signed));
  return { text, shown, tag: `"${createHash("sha256").update(text).digest("base64url")}"` };
}
