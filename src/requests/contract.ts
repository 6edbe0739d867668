/** A person's request from receipt to answer. */
import type { QueueCounts, QueueLine, QueueRange } from "./queue-contract.ts";
import type { CustomerAnswer, CustomerQuestion, CustomerTold } from "./customer-contract.ts";
import type { Language, LocalDate, Personal, PlanId, RequestId, Result, StaffId } from "#base";
import type { Candidate, Identifiers } from "#connectors";
import type { RegimeId } from "#law";
import type { Plan, PlanFollower } from "#plans";
import type {
  ComplaintsTo,
  Due,
  Asker,
  IdentityDoubt,
  OnBehalf,
  RefusalReason,
  RequestKind,
  RequestOutcome,
  RequestState,
  Residence,
  Stop,
} from "#policy";
import type { Reader, Transaction } from "#store";
import type { Clarification } from "./clarification.ts";
import type { ClockStands, LawOfRequest } from "./clock-contract.ts";
import type { DecidedCorrection, ProposedCorrection } from "./corrections-sealed.ts";
import type { Erased } from "./kept.ts";
import type { StaffMessages } from "./message-contract.ts";
import type { AskerView, ForOther, ForOthers } from "./asker-contract.ts";
import type { HandOverView } from "./hand-over-contract.ts";
import type { Joined } from "./joining.ts";
import type { OtherWays } from "./other-ways.ts";

/** The words of `policy`, under which this room's callers know them. */
export type { RefusalReason, RequestKind, RequestState };
export type Outcome = RequestOutcome;

export type * from "./asker-contract.ts";
export type * from "./hand-over-contract.ts";
export type * from "./message-contract.ts";
export type { OpenRequest } from "./messages.ts";
export type { Erased, HoldingLaw, KeptRows } from "./kept.ts";

export type { Clarification, ClockStands, LawOfRequest, DecidedCorrection, ProposedCorrection };

/** `customer`: somebody for whom we use data, about one of their people. `mail`: a letter in the watched mailbox. `app`: the company's own app, for somebody who is signed in there. */
export type Channel = "web" | "staff" | "mail" | "app" | "customer";

export const requestEvents = [
  "code-sent",
  "vouched",
  "verified",
  "gave-up-verifying",
  "join",
  "take-effect",
  "extend",
  "approve",
  "uphold",
  "plan-done",
  "answer-ready",
  "plan-failed",
  "resume",
  "delivered",
  "delivery-expired",
  "send-again",
  "refuse",
  "withdraw",
] as const;
export type RequestEvent = (typeof requestEvents)[number];

/** As the policy decided it at receipt, or at the extension. */
export type { Due };

/** Why staff must look at identity before anything is approved; the policy decides. */
export type { IdentityDoubt };

export interface HistoryLine {
  readonly at: Date;
  readonly from: RequestState | "start";
  readonly to: RequestState;
  readonly event: RequestEvent | "receive";
  /** Who did it, never the person's name. Staff by name for staff; for the person the organisation's name. */
  readonly by: "person" | "system" | { readonly staff: string };
  /** Out of a closed list (a refusal reason, why a code ended); never free text. */
  readonly reason?: string;
  readonly evidenceIndex: number;
}

/** What the person sees; nothing in it depends on whether the address is known until staff decided. */
export interface PersonView {
  readonly reference: string;
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly language: Language;
  readonly receivedOn: LocalDate;
  readonly due: Due;
  readonly history: readonly HistoryLine[];
  readonly mayWithdraw: boolean;
  readonly identityAsked: boolean;
  readonly identityShown: boolean;
  /** Whoever sees this page asks for somebody else. */
  readonly askedAs?: Asker;
  /** `explanation` is empty once the request's key was destroyed: it is free text, and the mail had it. The same for extension. */
  readonly refusal?: { readonly reason: RefusalReason; readonly explanation: string };
  readonly extension?: { readonly reason: string };
  /** Where this person can complain. */
  readonly authority: ComplaintsTo;
  readonly clockStands?: ClockStands;
  /** A question that the person can answer now. */
  readonly clarification?: { readonly question: string };
  /** JWS over the entry `request.closed`; present on every closed request. */
  readonly receipt?: string;
  /** Requests of the same that came by another way or later, and are answered with this one; each has a receipt of its own. */
  readonly joined: readonly Joined[];
  /** Purposes of the policy that it is about, by name. */
  readonly purposes: readonly string[];
  /**
   * The person may say now what is to be corrected (`open`), or has (`sent`). Absent as well while it is not settled who
   * asks, and when nobody is known: those look the same.
   */
  readonly proposal?: "open" | "sent";
  /** What staff decided about each correction; while the key lives. */
  readonly corrections: readonly Omit<DecidedCorrection, "from" | "to">[];
  /** Restricted until the person says otherwise, by another request. */
  readonly mayLift: boolean;
  /** After a finished erasure: what went, what stays, and the law behind each hold. */
  readonly erased?: Erased;
  readonly answer?: { readonly sizeBytes: number; readonly expiresAt: Date };
  /** The person may say where the copy is to go as well. */
  readonly mayHandOver: boolean;
  readonly handOver?: HandOverView;
}

