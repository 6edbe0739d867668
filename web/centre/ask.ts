import { say } from "#base";
import { answerTerm } from "./due-text.ts";
import { button, callout, field, type Html, hidden, html } from "#ui";
import { type CentreFrame, centrePage } from "./frame.ts";
import { texts } from "./texts.ts";

type Kind = "access" | "erasure" | "leaving";

/** What was filled in, shown again when something was wrong; an address never comes back out of a URL. */
export interface AskValues {
  readonly email?: string;
  readonly knownEmail?: string;
  /** By the names of the policy's identities. */
  readonly knownAs?: Readonly<Record<string, string>>;
  readonly message?: string;
}

/** The name of the field for an identity. */
export function identityField(name: string): string {
  return `known-${name}`;
}

export function askPage(
  frame: CentreFrame,
  kind: Kind,
  values: AskValues = {},
  wrong: { email?: string; knownEmail?: string; knownAs?: Readonly<Record<string, string>>; form?: string } = {},
): Html {
  const t = texts[frame.language].ask;
  const main = html`<h1>${t.title[kind]}</h1>
    <p class="lead">${t.lead[kind]}</p>
    ${wrong.form === undefined ? null : callout("bad", wrong.form)}
    <form method="post" action="/${frame.language}/ask/${kind}" novalidate>
      ${field({ name: "email", label: t.email, hint: t.emailHint, type: "email", autocomplete: "email", inputmode: "email", required: true, maxLength: 254, value: values.email ?? "", error: wrong.email })}
      <details${values.knownEmail === undefined && wrong.knownEmail === undefined ? null : html` open`}><summary>${t.known} (${t.optional})</summary>
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
      ${field({ name: "message", label: `${t.message} (${t.optional})`, hint: t.messageHint, type: "textarea", maxLength: 5_000, value: values.message ?? "" })}
      <div class="actions">${button(t.send)}</div>
    </form>
    <h2>${t.terms}</h2>
    <p>${answerTerm(frame)}</p>`;
  return centrePage(frame, t.title[kind], main, "ask");
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
