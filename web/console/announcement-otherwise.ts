/** People whom mail did not reach and who were told in another way: what was recorded, and the form that records more. */
import type { LocalDate } from "#base";
import { button, facts, field, formatCount, formatDate, hidden, type Html, html, statusBadge, table } from "#ui";
import { announcementTexts, type Way } from "./announcement-texts.ts";
import type { ConsoleFrame } from "./frame.ts";

export interface OtherwiseLine {
  readonly line: number;
  readonly how: Way;
  readonly persons: number;
  readonly on: LocalDate;
  readonly undone: boolean;
}
interface OtherwiseView {
  readonly unreached: number;
  readonly toldOtherwise: readonly OtherwiseLine[];
}

/** Nothing when mail reached everybody. `path`: of the announcement. */
export function otherwiseSection(
  frame: ConsoleFrame,
  { unreached, toldOtherwise }: OtherwiseView,
  today: LocalDate,
  path: string,
): Html | null {
  if (unreached === 0 && toldOtherwise.length === 0) return null;
  const t = announcementTexts[frame.language].otherwise;
  const number = (count: number) => formatCount(count, frame.language);
  const told = toldOtherwise.reduce((sum, { persons, undone }) => sum + (undone ? 0 : persons), 0);
  const left = Math.max(0, unreached - told);
  return html`<section><h2>${t.title}</h2>
    ${facts([
      [t.unreached, number(unreached)],
      [t.left, statusBadge(number(left), left === 0 ? "good" : "warning")],
    ])}
    ${toldOtherwise.length === 0 ? null : lines(frame, toldOtherwise, path)}
    ${left === 0 ? null : form(frame, today, path)}</section>`;
}

function lines(frame: ConsoleFrame, all: readonly OtherwiseLine[], path: string): Html {
  const t = announcementTexts[frame.language].otherwise;
  const undo = ({ line, persons }: OtherwiseLine) =>
    html`<form method="post" action="${path}/told-otherwise/undo" aria-label="${t.undoLine(String(line))}" data-confirm="${t.undoConfirm(formatCount(persons, frame.language))}">${hidden("line", String(line))}${button(t.undo, { kind: "quiet" })}</form>`;
  return table({
    caption: t.lines,
    head: [t.day, t.how, t.people, t.state],
    numeric: [2],
    rows: all.map((one) => [
      formatDate(one.on, frame.language),
      t.ways[one.how],
      formatCount(one.persons, frame.language),
      one.undone ? statusBadge(t.undone, "neutral") : html`${statusBadge(t.counts, "good")} ${undo(one)}`,
    ]),
  });
}

function form(frame: ConsoleFrame, today: LocalDate, path: string): Html {
  const t = announcementTexts[frame.language].otherwise;
  return html`<form method="post" action="${path}/told-otherwise" data-confirm="${t.confirm}"><p class="hint">${t.recordHint}</p>
    <div class="field"><label for="f-how">${t.how}</label><select id="f-how" name="how">${Object.entries(t.ways).map(
      ([way, title]) => html`<option value="${way}">${title}</option>`,
    )}</select></div>
    ${field({ name: "people", label: t.people, hint: t.peopleHint, inputmode: "numeric", required: true, maxLength: 9 })}
    <div class="field"><label for="f-on">${t.day}</label><input type="date" id="f-on" name="on" value="${today}" max="${today}" required></div>
    <div class="actions">${button(t.record)}</div></form>`;
}