/** What staff see on the page of one request. */
export interface StaffView extends PersonView {
  readonly id: RequestId;
  /** Absent once the request's key was shredded. */
  readonly requester?: Personal<{
    readonly email: string;
    readonly knownEmail?: string;
    /** By the names of the policy's identities. */
    readonly knownAs?: Readonly<Record<string, string>>;
    readonly message?: string;
  }>;
  readonly candidates: readonly (Candidate & { readonly chosen: boolean })[];
  readonly rowsByAddress: readonly { readonly system: string; readonly table: string; readonly rows: number }[];
  /** Why staff must look at identity before approving, if so. */
  readonly identityDoubt?: IdentityDoubt;
  /** Who asks, when it is not whom it is about. */
  readonly asker?: AskerView;
  /** Absent until staff decided about identity. */
  readonly identityAccepted?: boolean;
  /**
   * Where the search for this person stands: not yet, found, nobody under this address (staff may refuse with
   * `no-data-found`, which is an answer), or stopped after many tries (a system cannot be reached; `help`).
   */
  readonly search: "waiting" | "found" | "nobody" | "stopped";
  /**
   * Some or all of what was found is used for customers of ours, who decide about it. `all`: nothing is prepared, and the
   * answer is `no-data-found`, whose letter says the same to everybody.
   */
  readonly referred?: {
    readonly all: boolean;
    readonly to: readonly OnBehalf[];
    /** Customers that had a letter about it. The others staff tell. */
    readonly told: readonly CustomerTold[];
  };
  readonly identityEvidence?: {
    readonly name: Personal<string>;
    readonly sizeBytes: number;
    readonly mediaType: string;
  };
  readonly plan?: Plan;
  /** A mail failed for good since the link to the copy last went out, so it may be sent again. */
  readonly linkLost: boolean;
  /** The body of the policy that an unsolved complaint was put to. */
  readonly putTo?: string;
  readonly channel: Channel;
  /** Letters that came about it, oldest first; none once the key was shredded. */
  readonly messages: StaffMessages;
  /** Old and new beside each other; empty until the person said what is wrong. */
  readonly proposed: Personal<readonly DecidedCorrection[]>;
  readonly law: LawOfRequest;
  /** What staff asked to know exactly, and what the person answered. */
  readonly clarifications: Personal<readonly Clarification[]>;
  /** Staff can answer it in favour of the person without a plan. */
  readonly mayUphold: boolean;
  /** It is carried out by a plan. */
  readonly planned: boolean;
  /** Whether the person must speak first. */
  readonly waitsForPerson: boolean;
  readonly mail: readonly {
    readonly class: string;
    readonly state: string;
    readonly lastError?: string;
    readonly sentAt?: Date;
  }[];
}

/** A line of the register of handled requests. After an erasure nothing in it identifies anybody. */
export interface RegisterLine {
  readonly reference: string;
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly receivedOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly closedOn?: LocalDate;
  /** The person had the answer (or the link to it) on or before the due date. */
  readonly inTime: boolean;
  readonly outcome: Outcome;
  readonly refusalReason?: RefusalReason;
  /** The provision that set the due date, and whether its figures were confirmed. */
  readonly article: string;
  readonly unconfirmed: boolean;
  /** The laws that held, as ids of regimes; empty for what came in before they were kept. */
  readonly laws: readonly RegimeId[];
  readonly acknowledgedOn?: LocalDate;
  /** It was extended once. */
  readonly extended: boolean;
  readonly evidenceIndexes: readonly number[];
}

