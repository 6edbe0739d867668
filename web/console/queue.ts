import type { QueueLine } from "#api";
import { emptyState, formatDate, type Html, html, statusBadge, table, type Tone } from "#ui";
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

/** `tasks`: how many a request waits for, by its reference. */
export function queuePage(
  frame: ConsoleFrame,
  lines: readonly QueueLine[],
  tasks: ReadonlyMap<string, number> = new Map(),
): Html {
  const t = texts[frame.language];
  const q = t.queue;
  const overdue = lines.filter((line) => line.daysLeft < 0).length;
  const main = html`<h1>${q.title}</h1>
    <p class="actions"><a class="button quiet" href="/console/requests/new">${t.entry.go}</a></p>
    <div class="counts">${count(lines.length, q.openCount)}${count(lines.filter((line) => line.needs !== "nothing").length, q.needCount)}${count(overdue, q.overdueCount)}</div>
    ${
      lines.length === 0
        ? emptyState(q.empty, q.emptyText)
        : table({
            caption: q.caption,
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
          })
    }`;
  return consolePage(frame, q.title, main, "queue");
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

function count(number: number, label: string): Html {
  return html`<div><strong>${number}</strong>${label}</div>`;
}
