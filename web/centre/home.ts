import { authority } from "#law";
import { kindsOffered, switchable } from "#policy";
import { callout, card, facts, type Html, html } from "#ui";
import { type CentreFrame, centrePage } from "./frame.ts";
import { preferencesTexts } from "./preferences-texts.ts";
import { texts } from "./texts.ts";

export function homePage(frame: CentreFrame): Html {
  const { home: t, ask, cards } = texts[frame.language];
  const { organisation } = frame.policy;
  const at = (path: string) => `/${frame.language}${path}`;
  // A restriction is ended from the letter that confirms it, and from the page of that request.
  const offered = kindsOffered(frame.policy).filter((kind) => kind !== "lifting");
  const main = html`<h1>${t.title}</h1>
    <p class="lead">${t.lead}</p>
    <div class="cards">
      ${offered.map((kind) => card(ask.title[kind], html`<p>${cards[kind]}</p>`, { href: at(`/ask/${kind}`) }))}
    </div>
    <p>${t.haveCode}</p>
    ${switchable(frame.policy).length === 0 ? null : html`<p><a href="${at("/preferences/ask")}">${preferencesTexts[frame.language].asked}</a></p>`}
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
