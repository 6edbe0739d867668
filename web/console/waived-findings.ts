import type { WaivedFindingView } from "#api";
import { lawText } from "#law";
import { callout, formatCount, formatDate, type Html, html, statusBadge, table } from "#ui";
import type { ConsoleFrame } from "./frame.ts";
import { boardTexts } from "./texts/board.ts";

/** Beside the counts of promises: how many findings somebody answers for, and how many nobody does any more. */
export function waivedCounts(frame: ConsoleFrame, findings: readonly WaivedFindingView[]): Html | null {
  if (findings.length === 0) return null;
  const t = boardTexts[frame.language].findings;
  const over = findings.filter(({ status }) => status === "broken").length;
  const count = (number: number, badge: Html) =>
    html`<a href="#findings"><strong>${formatCount(number, frame.language)}</strong>${badge}</a>`;
  return html`${count(findings.length - over, statusBadge(t.waived, "info"))}${over === 0 ? null : count(over, statusBadge(t.over, "bad"))}`;
}

export function waivedAlarm(frame: ConsoleFrame, findings: readonly WaivedFindingView[]): Html | null {
  const over = findings.filter(({ status }) => status === "broken").length;
  if (over === 0) return null;
  return callout("bad", html`<a href="#findings">${boardTexts[frame.language].findings.alarm(over)}</a>`);
}

/** What was found, where, who answers for it, why, until when. The soonest to end, and what is over, comes first. */
export function waivedSection(frame: ConsoleFrame, findings: readonly WaivedFindingView[]): Html | null {
  if (findings.length === 0) return null;
  const t = boardTexts[frame.language].findings;
  return html`<section id="findings"><h2>${t.title}</h2><p>${t.lead}</p>
    ${table({
      caption: t.title,
      head: [t.found, t.answers, t.until],
      rows: findings.map((one) => [
        // Findings are worded in English only, as everything that is said to whoever writes a policy.
        html`<span lang="en">${one.message}</span><br><span class="mono hint">${one.code}${one.path === "" ? null : html` · ${one.path}`}</span>${where(one, t.line)}${one.article === undefined ? null : html`<br><span class="hint">${lawText(one.article, frame.language)}</span>`}`,
        html`<strong>${one.by}</strong><br>${one.reason}`,
        html`${formatDate(one.untilOn, frame.language)}<br>${one.status === "broken" ? statusBadge(t.overSince(-one.daysLeft), "bad") : statusBadge(t.left(one.daysLeft), one.daysLeft < 30 ? "warning" : "info")}`,
      ]),
    })}</section>`;
}

function where({ at }: WaivedFindingView, line: string): Html | null {
  return at === undefined ? null : html`<br><span class="hint">${at.file}, ${line} ${at.line}</span>`;
}
