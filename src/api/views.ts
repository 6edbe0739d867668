/** The shapes that leave the server, as JSON. Dates are `YYYY-MM-DD`, instants ISO 8601 in UTC. */
import { z } from "zod";
import { languages } from "#base";
import {
  dueGrounds,
  identityDoubts,
  noticeSections,
  promiseStatuses,
  refusalReasons,
  requestKinds,
  requestNeeds,
  requestOutcomes,
  requestStates,
} from "#policy";
import { decidedCorrection, decision } from "./corrections.ts";
import { clarification, clockStands, complaintsTo, lawOfRequest, residence } from "./law.ts";
import { askedAs, asker, forOther } from "./for-other.ts";
import { handOver, handOverTries } from "./hand-over.ts";
import { requestMessage } from "./messages.ts";
import { day, instant } from "./moments.ts";

export * from "./versions.ts";

const language = z.enum(languages);

export const requestKind = z.enum(requestKinds);
export const requestState = z.enum(requestStates);
export const refusalReason = z.enum(refusalReasons);

export const submission = z.object({
  kind: requestKind,
  email: z
    .string()
    .trim()
    .min(3)
    .max(254)
    .regex(/^[^\s@<>"]+@[^\s@<>"]+$/, "This is not an e-mail address"),
  knownEmail: z
    .string()
    .trim()
    .max(254)
    .regex(/^[^\s@<>"]+@[^\s@<>"]+$/)
    .optional(),
  knownAs: z
    .record(z.string().max(60), z.string().trim().max(100))
    .describe("What else you are known by, by the names of the policy's identities: {phone: 06-12345678}")
    .optional(),
  message: z.string().max(5_000).optional(),
  purposes: z
    .array(z.string().max(60))
    .max(50)
    .describe("What it is about, by the names of the policy's purposes; for an objection or a withdrawal of consent")
    .optional(),
  residence: residence.optional(),
  forOther: forOther.optional(),
  language: language.default("nl"),
});
export type Submission = z.infer<typeof submission>;

export const submitted = z.object({
  reference: z
    .string()
    .describe("Opens the page where the code is entered; always given, whether or not the address is known"),
  codeSent: z.boolean().describe("False when it took effect at once and nothing need be confirmed"),
});
export const confirmation = z.object({ code: z.string().regex(/^[\d\s]{4,20}$/) });
export const confirmed = z.object({ followToken: z.string() });

export const due = z.object({
  on: day,
  because: z.enum(dueGrounds),
  promisedOn: day.optional(),
  legalOn: day,
  article: z.string(),
  unconfirmed: z.boolean().describe("A figure behind the legal date was not confirmed; say so wherever it is shown"),
});

export const historyLine = z.object({
  at: instant,
  from: z.string(),
  to: requestState,
  event: z.string(),
  by: z.string().describe("`person`, `system` or the name of a member of staff"),
  reason: z.string().optional(),
  evidenceIndex: z.number().int(),
});

const localized = z.partialRecord(language, z.string());
const erased = z
  .object({
    rows: z.number().int().describe("Rows erased or made anonymous"),
    kept: z.array(
      z.object({
        system: localized,
        rows: z.number().int(),
        because: z.discriminatedUnion("kind", [
          z.object({
            kind: z.literal("hold"),
            untilOn: day,
            law: z.object({ title: localized, article: z.string() }).optional().describe("The duty in law to keep"),
          }),
          z.object({ kind: z.literal("shared") }),
          z.object({ kind: z.literal("declared-keep") }),
        ]),
      }),
    ),
    elsewhere: z
      .array(z.object({ title: localized, files: z.number().int().optional() }))
      .optional()
      .describe("Places outside the databases that the erasure did not reach"),
  })
  .describe("After a finished erasure: what went and what stays");

export const personRequest = z.object({
  reference: z.string(),
  kind: requestKind,
  state: requestState,
  language,
  receivedOn: day,
  due,
  history: z.array(historyLine),
  purposes: z.array(z.string()).describe("Purposes of the policy that it is about"),
  proposal: z.enum(["open", "sent"]).optional().describe("Whether the person may say now what is to be corrected"),
  corrections: z.array(decision),
  mayLift: z.boolean().describe("Restricted until the person says otherwise"),
  mayWithdraw: z.boolean(),
  identityAsked: z.boolean(),
  identityShown: z.boolean(),
  askedAs: askedAs.optional(),
  refusal: z.object({ reason: refusalReason, explanation: z.string() }).optional(),
  extension: z.object({ reason: z.string() }).optional(),
  authority: complaintsTo,
  clockStands: clockStands.optional(),
  clarification: clarification.pick({ question: true }).optional().describe("A question that can be answered now"),
  receipt: z.string().optional(),
  joined: z
    .array(
      z.object({
        reference: z.string(),
        receivedOn: day,
        channel: z.enum(["web", "staff", "mail", "app", "customer"]),
        receipt: z.string(),
      }),
    )
    .describe("Requests of the same that are answered with this one, each with a receipt of its own"),
  erased: erased.optional(),
  answer: z.object({ sizeBytes: z.number(), expiresAt: instant }).optional(),
  mayHandOver: z.boolean().describe("The person may say where the copy is to go as well"),
  handOver: handOver.optional(),
});
export type PersonRequest = z.infer<typeof personRequest>;

