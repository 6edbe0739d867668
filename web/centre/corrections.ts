/** A person's own values with a field beside each, what staff decided, and the page of somebody who did not ask for it. */
import type { OwnValueView, PersonRequest } from "#api";
import { capital, say } from "#base";
import { button, callout, field, type Html, hidden, html } from "#ui";
import { type CentreFrame, centrePage } from "./frame.ts";
import { texts } from "./texts.ts";

/** Why nothing was sent, and what was filled in, so that it is not lost. */
export interface ProposalRefused {
  readonly reason: "not-now" | "unknown" | "nothing" | "wrong-value" | "changed";
  readonly category?: string;
  readonly filled: readonly { readonly category: string; readonly from: string; readonly to: string }[];
}

export function toField(at: number): string {
  return `to-${at}`;
}

/** Category and value as one hidden field holds them. */
function fromText({ category, value }: OwnValueView): string {
  return `${category} ${value}`;
}

/** What a hidden field held; nothing for anything else. Categories have no spaces. */
export function fromField(text: string): { readonly category: string; readonly from: string } {
  const space = text.indexOf(" ");
  return space < 0 ? { category: "", from: "" } : { category: text.slice(0, space), from: text.slice(space + 1) };
}

export function correctForm(frame: CentreFrame, values: readonly OwnValueView[], refused?: ProposalRefused): Html {
  const t = texts[frame.language].follow;
  if (values.length === 0) return html`<h2>${t.proposal}</h2>${callout("info", t.proposalNone)}`;
  const filled = (value: OwnValueView) =>
    refused?.filled.find((one) => one.category === value.category && one.from === value.value)?.to ?? value.value;
  const because =
    refused === undefined
      ? null
      : callout(
          "bad",
          `${t.proposalRefused[refused.reason]} ${refused.category === undefined ? "" : titleOf(frame, refused.category)}`,
        );
  return html`<h2>${t.proposal}</h2><p>${t.proposalLead}</p>${because}
    <form method="post" action="/${frame.language}/request/correct" novalidate>
      ${values.map((value, at) => html`${hidden(`from-${at}`, fromText(value))}${field({ name: toField(at), label: capital(titleOf(frame, value.category)), maxLength: 500, value: filled(value) })}`)}
      <div class="actions">${button(t.proposalSend)}</div>
    </form>`;
}

export function decidedCorrections(frame: CentreFrame, request: PersonRequest): Html | null {
  const t = texts[frame.language].follow;
  if (request.corrections.length === 0) return null;
  return html`<h2>${t.decided}</h2><ul>${request.corrections.map(
    ({ category, accepted, reason }) =>
      html`<li>${capital(titleOf(frame, category))}: ${accepted === true ? t.decidedYes : t.decidedNo}${reason === undefined ? null : html`. ${reason}`}</li>`,
  )}</ul>`;
}

function titleOf({ policy, language }: CentreFrame, name: string): string {
  const category = policy.categories.find((one) => one.name === name);
  return category === undefined ? name : say(category.title, language);
}

/** With a token: the button. Without: it was pressed. */
export function notMinePage(frame: CentreFrame, token?: string): Html {
  const r = texts[frame.language].rights;
  const { email } = frame.policy.organisation.contact;
  if (token === undefined)
    return centrePage(
      frame,
      r.notMineDone,
      html`<h1>${r.notMineDone}</h1>${callout("good", html`<p>${r.notMineDoneText} <a href="mailto:${email}">${email}</a>.</p>`)}`,
    );
  return centrePage(
    frame,
    r.notMine,
    html`<h1>${r.notMine}</h1><p class="lead">${r.notMineText}</p>
      <form method="post" action="/${frame.language}/not-mine">${hidden("token", token)}<div class="actions">${button(r.notMineGo, { kind: "danger" })}</div></form>`,
  );
}
