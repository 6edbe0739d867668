import type { StaffRequest } from "#api";
import { refusalReasonsFor } from "#policy";
import { button, callout, field, type Html, hidden, html } from "#ui";
import type { ConsoleFrame } from "./frame.ts";
import { texts } from "./texts.ts";

/** What staff may decide now. A button that cannot be used says why instead of hiding. */
export function decisions(frame: ConsoleFrame, request: StaffRequest): Html | null {
  const t = texts[frame.language].request;
  if (request.state === "failed") {
    return html`<section class="side"><form method="post" action="/console/requests/${request.id}/resume">${button(t.resume)}</form>${refuseForm(frame, request)}</section>`;
  }
  if (request.linkLost) return html`<section class="side">${sendAgainForm(frame, request)}</section>`;
  if (request.state !== "waiting-for-review" && request.state !== "extended") return null;
  return html`<section class="side">
    ${request.planned ? approveForm(frame, request) : null}
    ${request.mayUphold ? upholdForm(frame, request) : null}
    ${request.plan?.state === "blocked" || request.plan?.state === "ready" ? prepareAgainForm(frame, request) : null}
    ${request.law.extension === undefined ? null : extendForm(frame, request)}
    ${refuseForm(frame, request)}
  </section>`;
}

function approveForm(frame: ConsoleFrame, request: StaffRequest): Html {
  const t = texts[frame.language].request;
  const erases = request.plan?.action === "erasure";
  const does = t.approveDo[request.kind] ?? t.approve;
  const blocked = whyNotApprovable(frame, request);
  return html`<form method="post" action="/console/requests/${request.id}/approve"${erases && blocked === undefined ? html` data-confirm="${t.approveEraseConfirm}"` : null}>
    ${hidden("plan", request.plan?.id ?? "")}${hidden("hash", request.plan?.hash ?? "")}
    ${erases && blocked === undefined ? html`<p class="hint">${t.approveEraseConfirm}</p>` : null}
    <div class="actions">${button(erases ? t.approveErase : does, { kind: erases ? "danger" : "primary", disabledBecause: blocked })}</div>
  </form>`;
}

/** Answered in words, in favour of the person. */
function upholdForm(frame: ConsoleFrame, request: StaffRequest): Html {
  const t = texts[frame.language].request;
  return html`<form method="post" action="/console/requests/${request.id}/uphold">
    ${field({ name: "explanation", label: t.upholdExplanation, type: "textarea", required: true, maxLength: 2_000 })}
    <div class="actions">${button(t.uphold)}</div></form>`;
}

/** A mail was refused for good while the copy waits. */
function sendAgainForm(frame: ConsoleFrame, request: StaffRequest): Html {
  const t = texts[frame.language].request;
  return html`${callout("warning", t.linkLost)}
    <form method="post" action="/console/requests/${request.id}/send-again" data-confirm="${t.sendAgainConfirm}">
      <p class="hint">${t.sendAgainConfirm}</p><div class="actions">${button(t.sendAgain)}</div></form>`;
}

/** After what blocked it was mended, or because the dry run is no longer fresh. */
function prepareAgainForm(frame: ConsoleFrame, request: StaffRequest): Html {
  const t = texts[frame.language].request;
  return html`<form method="post" action="/console/requests/${request.id}/prepare-again"><div class="actions">${button(t.prepareAgain, { kind: "quiet" })}</div></form>`;
}

function whyNotApprovable(frame: ConsoleFrame, request: StaffRequest): string | undefined {
  const t = texts[frame.language].request;
  if (request.identityDoubt !== undefined && request.identityAccepted !== true) return t.approveIdentity;
  if (request.plan === undefined || request.plan.state === "preparing") return t.approveNoPlan;
  if (request.plan.state !== "ready") return t.approveBlocked;
  return undefined;
}

function extendForm(frame: ConsoleFrame, request: StaffRequest): Html {
  const t = texts[frame.language].request;
  return html`<details><summary>${t.extend}</summary><form method="post" action="/console/requests/${request.id}/extend">
    ${field({ name: "reason", label: t.extendReason, hint: t.extendHint, type: "textarea", required: true, maxLength: 1_000 })}
    ${button(t.extend, { kind: "quiet" })}</form></details>`;
}

function refuseForm(frame: ConsoleFrame, request: StaffRequest): Html {
  const t = texts[frame.language].request;
  return html`<details><summary>${t.refuse}</summary><form method="post" action="/console/requests/${request.id}/refuse">
    <div class="field"><label for="f-reason-${request.id}">${t.refuseReason}</label>
      <select id="f-reason-${request.id}" name="reason">${refusalReasonsFor(request.kind).map((value) => html`<option value="${value}">${t.reasons[value]}</option>`)}</select></div>
    ${field({ name: "explanation", label: t.refuseExplanation, hint: t.refuseHint, type: "textarea", required: true, maxLength: 2_000 })}
    ${button(t.refuse, { kind: "danger" })}</form></details>`;
}
