/** What one person allowed, why, and by which choices; how many choices there are by channel; and what was said by telephone or on paper. */
import { capital, say } from "#base";
import { type ChoiceAbout, type May, type PersonAct, switchable } from "#policy";
import {
  button,
  callout,
  emptyState,
  field,
  formatCount,
  formatDate,
  type Html,
  hidden,
  html,
  select,
  statusBadge,
  table,
} from "#ui";
import { type ConsoleFrame, consolePage } from "./frame.ts";
import { permissionTexts } from "./permission-texts.ts";

type Channel = keyof (typeof permissionTexts)["en"]["channels"];
export type PermissionSaid = keyof (typeof permissionTexts)["en"]["said"];

export interface PermissionsView {
  readonly counts: readonly { readonly channel: Channel; readonly act: PersonAct; readonly lines: number }[];
  readonly person?: {
    /** As staff typed it; it stands in no address. */
    readonly searched: string;
    readonly answers: readonly { readonly about: ChoiceAbout; readonly may: May }[];
    readonly lines: readonly {
      readonly on: string;
      readonly act: PersonAct;
      readonly about: ChoiceAbout;
      readonly channel: Channel;
      readonly evidence: string;
      readonly version: number;
    }[];
  };
  readonly said?: PermissionSaid | undefined;
}

const path = "/console/permissions";

export function permissionsPage(frame: ConsoleFrame, { counts, person, said }: PermissionsView): Html {
  const t = permissionTexts[frame.language];
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
    ${said === undefined ? null : callout(said === "wrong" ? "bad" : "good", t.said[said])}
    <form method="post" action="${path}">
      ${field({ name: "person", label: t.email, type: "search", required: true, maxLength: 254, value: person?.searched ?? "" })}
      <div class="actions">${button(t.search)}</div></form>
    ${person === undefined ? null : html`${answers(frame, person)}${lines(frame, person)}${record(frame, person)}`}
    <h2>${t.counts}</h2>
    ${
      counts.length === 0
        ? html`<p>${t.countsNone}</p>`
        : table({
            caption: t.counts,
            head: [t.channel, t.choice, t.number],
            rows: counts.map(({ channel, act, lines: number }) => [
              t.channels[channel],
              t.acts[act],
              formatCount(number, frame.language),
            ]),
          })
    }`;
  return consolePage(frame, t.title, main, "consents");
}

function answers(frame: ConsoleFrame, { answers: all }: NonNullable<PermissionsView["person"]>): Html {
  const t = permissionTexts[frame.language];
  return html`<h2>${t.now}</h2><p class="hint">${t.nowLead}</p>${table({
    caption: t.now,
    head: [t.what, t.may, t.why],
    rows: all.map(({ about, may }) => [
      aboutText(frame, about),
      statusBadge(may.allowed ? t.yes : t.no, may.allowed ? "good" : "neutral"),
      t.because[may.because],
    ]),
  })}`;
}

function lines(frame: ConsoleFrame, { lines: all }: NonNullable<PermissionsView["person"]>): Html {
  const t = permissionTexts[frame.language];
  if (all.length === 0) return html`<h2>${t.lines}</h2>${emptyState(t.none, t.noneText)}`;
  return html`<h2>${t.lines}</h2>${table({
    caption: t.lines,
    head: [t.chosenAt, t.choice, t.about, t.channel, t.evidence, t.version],
    rows: all.map((line) => [
      formatDate(line.on, frame.language),
      t.acts[line.act],
      aboutText(frame, line.about),
      t.channels[line.channel],
      line.evidence,
      String(line.version),
    ]),
  })}`;
}

function record(frame: ConsoleFrame, { searched }: NonNullable<PermissionsView["person"]>): Html {
  const t = permissionTexts[frame.language];
  const { policy } = frame;
  const abouts: readonly ChoiceAbout[] = [
    ...policy.purposes.filter(({ basis }) => basis.kind === "consent").map(({ name }) => `purpose:${name}` as const),
    ...switchable(policy).map(({ name }) => `message:${name}` as const),
    "marketing",
    "optional",
  ];
  const choose = { value: "", label: t.choose };
  return html`<h2>${t.record}</h2><p class="hint">${t.recordLead}</p><form method="post" action="${path}/record">
    ${hidden("person", searched)}
    ${select({ name: "about", label: t.about, value: "", options: [choose, ...abouts.map((value) => ({ value, label: aboutText(frame, value) }))] })}
    ${select({ name: "act", label: t.choice, value: "", options: [choose, ...(["given", "withdrawn"] as const).map((value) => ({ value, label: t.acts[value] }))] })}
    ${select({ name: "channel", label: t.channel, value: "", options: [choose, ...(["phone", "paper"] as const).map((value) => ({ value, label: t.channels[value] }))] })}
    ${field({ name: "on", label: t.on, type: "date", required: true })}
    ${field({ name: "evidence", label: t.evidence, hint: t.evidenceHint, required: true, maxLength: 300 })}
    <div class="actions">${button(t.save)}</div></form>`;
}

function aboutText({ policy, language }: ConsoleFrame, about: ChoiceAbout): string {
  const t = permissionTexts[language];
  if (about === "marketing" || about === "optional" || about === "everything") return capital(t.abouts[about]);
  const name = about.slice(about.indexOf(":") + 1);
  const all = about.startsWith("purpose:") ? policy.purposes : (policy.messages ?? []);
  return capital(say(all.find((one) => one.name === name)?.title, language) || name);
}

/** On the page of a request: leads to what its person allowed, without an address in the address bar. */
export function permissionLink({ language }: ConsoleFrame, person: string): Html {
  return html`<form method="post" action="${path}">${hidden("person", person)}<div class="actions">${button(permissionTexts[language].ofRequest, { kind: "quiet" })}</div></form>`;
}
