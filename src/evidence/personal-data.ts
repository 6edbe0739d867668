/** The last guard before the log: text that looks like a person's address, account or number does not enter. */
import { assert, type Json } from "#base";

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/giu;
const email = /[^\s@"'<>()]+@[^\s@"'<>()]+\.[\p{L}]{2,}/u;
const iban = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/gu;
/** `+31 6 …`, `0031…`, and national numbers that begin with a zero: nine digits or more, with the usual separators. */
const phone =
  /(?<![\w.+-])(?:\+|00)[1-9](?:[ ().-]{0,2}\d){7,13}(?!\w)|(?<![\w.-])0[1-9](?:[ ()/.-]{0,2}\d){7,9}(?![\w-])/u;

/** Asserts: such a text in an entry is a bug of the room that wrote it. The message names the place, never the value. */
export function assertNoPersonalData(body: Json, path = "body"): void {
  if (typeof body === "string") {
    const kind = looksPersonal(body);
    assert(kind === undefined, `${path} of an evidence entry looks like ${kind}; evidence holds no personal data`);
  } else if (Array.isArray(body)) {
    body.forEach((item: Json, at) => assertNoPersonalData(item, `${path}[${at}]`));
  } else if (body !== null && typeof body === "object") {
    for (const [name, item] of Object.entries(body as Record<string, Json | undefined>)) {
      assert(looksPersonal(name) === undefined, `a member name in ${path} of an evidence entry looks personal`);
      if (item !== undefined) assertNoPersonalData(item, `${path}.${name}`);
    }
  }
}

/** What the text looks like, in words; undefined when it looks like nothing of a person's. */
export function looksPersonal(text: string): string | undefined {
  if (email.test(text)) return "an e-mail address";
  const rest = text.replace(uuid, "");
  for (const [candidate] of rest.matchAll(iban)) if (isIban(candidate.replaceAll(" ", ""))) return "a bank account";
  return phone.test(rest) ? "a telephone number" : undefined;
}

/** ISO 13616: moved to the end and read as digits, an account number leaves 1 modulo 97. */
function isIban(text: string): boolean {
  const moved = text.slice(4) + text.slice(0, 4);
  let rest = 0;
  for (const character of moved) rest = Number(`${rest}${Number.parseInt(character, 36)}`) % 97;
  return rest === 1;
}
