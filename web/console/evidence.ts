import type { CheckpointView, EvidenceEntryView } from "#api";
import { button, callout, emptyState, facts, formatCount, formatInstant, type Html, html, table } from "#ui";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import { texts } from "./texts.ts";

export interface EvidencePage {
  readonly seal: CheckpointView | undefined;
  readonly size: number;
  readonly entries: readonly EvidenceEntryView[];
  readonly older?: number | undefined;
  readonly newer?: number | undefined;
  readonly checked?: { readonly ok: boolean; readonly message: string } | undefined;
}

export function evidencePage(frame: ConsoleFrame, shown: EvidencePage): Html {
  const t = texts[frame.language].evidence;
  const { seal } = shown;
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
    ${shown.checked === undefined ? null : callout(shown.checked.ok ? "good" : "bad", shown.checked.message)}
    <h2>${t.seal}</h2>
    ${
      seal === undefined
        ? html`<p>${t.none}</p>`
        : facts([
            [t.size, formatCount(seal.size, frame.language)],
            [t.root, html`<span class="mono">${seal.rootHash}</span>`],
            [t.at, instant(frame, seal.at)],
            [t.key, html`<span class="mono">${seal.verifierKey}</span>`],
          ])
    }
    <form method="post" action="/console/evidence/verify"><div class="actions">${button(t.verify, { kind: "quiet" })}<a class="button quiet" href="/console/evidence/log.ndjson">${t.download}</a></div></form>
    ${shown.entries.length === 0 ? emptyState(t.empty, t.emptyText) : lines(frame, shown)}
    <p class="actions">${shown.newer === undefined ? null : html`<a class="button quiet" href="/console/evidence?from=${shown.newer}">${t.newer}</a>`}${shown.older === undefined ? null : html`<a class="button quiet" href="/console/evidence?from=${shown.older}">${t.older}</a>`}</p>`;
  return consolePage(frame, t.title, main, "evidence");
}

function lines(frame: ConsoleFrame, shown: EvidencePage): Html {
  const t = texts[frame.language].evidence;
  return table({
    caption: `${t.entries} (${formatCount(shown.size, frame.language)})`,
    head: [t.index, t.when, t.kind, t.facts],
    numeric: [0],
    rows: shown.entries.map((entry) => [
      entry.index,
      instant(frame, entry.at),
      html`<code>${entry.kind}</code>`,
      html`<span class="mono">${JSON.stringify(entry.body)}</span>`,
    ]),
  });
}

function instant(frame: ConsoleFrame, text: string): string {
  return formatInstant(new Date(text), frame.language, frame.policy.timeZone);
}
