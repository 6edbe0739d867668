import { isScalar } from "yaml";
import { type Localized, limits } from "#base";
import { changed, either, list, mapping, may } from "../grammar/collections.ts";
import { type Kind, report, type Word, wrongType } from "../grammar/kind.ts";
import { builtInCategories } from "../categories.ts";
import { insteadOf } from "../document/suggest.ts";
import type { Coarser, Erased } from "../model.ts";
import { clip, literal, oneOf, text, textKind, wholeNumber, word } from "../grammar/values.ts";
import { type Region, regionNames, regionOf } from "../regions.ts";

/** A text per language, or a plain text that is of the policy's first language; `localised` in resolve decides which. */
export type Said = { readonly plain: string } | { readonly texts: Localized };

export const said: Kind<Said> = either(
  changed(text, (plain) => ({ plain })),
  changed(
    mapping({
      name: "Text per language",
      doc: "The same text in each language of the policy. A plain text is taken to be of the first language.",
      example: "says:\n  nl: Wij bewaren uw gegevens zorgvuldig.\n  en: We keep your data with care.",
      members: { nl: may(text, "In Dutch."), en: may(text, "In English.") },
    }),
    ({ nl, en }, node, place): Said | undefined => {
      if (nl === undefined && en === undefined) return wrongType(node, place, "a text in at least one language");
      return { texts: { ...(nl === undefined ? {} : { nl }), ...(en === undefined ? {} : { en }) } };
    },
  ),
);

/** References to the sentences or ledger entries that something stands for. */
const cite: Kind<string> = {
  ...changed(literal, (value, node, place) =>
    /^\S{1,80}$/.test(value)
      ? value
      : report(node, place, {
          code: "wrong-value",
          message: `"${clip(value)}" is not a reference.`,
          remedy: "Write references without white space: [002-017, 002-018].",
        }),
  ),
  expects: "a reference such as 002-017",
  label: "reference",
};

/** What every mapping may carry. */
export const declared = {
  cites: may(
    list(cite, { emptyIsFine: true }),
    "The sentences of the old policy, or other references, that this stands for.",
  ),
  says: may(
    said,
    "House text for the notice instead of the sentence that Gestand makes. Facts are never repeated here.",
  ),
} as const;

/** Names the author makes up. They become part of promise ids, anchors and file names. */
const ownName = /^[a-z][a-z0-9_-]{0,62}$/;

export function checkOwnName(name: string): { message: string; remedy: string } | undefined {
  return ownName.test(name)
    ? undefined
    : {
        message: `"${clip(name)}" cannot be used as a name here.`,
        remedy: "Write small letters, digits, - and _, starting with a letter, 63 at most: fulfil-order.",
      };
}

/** Categories may have parts: `contact.email`. */
export function checkCategoryName(name: string): { message: string; remedy: string } | undefined {
  return name.length <= 63 && /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$/.test(name)
    ? undefined
    : {
        message: `"${clip(name)}" cannot be the name of a category.`,
        remedy: "Write small letters, digits and -, with dots between parts: contact.email.",
      };
}

/** PostgreSQL takes any name without a zero byte and cuts it at 63 bytes; we refuse what it would cut. */
export function checkDatabaseName(name: string): { message: string; remedy: string } | undefined {
  const bytes = new TextEncoder().encode(name).length;
  if (name.includes("\0") || name.trim() === "" || !name.isWellFormed())
    return {
      message: "This cannot be the name of a table, column or schema.",
      remedy: "Write the name as the database spells it.",
    };
  if (bytes > limits.identifierBytes)
    return {
      message: `"${clip(name)}" is ${bytes} bytes long; PostgreSQL keeps only the first ${limits.identifierBytes}.`,
      remedy: "Write the name as the database spells it (see pg_catalog), cut where the database cut it.",
    };
  return undefined;
}

/** The name of a table, column, schema or role, as the database spells it. */
export function databaseName(what: string): Kind<Word> {
  return changed(word(`the name of ${what}`, `name of ${what.replace(/^an? /, "")}`), (name, node, place) => {
    const wrong = checkDatabaseName(name.text);
    return wrong === undefined ? name : report(node, place, { code: "bad-name", ...wrong });
  });
}

/** A name that is declared elsewhere in the policy. */
export function nameOf(what: string): Kind<Word> {
  return word(`the name of ${what}`, `name of ${what.replace(/^an? /, "")}`);
}