export interface Submission {
  readonly kind: RequestKind;
  readonly email: Personal<string>;
  /** "You know me under another address": leads to an identity check. */
  readonly knownEmail?: Personal<string>;
  /** "You also know me by this", by the names of the policy's identities, as typed: leads to an identity check too. */
  readonly knownAs?: Personal<Readonly<Record<string, string>>>;
  /** Whose data it is about, when that is somebody else; then no `knownEmail`. See `mayBeAskedForOther`. */
  readonly forOther?: ForOther;
  readonly message?: Personal<string>;
  /** Purposes of the policy that it is about, by name; see `purposesToName`. */
  readonly purposes?: readonly string[];
  /** Where the person says that they live; decides which law holds. */
  readonly residence?: Residence;
  /** The day it came in, where that is earlier than the day it is entered: a letter, a call. The clock starts then. */
  readonly receivedOn?: LocalDate;
  readonly language: Language;
  readonly channel: Channel;
}

export type CodeRefusal = { readonly reason: "wrong-code" | "too-many-tries" | "expired"; readonly message: string };
export type ActRefusal = {
  readonly reason: "not-now" | "unknown" | "changed" | "blocked" | "identity-first" | "reason-missing";
  readonly message: string;
};
export type ProposeRefusal = {
  readonly reason: "not-now" | "unknown" | "nothing" | "wrong-value" | "changed";
  /** The category of the value that cannot be used. */
  readonly category?: string;
  readonly message: string;
};
/** A value as it stands in the systems, once for each category. Personal. */
export interface OwnValue {
  readonly category: string;
  readonly value: string;
}
export type IdentityFileRefusal = {
  readonly reason: "not-now" | "unknown" | "file-type" | "file-size";
  readonly message: string;
};

/** One exchange of the register: `after` is the reference of the last line of the page before. */
export interface RegisterRange {
  readonly after?: string;
  readonly limit: number;
}

/** Where the links in our mails lead. */
export interface Links {
  /** The page to enter the code. */
  code(language: Language, reference: string): string;
  follow(language: Language, followToken: string): string;
  /** The page with the button that fetches. */
  download(language: Language, downloadToken: string): string;
  /** The form of a kind. */
  ask(language: Language, kind: RequestKind): string;
  /** Where the owner of an address says that a change of it is not theirs. */
  notMine(language: Language, token: string): string;
  /** Where somebody for whom another one asks says whether that is right. */
  forYou(language: Language, token: string): string;
  /** Where a customer for whom we use data says what is to be done. */
  customer(language: Language, token: string): string;
}

export interface Requests extends OtherWays, ForOthers {
  /**
   * Always the same answer in the same time, whether or not the address is known. `reference` opens the code page, unless
   * the kind takes effect without a proof of who it is.
   */
  submit(submission: Submission): Promise<{ reference: string; codeSent: boolean }>;
  /** On success a follow token: the person's way back in, also mailed. */
  confirm(reference: string, code: string): Promise<Result<{ followToken: string }, CodeRefusal>>;
  follow(followToken: string): Promise<PersonView | undefined>;
  withdraw(followToken: string): Promise<Result<void, ActRefusal>>;
  /** The person's own values, when they may correct them now; read from the systems each time, and not kept. */
  ownValues(followToken: string): Promise<Personal<readonly OwnValue[]> | undefined>;
  propose(
    followToken: string,
    corrections: Personal<readonly ProposedCorrection[]>,
  ): Promise<Result<void, ProposeRefusal>>;
  /** Whether this link of a letter to a former address can still stop the change. */
  changeWaits(token: string): Promise<boolean>;
  /** "It was not me": ends the request when it can, and otherwise lets no copy go to the new address. */
  stopChange(token: string): Promise<boolean>;
  /** What this person had stopped; ask `mayUse` of the policy before using data. */
  stops(reader: Reader, email: Personal<string>): Promise<readonly Stop[]>;
  /** Of these digests (use `requester`) those whose person is restricted: whoever acts of itself passes them over. */
  restrictedAmong(reader: Reader, digests: readonly string[]): Promise<ReadonlySet<string>>;
  /** Told in the transaction that closes a plan, while it is known whom it was about: who is restricted, and who no longer is. */
  followRestriction(tx: Transaction, plan: Plan, known: ReadonlyMap<string, Personal<Identifiers>>): Promise<void>;
  showIdentity(
    followToken: string,
    /** `mediaType` is what the browser called it; the bytes decide. */
    file: { name: string; mediaType: string; bytes: Uint8Array },
  ): Promise<Result<void, IdentityFileRefusal>>;
  /** Opens the download behind a single-use link; consumed when the stream ends without error. */
  download(
    downloadToken: string,
  ): Promise<{ fileName: string; sizeBytes: number; stream: AsyncIterable<Uint8Array> } | undefined>;
  /** Whether the link would work, without using it: for the page with the button. */
  downloadWaits(downloadToken: string): Promise<boolean>;

