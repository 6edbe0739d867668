/** Asking for somebody else: the fields of the form, and the page on which the person says whether it is right. */
import type { Language, LocalDate } from "#base";
import { type Asker, askers, mayBeAskedForOther, type RequestKind } from "#policy";
import { button, callout, facts, field, formatDate, type Html, html } from "#ui";
import { type CentreFrame, centrePage } from "./frame.ts";
import { messagePage } from "./home.ts";
import { texts } from "./texts.ts";

/** As typed; each empty when it was not. */
export interface ForOtherValues {
  readonly as: string;
  readonly name: string;
  readonly email: string;
}
export type ForOtherWrong = Partial<Readonly<Record<keyof ForOtherValues, true>>>;

/** The names of the fields. */
export const forOtherFields = { as: "forOther", name: "forName", email: "forEmail" } as const;

interface Texts {
  readonly ask: string;
  readonly askHint: string;
  readonly as: string;
  readonly who: Readonly<Record<Asker, string>>;
  readonly name: string;
  readonly nameHint: string;
  readonly email: string;
  readonly emailHint: string;
  readonly wrong: Readonly<Record<keyof ForOtherValues, string>>;
  readonly you: string;
  readonly show: Readonly<Record<Asker, string>>;
  readonly showTitle: string;
  readonly shown: string;
  readonly title: string;
  readonly lead: (organisation: string) => string;
  readonly reference: string;
  readonly asked: string;
  readonly by: string;
  readonly byAs: Readonly<Record<Asker, string>>;
  readonly since: string;
  readonly begun: string;
  readonly confirmed: string;
  readonly question: string;
  readonly data: string;
  readonly right: string;
  readonly rightBoth: string;
  readonly wrongAnswer: string;
  readonly missing: string;
  readonly send: string;
  readonly thanks: string;
  readonly thanksText: Readonly<Record<"confirmed" | "ended" | "noted", string>>;
  readonly gone: string;
  readonly goneText: string;
}

const nl: Texts = {
  ask: "Vraagt u dit voor iemand anders?",
  askHint:
    "Vul hierboven uw eigen e-mailadres in. Wij vragen u te laten zien dat u dit mag vragen. De persoon krijgt daarover bericht.",
  as: "Hoe vraagt u dit?",
  who: { agent: "Ik mag dit vragen namens deze persoon", parent: "Ik ben de ouder of voogd van dit kind" },
  name: "Uw naam",
  nameHint: "Deze naam ziet de persoon in onze brief. Geen webadres of e-mailadres.",
  email: "E-mailadres van de persoon om wie het gaat",
  emailHint: "Het adres waarmee die persoon bij ons bekend is.",
  wrong: {
    as: "Kies hoe u dit vraagt.",
    name: "Vul uw naam in, zonder webadres of e-mailadres.",
    email: "Dit is geen e-mailadres. Kijk het na.",
  },
  you: "U vraagt dit voor iemand anders.",
  showTitle: "Laat zien dat u dit mag vragen",
  shown: "Wij hebben wat wij nodig hebben. Een medewerker kijkt ernaar.",
  show: {
    agent:
      "Stuur een brief waarin de persoon u toestaat dit te vragen, met een handtekening en een datum. Mag u de gegevens zelf zien? Dan moet dat erin staan. Wij wissen het bestand zodra wij hebben beslist.",
    parent:
      "Stuur iets waaruit blijkt dat u de ouder of voogd bent, zoals een uittreksel uit het gezagsregister. Wij wissen het bestand zodra wij hebben beslist.",
  },
  title: "Iemand vraagt dit voor u",
  lead: (organisation) => `Iemand vroeg ${organisation} iets over uw gegevens. Klopt dat?`,
  reference: "Kenmerk",
  asked: "Gevraagd",
  by: "Door",
  byAs: { agent: "namens u", parent: "als uw ouder of voogd" },
  since: "Gevraagd op",
  begun:
    "Hieraan zijn wij al begonnen. Zegt u dat het niet klopt, dan krijgt degene die het vroeg verder niets van ons, en kijkt een medewerker ernaar.",
  confirmed: "U zei al dat het klopt. U kunt hieronder nog iets anders kiezen.",
  question: "Wat is het?",
  data: "In het antwoord staan gegevens van u.",
  right: "Het klopt. Geef het antwoord aan mij",
  rightBoth: "Het klopt. Geef het antwoord aan degene die het voor mij vraagt",
  wrongAnswer: "Het klopt niet, of ik wil het niet. Stop hiermee",
  missing: "Kies wat het is. Er is nog niets gedaan.",
  send: "Verstuur",
  thanks: "Dank u wel",
  thanksText: {
    confirmed: "Wij weten nu dat het klopt. Een medewerker gaat ermee verder. U hoort van ons als het klaar is.",
    ended: "Wij zijn gestopt. Er is niets met uw gegevens gedaan. Degene die het vroeg, krijgt niets.",
    noted:
      "Wij waren er al mee begonnen. Degene die het vroeg, krijgt verder niets van ons. Een medewerker kijkt ernaar.",
  },
  gone: "Deze link werkt niet meer",
  goneText: "Er is al geantwoord, of het verzoek is klaar. Er is niets veranderd. Een vraag? Schrijf naar",
};

