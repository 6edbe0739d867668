/** A page of the sample business, as its visitors see it: with the tag, and a film of another party that waits. Only on this machine. */
import type { Policy } from "#policy";
import { optOutWords } from "#banner";
import { heldBack, siteOptOut } from "#notice";
import { html, type Html } from "#ui";
import { tagOf } from "./site-script.ts";

/** The whole page, without a style of ours: what a company's own page looks like is its own. */
export function sampleSite({ organisation, ...policy }: Policy, gestand: string): string {
  const [held] = heldBack({ organisation, ...policy });
  const host = held?.hosts[0];
  const film: Html | null =
    held === undefined || host === undefined
      ? null
      : html`<iframe title="Film" width="480" height="120" data-gestand="${held.purpose}" data-src="https://${host}/film"></iframe>`;
  const optOut =
    siteOptOut({ organisation, ...policy }) === undefined
      ? null
      : html` · <a href="${gestand}/nl/opt-out" data-gestand-opt-out>${optOutWords({ organisation, ...policy }, "nl").link}</a>`;
  const body = String(
    html`<main><h1>${organisation.name}</h1><p>Dit is een pagina van de website van dit voorbeeld. This is a page of the website of this sample.</p>${film}
<p><a href="${gestand}/nl">Privacy</a> · <a href="${gestand}/nl/choices" data-gestand-open>Cookies</a>${optOut}</p></main>`,
  );
  return `<!doctype html><html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${organisation.name.replaceAll(/[<>&]/g, "")}</title>${tagOf(gestand, "nl")}</head><body>${body}</body></html>`;
}

/** Nothing but this page and what it asks for; a film of a party that does not exist has nowhere to come from. */
export function sampleSitePolicy(gestand: string): string {
  return `default-src 'none'; script-src ${gestand}; connect-src ${gestand}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}
