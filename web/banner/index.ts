/**
 * What asks visitors on the pages of a company: banner, preferences and the gate that holds back until somebody said yes,
 * as one script without a framework. It knows what the policy says and decides nothing that the policy does not.
 */
export { optOutWords, shownNotice, type SiteFacts, siteForm, siteLanguagesOf, wordingsIn } from "./compile.ts";
export type { SiteForm } from "./form.ts";
export { type Kept, keptFrom, keptName, keptSeconds, keptText, outName, outSeconds } from "./kept.ts";
export { siteScript } from "./script.ts";
