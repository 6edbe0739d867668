import { capital, say } from "#base";
import {
  purposesToName,
  refusalReasonsFor,
  type RequestKind,
  residenceName,
  residencesAsked,
  wordsNeeded,
} from "#policy";
import { answerTerm } from "./due-text.ts";
import { button, callout, field, type Html, hidden, html, select } from "#ui";
import { type CentreFrame, centrePage } from "./frame.ts";
import { forOtherChoice, type ForOtherValues, type ForOtherWrong } from "./for-other.ts";
import { lawTexts } from "./law-texts.ts";
import { texts } from "./texts.ts";

/** What was filled in, shown again when something was wrong; an address never comes back out of a URL. */
export interface AskValues {
  readonly email?: string;
  readonly knownEmail?: string;
  /** By the names of the policy's identities. */
  readonly knownAs?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** By the names of the policy's purposes. */
  readonly purposes?: readonly string[];
  readonly residence?: string;
  readonly forOther?: ForOtherValues;
}

/** What is wrong with each field, in words. */
export interface AskWrong {
  readonly email?: string;
  readonly knownEmail?: string;
  readonly knownAs?: Readonly<Record<string, string>>;
  readonly message?: string;
  readonly purposes?: string;
  readonly forOther?: ForOtherWrong;
  readonly form?: string;
}

/** The name of the box for a purpose. */
export function purposeField(name: string): string {
  return `purpose-${name}`;
}

/** The name of the field for an identity. */
export function identityField(name: string): string {
  return `known-${name}`;
}

export function askPage(frame: CentreFrame, kind: RequestKind, values: AskValues = {}, wrong: AskWrong = {}): Html {
  const t = texts[frame.language].ask;
  const atOnce = refusalReasonsFor(kind).length === 0;
  const words = wordsNeeded(kind);
  // About somebody else, of whom nothing is asked but where the account is.
  const ofOther = kind === "under-age-report";
  // What gives nothing away and changes no data counts at once.
  const sendsCode = !ofOther && kind !== "sale-opt-out";
  const r = texts[frame.language].rights;
  const main = html`<h1>${t.title[kind]}</h1>
    <p class="lead">${t.lead[kind]}</p>
    ${wrong.form === undefined ? null : callout("bad", wrong.form)}
    <form method="post" action="/${frame.language}/ask/${kind}" novalidate>
      ${field({ name: "email", label: ofOther ? r.childEmail : t.email, ...(ofOther ? {} : { hint: t.emailHint, autocomplete: "email" }), type: "email", inputmode: "email", required: true, maxLength: 254, value: values.email ?? "", error: wrong.email })}
      ${forOtherChoice(frame, kind, values.forOther, wrong.forOther)}
      ${purposeChoice(frame, kind, values, wrong)}
      ${atOnce || ofOther ? null : otherIdentities(frame, values, wrong)}
      ${ofOther ? null : residenceChoice(frame, values)}
      ${field({ name: "message", label: words ? r.words : `${t.message} (${t.optional})`, hint: t.messageHint, type: "textarea", maxLength: 5_000, required: words, value: values.message ?? "", error: wrong.message })}
      <div class="actions">${button(sendsCode ? t.send : r.sendNow)}</div>
    </form>
    ${atOnce || ofOther ? null : html`<h2>${t.terms}</h2><p>${answerTerm(frame)}</p>`}`;
  return centrePage(frame, t.title[kind], main, "ask");
}

/** Under what else somebody is known; it leads to an identity check. */
function otherIdentities(frame: CentreFrame, values: AskValues, wrong: AskWrong): Html {
  const t = texts[frame.language].ask;
  return html`<details${values.knownEmail === undefined && wrong.knownEmail === undefined ? null : html` open`}><summary>${t.known} (${t.optional})</summary>
        ${field({ name: "knownEmail", label: t.known, hint: t.knownHint, type: "email", inputmode: "email", maxLength: 254, value: values.knownEmail ?? "", error: wrong.knownEmail })}
      </details>
      ${(frame.policy.identities ?? []).map(({ name, title }) =>
        field({
          name: identityField(name),
          label: `${t.knownAs(say(title, frame.language))} (${t.optional})`,
          hint: t.knownAsHint,
          ...(name === "phone" ? { type: "tel", inputmode: "tel" } : {}),
          maxLength: 100,
          value: values.knownAs?.[name] ?? "",
          error: wrong.knownAs?.[name],
        }),
      )}
`;
}

/** Asked only where the answer changes something, and only of places that the policy speaks to. */
function residenceChoice({ policy, language }: CentreFrame, { residence }: AskValues): Html | null {
  const places = residencesAsked(policy);
  if (places.length === 0) return null;
  const t = lawTexts[language];
  const named = places.map((value) => ({ value, label: residenceName(value, language) }));
  return select({
    name: "residence",
    label: `${t.residence} (${texts[language].ask.optional})`,
    hint: t.residenceHint,
    value: residence ?? "",
    options: [{ value: "", label: t.elsewhere }, ...named.toSorted((a, b) => a.label.localeCompare(b.label, language))],
  });
}

/** One box for each purpose that can be named; all of them are ticked where there is only one. */
function purposeChoice(frame: CentreFrame, kind: RequestKind, values: AskValues, wrong: AskWrong): Html | null {
  const choice = purposesToName(frame.policy, kind);
  if (choice === undefined) return null;
  const r = texts[frame.language].rights;
  const chosen = values.purposes ?? (choice.length === 1 ? choice.map(({ name }) => name) : []);
  return html`<fieldset class="field${wrong.purposes === undefined ? "" : " field-wrong"}"><legend>${r.choose}</legend>
    ${wrong.purposes === undefined ? null : html`<p class="error">${wrong.purposes}</p>`}
    ${choice.map(
      ({ name, title }) =>
        html`<p><label><input type="checkbox" name="${purposeField(name)}" value="yes"${chosen.includes(name) ? html` checked` : null}> ${capital(say(title, frame.language))}</label></p>`,
    )}</fieldset>`;
}

/** What took effect at once. */
export function takenPage(frame: CentreFrame, reference: string): Html {
  const r = texts[frame.language].rights;
  return centrePage(
    frame,
    r.taken,
    html`<h1>${r.taken}</h1>${callout("good", html`<p>${r.takenText} <span class="mono">${reference}</span>.</p>`)}`,
    "ask",
  );
}

export function codePage(
  frame: CentreFrame,
  reference: string,
  refusal?: "wrong-code" | "too-many-tries" | "expired",
): Html {
  const t = texts[frame.language].code;
  const over = refusal === "too-many-tries" || refusal === "expired";
  const main = html`<h1>${t.title}</h1>
    ${over ? callout("bad", t.refusals[refusal]) : html`<p class="lead">${t.lead}</p>`}
    ${
      over
        ? null
        : html`<form method="post" action="/${frame.language}/confirm" novalidate>
      ${hidden("reference", reference)}
      ${field({ name: "code", label: t.label, inputmode: "numeric", autocomplete: "one-time-code", required: true, maxLength: 20, autofocus: true, error: refusal === undefined ? undefined : t.refusals[refusal] })}
      <div class="actions">${button(t.send)}</div>
    </form>`
    }
    <p>${t.reference}: <span class="mono">${reference}</span></p>
    <p>${over ? null : t.nothing} <a href="/${frame.language}">${t.again}</a></p>`;
  return centrePage(frame, t.title, main, "ask");
}
