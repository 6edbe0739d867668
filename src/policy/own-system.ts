import type { Location } from "#base";
import type { Column, Policy, System, Table } from "./model.ts";

const at: Location = { file: "gestand", line: 1, column: 1 };
const declared = { cites: [], at } as const;

const kept = (name: string, category: string): Column => ({
  name,
  category,
  json: [],
  erased: { kind: "keep" },
  at,
});

/** Rows about a request: of whoever made it, with nothing in the clear that says who that is. */
function ofRequest(name: string, columns: readonly string[], other: readonly string[]): Table {
  return {
    ...declared,
    name,
    person: [{ kind: "reference", reference: { columns: ["request_id"], table: "request" }, at }],
    alsoAbout: [],
    columns: columns.map((column) => kept(column, "privacy-request")),
    notPersonal: other,
    erase: "keep",
    shared: { access: "withhold", erase: "keep" },
  };
}

const request: Table = {
  ...declared,
  name: "request",
  person: [{ kind: "identity", person: "requester", identity: "email", column: "requester_digest", digest: true, at }],
  alsoAbout: [],
  columns: [
    // The one thing that ties an entry of the register to a person. Erasure takes it away; the entry stays.
    { name: "requester_digest", category: "contact.email", json: [], erased: { kind: "null" }, at },
    ...[
      "reference",
      "kind",
      "state",
      "received_on",
      "due_on",
      "closed_on",
      "outcome",
      "purposes",
      "laws",
      "acknowledged_on",
      "asked_as",
    ].map((name) => kept(name, "privacy-request")),
  ],
  notPersonal: [
    "language",
    "channel",
    "received_at",
    "due_because",
    "due_article",
    "promised_on",
    "legal_on",
    "due_unconfirmed",
    "acknowledge_by",
    "extended_at",
    "verified_at",
    "located_at",
    "locate_failed_at",
    "found_anything",
    "other_address",
    "identity_doubt",
    "identity_asked_at",
    "identity_shown_at",
    "identity_decided_at",
    "identity_accepted",
    "key_id",
    "shredded_at",
    "plan_id",
    "follow_token_hash",
    "refusal_reason",
    "answered_on",
    "closed_at",
    "closed_evidence",
    "joined_to",
    "proposed_at",
    "corrections_decided_at",
  ],
  erase: "anonymise",
  shared: { access: "withhold", erase: "keep" },
};

/**
 * What somebody had stopped. It stays after an erasure, as a keyed digest: a stop that were forgotten with the person would be
 * broken when the address comes back (GDPR art. 21(3)).
 */
const requestStop: Table = {
  ...declared,
  name: "request_stop",
  person: [{ kind: "identity", person: "requester", identity: "email", column: "person_digest", digest: true, at }],
  alsoAbout: [],
  columns: [
    kept("person_digest", "contact.email"),
    ...["stopped", "purpose", "because", "since"].map((name) => kept(name, "privacy-request")),
  ],
  notPersonal: ["id", "request_id", "plan_id"],
  erase: "keep",
  shared: { access: "withhold", erase: "keep" },
};

/**
 * What somebody allowed and said no to. It stays after an erasure, as a keyed digest: the proof of a consent (GDPR art. 7(1),
 * 17(3)(e)), and a no that were forgotten would be broken when the address comes back (art. 21(3)).
 */
const personChoice: Table = {
  ...declared,
  name: "person_choice",
  person: [{ kind: "identity", person: "requester", identity: "email", column: "person", digest: true, at }],
  alsoAbout: [],
  columns: [kept("person", "contact.email"), ...["act", "about", "at", "channel"].map((name) => kept(name, "consent"))],
  notPersonal: ["batch", "place", "once", "body", "leaf", "forgotten"],
  erase: "keep",
  shared: { access: "withhold", erase: "keep" },
};

/** That somebody signed up and has not confirmed it yet; forgotten when the term ends. Gone with the person. */
const personSignUp: Table = {
  ...declared,
  name: "person_sign_up",
  person: [{ kind: "identity", person: "requester", identity: "email", column: "person", digest: true, at }],
  alsoAbout: [],
  columns: [kept("person", "contact.email"), kept("purposes", "consent"), kept("created_at", "consent")],
  notPersonal: ["id", "language", "token_hash", "key_id", "expires_at", "by_parent"],
  erase: "delete",
  shared: { access: "withhold", erase: "keep" },
};

/** That somebody was written to at an address that was not proven, for a day. Gone with the person. */
const personLetter: Table = {
  ...personSignUp,
  name: "person_letter",
  columns: [kept("person", "contact.email"), kept("sent_at", "consent")],
  notPersonal: ["id"],
};

