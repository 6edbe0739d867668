import type { StaffRequest } from "#api";
import type { Language } from "#base";
import { button, callout, facts, field, formatInstant, formatSize, type Html, html } from "#ui";
import type { ConsoleFrame } from "./frame.ts";

const nl = {
  title: "Naar een ander bedrijf",
  asks: "Deze persoon wil dat de kopie ook hierheen gaat. Kijk of dit adres van een bedrijf is waar een mens zijn gegevens heen laat sturen. Twijfelt u? Vraag het de persoon.",
  host: "Adres bij",
  release: "Stuur de kopie daarheen",
  releaseConfirm: "Alles wat in de kopie staat, gaat naar dit adres en kan niet terug. Is het adres goed?",
  refuse: "Stuur het daar niet heen",
  explanation: "Waarom niet? De persoon leest dit.",
  states: {
    asked: "wacht op u",
    released: "wordt gestuurd zodra de kopie klaar is",
    refused: "niet gestuurd: afgewezen",
    done: "gestuurd",
    failed: "niet gestuurd: de andere kant nam het niet aan",
    expired: "niet gestuurd: de kopie is gewist",
  },
  state: "Stand",
  tries: "Pogingen",
  answer: "Laatste antwoord (HTTP)",
  failure: "Laatste fout",
  failures: {
    "service-unreachable": "de andere kant was niet te bereiken",
    "service-slow": "de andere kant antwoordde niet op tijd",
    "service-redirects": "de andere kant verwees door, en dat volgen wij niet",
    "service-certificate": "het certificaat van de andere kant klopt niet",
    "address-refused": "het adres ligt in een afgeschermd netwerk",
    "upload-refused": "de andere kant weigerde het bestand",
  } as Readonly<Record<string, string>>,
  when: "Wanneer",
  size: "Grootte",
  hash: "SHA-256",
};

const en: typeof nl = {
  title: "To another company",
  asks: "This person wants the copy to go here as well. See whether this address belongs to a company to which somebody would have their data sent. In doubt? Ask the person.",
  host: "Address at",
  release: "Send the copy there",
  releaseConfirm: "Everything in the copy goes to this address and cannot be taken back. Is the address right?",
  refuse: "Do not send it there",
  explanation: "Why not? The person reads this.",
  states: {
    asked: "waits for you",
    released: "is sent as soon as the copy is ready",
    refused: "not sent: refused",
    done: "sent",
    failed: "not sent: the other side did not take it",
    expired: "not sent: the copy was deleted",
  },
  state: "State",
  tries: "Tries",
  answer: "Last answer (HTTP)",
  failure: "Last failure",
  failures: {
    "service-unreachable": "the other side could not be reached",
    "service-slow": "the other side did not answer in time",
    "service-redirects": "the other side sent us elsewhere, which we do not follow",
    "service-certificate": "the certificate of the other side is not right",
    "address-refused": "the address is inside a closed network",
    "upload-refused": "the other side refused the file",
  },
  when: "When",
  size: "Size",
  hash: "SHA-256",
};

const texts: Readonly<Record<Language, typeof nl>> = { nl, en };

/** Where else the copy is to go, and the decision about it. */
export function handOver(frame: ConsoleFrame, request: StaffRequest): Html | null {
  const { handOver: one, handOverTries: tries } = request;
  if (one === undefined) return null;
  const { language, policy } = frame;
  const t = texts[language];
  return html`<h2 id="hand-over">${t.title}</h2>
    ${one.state === "asked" ? callout("warning", t.asks) : null}
    ${facts([
      ...(one.host === undefined ? [] : [[t.host, html`<strong class="mono">${one.host}</strong>`] as const]),
      [t.state, t.states[one.state]],
      ...(tries === undefined || tries.attempts === 0 ? [] : [[t.tries, String(tries.attempts)] as const]),
      ...(tries?.status === undefined ? [] : [[t.answer, String(tries.status)] as const]),
      ...(tries?.failure === undefined ? [] : [[t.failure, t.failures[tries.failure] ?? tries.failure] as const]),
      ...(one.endedAt === undefined
        ? []
        : [[t.when, formatInstant(new Date(one.endedAt), language, policy.timeZone)] as const]),
      ...(one.sizeBytes === undefined ? [] : [[t.size, formatSize(one.sizeBytes, language)] as const]),
      ...(one.sha256 === undefined ? [] : [[t.hash, html`<span class="mono">${one.sha256}</span>`] as const]),
    ])}
    ${one.state === "asked" ? decision(request, t) : null}`;
}

function decision({ id }: StaffRequest, t: typeof nl): Html {
  return html`<form method="post" action="/console/requests/${id}/release-hand-over" data-confirm="${t.releaseConfirm}">
      <p class="hint">${t.releaseConfirm}</p><div class="actions">${button(t.release)}</div></form>
    <details><summary>${t.refuse}</summary><form method="post" action="/console/requests/${id}/refuse-hand-over">
      ${field({ name: "explanation", label: t.explanation, type: "textarea", required: true, maxLength: 2_000 })}
      <div class="actions">${button(t.refuse, { kind: "danger" })}</div></form></details>`;
}
