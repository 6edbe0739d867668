/** Somebody asks for somebody else: whom the person gave a mandate, or a parent for a child. */
import type { LocalDate, Personal, Result } from "#base";
import type { Asker, RequestKind } from "#policy";

export interface ForOther {
  readonly as: Asker;
  /** As they call themselves; one that `askerName` takes. */
  readonly name: Personal<string>;
  /** Of the person whose data it is; `email` of the submission is that of whoever asks. */
  readonly email: Personal<string>;
}

/** What staff see. */
export interface AskerView {
  readonly as: Asker;
  /** Absent once the request's key was destroyed. */
  readonly name?: Personal<string>;
  /** The person said, by the link in their letter, that it is right. */
  readonly confirmedAt?: Date;
  /** The person said that it is not, when it had begun already. */
  readonly stoppedAt?: Date;
  /** What the answer holds may be given to whoever asks. */
  readonly givesAnswer: boolean;
}

/** What the person is asked behind the link in their letter. */
export interface AskerQuestion {
  readonly about: string;
  readonly kind: RequestKind;
  readonly onDay: LocalDate;
  readonly as: Asker;
  readonly name: Personal<string>;
  readonly email: Personal<string>;
  /** The answer holds data, so that the person says who may have it. */
  readonly holdsData: boolean;
  /** `begun`: what was asked is being done, or done; all that can be stopped is that the asker gets the answer. */
  readonly state: "open" | "confirmed" | "begun";
}

export type PersonSays = { readonly right: true; readonly givesAnswer: boolean } | { readonly right: false };
/** `ended`: nothing is done any more. `noted`: it had begun; whoever asks gets nothing more of it, and staff know. */
export type PersonAnswered = "confirmed" | "ended" | "noted";

export interface ForOthers {
  /** `undefined` when the link leads nowhere, or there is nothing left to say. */
  askerQuestion(token: string): Promise<AskerQuestion | undefined>;
  answerForOther(
    token: string,
    says: PersonSays,
  ): Promise<Result<PersonAnswered, { readonly reason: "unknown"; readonly message: string }>>;
}
