/** Are requests dated as they came in, due as the policy says, and answered by then? */
import { localDateOf } from "#base";
import { dueFor, extendedDue } from "#policy";
import type { StoredEntry } from "#evidence";
import type { RequestFact } from "#requests";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";
import type { WrongDate } from "../words/messages.ts";

/** The stored dates against the log's entries of the same moments, and against the policy's own counting. */
export async function dueDates(run: CheckRun): Promise<CheckOutcome> {
  const requests = await run.requests();
  if (requests.length === 0) return unproven(said("due.none"), { requests: 0 });
  const received = byReference(await run.entries("request.received"));
  const extended = byReference(await run.entries("request.extended"));
  const resumed = byReference(await run.entries("request.clock-resumed"));
  const closed = byReference(await run.entries("request.closed"));
  const wrong: { reference: string; why: WrongDate }[] = [];
  for (const request of requests) {
    const { reference } = request;
    const why =
      wrongReceipt(run, request, received.get(reference)) ??
      wrongDue(run, request, {
        received: received.get(reference),
        extended: extended.get(reference),
        resumed: resumed.get(reference),
      }) ??
      wrongClosing(request, closed.get(reference));
    if (why !== undefined) wrong.push({ reference, why });
  }
  const facts = { requests: requests.length, extended: extended.size, wrong: wrong.length };
  const [first] = wrong;
  if (first === undefined) return kept(said("due.right", { requests: requests.length }), facts);
  const others = some(wrong.slice(1).map(({ reference }) => reference));
  return broken(said("due.wrong", { ...first, others }), facts);
}

export async function answeredInTime(run: CheckRun): Promise<CheckOutcome> {
  const requests = await run.requests();
  const open = requests.filter(({ answeredOn, closedOn }) => answeredOn === undefined && closedOn === undefined);
  const answered = requests.filter(({ answeredOn }) => answeredOn !== undefined);
  // While the law lets the clock stand, the day that is stored is not the last one yet.
  const paused = byReference(await run.entries("request.clock-paused"));
  const overdue = open.filter(
    ({ reference, dueOn, promisedOn = run.today, clockStands }) =>
      dueOn < run.today && !(clockStands && paused.has(reference) && promisedOn >= run.today),
  );
  const late = answered.filter(({ answeredOn, dueOn }) => answeredOn !== undefined && answeredOn > dueOn);
  const facts = { open: open.length, overdue: overdue.length, answered: answered.length, late: late.length };
  if (overdue.length > 0)
    return broken(said("answer.overdue", { which: some(overdue.map(({ reference }) => reference)) }), facts);
  if (late.length > 0)
    return broken(said("answer.late", { which: some(late.map(({ reference }) => reference)) }), facts);
  const unconfirmed = requests.filter(
    ({ acknowledgeBy, acknowledgedOn, closedOn, outcome }) =>
      acknowledgeBy !== undefined &&
      outcome !== "never-verified" &&
      (acknowledgedOn ?? closedOn ?? run.today) > acknowledgeBy,
  );
  if (unconfirmed.length > 0)
    return broken(
      said("answer.not-acknowledged", { which: some(unconfirmed.map(({ reference }) => reference)) }),
      facts,
    );
  if (answered.length === 0) return unproven(said("answer.none", { open: open.length }), facts);
  return kept(said("answer.in-time", { answered: answered.length, open: open.length }), facts);
}

function wrongReceipt(run: CheckRun, request: RequestFact, entry: StoredEntry | undefined): WrongDate | undefined {
  if (entry === undefined) return "receipt-not-logged";
  const { timeZone } = run.options.policy;
  const enteredOn = localDateOf(request.receivedAt, timeZone);
  // What staff enter can have come in before; nothing comes in after it was entered.
  const possible = entry.body["channel"] === "web" ? request.receivedOn === enteredOn : request.receivedOn <= enteredOn;
  if (request.receivedOn !== entry.body["receivedOn"] || !possible) return "receipt-on-another-day";
  return localDateOf(entry.at, timeZone) === enteredOn ? undefined : "receipt-logged-on-another-day";
}

function wrongDue(
  run: CheckRun,
  { kind, receivedOn, dueOn, dueBecause, laws, waits }: RequestFact,
  { received, extended, resumed }: Readonly<Record<"received" | "extended" | "resumed", StoredEntry | undefined>>,
): WrongDate | undefined {
  const { policy } = run.options;
  const clocked = { ...(laws.length === 0 ? {} : { laws }), waits };
  if (dueBecause === "extension") {
    if (extended === undefined) return "extension-not-logged";
    return dueOn <= (extendedDue(policy, kind, receivedOn, clocked)?.on ?? "") ? undefined : "extension-too-long";
  }
  // A clock that stood is on the log, or it moved nothing.
  const stood = dueOn === resumed?.body["dueOn"] ? clocked : { ...clocked, waits: [] };
  if (dueOn === dueFor(policy, kind, receivedOn, stood).on) return undefined;
  // A request that came in under an earlier version of the policy keeps the due date of that day.
  const earlier = policy.inForceOn <= run.today && receivedOn < policy.inForceOn;
  return earlier && (resumed ?? received)?.body["dueOn"] === dueOn ? undefined : "due-on-another-day";
}

function wrongClosing(
  { closedOn, dueOn, answeredOn }: RequestFact,
  entry: StoredEntry | undefined,
): WrongDate | undefined {
  if (closedOn === undefined) return undefined;
  if (entry === undefined) return "closing-not-logged";
  const { body } = entry;
  const same =
    body["closedOn"] === closedOn && body["dueOn"] === dueOn && (body["answeredOn"] ?? undefined) === answeredOn;
  return same ? undefined : "changed-after-closing";
}

function byReference(entries: readonly StoredEntry[]): Map<string, StoredEntry> {
  return new Map(entries.map((entry) => [entry.about ?? "", entry]));
}
