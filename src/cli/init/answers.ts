/** What somebody may answer, on the command line or to a question, and what to write instead of what cannot be. */
import { isLanguage, type Language } from "#base";
import { hasStarter, insteadOf, isEmailAddress, type StarterKind, starterKinds } from "#policy";

export type Both = Readonly<Record<Language, string>>;
export type Read<T> = { readonly value: T } | { readonly wrong: Both };

const value = <T>(read: T): Read<T> => ({ value: read });
const clip = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

export function readKind(text: string): Read<StarterKind> {
  const kind = starterKinds.find((one) => one === text.toLowerCase());
  if (kind !== undefined) return value(kind);
  return {
    wrong: {
      nl: `"${clip(text)}" is geen soort die wij kennen. Kies uit: ${starterKinds.join(", ")}.`,
      en: `"${clip(text)}" is no kind that is known. ${insteadOf(text, starterKinds, "a kind")}`,
    },
  };
}

export function readName(text: string): Read<string> {
  if (text !== "" && text.length <= 200 && !/[\p{Cc}\u2028\u2029]/u.test(text)) return value(text);
  return {
    wrong: {
      nl: "Die naam is leeg, te lang of van meer dan één regel. Geef een naam van 1 tot 200 tekens.",
      en: "That name is empty, too long or of several lines. Give a name of 1 to 200 characters.",
    },
  };
}

export function readCountry(text: string): Read<string> {
  const code = text.toUpperCase() === "UK" ? "GB" : text.toUpperCase();
  if (/^[A-Z]{2}$/.test(code) && hasStarter(code)) return value(code);
  return {
    wrong: {
      nl: `"${clip(text)}" is geen landcode waarvan wij de toezichthouder kennen. Geef twee letters, zoals NL, BE of DE.`,
      en: `"${clip(text)}" is no country code whose authority is known. Give two letters, such as NL, BE or DE.`,
    },
  };
}

export function readEmail(text: string): Read<string> {
  if (isEmailAddress(text)) return value(text);
  return {
    wrong: {
      nl: `"${clip(text)}" is geen e-mailadres. Geef een adres zoals privacy@voorbeeld.nl.`,
      en: `"${clip(text)}" is not an e-mail address. Give an address such as privacy@example.nl.`,
    },
  };
}

export function readLanguages(text: string): Read<readonly Language[]> {
  const given = [...new Set(text.toLowerCase().split(/[\s,]+/))].filter((one) => one !== "");
  const known = given.filter(isLanguage);
  if (known.length > 0 && known.length === given.length) return value(known);
  return {
    wrong: {
      nl: `"${clip(text)}" kan niet. Kies nl, en, of allebei: nl,en.`,
      en: `"${clip(text)}" cannot be. Choose nl, en, or both: nl,en.`,
    },
  };
}

/** The name of a system, as a policy takes it. */
export function readSystem(text: string): Read<string> {
  if (/^[a-z][a-z\d-]{0,62}$/.test(text)) return value(text);
  return {
    wrong: {
      nl: `"${clip(text)}" kan geen naam van een systeem zijn. Gebruik kleine letters, cijfers en streepjes, zoals shop.`,
      en: `"${clip(text)}" cannot name a system. Use small letters, digits and hyphens, such as shop.`,
    },
  };
}

export function readVariable(text: string): Read<string> {
  if (isVariable(text)) return value(text);
  return {
    wrong: {
      nl: "Dat kan geen naam van een omgevingsvariabele zijn. Gebruik hoofdletters, cijfers en _, zoals SHOP_DATABASE_URL.",
      en: "That cannot name an environment variable. Use capitals, digits and _, such as SHOP_DATABASE_URL.",
    },
  };
}

/** The name of a variable, rather than an address. */
export function isVariable(text: string): boolean {
  return /^[A-Z_][A-Z\d_]{0,99}$/.test(text);
}
