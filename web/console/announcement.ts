/** Letters about a new version: a panel on the page of the version, and a page of their own. */
import type { Language, LocalDate, Problem } from "#base";
import {
  button,
  callout,
  facts,
  formatCount,
  formatDate,
  type Html,
  html,
  progress,
  statusBadge,
  table,
  type Tone,
} from "#ui";
import { type AnnouncementSaid, announcementTexts } from "./announcement-texts.ts";
import { type OtherwiseLine, otherwiseSection } from "./announcement-otherwise.ts";
import { type ConsoleFrame, consolePage, englishIn } from "./frame.ts";
import { texts } from "./texts.ts";

export type { AnnouncementSaid };
export { announcementTexts };

interface Concerned {
  readonly person: string;
  readonly persons: number;
  readonly withoutAddress: number;
}
/** As the room of changes says it. */
export interface AnnouncementView {
  readonly version: number;
  readonly state: "none" | "gathering" | "sending" | "stopped" | "done";
  readonly tellBy?: LocalDate;
  readonly trouble?: string;
  readonly concerned: readonly Concerned[];
  readonly letters: number;
  readonly waiting: number;
  readonly sent: number;
  readonly failed: number;
  readonly failures: readonly { readonly reason: string; readonly letters: number }[];
  readonly unreached: number;
  readonly toldOtherwise: readonly OtherwiseLine[];
}
export interface AnnouncementPreviewView {
  readonly concerned: readonly Concerned[];
  readonly letters: number;
  readonly letter: readonly {
    readonly person: string;
    readonly language: Language;
    readonly subject: string;
    readonly text: string;
  }[];
  readonly problems: readonly Problem[];
}

const tones: Readonly<Record<AnnouncementView["state"], Tone>> = {
  none: "warning",
  gathering: "info",
  sending: "info",
  stopped: "warning",
  done: "good",
};

const pathOf = (version: number) => `/console/versions/${version}/announcement`;

/** On the page of a version. */
export function announcementPanel(frame: ConsoleFrame, view: AnnouncementView, today: LocalDate): Html {
  const t = announcementTexts[frame.language];
  return html`<section><h2>${t.title}</h2>${standing(frame, view, today)}
    <p><a class="button${view.state === "none" ? "" : " quiet"}" href="${pathOf(view.version)}">${t.open}</a></p></section>`;
}

/** `preview` before it began. */
export function announcementPage(
  frame: ConsoleFrame,
  view: AnnouncementView,
  given: {
    readonly today: LocalDate;
    readonly preview?: AnnouncementPreviewView | undefined;
    readonly said?: AnnouncementSaid | undefined;
  },
): Html {
  const t = announcementTexts[frame.language];
  const version = `${texts[frame.language].versions.version} ${view.version}`;
  const moving = view.state === "gathering" || view.state === "sending";
  const { preview, said, today } = given;
  const main = html`<h1>${t.title}</h1><p><a href="/console/versions/${view.version}">${version}</a></p>
    <p class="lead">${t.lead}</p>
    ${said === undefined ? null : callout(["started", "stopped", "resumed", "recorded", "undone"].includes(said) ? "good" : "warning", t.said[said])}
    <section id="plan"${moving ? html` data-refresh="1000"` : null} aria-live="polite">
      ${standing(frame, view, today)}
      ${view.state === "none" ? null : html`${counts(frame, view.concerned)}${failures(frame, view)}${acts(frame, view)}`}
    </section>
    ${view.state === "done" ? otherwiseSection(frame, view, today, pathOf(view.version)) : null}
    ${preview === undefined ? null : before(frame, view.version, preview)}`;
  return consolePage(frame, t.title, main, "versions");
}

