/** What a letter is told, and what it is. Subjects hold the reference and the organisation only, never a person's data. */
import { dateFormat, type Language, type LocalDate, type Localized } from "#base";
import { type Confidence, unconfirmed } from "#law";
import { type Asker, type ComplaintsTo, citation } from "#policy";
import type { Erased } from "../kept.ts";
import type { HandOverEnd } from "../hand-over-contract.ts";
import type { RefusedFile } from "../message-contract.ts";
import type { Due, RefusalReason, RequestKind } from "../contract.ts";

export interface Letter {
  readonly subject: string;
  readonly text: string;
}

/** In every letter. */
export interface Frame {
  readonly organisation: string;
  readonly contact: string;
  readonly reference: string;
  readonly kind: RequestKind;
  readonly receivedOn: LocalDate;
  readonly due: Due;
  /** The days the policy promises, when it does. */
  readonly promisedDays?: number;
  /** Somebody asks for somebody else, and which of the two reads this. */
  readonly asked?: { readonly by: Asker; readonly name: string; readonly reads: "asker" | "person" };
}
/** Where the person complains. */
export type Authority = ComplaintsTo;

/** Of a correction what a letter may say. */
export interface CorrectedFact {
  /** As the notice calls it. */
  readonly title: string;
  readonly accepted: boolean;
  readonly reason?: string;
}

/** Every letter we send. One set per language; the compiler demands all of them. */
export interface Letters {
  /** To prove the address: the code, and where to enter it. */
  code(frame: Frame, told: { code: string; link: string; minutes: number }): Letter;
  /** After the code: the way back in. */
  follow(
    frame: Frame,
    told: {
      link: string;
      proposes: boolean;
      acknowledges?: { readonly article: string; readonly confidence: Confidence };
    },
  ): Letter;
  /** After the code, to whoever asks for somebody else: the way back in, and what to show there. */
  followForOther(frame: Frame, told: { link: string; as: Asker; stands: boolean }): Letter;
  /** To whoever asks for somebody else, when staff want to see more. */
  askMandate(frame: Frame, told: { link: string; as: Asker; stands: boolean }): Letter;
  /** To the person, when somebody asks for them: who, and how to say whether that is right. */
  askedForYou(frame: Frame, told: { link: string; as: Asker; address: string }): Letter;
  /** To whoever asked for somebody else: it is done, and what was done the person knows. */
  doneForOther(frame: Frame): Letter;
  /** To the person: whoever asked for them was given the answer. */
  givenToAsker(frame: Frame): Letter;
  /** To whoever asked for somebody else: the person does not want it. */
  stoppedByPerson(frame: Frame): Letter;
  /** `stands`: the law lets the clock stand until it has come. */
  askIdentity(frame: Frame, told: { link: string; stands: boolean }): Letter;
  /** What exactly is asked. */
  askClarification(frame: Frame, told: { question: string; link: string; stands: boolean }): Letter;
  /** To the address on file, when somebody asked from another one. */
  askedFromElsewhere(frame: Frame): Letter;
  /** To the address on file, when after an identity check the answer went to another one. */
  answeredElsewhere(frame: Frame): Letter;
  /** To the address on file, when somebody asked from another one and nothing came of it for the data behind this one. */
  leftAlone(frame: Frame): Letter;
  extended(frame: Frame, told: { reason: string; authority: Authority }): Letter;
  refused(
    frame: Frame,
    told: {
      reason: RefusalReason;
      explanation: string;
      authority: Authority;
      /** For whom data is used that only they decide about; then who is known to them alone gets the letter of who is not known. */
      customers?: readonly Localized[];
    },
  ): Letter;
  withdrawn(frame: Frame): Letter;
  /** The copy is ready behind a link that works once. */
  answer(frame: Frame, told: { link: string; expiresAt: string }): Letter;
  /** The same copy behind another link, because the mail with the first one did not arrive. */
  answerAgain(frame: Frame, told: { link: string; expiresAt: string; follow?: string }): Letter;
  /** The first link of a copy that goes with an objection that was upheld. */
  upheldWithCopy(frame: Frame, told: { link: string; expiresAt: string }): Letter;
  /** Staff agreed, in their words. */
  upheld(frame: Frame, told: { explanation: string; purposes: readonly string[] }): Letter;
  /** What took effect at once. Without purposes it is what the kind says. */
  stopped(frame: Frame, told: { purposes: readonly string[]; follow?: string | undefined }): Letter;
  /** To whom it is about, when somebody said that they are a child below the age of the service. */
  childReported(frame: Frame): Letter;
  /** What was corrected and what not, by the names of the categories: no values. */
  corrected(frame: Frame, told: { corrections: readonly CorrectedFact[]; authority: Authority }): Letter;
  restricted(frame: Frame, told: { lift: string; authority: Authority }): Letter;
  /** Before a restriction is lifted (GDPR art. 18(3)). */
  lifting(frame: Frame): Letter;
  lifted(frame: Frame): Letter;
  /** Answered with an earlier request. */
  joined(frame: Frame, told: { first: string; link: string }): Letter;
  /** To an address that is to be replaced. */
  addressChanging(frame: Frame, told: { link: string }): Letter;
  /** What came of the copy that was to go to another controller. */
  handedOver(frame: Frame, told: { host: string; how: HandOverEnd }): Letter;
  /** Files that came along and were not kept. */
  filesRefused(frame: Frame, told: { files: readonly RefusedFile[] }): Letter;
  /** To a customer for whom data is used, about one of their people. Names nobody. */
  customerAsked(frame: Frame, told: { link: string; task: string; customer?: string }): Letter;
  /** What a customer had us do with its own rows. */
  instructedCopy(frame: Frame, told: { link: string; expiresAt: string }): Letter;
  instructedErasure(frame: Frame, told: Erased): Letter;
  answerExpired(frame: Frame, told: { authority: Authority }): Letter;
  erased(frame: Frame, told: Erased & { authority: Authority }): Letter;
}

/** The provision behind a date, with the mark of a figure that was not confirmed. */
export function articleOf(due: Pick<Due, "article" | "unconfirmed">, language: Language): string {
  return `${citation(due.article, language)}${due.unconfirmed ? `, ${unconfirmed[language]}` : ""}`;
}

/** Its name and the page where a complaint is made, with the same mark. */
export function authorityLine(authority: Authority, language: Language): string {
  return `${authority.name}${authority.unconfirmed === true ? ` (${unconfirmed[language]})` : ""}, ${authority.site}`;
}

/** An instant in words, where the organisation is: `29 november 2026 om 12:00`. */
export function instantInWords(at: Date, language: Language, timeZone: string): string {
  return dateFormat(language === "nl" ? "nl-NL" : "en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone,
  }).format(at);
}

/** Paragraphs, those that have nothing to say left out. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("\n\n");
}
