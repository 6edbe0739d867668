import type { CheckpointView } from "#api";
import { button, callout, facts, formatCount, formatInstant, type Html, html } from "#ui";
import { type CentreFrame, centrePage } from "./frame.ts";
import { texts } from "./texts.ts";

/** The newest seal of the evidence log, and a place to check a receipt. */
export function proofPage(
  frame: CentreFrame,
  seal: CheckpointView | undefined,
  checked?: { ok: boolean; message: string },
): Html {
  const t = texts[frame.language].proof;
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
    <h2>${t.latest}</h2>
    ${
      seal === undefined
        ? html`<p>${t.none}</p>`
        : html`${facts([
            [t.size, formatCount(seal.size, frame.language)],
            [t.root, html`<span class="mono">${seal.rootHash}</span>`],
            [t.at, formatInstant(new Date(seal.at), frame.language, frame.policy.timeZone)],
            [t.key, html`<span class="mono">${seal.verifierKey}</span>`],
          ])}<pre>${seal.note}</pre>`
    }
    <h2>${t.check}</h2>
    ${checked === undefined ? null : callout(checked.ok ? "good" : "bad", html`<p><strong>${checked.ok ? t.good : t.bad}</strong> ${checked.message}</p>`)}
    <p>${t.checkText} <code>gestand evidence verify --receipt</code>.</p>
    <form method="post" action="/${frame.language}/proof">
      <div class="field"><label for="f-receipt">${t.receipt}</label><textarea id="f-receipt" name="receipt" rows="6" class="mono" maxlength="20000" required></textarea></div>
      <div class="actions">${button(t.send)}</div>
    </form>`;
  return centrePage(frame, t.title, main, "proof");
}
