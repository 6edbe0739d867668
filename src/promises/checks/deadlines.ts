/** Are requests dated as they came in, due as the policy says, and answered by then? */
import { localDateOf } from "#base";
import { dueFor, extendedDue } from "#policy";
import type { StoredEntry } from "#evidence";
import type { RequestFact } from "#requests";
import { broken, type CheckOutcome, count, kept, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

/** The stored dates against the log's entries of the same moments, and against the policy's own counting. */
export async function dueDates(run: CheckRun): Promise<CheckOutcome> {
  const requests = await run.requests();
  if (requests.length === 0) return unproven("No request was received yet.", { requests: 0 });
  const received = byReference(await run.entries("request.received"));
  const extended = byReference(await run.entries("request.extended"));
  const closed = byReference(await run.entries("request.closed"));
  const wrong: { reference: string; why: string }[] = [];
  for (const request of requests) {
    const { reference } = request;
    const why =
      wrongReceipt(run, request, received.get(reference)) ??
      wrongDue(run, request, received.get(reference), extended.get(reference)) ??
      wrongClosing(request, closed.get(reference));
    if (why !== undefined) wrong.push({ reference, why });
  }
  const facts = { requests: requests.length, extended: extended.size, wrong: wrong.length };
  const [first] = wrong;
  if (first === undefined)
    return kept(
      `${count(requests.length, "request")} looked at: dated as the log says, due as the policy counts.`,
      facts,
    );
  const others =
    wrong.length > 1 ? ` The same or similar: ${some(wrong.slice(1).map(({ reference }) => reference))}.` : "";
  return broken(`${first.reference}: ${first.why}.${others}`, facts);
}

export async function answeredInTime(run: CheckRun): Promise<CheckOutcome> {
  const requests = await run.requests();
  const open = requests.filter(({ answeredOn, closedOn }) => answeredOn === undefined && closedOn === undefined);
  const answered = requests.filter(({ answeredOn }) => answeredOn !== undefined);
  const overdue = open.filter(({ dueOn }) => dueOn < run.today);
  const late = answered.filter(({ answeredOn, dueOn }) => answeredOn !== undefined && answeredOn > dueOn);
  const facts = { open: open.length, overdue: overdue.length, answered: answered.length, late: late.length };
  if (overdue.length > 0)
    return broken(`Past the due date and not answered: ${some(overdue.map(({ reference }) => reference))}.`, facts);
  if (late.length > 0)
    return broken(`Answered after the due date: ${some(late.map(({ reference }) => reference))}.`, facts);
  if (answered.length === 0)
    return unproven(
      `No request was answered yet; ${count(open.length, "request is", "requests are")} open and in time.`,
      facts,
    );
  return kept(
    `${count(answered.length, "request")} answered, all in time; ${open.length} open, none past its due date.`,
    facts,
  );
}

function wrongReceipt(run: CheckRun, request: RequestFact, entry: StoredEntry | undefined): string | undefined {
  if (entry === undefined) return "the evidence log does not know that it was received";
  const { timeZone } = run.options.policy;
  if (
    request.receivedOn !== entry.body["receivedOn"] ||
    localDateOf(request.receivedAt, timeZone) !== request.receivedOn
  )
    return "its day of receipt is not the one that the evidence log recorded";
  return localDateOf(entry.at, timeZone) === request.receivedOn
    ? undefined
    : "the evidence log recorded it on another day than the day of receipt";
}

function wrongDue(
  run: CheckRun,
  { kind, receivedOn, dueOn, dueBecause }: RequestFact,
  received: StoredEntry | undefined,
  extended: StoredEntry | undefined,
): string | undefined {
  const { policy } = run.options;
  if (dueBecause === "extension") {
    if (extended === undefined) return "its due date was extended and the evidence log does not know of it";
    return dueOn <= extendedDue(policy, kind, receivedOn).on ? undefined : "it was extended beyond what the law allows";
  }
  if (dueOn === dueFor(policy, kind, receivedOn).on) return undefined;
  // A request that came in under an earlier version of the policy keeps the due date of that day.
  const earlier = policy.inForceOn <= run.today && receivedOn < policy.inForceOn;
  return earlier && received?.body["dueOn"] === dueOn
    ? undefined
    : "its due date is not the one that the policy counts";
}

function wrongClosing(
  { closedOn, dueOn, answeredOn }: RequestFact,
  entry: StoredEntry | undefined,
): string | undefined {
  if (closedOn === undefined) return undefined;
  if (entry === undefined) return "it is closed and the evidence log does not know of it";
  const { body } = entry;
  const same =
    body["closedOn"] === closedOn && body["dueOn"] === dueOn && (body["answeredOn"] ?? undefined) === answeredOn;
  return same ? undefined : "its dates were changed after it was closed";
}

function byReference(entries: readonly StoredEntry[]): Map<string, StoredEntry> {
  return new Map(entries.map((entry) => [entry.about ?? "", entry]));
}
