/**
 * The policy as the rest of the house sees it: parsed, complete, every name resolved. Only `parse.ts` makes one.
 * A word used here is the word of the document, of the notice and of the console. What most policies need stands here; each
 * further subject is a chapter of its own (`chapters/`).
 */
import type { Language, LocalDate, Localized, Location, Period } from "#base";
import type { AuthorityId, RetentionDutyId } from "#law";
import type { Chapters } from "./chapters/models.ts";
import type { PersonPath, Reference } from "./paths.ts";
import type { Region } from "./regions.ts";

export type * from "./paths.ts";

export interface Policy extends Partial<Chapters> {
  readonly organisation: Organisation;
  /** The first one is authoritative. */
  readonly languages: readonly Language[];
  /** IANA name; calendar days are counted here. */
  readonly timeZone: string;
  readonly inForceOn: LocalDate;
  /** Where it was promised that there is one version in force. */
  readonly version?: Declared;
  readonly persons: readonly PersonKind[];
  readonly categories: readonly Category[];
  readonly purposes: readonly Purpose[];
  readonly recipients: readonly Recipient[];
  readonly keep: readonly KeepRule[];
  readonly rights: Rights;
  readonly systems: readonly System[];
  /** What is promised in words only, under a heading of the notice. */
  readonly statements: readonly Statement[];
  readonly waivers: readonly Waiver[];
  /** Cites and house text for promises that follow from the policy and have no words of their own in it, by promise id. */
  readonly promises?: readonly PromiseNote[];
}

/** Everything that can be promised carries where it was promised, house text for the notice, and its place. */
export interface Declared {
  /** Entries of the ledger or sentences this stands for: `002-017`. Free text without white space. */
  readonly cites: readonly string[];
  /** House text for the notice; facts are never repeated here. */
  readonly says?: Localized;
  readonly at: Location;
}

export interface Organisation extends Declared {
  readonly name: string;
  readonly legalName?: string;
  /** ISO 3166-1 alpha-2, upper case. Decides the lead authority and the calendar. */
  readonly country: string;
  readonly address?: string;
  /** Register and number: `{kvk: "12345678"}`. */
  readonly registration: Readonly<Record<string, string>>;
  readonly contact: {
    readonly email: string;
    readonly person?: string;
    readonly phone?: string;
    readonly cites?: readonly string[];
    readonly says?: Localized;
  };
  readonly website?: string;
  readonly authority: AuthorityId;
}

export interface PersonKind extends Declared {
  readonly name: string;
  readonly title: Localized;
}

/** A category of personal data. `contact.email` is a `contact`; matching is by whole dotted parts, never by prefix text. */
export interface Category {
  readonly name: string;
  readonly title: Localized;
  /** Term of the W3C Data Privacy Vocabulary (personal data extension), such as `pd:EmailAddress`. */
  readonly dpv?: string;
  /** A value of it points at one person, so that it is searched again after erasure. */
  readonly identifying: boolean;
  /** Special category, GDPR art. 9. */
  readonly special: boolean;
  /** For a special category: the exception of GDPR art. 9(2) that allows it, as the policy names it. */
  readonly ground?: SpecialGround;
  /** For a category of the policy's own, when it was promised somewhere. */
  readonly declared?: Declared;
}

/** The exceptions of GDPR art. 9(2) by letter, (a) to (j). */
export type SpecialGround =
  | "explicit-consent"
  | "employment-law"
  | "vital-interests"
  | "members-of-association"
  | "made-public"
  | "legal-claims"
  | "public-interest"
  | "health-care"
  | "public-health"
  | "archiving-research";

export type BasisKind =
  | "consent"
  | "contract"
  | "legal-obligation"
  | "vital-interests"
  | "public-task"
  | "legitimate-interest";

export interface Purpose extends Declared {
  readonly name: string;
  readonly title: Localized;
  readonly of: readonly string[];
  readonly uses: readonly string[];
  readonly basis: {
    /** GDPR art. 6(1)(a)–(f). */
    readonly kind: BasisKind;
    /** For `legal-obligation`: the duty. For `legitimate-interest`: the interest, in words. */
    readonly duty?: RetentionDutyId;
    readonly interest?: Localized;
  };
  /** Present when the data is mandatory: what happens without it (GDPR art. 13(2)(e)). */
  readonly required?: { readonly consequence: Localized };
}

export const recipientRoles = ["processor", "controller", "joint-controller", "authority", "other-user"] as const;
/** `other-user`: somebody else who uses the service, such as the other side of a conversation. */
export type RecipientRole = (typeof recipientRoles)[number];

