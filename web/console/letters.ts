/** The watched mailbox: how it is, and the letters that somebody must sort. */
import { capital, type Language, say } from "#base";
import { kindsToChoose, purposesToName, type RequestKind } from "#policy";
import {
  button,
  callout,
  emptyState,
  field,
  formatInstant,
  formatSize,
  type Html,
  hidden,
  html,
  select,
  table,
} from "#ui";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import { type LetterSaid, letterTexts } from "./letter-texts.ts";
import { messageTexts } from "./message-texts.ts";
import { letter, refusedFiles } from "./request-messages.ts";
import { texts } from "./texts.ts";

export { letterTexts };

export interface MailboxView {
  readonly lookedAt?: Date;
  readonly failing?: { readonly since: Date; readonly code: string };
}
/** Personal. */
export interface LetterView {
  readonly id: string;
  readonly arrivedAt: Date;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly shortened: boolean;
  readonly unreadable: boolean;
  readonly files: readonly { readonly name: string; readonly mediaType: string; readonly sizeBytes: number }[];
  readonly refused: readonly { readonly name: string; readonly because: "type" | "size" | "count" }[];
  readonly language: Language;
  readonly proposed: readonly RequestKind[];
  readonly open: readonly { readonly id: string; readonly reference: string; readonly kind: RequestKind }[];
}

const done: ReadonlySet<LetterSaid> = new Set(["request", "reply", "no-request"]);

export function lettersPage(
  frame: ConsoleFrame,
  mailbox: MailboxView,
  letters: readonly LetterView[],
  said?: LetterSaid,
): Html {
  const [t, m] = [letterTexts[frame.language], messageTexts[frame.language]];
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
    ${said === undefined ? null : callout(done.has(said) ? "good" : "bad", t.said[said])}
    ${standing(frame, mailbox)}
    ${
      letters.length === 0
        ? emptyState(t.empty, t.emptyText)
        : table({
            caption: t.caption,
            head: [m.received, m.subject, m.from, t.proposed],
            rows: letters.map((one) => [
              formatInstant(one.arrivedAt, frame.language, frame.policy.timeZone),
              html`<a href="/console/letters/${one.id}" data-row><bdi>${titleOf(frame.language, one)}</bdi></a>`,
              html`<bdi>${one.from}</bdi>`,
              proposedText(frame.language, one) ?? "–",
            ]),
          })
    }`;
  return consolePage(frame, t.title, main, "letters");
}

/** One letter, and what may be made of it. */
export function letterPage(frame: ConsoleFrame, one: LetterView): Html {
  const { language } = frame;
  const [t, m] = [letterTexts[language], messageTexts[language]];
  const proposed = proposedText(language, one);
  const main = html`<h1><bdi>${titleOf(language, one)}</bdi></h1><p><a href="/console/letters">${t.title}</a></p>
    <div class="columns"><article class="received">
      ${one.unreadable ? callout("warning", m.unread) : letter(frame, { ...one, receivedAt: one.arrivedAt.toISOString() })}
      <p class="hint">${m.claim}</p>
      ${files(language, one)}${refusedFiles(frame, [...one.refused])}
    </article>
    <section class="side"><h2>${t.sort}</h2>
      <p>${proposed === undefined ? t.nothingProposed : `${t.proposed}: ${proposed}.`}</p>
      ${one.open.map((request) => joining(frame, one, request))}
      ${opening(frame, one)}
      <form method="post" action="/console/letters/${one.id}" data-confirm="${t.noneConfirm}">${hidden("as", "no-request")}<div class="actions">${button(t.none, { kind: "quiet" })}</div></form>
    </section></div>`;
  return consolePage(frame, t.title, main, "letters");
}

function titleOf(language: Language, { subject }: LetterView): string {
  return subject === "" ? letterTexts[language].untitled : subject;
}

function proposedText(language: Language, { proposed }: LetterView): string | undefined {
  return proposed.length === 0 ? undefined : proposed.map((kind) => texts[language].kinds[kind]).join(", ");
}

function joining(
  { language }: ConsoleFrame,
  one: LetterView,
  { id, reference, kind }: LetterView["open"][number],
): Html {
  const t = letterTexts[language];
  return html`<form method="post" action="/console/letters/${one.id}">${hidden("as", "reply")}${hidden("request", id)}
    <p>${t.join} <a href="/console/requests/${id}" class="mono">${reference}</a> (${texts[language].kinds[kind]}) ${button(t.joinDo, { kind: "quiet" })}</p></form>`;
}

function standing({ language, policy }: ConsoleFrame, { lookedAt, failing }: MailboxView): Html {
  const t = letterTexts[language];
  const at = (instant: Date) => formatInstant(instant, language, policy.timeZone);
  if (failing !== undefined)
    return callout(
      "bad",
      html`<p><strong>${t.failing} ${at(failing.since)}.</strong></p><p>${t.failingText} ${failureText(language, failing.code)}.</p>`,
    );
  return html`<p class="hint">${lookedAt === undefined ? t.never : `${t.lookedAt} ${at(lookedAt)}.`}</p>`;
}

export function failureText(language: Language, code: string): string {
  const t = letterTexts[language];
  return t.failures[code] ?? t.otherFailure;
}

function opening(frame: ConsoleFrame, one: LetterView): Html {
  const { language, policy } = frame;
  const t = letterTexts[language];
  const kinds = kindsToChoose(policy, one.proposed);
  return html`<form method="post" action="/console/letters/${one.id}" data-confirm="${t.openConfirm}">${hidden("as", "request")}
    ${select({ name: "kind", label: t.kind, value: one.proposed[0] ?? "", options: kinds.map((kind) => ({ value: kind, label: texts[language].kinds[kind] })) })}
    ${purposes(frame, kinds)}
    ${field({ name: "email", label: t.email, hint: t.emailHint, type: "email", inputmode: "email", required: true, maxLength: 254, value: one.from })}
    ${select({ name: "language", label: t.language, value: one.language, options: policy.languages.map((each) => ({ value: each, label: texts[each].languageName })) })}
    <div class="actions">${button(t.open)}</div></form>`;
}

/** Of every kind on offer that names purposes; those of another kind than the chosen one are not looked at. */
function purposes({ policy, language }: ConsoleFrame, kinds: readonly RequestKind[]): Html | null {
  const all = kinds.flatMap((kind) => purposesToName(policy, kind) ?? []);
  const once = [...new Map(all.map((purpose) => [purpose.name, purpose])).values()];
  if (once.length === 0) return null;
  return html`<fieldset class="field"><legend>${letterTexts[language].purposes}</legend>${once.map(
    ({ name, title }) =>
      html`<p><label><input type="checkbox" name="purpose-${name}" value="yes"> ${capital(say(title, language))}</label></p>`,
  )}</fieldset>`;
}

function files(language: Language, { id, files: all }: LetterView): Html | null {
  const m = messageTexts[language];
  if (all.length === 0) return null;
  return html`<h3>${m.files}</h3><p class="hint">${m.downloadHint}</p><ul class="files">${all.map(
    ({ name, mediaType, sizeBytes }, at) =>
      html`<li><bdi>${name}</bdi> <span class="hint">${mediaType}, ${formatSize(sizeBytes, language)}</span> <a href="/console/letters/${id}/files/${at}" download>${m.download}</a></li>`,
  )}</ul>`;
}
