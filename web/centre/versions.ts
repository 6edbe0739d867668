/** The archive: every version of the notice, what changed with each, and what it said on a day. */
import type { LocalDate } from "#base";
import { button, callout, emptyState, field, formatDate, type Html, html, statusBadge, type Tone } from "#ui";
import { type CentreFrame, centrePage } from "./frame.ts";
import { texts } from "./texts.ts";
import type { VersionState } from "./version-lead.ts";

export interface ArchivedVersion {
  readonly number: number;
  readonly effectiveOn: LocalDate;
  readonly state: VersionState;
  /** What differs from the version before, in sentences; absent when that cannot be told any more. */
  readonly changes?: readonly string[];
  /** The first of the archive, with nothing before it. */
  readonly first: boolean;
}

export interface VersionsPageOptions {
  /** What was typed as a day. */
  readonly date?: string;
  /** Why no version is shown for it; `before`: its day is before the first one's. */
  readonly wrong?: "no-day" | "before";
}

const tones: Readonly<Record<VersionState, Tone>> = {
  "in-force": "good",
  past: "neutral",
  "to-come": "info",
  skipped: "neutral",
};

/** `versions` newest first. */
export function versionsPage(
  frame: CentreFrame,
  versions: readonly ArchivedVersion[],
  options: VersionsPageOptions = {},
): Html {
  const t = texts[frame.language].versions;
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
    ${versions.length === 0 ? emptyState(t.none, "") : html`${dayForm(frame, versions, options)}${versions.map((version) => entry(frame, version))}`}
    <p><a href="/${frame.language}/privacy">${t.readNow}</a></p>`;
  return centrePage(frame, t.title, main, "notice");
}

function entry({ language }: CentreFrame, version: ArchivedVersion): Html {
  const t = texts[language].versions;
  const { number, effectiveOn, state, changes, first } = version;
  const name = t.name(number);
  const what = first
    ? html`<p>${t.first}</p>`
    : changes === undefined
      ? html`<p>${t.unknown}</p>`
      : changes.length === 0
        ? html`<p>${t.onlyInside}</p>`
        : html`<h3>${t.changed}</h3><ul>${changes.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
  return html`<section id="version-${number}"><h2><a href="/${language}/privacy/versions/${number}">${name.slice(0, 1).toUpperCase()}${name.slice(1)}</a></h2>
    <p>${statusBadge(t.states[state], tones[state])} ${t.from} <time datetime="${effectiveOn}">${formatDate(effectiveOn, language)}</time> · <a href="/${language}/privacy/versions/${number}.txt">${t.asText}<span class="visually-hidden">: ${name}</span></a></p>
    ${what}</section>`;
}

/** A field of text: what browsers make of a date field differs, and a day can be typed everywhere. */
function dayForm({ language }: CentreFrame, versions: readonly ArchivedVersion[], options: VersionsPageOptions): Html {
  const t = texts[language].versions;
  const first = versions.at(-1);
  const early =
    options.wrong === "before" && first !== undefined
      ? callout("warning", t.dayBefore(formatDate(first.effectiveOn, language)))
      : null;
  return html`<section class="card"><h2>${t.day}</h2>${early}
    <form method="get" action="/${language}/privacy/on">${field({
      name: "date",
      label: t.dayLabel,
      hint: t.dayHint,
      error: options.wrong === "no-day" ? t.dayWrong : undefined,
      value: options.date ?? "",
      required: true,
      autocomplete: "off",
      maxLength: 20,
    })}<div class="actions">${button(t.dayShow, { kind: "quiet" })}</div></form></section>`;
}

/** Published by another Gestand, so that the notice cannot be made of it here; the policy's own text is not for everybody. */
export function unreadableVersionPage(
  frame: CentreFrame,
  version: { number: number; effectiveOn: LocalDate; hash: string },
): Html {
  const { language, policy } = frame;
  const t = texts[language].versions;
  const { email } = policy.organisation.contact;
  const main = html`<h1>${t.unreadable}</h1>
    <p class="lead">${t.inForce(version.number, formatDate(version.effectiveOn, language))}</p>
    <p>${t.unreadableText} <a href="mailto:${email}">${email}</a>.</p>
    <p><span class="mono">SHA-256 ${version.hash}</span></p>
    <p><a href="/${language}/privacy/versions">${t.all}</a></p>`;
  return centrePage(frame, t.unreadable, main, "notice", { robots: "noindex" });
}
