/** Tasks for a person: the list, the page of one with what to do and by what the person is known there, and what waits for whom. */
import { capital, type Language, type LocalDate } from "#base";
import { countryName } from "#law";
import { categoryTitle, partyName, type Policy } from "#policy";
import {
  button,
  callout,
  emptyState,
  facts,
  field,
  formatDate,
  formatInstant,
  type Html,
  html,
  statusBadge,
  table,
} from "#ui";
import { type ConsoleFrame, consolePage, englishIn } from "./frame.ts";
import { failureText } from "./letters.ts";
import { type TaskSaid, taskTexts } from "./task-texts.ts";

export type { TaskSaid };
export { taskTexts };

type Act = "hand-over" | "erase" | "correct" | "restrict" | "lift";
type Kept = { readonly kind: string };

/** As the room of plans says it. */
export interface TaskView {
  readonly id: string;
  readonly about: string;
  readonly act: Act;
  readonly system?: string;
  readonly store?: string;
  readonly since: Date;
  readonly dueOn: LocalDate;
}
/** Personal. */
export interface TaskFactsView {
  readonly emails: readonly string[];
  readonly anchors: readonly { readonly table: string; readonly key: readonly string[] }[];
  readonly keys: readonly { readonly key: string; readonly prefix: boolean; readonly keep?: Kept }[];
  readonly values: Readonly<Record<string, readonly { readonly value: string; readonly keep?: Kept }[]>>;
  readonly corrections: readonly { readonly category: string; readonly from: string | null; readonly to: string }[];
}
export interface TaskDetailView extends TaskView {
  readonly facts?: TaskFactsView;
  readonly done?: { readonly name: string; readonly at: Date; readonly outcome: "done" | "nothing-found" };
  readonly note?: string;
}
export interface WaitingView {
  readonly about: string;
  readonly system?: string;
  readonly store?: string;
  readonly recipient?: string;
  readonly since: Date;
  readonly because:
    | { readonly kind: "task"; readonly task: string; readonly dueOn: LocalDate }
    | { readonly kind: "pending"; readonly askedAgainAt: Date }
    | { readonly kind: "unreachable"; readonly message: string; readonly attempt: number }
    | { readonly kind: "recipient"; readonly notice: string; readonly mailFailed: boolean }
    | { readonly kind: "mailbox"; readonly code: string }
    | { readonly kind: "letters"; readonly letters: number }
    | { readonly kind: "withdrawal"; readonly withdrawal: string; readonly byHand: boolean };
}

