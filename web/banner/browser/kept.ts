/** What this browser remembers of a choice: cookies of the site itself, and nothing that was not chosen. */
import type { SiteForm } from "../form.ts";
import { removeCookie } from "./clear.ts";
import { type Kept, keptFrom, keptName, keptSeconds, keptText, outName, outSeconds } from "../kept.ts";

export function random(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .slice(0, 22);
}

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? "";
}

/** Of a browser that only said no to sale once, that. */
export function readKept(): Kept | undefined {
  const optedOut = cookie(outName) !== "";
  const kept = keptFrom(cookie(keptName)) ?? (optedOut ? { ...none, visitor: random() } : undefined);
  return kept && { ...kept, optedOut };
}

const none = { version: 0, choices: {}, signal: false };

export function writeKept(form: SiteForm, kept: Kept): void {
  write(form, keptName, keptText(kept), keptSeconds);
  if (kept.optedOut) write(form, outName, "1", outSeconds);
  else removeCookie(outName);
}

function write({ cookieDomain }: SiteForm, name: string, value: string, seconds: number): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const below = cookieDomain !== undefined && `.${location.hostname}`.endsWith(`.${cookieDomain}`);
  const domain = below ? `; Domain=${cookieDomain}` : "";
  // Two of one name, for this host and for all, would be told apart by nobody.
  removeCookie(name);
  document.cookie = `${name}=${value}; Max-Age=${seconds}; Path=/; SameSite=Lax${secure}${domain}`;
}

/** Whether every purpose was answered, under a version whose answer still holds. A no to sale is not asked again. */
export function isAnswered(form: SiteForm, kept: Kept | undefined): kept is Kept {
  return (
    kept !== undefined &&
    Object.entries(form.held).every(
      ([purpose, { freshFrom }]) =>
        (purpose in kept.choices && kept.version >= freshFrom) || (kept.optedOut && form.optOut.includes(purpose)),
    )
  );
}