export interface Recipient extends Declared {
  readonly name: string;
  /** Its name, or what kind of party it is: `lawyers and accountants`. */
  readonly party: Localized;
  readonly role: RecipientRole;
  /** Where it has the data: ISO 3166-1 alpha-2; the first is where it is established. Empty only when `worldwide`. */
  readonly countries: readonly string[];
  /** It can be anywhere. */
  readonly worldwide: boolean;
  /** Needed outside the EEA: `adequacy`, `dpf`, `scc`, … (GDPR arts. 45–49). */
  readonly safeguard?: string;
  readonly purposes: readonly string[];
  readonly receives: readonly string[];
  /** When it gets everything that any purpose uses but these; `receives` then holds the rest. */
  readonly allBut?: readonly string[];
  /** Where it says itself what it does with data. */
  readonly privacyNotice?: string;
  /** The address at which it takes in what requests of persons ask of it. */
  readonly requestsTo?: string;
  /** What is promised about it, by the words of `language/recipient-clauses.ts`. */
  readonly clauses: Readonly<Partial<Record<string, Declared>>>;
  readonly contract?: {
    readonly signedOn: LocalDate;
    readonly expiresOn?: LocalDate;
    readonly document?: string;
    readonly terms: readonly string[];
    readonly cites?: readonly string[];
    readonly says?: Localized;
    readonly at?: Location;
  };
  readonly subprocessors: "none" | "general" | readonly string[];
  /** The recipient that engages this one and passes data on to it; it stands right before it, or before its like. */
  readonly engagedBy?: string;
  /** What this party says it also does with the data, for itself. */
  readonly ownUse?: Localized;
  /**
   * Rows that show this party holds the data of a person: `{system: shop, table: shipments}`. Without it the party is
   * listed for every person that its purposes concern.
   */
  readonly holdsWhen: readonly {
    readonly system: string;
    readonly table: string;
    readonly column?: string;
    readonly equals?: string;
  }[];
}

/** How long, and what then. A rule without an end cannot be written. */
export interface KeepRule extends Declared {
  readonly name: string;
  /** What it keeps, in a sentence; the categories in its tables when left out. */
  readonly title?: Localized;
  readonly until: Until;
  /** Present when the law obliges keeping, also against erasure (GDPR art. 17(3)(b)). Needs `until.kind: "law"`. */
  readonly hold?: {
    /** Role names of the systems that must not see held rows: `staff`. */
    readonly hiddenFrom: readonly string[];
    /** Role names that still may: `audit`. */
    readonly readableBy: readonly string[];
    readonly cites?: readonly string[];
    readonly says?: Localized;
    readonly at?: Location;
  };
  readonly then: "erase" | "anonymise" | "aggregate";
}

export type Until =
  /** Until the person says the relationship ends (which opens an erasure when `rights.leaving` says so). */
  | { readonly kind: "relationship-ends" }
  /** A period after a date that the table names. */
  | {
      readonly kind: "after";
      /** Zero days: at the event itself. */
      readonly period: Period;
      readonly event: string;
      /** What the event is called in a sentence: `the end of your contract`. */
      readonly called?: Localized;
    }
  /** As long as a dated duty in the law room says. */
  | { readonly kind: "law"; readonly duty: RetentionDutyId }
  /** Until the last of these ends. */
  | { readonly kind: "longest"; readonly of: readonly Exclude<Until, { readonly kind: "longest" }>[] };

export type RightKind =
  | "access"
  | "rectification"
  | "erasure"
  | "restriction"
  | "portability"
  | "objection"
  | "automated-decision"
  | "withdraw-consent"
  | "complaint";

export interface GrantedRight extends Declared {
  readonly kind: RightKind;
  /** People where it is granted to. */
  readonly for: readonly Region[];
  /** What is promised about it, by the words of `language/right-clauses.ts`. */
  readonly clauses: Readonly<Partial<Record<string, Declared>>>;
}

export type RequestWay = "form" | "e-mail" | "post" | "phone" | "app" | "profile";

export interface RequestWays extends Declared {
  readonly name: string;
  readonly by: readonly RequestWay[];
  readonly for: readonly Region[];
}

export interface Rights extends Declared {
  readonly granted: readonly GrantedRight[];
  /** How requests are made, beside the privacy centre. */
  readonly ways: readonly RequestWays[];
  /** What holds for the use of every right. */
  readonly general: Readonly<Partial<Record<string, Declared>>>;
  /** Days within which an answer was promised; the law's month holds as well and the earliest counts. */
  readonly answerWithinDays?: number;
  /** Where those days were promised. */
  readonly answerWithin?: Declared;
  readonly copyTo: {
    /** Copies go to an address already on file; another one needs an identity check. */
    readonly knownAddressOnly: boolean;
    /** An address changed more recently than this counts as another address. */
    readonly settledDays: number;
    readonly cites: readonly string[];
    readonly says?: Localized;
    readonly at?: Location;
  };
  /** "I no longer want your services" is a request for erasure. */
  readonly leavingErases: boolean;
  /** Where that was promised. */
  readonly leaving?: Declared;
  readonly register: {
    readonly erasure: "anonymous" | "identified";
    readonly keepYears: number;
    readonly cites: readonly string[];
    readonly says?: Localized;
    readonly at?: Location;
  };
}

