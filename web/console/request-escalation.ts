/** A complaint that was not solved: to which body it went, or is to go. */
import type { StaffRequest } from "#api";
import type { Language } from "#base";
import { button, type Html, html } from "#ui";
import type { ConsoleFrame } from "./frame.ts";

const texts: Readonly<Record<Language, Readonly<Record<"title" | "lead" | "record" | "put", string>>>> = {
  nl: {
    title: "Voorleggen",
    lead: "U hebt beloofd een klacht waar u samen niet uitkomt voor te leggen. Doe dat bij deze instantie, en leg het hier vast.",
    record: "Leg vast dat het is voorgelegd",
    put: "Voorgelegd aan",
  },
  en: {
    title: "Put to a body",
    lead: "You promised to put a complaint that you cannot solve together to a body. Do that there, and record it here.",
    record: "Record that it was put to it",
    put: "Put to",
  },
};

export function escalation({ policy, language }: ConsoleFrame, request: StaffRequest): Html | null {
  const { complaints } = policy;
  const t = texts[language];
  const put = complaints?.bodies.find(({ name }) => name === request.putTo);
  if (request.putTo !== undefined)
    return html`<section class="side"><h2>${t.title}</h2><p>${t.put} ${put?.party ?? request.putTo}.</p></section>`;
  if (request.kind !== "complaint" || request.state !== "refused" || complaints?.referred === undefined) return null;
  if (complaints.bodies.length === 0) return null;
  return html`<section class="side"><h2>${t.title}</h2><p>${t.lead}</p>
    <form method="post" action="/console/requests/${request.id}/put-to-body"><fieldset><legend>${t.put}</legend>
      ${complaints.bodies.map(({ name, party, site }) => html`<label class="choice"><input type="radio" name="body" value="${name}" required> ${party}</label>${site === undefined ? null : html`<p class="hint"><a href="${site}" rel="noreferrer">${site}</a></p>`}`)}</fieldset>
      <div class="actions">${button(t.record, { kind: "quiet" })}</div></form></section>`;
}
