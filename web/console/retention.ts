/** Terms for keeping data: what waits for approval, what runs, and a calendar of what ends when. */
import { addPeriod, limits, type LocalDate, localDateOf, type Problem } from "#base";
import {
  button,
  callout,
  formatCount,
  formatDate,
  formatInstant,
  type Html,
  hidden,
  html,
  progress,
  statusBadge,
  table,
  type Tone,
} from "#ui";
import { chart } from "./chart.ts";
import { type ConsoleFrame, consolePage, englishIn } from "./frame.ts";
import { type RetentionSaid, retentionTexts, type SweepTexts } from "./retention-texts.ts";

export { type RetentionSaid, retentionTexts };

interface SweepView {
  readonly plan: string;
  readonly state: "looking" | "waiting" | "running" | "failed" | "done" | "ended";
  readonly asks?: "first" | "share" | "blocked";
  readonly rows: number;
  readonly taken?: number;
  readonly endedAt?: Date;
}
/** As the room of retention says it. */
export interface TableTermView {
  readonly system: string;
  readonly table: string;
  readonly rule: string;
  readonly does?: "delete" | "anonymise";
  readonly countedAt: Date;
  readonly rows: number;
  readonly over: readonly number[];
  readonly unknown: number;
  readonly oldest?: LocalDate;
  readonly leaves?: string;
  readonly sweep?: SweepView;
}
/** The dry run, or the progress, of a sweep that is not done. */
export interface SweepPlanView {
  readonly hash: string;
  readonly takes?: { readonly deleted: number; readonly anonymised: number; readonly rows: number };
  readonly problems: readonly Problem[];
  readonly progress?: { readonly done: number; readonly total: number };
  readonly error?: string;
}

const tones: Readonly<Record<SweepView["state"], Tone>> = {
  looking: "info",
  waiting: "warning",
  running: "info",
  failed: "bad",
  done: "good",
  ended: "info",
};

