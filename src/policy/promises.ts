/**
 * What a policy promises, one by one, and what would show that each is kept. `promisesOf` makes them; the promises room
 * answers every check against the running system. Ids are derived from names in the policy and never from its order,
 * so that a promise keeps its history when the document is edited elsewhere.
 */
import type { Language, Localized, Location } from "#base";
import type { ConsentWay } from "./chapters/consents.ts";
import type { BasisKind, NoticeSection, RequestWay, RightKind } from "./model.ts";
import type { Region } from "./regions.ts";
import type { RequestKind } from "./vocabulary.ts";

/** Requests that stop something when they are made; an objection when no other is named. */
export type StoppingKind = Extract<RequestKind, "objection" | "marketing-objection" | "sale-opt-out">;

export interface PolicyPromise {
  /** Dotted, stable: `recipients.parcels.listed`. Also the `data-promise` attribute of the sentence in the notice. */
  readonly id: string;
  readonly cites: readonly string[];
  /** The sentence as the notice shows it, in every language Gestand speaks: house text where there is any, else made from the facts. */
  readonly statement: Localized;
  /** The heading that its sentence stands under, together with others about the same thing. */
  readonly under?: Localized;
  /**
   * What the notice says of it where a heading or a table says the rest: one shorter sentence, or the cells of a row. Each stands
   * in the element of the promise. The statement when left out, and always where that is house text.
   */
  readonly pieces?: Readonly<Record<Language, readonly string[]>>;
  readonly mechanism: Mechanism;
  /**
   * The promise is kept when all of them say so, broken when one says so, unproven otherwise. With `stated` among them it
   * is never more than stated. Never empty.
   */
  readonly checks: readonly PromiseCheck[];
  /** The heading of the notice under which its sentence stands. */
  readonly section: NoticeSection;
  /** The name in the policy that it is about (`parcels`), when it is about one of several. */
  readonly about?: string;
  readonly article?: string;
  readonly at: Location;
}

/** What carries a promise out. Each is a room, or will be one; a mechanism that exists is not yet a promise kept. */
export type Mechanism =
  | "absence-probe"
  | "access-package"
  | "account-attribution"
  | "age-gate"
  | "aggregate-publisher"
  | "anonymiser"
  | "auto-decision-review"
  | "ban-lifecycle"
  | "breach-desk"
  | "business-transfer-package"
  | "card-token"
  | "collect-guard"
  | "complaint-directory"
  | "consent-ledger"
  | "consent-optin-ui"
  | "consent-withdraw"
  | "contact-gate"
  | "controller-redirect"
  | "cookie-gate"
  | "cookie-inventory"
  | "credential-policy"
  | "data-map"
  | "deadline-clock"
  | "disclosure-log"
  | "dpa-gate"
  | "egress-gate"
  | "ephemeral-relay"
  | "erasure-engine"
  | "escalation-desk"
  | "external-link-mark"
  | "frame-capture-gate"
  | "jit-notice"
  | "jurisdiction-router"
  | "legal-demand-desk"
  | "legal-hold"
  | "log-policy"
  | "minor-purge"
  | "no-retaliation"
  | "notice-change-impact"
  | "notice-lint"
  | "notice-publish"
  | "notice-reconsent"
  | "notice-version"
  | "objection-freeze"
  | "open-tracking-control"
  | "parental-consent"
  | "peer-ip-shield"
  | "portability-package"
  | "publish-warning"
  | "purpose-gate"
  | "recipient-cascade"
  | "recipient-register"
  | "rectify-flow"
  | "relationship-end-trigger"
  | "request-intake"
  | "request-register"
  | "requester-verification"
  | "restriction-switch"
  | "retention-sweeper"
  | "safeguard-evidence"
  | "sale-optout"
  | "source-label"
  | "special-category-guard"
  | "staff-access"
  | "store-connector"
  | "tag-payload"
  | "tracking-signal"
  | "transfer-gate"
  | "transport-encryption"
  | "unsubscribe"
  | "widget-click-to-load";

