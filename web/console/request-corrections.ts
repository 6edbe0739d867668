import type { StaffRequest } from "#api";
import { isCategory } from "#policy";
import { capital, say } from "#base";
import { button, callout, field, type Html, html, table } from "#ui";
import type { ConsoleFrame } from "./frame.ts";
import { texts } from "./texts.ts";

/** Old and new beside each other, with a decision for each. */
export function corrections(frame: ConsoleFrame, request: StaffRequest): Html | null {
  const t = texts[frame.language].request;
  if (request.waitsForPerson) return callout("info", t.waitsForPerson);
  const { proposed } = request;
  if (proposed.length === 0) return null;
  const decided = proposed.some(({ accepted }) => accepted !== undefined);
  const address = proposed.some(({ category }) => isCategory(category, "contact.email"));
  return html`<h2>${t.corrections}</h2>
    ${address ? callout("warning", t.addressWarning) : null}
    ${decided ? outcome(frame, proposed) : decide(frame, request)}`;
}

function titleOf({ policy, language }: ConsoleFrame, name: string): string {
  const category = policy.categories.find((one) => one.name === name);
  return capital(category === undefined ? name : say(category.title, language));
}

function outcome(frame: ConsoleFrame, proposed: StaffRequest["proposed"]): Html {
  const t = texts[frame.language].request;
  return table({
    caption: t.corrections,
    head: [t.fact, t.now, t.wanted, t.decision],
    rows: proposed.map(({ category, from, to, accepted, reason }) => [
      titleOf(frame, category),
      html`<bdi>${from}</bdi>`,
      html`<bdi>${to}</bdi>`,
      accepted === true ? t.allowed : `${t.notAllowed}: ${reason ?? ""}`,
    ]),
  });
}

function decide(frame: ConsoleFrame, { id, proposed }: StaffRequest): Html {
  const t = texts[frame.language].request;
  return html`<p>${t.correctionsLead}</p>
    <form method="post" action="/console/requests/${id}/decide-corrections">
      ${proposed.map(
        ({ category, from, to }, at) =>
          html`<fieldset class="field"><legend>${titleOf(frame, category)}</legend>
            <p>${t.now}: <bdi>${from}</bdi><br>${t.wanted}: <strong><bdi>${to}</bdi></strong></p>
            <p><label><input type="radio" name="decision-${at}" value="yes" checked> ${t.allow}</label>
            <label><input type="radio" name="decision-${at}" value="no"> ${t.keep}</label></p>
            ${field({ name: `reason-${at}`, label: t.keepBecause, maxLength: 1_000 })}</fieldset>`,
      )}
      <div class="actions">${button(t.decideCorrections)}</div>
    </form>`;
}