export function retentionPage(
  frame: ConsoleFrame,
  tables: readonly TableTermView[],
  plans: ReadonlyMap<string, SweepPlanView>,
  said?: RetentionSaid,
): Html {
  const t = retentionTexts[frame.language];
  const moving = tables.some(({ sweep }) => sweep?.state === "running" || sweep?.state === "looking");
  const good = said === "approved" || said === "resumed" || said === "looking" || said === "stopping";
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
    ${said === undefined ? null : callout(good ? "good" : "warning", t.said[said])}
    <section id="plan"${moving || said === "looking" ? html` data-refresh="1000"` : null} aria-live="polite">
      ${tables.length === 0 ? html`<p>${t.none}</p>` : html`${openSweeps(frame, tables, plans)}${calendar(frame, tables)}${leftAlone(frame, tables)}`}
    </section>
    <form method="post" action="/console/retention/look"><div class="actions">${button(t.look, { kind: tables.length === 0 ? "primary" : "quiet" })}</div></form>`;
  return consolePage(frame, t.title, main, "retention");
}

const nameOf = ({ system, table }: TableTermView) => `${system}.${table}`;

function openSweeps(
  frame: ConsoleFrame,
  tables: readonly TableTermView[],
  plans: ReadonlyMap<string, SweepPlanView>,
): Html {
  const t = retentionTexts[frame.language];
  const inState = (state: SweepView["state"], title: string) => {
    const some = tables.filter(({ sweep }) => sweep?.state === state);
    return some.length === 0 ? null : html`<h2>${title}</h2>${some.map((one) => sweepCard(frame, one, plans))}`;
  };
  const waiting = inState("waiting", t.waits);
  return html`${inState("failed", t.failed)}${waiting ?? html`<p>${t.nothingWaits}</p>`}${inState("running", t.moving)}`;
}

function sweepCard(frame: ConsoleFrame, one: TableTermView, plans: ReadonlyMap<string, SweepPlanView>): Html | null {
  const { sweep } = one;
  const plan = sweep && plans.get(sweep.plan);
  if (sweep === undefined || plan === undefined) return null;
  const t = retentionTexts[frame.language];
  const action = (name: string) => `/console/retention/${sweep.plan}/${name}`;
  return html`<article class="card"><h3 class="mono">${nameOf(one)}</h3>
    ${sweep.asks === undefined ? null : html`<p>${t.asks[sweep.asks]}</p>`}
    ${sweep.asks === "first" && isLarge(one, plan) ? callout("warning", t.asks.share) : null}
    ${plan.error === undefined ? null : callout("bad", html`<span${englishIn(frame.language)}>${plan.error}</span>`)}
    ${takes(frame, one, plan)}
    ${plan.problems.map(({ message, remedy, severity }) => html`<p${englishIn(frame.language)}>${statusBadge(severity, severity === "error" ? "bad" : "info")} ${message} <span class="hint">${remedy}</span></p>`)}
    ${sweep.state === "running" && plan.progress !== undefined ? progress(acts(frame, one).progress, plan.progress.done, plan.progress.total) : null}
    ${sweep.state === "waiting" && sweep.asks !== "blocked" ? approval(frame, one, plan, action("approve")) : null}
    ${sweep.state === "running" ? html`<form method="post" action="${action("stop")}"><div class="actions">${button(t.stop, { kind: "quiet" })}</div></form>` : null}
    ${sweep.state === "failed" ? html`<form method="post" action="${action("resume")}"><div class="actions">${button(t.resume)}</div></form>` : null}
  </article>`;
}

/** More than a tenth, as for rules that were approved before (`limits.sweptShare`). */
function isLarge({ rows }: TableTermView, { takes: counted }: SweepPlanView): boolean {
  return (counted?.rows ?? 0) > rows * limits.sweptShare;
}

function acts({ language }: ConsoleFrame, { does = "delete" }: TableTermView): SweepTexts {
  return retentionTexts[language].acts[does];
}

function takes(frame: ConsoleFrame, one: TableTermView, { takes: counted }: SweepPlanView): Html | null {
  if (counted === undefined) return null;
  const { rows, oldest } = one;
  const t = retentionTexts[frame.language];
  const number = (count: number) => formatCount(count, frame.language);
  const now = counted.deleted + counted.anonymised;
  const later = counted.rows - now;
  return html`<p>${acts(frame, one).takes(number(now), number(rows))}
    ${oldest === undefined ? null : t.oldest(formatDate(oldest, frame.language))}
    ${later === 0 ? null : t.led(number(later))}</p>`;
}

function approval(
  frame: ConsoleFrame,
  one: TableTermView,
  { hash, takes: counted }: SweepPlanView,
  action: string,
): Html {
  const t = retentionTexts[frame.language];
  const rows = formatCount((counted?.deleted ?? 0) + (counted?.anonymised ?? 0), frame.language);
  const { confirm, approve } = acts(frame, one);
  return html`<form method="post" action="${action}" data-confirm="${confirm(rows, nameOf(one))}">${hidden("hash", hash)}
    <p class="hint">${t.hash}: <span class="mono">${hash}</span></p>
    <div class="actions">${button(approve(rows), { kind: "danger" })}</div></form>`;
}

function calendar(frame: ConsoleFrame, tables: readonly TableTermView[]): Html | null {
  const t = retentionTexts[frame.language];
  const { language, policy } = frame;
  const dated = tables.filter(({ leaves }) => leaves === undefined);
  const [first] = dated;
  if (first === undefined) return null;
  const number = (count: number | undefined) => formatCount(count ?? 0, language);
  const day = (at: Date) => formatDate(localDateOf(at, policy.timeZone), language);
  return html`<h2>${t.calendar}</h2><p class="hint">${t.counted(formatInstant(first.countedAt, language, policy.timeZone))}</p>
    ${monthly(frame, dated, localDateOf(first.countedAt, policy.timeZone))}
    ${table({
      caption: t.calendar,
      head: [...t.head],
      numeric: [2, 3, 4, 5, 6],
      named: true,
      rows: dated.map((one) => [
        nameOf(one),
        one.rule,
        html`${number(one.rows)}${one.unknown === 0 ? null : html` <span class="hint">${t.unknown(number(one.unknown))}</span>`}`,
        (one.over[0] ?? 0) === 0 ? html`<span class="hint">–</span>` : number(one.over[0]),
        number(one.over[1]),
        number(one.over[3]),
        number(one.over[12]),
        one.oldest === undefined ? "–" : formatDate(one.oldest, language),
        one.sweep === undefined
          ? "–"
          : one.sweep.state === "done" && one.sweep.endedAt !== undefined
            ? t.gone(number(one.sweep.taken), day(one.sweep.endedAt))
            : statusBadge(t.states[one.sweep.state], tones[one.sweep.state]),
      ]),
    })}`;
}

/** Rows of all tables whose term ends in each month from now. */
function monthly(frame: ConsoleFrame, dated: readonly TableTermView[], from: LocalDate): Html {
  const t = retentionTexts[frame.language];
  const months = Array.from({ length: 12 }, (_, at) =>
    dated.reduce((sum, { over }) => sum + (over[at + 1] ?? 0) - (over[at] ?? 0), 0),
  );
  const most = Math.max(1, ...months);
  const ends = [from, addPeriod(from, { amount: 12, unit: "month" })] as const;
  const [first, last] = ends.map((day) => formatDate(day, frame.language)) as [string, string];
  return chart(
    t.calendarChart(first, last),
    months.map((rows) => rows / most),
    [first, last],
  );
}

function leftAlone(frame: ConsoleFrame, tables: readonly TableTermView[]): Html | null {
  const t = retentionTexts[frame.language];
  const left = tables.filter(({ leaves }) => leaves !== undefined);
  if (left.length === 0) return null;
  return html`<details><summary>${t.left} (${left.length})</summary>${table({
    caption: t.left,
    head: [...t.leftHead],
    named: true,
    rows: left.map((one) => [nameOf(one), one.rule, t.leaves[one.leaves ?? ""] ?? one.leaves ?? ""]),
  })}</details>`;
}
