/** What this browser remembers of a choice: one cookie of the site itself, and nothing that was not chosen. */
import type { SiteForm } from "../form.ts";
import { removeCookie } from "./clear.ts";
import { type Kept, keptFrom, keptName, keptSeconds, keptText } from "../kept.ts";

export function random(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .slice(0, 22);
}

export function readKept(): Kept | undefined {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${keptName}=`));
  return keptFrom(found?.slice(keptName.length + 1) ?? "");
}

export function writeKept({ cookieDomain }: SiteForm, kept: Kept): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const below = cookieDomain !== undefined && `.${location.hostname}`.endsWith(`.${cookieDomain}`);
  const domain = below ? `; Domain=${cookieDomain}` : "";
  // Two of one name, for this host and for all, would be told apart by nobody.
  removeCookie(keptName);
  document.cookie = `${keptName}=${keptText(kept)}; Max-Age=${keptSeconds(kept)}; Path=/; SameSite=Lax${secure}${domain}`;
}

/** Whether every purpose was answered, under a version whose answer still holds. A no to sale is not asked again. */
export function isAnswered(form: SiteForm, kept: Kept | undefined): kept is Kept {
  return (
    kept !== undefined &&
    Object.entries(form.held).every(
      ([purpose, { freshFrom }]) =>
        purpose in kept.choices &&
        (kept.version >= freshFrom || (kept.optedOut && form.optOut.includes(purpose) && !kept.choices[purpose])),
    )
  );
}
