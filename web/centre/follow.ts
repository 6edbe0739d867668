import { capital, enumerated, type Language, say } from "#base";
import type { OwnValueView, PersonRequest } from "#api";
import { unconfirmed } from "#law";
import { citation, redirectsOf } from "#policy";
import {
  button,
  callout,
  facts,
  field,
  formatCount,
  formatDate,
  formatInstant,
  formatSize,
  type Html,
  hidden,
  html,
  statusBadge,
  type Tone,
} from "#ui";
import { correctForm, decidedCorrections, type ProposalRefused } from "./corrections.ts";
import { type CentreFrame, centrePage } from "./frame.ts";
import { forOtherTexts } from "./for-other.ts";
import { handOver, handOverTexts } from "./hand-over.ts";
import { lawTexts } from "./law-texts.ts";
import { texts } from "./texts.ts";

const tones: Record<PersonRequest["state"], Tone> = {
  received: "info",
  verifying: "info",
  "waiting-for-review": "info",
  extended: "warning",
  running: "info",
  delivering: "good",
  done: "good",
  refused: "warning",
  withdrawn: "neutral",
  failed: "bad",
};

/** What came of what the person just did. */
export interface FollowSaid {
  readonly said?:
    | "withdrawn"
    | "not-now"
    | "identity-shown"
    | "identity-wrong"
    | "clarified"
    | "answer-missing"
    | "hand-over-wrong";
  readonly refused?: ProposalRefused;
}

export function followPage(
  frame: CentreFrame,
  request: PersonRequest,
  { said, refused }: FollowSaid = {},
  values: readonly OwnValueView[] = [],
): Html {
  const t = texts[frame.language].follow;
  const main = html`<h1>${t.title}</h1>
    ${message(frame.language, said)}
    ${request.askedAs === undefined ? null : html`<p class="lead">${forOtherTexts[frame.language].you}</p>`}
    ${facts([
      [t.reference, html`<span class="mono">${request.reference}</span>`],
      [t.kind, t.kinds[request.kind]],
      ...purposesFact(frame, request),
      [t.received, formatDate(request.receivedOn, frame.language)],
      [t.state, statusBadge(t.states[request.state], tones[request.state])],
      ...(closed(request) ? [] : [[t.due, dueFact(frame, request)] as const]),
      [lawTexts[frame.language].authority, html`${authorityLink(frame, request)}${escalation(frame, request)}`],
    ])}
    ${request.extension === undefined ? null : html`<h2>${t.extension}</h2><p>${request.extension.reason}</p>`}
    ${request.refusal === undefined ? null : refusal(frame, request, request.refusal)}
    ${request.answer === undefined ? null : callout("good", html`<p>${t.answer} ${formatInstant(new Date(request.answer.expiresAt), frame.language, frame.policy.timeZone)} (${formatSize(request.answer.sizeBytes, frame.language)}).</p>`)}
    ${handOver(frame, request)}
    ${request.proposal === "open" ? correctForm(frame, values, refused) : null}
    ${request.proposal === "sent" && request.corrections.length === 0 ? callout("info", t.proposalSent) : null}
    ${decidedCorrections(frame, request)}
    ${request.mayLift ? liftLink(frame.language) : null}
    ${request.identityAsked && !request.identityShown ? identityForm(frame.language, request.askedAs) : null}
    ${request.clarification === undefined ? null : clarificationForm(frame.language, request.clarification.question)}
    ${request.identityShown ? callout("info", request.askedAs === undefined ? t.identityShown : forOtherTexts[frame.language].shown) : null}
    ${request.erased === undefined ? null : erased(frame.language, request.erased)}
    ${request.receipt === undefined ? null : receipt(frame.language)}
    ${joined(frame.language, request.joined)}
    <h2>${t.history}</h2>
    <ol class="timeline">${request.history.map((line) => historyItem(frame, line))}</ol>
    ${request.mayWithdraw ? withdrawForm(frame.language) : null}
    <p><a href="/${frame.language}/complain">${texts[frame.language].home.complain}</a></p>
    <form method="post" action="/${frame.language}/leave"><div class="actions">${button(t.leave, { kind: "quiet" })}</div></form>`;
  return centrePage(frame, t.title, main, "ask");
}

