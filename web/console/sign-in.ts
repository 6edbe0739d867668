import { button, callout, field, type Html, html } from "#ui";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import { texts } from "./texts.ts";

export function signInPage(
  frame: ConsoleFrame,
  said?: { email: string; wrong: "wrong" | "tooMany" | "tooSoon"; seconds: number },
): Html {
  const t = texts[frame.language].signIn;
  const main = html`<h1>${t.title}</h1>
    ${said === undefined ? null : callout("bad", said.wrong === "tooSoon" ? t.tooSoon(said.seconds) : t[said.wrong])}
    <form method="post" action="/console/sign-in">
      ${field({ name: "email", label: t.email, type: "email", autocomplete: "username webauthn", required: true, value: said?.email ?? "" })}
      ${field({ name: "password", label: t.password, type: "password", autocomplete: "current-password", required: true })}
      <div class="actions">${button(t.submit)}
        <button type="button" class="button quiet" data-passkey="sign-in" data-failed="${t.passkeyFailed}" hidden>${t.passkey}</button></div>
    </form>`;
  return consolePage(frame, t.title, main);
}

/** The one-time link that makes an account; `gone` when it was used or has expired. */
export function welcomePage(
  frame: ConsoleFrame,
  token: string,
  state: "open" | "gone",
  said?: { name: string; email: string; message: string },
): Html {
  const t = texts[frame.language].welcome;
  const main =
    state === "gone"
      ? html`<h1>${t.gone}</h1><p>${t.goneText}</p>`
      : html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
    ${said === undefined ? null : callout("bad", said.message)}
    <form method="post" action="/console/welcome/${token}">
      ${field({ name: "name", label: t.name, hint: t.nameHint, autocomplete: "name", required: true, maxLength: 100, value: said?.name ?? "" })}
      ${field({ name: "email", label: texts[frame.language].signIn.email, type: "email", autocomplete: "username", required: true, maxLength: 254, value: said?.email ?? "" })}
      ${field({ name: "password", label: t.password, hint: t.passwordHint, type: "password", autocomplete: "new-password", required: true, maxLength: 200 })}
      <div class="actions">${button(t.submit)}</div>
    </form>`;
  return consolePage(frame, state === "gone" ? t.gone : t.title, main);
}
