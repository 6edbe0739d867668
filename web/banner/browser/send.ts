/** Brings a choice to the server: at once, also when the page is left, and again at the next page when it did not arrive. */
import type { FormInLanguage, SiteForm } from "../form.ts";
import { undeclaredNames } from "./clear.ts";
import { random } from "./kept.ts";

export interface Chosen {
  readonly action: string;
  readonly surface: string;
  readonly choices: Readonly<Record<string, boolean>>;
  readonly residue?: readonly string[];
}

const outbox = "gestand-outbox";
const receiptName = "gestand-receipt";

function waiting(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(outbox) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

/** The browser may refuse storage; then sending at once is all there is. */
function keep(all: Record<string, string>): void {
  try {
    if (Object.keys(all).length > 0) localStorage.setItem(outbox, JSON.stringify(all));
    else localStorage.removeItem(outbox);
  } catch {}
}

async function post(url: string, event: string, body: string): Promise<void> {
  const answer = await fetch(url, {
    method: "POST",
    body,
    keepalive: true,
    credentials: "omit",
    headers: { "content-type": "text/plain" },
  });
  // What the server refuses for good is not sent again.
  if (!answer.ok && (answer.status >= 500 || answer.status === 429)) return;
  const { [event]: _, ...rest } = waiting();
  keep(rest);
  if (!answer.ok) return;
  const receipt = await answer.text();
  try {
    localStorage.setItem(receiptName, receipt);
  } catch {}
}

export function keptReceipt(): string | null {
  try {
    return localStorage.getItem(receiptName);
  } catch {
    return null;
  }
}

let sending: Promise<void> = Promise.resolve();

/** One after the other, so that of two choices the later one also arrives later. */
function postNext(url: string, event: string, body: string): void {
  sending = sending.then(() => post(url, event, body)).catch(() => {});
}

/** Into the outbox first: a tab that is killed now sends it from the next page. */
export function send(form: SiteForm, shown: FormInLanguage, visitor: string, chosen: Chosen): void {
  const event = random();
  const body = JSON.stringify({
    ...chosen,
    event,
    visitor,
    site: form.site,
    version: form.version,
    notice: shown.hash,
    token: shown.token,
    clientAt: new Date().toISOString(),
    gpc: signalled(),
    undeclared: undeclaredNames(form),
  });
  keep({ ...waiting(), [event]: body });
  postNext(form.choicesUrl, event, body);
}

export function sendWaiting({ choicesUrl }: SiteForm): void {
  for (const [event, body] of Object.entries(waiting())) postNext(choicesUrl, event, body);
}

export function signalled(): boolean {
  return (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;
}