function purposesFact(frame: CentreFrame, request: PersonRequest): (readonly [string, string])[] {
  if (request.purposes.length === 0) return [];
  const titles = request.purposes.map((name) => {
    const purpose = frame.policy.purposes.find((one) => one.name === name);
    return purpose === undefined ? name : say(purpose.title, frame.language);
  });
  return [[texts[frame.language].follow.purposes, enumerated(titles, frame.language)]];
}

function liftLink(language: Language): Html {
  const t = texts[language].follow;
  return html`<h2>${t.lift}</h2><p>${t.liftText}</p><p class="actions"><a class="button quiet" href="/${language}/ask/lifting">${t.liftGo}</a></p>`;
}

function closed(request: PersonRequest): boolean {
  return request.state === "done" || request.state === "refused" || request.state === "withdrawn";
}

function message(language: Language, said: FollowSaid["said"]): Html | null {
  const t = texts[language].follow;
  switch (said) {
    case undefined:
      return null;
    case "withdrawn":
      return callout("good", t.withdrawn);
    case "not-now":
      return callout("warning", t.notNow);
    case "identity-shown":
      return null;
    case "identity-wrong":
      return callout("bad", t.identityWrong);
    case "clarified":
      return callout("good", lawTexts[language].clarified);
    case "answer-missing":
      return callout("bad", lawTexts[language].answerMissing);
    case "hand-over-wrong":
      return callout("bad", handOverTexts[language].wrong);
  }
}

function dueFact(frame: CentreFrame, request: PersonRequest): Html {
  const t = texts[frame.language].follow;
  const reason = t.because[request.due.because].replace("{days}", String(frame.policy.rights.answerWithinDays ?? ""));
  const { because, promisedOn, on } = request.due;
  const stands = request.clockStands;
  const earlier = because === "legal-month" && promisedOn !== undefined && promisedOn > on ? ` ${t.earlier}` : "";
  return html`<strong>${formatDate(request.due.on, frame.language, { weekday: true })}</strong><br><span class="hint">${stands === undefined ? html`${reason}${earlier}` : lawTexts[frame.language].stands[stands.waitsFor]} ${t.law}: ${citation(request.due.article, frame.language)}${mark(request.due.unconfirmed, frame.language)}.</span>`;
}

/** Behind a figure that was not confirmed. */
function mark(unsure: boolean | undefined, language: Language): string {
  return unsure === true ? ` (${unconfirmed[language]})` : "";
}

function authorityLink({ language }: CentreFrame, { authority }: PersonRequest): Html {
  return html`<a href="${authority.site}" rel="noreferrer">${authority.name}</a>${mark(authority.unconfirmed, language)}`;
}

/** Whom else a person can go to now: when we were late, or after our answer. */
function escalation({ language }: CentreFrame, { authority }: PersonRequest): Html {
  const t = lawTexts[language];
  const { bodies = [], arbitration } = authority;
  return html`${bodies.map(({ party, site }) => html`<br>${t.body} ${site === undefined ? party : html`<a href="${site}" rel="noreferrer">${party}</a>`}`)}${arbitration === true ? html`<br><span class="hint">${t.arbitration}</span>` : null}`;
}

function clarificationForm(language: Language, question: string): Html {
  const t = lawTexts[language];
  return html`<h2>${t.clarification}</h2><p>${question}</p>
    <form method="post" action="/${language}/request/clarification">
      ${field({ name: "answer", label: t.answer, type: "textarea", required: true, maxLength: 5_000 })}
      <div class="actions">${button(t.send)}</div>
    </form>`;
}

function refusal(frame: CentreFrame, request: PersonRequest, refused: NonNullable<PersonRequest["refusal"]>): Html {
  const t = texts[frame.language].follow;
  const customers = redirectsOf(frame.policy, request.kind).map((one) => say(one.customers, frame.language));
  const referred = refused.reason === "no-data-found" && customers.length > 0;
  const why = referred ? t.referred(enumerated([...new Set(customers)], frame.language)) : t.refusals[refused.reason];
  return html`<h2>${t.refusal}</h2>
    <p>${why}</p><p>${refused.explanation}</p>
    <p>${t.remedy} ${authorityLink(frame, request)}</p>`;
}

