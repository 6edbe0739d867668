/** What was promised beyond our own answer: complaints that are answered and go on, customers that are told, a copy before a stop. */
import { addPeriod, daysBetween } from "#base";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

/** Staff need some days to put a complaint to a body. */
const daysToRefer = 14;

export async function complaintsAnswered(run: CheckRun): Promise<CheckOutcome> {
  const within = run.options.policy.complaints?.answerWithin?.period;
  if (within === undefined) return unproven(said("complaints.none"));
  const complaints = (await run.requests()).filter(
    ({ kind, outcome }) => kind === "complaint" && outcome !== "never-verified",
  );
  const late = complaints.filter(
    ({ receivedOn, answeredOn, closedOn }) => (answeredOn ?? closedOn ?? run.today) > addPeriod(receivedOn, within),
  );
  const facts = { complaints: complaints.length };
  if (late.length > 0)
    return broken(said("complaints.late", { which: some(late.map(({ reference }) => reference)) }), facts);
  if (complaints.length === 0) return unproven(said("complaints.none"), facts);
  return kept(said("complaints.in-time", facts), facts);
}

export async function complaintsReferred(run: CheckRun): Promise<CheckOutcome> {
  const unsolved = (await run.requests()).filter(({ kind, state }) => kind === "complaint" && state === "refused");
  const put = new Set((await run.entries("complaint.referred")).map(({ about }) => about));
  const left = unsolved.filter(
    ({ reference, closedOn }) =>
      !put.has(reference) && closedOn !== undefined && daysBetween(closedOn, run.today) > daysToRefer,
  );
  const facts = { unsolved: unsolved.length, referred: unsolved.filter(({ reference }) => put.has(reference)).length };
  if (left.length > 0)
    return broken(said("complaints.not-referred", { which: some(left.map(({ reference }) => reference)) }), facts);
  if (facts.referred === 0) return unproven(said("complaints.none-unsolved"), facts);
  return kept(said("complaints.referred", { referred: facts.referred }), facts);
}

/** Where the policy does not say where a customer stands, staff tell it, and nothing here sees that. */
export async function customersTold(run: CheckRun, of: string): Promise<CheckOutcome> {
  const declared = run.options.policy.onBehalf?.find(({ name }) => name === of)?.customer !== undefined;
  const found = (await run.entries("request.located")).filter(({ body }) => {
    const those = body["customersOf"];
    return Array.isArray(those) && those.includes(of);
  });
  const told = new Set(
    (await run.entries("customer.told")).filter(({ body }) => body["of"] === of).map(({ about }) => about),
  );
  const untold = found.filter(({ about }) => !told.has(about));
  const facts = { requests: found.length, told: found.length - untold.length };
  if (found.length === 0) return unproven(said("customers.none"), facts);
  if (!declared || untold.length > 0)
    return unproven(said("customers.by-staff", { which: some(untold.map(({ about = "" }) => about)) }), facts);
  return kept(said("customers.told", { requests: found.length }), facts);
}

/** The copy is ready before the request ends and the use stops for good. */
export async function objectionCopied(run: CheckRun): Promise<CheckOutcome> {
  const upheld = (await run.requests()).filter(
    ({ kind, outcome, planAction }) => kind === "objection" && outcome === "upheld" && planAction !== undefined,
  );
  const ready = new Map((await run.entries("request.answered")).map(({ about, index }) => [about, index]));
  const stopped = new Map((await run.entries("stop.upheld")).map(({ about, index }) => [about, index]));
  const wrong = upheld.filter(
    ({ reference }) => (ready.get(reference) ?? Number.POSITIVE_INFINITY) > (stopped.get(reference) ?? 0),
  );
  const facts = { upheld: upheld.length };
  if (wrong.length > 0)
    return broken(said("objection.no-copy", { which: some(wrong.map(({ reference }) => reference)) }), facts);
  if (upheld.length === 0) return unproven(said("objection.none-upheld"), facts);
  return kept(said("objection.copied", facts), facts);
}
