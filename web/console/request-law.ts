import type { StaffRequest } from "#api";
import { type Language, say } from "#base";
import { lawText, regime, type RegimeId, regimes, unconfirmed } from "#law";
import { residenceName } from "#policy";
import { button, callout, facts, field, formatDate, type Html, html } from "#ui";
import type { ConsoleFrame } from "./frame.ts";
import { lawTexts } from "./law-texts.ts";

/** Which law holds for this person, and what it gives; every figure that was not confirmed says so. */
export function law(frame: ConsoleFrame, request: StaffRequest): Html {
  const { language } = frame;
  const t = lawTexts[language];
  const { residence, acknowledge, acknowledgedOn } = request.law;
  return html`<h2>${t.title}</h2>
    ${facts([
      [t.laws, request.law.regimes.length === 0 ? t.before : lawNames(request.law.regimes, language)],
      ...(residence === undefined ? [] : [[t.lives, residenceName(residence, language)] as const]),
      [t.right, granted(frame, request)],
      ...(acknowledge === undefined
        ? []
        : [
            [
              t.acknowledge,
              `${acknowledgedOn === undefined ? `${t.by} ${formatDate(acknowledge.by, language)}` : `${t.acknowledged} ${formatDate(acknowledgedOn, language)} (${t.by} ${formatDate(acknowledge.by, language)})`} (${cited(acknowledge, language)})`,
            ] as const,
          ]),
      [t.extension, extension(frame, request)],
      [t.pauses.identity, pause(frame, request.law.pauses.identity)],
      [t.pauses.clarification, pause(frame, request.law.pauses.clarification)],
      ...(request.law.waits.length === 0 ? [] : [[t.waits, waits(frame, request)] as const]),
      [
        t.authority,
        html`<a href="${request.authority.site}" rel="noreferrer">${request.authority.name}</a>${request.authority.unconfirmed === true ? ` (${unconfirmed[language]})` : ""}`,
      ],
    ])}`;
}

/** Above the page while the clock stands. */
export function standing(frame: ConsoleFrame, { clockStands }: StaffRequest): Html | null {
  if (clockStands === undefined) return null;
  const t = lawTexts[frame.language];
  return callout(
    "info",
    html`<p>${t.standsSince} ${formatDate(clockStands.since, frame.language)}. ${t.standsFor[clockStands.waitsFor]} ${t.standsDue}</p>`,
  );
}

/** What was asked to know exactly, and the form to ask it. */
export function clarifications(frame: ConsoleFrame, request: StaffRequest): Html | null {
  const t = lawTexts[frame.language];
  const waiting = request.state === "waiting-for-review" || request.state === "extended";
  const asked = request.clarifications;
  if (asked.length === 0 && !waiting) return null;
  const open = asked.some(({ answer }) => answer === undefined);
  return html`<section class="side">${asked.length === 0 ? null : html`<h2>${t.clarifications}</h2>`}
    ${asked.map(({ question, answer }) => html`<p><bdi>${question}</bdi><br>${answer === undefined ? html`<em>${t.noAnswer}</em>` : html`<bdi>${answer}</bdi>`}</p>`)}
    ${
      !waiting || open
        ? null
        : html`<details><summary>${t.ask}</summary><form method="post" action="/console/requests/${request.id}/ask-clarification">
      ${field({ name: "question", label: t.askLabel, hint: t.askHint, type: "textarea", required: true, maxLength: 2_000 })}
      ${button(t.ask, { kind: "quiet" })}</form></details>`
    }</section>`;
}

/** By their names, as the law room has them. */
export function lawNames(ids: readonly string[], language: Language): string {
  const known = ids.filter((id): id is RegimeId => regimes.some((each) => each.id === id));
  return known.map((id) => say(regime(id).title, language)).join("; ");
}

/** The provision with the mark of a figure that was not confirmed. */
export function cited(of: { readonly article: string; readonly unconfirmed: boolean }, language: Language): string {
  return `${lawText(of.article, language)}${of.unconfirmed ? `, ${unconfirmed[language]}` : ""}`;
}

function granted({ language }: ConsoleFrame, { law: { granted: by } }: StaffRequest): string {
  const t = lawTexts[language];
  if (!by.byPolicy && by.byLaw.length === 0) return t.ungranted;
  return [...by.byLaw.map((article) => lawText(article, language)), ...(by.byPolicy ? [t.byPolicy] : [])].join("; ");
}

function extension({ language }: ConsoleFrame, request: StaffRequest): string {
  const t = lawTexts[language];
  const allowed = request.law.extension;
  if (request.extension !== undefined) return t.extendedAlready;
  if (allowed === undefined) return t.noExtension;
  return `${t.until} ${formatDate(allowed.on, language)} (${cited(allowed, language)}). ${t.tellBy} ${formatDate(allowed.tellBy, language)}.`;
}

function waits({ language }: ConsoleFrame, { law: { waits: all } }: StaffRequest): Html {
  const t = lawTexts[language];
  return html`<ul>${all.map(
    ({ waitsFor, askedOn, answeredOn, stood }) =>
      html`<li>${t.waitedFor[waitsFor]}: ${formatDate(askedOn, language)} – ${answeredOn === undefined ? t.now : formatDate(answeredOn, language)} (${stood ? t.stood : t.ran})</li>`,
  )}</ul>`;
}

function pause({ language }: ConsoleFrame, { stops, articles }: StaffRequest["law"]["pauses"]["identity"]): string {
  const t = lawTexts[language];
  const why = articles.map((one) => cited(one, language)).join("; ");
  return `${stops ? t.stops : t.runs}${why === "" ? "" : ` (${why})`}`;
}
