/** Pages as a visitor gets them, and the little of HTML that is needed to find a sentence in one. */
import { OperationalError } from "#base";

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly html: string;
}

const patienceMs = 10_000;
const mostCharacters = 8 * 1024 * 1024;

/** Throws OperationalError `site-unreachable` when nothing answers. */
export async function readPage(
  url: string,
  get: (url: string, init: { signal: AbortSignal }) => Promise<Response>,
): Promise<Page> {
  try {
    const response = await get(url, { signal: AbortSignal.timeout(patienceMs) });
    const html = await response.text();
    return { url, status: response.status, html: html.slice(0, mostCharacters) };
  } catch (cause) {
    throw new OperationalError("site-unreachable", `Nothing answered at ${url}.`, { retryable: true, cause });
  }
}

/** The texts of all elements that carry this attribute, by each word of its value. For the well-formed pages we publish ourselves. */
export function textsBy(attribute: string, html: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const opening = new RegExp(`<([a-zA-Z][\\w-]*)\\b[^>]*?\\s${attribute}="([^"]*)"[^>]*>`, "g");
  for (const match of html.matchAll(opening)) {
    const [whole, name = "", value = ""] = match;
    const start = match.index + whole.length;
    const text = plainText(html.slice(start, endOf(html, name, start)));
    for (const key of decoded(value).split(/\s+/)) found.set(key, [...(found.get(key) ?? []), text]);
  }
  return found;
}

/** The content of the page's `meta` element of this name. */
export function metaIn(html: string, name: string): string | undefined {
  for (const [tag] of html.matchAll(/<meta\b[^>]*>/gi)) {
    const value = (attribute: string) => new RegExp(`\\s${attribute}="([^"]*)"`, "i").exec(tag)?.[1];
    if (value("name") === name) return decoded(value("content") ?? "");
  }
  return undefined;
}

/** Text without tags, entities resolved, white space as single blanks. */
export function plainText(html: string): string {
  const withoutCode = html.replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/gi, " ");
  // Inline elements do not part words; the others do.
  const spaced = withoutCode.replaceAll(/<\/?(?:p|div|li|ul|ol|h[1-6]|t[drh]|table|section|br|dd|dt)\b[^>]*>/gi, " ");
  return oneLine(decoded(spaced.replaceAll(/<[^>]*>/g, "")));
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function endOf(html: string, name: string, from: number): number {
  const tags = new RegExp(`<(/?)${name}\\b[^>]*>`, "gi");
  tags.lastIndex = from;
  let depth = 1;
  for (let tag = tags.exec(html); tag !== null; tag = tags.exec(html)) {
    depth += tag[1] === "/" ? -1 : 1;
    if (depth === 0) return tag.index;
  }
  return html.length;
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

function decoded(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, name) => {
    if (typeof name === "string") return entities[name] ?? whole;
    const code = typeof decimal === "string" ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
