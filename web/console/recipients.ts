/** Recipients that were told of what was done with a person's data: who still has to answer, and one of them. */
import type { LocalDate } from "#base";
import type { Policy } from "#policy";
import { partyName } from "#policy";
import { button, callout, emptyState, facts, formatInstant, type Html, hidden, html, statusBadge, table } from "#ui";
import { categoryTitle } from "#policy";
import { standingOf } from "./disclosures.ts";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import { type RecipientSaid, recipientTexts } from "./recipient-texts.ts";

export type { RecipientSaid };
export { recipientTexts as recipientConsoleTexts };

/** As the room of recipients says it. */
export interface RecipientNoticeView {
  readonly id: string;
  readonly about: string;
  readonly recipient: string;
  readonly act: "erasure" | "rectification" | "restriction" | "lifting" | "objection";
  readonly state: "by-hand" | "told" | "answered";
  readonly byHandBecause?:
    | "no-address"
    | "holding-unknown"
    | "no-contract"
    | "contract-to-come"
    | "contract-expired"
    | "no-transfer-ground";
  readonly madeAt: Date;
  readonly toldAt?: Date;
  readonly reminders: number;
  readonly overdue: boolean;
  readonly mailFailed: boolean;
  readonly answer?: "done" | "nothing-held" | "kept-by-law" | "cannot";
  readonly answeredAt?: Date;
}
export interface RecipientNoticeDetailView extends RecipientNoticeView {
  readonly known: readonly { readonly category: string; readonly value: string; readonly now?: string }[];
}

const answers = ["done", "nothing-held", "kept-by-law", "cannot"] as const;
const pathOf = (id: string) => `/console/recipients/${id}`;

export function recipientsPage(
  frame: ConsoleFrame,
  {
    open,
    answered,
  }: { readonly open: readonly RecipientNoticeView[]; readonly answered: readonly RecipientNoticeView[] },
  today: LocalDate,
): Html {
  const { language } = frame;
  const t = recipientTexts[language];
  const { head } = t;
  const cells = (one: RecipientNoticeView) => [
    html`<a href="${pathOf(one.id)}" data-row>${nameOf(frame.policy, one.recipient, frame)}</a>`,
    t.acts[one.act],
    one.about,
  ];
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
    <h2>${t.open}</h2>
    ${
      open.length === 0
        ? emptyState(t.empty, t.emptyText)
        : table({
            caption: t.open,
            head: [head.recipient, head.act, head.reference, head.since, head.state],
            rows: open.map((one) => [
              ...cells(one),
              formatInstant(one.madeAt, language, frame.policy.timeZone),
              standing(frame, one),
            ]),
          })
    }
    <h2>${t.answered}</h2>
    ${
      answered.length === 0
        ? html`<p>${t.noAnswers}</p>`
        : table({
            caption: t.answered,
            head: [head.recipient, head.act, head.reference, head.answer, head.on],
            rows: answered.map((one) => [
              ...cells(one),
              answerBadge(frame, one),
              one.answeredAt === undefined ? "" : formatInstant(one.answeredAt, language, frame.policy.timeZone),
            ]),
          })
    }
    ${standingOf(frame, today)}`;
  return consolePage(frame, t.title, main, "recipients");
}

export function recipientNoticePage(frame: ConsoleFrame, one: RecipientNoticeDetailView, said?: RecipientSaid): Html {
  const { language, policy } = frame;
  const t = recipientTexts[language];
  const recipient = policy.recipients.find(({ name }) => name === one.recipient);
  const good = said === "told" || said === "answered" || said === "sent";
  const title = nameOf(policy, one.recipient, frame);
  const main = html`<h1>${title}</h1><p><a href="/console/recipients">${t.title}</a></p>
    ${said === undefined ? null : callout(good ? "good" : "warning", t.said[said])}
    ${one.state === "by-hand" && one.byHandBecause !== undefined ? callout("warning", t.because[one.byHandBecause]) : null}
    ${facts([
      [t.head.reference, one.about],
      [t.head.act, t.acts[one.act]],
      [t.head.since, formatInstant(one.madeAt, language, frame.policy.timeZone)],
      [t.head.state, one.state === "answered" ? answerBadge(frame, one) : standing(frame, one)],
      [t.address, recipient?.requestsTo ?? t.noAddress],
    ])}
    ${one.state === "answered" ? null : html`${knownBy(frame, one)}${acts(frame, one, recipient?.requestsTo !== undefined)}`}`;
  return consolePage(frame, title, main, "recipients");
}

function knownBy({ policy, language }: ConsoleFrame, { known }: RecipientNoticeDetailView): Html {
  const t = recipientTexts[language];
  return html`<h2>${t.knownBy}</h2>${
    known.length === 0
      ? html`<p>${t.unknown}</p>`
      : facts(
          known.map(
            ({ category, value, now }) =>
              [
                categoryTitle(policy, category, language),
                now === undefined ? value : html`${value} ${t.becomes} <strong>${now}</strong>`,
              ] as const,
          ),
        )
  }`;
}

function acts({ language }: ConsoleFrame, one: RecipientNoticeView, hasAddress: boolean): Html {
  const t = recipientTexts[language];
  const path = pathOf(one.id);
  return html`${hasAddress ? html`<form method="post" action="${path}/send"><p class="hint">${t.sendHint}</p><div class="actions">${button(t.send, one.state === "by-hand" ? {} : { kind: "quiet" })}</div></form>` : null}
    ${one.state === "by-hand" ? html`<form method="post" action="${path}/told"><p class="hint">${t.toldHint}</p><div class="actions">${button(t.toldBy, { kind: "quiet" })}</div></form>` : null}
    <form method="post" action="${path}/answer"><fieldset><legend>${t.record}</legend><p class="hint">${t.recordHint}</p>
      ${answers.map((answer) => html`<label class="choice"><input type="radio" name="answer" value="${answer}" required> ${t.answers[answer]}</label>`)}</fieldset>
      ${hidden("id", one.id)}<div class="actions">${button(t.save, { kind: "quiet" })}</div></form>`;
}

function standing({ language }: ConsoleFrame, one: RecipientNoticeView): Html {
  const t = recipientTexts[language];
  const state = one.state === "by-hand" ? "by-hand" : "told";
  return html`${statusBadge(t.states[state], state === "by-hand" ? "warning" : "info")}
    ${one.overdue ? statusBadge(t.overdue, "bad") : null}
    ${one.mailFailed ? statusBadge(t.mailFailed, "bad") : null}
    ${one.reminders === 0 ? null : html` ${t.reminders(one.reminders)}`}`;
}

function answerBadge({ language }: ConsoleFrame, { answer }: RecipientNoticeView): Html | string {
  if (answer === undefined) return "";
  const tone = answer === "cannot" ? "bad" : answer === "kept-by-law" ? "warning" : "good";
  return statusBadge(recipientTexts[language].answers[answer], tone);
}

function nameOf(policy: Policy, name: string, { language }: ConsoleFrame): string {
  const recipient = policy.recipients.find((one) => one.name === name);
  return recipient === undefined ? name : partyName(recipient, language);
}