export function tasksPage(frame: ConsoleFrame, tasks: readonly TaskView[], today: LocalDate): Html {
  const { language } = frame;
  const t = taskTexts[language];
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead}</p><p><a href="/console/waiting">${t.board}</a></p>
    ${
      tasks.length === 0
        ? emptyState(t.empty, t.emptyText)
        : table({
            caption: t.caption,
            head: [t.head.due, t.head.act, t.head.place, t.head.reference, t.head.since],
            rows: tasks.map((task) => [
              html`${formatDate(task.dueOn, language)} ${task.dueOn < today ? statusBadge(t.late, "bad") : null}`,
              html`<a href="${pathOf(task.id)}" data-row>${t.acts[task.act]}</a>`,
              placeName(frame, task),
              task.about,
              formatInstant(task.since, language, frame.policy.timeZone),
            ]),
          })
    }`;
  return consolePage(frame, t.title, main, "tasks");
}

export function taskPage(frame: ConsoleFrame, task: TaskDetailView, today: LocalDate, said?: TaskSaid): Html {
  const { language, policy } = frame;
  const t = taskTexts[language];
  const title = `${t.acts[task.act]}: ${placeName(frame, task)}`;
  const main = html`<h1>${title}</h1><p><a href="/console/tasks">${t.title}</a></p>
    ${said === undefined ? null : callout(said === "done" ? "good" : "warning", t.said[said])}
    ${facts([
      [t.head.reference, task.about],
      ...(task.done === undefined
        ? [
            [
              t.head.due,
              html`${formatDate(task.dueOn, language)} ${task.dueOn < today ? statusBadge(t.late, "bad") : null}`,
            ] as const,
          ]
        : []),
      ...placeFacts(frame, task),
    ])}
    ${
      task.done === undefined
        ? html`<h2>${t.steps}</h2><p>${t.how[task.act]}</p>${known(frame, task)}${form(frame, task)}`
        : html`${callout("good", `${t.outcomes[task.done.outcome]}. ${t.doneBy(task.done.name, formatInstant(task.done.at, language, policy.timeZone))}`)}
          ${task.note === undefined ? null : html`<p>${task.note}</p>`}`
    }`;
  return consolePage(frame, title, main, "tasks");
}

export function waitingPage(frame: ConsoleFrame, waiting: readonly WaitingView[]): Html {
  const { language, policy } = frame;
  const t = taskTexts[language];
  const main = html`<h1>${t.board}</h1><p class="lead">${t.boardLead}</p><p><a href="/console/tasks">${t.title}</a></p>
    ${
      waiting.length === 0
        ? emptyState(t.boardEmpty, t.boardEmptyText)
        : table({
            caption: t.boardCaption,
            head: [t.head.since, t.head.reference, t.boardHead.what, t.head.place, t.boardHead.why],
            rows: waiting.map((one) => [
              formatInstant(one.since, language, policy.timeZone),
              one.about,
              t.kinds[one.because.kind],
              placeName(frame, one),
              why(frame, one),
            ]),
          })
    }`;
  return consolePage(frame, t.board, main, "tasks");
}

const pathOf = (id: string) => `/console/tasks/${id}`;

function placeName(
  { policy, language }: ConsoleFrame,
  place: { readonly system?: string; readonly store?: string; readonly recipient?: string },
): string {
  const name = place.store ?? place.system ?? "";
  if (place.recipient !== undefined) return recipientName(policy, place.recipient, language);
  const found = [...(policy.stores ?? []), ...policy.systems].find((one) => one.name === name);
  return found === undefined ? name : capital(found.title[language] ?? found.title.en ?? name);
}

function recipientName(policy: Policy, name: string, language: Language): string {
  const recipient = policy.recipients.find((one) => one.name === name);
  return recipient === undefined ? name : partyName(recipient, language);
}

function placeFacts({ policy, language }: ConsoleFrame, task: TaskView): (readonly [string, string])[] {
  const t = taskTexts[language];
  const store = policy.stores?.find(({ name }) => name === task.store);
  if (store === undefined) return [];
  const countries = store.countries.length > 0 ? store.countries : [policy.organisation.country];
  return [
    [t.holds, store.holds.map((held) => categoryTitle(policy, held, language)).join(", ")],
    [t.country, countries.map((code) => countryName(code, language)).join(", ")],
    ...(store.by === undefined ? [] : [[t.runBy, recipientName(policy, store.by, language)] as const]),
  ];
}

/** The only place where it is shown. */
function known({ policy, language }: ConsoleFrame, { facts: given, store }: TaskDetailView): Html {
  const t = taskTexts[language];
  if (given === undefined) return html`<p>${t.forgotten}</p>`;
  const { emails, anchors, keys, values, corrections } = given;
  const stays = (keep: Kept | undefined) => (keep === undefined ? null : html` ${statusBadge(t.keeps, "info")}`);
  const pairs: (readonly [string, Html | string])[] = [
    ...emails.map((email) => [t.email, email] as const),
    ...anchors.map(({ table: name, key }) => [t.row, html`<code>${name} ${key.join(", ")}</code>`] as const),
    ...keys.map(
      ({ key, prefix, keep }) =>
        [t.key, html`${prefix ? `${t.startsWith} ` : ""}<code>${key}</code>${stays(keep)}`] as const,
    ),
    ...Object.entries(values).flatMap(([name, of]) =>
      of.map(({ value, keep }) => [name, html`<code>${value}</code>${stays(keep)}`] as const),
    ),
  ];
  return html`<h2>${t.knownBy}</h2><p class="hint">${t.knownByHint}</p>${facts(pairs)}
    ${store !== undefined && keys.length === 0 && Object.keys(values).length === 0 ? html`<p>${t.nothing}</p>` : null}
    ${
      corrections.length === 0
        ? null
        : table({
            caption: t.corrections,
            head: [t.holds, t.from, t.to],
            rows: corrections.map(({ category, from, to }) => [
              categoryTitle(policy, category, language),
              from ?? "–",
              to,
            ]),
          })
    }`;
}

function form({ language }: ConsoleFrame, task: TaskView): Html {
  const t = taskTexts[language];
  return html`<h2>${t.finish}</h2><form method="post" action="${pathOf(task.id)}" data-confirm="${t.confirm}">
    <fieldset><legend>${t.outcome}</legend>
      ${(["done", "nothing-found"] as const).map((outcome) => html`<label class="choice"><input type="radio" name="outcome" value="${outcome}" required> ${t.outcomes[outcome]}</label>`)}</fieldset>
    ${field({ name: "note", label: t.note, hint: t.noteHint, type: "textarea", maxLength: 2_000 })}
    <div class="actions">${button(t.submit)}</div></form>`;
}

function why({ language, policy }: ConsoleFrame, { because }: WaitingView): Html | string {
  const t = taskTexts[language];
  switch (because.kind) {
    case "task":
      return html`<a href="${pathOf(because.task)}" data-row>${t.head.due} ${formatDate(because.dueOn, language)}</a>`;
    case "pending":
      return t.askedAgain(formatInstant(because.askedAgainAt, language, policy.timeZone));
    case "unreachable":
      return html`${t.tries(because.attempt)} <span${englishIn(language)}>${because.message}</span>`;
    case "recipient":
      return html`<a href="/console/recipients/${because.notice}" data-row>${because.mailFailed ? t.mailFailed : t.kinds.recipient}</a>`;
    case "mailbox":
      return html`<a href="/console/letters" data-row>${capital(failureText(language, because.code))}</a>`;
    case "letters":
      return html`<a href="/console/letters" data-row>${t.letters(because.letters)}</a>`;
    case "withdrawal":
      return html`<a href="/console/withdrawals/${because.withdrawal}" data-row>${because.byHand ? t.kinds.task : t.kinds.unreachable}</a>`;
  }
}
