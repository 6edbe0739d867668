/** To whom data was given in a year, what authorities demanded, and to whom anything may go today. */
import { enumerated, type LocalDate, say } from "#base";
import {
  categoryTitle,
  demandingParties,
  demandingPartyText,
  engagerOf,
  mayDisclose,
  partyName,
  placesText,
  type Policy,
  type Recipient,
} from "#policy";
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
import { type DisclosureSaid, disclosureTexts } from "./disclosure-texts.ts";
import { type ConsoleFrame, consolePage } from "./frame.ts";

export type { DisclosureSaid };
export { disclosureTexts };

export interface DisclosureReportView {
  readonly year: number;
  readonly lines: readonly {
    readonly recipient: string;
    readonly purpose: string | null;
    readonly ground: keyof (typeof disclosureTexts)["en"]["grounds"];
    readonly disclosures: number;
    readonly persons: number;
    readonly erasedSince: number;
    readonly notAllowed: number;
  }[];
}
export interface DemandView {
  readonly id: number;
  readonly party: string;
  readonly authority: string;
  readonly legalBasis: string;
  readonly categories: readonly string[];
  readonly on: string;
  readonly mayTell: boolean;
}
/** What was filled in, to be shown again beside what is wrong with it. */
export type DemandFilled = Partial<
  Record<"email" | "party" | "authority" | "legalBasis" | "on" | "mayTell", string>
> & {
  readonly categories?: readonly string[];
};
export interface DisclosuresShown {
  readonly report: DisclosureReportView;
  readonly demands: readonly DemandView[];
  /** That can be named as given. */
  readonly categories: readonly string[];
  readonly said?: DisclosureSaid | undefined;
  readonly filled?: DemandFilled;
}

const path = "/console/disclosures";

export function disclosuresPage(frame: ConsoleFrame, shown: DisclosuresShown): Html {
  const t = disclosureTexts[frame.language];
  const { report, said } = shown;
  const good = said === "recorded" || said === "telling";
  const main = html`<h1>${t.title} ${report.year}</h1><p class="lead">${t.lead}</p>
    ${said === undefined ? null : callout(good ? "good" : "bad", t.said[said])}
    <form method="get" action="${path}">${field({ name: "year", label: t.year, inputmode: "numeric", maxLength: 4, value: String(report.year) })}<div class="actions">${button(t.show, { kind: "quiet" })}</div></form>
    ${linesOf(frame, report)}
    <h2>${t.demands}</h2><p>${t.demandsLead}</p>
    ${demandsOf(frame, shown.demands)}
    ${demandForm(frame, shown)}`;
  return consolePage(frame, t.title, main, "recipients");
}

function linesOf({ policy, language }: ConsoleFrame, { year, lines }: DisclosureReportView): Html {
  const t = disclosureTexts[language];
  if (lines.length === 0) return emptyState(t.none, t.noneText);
  const { head } = t;
  const count = (number: number) => formatCount(number, language);
  return html`${lines.some(({ notAllowed }) => notAllowed > 0) ? callout("warning", t.notAllowedText) : null}
    ${table({
      caption: `${t.title} ${year}`,
      head: [head.recipient, head.purpose, head.ground, head.times, head.persons, head.erased, head.notAllowed],
      numeric: [3, 4, 5, 6],
      rows: lines.map((line) => [
        nameOf(policy, line.recipient, language),
        purposeOf(policy, line.purpose, language),
        t.grounds[line.ground],
        count(line.disclosures),
        count(line.persons),
        count(line.erasedSince),
        line.notAllowed === 0 ? count(0) : statusBadge(count(line.notAllowed), "bad"),
      ]),
    })}
    <p>${t.files}: <a href="${path}/${year}.csv">CSV</a>, <a href="${path}/${year}.json">JSON</a>, <a href="${path}/${year}.public.json">JSON ${t.publicFile}</a></p>`;
}

function demandsOf({ policy, language }: ConsoleFrame, demands: readonly DemandView[]): Html {
  const t = disclosureTexts[language];
  const { demandHead: head } = t;
  if (demands.length === 0) return html`<p>${t.noDemands}</p>`;
  return table({
    caption: t.demands,
    head: [head.on, head.party, head.authority, head.basis, head.given, head.told],
    rows: demands.map((one) => [
      formatDate(one.on, language),
      demandingPartyText(one.party, language),
      one.authority,
      one.legalBasis,
      enumerated(
        one.categories.map((name) => categoryTitle(policy, name, language)),
        language,
      ),
      one.mayTell
        ? t.mayTell
        : html`${statusBadge(t.mayNotTell, "warning")}<form method="post" action="${path}/tell">${hidden("demand", String(one.id))}${button(t.tell, { kind: "quiet" })}</form>`,
    ]),
  });
}

