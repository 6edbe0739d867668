import type { PromiseView } from "#api";
import {
  button,
  callout,
  emptyState,
  formatCount,
  formatDate,
  formatInstant,
  type Html,
  hidden,
  html,
  statusBadge,
  table,
  type Tone,
} from "#ui";
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

/** What came back of persons who were erased: the request it was, when, and where how much stands. Nobody is named. */
export interface ReturnedView {
  /** Ids of the promises that it breaks. */
  readonly promises: readonly string[];
  readonly erasures: readonly {
    readonly plan: string;
    readonly reference?: string;
    readonly erasedOn?: string;
    readonly places: readonly {
      readonly system: string;
      readonly table: string;
      readonly column: string;
      readonly rows: number;
      readonly grounded: number;
    }[];
  }[];
}
export type PromisesPageSaid = "watch-ended" | "not-watched";

export interface PromisesPageOptions {
  readonly only?: PromiseView["status"] | undefined;
  readonly returned?: ReturnedView;
  readonly said?: PromisesPageSaid | undefined;
}

/** The board. Broken comes first. */
export function promisesPage(
  frame: ConsoleFrame,
  promises: readonly PromiseView[],
  { only, returned, said }: PromisesPageOptions = {},
): Html {
  const t = texts[frame.language].promises;
  const count = (status: PromiseView["status"]) => promises.filter((promise) => promise.status === status).length;
  const shown = promises
    .filter((promise) => only === undefined || promise.status === only)
    .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
    ${said === undefined ? null : callout(said === "watch-ended" ? "good" : "bad", t.said[said])}
    <div class="counts">${order.map((status) => html`<a href="/console/promises?status=${status}"${only === status ? html` aria-current="true"` : null}><strong>${count(status)}</strong>${statusBadge(t.status[status], tones[status])}</a>`)}</div>
    <form method="post" action="/console/promises/check"><div class="actions">${button(t.checkNow, { kind: "quiet" })}</div></form>
    ${promises.length === 0 ? emptyState(t.empty, t.emptyText) : board(frame, shown, returned)}`;
  return consolePage(frame, t.title, main, "promises");
}

function board(frame: ConsoleFrame, promises: readonly PromiseView[], returned?: ReturnedView): Html {
  const t = texts[frame.language].promises;
  // Beside the first promise that it breaks; once is enough.
  const besideId = promises.find(({ id }) => returned?.promises.includes(id))?.id;
  return table({
    caption: t.title,
    head: [texts[frame.language].queue.state, t.statement, t.evidence],
    rows: promises.map((promise) => [
      statusBadge(t.status[promise.status], tones[promise.status]),
      html`<span id="${promise.id}">${promise.statement}</span><br><span class="mono hint">${promise.id} · ${promise.mechanism}</span>${promise.cites.length === 0 ? null : html`<br><span class="hint">${t.cites}: ${promise.cites.join(", ")}</span>`}`,
      html`${promise.evidence.summary}${promise.evidence.logIndex === undefined ? null : html` <a href="/console/evidence?from=${promise.evidence.logIndex}">${t.logLine} ${promise.evidence.logIndex}</a>`}<br><span class="hint">${t.checked}: ${promise.checkedAt === undefined ? t.never : formatInstant(new Date(promise.checkedAt), frame.language, frame.policy.timeZone)}</span>${promise.id === besideId && returned !== undefined ? cameBack(frame, returned) : null}`,
    ]),
  });
}

/** Each with the one thing staff may say about it: that this person is a customer again. */
function cameBack(frame: ConsoleFrame, { erasures }: ReturnedView): Html | null {
  const t = texts[frame.language].promises.returned;
  if (erasures.length === 0) return null;
  const place = (one: ReturnedView["erasures"][number]["places"][number]) =>
    html`<li><code>${one.system}.${one.table}.${one.column}</code>: ${formatCount(one.rows, frame.language)} ${one.rows === 1 ? t.row : t.rows}${one.grounded === 0 ? null : html`, ${formatCount(one.grounded, frame.language)} ${t.grounded}`}</li>`;
  return html`<div id="returned"><p>${t.lead}</p><ul>${erasures.map((erasure) => {
    const name = erasure.reference ?? erasure.plan;
    return html`<li><span class="mono">${name}</span>${erasure.erasedOn === undefined ? null : html`, ${t.erasedOn} ${formatDate(erasure.erasedOn, frame.language)}`}
      <ul>${erasure.places.map(place)}</ul>
      <form method="post" action="/console/promises/end-watch" aria-label="${name}" data-confirm="${t.confirm}">${hidden("plan", erasure.plan)}
        <p class="hint">${t.confirm}</p><div class="actions">${button(t.customerAgain, { kind: "quiet" })}</div></form></li>`;
  })}</ul></div>`;
}
