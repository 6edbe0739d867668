/** Where a person consents anew: what is asked, for each purpose a yes and a no that weigh the same, and no more. */
import type { Json, LocalDate, Localized } from "#base";
import { button, callout, facts, formatDate, type Html, html } from "#ui";
import { consentTexts } from "./consent-texts.ts";
import { type CentreFrame, centrePage } from "./frame.ts";
import { messagePage } from "./home.ts";

type Said = Required<Localized>;
/** As the room of changes says it. */
export interface ConsentQuestion {
  readonly version: number;
  readonly since: LocalDate;
  readonly purposes: readonly {
    readonly name: string;
    readonly title: Said;
    readonly data: readonly Said[];
    readonly recipients: readonly Said[];
    readonly changes: readonly Said[];
    readonly answered?: "yes" | "no";
  }[];
}

export function consentPage(frame: CentreFrame, question: ConsentQuestion): Html {
  const t = consentTexts[frame.language];
  const answered = question.purposes.some((purpose) => purpose.answered !== undefined);
  const notice = html`<p><a href="/${frame.language}/privacy/versions/${question.version}">${t.notice}</a></p>`;
  const main = answered
    ? html`<h1>${t.title}</h1>${callout("good", t.thanks)}
      ${question.purposes.map((purpose) => html`<h2>${t.choice(purpose.title[frame.language])}</h2><p>${t.answered[purpose.answered ?? "no"]}</p>`)}${notice}
      <form method="post" action="/${frame.language}/consent/leave"><div class="actions">${button(t.leave, { kind: "quiet" })}</div></form>`
    : html`<h1>${t.title}</h1><p class="lead">${t.lead(formatDate(question.since, frame.language))}</p>
      <form method="post" action="/${frame.language}/consent">
        ${question.purposes.map((purpose) => choice(frame, purpose))}
        <p>${t.free} ${t.withdraw}</p>${notice}<div class="actions">${button(t.send)}</div></form>`;
  return centrePage(frame, t.title, main);
}

/** What was read before the answer, for its proof (GDPR art. 7(1)): our words and the facts of the policy. */
export function consentAsked({ language }: CentreFrame, { version, since, purposes }: ConsentQuestion): Json {
  const { title, lead, free, withdraw, yes, no, data, recipients, changes, choice: may } = consentTexts[language];
  const asked = purposes.map((purpose) => ({
    choice: may(purpose.title[language]),
    data: purpose.data.map((one) => one[language]),
    recipients: purpose.recipients.map((one) => one[language]),
    changes: purpose.changes.map((one) => one[language]),
  }));
  const words = { title, lead: lead(since), free, withdraw, yes, no, data, recipients, changes };
  return { version, language, words, asked };
}

function choice(frame: CentreFrame, purpose: ConsentQuestion["purposes"][number]): Html {
  const t = consentTexts[frame.language];
  const listed = (all: readonly Said[]) => [...new Set(all.map((one) => one[frame.language]))].join(", ");
  const way = (value: "yes" | "no") =>
    html`<label class="choice"><input type="radio" name="${purpose.name}" value="${value}"> ${t[value]}</label>`;
  const id = `ask-${purpose.name}`;
  return html`<div class="card" role="radiogroup" aria-labelledby="${id}"><h2 id="${id}">${t.choice(purpose.title[frame.language])}</h2>
    ${facts([
      [t.data, listed(purpose.data)],
      [t.recipients, purpose.recipients.length === 0 ? t.nobody : listed(purpose.recipients)],
      ...(purpose.changes.length === 0
        ? []
        : [
            [t.changes, html`<ul>${purpose.changes.map((one) => html`<li>${one[frame.language]}</li>`)}</ul>`] as const,
          ]),
    ])}
    ${way("yes")}${way("no")}</div>`;
}

export function consentGonePage(frame: CentreFrame): Html {
  const t = consentTexts[frame.language];
  return messagePage(frame, t.gone, `${t.goneText} ${frame.policy.organisation.contact.email}.`);
}
