/** What a service offers, as data: which calls find, hand out, correct and erase a person's records, and what it does not offer. */
import type { Location } from "#base";
import type { JsonPath } from "./json-path.ts";
import type { Template } from "./template.ts";

export interface ServiceDeclaration {
  readonly title: string;
  /** Where its contract can be read. */
  readonly documentation: string;
  /** Unless the installation names another. */
  readonly address?: URL;
  readonly headers: readonly Field[];
  readonly authentication: Authentication;
  readonly limits: ServiceLimits;
  /** Values that differ per installation: name in templates → variable of the environment. */
  readonly settings: Readonly<Record<string, string>>;
  /** A call that changes nothing, to see whether we may use the service. */
  readonly check?: Call;
  readonly records: readonly RecordDeclaration[];
  /** Why there is no call for something: shown to staff, and the reason for a message or a task. */
  readonly notOffered: Readonly<Partial<Record<Ability, string>>>;
  /** Who is written to instead. */
  readonly contact?: string;
  /** Signature of every answer, checked before it is believed. */
  readonly signed?: AnswerSignature;
  readonly at: Location;
}

export const abilities = ["find", "read", "correct", "erase"] as const;
export type Ability = (typeof abilities)[number];

/** Variables of the environment are named here, never their values. */
export type Authentication =
  | { readonly kind: "none" }
  | { readonly kind: "basic"; readonly user: string; readonly password?: string }
  | { readonly kind: "bearer"; readonly token: string }
  | { readonly kind: "header"; readonly name: string; readonly value: string }
  | {
      readonly kind: "oauth2";
      readonly grant: "client-credentials" | "refresh-token";
      /** A path on the address of the service, or an address of its own. */
      readonly token: Template;
      readonly client: string;
      readonly secret: string;
      readonly refresh?: string;
      readonly scope?: string;
      readonly sends: "basic" | "body";
    }
  | {
      readonly kind: "signature";
      readonly key: string;
      readonly header: string;
      /** Made of `{method}`, `{target}` (path and query), `{body}` and `{time}` (seconds since 1970). */
      readonly over: Template;
      readonly hash: "sha256" | "sha512";
      readonly encoding: "hex" | "base64";
      /** Header that carries `{time}`. */
      readonly time?: string;
    };

export interface ServiceLimits {
  readonly perSecond: number;
  readonly atOnce: number;
  /** Seconds for one answer. */
  readonly seconds: number;
  /** Pages of one list; more is an error, never a silent end. */
  readonly pages: number;
  readonly answerKilobytes: number;
}

export interface AnswerSignature {
  readonly header: string;
  /** Variable with the certificate of the service, in PEM. */
  readonly certificate: string;
}

export interface Field {
  readonly name: string;
  readonly value: Template;
}

/** Text, lists and mappings with templates where texts are. */
export type BodyTree = Template | number | boolean | null | readonly BodyTree[] | { readonly [name: string]: BodyTree };

export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: Template;
  readonly query: readonly Field[];
  readonly headers: readonly Field[];
  readonly body:
    | { readonly kind: "none" }
    | { readonly kind: "json"; readonly tree: BodyTree }
    | { readonly kind: "form"; readonly fields: readonly Field[] };
  /** Header that lets the service recognise a call that is made again. */
  readonly onceBy?: string;
  readonly at: Location;
}

export type Paging =
  | { readonly kind: "none" }
  /** The value at `from` goes into the parameter; the list ends when it is absent or `more` is false. */
  | { readonly kind: "cursor"; readonly parameter: string; readonly from: JsonPath; readonly more?: JsonPath }
  /** The parameter rises by `step`; the list ends with a page of fewer than `size` items. */
  | {
      readonly kind: "number";
      readonly parameter: string;
      readonly first: number;
      readonly step: number;
      readonly size: number;
    }
  /** `Link: <…>; rel="next"` */
  | { readonly kind: "link" }
  /** The whole address of the next page stands in the body. */
  | { readonly kind: "next"; readonly from: JsonPath };

/** A call that lists things. */
export interface Listing {
  readonly call: Call;
  readonly items: JsonPath;
  readonly paging: Paging;
  /** Statuses that mean: there is nothing. */
  readonly absent: readonly number[];
}

/** One way in which records of a person are found. */
export interface Lookup {
  /** `email`, or a name under `matches` of the store. */
  readonly by: string;
  /** Absent: the service tells nobody what it holds, and a record is assumed for each value. */
  readonly list?: Listing;
  /** First this list; the look-up is done for each of its items, as `{each}`. */
  readonly each?: { readonly list: Listing; readonly id: JsonPath };
  /** Where the id of a record stands in an item; the value itself when absent. */
  readonly id?: JsonPath;
  /** Further values of an item that other calls need. */
  readonly with: readonly { readonly name: string; readonly path: JsonPath }[];
  /** Items count only when these hold, so that a search that finds too much does no harm. */
  readonly only: readonly { readonly path: JsonPath; readonly value: Template }[];
  readonly except: readonly { readonly path: JsonPath; readonly value: Template }[];
  /** The service never lists more than this many. */
  readonly atMost?: number;
  readonly at: Location;
}

export interface Completion {
  /** Where the number of the job stands in the answer; or, with `header`, in which header. The whole address of its status also fits. */
  readonly job?: JsonPath;
  readonly header?: string;
  readonly ask?: Call;
  readonly state?: JsonPath;
  readonly done: readonly string[];
  readonly waiting: readonly string[];
  /** A call that must follow when the job is in one of these states. */
  readonly proceed?: { readonly when: readonly string[]; readonly call: Call };
  readonly everySeconds: number;
}

/** A call that changes something. */
export interface Change {
  readonly call: Call;
  /** Reads what the service already took on of this order; when it answers, nothing is asked for a second time. */
  readonly unless?: Call;
  readonly done: readonly number[];
  /** It was not there any more. */
  readonly gone: readonly number[];
  /** The service refuses, and asking again does not help. */
  readonly blocked: readonly number[];
  /** What a good answer says. */
  readonly says?: { readonly path: JsonPath; readonly value: string };
  readonly completes?: Completion;
}

export interface RecordDeclaration {
  readonly name: string;
  readonly find: readonly Lookup[];
  /** Absent: what `find` gives is handed out. */
  readonly read?: Call;
  readonly erase?: Change;
  /** Why it is not erased: a ground of the company, not of the service. */
  readonly stays?: string;
  readonly correct?: Correcting;
}

export interface Correcting {
  readonly change: Change;
  /** Category → where it stands in the record, and is written. */
  readonly fields: readonly { readonly category: string; readonly path: JsonPath }[];
  readonly body: "json" | "form";
  /** The member of the body that holds the fields. */
  readonly inside?: JsonPath;
}
