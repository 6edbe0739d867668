import type { PromiseView } from "#api";
import { button, emptyState, formatInstant, type Html, html, statusBadge, table, type Tone } from "#ui";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import { texts } from "./texts.ts";

const tones: Record<PromiseView["status"], Tone> = {
  kept: "good",
  broken: "bad",
  unproven: "warning",
  stated: "neutral",
  waived: "info",
};
const order: readonly PromiseView["status"][] = ["broken", "unproven", "waived", "kept", "stated"];

/** The board. Broken comes first. */
export function promisesPage(
  frame: ConsoleFrame,
  promises: readonly PromiseView[],
  only?: PromiseView["status"],
): Html {
  const t = texts[frame.language].promises;
  const count = (status: PromiseView["status"]) => promises.filter((promise) => promise.status === status).length;
  const shown = promises
    .filter((promise) => only === undefined || promise.status === only)
    .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
    <div class="counts">${order.map((status) => html`<a href="/console/promises?status=${status}"${only === status ? html` aria-current="true"` : null}><strong>${count(status)}</strong>${statusBadge(t.status[status], tones[status])}</a>`)}</div>
    <form method="post" action="/console/promises/check"><div class="actions">${button(t.checkNow, { kind: "quiet" })}</div></form>
    ${promises.length === 0 ? emptyState(t.empty, t.emptyText) : board(frame, shown)}`;
  return consolePage(frame, t.title, main, "promises");
}

function board(frame: ConsoleFrame, promises: readonly PromiseView[]): Html {
  const t = texts[frame.language].promises;
  return table({
    caption: t.title,
    head: [texts[frame.language].queue.state, t.statement, t.evidence],
    rows: promises.map((promise) => [
      statusBadge(t.status[promise.status], tones[promise.status]),
      html`<span id="${promise.id}">${promise.statement}</span><br><span class="mono hint">${promise.id} · ${promise.mechanism}</span>${promise.cites.length === 0 ? null : html`<br><span class="hint">${t.cites}: ${promise.cites.join(", ")}</span>`}`,
      html`${promise.evidence.summary}${promise.evidence.logIndex === undefined ? null : html` <a href="/console/evidence?from=${promise.evidence.logIndex}">${t.logLine} ${promise.evidence.logIndex}</a>`}<br><span class="hint">${t.checked}: ${promise.checkedAt === undefined ? t.never : formatInstant(new Date(promise.checkedAt), frame.language, frame.policy.timeZone)}</span>`,
    ]),
  });
}
