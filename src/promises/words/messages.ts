/**
 * Everything a check can say, as a key and what must be told with it; the sentences are in one table per language. The keys
 * are what machines may rely on. Nothing in the values is personal: references, names out of the policy, counts and dates.
 */
import type { PromiseStatusKind } from "../contract.ts";

/** The first of a list of references or names, and how many more there are. */
export interface Listed {
  readonly shown: readonly string[];
  readonly more: number;
}
export type Value = string | number | boolean | Listed;
export type Values = Readonly<Record<string, Value>>;

type None = Record<never, never>;
/** What was looked at and found wrong. */
interface Which {
  readonly which: Listed;
}
/** The parts of a copy that are looked at. */
export type CopyPart = "categories" | "recipients" | "dataFiles";
/** What can be wrong with the dates of a request. */
export type WrongDate =
  | "receipt-not-logged"
  | "receipt-on-another-day"
  | "receipt-logged-on-another-day"
  | "extension-not-logged"
  | "extension-too-long"
  | "due-on-another-day"
  | "closing-not-logged"
  | "changed-after-closing";

export interface Messages {
  "acts.asked": Which & { readonly yeses: number };
  "acts.confirmed": { readonly yeses: number };
  "acts.none": None;
  "acts.not-confirmed": { readonly yeses: number };
  "acts.not-looked-at": None;
  "acts.not-this-way": { readonly yeses: number };
  "acts.otherwise": Which & { readonly yeses: number };
  "acts.page-gone": { readonly status: number };
  "acts.perhaps-settings": { readonly yeses: number };
  "acts.withdrawable": None;
  "answer.in-time": { readonly answered: number; readonly open: number };
  "answer.late": Which;
  "answer.none": { readonly open: number };
  "answer.not-acknowledged": Which;
  "answer.overdue": Which;
  /** A sentence from before there were keys. */
  "as-written": { readonly text: string };
  "authority.named": { readonly authority: string; readonly pages: number };
  "authority.not-named": Which;
  "authority.unknown": { readonly authority: string };
  "carried-out.missing": { readonly by: string };
  "law.applied": { readonly choices: number; readonly requests: number };
  "law.later": Which;
  "law.not-asked": Which;
  "law.not-known": None;
  "store.by-person": { readonly tasks: number };
  "store.left": Which;
  "store.no-connector": None;
  "store.none-yet": None;
  "store.reached": { readonly plans: number; readonly items: number };
  "store.task-late": Which;
  "store.unknown": None;
  "store.wrong": Which & { readonly problems: number };
  "objection.at-once": { readonly objections: number };
  "objection.late": Which;
  "objection.none": None;
  "objection.none-upheld": None;
  "objection.not-stopped": Which;
  "objection.stay-stopped": { readonly upheld: number };
  "complaints.in-time": { readonly complaints: number };
  "complaints.late": Which;
  "complaints.none": None;
  "complaints.none-unsolved": None;
  "complaints.not-referred": Which;
  "complaints.referred": { readonly referred: number };
  "customers.by-staff": Which;
  "customers.none": None;
  "customers.told": { readonly requests: number };
  "contracts.hold": { readonly contracts: number };
  "contracts.unseen": Which;
  "contracts.without": Which;
  "given.forbidden": Which & { readonly disclosures: number };
  "given.none": None;
  "given.not-looked-at": None;
  "given.on-other-ground": Which & { readonly disclosures: number };
  "given.only": { readonly disclosures: number };
  "given.too-much": Which & { readonly disclosures: number };
  "processors.asked": { readonly met: number };
  "processors.none-met": None;
  "processors.not-asked": Which;
  "review.each": { readonly answered: number };
  "review.nobody": Which;
  "review.none": None;
  "stored.declared": { readonly declared: number; readonly countries: Listed };
  "stored.elsewhere": Which;
  "stored.unknown": Which;
  "demands.bare": { readonly demands: number };
  "demands.gone": { readonly demands: number };
  "demands.none": None;
  "demands.not-looked-at": None;
  "demands.recorded": { readonly demands: number };
  "hand-over.done": { readonly done: number };
  "hand-over.left": Which;
  "hand-over.none": None;
  "objection.copied": { readonly upheld: number };
  "objection.no-copy": Which;
  "told.each": { readonly done: number };
  "told.none": None;
  "told.not": Which;
  "transfers.declared-only": Which;
  "transfers.safe": { readonly recipients: number };
  "transfers.unsafe": Which;
  "ways.not-seen": Which;
  "ways.not-told": Which;
  "ways.open": { readonly ways: number };
  "site.asks": { readonly purposes: number; readonly lastOn: string };
  "site.nobody-asked": None;
  "site.no-hosts": Which;
  "site.not-on-consent": Which;
  "site.only-declared": None;
  "site.undeclared": Which;
  "site.quiet": { readonly lastOn: string };
  "parents.alone": { readonly alone: number };
  "parents.confirmed": { readonly confirmed: number };
  "parents.none": None;
  "parents.not-looked-at": None;
  "consent.given": { readonly inForce: number };
  "consent.nobody": None;
  "consent.nowhere": None;
  "consent.unknown-moment": Which & { readonly rows: number };
  "consent.withdrawn-in-force": { readonly persons: number };
  "consent.proof-ends": { readonly lines: number; readonly months: number };
  "consent.proof-overdue": { readonly overdue: number };
  "consent.proof-none": None;
  "unsubscribe.works": { readonly used: number };
  "unsubscribe.unused": None;
  "unsubscribe.page-gone": { readonly status: number };
  "unsubscribe.ways-unseen": Which;
  "unsubscribe.not-looked-at": None;
  "site.fair": None;
  "site.unfair": { readonly which: Listed };
  "site.seen": { readonly sight: string; readonly lastOn: string };
  "site.not-seen": { readonly sight: string };
  "tag.not-watched": { readonly tag: string };
  "tag.settings-unseen": { readonly tag: string };
  "tag.sent": { readonly tag: string; readonly which: Listed };
  "tag.silent": { readonly tag: string };
  "tag.set": { readonly tag: string; readonly lastOn: string };
  "tag.clean": { readonly tag: string; readonly lastOn: string };
  "consent.none-yet": None;
  "consent.not-looked-at": None;
  "consent.older": Which & { readonly rows: number };
  "consent.renewed": { readonly purposes: number };
  "changes.late": Which;
  "changes.none-yet": None;
  "changes.not-looked-at": None;
  "changes.told": { readonly versions: number; readonly letters: number };
  "changes.told-otherwise": { readonly versions: number; readonly letters: number; readonly persons: number };
  "changes.under-way": Which & { readonly dueOn: string };
  "changes.unreadable": Which;
  "changes.unreached": { readonly persons: number };
  /** `why` is what the part of the world that failed says, in English; so it is in the messages below. */
  "check.failed": { readonly why: string };
  "check.never": None;
  "check.none": None;
  "check.stale": { readonly checkedAt: string };
  "contract.document-missing": { readonly document: string };
  "contract.expired": { readonly expiresOn: string };
  "contract.folder-unknown": None;
  "contract.no-document": { readonly signedOn: string };
  "contract.none": None;
  "contract.on-file": { readonly signedOn: string };
  "contract.to-come": { readonly signedOn: string };
  "copy.complete": { readonly answers: number; readonly rows: number };
  "copy.has": { readonly part: CopyPart; readonly recorded: number };
  "copy.lacks": Which & { readonly part: CopyPart };
  "copy.lacks-rows": Which & { readonly places: Listed };
  "copy.none": None;
  "copy.none-due": { readonly part: CopyPart };
  "copy.not-recorded": { readonly part: CopyPart };
  "delivery.elsewhere": Which;
  "delivery.none": None;
  "delivery.right": { readonly deliveries: number };
  "due.none": None;
  "due.right": { readonly requests: number };
  "due.wrong": { readonly reference: string; readonly why: WrongDate; readonly others: Listed };
  "erasure.came-back": { readonly places: Listed };
  "erasure.groundless": Which;
  "erasure.none": None;
  "erasure.none-watched": None;
  "erasure.nothing-left": { readonly watched: number; readonly valuesLookedAt: number; readonly systems: number };
  "erasure.system-not-looked-at": { readonly system: string; readonly why: string };
  "erasure.system-not-searched": { readonly system: string; readonly why: string };
  "hold.guard-missing": None;
  "hold.guard-wrong": Which;
  "hold.hidden": { readonly roles: number; readonly heldRows: number };
  "hold.none-kept": None;
  "hold.none-met": None;
  "hold.not-read": Which;
  "hold.over": Which;
  "hold.respected": { readonly concerned: number; readonly rows: number };
  "hold.rows-lost": Which;
  "hold.rows-removed": Which;
  "hold.seen": Which;
  "hold.undeclared": None;
  "hold.within-term": { readonly rows: number; readonly lastUntilOn: string };
  "restriction.by-hand": Which;
  "restriction.changes": Which;
  "restriction.gone": Which;
  "restriction.kept": { readonly systems: number; readonly roles: number; readonly restrictedRows: number };
  "restriction.no-guard": Which;
  "restriction.none": None;
  "restriction.seen": Which;
  "identity.deleted": { readonly decided: number };
  "identity.none": None;
  "identity.stored": Which;
  "minors.none": None;
  "minors.late": Which;
  "minors.at-once": { readonly reports: number; readonly erased: number };
  "entitlements.none-declared": None;
  "entitlements.none-compared": None;
  "entitlements.changed": Which;
  "entitlements.unread": Which;
  "entitlements.unchanged": { readonly compared: number; readonly rows: number };
  "intake.no-form": None;
  "intake.not-offered": Which;
  "intake.offered": { readonly pages: number; readonly received: number };
  "leaving.no-erasure": Which;
  "leaving.none": None;
  "leaving.planned": { readonly planned: number };
  "log.broken": { readonly brokenAt: number; readonly why: string };
  "log.empty": None;
  "log.intact": { readonly entries: number };
  "map.complete": { readonly system: string; readonly tables: number };
  "map.wrong": { readonly system: string; readonly problems: number; readonly which: Listed };
  "notice.complete": { readonly promises: number; readonly pages: number };
  "notice.lacks": Which & { readonly missing: number };
  "notice.no-such-promise": { readonly anchor: string };
  "notice.not-shown": Which;
  "notice.shown": { readonly pages: number };
  "purposes.not-looked-at": None;
  "recipient.named": { readonly recorded: number };
  "recipient.none-concerned": None;
  "recipient.not-named": Which;
  "recipient.unknown": None;
  "recipients.late": Which;
  "recipients.nobody-tells": None;
  "recipients.none-yet": None;
  "recipients.told": { readonly told: number; readonly waiting: number };
  "recipients.unable": Which;
  "refusal.none": None;
  "refusal.with-reason": { readonly refused: number };
  "refusal.without-reason": Which;
  "register.anonymous": { readonly lookedAt: number };
  "register.complete": { readonly lines: number };
  "register.lacks": Which;
  "register.mail-under-way": None;
  "register.no-erasure": None;
  "register.none": None;
  "register.not-logged": Which;
  "register.points-at-person": Which;
  "retention.elsewhere": None;
  "retention.kept": { readonly rows: number; readonly tables: number };
  "retention.kept-excused": { readonly rows: number; readonly tables: number; readonly excused: number };
  "retention.late": Which;
  "retention.left": Which;
  "retention.no-start": Which;
  "retention.not-counted": Which;
  "retention.not-looked-at": None;
  "retention.over": Which;
  "retention.over-failed": Which;
  "retention.over-referred": Which;
  "retention.over-waiting": Which;
  "retention.under-way": Which;
  "system.unknown": None;
  "framework.no-date": None;
  "framework.over": { readonly untilOn: string };
  "framework.valid": { readonly untilOn: string };
  "measure.document-missing": { readonly proof: string };
  "measure.folder-unknown": None;
  "measure.no-document": { readonly reviewedOn: string };
  "measure.none": None;
  "measure.not-reviewed": None;
  "measure.on-file": { readonly reviewedOn: string; readonly dueOn: string };
  "measure.overdue": { readonly reviewedOn: string; readonly dueOn: string };
  "measure.to-come": { readonly reviewedOn: string };
  "transfer.adequacy": { readonly country: string };
  "transfer.declared-only": { readonly country: string; readonly safeguard: string };
  "transfer.inside-eea": { readonly country: string };
  "transfer.unsafe": { readonly country: string };
  "version.archive": { readonly versions: number };
  "version.changed": Which;
  "version.none": None;
  "version.not-carried-out": { readonly version: number; readonly policyHash: string };
  "version.other": Which & { readonly inForceOn: string };
  "version.other-text": Which & { readonly policyHash: string };
  "version.out-of-order": Which;
  "version.published": { readonly inForceOn: string; readonly pages: number };
  "version.to-come": { readonly inForceOn: string };
  "version.unreadable": Which;
  waived: { readonly untilOn: string; readonly reason: string; readonly without: PromiseStatusKind };
  "words-only": None;
}
export type MessageKey = keyof Messages;

export interface Message {
  readonly key: MessageKey;
  readonly values: Values;
}
/** The sentences of one language. The compiler demands every key. */
export type Sentences = { readonly [Key in MessageKey]: (values: Messages[Key]) => string };
/** Those whose key begins with one of these words. */
export type SentencesOf<Word extends string> = Pick<Sentences, Extract<MessageKey, `${Word}.${string}`>>;
/** What goes to others, and where data is. */
export type PassingOn = SentencesOf<
  "contracts" | "demands" | "given" | "hand-over" | "processors" | "review" | "stored"
>;
