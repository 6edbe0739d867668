import { capital, type Language, say } from "#base";
import { askers, kindsOffered, purposesToName, type RequestKind, residenceName, residencesAsked } from "#policy";
import { button, callout, field, type Html, html, select } from "#ui";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import { askerTexts } from "./asker-texts.ts";
import { lawTexts } from "./law-texts.ts";
import { texts } from "./texts.ts";

export interface ForOtherValues {
  readonly as: string;
  readonly name: string;
  readonly email: string;
}

export interface EntryValues {
  readonly kind?: RequestKind;
  readonly email?: string;
  readonly language?: Language;
  readonly message?: string;
  readonly purposes?: readonly string[];
  readonly residence?: string;
  readonly receivedOn?: string;
  readonly forOther?: ForOtherValues;
}

/** A request that came by post, by telephone or at the desk. The person still proves the address with a code. */
export function entryPage(
  frame: ConsoleFrame,
  values: EntryValues = {},
  said: { readonly entered?: string; readonly wrong?: true } = {},
): Html {
  const t = texts[frame.language];
  const e = t.entry;
  const main = html`<h1>${e.title}</h1><p class="lead">${e.lead}</p>
    ${said.entered === undefined ? null : callout("good", html`<p>${e.entered} <span class="mono">${said.entered}</span></p>`)}
    ${said.wrong === true ? callout("bad", e.wrong) : null}
    <form method="post" action="/console/requests/new" novalidate>
      <div class="field"><label for="f-kind">${e.kind}</label><select id="f-kind" name="kind">${kindsOffered(
        frame.policy,
      ).map(
        (kind) =>
          html`<option value="${kind}"${kind === values.kind ? html` selected` : null}>${t.kinds[kind]}</option>`,
      )}</select></div>
      ${field({ name: "email", label: e.email, type: "email", inputmode: "email", required: true, maxLength: 254, value: values.email ?? "" })}
      <div class="field"><label for="f-language">${e.language}</label><select id="f-language" name="language">${frame.policy.languages.map(
        (language) =>
          html`<option value="${language}"${language === values.language ? html` selected` : null}>${texts[language].languageName}</option>`,
      )}</select></div>
      ${field({ name: "receivedOn", label: lawTexts[frame.language].receivedOn, hint: lawTexts[frame.language].receivedOnHint, type: "date", value: values.receivedOn ?? "" })}
      ${forOther(frame.language, values.forOther)}
      ${residence(frame, values)}
      ${purposes(frame, values)}
      ${field({ name: "message", label: e.message, type: "textarea", maxLength: 5_000, value: values.message ?? "" })}
      <div class="actions">${button(e.send)}</div>
    </form>`;
  return consolePage(frame, e.title, main, "queue");
}

/** Of a letter that somebody wrote for somebody else. The names are those of the form of the privacy centre. */
function forOther(language: Language, values: ForOtherValues | undefined): Html {
  const t = askerTexts[language];
  return html`<details${values === undefined ? null : html` open`}><summary>${t.entry}</summary><p class="hint">${t.entryHint}</p>
    ${select({ name: "forOther", label: t.as, value: values?.as ?? "", options: [{ value: "", label: t.self }, ...askers.map((value) => ({ value, label: t.who[value] }))] })}
    ${field({ name: "forName", label: t.name, maxLength: 80, value: values?.name ?? "" })}
    ${field({ name: "forEmail", label: t.email, type: "email", inputmode: "email", maxLength: 254, value: values?.email ?? "" })}</details>`;
}

/** Only where it changes something which law holds. */
function residence({ policy, language }: ConsoleFrame, values: EntryValues): Html | null {
  const places = residencesAsked(policy);
  if (places.length === 0) return null;
  const t = lawTexts[language];
  const named = places.map((value) => ({ value, label: residenceName(value, language) }));
  return select({
    name: "residence",
    label: t.residence,
    hint: t.residenceHint,
    value: values.residence ?? "",
    options: [{ value: "", label: t.unknown }, ...named.toSorted((a, b) => a.label.localeCompare(b.label, language))],
  });
}

/** Of every kind that names purposes; those of another kind than the chosen one are not looked at. */
function purposes(frame: ConsoleFrame, values: EntryValues): Html | null {
  const all = kindsOffered(frame.policy).flatMap((kind) => purposesToName(frame.policy, kind) ?? []);
  const once = [...new Map(all.map((purpose) => [purpose.name, purpose])).values()];
  if (once.length === 0) return null;
  return html`<fieldset class="field"><legend>${texts[frame.language].entry.purposes}</legend>${once.map(
    ({ name, title }) =>
      html`<p><label><input type="checkbox" name="purpose-${name}" value="yes"${values.purposes?.includes(name) === true ? html` checked` : null}> ${capital(say(title, frame.language))}</label></p>`,
  )}</fieldset>`;
}