const en: Texts = {
  ask: "Do you ask this for somebody else?",
  askHint:
    "Fill in your own e-mail address above. We ask you to show that you may ask this. The person hears of it from us.",
  as: "How do you ask this?",
  who: { agent: "I may ask this on behalf of this person", parent: "I am the parent or guardian of this child" },
  name: "Your name",
  nameHint: "The person sees this name in our letter. No web address or e-mail address.",
  email: "E-mail address of the person it is about",
  emailHint: "The address by which that person is known to us.",
  wrong: {
    as: "Choose how you ask this.",
    name: "Fill in your name, without a web address or e-mail address.",
    email: "This is not an e-mail address. Please check it.",
  },
  you: "You ask this for somebody else.",
  showTitle: "Show that you may ask this",
  shown: "We have what we need. Somebody of our staff looks at it.",
  show: {
    agent:
      "Send a letter in which the person lets you ask this, signed and with a date. May you see the data yourself? Then it must say so. We delete the file as soon as we have decided.",
    parent:
      "Send something that shows that you are the parent or guardian, such as an extract from a register. We delete the file as soon as we have decided.",
  },
  title: "Somebody asks this for you",
  lead: (organisation) => `Somebody asked ${organisation} something about your data. Is that right?`,
  reference: "Reference",
  asked: "Asked",
  by: "By",
  byAs: { agent: "on your behalf", parent: "as your parent or guardian" },
  since: "Asked on",
  begun:
    "We have begun with this already. If you say that it is not right, whoever asked gets nothing more from us, and somebody of our staff looks at it.",
  confirmed: "You said already that it is right. You can still choose something else.",
  question: "What is it?",
  data: "The answer holds data about you.",
  right: "It is right. Give the answer to me",
  rightBoth: "It is right. Give the answer to whoever asks it for me",
  wrongAnswer: "It is not right, or I do not want it. Stop this",
  missing: "Choose what it is. Nothing was done yet.",
  send: "Send",
  thanks: "Thank you",
  thanksText: {
    confirmed: "We know now that it is right. Somebody of our staff goes on with it. You hear from us when it is done.",
    ended: "We stopped. Nothing was done with your data. Whoever asked gets nothing.",
    noted: "We had begun already. Whoever asked gets nothing more from us. Somebody of our staff looks at it.",
  },
  gone: "This link does not work any more",
  goneText: "It was answered already, or the request is done. Nothing was changed. A question? Write to",
};

export const forOtherTexts: Readonly<Record<Language, Texts>> = { nl, en };