export const queueLine = z.object({
  id: z.string(),
  reference: z.string(),
  kind: requestKind,
  state: requestState,
  receivedOn: day,
  dueOn: day,
  daysLeft: z.number().int().describe("Negative when late"),
  clockStands: clockStands.optional(),
  acknowledgeBy: day.optional().describe("A law asks that receipt is acknowledged by then, and it was not yet"),
  overdue: z.boolean().optional(),
  needs: z.enum(requestNeeds),
});
export type QueueLine = z.infer<typeof queueLine>;

export const keptBecause = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("hold"), rule: z.string(), untilOn: day }),
  z.object({ kind: z.literal("shared") }),
  z.object({ kind: z.literal("declared-keep") }),
]);
export type KeptBecause = z.infer<typeof keptBecause>;
export const tableFinding = z.object({
  table: z.string(),
  rows: z.number(),
  shared: z.number(),
  read: z.number(),
  deleted: z.number(),
  anonymised: z.number(),
  kept: z.array(z.object({ because: keptBecause, rows: z.number() })),
  categories: z.array(z.string()),
});
export type TableFinding = z.infer<typeof tableFinding>;
export const problem = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning", "note"]),
  message: z.string(),
  remedy: z.string(),
  path: z.string().optional(),
  article: z.string().optional(),
});
export type ProblemView = z.infer<typeof problem>;
export const planStep = z.object({
  ordinal: z.number(),
  kind: z.enum(["identify", "collect", "erase", "correct", "restrict", "lift", "do", "verify", "close"]),
  system: z.string().optional(),
  store: z.string().optional(),
  state: z.enum(["waiting", "running", "pending", "done", "failed"]),
  waitingSince: instant.optional(),
  attempt: z.number(),
  progress: z.object({ done: z.number(), total: z.number() }).optional(),
  tables: z.array(tableFinding),
  residue: z.array(
    z.object({ table: z.string(), column: z.string(), rows: z.number(), because: keptBecause.optional() }),
  ),
  differences: z.array(
    z.object({ system: z.string(), table: z.string(), what: z.string(), approved: z.number(), found: z.number() }),
  ),
  error: z.object({ message: z.string(), retryable: z.boolean() }).optional(),
  evidenceIndex: z.number().optional(),
  finishedAt: instant.optional(),
});
export type PlanStepView = z.infer<typeof planStep>;
export const plan = z.object({
  id: z.string(),
  action: z.enum(["access", "portability", "erasure", "rectification", "restriction", "lifting"]),
  state: z.enum(["preparing", "ready", "blocked", "approved", "running", "done", "failed", "abandoned"]),
  hash: z.string(),
  previews: z.array(
    z.object({
      system: z.string(),
      tables: z.array(tableFinding),
      problems: z.array(problem),
      recipients: z.array(z.string()),
    }),
  ),
  stores: z.array(
    z.object({
      store: z.string(),
      by: z.enum(["connector", "person"]),
      keys: z.number(),
      finding: z
        .object({
          items: z.number(),
          kept: z.array(z.object({ because: keptBecause, items: z.number() })),
          missing: z.number(),
        })
        .optional(),
    }),
  ),
  problems: z.array(problem),
  steps: z.array(planStep),
});
export type PlanView = z.infer<typeof plan>;

