/** To another controller (GDPR art. 20(2)): where to, and what came of it. */
import type { PersonRequest } from "#api";
import type { Language } from "#base";
import { button, callout, facts, field, formatInstant, formatSize, type Html, html } from "#ui";
import type { CentreFrame } from "./frame.ts";

const nl = {
  title: "Naar een ander bedrijf",
  lead: "U kunt uw gegevens ook rechtstreeks naar een ander bedrijf laten sturen. Vraag dat bedrijf om een adres waar wij ze heen kunnen sturen. Wij kijken eerst van wie het adres is. Uw eigen kopie krijgt u altijd.",
  address: "Adres van het andere bedrijf",
  addressHint: "Het begint met https://. Deel het met niemand anders: er kan een geheim in staan.",
  send: "Geef dit adres door",
  wrong: "Dit is geen adres dat met https:// begint. Er is niets bewaard. Vraag het andere bedrijf om het goede adres.",
  host: "Adres bij",
  when: "Wanneer",
  size: "Grootte",
  hash: "Bewijs (SHA-256)",
  states: {
    asked: "Wij kijken eerst van wie dit adres is. Daarna sturen wij uw kopie daarheen.",
    released: "Uw kopie gaat daarheen zodra die klaar is. Lukt het niet meteen, dan proberen wij het vaker.",
    refused: "Wij sturen uw kopie daar niet heen. De reden staat in onze e-mail.",
    done: "Uw kopie is daarheen gestuurd. De andere kant zegt dat alles is aangekomen.",
    failed: "Het is niet gelukt: de andere kant nam uw kopie niet aan.",
    expired: "Het is niet gelukt voordat wij de kopie moesten wissen.",
  },
};

const en: typeof nl = {
  title: "To another company",
  lead: "You can also have your data sent straight to another company. Ask that company for an address to which we can send it. We first look at whose address it is. You always get your own copy.",
  address: "Address of the other company",
  addressHint: "It begins with https://. Share it with nobody else: there may be a secret in it.",
  send: "Pass this address on",
  wrong:
    "This is not an address that begins with https://. Nothing was stored. Ask the other company for the right address.",
  host: "Address at",
  when: "When",
  size: "Size",
  hash: "Proof (SHA-256)",
  states: {
    asked: "We first look at whose address this is. Then we send your copy there.",
    released: "Your copy goes there as soon as it is ready. When that does not work at once, we try more often.",
    refused: "We do not send your copy there. The reason is in our e-mail.",
    done: "Your copy was sent there. The other side says that it has all of it.",
    failed: "It did not work: the other side did not take your copy.",
    expired: "It did not work before we had to delete the copy.",
  },
};

export const handOverTexts: Readonly<Record<Language, typeof nl>> = { nl, en };

/** Nothing where it cannot be asked. */
export function handOver(frame: CentreFrame, request: PersonRequest): Html | null {
  const t = handOverTexts[frame.language];
  if (!request.mayHandOver && request.handOver === undefined) return null;
  return html`<h2 id="hand-over">${t.title}</h2>${request.handOver === undefined ? html`<p>${t.lead}</p>` : stands(frame, request.handOver)}
    ${
      request.mayHandOver && request.handOver?.state !== "asked"
        ? html`<form method="post" action="/${frame.language}/request/hand-over">
      ${field({ name: "address", label: t.address, hint: t.addressHint, required: true, maxLength: 2_000, autocomplete: "off" })}
      <div class="actions">${button(t.send)}</div></form>`
        : null
    }`;
}

function stands({ language, policy }: CentreFrame, one: NonNullable<PersonRequest["handOver"]>): Html {
  const t = handOverTexts[language];
  const tone = one.state === "done" ? "good" : one.state === "asked" || one.state === "released" ? "info" : "warning";
  return html`${callout(tone, t.states[one.state])}${facts([
    ...(one.host === undefined ? [] : [[t.host, html`<span class="mono">${one.host}</span>`] as const]),
    ...(one.endedAt === undefined
      ? []
      : [[t.when, formatInstant(new Date(one.endedAt), language, policy.timeZone)] as const]),
    ...(one.sizeBytes === undefined ? [] : [[t.size, formatSize(one.sizeBytes, language)] as const]),
    ...(one.sha256 === undefined ? [] : [[t.hash, html`<span class="mono">${one.sha256}</span>`] as const]),
  ])}`;
}
