import type { QueueLine } from "#api";
import { button, callout, emptyState, field, formatDate, type Html, html, statusBadge, table, type Tone } from "#ui";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import { lawTexts } from "./law-texts.ts";
import { taskTexts } from "./task-texts.ts";
import { texts } from "./texts.ts";

const tones: Record<QueueLine["needs"], Tone> = {
  nothing: "neutral",
  "identity-decision": "warning",
  decision: "info",
  help: "bad",
};

export type QueueShow = "all" | "needing" | "overdue";

export interface QueueView {
  readonly lines: readonly QueueLine[];
  readonly counts: { readonly open: number; readonly needing: number; readonly overdue: number };
  readonly show: QueueShow;
  /** The reference after which the next page begins; absent on the last. */
  readonly more?: string;
  /** How many tasks a request waits for, by its reference. */
  readonly tasks: ReadonlyMap<string, number>;
  /** Nothing has the reference that was looked for. */
  readonly notFound?: boolean;
}

export function queuePage(frame: ConsoleFrame, view: QueueView): Html {
  const { lines, counts, show, more, notFound } = view;
  const t = texts[frame.language];
  const q = t.queue;
  const part = (name: QueueShow, number: number, label: string) =>
    html`<a href="${addressOf(name)}"${name === show ? html` aria-current="true"` : null}><strong>${number}</strong>${label}</a>`;
  const main = html`<h1>${q.title}</h1>
    <p class="actions"><a class="button quiet" href="/console/requests/new">${t.entry.go}</a></p>
    ${notFound === true ? callout("warning", q.notFound) : null}
    <nav class="counts" aria-label="${q.title}">${part("all", counts.open, q.openCount)}${part("needing", counts.needing, q.needCount)}${part("overdue", counts.overdue, q.overdueCount)}</nav>
    ${lines.length === 0 ? nothing(frame, view) : rows(frame, view)}
    ${more === undefined ? null : html`<p><a href="${addressOf(show, more)}">${q.more}</a></p>`}
    ${counts.open === 0 ? null : html`<form method="get" action="/console/requests/find" class="inline">${field({ name: "reference", label: q.find, autocomplete: "off" })}${button(q.findGo, { kind: "quiet" })}</form>`}`;
  return consolePage(frame, q.title, main, "queue");
}

function addressOf(show: QueueShow, after?: string): string {
  const query = [...(show === "all" ? [] : [`show=${show}`]), ...(after === undefined ? [] : [`after=${after}`])];
  return query.length === 0 ? "/console" : `/console?${query.join("&")}`;
}

function nothing({ language }: ConsoleFrame, { show }: QueueView): Html {
  const q = texts[language].queue;
  return show === "all" ? emptyState(q.empty, q.emptyText) : emptyState(q.noneSo, q.noneSoText);
}

function rows(frame: ConsoleFrame, { lines, show, tasks }: QueueView): Html {
  const t = texts[frame.language];
  const q = t.queue;
  return table({
    caption: show === "all" ? q.caption : q.only[show],
    head: [q.due, q.left, q.reference, q.kind, q.state, q.needs, q.received],
    numeric: [1],
    rows: lines.map((line) => [
      html`${formatDate(line.dueOn, frame.language)}${clock(frame, line)}`,
      line.daysLeft < 0 ? html`<span class="overdue">${line.daysLeft} (${q.overdue})</span>` : line.daysLeft,
      html`<a href="/console/requests/${line.id}" data-row>${line.reference}</a>`,
      t.kinds[line.kind],
      t.states[line.state],
      html`${statusBadge(q.need[line.needs], tones[line.needs])}${waitsFor(frame, tasks.get(line.reference))}`,
      formatDate(line.receivedOn, frame.language),
    ]),
  });
}

/** That the clock stands, and an acknowledgement that is still owed. */
function clock({ language }: ConsoleFrame, { clockStands, acknowledgeBy }: QueueLine): Html {
  const t = lawTexts[language];
  return html`${clockStands === undefined ? null : html`<br>${statusBadge(t.stands, "info")}`}${
    acknowledgeBy === undefined
      ? null
      : html`<br>${statusBadge(`${t.acknowledgeBy} ${formatDate(acknowledgeBy, language)}`, "warning")}`
  }`;
}

function waitsFor({ language }: ConsoleFrame, tasks: number | undefined): Html | null {
  return tasks === undefined ? null : html` <a href="/console/tasks">${taskTexts[language].waitsFor(tasks)}</a>`;
}
