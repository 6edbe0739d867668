/**
 * How people are known, as SQL: an e-mail address and an identity of the policy's own are compared as texts, without case
 * and outer blanks; a telephone number by its digits, because one number is written in many ways.
 */
import type { PersonPath } from "#policy";
import { ident, literal } from "./quote.ts";
import type { WorkPlace } from "./work.ts";

export { capitalForms, knownColumns, otherIdentities } from "../sql/identities.ts";

type IdentityPath = Extract<PersonPath, { kind: "identity" }>;

/** Addresses are compared without outer blanks and without case, on both sides by the same function of the database. */
export function normalised(expression: string): string {
  return `lower(btrim(${expression}))`;
}

/** White space that forms and imports leave around an address, beside the blanks that `normalised` takes off. */
const leftBefore = ["''", "E'\\t'"];
const leftAfter = ["''", "E'\\t'", "E'\\n'", "E'\\r\\n'", "E'\\r'"];

const capitals = "'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'";

/**
 * The stored address is one of `addresses` (a query of one column), whatever white space stands around it and whether
 * its accents are composed or not. All spellings are written out, so that an index on `normalised` still serves; what it
 * brings is compared once more with the letters of ASCII made small as they are everywhere: Turkish makes I an ı, and
 * with it the address of somebody else.
 */
export function isAddress(stored: string, addresses: string): string {
  const inUnicode = "current_setting('server_encoding') = 'UTF8'";
  // Not a constant, or it would be computed in encodings that do not have it.
  const noBreakSpace = `case when ${inUnicode} then chr(160 + 0 * length(e.email)) end`;
  const rows = (list: readonly string[]) => [...list, noBreakSpace].map((one) => `(${one})`).join(", ");
  const forms = `select e.email union select case when ${inUnicode} then normalize(e.email, NFD) end`;
  // What Turkish makes of an address in capitals, and of one whose first letter is.
  const made = `${forms} union select replace(e.email, 'i', lower('I')) union select regexp_replace(e.email, '^i', lower('I'))`;
  // The Turkish capital İ (U+0130) becomes a plain i in `lower`.
  const nobodyElses = `case when ${inUnicode} then strpos(${stored} collate "default", chr(304 + 0 * length(${stored}))) = 0 else true end`;
  const oneOf = (some: string) =>
    `collate "default" = any (array(select b.x || f.x || a.x from (${addresses}) e(email), lateral (${some}) f(x), lateral (values ${rows(leftBefore)}) b(x), lateral (values ${rows(leftAfter)}) a(x) where b.x || f.x || a.x is not null))`;
  const everywhere = `lower(translate(btrim(${stored}), ${capitals}) collate "default")`;
  return `(${normalised(stored)} ${oneOf(made)} and ${nobodyElses} and ${everywhere} ${oneOf(forms)})`;
}

/** The text in a column is one of these spellings, a query of one column over `e`. */
export function isKnownAs(identity: string, stored: string, spellings: string): string {
  return identity === "phone" ? isNumber(stored, spellings) : isAddress(stored, spellings);
}

/** What stays of a telephone number to compare it: an index on this expression serves. */
export function phoneDigits(stored: string): string {
  return `regexp_replace(${stored} collate "default", '[^0-9+]', '', 'g')`;
}

function isNumber(stored: string, spellings: string): string {
  return `(${phoneDigits(stored)} = any (array(${spellings})) and ${isUsualNumber(stored)})`;
}

/** A text with letters, or with a sign that no number has, is not surely one number; as `normalisePhone` has it. */
export function isUsualNumber(stored: string): string {
  // Not constants, or they would be computed in encodings that do not have them.
  const foreign = [160, 8208, 8209, 8210, 8211].map((code) => `chr(${code} + 0 * length(${stored}))`).join(" || ");
  const plain = `case when current_setting('server_encoding') = 'UTF8' then translate(${stored}, ${foreign}, '-----') else ${stored} end`;
  const usual = String.raw`'^\s*(tel:)?\s*[+(]?[0-9(][-0-9(). /]*\s*$'`;
  return `(${plain}) collate "default" ~* ${usual}`;
}

/** The column says something by which somebody could be known. */
export function namesSomebody({ identity, column }: IdentityPath, t: string): string {
  const stored = `${t}.${ident(column)}::text`;
  return identity === "phone"
    ? `coalesce(${stored} collate "default" ~ '[0-9]', false)`
    : `coalesce(btrim(${stored}, E' \\t\\r\\n') <> '', false)`;
}

/** What the person is known as by this identity, as `e`. */
export function knownRows(work: WorkPlace, identity: string): string {
  return `(select w.spelling, w.contested from ${work.known} w where w.identity = ${literal(identity)}) e`;
}
