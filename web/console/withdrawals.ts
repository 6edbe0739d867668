/** A consent that ended and says yes in some system still: where, why, and whose it is, for somebody who ends it by hand. */
import type { Language } from "#base";
import { say } from "#base";
import { button, callout, facts, formatInstant, type Html, html, statusBadge, table } from "#ui";
import { type ConsoleFrame, consolePage, englishIn } from "./frame.ts";

export interface WithdrawalView {
  readonly id: string;
  readonly about: string;
  readonly purposes: readonly string[];
  readonly since: Date;
  readonly state: "open" | "by-hand" | "done";
  readonly places: readonly {
    readonly consent: string;
    readonly system: string;
    readonly table: string;
    readonly rows: number;
    readonly left: number;
    readonly several: boolean;
  }[];
  readonly trouble?: string;
  /** Personal; absent when it is done. */
  readonly email?: string;
}
export type WithdrawalSaid = "done" | "not-now";

interface WithdrawalTexts {
  readonly title: string;
  readonly lead: Readonly<Record<WithdrawalView["state"], string>>;
  readonly reference: string;
  readonly stopped: string;
  readonly since: string;
  readonly email: string;
  readonly trouble: string;
  readonly places: string;
  readonly head: readonly [string, string, string, string];
  readonly nothing: string;
  readonly several: string;
  readonly left: (rows: number) => string;
  readonly ended: string;
  readonly doneHint: string;
  readonly done: string;
  readonly back: string;
  readonly said: Readonly<Record<WithdrawalSaid, string>>;
}

export const withdrawalTexts: Readonly<Record<Language, WithdrawalTexts>> = {
  nl: {
    title: "Ingetrokken toestemming",
    lead: {
      open: "Deze persoon wil dit niet meer. Gestand zet het uit in uw systemen, en probeert het elk uur opnieuw tot dat lukt.",
      "by-hand":
        "Deze persoon wil dit niet meer, maar ergens staat nog ‘ja’. Zet dat met de hand uit. Vink het daarna af.",
      done: "Nergens staat nog ‘ja’. Er is niets te doen.",
    },
    reference: "Kenmerk",
    stopped: "Wat stopt",
    since: "Sinds",
    email: "E-mailadres",
    trouble: "Wat er misging",
    places: "Waar toestemming staat",
    head: ["Systeem", "Tabel", "Uitgezet", "Nog te doen"],
    nothing: "Gestand heeft nog niet gekeken.",
    several: "Meer mensen hebben dit adres. Zoek uit wie het is.",
    left: (rows) => (rows === 1 ? "1 rij zegt nog ja" : `${rows} rijen zeggen nog ja`),
    ended: "klaar",
    doneHint: "Kijk eerst of het in elk systeem hierboven echt uit staat.",
    done: "Vink af",
    back: "Wat op wie wacht",
    said: { done: "Afgevinkt.", "not-now": "Hier is nu niets met de hand te doen. Er is niets veranderd." },
  },
  en: {
    title: "Consent withdrawn",
    lead: {
      open: "This person no longer wants this. Gestand turns it off in your systems, and tries again every hour until that works.",
      "by-hand":
        "This person no longer wants this, and somewhere it says yes still. Turn that off by hand, then tick it off.",
      done: "Nowhere it says yes any more. There is nothing to do.",
    },
    reference: "Reference",
    stopped: "What stops",
    since: "Since",
    email: "E-mail address",
    trouble: "What went wrong",
    places: "Where consent stands",
    head: ["System", "Table", "Turned off", "Left to do"],
    nothing: "Gestand has not looked yet.",
    several: "Several people have this address. Find out who it is.",
    left: (rows) => (rows === 1 ? "1 row says yes still" : `${rows} rows say yes still`),
    ended: "done",
    doneHint: "Look first whether it is really off in each system above.",
    done: "Tick off",
    back: "What waits for whom",
    said: { done: "Ticked off.", "not-now": "Nothing is to be done by hand here now. Nothing was changed." },
  },
};

export function withdrawalPage(frame: ConsoleFrame, one: WithdrawalView, said?: WithdrawalSaid): Html {
  const { language, policy } = frame;
  const t = withdrawalTexts[language];
  const main = html`<h1>${t.title}</h1><p><a href="/console/waiting">${t.back}</a></p>
    ${said === undefined ? null : callout(said === "done" ? "good" : "warning", t.said[said])}
    <p class="lead">${t.lead[one.state]}</p>
    ${facts([
      [t.reference, one.about],
      [t.stopped, one.purposes.map((name) => titleOf(frame, name)).join(", ")],
      [t.since, formatInstant(one.since, language, policy.timeZone)],
      ...(one.email === undefined ? [] : [[t.email, one.email] as const]),
      ...(one.trouble === undefined
        ? []
        : [[t.trouble, html`<span${englishIn(language)}>${one.trouble}</span>`] as const]),
    ])}
    ${one.state === "done" ? null : places(frame, one)}
    ${
      one.state === "by-hand"
        ? html`<form method="post" action="/console/withdrawals/${one.id}"><p class="hint">${t.doneHint}</p><div class="actions">${button(t.done)}</div></form>`
        : null
    }`;
  return consolePage(frame, t.title, main, "tasks");
}

function places({ language, policy }: ConsoleFrame, one: WithdrawalView): Html {
  const t = withdrawalTexts[language];
  if (one.places.length === 0) return html`<p>${t.nothing}</p>`;
  return table({
    caption: t.places,
    head: [...t.head],
    numeric: [2],
    rows: one.places.map(({ system, table: name, rows, left, several }) => [
      say(policy.systems.find((each) => each.name === system)?.title ?? { [language]: system }, language),
      name,
      rows,
      left === 0 && !several
        ? statusBadge(t.ended, "good")
        : html`${left === 0 ? null : statusBadge(t.left(left), "warning")} ${several ? t.several : null}`,
    ]),
  });
}

function titleOf({ policy, language }: ConsoleFrame, name: string): string {
  const purpose = policy.purposes.find((each) => each.name === name);
  return purpose === undefined ? name : say(purpose.title, language);
}
