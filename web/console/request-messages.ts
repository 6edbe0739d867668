import type { RequestMessage, StaffRequest } from "#api";
import { button, facts, formatInstant, formatSize, type Html, hidden, html } from "#ui";
import type { ConsoleFrame } from "./frame.ts";
import { messageTexts } from "./message-texts.ts";

type Shown = Pick<RequestMessage, "from" | "subject" | "text" | "shortened" | "receivedAt">;

/** Letters that came about the request, with their files. Nothing where none can come. */
export function messages(frame: ConsoleFrame, request: StaffRequest): Html | null {
  const t = messageTexts[frame.language];
  if (request.messages.length === 0 && request.channel !== "mail") return null;
  return html`<h2 id="messages">${t.title}</h2>
    ${request.messages.length === 0 ? html`<p>${t.none}</p>` : request.messages.map((one) => message(frame, request, one))}`;
}

function message(frame: ConsoleFrame, request: StaffRequest, one: RequestMessage): Html {
  const t = messageTexts[frame.language];
  return html`<article class="received">${letter(frame, one)}
    ${one.fromElsewhere ? html`<p class="hint">${t.fromElsewhere}</p>` : null}
    ${files(frame, request.id, one)}${refusedFiles(frame, one.refused)}</article>`;
}

/** What a letter says, as text and nothing else. */
export function letter(frame: ConsoleFrame, { from, subject, text, shortened, receivedAt }: Shown): Html {
  const t = messageTexts[frame.language];
  return html`${facts([
    [t.from, html`<bdi>${from}</bdi>`],
    [t.subject, html`<bdi>${subject}</bdi>`],
    [t.received, formatInstant(new Date(receivedAt), frame.language, frame.policy.timeZone)],
  ])}
    ${text === "" ? html`<p class="hint">${t.noText}</p>` : html`<p class="written" dir="auto">${text}</p>`}
    ${shortened ? html`<p class="hint">${t.shortened}</p>` : null}`;
}

function files({ language, policy }: ConsoleFrame, request: string, { files: all }: RequestMessage): Html | null {
  const t = messageTexts[language];
  if (all.length === 0) return null;
  return html`<h3>${t.files}</h3><p class="hint">${t.downloadHint}</p><ul class="files">${all.map(
    ({ id, name, mediaType, sizeBytes, deletedAt }) =>
      html`<li><bdi>${name}</bdi> <span class="hint">${mediaType}, ${formatSize(sizeBytes, language)}</span> ${
        deletedAt === undefined
          ? html`<a href="/console/requests/${request}/files/${id}" download>${t.download}</a>
            <form method="post" action="/console/requests/${request}/delete-file" data-confirm="${t.removeConfirm}">${hidden("file", id)}${button(t.remove, { kind: "quiet" })}</form>`
          : html`<em>${t.removed} ${formatInstant(new Date(deletedAt), language, policy.timeZone)}</em>`
      }</li>`,
  )}</ul>`;
}

export function refusedFiles({ language }: ConsoleFrame, refused: RequestMessage["refused"]): Html | null {
  const t = messageTexts[language];
  if (refused.length === 0) return null;
  return html`<h3>${t.refused}</h3><ul>${refused.map(({ name, because }) => html`<li><bdi>${name}</bdi>: ${t.because[because]}</li>`)}</ul>`;
}
