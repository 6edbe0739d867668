/** Where a customer, for whom data is used, says what is to be done with a request of one of its people, behind the link in its letter. */
import type { Language, LocalDate } from "#base";
import { capital, say } from "#base";
import { button, callout, facts, formatDate, type Html, html } from "#ui";
import { type CentreFrame, centrePage } from "./frame.ts";
import { messagePage } from "./home.ts";

export type CustomerChoice = "access" | "erasure" | "itself";

/** As the room of requests says it. */
export interface CustomerQuestionView {
  readonly about: string;
  readonly kind: string;
  readonly of: string;
  readonly onDay: LocalDate;
  readonly email: string;
  readonly message: string;
  readonly records: number;
  readonly answers: readonly CustomerChoice[];
}

interface CustomerTexts {
  readonly title: string;
  readonly lead: (organisation: string) => string;
  readonly reference: string;
  readonly asked: string;
  readonly since: string;
  readonly task: string;
  readonly person: string;
  readonly message: string;
  readonly records: string;
  readonly kinds: Readonly<Record<string, string>>;
  readonly right: string;
  readonly question: string;
  readonly choices: Readonly<Record<CustomerChoice, string>>;
  readonly after: string;
  readonly missing: string;
  readonly send: string;
  readonly thanks: string;
  readonly thanksText: (reference: string | undefined) => string;
  readonly gone: string;
  readonly goneText: string;
}

const nl: CustomerTexts = {
  title: "Een verzoek over gegevens die wij voor u gebruiken",
  lead: (organisation) =>
    `Iemand schreef aan ${organisation} over gegevens die wij alleen voor u gebruiken. U beslist wat ermee gebeurt.`,
  reference: "Kenmerk",
  asked: "Wil",
  since: "Gevraagd op",
  task: "Wat wij voor u doen",
  person: "E-mailadres van deze persoon",
  message: "Toelichting van deze persoon",
  records: "Bij u bekend als",
  kinds: {
    access: "zijn of haar gegevens inzien",
    portability: "zijn of haar gegevens meenemen",
    erasure: "zijn of haar gegevens laten wissen",
    leaving: "zijn of haar gegevens laten wissen",
    rectification: "zijn of haar gegevens laten verbeteren",
    restriction: "dat zijn of haar gegevens een tijd niet worden gebruikt",
    objection: "dat het gebruik van zijn of haar gegevens stopt",
  },
  right: "een recht gebruiken",
  question: "Wat zullen wij doen?",
  choices: {
    access: "Stuur ons een kopie van wat u over deze persoon voor ons hebt",
    erasure: "Wis wat u over deze persoon voor ons hebt",
    itself: "Niets, wij regelen dit zelf",
  },
  after:
    "Wij raken alleen gegevens aan die wij voor u gebruiken, nooit die van een andere klant. Een medewerker kijkt eerst wat er gebeurt. U krijgt een e-mail als het klaar is. De persoon antwoorden doet u zelf.",
  missing: "Kies wat wij zullen doen. Er is nog niets gedaan.",
  send: "Verstuur",
  thanks: "Dank u wel",
  thanksText: (reference) =>
    reference === undefined
      ? "U regelt het zelf. Wij hebben dat vastgelegd en doen verder niets."
      : `Wij gaan ermee aan de slag onder kenmerk ${reference}. U krijgt een e-mail als het klaar is.`,
  gone: "Deze link werkt niet meer",
  goneText: "Iemand heeft al geantwoord, of de link is verlopen. Er is niets veranderd. Een vraag? Schrijf naar",
};

const en: CustomerTexts = {
  title: "A request about data that we use for you",
  lead: (organisation) =>
    `Somebody wrote to ${organisation} about data that we use for you alone. You decide what happens with it.`,
  reference: "Reference",
  asked: "Wants",
  since: "Asked on",
  task: "What we do for you",
  person: "E-mail address of this person",
  message: "What this person explained",
  records: "Known with you as",
  kinds: {
    access: "to see their data",
    portability: "to take their data along",
    erasure: "to have their data erased",
    leaving: "to have their data erased",
    rectification: "to have their data corrected",
    restriction: "their data not to be used for a while",
    objection: "the use of their data to stop",
  },
  right: "to use a right",
  question: "What shall we do?",
  choices: {
    access: "Send us a copy of what you have of this person for us",
    erasure: "Erase what you have of this person for us",
    itself: "Nothing, we deal with it ourselves",
  },
  after:
    "We touch only data that we use for you, never that of another customer. Somebody of our staff looks first at what will happen. You get an e-mail when it is done. Answering the person is up to you.",
  missing: "Choose what we shall do. Nothing was done yet.",
  send: "Send",
  thanks: "Thank you",
  thanksText: (reference) =>
    reference === undefined
      ? "You deal with it yourselves. We recorded that and do nothing more."
      : `We are on it, under reference ${reference}. You get an e-mail when it is done.`,
  gone: "This link does not work any more",
  goneText: "Somebody answered already, or the link expired. Nothing was changed. A question? Write to",
};

const texts: Readonly<Record<Language, CustomerTexts>> = { nl, en };

/** `missing`: sent without a choice. */
export function customerPage(frame: CentreFrame, question: CustomerQuestionView, missing = false): Html {
  const { language, policy } = frame;
  const t = texts[language];
  const { about, kind, of, onDay, email, message, records, answers } = question;
  const task = policy.onBehalf?.find(({ name }) => name === of)?.title;
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead(policy.organisation.legalName ?? policy.organisation.name)}</p>
    ${missing ? callout("bad", t.missing) : null}
    ${facts([
      [t.reference, about],
      [t.asked, t.kinds[kind] ?? t.right],
      [t.since, formatDate(onDay, language)],
      ...(task === undefined ? [] : [[t.task, capital(say(task, language))] as const]),
      [t.person, html`<bdi>${email}</bdi>`],
      ...(message === "" ? [] : [[t.message, message] as const]),
      [t.records, recordsText(language, records)],
    ])}
    <form method="post" action="/${language}/customer">
      <fieldset><legend>${t.question}</legend>
      ${answers.map((answer) => html`<label class="choice"><input type="radio" name="answer" value="${answer}" required> ${t.choices[answer]}</label>`)}</fieldset>
      <p class="hint">${t.after}</p><div class="actions">${button(t.send)}</div></form>`;
  return centrePage(frame, t.title, main);
}

function recordsText(language: Language, records: number): string {
  if (language === "nl") return records === 1 ? "1 persoon" : `${records} personen`;
  return records === 1 ? "1 person" : `${records} persons`;
}

/** `reference`: of the request that came of it; absent when the customer deals with it itself. */
export function customerThanksPage(frame: CentreFrame, reference: string | undefined): Html {
  const t = texts[frame.language];
  return messagePage(frame, t.thanks, t.thanksText(reference));
}

export function customerGonePage(frame: CentreFrame): Html {
  const t = texts[frame.language];
  return messagePage(frame, t.gone, `${t.goneText} ${frame.policy.organisation.contact.email}.`);
}
