/** What this browser remembers of a choice: one cookie of the site itself, and nothing that was not chosen. */
import type { SiteForm } from "../form.ts";

export interface Kept {
  readonly visitor: string;
  readonly version: number;
  readonly choices: Readonly<Record<string, boolean>>;
}

const name = "gestand";
const days = 180;

export function random(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .slice(0, 22);
}

/** `1.<visitor>.<version>.analytics:1.ads:0` */
export function readKept(): Kept | undefined {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=1.`));
  const [, visitor, version, ...choices] = (found?.slice(name.length + 1) ?? "").split(".");
  return visitor && version
    ? {
        visitor,
        version: +version,
        choices: Object.fromEntries(choices.map((choice) => [choice.slice(0, -2), choice.endsWith(":1")])),
      }
    : undefined;
}

export function writeKept({ visitor, version, choices }: Kept): void {
  const said = Object.entries(choices).map(([purpose, yes]) => `${purpose}:${yes ? 1 : 0}`);
  const value = ["1", visitor, version, ...said].join(".");
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Max-Age=${days * 86_400}; Path=/; SameSite=Lax${secure}`;
}

/** Whether every purpose was answered, under a version whose answer still holds. */
export function isAnswered(form: SiteForm, kept: Kept | undefined): kept is Kept {
  return (
    kept !== undefined &&
    Object.entries(form.held).every(([purpose, { freshFrom }]) => purpose in kept.choices && kept.version >= freshFrom)
  );
}
