import { isScalar, type Node } from "yaml";
import { isLocalDate, type LocalDate, type Period, parsePeriod } from "#base";
import { isCountry } from "#law";
import { insteadOf } from "../document/suggest.ts";
import { type JsonSchema, type Kind, type Place, report, type Word, wrongType } from "./kind.ts";

/** A value written as text. `parse` answers a value, or what is wrong with the text. */
export function textKind<T>(options: {
  expects: string;
  label: string;
  schema?: JsonSchema;
  parse: (text: string, node: Node, place: Place) => T | { wrong: string; remedy: string; code?: string };
}): Kind<T> {
  const { expects, label } = options;
  return {
    expects,
    label,
    schema: { type: "string", ...options.schema },
    fits: (node) => isScalar(node) && typeof node.value === "string",
    read: (node, place) => {
      if (!isScalar(node) || typeof node.value !== "string") return wrongType(node, place, expects);
      const value = node.value.trim();
      if (value === "") return wrongType(node, place, expects);
      const parsed = options.parse(value, node, place);
      if (parsed === null || typeof parsed !== "object" || !("wrong" in parsed)) return parsed;
      return report(node, place, {
        code: parsed.code ?? "wrong-value",
        message: parsed.wrong,
        remedy: parsed.remedy,
      });
    },
  };
}

/** Any text that is not empty. */
export const text: Kind<string> = textKind({
  expects: "a text",
  label: "text",
  schema: { minLength: 1 },
  parse: (value) => value,
});

/** A name that is used or made here; keeps its place, so that whoever resolves it can point at it. */
export function word(expects: string, label: string, schema: JsonSchema = {}): Kind<Word> {
  return textKind({
    expects,
    label,
    schema,
    parse: (value, node, place) => ({ text: value, at: place.reader.at(node), path: place.path }),
  });
}

/** A text, number or truth value, taken as it is spelled: a register number, a value to compare with. */
export const literal: Kind<string> = {
  expects: "a text or number",
  label: "text or number",
  schema: { type: ["string", "number", "boolean"] },
  fits: (node) => isScalar(node) && node.value !== null,
  read: (node, place) => {
    if (!isScalar(node) || node.value === null || node.value === "") return wrongType(node, place, "a text or number");
    return typeof node.value === "string" ? node.value : (node.source ?? "").trim();
  },
};

export const date: Kind<LocalDate> = textKind<LocalDate>({
  expects: "a date such as 2026-12-01",
  label: "date",
  schema: { format: "date", pattern: "^\\d{4}-\\d{2}-\\d{2}$" },
  parse: (value) =>
    isLocalDate(value)
      ? value
      : {
          wrong: `"${clip(value)}" is not a day of the calendar.`,
          remedy: "Write year, month and day: 2026-12-01.",
          code: "not-a-date",
        },
});

export const period: Kind<Period> = textKind<Period>({
  expects: "a length of time such as 30 days, 26 weeks, 1 month or 7 years",
  label: "length of time",
  schema: { pattern: "^(\\d{1,4}\\s*(day|week|month|year)s?|P\\d{1,4}[DWMY])$" },
  parse: (value) => periodOrWrong(value),
});

function periodOrWrong(value: string): Period | { wrong: string; remedy: string; code: string } {
  const parsed = parsePeriod(value);
  if (parsed !== undefined && parsed.amount > 0) return parsed;
  return {
    wrong: `"${clip(value)}" is not a length of time.`,
    remedy: "Write a whole number and one unit: 30 days, 26 weeks, 1 month, 7 years.",
    code: "not-a-period",
  };
}

export const country: Kind<string> = textKind<string>({
  expects: "a country code of two capital letters, such as NL",
  label: "country code",
  schema: { pattern: "^[A-Z]{2}$" },
  parse: (value) =>
    isCountry(value)
      ? value
      : {
          wrong: `"${clip(value)}" is not a country code.`,
          remedy: isCountry(value.toUpperCase())
            ? `Write it in capitals: ${value.toUpperCase()}.`
            : value.toUpperCase() === "UK"
              ? "Write GB."
              : "Write the two letters of ISO 3166-1, such as NL, BE or US.",
          code: "unknown-country",
        },
});

