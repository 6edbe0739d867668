/** Can persons ask, are they answered with reasons, and does the register remember what it must and nothing more? */
import { addPeriod } from "#base";
import { authority } from "#law";
import type { RightKind } from "#policy";
import type { RequestFact } from "#requests";
import { broken, type CheckOutcome, count, kept, some, unproven } from "../outcome.ts";
import { plainText } from "../published.ts";
import type { CheckRun } from "../run.ts";

/** A request that ended has this long until its key is gone: its last mail must be out first. */
const shreddingHours = 24;

/** Rights with a form of their own in the privacy centre. */
const forms: Partial<Record<RightKind, string>> = { access: "access", erasure: "erasure" };

export async function intake(run: CheckRun, right: RightKind): Promise<CheckOutcome> {
  const form = forms[right];
  if (right === "complaint") return complaintRouteShown(run);
  if (form === undefined)
    return unproven(
      "The privacy centre has no form for this right; whoever writes to the contact address is not seen here.",
    );
  return formOffered(run, form);
}

async function formOffered(run: CheckRun, form: string): Promise<CheckOutcome> {
  const { languages } = run.options.policy;
  const without: string[] = [];
  for (const language of languages) {
    const path = `/${language}/ask/${form}`;
    const page = await run.page(path);
    if (page.status !== 200 || !page.html.includes(`action="${path}"`)) without.push(page.url);
  }
  const received = (await run.requests()).filter(({ kind }) => kind === form).length;
  const facts = { pages: languages.length, received };
  return without.length > 0
    ? broken(`The privacy centre does not offer the form: ${some(without)}.`, facts)
    : kept(
        `The privacy centre offers the form in ${count(languages.length, "language")}; ${count(received, "request")} came in.`,
        facts,
      );
}

export async function leavingOpensErasure(run: CheckRun): Promise<CheckOutcome> {
  const leaving = (await run.requests()).filter(({ kind }) => kind === "leaving");
  const planned = leaving.filter(({ planAction }) => planAction !== undefined);
  const wrong = planned.filter(({ planAction }) => planAction !== "erasure");
  const facts = { leaving: leaving.length, planned: planned.length };
  if (wrong.length > 0)
    return broken(`Somebody left and no erasure followed: ${some(wrong.map(({ reference }) => reference))}.`, facts);
  if (planned.length > 0)
    return kept(
      `${count(planned.length, "person", "persons")} said they leave; each time an erasure was planned.`,
      facts,
    );
  const offered = await formOffered(run, "leaving");
  return offered.status === "broken"
    ? offered
    : unproven("Nobody said yet that they leave.", { ...offered.facts, ...facts });
}

export async function refusalsHaveReasons(run: CheckRun): Promise<CheckOutcome> {
  const refused = (await run.requests()).filter(({ state }) => state === "refused");
  const logged = new Set(
    (await run.entries("request.refused"))
      .filter(({ body }) => typeof body["reason"] === "string")
      .map(({ about }) => about),
  );
  const bare = refused.filter(({ refusalReason, reference }) => refusalReason === undefined || !logged.has(reference));
  const facts = { refused: refused.length };
  if (bare.length > 0)
    return broken(`Refused without a recorded reason: ${some(bare.map(({ reference }) => reference))}.`, facts);
  if (refused.length === 0) return unproven("No request was refused yet.", facts);
  return kept(`${count(refused.length, "refusal")}, each with its reason.`, facts);
}

export async function complaintRouteShown(run: CheckRun): Promise<CheckOutcome> {
  const { languages, organisation } = run.options.policy;
  const supervisor = authority(organisation.authority);
  if (supervisor === undefined) return broken(`The authority ${organisation.authority} is not in our table.`);
  const without: string[] = [];
  for (const language of languages) {
    const page = await run.page(`/${language}/complain`);
    const shown = plainText(page.html).includes(supervisor.name) && page.html.includes(supervisor.complaintPage);
    if (page.status !== 200 || !shown) without.push(page.url);
  }
  const facts = { authority: supervisor.name, pages: languages.length };
  return without.length > 0
    ? broken(`The privacy centre does not name the authority with its address: ${some(without)}.`, facts)
    : kept(
        `The privacy centre names ${supervisor.name} and where to complain, in ${count(languages.length, "language")}.`,
        facts,
      );
}

/** The register against the log, both ways. */
export async function registerKept(run: CheckRun): Promise<CheckOutcome> {
  const keepYears = run.options.policy.rights.register.keepYears;
  const since = addPeriod(run.today, { amount: -keepYears, unit: "year" });
  const closed = (await run.requests()).filter(({ closedOn }) => closedOn !== undefined);
  const lines = new Set(closed.map(({ reference }) => reference));
  const entries = (await run.entries("request.closed")).filter(
    ({ body: { closedOn } }) => typeof closedOn === "string" && closedOn > since,
  );
  const logged = new Set(entries.map(({ about }) => about));
  const lost = [...logged].filter((about): about is string => about !== undefined && !lines.has(about));
  const unknown = closed.filter(({ reference, closedOn = "" }) => closedOn > since && !logged.has(reference));
  const facts = { lines: lines.size, lost: lost.length, unknown: unknown.length };
  if (lost.length > 0)
    return broken(`The register lacks requests that the evidence log knows as handled: ${some(lost)}.`, facts);
  if (unknown.length > 0)
    return broken(
      `The register has requests that the evidence log does not know: ${some(unknown.map(({ reference }) => reference))}.`,
      facts,
    );
  if (lines.size === 0) return unproven("No request was handled yet.", facts);
  return kept(`The register holds all ${count(lines.size, "handled request")} that the evidence log knows.`, facts);
}

export async function registerAnonymous(run: CheckRun): Promise<CheckOutcome> {
  const erased = (await run.requests()).filter(({ outcome }) => outcome === "erased");
  const over = erased.filter(
    (request) => hoursSinceClosing(run, request) >= shreddingHours || request.shreddedAt !== undefined,
  );
  const left = erased.filter((request) => request.requesterKnown || (over.includes(request) && request.sealedLeft > 0));
  const facts = { erased: erased.length, lookedAt: over.length, left: left.length };
  if (left.length > 0)
    return broken(
      `The entry of a finished erasure still points at a person: ${some(left.map(({ reference }) => reference))}.`,
      facts,
    );
  if (over.length === 0)
    return unproven(
      erased.length === 0
        ? "No erasure is finished yet."
        : "The last mails of the finished erasures are still going out.",
      facts,
    );
  return kept(`${count(over.length, "finished erasure")}: nothing in the entries points at anybody.`, facts);
}

function hoursSinceClosing(run: CheckRun, { closedAt }: RequestFact): number {
  return closedAt === undefined ? 0 : (run.now.getTime() - closedAt.getTime()) / 3_600_000;
}