  /** What a customer is asked behind the link in its letter; `undefined` when there is none, or it was answered. */
  customerQuestion(token: string): Promise<CustomerQuestion | undefined>;
  /** What the customer wants done; with `access` or `erasure` it becomes a request, whose reference is the answer. */
  answerCustomer(
    token: string,
    answer: CustomerAnswer,
  ): Promise<Result<{ reference?: string }, { readonly reason: "unknown"; readonly message: string }>>;

  /** Open requests whose address was proven, by due date. */
  queue(reader: Reader, range: QueueRange): Promise<readonly QueueLine[]>;
  queueCounts(reader: Reader): Promise<QueueCounts>;
  /** Of whatever has this reference, open or handled. */
  idOf(reader: Reader, reference: string): Promise<RequestId | undefined>;
  staffView(reader: Reader, id: RequestId): Promise<StaffView | undefined>;
  identityEvidence(id: RequestId): Promise<{ mediaType: string; bytes: Uint8Array } | undefined>;
  askIdentity(id: RequestId, by: StaffId): Promise<Result<void, ActRefusal>>;
  /** What exactly is asked; one question at a time. */
  askClarification(id: RequestId, by: StaffId, question: string): Promise<Result<void, ActRefusal>>;
  answerClarification(followToken: string, answer: string): Promise<Result<void, ActRefusal>>;
  /** Chooses who this is. The evidence shown is deleted in the same transaction, whatever the decision. */
  decideIdentity(
    id: RequestId,
    by: StaffId,
    decision: {
      accepted: boolean;
      anchors: readonly { system: string; table: string; key: readonly string[] }[];
      /** Of what is asked for somebody else: what the answer holds may be given to whoever asks. */
      givesAnswer?: boolean;
    },
  ): Promise<Result<void, ActRefusal>>;
  approve(id: RequestId, by: StaffId, plan: PlanId, planHash: string): Promise<Result<void, ActRefusal>>;
  /** In favour of the person, in words: an objection, a complaint, another look at a decision. */
  uphold(id: RequestId, by: StaffId, explanation: string): Promise<Result<void, ActRefusal>>;
  /** One decision for each proposed correction, in their order; then the plan for those that were accepted is made. */
  decideCorrections(
    id: RequestId,
    by: StaffId,
    decisions: readonly { readonly accepted: boolean; readonly reason: string }[],
  ): Promise<Result<void, ActRefusal>>;
  /** That a complaint which was not solved went on to this body of the policy; once. */
  putToBody(id: RequestId, by: StaffId, body: string): Promise<Result<void, ActRefusal>>;
  refuse(id: RequestId, by: StaffId, reason: RefusalReason, explanation: string): Promise<Result<void, ActRefusal>>;
  extend(id: RequestId, by: StaffId, reason: string): Promise<Result<void, ActRefusal>>;
  /** Makes the dry run anew: after what blocked the plan was mended, or when the plan is no longer fresh. */
  prepareAgain(id: RequestId, by: StaffId): Promise<Result<void, ActRefusal>>;
  /** Goes on with a plan that failed; or searches again when the search had stopped. */
  resume(id: RequestId, by: StaffId): Promise<Result<void, ActRefusal>>;
  /** A new link to the copy, to the same address, after a mail failed for good; the old link opens nothing any more. */
  sendAgain(id: RequestId, by: StaffId): Promise<Result<void, ActRefusal>>;
  /** Handled requests, oldest first. */
  register(reader: Reader, range: RegisterRange): Promise<readonly RegisterLine[]>;
  /** The whole register as a file in UTF-8. Cells of the CSV never start a formula in a spreadsheet. */
  exportRegister(reader: Reader, format: "csv" | "json"): AsyncIterable<Uint8Array>;
  /** To be told by `plans` about every plan that ends; ignores plans that are not ours. */
  readonly planFollower: PlanFollower;
  /** What the jobs do, at once: expires codes and links, shreds what ended, forgets old register entries. */
  tidy(): Promise<void>;
  /** Reminds of due dates that come near and raises the alarm for those that passed; each once. */
  remind(): Promise<void>;
  /** Declares the jobs: search, code expiry, reminders before the due date, delivery expiry, shredding. */
  serve(): void;
}
