/** What rooms return, as it leaves the server: instants as text, personal values opened. Only for eyes that may see them. */
import {
  type EvidenceEntryView,
  handOver,
  handOverTries,
  type PersonRequest,
  plan as planSchema,
  type PlanView,
  type PromiseView,
  type RequestMessage,
  type StaffRequest,
} from "#api";
import type { StoredEntry } from "#evidence";
import type { Plan } from "#plans";
import type { PromiseStatus } from "#promises";
import type { HistoryLine, PersonView, StaffMessage, StaffView } from "#requests";
import type { StaffAccount } from "./staff-accounts.ts";

export function personRequest(view: PersonView): PersonRequest {
  return {
    reference: view.reference,
    kind: view.kind,
    state: view.state,
    language: view.language,
    receivedOn: view.receivedOn,
    due: { ...view.due },
    history: view.history.map(historyLine),
    purposes: [...view.purposes],
    ...(view.proposal === undefined ? {} : { proposal: view.proposal }),
    corrections: view.corrections.map((one) => ({ ...one })),
    mayLift: view.mayLift,
    mayWithdraw: view.mayWithdraw,
    identityAsked: view.identityAsked,
    identityShown: view.identityShown,
    ...(view.askedAs === undefined ? {} : { askedAs: view.askedAs }),
    ...(view.refusal === undefined ? {} : { refusal: view.refusal }),
    ...(view.extension === undefined ? {} : { extension: view.extension }),
    authority: { ...view.authority },
    ...(view.clockStands === undefined ? {} : { clockStands: { ...view.clockStands } }),
    ...(view.clarification === undefined ? {} : { clarification: { ...view.clarification } }),
    ...(view.receipt === undefined ? {} : { receipt: view.receipt }),
    joined: view.joined.map((one) => ({ ...one })),
    mayHandOver: view.mayHandOver,
    ...(view.handOver === undefined ? {} : { handOver: handOver.parse(JSON.parse(JSON.stringify(view.handOver))) }),
    ...(view.erased === undefined ? {} : { erased: erasedView(view.erased) }),
    ...(view.answer === undefined
      ? {}
      : { answer: { sizeBytes: view.answer.sizeBytes, expiresAt: view.answer.expiresAt.toISOString() } }),
  };
}

function erasedView({ rows, kept, elsewhere }: NonNullable<PersonView["erased"]>): PersonRequest["erased"] {
  return { rows, kept: [...kept], ...(elsewhere === undefined ? {} : { elsewhere: [...elsewhere] }) };
}

export function staffRequest(view: StaffView): StaffRequest {
  const evidence = view.identityEvidence;
  return {
    ...personRequest(view),
    id: view.id,
    ...(view.requester === undefined ? {} : { requester: { ...view.requester.reveal() } }),
    candidates: view.candidates.map((candidate) => ({
      system: candidate.anchor.system,
      table: candidate.anchor.table,
      key: [...candidate.anchor.key],
      person: candidate.person,
      label: candidate.label.reveal(),
      chosen: candidate.chosen,
      ...(candidate.addressSince === undefined ? {} : { addressSince: candidate.addressSince.toISOString() }),
    })),
    channel: view.channel,
    ...(view.putTo === undefined ? {} : { putTo: view.putTo }),
    ...(view.handOver === undefined ? {} : { handOverTries: handOverTries.parse(view.handOver) }),
    messages: view.messages.reveal().map(messageView),
    law: lawView(view.law),
    clarifications: view.clarifications.reveal().map((one) => ({ ...one })),
    proposed: view.proposed.reveal().map((one) => ({ ...one })),
    mayUphold: view.mayUphold,
    planned: view.planned,
    waitsForPerson: view.waitsForPerson,
    search: view.search,
    linkLost: view.linkLost,
    rowsByAddress: [...view.rowsByAddress],
    ...(view.referred === undefined
      ? {}
      : {
          referred: {
            all: view.referred.all,
            to: view.referred.to.map(({ name }) => name),
            told: view.referred.told.map(({ toldAt, ...told }) => ({ ...told, toldAt: toldAt.toISOString() })),
          },
        }),
    ...(view.identityDoubt === undefined ? {} : { identityDoubt: view.identityDoubt }),
    ...(view.asker && { asker: askerView(view.asker) }),
    ...(view.identityAccepted === undefined ? {} : { identityAccepted: view.identityAccepted }),
    ...(evidence === undefined
      ? {}
      : {
          identityEvidence: {
            name: evidence.name.reveal(),
            sizeBytes: evidence.sizeBytes,
            mediaType: evidence.mediaType,
          },
        }),
    ...(view.plan === undefined ? {} : { plan: planView(view.plan) }),
    mail: view.mail.map(({ sentAt, ...line }) => ({
      ...line,
      ...(sentAt === undefined ? {} : { sentAt: sentAt.toISOString() }),
    })),
  };
}

