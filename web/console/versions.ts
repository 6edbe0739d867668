import type { VersionView, VersionWithTexts } from "#api";
import type { ChangeClass, Difference, PolicyDiff } from "#policy";
import {
  callout,
  emptyState,
  facts,
  formatDate,
  formatInstant,
  type Html,
  html,
  statusBadge,
  table,
  type Tone,
} from "#ui";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import { texts } from "./texts.ts";

/**
 * The policy file beside the versions. `published`: it is the version carried out, or one to come (`number`). `differs`:
 * it is neither.
 */
export type DiskStanding =
  | { readonly state: "published"; readonly number: number }
  | { readonly state: "differs" | "missing" | "wrong" };

const stateTones: Readonly<Record<VersionView["state"], Tone>> = {
  "in-force": "good",
  past: "neutral",
  "to-come": "info",
  skipped: "neutral",
};
const classTones: Readonly<Record<ChangeClass, Tone>> = {
  "fresh-consent": "bad",
  material: "warning",
  editorial: "neutral",
};

/** `versions` newest first. */
export function versionsConsolePage(frame: ConsoleFrame, versions: readonly VersionView[], disk: DiskStanding): Html {
  const t = texts[frame.language].versions;
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
    ${onDisk(frame, disk)}
    ${
      versions.length === 0
        ? emptyState(t.empty, t.emptyText)
        : table({
            caption: t.caption,
            head: [t.number, t.from, t.state, t.published, t.hash, t.log],
            numeric: [0],
            rows: versions.map((version) => [
              html`<a href="/console/versions/${version.number}" data-row>${version.number}</a>`,
              formatDate(version.effectiveOn, frame.language),
              statusBadge(t.states[version.state], stateTones[version.state]),
              `${instant(frame, version.publishedAt)}, ${version.publishedBy}`,
              html`<span class="mono" title="${version.hash}">${version.hash.slice(0, 12)}…</span>`,
              logLine(frame, version.logIndex),
            ]),
          })
    }`;
  return consolePage(frame, t.title, main, "versions");
}

/** `diff` is against the version before: absent for the first. `panels` are of the rooms that a version sets in motion. */
export function versionConsolePage(
  frame: ConsoleFrame,
  version: VersionWithTexts,
  diff: PolicyDiff | undefined,
  since: number | undefined,
  panels: readonly Html[] = [],
): Html {
  const t = texts[frame.language].versions;
  const { number, readable } = version;
  const title = `${t.version} ${number}`;
  const what =
    number === 1 ? html`<p>${t.first}</p>` : diff === undefined ? html`<p>${t.unknown}</p>` : differences(frame, diff);
  const languages = frame.policy.languages;
  const main = html`<h1>${title}</h1>
    ${readable ? null : callout("bad", t.unreadable)}
    ${facts([
      [t.state, statusBadge(t.states[version.state], stateTones[version.state])],
      [t.from, formatDate(version.effectiveOn, frame.language)],
      ...(version.until === undefined ? [] : [[t.until, formatDate(version.until, frame.language)] as const]),
      [t.published, `${instant(frame, version.publishedAt)}, ${version.publishedBy}`],
      [t.hash, html`<span class="mono">${version.hash}</span>`],
      [t.log, logLine(frame, version.logIndex)],
      ...(version.despite === undefined ? [] : [[t.despite, version.despite] as const]),
      [
        t.notice,
        html`${languages.map((language, at) => html`${at === 0 ? null : " · "}<a href="/${language}/privacy/versions/${number}" hreflang="${language}">${t.noticeIn[language]}</a>`)}`,
      ],
    ])}
    ${panels}
    <h2>${since === undefined ? t.changes : t.against(since)}</h2>${what}
    <h2>${t.texts}</h2>${version.files.map(
      ({ path, text }) =>
        html`<details${readable ? null : html` open`}><summary><code>${path}</code></summary><pre tabindex="0" role="region" aria-label="${path}">${text}</pre></details>`,
    )}`;
  return consolePage(frame, title, main, "versions");
}

/** The policy file against the version that is carried out. */
export function draftPage(
  frame: ConsoleFrame,
  disk: DiskStanding,
  diff: PolicyDiff | undefined,
  carried: number,
): Html {
  const t = texts[frame.language].versions;
  const main = html`<h1>${t.draft}</h1>
    ${disk.state === "differs" ? html`<p class="lead">${t.draftLead}</p>` : onDisk(frame, disk)}
    ${
      diff === undefined
        ? null
        : html`<h2>${t.against(carried)}</h2>${differences(frame, diff)}
    <h2>${t.howTo}</h2><ol>${t.steps.map(([command, text]) => html`<li><code>${command}</code>: ${text}</li>`)}</ol>`
    }`;
  return consolePage(frame, t.draft, main, "versions");
}

function onDisk({ language }: ConsoleFrame, disk: DiskStanding): Html {
  const t = texts[language].versions;
  switch (disk.state) {
    case "published":
      return html`<p>${t.diskPublished(disk.number)}</p>`;
    case "differs":
      return callout("warning", html`<p>${t.diskDiffers} <a href="/console/versions/draft">${t.see}</a>.</p>`);
    case "missing":
    case "wrong":
      return callout("warning", html`<p>${t.disk[disk.state]}</p>`);
  }
}

function differences(frame: ConsoleFrame, { differences: found, persons, consentFor }: PolicyDiff): Html {
  const t = texts[frame.language].versions;
  if (found.length === 0) return html`<p>${t.nothing}</p>`;
  const { policy, language } = frame;
  const personNames = persons.map(
    (name) => policy.persons.find((person) => person.name === name)?.title[language] ?? name,
  );
  const purposeNames = consentFor.map(
    (name) => policy.purposes.find((purpose) => purpose.name === name)?.title[language] ?? name,
  );
  const weight: readonly ChangeClass[] = ["fresh-consent", "material", "editorial"];
  const rows = found.toSorted((a, b) => weight.indexOf(a.class) - weight.indexOf(b.class));
  return html`${facts([
    [t.concerns, personNames.length === 0 ? t.nobody : personNames.join(", ")],
    ...(consentFor.length === 0 ? [] : [[t.consentFor, purposeNames.join("; ")] as const]),
  ])}${table({
    caption: t.changes,
    head: [t.kind, t.what, t.where],
    rows: rows.map((difference) => row(frame, difference)),
  })}`;
}

function row({ language }: ConsoleFrame, { class: kind, says, path, tables }: Difference): readonly (Html | string)[] {
  const t = texts[language].versions;
  const touched = tables.length === 0 ? null : html`<br><span class="hint">${t.tables}: ${tables.join(", ")}</span>`;
  return [
    statusBadge(t.classes[kind], classTones[kind]),
    says[language],
    html`<span class="mono">${path}</span>${touched}`,
  ];
}

function logLine({ language }: ConsoleFrame, index: number): Html {
  return html`<a href="/console/evidence?from=${index}">${texts[language].promises.logLine} ${index}</a>`;
}

function instant({ language, policy }: ConsoleFrame, text: string): string {
  return formatInstant(new Date(text), language, policy.timeZone);
}
