/** Every JSON endpoint, once. The server serves these; the OpenAPI document describes these. */
import { z } from "zod";
import { languages } from "#base";
import { appSubmission, appSubmitted } from "./app.ts";
import { ownValue, proposal } from "./corrections.ts";
import { disclosureReport, disclosuresRecorded, disclosuresSent } from "./disclosures.ts";
import { handOverAsked } from "./hand-over.ts";
import { clarified } from "./law.ts";
import { queueQuery } from "./queue.ts";
import * as permission from "./permission.ts";
import * as view from "./views.ts";

export interface Endpoint {
  readonly id: string;
  readonly method: "get" | "post";
  readonly path: string;
  readonly summary: string;
  /** `public`: anybody. `person`: bearer token of a request. `staff`: console session. `program`: bearer token of the organisation. `app`: token that your own server signed. */
  readonly who: "public" | "person" | "staff" | "program" | "app";
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly answer: z.ZodType;
  readonly status: number;
}

export const endpoints = [
  {
    id: "submitRequest",
    method: "post",
    path: "/api/v1/requests",
    who: "public",
    status: 202,
    summary: "Use a right: a copy, a correction, erasure, an objection and so on, as the policy grants them",
    body: view.submission,
    answer: view.submitted,
  },
  {
    id: "submitFromApp",
    method: "post",
    path: "/api/v1/app/requests",
    who: "app",
    status: 201,
    summary:
      "The same for somebody who is signed in to your own app: your server vouches for the address, so no code is sent",
    headers: z.object({
      "Idempotency-Key": z
        .string()
        .min(16)
        .max(128)
        .describe("New for each request. Sent again within a day it answers the same (200) and makes nothing"),
    }),
    body: appSubmission,
    answer: appSubmitted,
  },
  {
    id: "confirmRequest",
    method: "post",
    path: "/api/v1/requests/{reference}/confirm",
    who: "public",
    status: 200,
    summary: "Confirm with the code that was mailed",
    body: view.confirmation,
    answer: view.confirmed,
  },
  {
    id: "followRequest",
    method: "get",
    path: "/api/v1/follow",
    who: "person",
    status: 200,
    summary: "How the request stands",
    answer: view.personRequest,
  },
  {
    id: "withdrawRequest",
    method: "post",
    path: "/api/v1/follow/withdraw",
    who: "person",
    status: 200,
    summary: "Withdraw the request",
    answer: view.personRequest,
  },
  {
    id: "ownValues",
    method: "get",
    path: "/api/v1/follow/values",
    who: "person",
    status: 200,
    summary: "One's own values, while they can be corrected",
    answer: z.array(ownValue),
  },
  {
    id: "proposeCorrections",
    method: "post",
    path: "/api/v1/follow/corrections",
    who: "person",
    status: 200,
    summary: "Say what is to be corrected",
    body: proposal,
    answer: view.personRequest,
  },
  {
    id: "answerClarification",
    method: "post",
    path: "/api/v1/follow/clarification",
    who: "person",
    status: 200,
    summary: "Answer the question of what exactly is asked",
    body: clarified,
    answer: view.personRequest,
  },
  {
    id: "askHandOver",
    method: "post",
    path: "/api/v1/follow/hand-over",
    who: "person",
    status: 200,
    summary: "Say to which https upload address the copy is to go as well; staff look at whose it is first",
    body: handOverAsked,
    answer: view.personRequest,
  },
  {
    id: "latestCheckpoint",
    method: "get",
    path: "/api/v1/evidence/checkpoint",
    who: "public",
    status: 200,
    summary: "The newest signed head of the evidence log",
    answer: view.checkpoint,
  },
  {
    id: "consistencyProof",
    method: "get",
    path: "/api/v1/evidence/consistency",
    who: "public",
    status: 200,
    summary: "Proof that the log of one size is the beginning of that of another (RFC 6962 §2.1.2)",
    query: z.object({ from: z.coerce.number().int().min(0), to: z.coerce.number().int().min(0) }),
    answer: view.proof,
  },
  {
    id: "recordDisclosures",
    method: "post",
    path: "/api/v1/disclosures",
    who: "program",
    status: 200,
    summary: "Say to whom data of persons was given; all or nothing, and sending an id again adds nothing",
    body: disclosuresSent,
    answer: disclosuresRecorded,
  },
  {
    id: "may",
    method: "post",
    path: "/api/v1/may",
    who: "program",
    status: 200,
    summary:
      "May we use this person's data for this purpose, or send them this message? Answers are at most a second old",
    body: permission.maySent,
    answer: permission.mayAnswered,
  },
  {
    id: "listAnswers",
    method: "post",
    path: "/api/v1/may/answers",
    who: "program",
    status: 200,
    summary: "Everything that may and may not be done with these persons, for programs that remember it",
    body: permission.answersSent,
    answer: permission.answersGiven,
  },
  {
    id: "listChanges",
    method: "get",
    path: "/api/v1/may/changes",
    who: "program",
    status: 200,
    summary: "Whose answers changed since a cursor; with these a program keeps what it remembers current",
    query: permission.changesQuery,
    answer: permission.changesGiven,
  },
  {
    id: "recordChoices",
    method: "post",
    path: "/api/v1/choices",
    who: "program",
    status: 200,
    summary: "Say what persons allowed or withdrew; all or nothing, and sending an id again adds nothing",
    body: permission.choicesSent,
    answer: permission.choicesRecorded,
  },
  {
    id: "contacts",
    method: "post",
    path: "/api/v1/contacts",
    who: "program",
    status: 200,
    summary: "Before a mailing: to whom of these it may go, and the links of their own that belong in each mail",
    body: permission.contactsSent,
    answer: permission.contactsGiven,
  },
  {
    id: "signUp",
    method: "post",
    path: "/api/v1/sign-ups",
    who: "program",
    status: 202,
    summary:
      "Mail somebody a link by which they confirm that they signed up; the same answer whatever is known of the address",
    body: permission.signUpSent,
    answer: permission.signUpTaken,
  },
  {
    id: "linkVisitor",
    method: "post",
    path: "/api/v1/app/visitor",
    who: "app",
    status: 200,
    summary: "What a browser chose counts for the person from now on for whom your server vouches",
    body: permission.visitorSent,
    answer: permission.choicesRecorded,
  },
  {
    id: "reportDisclosures",
    method: "get",
    path: "/api/v1/reports/disclosures",
    who: "staff",
    status: 200,
    summary: "To whom data was given in a year, in counts",
    query: z.object({ year: z.coerce.number().int() }),
    answer: disclosureReport,
  },
  {
    id: "listQueue",
    method: "get",
    path: "/api/v1/queue",
    who: "staff",
    status: 200,
    summary: "Open requests, earliest due date first, a page at a time",
    query: queueQuery,
    answer: z.array(view.queueLine),
  },
  {
    id: "getRequest",
    method: "get",
    path: "/api/v1/requests/{id}",
    who: "staff",
    status: 200,
    summary: "One request with its plan",
    answer: view.staffRequest,
  },
  {
    id: "listRegister",
    method: "get",
    path: "/api/v1/register",
    who: "staff",
    status: 200,
    summary: "Register of handled requests",
    query: z.object({ after: z.string().optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }),
    answer: z.array(view.registerLine),
  },
  {
    id: "listPromises",
    method: "get",
    path: "/api/v1/promises",
    who: "staff",
    status: 200,
    summary: "Every promise with its status and evidence",
    query: z.object({
      language: z.enum(languages).optional().describe("Of the words; default: the policy's first"),
    }),
    answer: z.array(view.promiseStatus),
  },
  {
    id: "listWaivedFindings",
    method: "get",
    path: "/api/v1/waived-findings",
    who: "staff",
    status: 200,
    summary: "What is wrong with the policy and somebody answers for, the soonest to end first",
    answer: z.array(view.waivedFinding),
  },
  {
    id: "listConsents",
    method: "get",
    path: "/api/v1/consents",
    who: "staff",
    status: 200,
    summary: "For each purpose on consent: since when a consent counts. Ask before you rely on one",
    answer: z.array(view.consentSince),
  },
  {
    id: "listVersions",
    method: "get",
    path: "/api/v1/versions",
    who: "staff",
    status: 200,
    summary: "Published versions of the policy, newest first",
    answer: z.array(view.version),
  },
  {
    id: "getVersion",
    method: "get",
    path: "/api/v1/versions/{number}",
    who: "staff",
    status: 200,
    summary: "One version with its texts",
    answer: view.versionWithTexts,
  },
] as const satisfies readonly Endpoint[];