/** Which address a correction put on file, for as long as it is not settled. Gone with the person. */
const addressChange: Table = {
  ...declared,
  name: "address_change",
  person: [{ kind: "identity", person: "requester", identity: "email", column: "new_digest", digest: true, at }],
  alsoAbout: [],
  columns: [
    { name: "new_digest", category: "contact.email", json: [], erased: { kind: "null" }, at },
    ...["noted_at", "done_at", "stopped_at"].map((name) => kept(name, "privacy-request")),
  ],
  notPersonal: ["request_id", "token_hash"],
  erase: "delete",
  shared: { access: "withhold", erase: "keep" },
};

/** That a letter about a new version went to somebody, for as long as each must get it once. Gone with the person. */
const announcementLetter: Table = {
  ...declared,
  name: "announcement_letter",
  person: [{ kind: "identity", person: "requester", identity: "email", column: "addressee_digest", digest: true, at }],
  alsoAbout: [],
  columns: [
    { name: "addressee_digest", category: "contact.email", json: [], erased: { kind: "null" }, at },
    kept("version", "privacy-request"),
    kept("persons", "privacy-request"),
  ],
  // The address is sealed, until the letter is handed over; the message in the outbox says nothing of the person.
  notPersonal: ["sealed", "mail_id"],
  erase: "delete",
  shared: { access: "withhold", erase: "keep" },
};

/** That somebody was asked to consent anew, and what the answer was, until the link ends. Gone with the person. */
const renewalLink: Table = {
  ...declared,
  name: "renewal_link",
  person: [{ kind: "identity", person: "requester", identity: "email", column: "addressee_digest", digest: true, at }],
  alsoAbout: [],
  columns: [
    { name: "addressee_digest", category: "contact.email", json: [], erased: { kind: "null" }, at },
    kept("version", "consent"),
    kept("answer", "consent"),
    kept("answered_at", "consent"),
  ],
  // The address is sealed, until the answer is carried out.
  notPersonal: ["id", "token_hash", "sealed", "expires_at", "applied_at", "rows"],
  erase: "delete",
  shared: { access: "withhold", erase: "keep" },
};

/**
 * To whom data of somebody was given (GDPR art. 15(1)(c)). Erasure takes the person away; the line stays for the report of
 * the year, and names nobody then.
 */
const disclosure: Table = {
  ...declared,
  name: "disclosure",
  person: [{ kind: "identity", person: "requester", identity: "email", column: "person_digest", digest: true, at }],
  alsoAbout: [],
  columns: [
    { name: "person_digest", category: "contact.email", json: [], erased: { kind: "null" }, at },
    ...["recipient", "purpose", "categories", "ground", "disclosed_on", "authority", "legal_basis"].map((name) =>
      kept(name, "privacy-request"),
    ),
  ],
  notPersonal: ["id", "once", "source", "allowed", "recorded_by", "recorded_at"],
  erase: "anonymise",
  shared: { access: "withhold", erase: "keep" },
};

/** Tables that name nobody, or whose content is sealed under a key that is destroyed with the request. */
const withoutPersons: Readonly<Record<string, string>> = {
  announcement: "Which versions of your policy were announced; counts, and a sealed place to go on from.",
  announcement_count: "How many persons of each kind a version concerns.",
  announcement_told_otherwise: "How many people were told of a version in another way than by mail; counts only.",
  answer: "Sealed copies for a person, destroyed with the key of the request.",
  answer_chunk: "Parts of those copies.",
  consent_withdrawal: "Consents that end in your tables; whose they are is sealed until that is done.",
  consent_notice: "What visitors were shown when they chose.",
  consent_rate: "How many said yes and no, by day; counts only.",
  consent_wording_rate: "How many said yes and no after which wording; counts only.",
  consent_rate_mark: "Up to where that was counted.",
  consent_sight: "What your pages have and what was held back in them; names from your policy and counts only.",
  consent_undeclared: "Names of cookies that browsers had and your policy does not; counts only.",
  consent_record: "Choices of browsers, by a digest of a number that only the browser has; nothing leads to a person.",
  disclosure_withheld:
    "Demands of authorities that the law forbids telling the person of (GDPR art. 23), by keyed digest, until it allows.",
  erasure_return: "What was found again of erased persons, by column; counts only.",
  erasure_watch: "Keyed digests of what was erased, so that its return is noticed; they name nobody.",
  erasure_watch_ground: "Why something was left; counts only.",
  evidence_checkpoint: "Signed heads of the evidence log.",
  evidence_entry: "The evidence log: counts, digests and references, never personal data.",
  evidence_head: "The size of the evidence log.",
  evidence_node: "Hashes of the evidence log.",
  inbox_file: "Files of letters that staff must still sort, sealed under a key of the letter.",
  inbox_state: "How far the mailbox was read that is watched.",
  installation: "One row about this installation.",
  mail_message: "Mail, sealed until it is sent and then emptied.",
  migration: "Which versions of our tables were made.",
  passkey_challenge: "Random numbers of sign-ins under way.",
  person_link_key: "Which key seals the addresses in links by which persons choose.",
  person_change: "Whose answers programs must look up anew, by keyed digest; forgotten after two hours.",
  plan: "Plans: counts and digests.",
  plan_secret: "Sealed working copies, destroyed when the plan ends.",
  plan_step: "Steps of plans: counts.",
  plan_task: "What a person does for a plan; notes are sealed under the key of the request.",
  policy_version: "Published versions of your policy, and which of your own staff published them.",
  promise_history: "What checks found; counts only.",
  promise_status: "What checks found; counts only.",
  rate_window: "Counts by keyed digest, forgotten after a day.",
  recipient_notice: "What recipients were told and answered; whom it is about is sealed until they do.",
  renewal: "Which versions need consent anew, and how far that is; counts only.",
  renewal_key: "Which key seals the addresses of those who are asked.",
  renewal_place: "In which of your tables consents stopped counting; counts only.",
  replay: "Erasures that were done once more after a backup was restored.",
  request_plan: "States of plans.",
  retention_approved: "Which terms your own staff let run by themselves, per table.",
  retention_count: "How many rows of your tables are past their term; counts only.",
  retention_sweep: "Which tables rows were cleared from at the end of their term; counts only.",
  sealing_key: "Wrapped keys.",
  sign_in_link: "Hashes of one-time links of staff.",
  staff: "Accounts of your own staff; they are managed in the console, not by requests.",
  staff_passkey: "Public keys of your own staff.",
  staff_session: "Hashes of sessions of your own staff.",
};

