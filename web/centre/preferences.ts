/** Where people choose which messages they get: a switch for each, one press away, without a script. */
import { capital, enumerated, type Localized, say } from "#base";
import { categoryTitle } from "#policy";
import { button, callout, field, hidden, type Html, html, statusBadge } from "#ui";
import { type CentreFrame, centrePage } from "./frame.ts";
import { messagePage } from "./home.ts";
import { preferencesTexts } from "./preferences-texts.ts";

/** As the room of permissions says it. */
export interface PreferenceShown {
  readonly about: string;
  readonly title: Localized;
  readonly kind: "marketing" | "service" | "purpose";
  readonly on: boolean;
  readonly stopped: boolean;
}
export type PreferenceSaid = "on" | "off" | "all-off" | "not-now";

export function preferencesPage(frame: CentreFrame, all: readonly PreferenceShown[], said?: PreferenceSaid): Html {
  const t = preferencesTexts[frame.language];
  const messages = all.filter(({ kind }) => kind !== "purpose");
  const purposes = all.filter(({ kind }) => kind === "purpose");
  const section = (title: string, lead: string | undefined, rows: readonly PreferenceShown[]) =>
    rows.length === 0
      ? null
      : html`<h2>${title}</h2>${lead === undefined ? null : html`<p>${lead}</p>`}<div class="cards">${rows.map((row) => switchOf(frame, row))}</div>`;
  const main = html`<h1>${t.title}</h1>
    ${said === undefined ? null : callout(said === "not-now" ? "bad" : "good", t.said[said])}
    <p class="lead">${all.length === 0 ? t.nothing : t.lead}</p>
    ${section(t.messages, undefined, messages)}
    ${section(t.purposes, t.purposesLead, purposes)}
    ${all.some(({ on }) => on) ? form(frame, "optional", "off", button(t.stopAll, { kind: "quiet" }), html`<h2>${t.stopAll}</h2><p>${t.stopAllText}</p>`) : null}
    <p>${t.required} <a href="/${frame.language}/privacy">${t.notice}</a>.</p>
    <form method="post" action="/${frame.language}/preferences/leave"><div class="actions">${button(t.leave, { kind: "quiet" })}</div></form>`;
  return centrePage(frame, t.title, main);
}

/** What it is, how it stands, and the one press that changes it, which weighs the same both ways; its name says which, also to who hears the page. */
function switchOf(frame: CentreFrame, { about, title, kind, on, stopped }: PreferenceShown): Html {
  const t = preferencesTexts[frame.language];
  const name = say(title, frame.language);
  const data = on ? [] : dataOf(frame, about);
  const press = on ? t.switchOff : t.switchOn;
  const main = html`<h3>${capital(name)}</h3>
    <p>${statusBadge(on ? t.on : t.off, on ? "good" : "neutral")} ${t.about[kind]}</p>
    ${data.length === 0 ? null : html`<p class="hint">${t.uses} ${enumerated(data, frame.language)}.</p>`}
    ${stopped ? html`<p>${t.stopped}</p>` : null}`;
  if (stopped && !on) return html`<div class="card">${main}</div>`;
  const control = html`<button type="submit" class="button quiet" aria-label="${press}: ${name}">${press}</button>`;
  return html`<div class="card">${form(frame, about, on ? "off" : "on", control, main)}</div>`;
}

/** What is used for it, so that whoever says yes knows to what (GDPR art. 4(11)). */
function dataOf({ policy, language }: CentreFrame, about: string): readonly string[] {
  const message = (policy.messages ?? []).find(({ name }) => `message:${name}` === about);
  const purpose = policy.purposes.find(({ name }) => name === message?.purpose || `purpose:${name}` === about);
  return [...new Set((purpose?.uses ?? []).map((category) => categoryTitle(policy, category, language)))];
}

function form({ language }: CentreFrame, about: string, to: "on" | "off", control: Html, before: Html): Html {
  return html`<form method="post" action="/${language}/preferences">${before}
    ${hidden("about", about)}${hidden("to", to)}<div class="actions">${control}</div></form>`;
}

/** To be asked for by whoever has no mail of ours at hand; the answer is the same for every address. */
export function preferencesAskPage(frame: CentreFrame, state?: "sent" | "wrong" | "too-many"): Html {
  const t = preferencesTexts[frame.language];
  if (state === "sent") return messagePage(frame, t.askTitle, t.askedText);
  if (state === "too-many") return messagePage(frame, t.askTitle, t.tooMany, "warning");
  const email = field({
    name: "email",
    label: t.email,
    type: "email",
    required: true,
    autocomplete: "email",
    maxLength: 254,
    error: state === "wrong" ? t.wrongEmail : undefined,
  });
  const main = html`<h1>${t.askTitle}</h1><p class="lead">${t.askLead}</p>
    <form method="post" action="/${frame.language}/preferences/ask">${email}<div class="actions">${button(t.ask)}</div></form>`;
  return centrePage(frame, t.askTitle, main);
}

/** Behind the unsubscribe link, where a person opened it: looking is no unsubscribing, because mail scanners look too. */
export function unsubscribePage(frame: CentreFrame, message: Localized, action: string): Html {
  const t = preferencesTexts[frame.language];
  const title = t.stopTitle(say(message, frame.language));
  const main = html`<h1>${title}</h1><p class="lead">${t.stopLead}</p>
    <form method="post" action="${action}">${hidden("from", "page")}<div class="actions">${button(t.stop)}</div></form>
    <p>${t.required}</p>`;
  return centrePage(frame, title, main);
}

export function preferencesGonePage(frame: CentreFrame): Html {
  const t = preferencesTexts[frame.language];
  const text = html`${t.goneText} <a href="/${frame.language}/preferences/ask">${t.askTitle}</a>.`;
  return messagePage(frame, t.gone, text, "warning");
}

export function signUpPage(
  frame: CentreFrame,
  token: string,
  { purposes, byParent }: { readonly purposes: readonly Localized[]; readonly byParent: boolean },
): Html {
  const t = confirmTexts(frame, byParent);
  const main = html`<h1>${t.confirmTitle}</h1><p class="lead">${t.confirmLead}</p>
    <ul>${purposes.map((title) => html`<li>${say(title, frame.language)}</li>`)}</ul>
    <form method="post" action="/${frame.language}/sign-up">${hidden("token", token)}<div class="actions">${button(t.confirm)}</div></form>
    <p>${t.confirmNot}</p>`;
  return centrePage(frame, t.confirmTitle, main);
}

export function signUpDonePage(frame: CentreFrame, done: boolean, byParent = false): Html {
  const { confirmed, confirmedText } = confirmTexts(frame, byParent);
  const { signUpGone, signUpGoneText } = preferencesTexts[frame.language];
  return done
    ? messagePage(frame, confirmed, confirmedText)
    : messagePage(frame, signUpGone, signUpGoneText, "warning");
}

function confirmTexts({ language }: CentreFrame, byParent: boolean) {
  const texts = preferencesTexts[language];
  return byParent ? texts.parent : texts;
}
