import type { CatalogueColumn, Relation } from "../sql/catalogue-types.ts";
import type { Queryable } from "./catalogue.ts";
import { type Confidence, type Guess, guessByName } from "../sql/guess-names.ts";
import { ident, qualified } from "./quote.ts";

/** Rows looked at per table, and how much of one value; enough to recognise a pattern, little enough for any table. */
const sampleRows = 200;
const sampleCharacters = 10_000;
/** Members of a JSON column that are proposed; more than these are somebody's data, not a structure. */
const jsonMembers = 60;

type Detector = readonly [category: string, what: string, test: (value: string) => boolean];

const detectors: readonly Detector[] = [
  ["contact.email", "e-mail addresses", (value) => /^\s*[^\s@<>]+@[^\s@<>]+\.[\p{L}]{2,}\s*$/u.test(value)],
  ["payment.account", "IBANs", isIban],
  ["network.ip-address", "IP addresses", isIp],
  ["address.postcode", "Dutch postcodes", (value) => /^\s*[1-9]\d{3}\s?[A-Za-z]{2}\s*$/.test(value)],
  ["contact.phone", "telephone numbers", isPhone],
];

/** What a column holds, going by a sample of its values. `undefined`: no pattern was met often enough. */
export function guessByValues(values: readonly string[]): Guess | undefined {
  const filled = values.filter((value) => value.trim() !== "");
  if (filled.length === 0) return undefined;
  for (const [category, what, test] of detectors) {
    const share = filled.filter(test).length / filled.length;
    if (share < 0.2) continue;
    const confidence: Confidence = share >= 0.8 && filled.length >= 3 ? "high" : share >= 0.8 ? "medium" : "low";
    const percent = Math.round(share * 100);
    return { category, confidence, reason: `${percent} % of ${filled.length} sampled values are ${what}` };
  }
  return undefined;
}

/** Dates of birth lie well back and far apart; dates of a company's own doings do not. `today` is `YYYY-MM-DD`. */
export function guessByDates(values: readonly string[], today: string): Guess | undefined {
  const years = values.map((value) => Number(today.slice(0, 4)) - Number(value.slice(0, 4)));
  if (years.length < 10 || years.some((age) => Number.isNaN(age) || age < 10 || age > 115)) return undefined;
  if (Math.max(...years) - Math.min(...years) < 20) return undefined;
  return {
    category: "birth-date",
    confidence: "low",
    reason: `all ${years.length} sampled dates lie 10 to 115 years back`,
  };
}

/** Values per column, as text. Never leaves this folder: only shares and names of patterns do. */
export async function sampleTable(
  client: Queryable,
  schema: string,
  relation: Relation,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const columns = [...relation.columns.values()].filter(sampled);
  if (columns.length === 0) return new Map();
  const list = columns
    .map((column, index) => `left(t.${ident(column.name)}::text, ${sampleCharacters}) as c${index}`)
    .join(", ");
  const found = await client.query<Record<string, string | null>>(
    `select ${list} from ${qualified({ schema, name: relation.name })} t limit ${sampleRows}`,
  );
  return new Map(
    columns.map((column, index) => [
      column.name,
      found.rows.map((row) => row[`c${index}`]).filter((value) => typeof value === "string"),
    ]),
  );
}

function sampled({ family, type }: CatalogueColumn): boolean {
  return (
    family === "text" || family === "json" || family === "array" || family === "date" || /^(inet|cidr)$/.test(type)
  );
}

export interface JsonGuess extends Guess {
  readonly path: readonly string[];
}

/** Members of sampled JSON documents that look personal, by their name or their values, with dots between levels. */
export function guessMembers(documents: readonly string[]): JsonGuess[] {
  const members = new Map<string, { path: readonly string[]; values: string[] }>();
  for (const document of documents) collectLeaves(parsed(document), [], members);
  return [...members.values()].flatMap(({ path, values }) => {
    const guess = guessByValues(values) ?? guessByName(path.at(-1) ?? "", "text");
    return guess === undefined ? [] : [{ ...guess, path }];
  });
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    // Longer than the sample, or JSON in a text column that is none.
    return undefined;
  }
}

function collectLeaves(
  value: unknown,
  path: readonly string[],
  members: Map<string, { path: readonly string[]; values: string[] }>,
): void {
  if (value === null || value === undefined || path.length > 6) return;
  if (typeof value === "object" && !Array.isArray(value)) {
    for (const [name, member] of Object.entries(value)) {
      // A key that is itself a value (an address, a number) is somebody's data and no name of a member.
      if (/^[\p{L}_$][\p{L}\p{N}_$-]{0,62}$/u.test(name)) collectLeaves(member, [...path, name], members);
    }
    return;
  }
  if (path.length === 0) return;
  const key = path.join("\0");
  const known = members.get(key);
  if (known === undefined && members.size >= jsonMembers) return;
  const entry = known ?? { path, values: [] };
  if (typeof value === "string") entry.values.push(value);
  members.set(key, entry);
}

function isPhone(value: string): boolean {
  const digits = value.replace(/[\s().-]/g, "");
  return /^(?:\+|00)[1-9]\d{7,13}$/.test(digits) || /^0[1-9]\d{8}$/.test(digits);
}

function isIp(value: string): boolean {
  const bare = value.trim().replace(/\/\d{1,3}$/, "");
  if (/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(bare)) return true;
  return (
    /^[0-9a-f:]+$/i.test(bare) && bare.includes(":") && bare.split(":").length >= 3 && !/^\d\d:\d\d:\d\d$/.test(bare)
  );
}

/** ISO 13616: letters as numbers, first four signs at the end, remainder 1 of 97. */
function isIban(value: string): boolean {
  const iban = value.replace(/\s/g, "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  let remainder = 0;
  for (const sign of iban.slice(4) + iban.slice(0, 4)) {
    const number = /\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 55;
    remainder = (remainder * (number > 9 ? 100 : 10) + number) % 97;
  }
  return remainder === 1;
}
