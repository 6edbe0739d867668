import type { RegisterLine } from "#api";
import { emptyState, formatDate, type Html, html, statusBadge, table } from "#ui";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import { lawTexts } from "./law-texts.ts";
import { registerTabs } from "./register-law.ts";
import { cited, lawNames } from "./request-law.ts";
import { texts } from "./texts.ts";

export function registerPage(frame: ConsoleFrame, lines: readonly RegisterLine[], more: string | undefined): Html {
  const t = texts[frame.language];
  const r = t.register;
  const l = lawTexts[frame.language];
  const main = html`${registerTabs(frame, "requests")}<h1>${r.title}</h1><p class="lead">${r.lead}</p>
    ${
      lines.length === 0
        ? emptyState(r.empty, r.emptyText)
        : html`${table({
            caption: r.title,
            head: [
              t.queue.reference,
              t.queue.kind,
              t.queue.state,
              t.queue.received,
              t.queue.due,
              r.closed,
              r.inTime,
              l.law,
              l.extended,
              r.reason,
              r.evidence,
            ],
            rows: lines.map((line) => [
              line.reference,
              t.kinds[line.kind],
              t.states[line.state],
              formatDate(line.receivedOn, frame.language),
              formatDate(line.dueOn, frame.language),
              line.closedOn === undefined ? r.open : formatDate(line.closedOn, frame.language),
              statusBadge(line.inTime ? r.yes : r.no, line.inTime ? "good" : "bad"),
              html`<span title="${lawNames(line.laws, frame.language)}">${cited(line, frame.language)}</span>`,
              line.extended ? r.yes : r.no,
              line.refusalReason === undefined ? "" : t.request.reasons[line.refusalReason],
              html`${line.evidenceIndexes.map((index) => html`<a href="/console/evidence?from=${index}">${index}</a> `)}`,
            ]),
          })}
          ${more === undefined ? null : html`<p><a href="/console/register?after=${more}">${r.more}</a></p>`}
          <p class="actions"><a class="button quiet" href="/console/register.csv">${r.csv}</a><a class="button quiet" href="/console/register.json">${r.json}</a></p>`
    }`;
  return consolePage(frame, r.title, main, "register");
}