/** `null` where it need not be said: what takes effect by itself is asked with the address it is about. */
export function forOtherChoice(
  { language }: CentreFrame,
  kind: RequestKind,
  values: ForOtherValues | undefined,
  wrong: ForOtherWrong | undefined,
): Html | null {
  if (!mayBeAskedForOther(kind)) return null;
  const t = forOtherTexts[language];
  const said = (name: keyof ForOtherValues) => (wrong?.[name] === true ? t.wrong[name] : undefined);
  const open = values !== undefined || wrong !== undefined;
  return html`<details${open ? html` open` : null}><summary>${t.ask}</summary>
    <p class="hint">${t.askHint}</p>
    <fieldset class="field${wrong?.as === true ? " field-wrong" : ""}"><legend>${t.as}</legend>
      ${wrong?.as === true ? html`<p class="error">${t.wrong.as}</p>` : null}
      ${askers.map((one) => html`<label class="choice"><input type="radio" name="${forOtherFields.as}" value="${one}"${values?.as === one ? html` checked` : null}> ${t.who[one]}</label>`)}</fieldset>
    ${field({ name: forOtherFields.name, label: t.name, hint: t.nameHint, autocomplete: "name", maxLength: 80, value: values?.name ?? "", error: said("name") })}
    ${field({ name: forOtherFields.email, label: t.email, hint: t.emailHint, type: "email", inputmode: "email", maxLength: 254, value: values?.email ?? "", error: said("email") })}
  </details>`;
}

/** As the room of requests says it. */
export interface ForYouView {
  readonly about: string;
  readonly kind: RequestKind;
  readonly onDay: LocalDate;
  readonly as: Asker;
  readonly name: string;
  readonly email: string;
  readonly holdsData: boolean;
  readonly state: "open" | "confirmed" | "begun";
}

/** The answers of the form, in their order. */
export const forYouAnswers = ["right", "right-both", "wrong"] as const;
type Answer = (typeof forYouAnswers)[number];

/** `missing`: sent without a choice. */
export function forYouPage(frame: CentreFrame, view: ForYouView, missing = false): Html {
  const { language, policy } = frame;
  const t = forOtherTexts[language];
  const words: Readonly<Record<Answer, string>> = { right: t.right, "right-both": t.rightBoth, wrong: t.wrongAnswer };
  const offered = forYouAnswers.filter(
    (answer) => answer === "wrong" || (view.state !== "begun" && (answer === "right" || view.holdsData)),
  );
  const main = html`<h1>${t.title}</h1><p class="lead">${t.lead(policy.organisation.legalName ?? policy.organisation.name)}</p>
    ${missing ? callout("bad", t.missing) : null}
    ${view.state === "begun" ? callout("warning", t.begun) : view.state === "confirmed" ? callout("info", t.confirmed) : null}
    ${facts([
      [t.reference, html`<span class="mono">${view.about}</span>`],
      [t.asked, texts[language].follow.kinds[view.kind]],
      [t.by, html`<bdi>${view.name}</bdi>, ${t.byAs[view.as]} (<bdi>${view.email}</bdi>)`],
      [t.since, formatDate(view.onDay, language)],
    ])}
    <form method="post" action="/${language}/for-you">
      <fieldset><legend>${t.question}</legend>${view.holdsData ? html`<p class="hint">${t.data}</p>` : null}
      ${offered.map((answer) => html`<label class="choice"><input type="radio" name="answer" value="${answer}" required> ${words[answer]}</label>`)}</fieldset>
      <div class="actions">${button(t.send)}</div></form>`;
  return centrePage(frame, t.title, main);
}

export function forYouThanksPage(frame: CentreFrame, came: "confirmed" | "ended" | "noted"): Html {
  const t = forOtherTexts[frame.language];
  return messagePage(frame, t.thanks, t.thanksText[came]);
}

export function forYouGonePage(frame: CentreFrame): Html {
  const t = forOtherTexts[frame.language];
  return messagePage(frame, t.gone, `${t.goneText} ${frame.policy.organisation.contact.email}.`);
}
