/** The values by which a person is known in lines, and the quick look that passes over lines that cannot hold one. */
import { normaliseEmail } from "#base";
import type { KnownValue } from "../facts-contract.ts";
import type { StoreSubject } from "../store-contract.ts";
import type { Field, RecordReader } from "./record.ts";

/** With more values than this, reading every line is quicker than looking for each value. */
const mostNeedles = 16;
/** Shorter values stand in lines of others by chance, so one in a line that cannot be read says nothing. */
const tellingCharacters = 6;

export interface Wanted {
  /** Compared whole: as it is written, or as an address in any spelling where it is one of the person's. */
  match(field: Field): KnownValue | undefined;
  /** Places in the text where a value may stand, in order. `undefined`: every line must be read. */
  places(text: string, reader: RecordReader): readonly number[] | undefined;
  /** Whether a line that cannot be read holds a value that is long enough to mean this person. */
  tells(record: string): boolean;
}

export function wantedOf({ emails, values }: StoreSubject): Wanted {
  const addresses = new Set(emails.map(normaliseEmail));
  const exact = new Map<string, Map<string, KnownValue>>();
  const needles = new Map<string, { readonly bytes: string; readonly anyCase: boolean; readonly value: string }>();
  for (const [name, known] of Object.entries(values)) {
    const byValue = exact.get(name) ?? new Map<string, KnownValue>();
    exact.set(name, byValue);
    for (const one of known) {
      const anyCase = addresses.has(normaliseEmail(one.value));
      const value = anyCase ? normaliseEmail(one.value) : one.value;
      // What stays wins, where one value comes from two rows.
      if (byValue.get(value)?.keep === undefined) byValue.set(value, one);
      needles.set(value, { bytes: Buffer.from(value, "utf8").toString("latin1"), anyCase, value });
    }
  }
  const all = [...needles.values()];
  return {
    match: ({ name, value }) => {
      const byValue = exact.get(name);
      if (byValue === undefined) return undefined;
      const address = value.includes("@") ? normaliseEmail(value) : undefined;
      return byValue.get(value) ?? (address !== undefined && addresses.has(address) ? byValue.get(address) : undefined);
    },
    places: (text, reader) => {
      if (
        all.length > mostNeedles ||
        all.some(({ value, anyCase }) => reader.hides(value) || (anyCase && !isAscii(value)))
      )
        return undefined;
      const lower = all.some(({ anyCase }) => anyCase) ? text.toLowerCase() : text;
      const places = all.flatMap(({ bytes, anyCase }) => placesOf(anyCase ? lower : text, bytes, true));
      for (const hiding of reader.hiding) places.push(...placesOf(text, hiding, false));
      return places.toSorted((a, b) => a - b);
    },
    tells: (record) => {
      const lower = record.toLowerCase();
      return all.some(
        ({ bytes, anyCase }) =>
          bytes.length >= tellingCharacters && placesOf(anyCase ? lower : record, bytes, true).length > 0,
      );
    },
  };
}

function isAscii(value: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return /^[\x00-\x7f]*$/.test(value);
}

/** A field ends where its value does, so a letter or digit beside a value means another value. */
function placesOf(text: string, needle: string, whole: boolean): number[] {
  const places: number[] = [];
  const opens = whole && wordly(needle.charCodeAt(0));
  const closes = whole && wordly(needle.charCodeAt(needle.length - 1));
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
    if (opens && at > 0 && wordly(text.charCodeAt(at - 1)) && !escapeEnds(text, at)) continue;
    if (closes && wordly(text.charCodeAt(at + needle.length))) continue;
    places.push(at);
  }
  return places;
}

function wordly(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** The `n` of `\n` is a letter of the escape, behind which a value may begin. */
function escapeEnds(text: string, at: number): boolean {
  return text[at - 2] === "\\";
}
