import { facts, type Html, html } from "#ui";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import { texts } from "./texts.ts";

export function accountPage(frame: ConsoleFrame, member: { name: string; email: string; passkeys: number }): Html {
  const t = texts[frame.language];
  const a = t.account;
  const main = html`<h1>${a.title}</h1>
    ${facts([
      [t.welcome.name, member.name],
      [t.signIn.email, member.email],
      [a.passkeys, member.passkeys === 0 ? a.none : `${member.passkeys} ${a.count}`],
    ])}
    <h2>${a.passkeys}</h2><p>${a.passkeysText}</p>
    <p class="actions"><button type="button" class="button" data-passkey="register" data-failed="${t.signIn.passkeyFailed}" hidden>${a.add}</button></p>
    <noscript><p>${a.needsScript}</p></noscript>`;
  return consolePage(frame, a.title, main, "account");
}