/** A question to the running system. Closed: whoever answers them is told by the compiler when one is added. */
export type PromiseCheck =
  // The notice
  /** The published notice holds, in every language of the policy, an element `data-promise="<anchor>"` with the statement, or with all of its pieces. */
  | { readonly kind: "notice-shows"; readonly anchor: string }
  /** The published notice shows every promise of the policy that has a `notice-shows` check. */
  | { readonly kind: "notice-complete" }
  /** Exactly one version of the policy is in force, and it is the one that is published. */
  | { readonly kind: "one-version-in-force" }
  /** Every published version can still be read, with the very texts that were published. */
  | { readonly kind: "versions-readable" }
  /** Everybody whose data a version concerns was told by mail, as long before its first day as was promised. */
  | { readonly kind: "changes-told" }
  /** No consent is in force in a system that was given before the last version that needed it anew. */
  | { readonly kind: "consent-renewed" }
  /** Parents are asked by a letter of their own, and what they confirmed for a child is on record. */
  | { readonly kind: "parents-asked" }
  /** By acts of the person alone, in these ways where the policy names any. */
  | { readonly kind: "consent-asked"; readonly consent: string; readonly way?: ConsentWay }
  | { readonly kind: "consent-confirmed"; readonly consent: string }
  | { readonly kind: "consent-withdrawable"; readonly consent: string }
  /** Each consent that is in force says when it was given, and none that was withdrawn is in force; on a website, pages ask for it. */
  | { readonly kind: "consent-given"; readonly consent: string }
  /** The ways to say no to a message answer, and whoever took one gets no more by the company's own rows. */
  | { readonly kind: "unsubscribe-works"; readonly message: string }
  /** No proof of a consent is kept longer than its term. */
  | { readonly kind: "proof-ends"; readonly consent: string }
  /**
   * The company's pages ask, hold back and take back: choices come from them. With `purposes`: each of them is asked there, and
   * the policy names hosts for it, so that what nobody marked is held back too.
   */
  | { readonly kind: "site-asks"; readonly purposes: readonly string[] }
  /** Browsers that chose on the company's pages had no cookie or storage that the policy does not name. */
  | { readonly kind: "site-inventory" }
  /** On the company's pages saying no looked and worked like saying yes, as visitors had it before them. */
  | { readonly kind: "site-honest" }
  /** Pages of the company have this: the link that says no to sale, the question for an age, the note at a form. */
  | { readonly kind: "site-has"; readonly what: string }
  /** What the tag sends was looked at in browsers; with `settings`, the parameters that show its settings too. */
  | { readonly kind: "tag-payload"; readonly tag: string; readonly settings: boolean }
  // Recipients
  /** Answers to access requests name this recipient whenever its `holdsWhen` finds rows of the person. */
  | { readonly kind: "recipient-in-answers"; readonly recipient: string }
  /** A signed contract that has not expired, with its document on file when one is named. */
  | { readonly kind: "recipient-contract"; readonly recipient: string }
  /** Whoever has data of a person hears what was done with them on request, and answers. */
  | { readonly kind: "recipients-told"; readonly act: "erasure" | "rectification" | "restriction" }
  /** The country has an adequacy decision, or a safeguard is declared that fits it. */
  | { readonly kind: "transfer-safeguarded"; readonly recipient: string }
  /** Wherever data goes by this policy, the country is adequate or a safeguard is declared. */
  | { readonly kind: "transfers-safeguarded" }
  /** A framework for transfers has a date until which it is valid, and that day has not passed. */
  | { readonly kind: "framework-valid"; readonly framework: string }
  // Security
  /** A proof of this measure is on file, and its review is not overdue. */
  | { readonly kind: "measure-reviewed"; readonly measure: string }
  // Answers
  /** Answers hold, table by table, as many rows as the system has of the person. */
  | { readonly kind: "answer-complete" }
  | { readonly kind: "answer-has-categories" }
  | { readonly kind: "answer-lists-recipients" }
  | { readonly kind: "machine-readable" }
  // Who asks
  /** No copy went to an address that was not on file, or not settled, unless staff accepted an identity check. */
  | { readonly kind: "copy-only-to-known-address" }
  | { readonly kind: "identity-evidence-deleted" }
  // Requests
  /** People can ask in each of these ways: the pages offer the form and tell the address; staff can enter what came otherwise. */
  | { readonly kind: "ways-open"; readonly by: readonly RequestWay[] }
  /** What the policy names as entitlements was, after each request that was carried out, what it was before. */
  | { readonly kind: "entitlements-unchanged" }
  /** Of whoever was said to be a child the data was only stored from that very moment, and erased unless staff found otherwise. */
  | { readonly kind: "minors-found" }
  /** What an objection is about stopped in the very moment it counted; once upheld it never began again. */
  | { readonly kind: "objection-stops"; readonly when: "at-once" | "upheld"; readonly of?: StoppingKind }
  /** Whoever had something corrected or restricted was told when it was done. */
  | { readonly kind: "complaints-answered" }
  | { readonly kind: "complaints-referred" }
  | { readonly kind: "customers-told"; readonly of: string }
  | { readonly kind: "objection-copied" }
  /** What was asked to go to another controller, and released, went there; or it is known why not. */
  | { readonly kind: "handed-over" }
  /** Whatever somebody could demand by law is on record, with the law or the order behind it. */
  | { readonly kind: "demands-recorded" }
  /**
   * What programs of the organisation said in the past year that they gave to these parties, to all of them when none is named, was what the
   * policy allows: nothing of the categories in `without`, and each on one of `grounds` where they are named.
   */
  | {
      readonly kind: "given-only";
      readonly to?: readonly string[];
      readonly grounds?: readonly (BasisKind | "instruction" | "request")[];
      readonly without?: readonly string[];
    }
  /** Every party that works for the organisation is bound by a contract that holds today. */
  | { readonly kind: "contracts-hold" }
  /** Every system and store of the policy is in one of these countries: ISO 3166-1 alpha-2. */
  | { readonly kind: "stored-in"; readonly countries: readonly string[] }
  /** Whoever asked that a human look at a decision again had an answer from one. */
  | { readonly kind: "decisions-reviewed" }
  | { readonly kind: "outcome-told"; readonly right: "rectification" | "restriction" }
  /** Stored due dates equal `dueFor` (or `extendedDue`) of the day of receipt. */
  | { readonly kind: "due-dates" }
  /** No request is open past its due date, none was closed after it. */
  | { readonly kind: "answered-in-time" }
  /** People there can say that they live there, and no request of theirs is due later than their law allows. */
  | { readonly kind: "law-applied"; readonly region: Region }
  /** The privacy centre accepts a request of this kind. */
  | { readonly kind: "intake"; readonly right: RightKind }
  | { readonly kind: "leaving-opens-erasure" }
  | { readonly kind: "refusals-have-reasons" }
  /** The authority is named with its address in the privacy centre and in refusals. */
  | { readonly kind: "complaint-route-shown" }
  | { readonly kind: "register-kept" }
  /** Entries of finished erasures hold nothing that identifies anybody. */
  | { readonly kind: "register-anonymous" }
  // Erasure and keeping
  /** Persons who were erased are searched again, in all mapped columns: nothing without a ground. */
  | { readonly kind: "erasure-leaves-nothing" }
  /** Erasures left the rows that this rule holds. */
  | { readonly kind: "hold-respected"; readonly rule: string }
  /** Reading as each role of `hiddenFrom` shows no held row of an erased person; reading as `readableBy` shows them. */
  | { readonly kind: "hold-hidden-from-staff"; readonly rule: string; readonly system: string }
  /** Reading as each role shows no restricted row, and trying to change one is refused. */
  | { readonly kind: "restriction-kept" }
  /** No row is still held by this rule after its term by the dated table. */
  | { readonly kind: "hold-ends-by-date"; readonly rule: string }
  /** No row is older than this rule allows. */
  | { readonly kind: "retention-limited"; readonly rule: string }
  // Systems and the record
  /** Every column of this system (or of this table) that is linked to persons is declared. */
  | { readonly kind: "mapping-complete"; readonly system: string; readonly table?: string }
  /** Every read and every outgoing call names a declared purpose. */
  | { readonly kind: "purposes-enforced" }
  /** The whole evidence log and its checkpoints agree. */
  | { readonly kind: "evidence-intact" }
  /** This mechanism of the running system does what the promise says. Unproven for as long as there is no such mechanism. */
  | { readonly kind: "carried-out"; readonly by: Mechanism }
  /** The store answers and is as declared; with a right, what it asked there was done, by a connector or by somebody with a task. */
  | { readonly kind: "store-reached"; readonly store: string; readonly right?: "access" | "erasure" }
  /** A copy holds what those who work for the organisation have of the person: they were asked for it, in a store that they run. */
  | { readonly kind: "processors-answered"; readonly right: "access" | "portability" }
  // Words
  /** Nothing of a system can show it. */
  | { readonly kind: "stated" };

export type PromiseCheckKind = PromiseCheck["kind"];