function askerView({ as, name, confirmedAt, stoppedAt, givesAnswer }: NonNullable<StaffView["asker"]>) {
  return {
    as,
    givesAnswer,
    ...(name && { name: name.reveal() }),
    ...(confirmedAt && { confirmedAt: confirmedAt.toISOString() }),
    ...(stoppedAt && { stoppedAt: stoppedAt.toISOString() }),
  };
}

export function messageView({ receivedAt, files, refused, ...message }: StaffMessage): RequestMessage {
  return {
    ...message,
    receivedAt: receivedAt.toISOString(),
    files: files.map(({ deletedAt, ...file }) => ({
      ...file,
      ...(deletedAt && { deletedAt: deletedAt.toISOString() }),
    })),
    refused: refused.map((one) => ({ ...one })),
  };
}

function lawView({ regimes, pauses, waits, granted, ...law }: StaffView["law"]): StaffRequest["law"] {
  const pause = ({ stops, articles }: typeof pauses.identity) => ({ stops, articles: [...articles] });
  return {
    ...law,
    regimes: [...regimes],
    pauses: { identity: pause(pauses.identity), clarification: pause(pauses.clarification) },
    waits: waits.map((wait) => ({ ...wait })),
    granted: { byPolicy: granted.byPolicy, byLaw: [...granted.byLaw] },
  };
}

function planView(plan: Plan): PlanView {
  // JSON makes text of instants; the schema leaves out what is ours alone, such as where the policy lies on our disk.
  return planSchema.parse(JSON.parse(JSON.stringify(plan)));
}

function historyLine(line: HistoryLine): PersonRequest["history"][number] {
  return {
    at: line.at.toISOString(),
    from: line.from,
    to: line.to,
    event: line.event,
    by: typeof line.by === "string" ? line.by : line.by.staff,
    evidenceIndex: line.evidenceIndex,
    ...(line.reason === undefined ? {} : { reason: line.reason }),
  };
}

export function evidenceEntry(entry: StoredEntry): EvidenceEntryView {
  return {
    index: entry.index,
    at: entry.at.toISOString(),
    kind: entry.kind,
    body: entry.body,
    leafHash: entry.leafHash,
  };
}

export function promiseStatus({ cites, evidence, ...promise }: PromiseStatus): PromiseView {
  const messages = evidence.messages.map(({ key, values }) => ({ key, values: Object.fromEntries(valuesOf(values)) }));
  return { ...promise, cites: [...cites], evidence: { ...evidence, facts: { ...evidence.facts }, messages } };
}

function valuesOf(values: PromiseStatus["evidence"]["messages"][number]["values"]) {
  return Object.entries(values).map(
    ([name, value]) => [name, typeof value === "object" ? { ...value, shown: [...value.shown] } : value] as const,
  );
}

export function staffAccount({ createdAt, closedAt, ...account }: StaffAccount) {
  return { ...account, createdAt: createdAt.toISOString(), closedAt: closedAt?.toISOString() };
}
