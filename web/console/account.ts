import { button, callout, facts, formatInstant, type Html, hidden, html, statusBadge, table } from "#ui";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import type { ConsoleTexts } from "./texts/en.ts";
import { texts } from "./texts.ts";

export interface AccountPage {
  readonly member: { readonly id: string; readonly name: string; readonly email: string; readonly passkeys: number };
  /** Of all staff, this one's included. Instants in ISO 8601. */
  readonly accounts: readonly {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly createdAt: string;
    readonly closedAt?: string | undefined;
  }[];
  readonly said?: AccountSaid | undefined;
}
export type AccountSaid = keyof ConsoleTexts["accounts"]["said"];

export function accountPage(frame: ConsoleFrame, shown: AccountPage): Html {
  const t = texts[frame.language];
  const a = t.account;
  const { member, said } = shown;
  const main = html`<h1>${a.title}</h1>
    ${said === undefined ? null : callout(said === "closed" || said === "opened" ? "good" : "bad", t.accounts.said[said])}
    ${facts([
      [t.welcome.name, member.name],
      [t.signIn.email, member.email],
      [a.passkeys, member.passkeys === 0 ? a.none : `${member.passkeys} ${a.count}`],
    ])}
    <h2>${a.passkeys}</h2><p>${a.passkeysText}</p>
    <p class="actions"><button type="button" class="button" data-passkey="register" data-failed="${t.signIn.passkeyFailed}" hidden>${a.add}</button></p>
    <noscript><p>${a.needsScript}</p></noscript>
    ${accounts(frame, shown)}`;
  return consolePage(frame, a.title, main, "account");
}

function accounts(frame: ConsoleFrame, { member, accounts: all }: AccountPage): Html {
  const t = texts[frame.language];
  const a = t.accounts;
  const at = (instant: string) => formatInstant(new Date(instant), frame.language, frame.policy.timeZone);
  return html`<h2>${a.title}</h2><p>${a.lead}</p>
    ${table({
      caption: a.title,
      head: [a.name, t.signIn.email, a.state, a.since, a.action],
      rows: all.map((account) => [
        account.name,
        account.email,
        account.closedAt === undefined ? statusBadge(a.open, "good") : statusBadge(a.closed, "neutral"),
        at(account.closedAt ?? account.createdAt),
        account.id === member.id ? html`<span class="hint">${a.you}</span>` : change(frame, account),
      ]),
    })}`;
}

function change(frame: ConsoleFrame, account: AccountPage["accounts"][number]): Html {
  const a = texts[frame.language].accounts;
  const isOpen = account.closedAt === undefined;
  return html`<form method="post" action="/console/account/${isOpen ? "close" : "open"}" aria-label="${account.name}"${isOpen ? html` data-confirm="${a.closeConfirm}"` : null}>
    ${hidden("account", account.id)}${button(isOpen ? a.close : a.reopen, { kind: "quiet" })}</form>`;
}