function identityForm(language: Language, askedAs: PersonRequest["askedAs"]): Html {
  const t = texts[language].follow;
  const o = forOtherTexts[language];
  const [title, text] = askedAs === undefined ? [t.identity, t.identityText] : [o.showTitle, o.show[askedAs]];
  return html`<h2>${title}</h2><p>${text}</p>
    <form method="post" action="/${language}/request/identity" enctype="multipart/form-data">
      ${field({ name: "file", label: t.identityFile, type: "file", accept: "application/pdf,image/jpeg,image/png", required: true })}
      <div class="actions">${button(t.identitySend)}</div>
    </form>`;
}

/** What went and what stays; a hold with the law behind it. */
function erased(language: Language, { rows, kept, elsewhere = [] }: NonNullable<PersonRequest["erased"]>): Html {
  const t = texts[language].follow;
  const why = ({ because }: (typeof kept)[number]) => {
    if (because.kind !== "hold") return t.keptBecause[because.kind];
    const law =
      because.law === undefined
        ? ""
        : `: ${say(because.law.title, language)} (${citation(because.law.article, language)})`;
    return `${t.keptBecause.hold} ${formatDate(because.untilOn, language)}${law}.`;
  };
  const place = ({ title, files }: (typeof elsewhere)[number]) =>
    `${capital(say(title, language))}${files === undefined ? "" : `: ${formatCount(files, language)} ${files === 1 ? t.elsewhereFile : t.elsewhereFiles}`}`;
  const beyond =
    elsewhere.length === 0
      ? null
      : html`<p>${t.elsewhere}</p><ul>${elsewhere.map((one) => html`<li>${place(one)}</li>`)}</ul>`;
  return html`<h2>${t.erased}</h2><p>${formatCount(rows, language)} ${rows === 1 ? t.erasedRow : t.erasedRows}</p>
    ${kept.length === 0 ? (beyond === null ? html`<p>${t.keptNone}</p>` : null) : html`<p>${t.kept}</p><ul>${kept.map((line) => html`<li>${say(line.system, language)}: ${formatCount(line.rows, language)} ${line.rows === 1 ? t.keptRow : t.keptRows}. ${why(line)}</li>`)}</ul>`}${beyond}`;
}

function receipt(language: Language): Html {
  const t = texts[language].follow;
  return html`<h2>${t.receipt}</h2><p>${t.receiptText}</p>
    <p class="actions"><a class="button quiet" href="/${language}/request/receipt">${t.receiptGet}</a></p>`;
}

/** Asked more than once, by whatever way: one answer, and a receipt for each time. */
function joined(language: Language, all: PersonRequest["joined"]): Html | null {
  const t = texts[language].follow;
  if (all.length === 0) return null;
  return html`<h2>${t.joined}</h2><p>${t.joinedText}</p><ul>${all.map(
    ({ reference, receivedOn, channel }) =>
      html`<li><span class="mono">${reference}</span>, ${formatDate(receivedOn, language)} (${t.channels[channel]}) <a href="/${language}/request/receipt/${reference}">${t.receiptGet}</a></li>`,
  )}</ul>`;
}

function historyItem(frame: CentreFrame, line: PersonRequest["history"][number]): Html {
  const t = texts[frame.language].follow;
  const by = line.by === "person" ? t.by.person : line.by === "system" ? t.by.system : t.by.staff;
  return html`<li>${t.events[line.event] ?? line.event}<span class="when">${formatInstant(new Date(line.at), frame.language, frame.policy.timeZone)}, ${by}</span></li>`;
}

function withdrawForm(language: Language): Html {
  const t = texts[language].follow;
  return html`<details><summary>${t.withdraw}</summary><p>${t.withdrawText}</p>
    <form method="post" action="/${language}/request/withdraw">${button(t.withdraw, { kind: "danger" })}</form></details>`;
}

export function downloadPage(frame: CentreFrame, token: string): Html {
  const t = texts[frame.language].download;
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead}</p><p>${t.inside}</p>
    <form method="post" action="/${frame.language}/download">${hidden("token", token)}<div class="actions">${button(t.button)}</div></form>`;
  return centrePage(frame, t.title, main, "ask");
}

/** Shown when a link leads nowhere: expired, used, or never given. All three look the same. */
export function leavePage(frame: CentreFrame): Html {
  const t = texts[frame.language].follow;
  return centrePage(
    frame,
    t.gone,
    html`<h1>${t.gone}</h1><p>${t.goneText}</p><p><a href="/${frame.language}">${texts[frame.language].code.again}</a></p>`,
  );
}