function standing(frame: ConsoleFrame, view: AnnouncementView, today: LocalDate): Html {
  const t = announcementTexts[frame.language];
  const { state, tellBy, letters, sent, failed, waiting, trouble } = view;
  const number = (count: number) => formatCount(count, frame.language);
  return html`${tellBy !== undefined && tellBy < today && state !== "done" ? callout("bad", t.late) : null}
    ${trouble === undefined ? null : callout("bad", t.trouble(trouble))}
    ${facts([
      [t.state, statusBadge(t.states[state], tones[state])],
      ...(tellBy === undefined ? [] : [[t.tellBy, formatDate(tellBy, frame.language)] as const]),
      ...(state === "none" || state === "gathering"
        ? []
        : [
            [t.sent, number(sent)] as const,
            [t.waiting, number(waiting)] as const,
            [t.failed, failed === 0 ? number(0) : statusBadge(number(failed), "warning")] as const,
          ]),
    ])}
    ${state === "gathering" ? html`<p>${t.found(number(letters))}</p>` : null}
    ${state === "sending" ? progress(t.progress(number(sent + failed), number(letters)), sent + failed, letters) : null}`;
}

function acts(frame: ConsoleFrame, { version, state, unreached }: AnnouncementView): Html | null {
  const t = announcementTexts[frame.language];
  if (state === "stopped")
    return html`<form method="post" action="${pathOf(version)}/resume"><div class="actions">${button(t.resume)}</div></form>`;
  if (state === "gathering" || state === "sending")
    return html`<form method="post" action="${pathOf(version)}/stop"><p class="hint">${t.stopHint}</p><div class="actions">${button(t.stop, { kind: "quiet" })}</div></form>`;
  if (unreached === 0) return null;
  return html`<form method="post" action="${pathOf(version)}/unreached.csv" data-confirm="${t.unreachedConfirm}"><p class="hint">${t.unreachedHint}</p><div class="actions">${button(t.unreached, { kind: "quiet" })}</div></form>`;
}

/** In our words and the mail server's codes, in English, as the log has them. */
function failures(frame: ConsoleFrame, view: AnnouncementView): Html | null {
  const t = announcementTexts[frame.language];
  if (view.failures.length === 0) return null;
  return table({
    caption: t.failures,
    head: [t.reason, t.lettersHead],
    numeric: [1],
    rows: view.failures.map(({ reason, letters }) => [
      html`<span${englishIn(frame.language)}>${reason}</span>`,
      formatCount(letters, frame.language),
    ]),
  });
}

function counts(frame: ConsoleFrame, concerned: readonly Concerned[]): Html | null {
  const t = announcementTexts[frame.language];
  if (concerned.length === 0) return null;
  const title = (name: string) =>
    frame.policy.persons.find((kind) => kind.name === name)?.title[frame.language] ?? name;
  return table({
    caption: t.concerned,
    head: [t.kind, t.persons, t.withoutAddress],
    numeric: [1, 2],
    rows: concerned.map(({ person, persons, withoutAddress }) => [
      title(person),
      formatCount(persons, frame.language),
      formatCount(withoutAddress, frame.language),
    ]),
  });
}

/** What would be sent, and the button that sends it. */
function before(
  frame: ConsoleFrame,
  version: number,
  { concerned, letters, letter, problems }: AnnouncementPreviewView,
): Html {
  const t = announcementTexts[frame.language];
  const count = formatCount(letters, frame.language);
  const blocked = problems.some(({ severity }) => severity === "error")
    ? t.cannot
    : letters === 0
      ? t.nobody
      : undefined;
  return html`${problems.map(({ severity, message, remedy }) => callout(severity === "error" ? "bad" : "warning", html`<p>${message}<br><span class="hint">${remedy}</span></p>`))}
    ${counts(frame, concerned)}<p>${t.letters(count)}</p>
    <form method="post" action="${pathOf(version)}"${blocked === undefined ? html` data-confirm="${t.confirm(count)}"` : null}>
      <div class="actions">${button(t.tell(count), { disabledBecause: blocked })}</div></form>
    <h2>${t.letter}</h2>${letter.map(
      ({ language, subject, text, person }) =>
        html`<details><summary>${subject} <span class="hint">${frame.policy.persons.find(({ name }) => name === person)?.title[frame.language] ?? person}</span></summary><pre lang="${language}" class="letter" tabindex="0">${text}</pre></details>`,
    )}`;
}
