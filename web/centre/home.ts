import { authority } from "#law";
import { callout, card, facts, type Html, html } from "#ui";
import { type CentreFrame, centrePage } from "./frame.ts";
import { texts } from "./texts.ts";

export function homePage(frame: CentreFrame): Html {
  const t = texts[frame.language].home;
  const { rights, organisation } = frame.policy;
  const at = (path: string) => `/${frame.language}${path}`;
  const grants = new Set(rights.granted.map((right) => right.kind));
  const main = html`<h1>${t.title}</h1>
    <p class="lead">${t.lead}</p>
    <div class="cards">
      ${grants.has("access") ? card(t.access, html`<p>${t.accessText}</p>`, { href: at("/ask/access") }) : null}
      ${grants.has("erasure") ? card(t.erasure, html`<p>${t.erasureText}</p>`, { href: at("/ask/erasure") }) : null}
      ${rights.leavingErases ? card(t.leaving, html`<p>${t.leavingText}</p>`, { href: at("/ask/leaving") }) : null}
    </div>
    <p>${t.haveCode}</p>
    <h2>${t.other}</h2>
    <p>${t.otherText} <a href="mailto:${organisation.contact.email}">${organisation.contact.email}</a>.</p>
    <p><a href="${at("/complain")}">${t.complain}</a></p>`;
  return centrePage(frame, t.title, main, "ask");
}

export function complainPage(frame: CentreFrame): Html {
  const t = texts[frame.language].complain;
  const { organisation } = frame.policy;
  const supervisor = authority(organisation.authority);
  const main = html`<h1>${t.title}</h1>
    <p class="lead">${t.lead}</p>
    ${facts([
      [
        t.us,
        html`${organisation.contact.person ?? organisation.name}, <a href="mailto:${organisation.contact.email}">${organisation.contact.email}</a>`,
      ],
      ...(supervisor === undefined
        ? []
        : [
            [t.authority, html`<a href="${supervisor.complaintPage}" rel="noreferrer">${supervisor.name}</a>`] as const,
          ]),
      [t.court, t.courtText],
    ])}`;
  return centrePage(frame, t.title, main);
}

/** A page that says one thing: not found, gone, refused, failed. */
export function messagePage(
  frame: CentreFrame,
  title: string,
  text: Html | string,
  tone: "info" | "bad" | "warning" = "info",
): Html {
  return centrePage(frame, title, html`<h1>${title}</h1>${callout(tone, html`<p>${text}</p>`)}`);
}
