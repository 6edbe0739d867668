/** Consent that must be given again: a panel on the page of the version, and a page with the dry run and the approval. */
import { type Problem, say } from "#base";
import {
  button,
  callout,
  facts,
  formatCount,
  formatInstant,
  type Html,
  html,
  statusBadge,
  table,
  type Tone,
} from "#ui";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import { type RenewalSaid, renewalTexts } from "./renewal-texts.ts";
import { texts } from "./texts.ts";

export type { RenewalSaid };
export { renewalTexts };

interface Place {
  readonly consent: string;
  readonly system: string;
  readonly table: string;
  readonly canEnd: boolean;
}
/** As the room of changes says it. */
export interface RenewalView {
  readonly version: number;
  readonly state: "waiting" | "approved" | "suspending" | "stopped" | "done";
  readonly purposes: readonly string[];
  readonly unrecorded: readonly string[];
  readonly begins?: Date;
  readonly places: readonly (Place & { readonly counted?: number; readonly suspended?: number })[];
  readonly trouble?: string;
  readonly answers: { readonly asked: number; readonly yes: number; readonly no: number };
}
export interface RenewalPreviewView {
  readonly places: readonly (Place & { readonly inForce: number; readonly older: number })[];
  readonly problems: readonly Problem[];
}

const tones: Readonly<Record<RenewalView["state"], Tone>> = {
  waiting: "warning",
  approved: "info",
  suspending: "info",
  stopped: "bad",
  done: "good",
};
const pathOf = (version: number) => `/console/versions/${version}/renewal`;

/** On the page of a version. */
export function renewalPanel(frame: ConsoleFrame, view: RenewalView, now: Date): Html {
  const t = renewalTexts[frame.language];
  return html`<section><h2>${t.title}</h2>${standing(frame, view, now)}
    <p><a class="button${view.state === "waiting" ? "" : " quiet"}" href="${pathOf(view.version)}">${t.open}</a></p></section>`;
}

/** `preview` where something can be approved. */
export function renewalPage(
  frame: ConsoleFrame,
  view: RenewalView,
  given: {
    readonly now: Date;
    readonly preview?: RenewalPreviewView | undefined;
    readonly said?: RenewalSaid | undefined;
  },
): Html {
  const t = renewalTexts[frame.language];
  const version = `${texts[frame.language].versions.version} ${view.version}`;
  const { preview, said, now } = given;
  const moving = view.state === "suspending";
  const main = html`<h1>${t.title}</h1><p><a href="/console/versions/${view.version}">${version}</a></p>
    <p class="lead">${t.lead}</p>
    ${said === undefined ? null : callout(said === "approved" ? "good" : "warning", t.said[said])}
    <section id="plan"${moving ? html` data-refresh="1000"` : null} aria-live="polite">${standing(frame, view, now)}
      ${view.state === "waiting" ? null : carriedOut(frame, view)}</section>
    ${preview === undefined ? null : dryRun(frame, view, preview)}`;
  return consolePage(frame, t.title, main, "versions");
}

function standing(frame: ConsoleFrame, view: RenewalView, now: Date): Html {
  const t = renewalTexts[frame.language];
  const { state, begins, trouble, unrecorded, answers } = view;
  const number = (count: number) => formatCount(count, frame.language);
  return html`${begins !== undefined && begins <= now && state === "waiting" ? callout("bad", t.late) : null}
    ${trouble === undefined ? null : callout("bad", t.trouble(trouble))}
    ${unrecorded.length === 0 ? null : callout("warning", t.unrecorded(titles(frame, unrecorded)))}
    ${facts([
      [t.state, statusBadge(t.states[state], tones[state])],
      [t.purposes, titles(frame, view.purposes)],
      ...(begins === undefined
        ? []
        : [[t.begins, formatInstant(begins, frame.language, frame.policy.timeZone)] as const]),
      ...(answers.asked === 0
        ? []
        : [[t.answers, t.answered(number(answers.yes), number(answers.no), number(answers.asked))] as const]),
    ])}`;
}

function titles({ policy, language }: ConsoleFrame, names: readonly string[]): string {
  const title = (name: string) =>
    say(policy.purposes.find((purpose) => purpose.name === name)?.title, language) || name;
  return names.map(title).join("; ");
}

function carriedOut(frame: ConsoleFrame, { places }: RenewalView): Html {
  const t = renewalTexts[frame.language];
  const number = (count: number | undefined) => (count === undefined ? "–" : formatCount(count, frame.language));
  if (places.length === 0) return html`<p>${t.none}</p>`;
  return table({
    caption: t.places,
    head: [t.consent, t.table, t.counted, t.suspended],
    numeric: [2, 3],
    rows: places.map((place) => [
      place.consent,
      `${place.system}.${place.table}`,
      number(place.counted),
      number(place.suspended),
    ]),
  });
}

/** What would stop counting, and the button that approves it. */
function dryRun(frame: ConsoleFrame, view: RenewalView, { places, problems }: RenewalPreviewView): Html {
  const t = renewalTexts[frame.language];
  const count = formatCount(
    places.reduce((sum, place) => sum + (place.canEnd ? place.older : 0), 0),
    frame.language,
  );
  const blocked = problems.length > 0 ? t.cannot : undefined;
  return html`${problems.map(({ message, remedy }) => callout("bad", html`<p>${message}<br><span class="hint">${remedy}</span></p>`))}
    ${
      places.length === 0
        ? html`<p>${t.none}</p>`
        : table({
            caption: t.places,
            head: [t.consent, t.table, t.inForce, t.older],
            numeric: [2, 3],
            rows: places.map((place) => [
              place.consent,
              `${place.system}.${place.table}`,
              formatCount(place.inForce, frame.language),
              formatCount(place.older, frame.language),
            ]),
          })
    }
    ${places.some(({ canEnd }) => !canEnd) ? html`<p class="hint">${t.cannotEnd}</p>` : null}
    <form method="post" action="${pathOf(view.version)}"${blocked === undefined ? html` data-confirm="${t.confirm(count)}"` : null}>
      <div class="actions">${button(view.state === "waiting" ? t.approve(count) : t.again, { disabledBecause: blocked })}</div></form>`;
}
