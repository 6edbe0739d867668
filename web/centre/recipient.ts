/** Where a recipient says what it did with the data of a person, behind the link in its letter. */
import type { LocalDate } from "#base";
import { categoryTitle } from "#policy";
import { button, callout, facts, formatDate, type Html, html } from "#ui";
import { type CentreFrame, centrePage } from "./frame.ts";
import { messagePage } from "./home.ts";
import { recipientAnswers, recipientTexts } from "./recipient-texts.ts";

/** As the room of recipients says it. */
export interface RecipientQuestion {
  readonly about: string;
  readonly act: "erasure" | "rectification" | "restriction" | "lifting" | "objection";
  readonly onDay: LocalDate;
  readonly known: readonly { readonly category: string; readonly value: string; readonly now?: string }[];
}

/** `missing`: sent without a choice. */
export function recipientPage(frame: CentreFrame, question: RecipientQuestion, missing = false): Html {
  const { language, policy } = frame;
  const t = recipientTexts[language];
  const title = t.title[question.act];
  const organisation = policy.organisation.legalName ?? policy.organisation.name;
  const known = question.known.map(
    ({ category, value, now }) =>
      [
        categoryTitle(policy, category, language),
        now === undefined ? value : html`${value} ${t.becomes} <strong>${now}</strong>`,
      ] as const,
  );
  const main = html`<h1>${title}</h1><p class="lead">${t.lead(organisation, formatDate(question.onDay, language))}</p>
    ${missing ? callout("bad", t.missing) : null}
    ${facts([[t.reference, question.about]])}
    <h2>${t.knownBy}</h2>${known.length === 0 ? html`<p>${t.unknown}</p>` : facts(known)}
    <form method="post" action="/${language}/recipient">
      <fieldset><legend>${t.question}</legend>
      ${recipientAnswers.map((answer) => html`<label class="choice"><input type="radio" name="answer" value="${answer}" required> ${t.answers[answer]}</label>`)}</fieldset>
      <p class="hint">${t.after}</p><div class="actions">${button(t.send)}</div></form>`;
  return centrePage(frame, title, main);
}

export function recipientThanksPage(frame: CentreFrame): Html {
  const t = recipientTexts[frame.language];
  return messagePage(frame, t.thanks, t.thanksText);
}

export function recipientGonePage(frame: CentreFrame): Html {
  const t = recipientTexts[frame.language];
  return messagePage(frame, t.gone, `${t.goneText} ${frame.policy.organisation.contact.email}.`);
}
