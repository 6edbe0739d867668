/**
 * What tags send, looked at before it goes: no address, name or hash of one unless the policy says that the party gets it, and the
 * parameters by which a careful setting shows. What is otherwise is held back and told.
 */
import type { SiteForm, WatchedTag } from "../form.ts";
import type { Sight } from "./sights.ts";

/** Whether a request may not go. `body`: `undefined` where something is loaded, not sent. */
export type Refuses = (url: string, body?: unknown) => boolean;

const mail = /[\w.+-]+@[\w-]+\.[\w.-]*\w/;
/** SHA-256 and SHA-1 wherever they stand; MD5, which numbers can look like, where it is called one. */
const hash =
  /(?<![\da-z])(?:[\da-f]{64}|[\da-f]{40})(?![\da-z])|(?:mail|\bem|md5|sha\w*)[\]"']*[=:]["']?[\da-f]{32}(?![\da-z])/i;
const personal = /name|naam|mail|tel|phone|street|straat|addres|adres|city|plaats|post|zip/i;

export function watchPayloads({ tags }: SiteForm, tell: Sight): Refuses {
  return (address, body) => {
    const url = URL.canParse(address, location.href) ? new URL(address, location.href) : undefined;
    const tag = url && tags.find(({ hosts }) => hosts.some((each) => `.${url.hostname}`.endsWith(`.${each}`)));
    if (url === undefined || tag === undefined) return false;
    const fault = faultIn(tag, url, body);
    tell(fault === undefined ? `tag.${tag.name}` : `sent.${tag.name}.${fault}`);
    return fault !== undefined;
  };
}

function faultIn(tag: WatchedTag, url: URL, body: unknown): string | undefined {
  const text = plain(`${url.pathname}${url.search} ${textOf(body)}`);
  if (!tag.mayName) {
    if (mail.test(text)) return "mail";
    if (hash.test(text)) return "hash";
    if (typed().some((value) => text.toLowerCase().includes(value))) return "typed";
  }
  // What is only loaded carries no settings.
  if (body === undefined) return undefined;
  const said = new Set(text.split(/[?&\s,{}]/).map((part) => part.replaceAll('"', "").replace(":", "=")));
  return Object.entries(tag.parameters).every(([name, is]) => said.has(`${name}=${is}`)) ? undefined : "setting";
}

/** Twice, because addresses are put into addresses. */
function plain(text: string): string {
  try {
    return decodeURIComponent(decodeURIComponent(text.replaceAll("+", " ")));
  } catch {
    return text.replaceAll("%40", "@");
  }
}

/** Of what can be read at once; of a Blob only its size could. */
function textOf(body: unknown): string {
  if (body instanceof FormData)
    return [...body].map(([name, value]) => `${name}=${typeof value === "string" ? value : ""}`).join("&");
  if (ArrayBuffer.isView(body) || body instanceof ArrayBuffer) return new TextDecoder().decode(body);
  return typeof body === "string" || body instanceof URLSearchParams ? String(body) : "";
}

/** What somebody filled in here that says who they are. */
function typed(): readonly string[] {
  return [...document.querySelectorAll("input,textarea")].flatMap((node) => {
    const { value, type, name, id, autocomplete } = node as HTMLInputElement;
    const text = value.trim().toLowerCase();
    const said = /^(?:text|email|tel|textarea)$/.test(type) && personal.test(`${type} ${name} ${id} ${autocomplete}`);
    return said && text.length > 3 ? [text] : [];
  });
}
