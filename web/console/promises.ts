import type { PromiseView, WaivedFindingView } from "#api";
import { sectionHeading } from "#notice";
import { noticeSections } from "#policy";
import {
  button,
  callout,
  emptyState,
  field,
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
import { boardTexts } from "./texts/board.ts";
import { waivedAlarm, waivedCounts, waivedSection } from "./waived-findings.ts";

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

/** Which promises are shown; all of them where nothing is chosen. */
export interface PromisesShown {
  readonly status?: PromiseView["status"] | undefined;
  readonly section?: PromiseView["section"] | undefined;
  /** Words, each of which occurs in the promise, its id or what was found. */
  readonly words?: string | undefined;
}

export interface PromisesPageOptions {
  readonly shown?: PromisesShown;
  readonly waived?: readonly WaivedFindingView[];
  readonly returned?: ReturnedView;
  readonly said?: PromisesPageSaid | undefined;
}

/** The board. Broken comes first. */
export function promisesPage(
  frame: ConsoleFrame,
  promises: readonly PromiseView[],
  { shown: chosen = {}, waived = [], returned, said }: PromisesPageOptions = {},
): Html {
  const t = texts[frame.language].promises;
  const fitting = promises.filter((promise) => fits(promise, chosen));
  const shown = fitting
    .filter(({ status }) => chosen.status === undefined || status === chosen.status)
    .toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  const count = (status: PromiseView["status"]) =>
    html`<a href="${address({ ...chosen, status })}"${chosen.status === status ? html` aria-current="true"` : null}><strong>${formatCount(fitting.filter((promise) => promise.status === status).length, frame.language)}</strong>${statusBadge(t.status[status], tones[status])}</a>`;
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
    ${said === undefined ? null : callout(said === "watch-ended" ? "good" : "bad", t.said[said])}
    ${waivedAlarm(frame, waived)}
    <div class="counts">${order.map(count)}${waivedCounts(frame, waived)}</div>
    <form method="post" action="/console/promises/check"><div class="actions">${button(t.checkNow, { kind: "quiet" })}</div></form>
    ${promises.length === 0 ? emptyState(t.empty, t.emptyText) : html`${choice(frame, promises, chosen, shown.length)}${board(frame, shown, returned)}`}
    ${waivedSection(frame, waived)}`;
  return consolePage(frame, t.title, main, "promises");
}

function fits({ id, statement, mechanism, section, cites, evidence }: PromiseView, chosen: PromisesShown): boolean {
  if (chosen.section !== undefined && section !== chosen.section) return false;
  const text = [id, statement, mechanism, evidence.summary, ...cites].join(" ").toLowerCase();
  return (chosen.words ?? "")
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}

/** The page with these promises. */
function address({ status, section, words }: PromisesShown): string {
  const query = new URLSearchParams({
    ...(status === undefined ? {} : { status }),
    ...(section === undefined ? {} : { section }),
    ...(words === undefined || words === "" ? {} : { q: words }),
  });
  return `/console/promises${query.size === 0 ? "" : `?${query.toString()}`}`;
}

/** A form that asks with GET, so that what is shown has an address. */
function choice(frame: ConsoleFrame, promises: readonly PromiseView[], chosen: PromisesShown, shown: number): Html {
  const t = boardTexts[frame.language];
  const { status, section, words = "" } = chosen;
  const met = noticeSections.filter((one) => promises.some((promise) => promise.section === one));
  const option = (one: PromiseView["section"]) =>
    html`<option value="${one}"${section === one ? html` selected` : null}>${sectionHeading(one, frame.language)}</option>`;
  const count = t.shown(formatCount(shown, frame.language), formatCount(promises.length, frame.language));
  return html`<form method="get" action="/console/promises" role="search">
    ${status === undefined ? null : hidden("status", status)}
    ${field({ name: "q", label: t.search, hint: t.searchHint, value: words, type: "search", maxLength: 200 })}
    <div class="field"><label for="f-section">${t.section}</label><select id="f-section" name="section"><option value="">${t.everySection}</option>${met.map(option)}</select></div>
    <div class="actions">${button(t.show, { kind: "quiet" })}<a href="/console/promises">${t.showAll}</a></div></form>
    <p class="hint">${count}</p>`;
}

function board(frame: ConsoleFrame, promises: readonly PromiseView[], returned?: ReturnedView): Html {
  const t = texts[frame.language].promises;
  if (promises.length === 0)
    return emptyState(boardTexts[frame.language].nothing, boardTexts[frame.language].nothingText);
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
