/** Where visitors of the website choose without JavaScript, and where they say no to sale and sharing. */
import { type ConsentForm, consentForm, siteOptOut } from "#notice";
import { isOffered } from "#policy";
import { button, callout, facts, type Html, html } from "#ui";
import { choicesTexts } from "./choices-texts.ts";
import { type CentreFrame, centrePage } from "./frame.ts";

export interface ChoicesView {
  /** What this browser chose before. */
  readonly chosen: Readonly<Record<string, boolean>>;
  /** Drawn for this page: sending it twice records it once. Absent where a choice made here cannot count on the website. */
  readonly event?: string;
  /** Hash of what this page shows. */
  readonly notice?: string;
  readonly wrong?: "incomplete" | "tooMany" | "outdated";
  /** What was just saved, as its receipt. */
  readonly receipt?: string;
}

export function choicesPage(frame: CentreFrame, view: ChoicesView): Html {
  const t = choicesTexts[frame.language];
  const { asked, essential } = consentForm(frame.policy, frame.language);
  const always = essential.length === 0 ? null : html`<p>${t.always}: ${essential.join(", ")}.</p>`;
  const notice = html`<p><a href="/${frame.language}/privacy">${t.notice}</a></p>`;
  if (view.event === undefined)
    return centrePage(
      frame,
      t.title,
      html`<h1>${t.title}</h1><p class="lead">${t.elsewhere}</p>${notice}${toSite(frame, t.toSite)}`,
    );
  const main = html`<h1>${t.title}</h1>
    ${view.wrong === undefined ? null : callout("bad", html`<p>${t[view.wrong]}</p>`)}
    ${view.receipt === undefined ? null : saved(frame, view.receipt)}
    <p class="lead">${t.lead}</p>
    <form method="post" action="/${frame.language}/choices">${hidden(view)}
      ${asked.map((purpose) => question(frame, purpose, view.chosen[purpose.name]))}
      ${always}${notice}<div class="actions">${button(t.save)}</div></form>`;
  return centrePage(frame, t.title, main);
}

/** For the record of a choice that was made here: what stood on the page. */
export function choicesShown({ policy, language }: CentreFrame): Readonly<Record<string, string>> {
  const { title, lead, vendors, stores, always, yes, no, save, notice } = choicesTexts[language];
  const { optOut } = choicesTexts[language];
  const sale = siteOptOut(policy) === undefined ? {} : optOut;
  return { title, lead, vendors, stores, always, yes, no, save, notice, ...sale };
}

function hidden({ event = "", notice = "" }: ChoicesView): Html {
  return html`<input type="hidden" name="event" value="${event}"><input type="hidden" name="notice" value="${notice}">`;
}

function question(frame: CentreFrame, purpose: ConsentForm["asked"][number], chosen: boolean | undefined): Html {
  const t = choicesTexts[frame.language];
  const id = `choice-${purpose.name}`;
  const way = (value: "yes" | "no") =>
    html`<label class="choice"><input type="radio" name="purpose.${purpose.name}" value="${value}" ${chosen === (value === "yes") ? html`checked` : null} required> ${t[value]}</label>`;
  const stored = [
    ...(purpose.vendors.length === 0 ? [] : [[t.vendors, purpose.vendors.join(", ")] as const]),
    ...(purpose.stores.length === 0 ? [] : [[t.stores, purpose.stores.join(", ")] as const]),
  ];
  return html`<div class="card" role="radiogroup" aria-labelledby="${id}"><h2 id="${id}">${purpose.title}</h2>
    ${facts(stored)}${way("yes")}${way("no")}</div>`;
}

function saved(frame: CentreFrame, receipt: string): Html {
  const t = choicesTexts[frame.language];
  return html`${callout("good", html`<p>${t.saved}</p>`)}
    <details><summary>${t.receipt}</summary><p>${t.receiptText} <a href="/${frame.language}/proof">${t.check}</a></p><pre>${receipt}</pre></details>
    ${toSite(frame, t.back)}`;
}

function toSite({ policy }: CentreFrame, text: string, hash = ""): Html | null {
  const { website } = policy.organisation;
  return website === undefined ? null : html`<p><a href="${website}${hash}">${text}</a></p>`;
}

/** `optedOut`: it holds in this browser already. `title`: the words of the link that leads here. */
export function optOutPage(
  frame: CentreFrame,
  view: ChoicesView & {
    readonly optedOut: boolean;
    readonly title: string;
    readonly texts: { readonly intro: string; readonly stop: string; readonly done: string };
  },
): Html {
  const t = choicesTexts[frame.language];
  const optOut = siteOptOut(frame.policy);
  const { asked } = consentForm(frame.policy, frame.language);
  const its = asked.filter(({ name }) => optOut?.purposes.includes(name) === true);
  const list = html`<ul>${its.map(({ title, vendors }) => html`<li>${[title, vendors.join(", ")].filter((part) => part !== "").join(": ")}</li>`)}</ul>`;
  const here =
    view.event === undefined
      ? html`<p>${t.optOut.siteText}</p>${toSite(frame, t.optOut.openSite, "/#gestand-opt-out")}`
      : html`<form method="post" action="/${frame.language}/opt-out">${hidden(view)}<div class="actions">${button(view.texts.stop)}</div></form>`;
  const browser =
    optOut === undefined
      ? html`<p class="lead">${t.optOut.nothing}</p>`
      : html`<p class="lead">${view.texts.intro}</p>${list}<h2>${t.optOut.browser}</h2>
        ${view.optedOut ? callout("good", html`<p>${view.texts.done}</p>`) : here}
        ${optOut.signal ? html`<p>${t.optOut.signalText}</p>` : null}`;
  const person = isOffered(frame.policy, "sale-opt-out")
    ? html`<h2>${t.optOut.person}</h2><p>${t.optOut.personText}</p><p><a href="/${frame.language}/ask/sale-opt-out">${t.optOut.toForm}</a></p>`
    : null;
  const main = html`<h1>${view.title}</h1>
    ${view.wrong === undefined ? null : callout("bad", html`<p>${t[view.wrong]}</p>`)}
    ${view.receipt === undefined ? null : saved(frame, view.receipt)}${browser}${person}`;
  return centrePage(frame, view.title, main);
}