export interface System extends Declared {
  readonly name: string;
  readonly title: Localized;
  readonly connector: "postgres" | "mariadb" | "sqlite";
  /** The name of the environment variable that holds the address; an address in the document is refused. */
  readonly urlFrom: string;
  /** Of the tables. Empty: the database that the address names. SQLite has one, `main`. */
  readonly schema: string;
  /** Where the data is: ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** Database roles by the names that holds use (`staff`, `audit`): `{staff: ["shop_staff"]}`. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly tables: readonly Table[];
  /** Tables that hold no personal data, each with the reason. */
  readonly withoutPersons: readonly { readonly table: string; readonly reason: string; readonly at: Location }[];
}

export interface Table extends Declared {
  /** As the catalogue spells it, without schema. */
  readonly name: string;
  /**
   * Whose row it is. The first path whose reference exists (or whose identity column has a value) decides; later ones are
   * not asked. A row none of them leads anywhere is nobody's.
   */
  readonly person: readonly PersonPath[];
  /** Further persons the row is about. A row with owners in more than one person is shared. */
  readonly alsoAbout: readonly PersonPath[];
  readonly columns: readonly Column[];
  /** Columns that say nothing about a person, so that they are not findings. */
  readonly notPersonal: readonly string[];
  readonly keep?: {
    readonly rule: string;
    /** Where the term starts: a date, timestamp or year column of this table, or of one it refers to. */
    readonly from?: { readonly column: string } | { readonly via: Reference; readonly column: string };
  };
  readonly erase: "delete" | "anonymise" | "keep";
  /** Columns that say what the person is entitled to; the use of a right never changes them. */
  readonly entitles?: readonly string[];
  /** What happens to rows that are also another person's. */
  readonly shared: { readonly access: "show" | "withhold"; readonly erase: "keep" | "detach" };
}

export type Erased =
  | { readonly kind: "null" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "keep" };

/** A value that says less. `part`: the first day of its month or year, or the network of an IP address (24 or 48 bits). */
export type Coarser =
  | { readonly kind: "part"; readonly of: "year" | "month" | "network" }
  | { readonly kind: "first"; readonly characters: number };

export interface Column {
  readonly name: string;
  readonly category: string;
  /** For a JSON column: path of members (`["contact","email"]`) to category. Empty: the whole value is of `category`. */
  readonly json: readonly { readonly path: readonly string[]; readonly category: string }[];
  /** What erasure leaves in an anonymised row: SQL NULL, a fixed text (`{random}` is replaced by a random token), or the value itself. */
  readonly erased: Erased;
  /** What it becomes when the term of the row is over and the row stays; as `erased` when absent. */
  readonly afterTerm?: Erased | Coarser;
  /** Holds what was so before, such as a former address: it is right, and stays when the present value is corrected. */
  readonly former?: true;
  readonly at: Location;
}

export interface Statement extends Declared {
  readonly name: string;
  /** Heading of the notice under which it stands. */
  readonly under: NoticeSection;
  readonly says: Localized;
}

/** The headings of the notice, in its order. */
export type NoticeSection =
  | "who-we-are"
  | "scope"
  | "what-we-use"
  | "sources"
  | "purposes"
  | "consent"
  | "recipients"
  | "transfers"
  | "sale"
  | "retention"
  | "not-kept"
  | "security"
  | "incidents"
  | "rights"
  | "complaints"
  | "children"
  | "automated-decisions"
  | "cookies"
  | "public"
  | "on-behalf"
  | "disclosure"
  | "changes";

/** A promise that is knowingly not kept for now, or a finding of the check that somebody answers for. */
export interface Waiver {
  readonly promise?: string;
  /** The code of a finding, and the part of the policy it is about; everywhere when left out. */
  readonly finding?: { readonly code: string; readonly in?: string };
  readonly by: string;
  readonly reason: string;
  readonly untilOn: LocalDate;
  readonly at: Location;
}

/** `promises: {answers.categories: {cites: [002-091]}}`: what a derived promise stands for, and in which words. */
export interface PromiseNote extends Declared {
  readonly promise: string;
}