/** Whether it has the form of an e-mail address; whether mail arrives there only mail can tell. */
export function isEmailAddress(text: string): boolean {
  return /^[^\s@<>"]{1,64}@[^\s@<>"]+\.[^\s@<>".]{2,}$/.test(text) && text.length <= 254;
}

export const email: Kind<string> = textKind<string>({
  expects: "an e-mail address",
  label: "e-mail address",
  schema: { format: "email" },
  parse: (value) =>
    isEmailAddress(value)
      ? value
      : { wrong: `"${clip(value)}" is not an e-mail address.`, remedy: "Write an address such as privacy@example.nl." },
});

export const website: Kind<string> = textKind<string>({
  expects: "a web address that starts with https://",
  label: "web address",
  schema: { format: "uri", pattern: "^https?://" },
  parse: (value) =>
    /^https?:\/\/[^\s/@]+(\/\S*)?$/.test(value)
      ? value
      : { wrong: `"${clip(value)}" is not a web address.`, remedy: "Write an address such as https://example.nl." },
});

export const timeZone: Kind<string> = textKind<string>({
  expects: "a time zone such as Europe/Amsterdam",
  label: "time zone",
  parse: (value) =>
    isTimeZone(value)
      ? value
      : { wrong: `"${clip(value)}" is not a time zone.`, remedy: "Write an IANA name such as Europe/Amsterdam." },
});

function isTimeZone(name: string): boolean {
  try {
    const { timeZone: known } = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
    return known !== "" && /^[A-Za-z_]+(\/[A-Za-z_+-]+\d*)*$/.test(name);
  } catch {
    return false;
  }
}

export function wholeNumber(options: { expects: string; from: number; to: number }): Kind<number> {
  const { expects, from, to } = options;
  return {
    expects,
    label: "whole number",
    schema: { type: "integer", minimum: from, maximum: to },
    fits: (node) => isScalar(node) && typeof node.value === "number",
    read: (node, place) => {
      const value = isScalar(node) ? node.value : undefined;
      if (typeof value !== "number" || !Number.isInteger(value)) return wrongType(node, place, expects);
      if (value >= from && value <= to) return value;
      return report(node, place, {
        code: "out-of-range",
        message: `${value} is not between ${from} and ${to}.`,
        remedy: `Write ${expects}.`,
      });
    },
  };
}

/** One of a closed list of words. */
export function oneOf<const Words extends readonly string[]>(words: Words, what: string): Kind<Words[number]> {
  return textKind<Words[number]>({
    expects: words.length <= 6 ? words.join(" or ") : `${what}, such as ${words.slice(0, 3).join(", ")}`,
    label: words.map((item) => `\`${item}\``).join(", "),
    schema: { enum: [...words] },
    parse: (value) =>
      words.includes(value)
        ? value
        : {
            wrong: `"${clip(value)}" is not ${what}.`,
            remedy: insteadOf(value, words, what),
            code: "unknown-word",
          },
  });
}

/** One of a closed list of words, or a length of time. */
export function oneOfOrPeriod<const Words extends readonly string[]>(
  words: Words,
  what: string,
): Kind<Words[number] | Period> {
  return textKind<Words[number] | Period>({
    expects: `${words.join(" or ")}, or a length of time such as 30 days`,
    label: `${words.map((item) => `\`${item}\``).join(", ")}, or length of time`,
    schema: { anyOf: [{ enum: [...words] }, period.schema] },
    parse: (value) => {
      if (words.includes(value)) return value;
      const read = periodOrWrong(value);
      if (!("wrong" in read)) return read;
      return { ...read, wrong: `"${clip(value)}" is not ${what}.`, remedy: `Write ${words.join(", ")}, or 30 days.` };
    },
  });
}

/** Enough of a text from the document to recognise it in a message. */
export function clip(value: string): string {
  const line = value.replace(/\s+/g, " ");
  return line.length <= 60 ? line : `${line.slice(0, 57)}…`;
}