/** A category, built in or declared; editors complete the built-in ones. */
export const categoryName: Kind<Word> = word("the name of a category", "category", {
  anyOf: [
    { enum: builtInCategories.map((category) => category.name) },
    { pattern: "^[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)*$" },
  ],
});

/** Where people live, for what differs by it. */
export const region: Kind<Region> = textKind<Region>({
  expects: `${regionNames.slice(0, -1).join(", ")} or ${regionNames.at(-1)}, or a country code such as NL`,
  label: `${regionNames.map((name) => `\`${name}\``).join(", ")}, or a country code`,
  schema: { anyOf: [{ enum: [...regionNames] }, { pattern: "^[A-Z]{2}$" }] },
  parse: (value) =>
    regionOf(value) ?? {
      code: "unknown-region",
      wrong: value === "CA" ? '"CA" could be Canada or California.' : `"${clip(value)}" is no region.`,
      remedy:
        value === "CA"
          ? "Write canada or california."
          : insteadOf(value.toLowerCase(), regionNames, "a region, or a country code such as NL"),
    },
});

/** The address of a system, by the name of the environment variable that holds it. Never repeats what was written. */
export const urlFromEnvironment: Kind<string> = textKind<string>({
  expects: "env: and the name of an environment variable, such as env:SHOP_DATABASE_URL",
  label: "`env:NAME`",
  schema: { pattern: "^env:[A-Z_][A-Z0-9_]*$" },
  parse: (value) => {
    if (/^env:[A-Z_][A-Z0-9_]*$/.test(value)) return value.slice("env:".length);
    return {
      code: value.startsWith("env:") ? "wrong-value" : "secret-in-policy",
      wrong: value.startsWith("env:")
        ? "This is not the name of an environment variable."
        : "The address of a system stands in the policy, where everybody who reads it finds the password.",
      remedy:
        "Put the address in an environment variable and write its name in capitals: env:SHOP_DATABASE_URL. If a password stood here, change it.",
    };
  },
});

const erasedText = mapping({
  name: "Erased text",
  doc: "A text that replaces the value, when the text is a word of its own such as `keep`.",
  members: {
    text: may(text, "The text. `{random}` is replaced by a random token, for columns that must stay unique."),
  },
});

const coarserValue = mapping({
  name: "Value that stays",
  doc: "What a value becomes that says less than before: a text of its own, or a part of it.",
  example: "{first: 4}",
  members: {
    text: may(text, "A text. `{random}` is replaced by a random token, for columns that must stay unique."),
    to: may(
      oneOf(["year", "month", "network"], "a part"),
      "`year` or `month` of a date or moment; `network` of an IP address (24 bits of version 4, 48 of version 6).",
    ),
    first: may(
      wholeNumber({ expects: "a number of characters from 1 to 20", from: 1, to: 20 }),
      "So many characters, such as the four digits of a Dutch postcode.",
    ),
  },
});

export const erased: Kind<Erased> = valueOr(
  "null, a text that replaces the value, or keep",
  changed(erasedText, ({ text: written }) => asText(written)),
);

export const afterTerm: Kind<Erased | Coarser> = valueOr(
  "null, a text that replaces the value, keep, or a part such as {to: year} or {first: 4}",
  changed(coarserValue, ({ text: written, to, first }) =>
    [written, to, first].filter((one) => one !== undefined).length > 1
      ? undefined
      : to !== undefined
        ? { kind: "part", of: to }
        : first !== undefined
          ? { kind: "first", characters: first }
          : asText(written),
  ),
);

function asText(written: string | undefined): Erased | undefined {
  return written === undefined ? undefined : { kind: "text", text: written };
}

/** `null`, a text or `keep` as they stand, or a mapping. */
function valueOr<More>(expects: string, more: Kind<More | Erased>): Kind<More | Erased> {
  return {
    expects,
    label: "`null`, text, or `keep`",
    schema: { anyOf: [{ type: "null" }, { type: "string" }, more.schema] },
    fits: (node) => isScalar(node) || more.fits(node),
    chapters: () => more.chapters?.() ?? [],
    read: (node, place) => {
      if (isScalar(node) && node.value === null) return { kind: "null" };
      if (isScalar(node) && typeof node.value === "string")
        return node.value === "keep" && node.type === "PLAIN" ? { kind: "keep" } : { kind: "text", text: node.value };
      return (more.fits(node) ? more.read(node, place) : undefined) ?? wrongType(node, place, expects);
    },
  };
}