const requestTables: readonly Table[] = [
  ofRequest(
    "request_event",
    ["at", "from_state", "to_state", "event"],
    ["id", "by_kind", "by_staff", "reason", "evidence_index"],
  ),
  // Sealed under the request's key: unreadable here, and unreadable to everybody once the key is destroyed.
  ofRequest("request_secret", [], ["name", "sealed"]),
  ofRequest("request_message", ["received_at"], ["id", "sealed", "told_at"]),
  ofRequest("request_file", ["received_at", "deleted_at"], ["id", "message_id", "size_bytes", "sealed"]),
  ofRequest(
    "inbox_message",
    ["arrived_at"],
    ["id", "mailbox", "uid_validity", "uid", "digest", "outcome", "key_id", "sealed", "proposed", "put_away_at"],
  ),
  ofRequest("request_once", ["made_at"], ["digest", "body_digest"]),
  ofRequest("request_entitlement", ["measured_at"], ["digests"]),
  ofRequest(
    "hand_over",
    ["state", "asked_at", "ended_at"],
    ["decided_at", "decided_by", "attempts", "size_bytes", "sha256", "status", "failure"],
  ),
  ofRequest(
    "customer_notice",
    ["made_at", "answered_at"],
    ["id", "about", "kind", "on_behalf", "customer", "key_id", "sealed", "token_hash", "expires_at", "answer"],
  ),
  ofRequest("request_asker", ["confirmed_at", "stopped_at"], ["gives_answer", "token_hash"]),
  ofRequest("request_code", [], ["code_hash", "tries", "expires_at"]),
  ofRequest(
    "delivery",
    [],
    [
      "token_hash",
      "to_known_address",
      "identity_accepted",
      "size_bytes",
      "failed_mails_before",
      "created_at",
      "expires_at",
      "claim",
      "claimed_until",
      "fetched_at",
      "shredded_at",
    ],
  ),
];

/** What it is called among the systems of a policy. */
export const ownSystemName = "gestand";

/**
 * Gestand's own database as a system of the data map, so that it is searched, exported and erased by the same path as every
 * other. Requests are found by a keyed digest of the address: the connector is handed the digest function.
 */
export function ownSystem(): System {
  return {
    ...declared,
    name: ownSystemName,
    title: { nl: "het register van privacyverzoeken", en: "the register of privacy requests" },
    connector: "postgres",
    urlFrom: "DATABASE_URL",
    schema: "gestand",
    roles: {},
    tables: [
      request,
      ...requestTables,
      requestStop,
      personChoice,
      personSignUp,
      personLetter,
      addressChange,
      announcementLetter,
      renewalLink,
      disclosure,
      ofRequest("request_wait", ["kind", "asked_on", "answered_on"], ["id", "clock_stands"]),
      ofRequest("request_reminder", [], ["days_before", "at", "evidence_index"]),
    ],
    withoutPersons: Object.entries(withoutPersons).map(([table, reason]) => ({ table, reason, at })),
  };
}

/** The policy with our own database added as a system, once. */
export function withOwnSystem(policy: Policy): Policy {
  const own = ownSystem();
  if (policy.systems.some((system) => system.name === own.name)) return policy;
  const requester = {
    ...declared,
    name: "requester",
    title: { nl: "wie een verzoek doet", en: "whoever makes a request" },
  };
  const persons = policy.persons.some((kind) => kind.name === requester.name)
    ? policy.persons
    : [...policy.persons, requester];
  return { ...policy, persons, systems: [...policy.systems, own] };
}