function demandForm({ policy, language }: ConsoleFrame, { categories, said, filled = {} }: DisclosuresShown): Html {
  const t = disclosureTexts[language];
  const error = (of: DisclosureSaid) => (said === of ? t.said[of] : undefined);
  const chosen = new Set(filled.categories);
  return html`<h2>${t.form}</h2><p class="hint">${t.formHint}</p><form method="post" action="${path}" novalidate>
    ${field({ name: "email", label: t.fields.email, type: "email", inputmode: "email", required: true, maxLength: 254, value: filled.email ?? "", error: error("email") })}
    ${select({ name: "party", label: t.fields.party, value: filled.party ?? "", options: [{ value: "", label: t.choose }, ...demandingParties.map((value) => ({ value, label: demandingPartyText(value, language) }))] })}
    ${field({ name: "authority", label: t.fields.authority, hint: t.authorityHint, required: true, maxLength: 200, value: filled.authority ?? "", error: error("authority") })}
    ${field({ name: "legalBasis", label: t.fields.basis, hint: t.basisHint, required: true, maxLength: 200, value: filled.legalBasis ?? "", error: error("legal-basis") })}
    ${field({ name: "on", label: t.fields.on, type: "date", required: true, value: filled.on ?? "", error: error("day") })}
    <fieldset class="field"><legend>${t.fields.given}</legend>${categories.map(
      (name) =>
        html`<p><label><input type="checkbox" name="category-${name}" value="yes"${chosen.has(name) ? html` checked` : null}> ${categoryTitle(policy, name, language)}</label></p>`,
    )}</fieldset>
    <fieldset class="field"><legend>${t.fields.told}</legend><p class="hint">${t.toldHint}</p>${(
      ["yes", "no"] as const
    ).map(
      (value) =>
        html`<label class="choice"><input type="radio" name="mayTell" value="${value}" required${(filled.mayTell ?? "no") === value ? html` checked` : null}> ${t[value]}</label>`,
    )}</fieldset>
    <div class="actions">${button(t.save)}</div></form>`;
}

/** Of each recipient what binds it, and whether anything may go there on this day. */
export function standingOf({ policy, language }: ConsoleFrame, today: LocalDate): Html {
  const t = disclosureTexts[language];
  const { standingHead: head } = t;
  return html`<h2>${t.standing}</h2><p><a href="/console/register/recipients">${t.register}</a> · <a href="${path}">${t.link}</a></p>
    ${
      policy.recipients.length === 0
        ? null
        : table({
            caption: t.standing,
            head: [head.party, head.contract, head.behind, head.where, head.today],
            rows: policy.recipients.map((recipient) => {
              const may = mayDisclose(policy, recipient, today);
              return [
                partyName(recipient, language),
                contractText(policy, recipient, language),
                recipient.role === "processor" ? behindText(recipient, language) : "",
                placesText(recipient, language),
                may.ok ? statusBadge(t.may, "good") : statusBadge(t.mayNot[may.reason], "bad"),
              ];
            }),
          })
    }`;
}

function contractText(policy: Policy, recipient: Recipient, language: "nl" | "en"): string {
  const t = disclosureTexts[language];
  const { contract } = recipient;
  const engager = engagerOf(policy, recipient);
  if (contract === undefined) return engager === undefined ? t.noContract : t.through(partyName(engager, language));
  const end = contract.expiresOn === undefined ? [] : [t.until(formatDate(contract.expiresOn, language))];
  return [t.since(formatDate(contract.signedOn, language)), ...end].join(", ");
}

function behindText({ subprocessors }: Recipient, language: "nl" | "en"): string {
  return typeof subprocessors === "string"
    ? disclosureTexts[language].behind[subprocessors]
    : enumerated(subprocessors, language);
}

function nameOf(policy: Policy, name: string, language: "nl" | "en"): string {
  const recipient = policy.recipients.find((one) => one.name === name);
  return recipient === undefined ? name : partyName(recipient, language);
}

function purposeOf(policy: Policy, name: string | null, language: "nl" | "en"): string {
  if (name === null) return "";
  const purpose = policy.purposes.find((one) => one.name === name);
  return purpose === undefined ? name : say(purpose.title, language);
}
