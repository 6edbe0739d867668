import type { StaffRequest } from "#api";
import { type Language, say } from "#base";
import { button, callout, facts, formatInstant, formatSize, type Html, hidden, html } from "#ui";
import { askerTexts } from "./asker-texts.ts";
import type { ConsoleFrame } from "./frame.ts";
import { texts } from "./texts.ts";

/** Who the request is about: candidates, doubt, evidence shown, and the decision. */
export function identity(frame: ConsoleFrame, request: StaffRequest): Html | null {
  const t = texts[frame.language].request;
  if (request.requester === undefined) return null;
  const open = request.state === "waiting-for-review" || request.state === "extended" || request.state === "verifying";
  const inDoubt = open && request.identityDoubt !== undefined && request.identityAccepted !== true;
  const nobody = request.search === "nobody";
  return html`<h2>${t.who}</h2>
    ${request.search === "waiting" && open ? html`<p>${t.searchWaiting}</p>` : null}
    ${request.search === "stopped" && open ? callout("bad", html`<p>${t.searchStopped}</p><form method="post" action="/console/requests/${request.id}/resume">${button(t.searchAgain, { kind: "quiet" })}</form>`) : null}
    ${inDoubt && request.identityDoubt !== undefined ? callout("warning", t.doubt[request.identityDoubt]) : null}
    ${asker(frame, request, inDoubt)}
    ${request.referred === undefined || !open ? null : callout("warning", referral(frame, request.referred))}
    ${nobody && open && request.state !== "verifying" ? html`<p>${t.nobody}</p><p class="hint">${t.nobodyHint}</p>` : null}
    ${request.identityEvidence === undefined ? null : evidence(frame, request.id, request.identityEvidence)}
    ${inDoubt ? decide(frame, request) : html`<ul>${request.candidates.map((candidate) => html`<li>${candidateLine(frame, candidate)}</li>`)}</ul>`}
    ${request.rowsByAddress.length === 0 ? null : html`<p>${t.byAddress}: ${request.rowsByAddress.map((line) => html`<code>${line.system}.${line.table}</code> (${line.rows}) `)}</p>`}`;
}

/** Somebody asks for somebody else: who, what the person said of it, and what to look at. */
function asker({ language }: ConsoleFrame, { asker: who, kind }: StaffRequest, open: boolean): Html | null {
  if (who === undefined) return null;
  const t = askerTexts[language];
  const said = who.givesAnswer ? t.confirmedGives : t.confirmed;
  const holdsData = kind === "access" || kind === "portability" || kind === "rectification";
  return html`${facts([
    [t.asks, html`<bdi>${who.name ?? ""}</bdi> (${t.who[who.as]})`],
    ...(holdsData ? [[t.answer, t.answerTo[who.givesAnswer ? "asker" : "person"]] as const] : []),
  ])}
    ${who.stoppedAt === undefined ? null : callout("bad", t.stopped)}
    ${!open || who.stoppedAt !== undefined ? null : who.confirmedAt === undefined ? html`<p class="hint">${t.look[who.as]}</p>` : callout("good", said)}`;
}

/** The person's own word about the answer prevails, so nothing is asked then. */
function givesAnswer(language: Language, { asker: who, kind }: StaffRequest): Html | null {
  if (who === undefined || who.confirmedAt !== undefined) return null;
  const t = askerTexts[language];
  const words =
    kind === "rectification" ? t.givesSees : kind === "access" || kind === "portability" ? t.gives : undefined;
  return words === undefined
    ? null
    : html`<p><label><input type="checkbox" name="givesAnswer" value="yes"${who.as === "parent" ? html` checked` : null}> ${words}</label></p>`;
}

/** Which customers decide; told to staff alone. */
function referral({ policy, language }: ConsoleFrame, { all, to, told }: NonNullable<StaffRequest["referred"]>): Html {
  const t = texts[language].request;
  const those = (policy.onBehalf ?? []).filter(({ name }) => to.includes(name));
  return html`<p>${all ? t.referredAll : t.referredPartly}</p>
    <ul>${those.map(({ title, customers, tables, redirects }) => html`<li>${say(title, language)}: ${say(customers, language)} (${tables.map((table) => html`<code>${table}</code> `)})${redirects?.how === "forwards" ? html` ${t.referredForward}` : null}</li>`)}</ul>
    ${told.length === 0 ? null : html`<p>${t.referredTold}</p><ul>${told.map(({ toldAt, answer }) => html`<li>${formatInstant(new Date(toldAt), language, policy.timeZone)}: ${answer === undefined ? t.referredWaits : t.referredAnswers[answer]}</li>`)}</ul>`}`;
}

function candidateLine(frame: ConsoleFrame, candidate: StaffRequest["candidates"][number]): Html {
  const t = texts[frame.language].request;
  const since =
    candidate.addressSince === undefined
      ? null
      : html` (${t.since} ${formatInstant(new Date(candidate.addressSince), frame.language, frame.policy.timeZone)})`;
  return html`<bdi>${candidate.label}</bdi> <code>${candidate.system}.${candidate.table} ${candidate.key.join(", ")}</code>${since}`;
}

function evidence(frame: ConsoleFrame, id: string, file: NonNullable<StaffRequest["identityEvidence"]>): Html {
  const t = texts[frame.language].request;
  return callout(
    "info",
    html`<p>${t.evidence}: ${file.name} (${formatSize(file.sizeBytes, frame.language)}) <a href="/console/requests/${id}/identity" rel="noreferrer">${t.evidenceOpen}</a><br>${t.evidenceGone}</p>`,
  );
}

function decide(frame: ConsoleFrame, request: StaffRequest): Html {
  const t = texts[frame.language].request;
  return html`<form method="post" action="/console/requests/${request.id}/decide-identity">
      ${request.candidates.map((candidate, index) => {
        const value = JSON.stringify({ system: candidate.system, table: candidate.table, key: candidate.key });
        return html`<p><label><input type="radio" name="anchor" value="${value}"${index === 0 && request.candidates.length === 1 ? html` checked` : null}> ${candidateLine(frame, candidate)}</label></p>`;
      })}
      ${givesAnswer(frame.language, request)}
      <div class="actions">${button(request.asker === undefined ? t.acceptIdentity : askerTexts[frame.language].accept, { name: "accepted", value: "yes" })}${button(t.rejectIdentity, { name: "accepted", value: "no", kind: "quiet" })}</div>
    </form>
    ${request.identityAsked ? null : html`<form method="post" action="/console/requests/${request.id}/ask-identity">${hidden("ask", "1")}<div class="actions">${button(request.asker === undefined ? t.askIdentity : askerTexts[frame.language].ask, { kind: "quiet" })}</div></form>`}`;
}