export const staffRequest = personRequest.extend({
  id: z.string(),
  requester: z
    .object({
      email: z.string(),
      knownEmail: z.string().optional(),
      knownAs: z.record(z.string(), z.string()).optional(),
      message: z.string().optional(),
    })
    .optional(),
  candidates: z.array(
    z.object({
      system: z.string(),
      table: z.string(),
      key: z.array(z.string()),
      person: z.string(),
      label: z.string(),
      addressSince: instant.optional(),
      chosen: z.boolean(),
    }),
  ),
  search: z.enum(["waiting", "found", "nobody", "stopped"]).describe("Where the search for the person stands"),
  rowsByAddress: z.array(z.object({ system: z.string(), table: z.string(), rows: z.number() })),
  referred: z
    .object({
      all: z.boolean(),
      to: z.array(z.string()),
      told: z.array(
        z.object({ of: z.string(), toldAt: instant, answer: z.enum(["access", "erasure", "itself"]).optional() }),
      ),
    })
    .optional()
    .describe(
      "What was found is used for customers (names under onBehalf), who decide about it; with `all` nothing else was",
    ),
  identityDoubt: z.enum(identityDoubts).optional(),
  asker: asker.optional(),
  identityAccepted: z.boolean().optional().describe("Absent until staff decided about identity"),
  identityEvidence: z.object({ name: z.string(), sizeBytes: z.number(), mediaType: z.string() }).optional(),
  plan: plan.optional(),
  putTo: z.string().optional().describe("The body of the policy that an unsolved complaint was put to"),
  channel: z.enum(["web", "staff", "mail", "app", "customer"]),
  handOverTries: handOverTries.optional(),
  messages: z.array(requestMessage).describe("Letters that came about it, while its key lives"),
  proposed: z.array(decidedCorrection),
  law: lawOfRequest,
  clarifications: z.array(clarification),
  mayUphold: z.boolean().describe("Staff can answer it in favour of the person without a plan"),
  planned: z.boolean().describe("A plan carries it out"),
  waitsForPerson: z.boolean(),
  linkLost: z.boolean().describe("A mail failed since the link to the copy went out; it may be sent again"),
  mail: z.array(
    z.object({ class: z.string(), state: z.string(), lastError: z.string().optional(), sentAt: instant.optional() }),
  ),
});
export type StaffRequest = z.infer<typeof staffRequest>;

export const registerLine = z.object({
  reference: z.string(),
  kind: requestKind,
  state: requestState,
  receivedOn: day,
  dueOn: day,
  closedOn: day.optional(),
  inTime: z.boolean(),
  outcome: z.enum(requestOutcomes).optional(),
  refusalReason: refusalReason.optional(),
  article: z.string().describe("The provision that set the due date"),
  unconfirmed: z.boolean(),
  laws: z.array(z.string()),
  acknowledgedOn: day.optional(),
  extended: z.boolean(),
  evidenceIndexes: z.array(z.number().int()),
});
export type RegisterLine = z.infer<typeof registerLine>;

export const promiseStatus = z.object({
  id: z.string(),
  cites: z.array(z.string()),
  statement: z.string(),
  mechanism: z.string(),
  section: z.enum(noticeSections).describe("The heading of the notice under which it stands"),
  status: z.enum(promiseStatuses),
  checkedAt: instant.optional(),
  evidence: z.object({
    summary: z.string().describe("What was looked at and found, in words of the language that was asked for"),
    messages: z
      .array(
        z.object({
          key: z.string().describe("Stable name of the sentence"),
          values: z.record(
            z.string(),
            z.union([
              z.string(),
              z.number(),
              z.boolean(),
              z.object({ shown: z.array(z.string()), more: z.number().int() }),
            ]),
          ),
        }),
      )
      .describe("The same for machines"),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    logIndex: z.number().optional(),
  }),
});
export type PromiseView = z.infer<typeof promiseStatus>;

export const waivedFinding = z.object({
  code: z.string().describe("What kind of finding: own-use-denied"),
  path: z.string().describe("The member of the policy: recipients.mail.ownUse; empty for all of it"),
  at: z.object({ file: z.string(), line: z.number().int() }).optional(),
  message: z.string().describe("What was found, in English"),
  article: z.string().optional(),
  by: z.string(),
  reason: z.string(),
  untilOn: z.string().describe("The last day of the waiver"),
  daysLeft: z.number().int().describe("Negative when the waiver is over"),
  status: z.enum(["waived", "broken"]).describe("broken: the waiver is over and the finding stands again"),
});
export type WaivedFindingView = z.infer<typeof waivedFinding>;

export const checkpoint = z.object({
  origin: z.string(),
  size: z.number(),
  rootHash: z.string(),
  at: instant,
  note: z.string().describe("C2SP signed note"),
  verifierKey: z.string().describe("C2SP verifier key: name+hash+key"),
});
export type CheckpointView = z.infer<typeof checkpoint>;
export const evidenceEntry = z.object({
  index: z.number(),
  at: instant,
  kind: z.string(),
  body: z.record(z.string(), z.unknown()),
  leafHash: z.string(),
});
export type EvidenceEntryView = z.infer<typeof evidenceEntry>;
export const proof = z.object({ hashes: z.array(z.string()) });

/** RFC 9457 problem details. */
export const problemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
});
export type ProblemDetails = z.infer<typeof problemDetails>;
