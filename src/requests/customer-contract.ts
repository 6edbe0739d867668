/** What a customer, for whom data is used, is asked and answers about a request of one of their people. */
import type { Personal } from "#base";
import type { RequestKind } from "#policy";

/** `itself`: the customer deals with it in its own way. Else what it has us do with the rows that are its own. */
export const customerAnswers = ["access", "erasure", "itself"] as const;
export type CustomerAnswer = (typeof customerAnswers)[number];

export interface CustomerQuestion {
  /** Reference of the person's request. */
  readonly about: string;
  readonly kind: RequestKind;
  /** Of the policy's `onBehalf`. */
  readonly of: string;
  readonly madeAt: Date;
  readonly person: Personal<{ readonly email: string; readonly message: string }>;
  /** How many rows of this customer are this person. */
  readonly records: number;
  /** The likely one first. */
  readonly answers: readonly CustomerAnswer[];
}

export interface CustomerTold {
  readonly of: string;
  readonly toldAt: Date;
  readonly answer?: CustomerAnswer;
}
