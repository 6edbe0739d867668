import type { StaffRequest } from "#api";
import { enumerated, say } from "#base";
import { unconfirmed } from "#law";
import { citation, stopsAtOnce } from "#policy";
import { callout, facts, formatDate, formatInstant, type Html, html, statusBadge } from "#ui";
import { askerTexts } from "./asker-texts.ts";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import { decisions } from "./request-decisions.ts";
import { corrections } from "./request-corrections.ts";
import { identity } from "./request-identity.ts";
import { clarifications, law, standing } from "./request-law.ts";
import { escalation } from "./request-escalation.ts";
import { handOver } from "./request-hand-over.ts";
import { messages } from "./request-messages.ts";
import { permissionLink } from "./permissions.ts";
import { planSection } from "./request-plan.ts";
import { type ConsoleTexts, texts } from "./texts.ts";

export type RequestPageSaid = keyof ConsoleTexts["request"]["said"];
const failures: ReadonlySet<RequestPageSaid> = new Set([
  "not-now",
  "unknown",
  "changed",
  "blocked",
  "identity-first",
  "reason-missing",
]);

/** Everything about one request, and what may be done with it now. */
export function requestPage(frame: ConsoleFrame, request: StaffRequest, said?: RequestPageSaid): Html {
  const t = texts[frame.language];
  const main = html`<h1>${t.kinds[request.kind]} <span class="mono">${request.reference}</span></h1>
    ${said === undefined ? null : callout(failures.has(said) ? "bad" : "good", t.request.said[said])}
    ${stopsUntilDecided(request) ? callout("info", t.request.stopsNow) : null}
    <div class="columns">
      <div>${standing(frame, request)}${summary(frame, request)}${handOver(frame, request)}${messages(frame, request)}${law(frame, request)}${identity(frame, request)}${corrections(frame, request)}${request.planned ? planSection(frame, request) : null}</div>
      <div>
        ${decisions(frame, request)}
        ${clarifications(frame, request)}
        ${escalation(frame, request)}
        ${request.requester === undefined ? null : permissionLink(frame, request.asker === undefined ? request.requester.email : (request.requester.knownEmail ?? request.requester.email))}
        <section class="side"><h2>${t.request.history}</h2>${history(frame, request)}</section>
        <section class="side"><h2>${t.request.mail}</h2>${mail(frame, request)}</section>
      </div>
    </div>`;
  return consolePage(frame, request.reference, main, "queue");
}

function summary(frame: ConsoleFrame, request: StaffRequest): Html {
  const t = texts[frame.language].request;
  const who = request.requester;
  return facts([
    [
      texts[frame.language].queue.state,
      statusBadge(texts[frame.language].states[request.state], request.state === "failed" ? "bad" : "info"),
    ],
    [
      t.due,
      html`<strong>${formatDate(request.due.on, frame.language, { weekday: true })}</strong> (${t.because[request.due.because]}; ${citation(request.due.article, frame.language)}${request.due.unconfirmed ? `, ${unconfirmed[frame.language]}` : ""})`,
    ],
    [
      texts[frame.language].queue.received,
      `${formatDate(request.receivedOn, frame.language)} (${t.channels[request.channel]})`,
    ],
    ...(request.purposes.length === 0 ? [] : [[t.purposes, purposesOf(frame, request)] as const]),
    [
      request.kind === "under-age-report" ? t.reported : t.requester,
      who === undefined ? t.shredded : html`<bdi>${who.email}</bdi>`,
    ],
    ...(who?.knownEmail === undefined
      ? []
      : [
          [
            request.asker === undefined ? t.knownEmail : askerTexts[frame.language].forWhom,
            html`<bdi>${who.knownEmail}</bdi>`,
          ] as const,
        ]),
    ...Object.entries(who?.knownAs ?? {}).map(
      ([name, value]) => [`${t.knownEmail} (${identityTitle(frame, name)})`, html`<bdi>${value}</bdi>`] as const,
    ),
    ...(who?.message === undefined ? [] : [[t.message, html`<bdi>${who.message}</bdi>`] as const]),
    ...(request.refusal === undefined
      ? []
      : [
          [
            texts[frame.language].register.reason,
            `${t.reasons[request.refusal.reason]}: ${request.refusal.explanation}`,
          ] as const,
        ]),
    ...(request.extension === undefined ? [] : [[t.extend, request.extension.reason] as const]),
  ]);
}

/** Contested, and stopped until somebody decides. */
function stopsUntilDecided({ kind, purposes, state }: StaffRequest): boolean {
  const contested = stopsAtOnce(kind, purposes).some(({ because }) => because === "objection-pending");
  return contested && (state === "waiting-for-review" || state === "extended");
}

function purposesOf({ policy, language }: ConsoleFrame, { purposes }: StaffRequest): string {
  const titles = purposes.map((name) => policy.purposes.find((one) => one.name === name)?.title);
  return enumerated(
    titles.map((title, at) => (title === undefined ? (purposes[at] ?? "") : say(title, language))),
    language,
  );
}

function identityTitle({ policy, language }: ConsoleFrame, name: string): string {
  const identity = policy.identities?.find((one) => one.name === name);
  return identity === undefined ? name : say(identity.title, language);
}

function history(frame: ConsoleFrame, request: StaffRequest): Html {
  const t = texts[frame.language];
  const by = (who: string) => (who === "person" ? t.request.by.person : who === "system" ? t.request.by.system : who);
  return html`<ol class="timeline">${request.history.map(
    (line) =>
      html`<li>${t.states[line.to]}${line.reason === undefined ? null : html`: ${line.reason}`}<span class="when">${formatInstant(new Date(line.at), frame.language, frame.policy.timeZone)}, ${by(line.by)}, <a href="/console/evidence?from=${line.evidenceIndex}">${t.request.logLine} ${line.evidenceIndex}</a></span></li>`,
  )}</ol>`;
}

function mail(frame: ConsoleFrame, request: StaffRequest): Html {
  const t = texts[frame.language].request;
  if (request.mail.length === 0) return html`<p>${t.mailNone}</p>`;
  return html`<ul>${request.mail.map(
    (line) =>
      html`<li>${statusBadge(t.mailState[line.state] ?? line.state, line.state === "failed" ? "bad" : line.state === "sent" ? "good" : "neutral")} ${line.sentAt === undefined ? null : formatInstant(new Date(line.sentAt), frame.language, frame.policy.timeZone)} ${line.lastError}</li>`,
  )}</ul>`;
}
