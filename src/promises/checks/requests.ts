/** Can persons ask, are they answered with reasons, and does the register remember what it must and nothing more? */
import { addPeriod } from "#base";
import { authority } from "#law";
import { isOffered, requestKinds, type RightKind } from "#policy";
import type { RequestFact } from "#requests";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import { plainText } from "../published.ts";
import type { CheckRun } from "../run.ts";
import type { Listed } from "../words/messages.ts";

/** A request that ended has this long until its key is gone: its last mail must be out first. */
const shreddingHours = 24;

export async function intake(run: CheckRun, right: RightKind): Promise<CheckOutcome> {
  if (right === "complaint") return complaintRouteShown(run);
  // The form of a right is the kind of request of its name; there is none where nothing could be named in it.
  const form = requestKinds.find((kind) => kind === right);
  if (form === undefined || !isOffered(run.options.policy, form)) return unproven(said("intake.no-form"));
  return formOffered(run, form);
}

/** The form of a kind stands on its page, in every language. */
export async function formOffered(run: CheckRun, form: string): Promise<CheckOutcome> {
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
    ? broken(said("intake.not-offered", { which: some(without) }), facts)
    : kept(said("intake.offered", facts), facts);
}

export async function leavingOpensErasure(run: CheckRun): Promise<CheckOutcome> {
  const leaving = (await run.requests()).filter(({ kind }) => kind === "leaving");
  const planned = leaving.filter(({ planAction }) => planAction !== undefined);
  const wrong = planned.filter(({ planAction }) => planAction !== "erasure");
  const facts = { leaving: leaving.length, planned: planned.length };
  if (wrong.length > 0) return broken(said("leaving.no-erasure", { which: references(wrong) }), facts);
  if (planned.length > 0) return kept(said("leaving.planned", { planned: planned.length }), facts);
  const offered = await formOffered(run, "leaving");
  return offered.status === "broken" ? offered : unproven(said("leaving.none"), { ...offered.facts, ...facts });
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
  if (bare.length > 0) return broken(said("refusal.without-reason", { which: references(bare) }), facts);
  if (refused.length === 0) return unproven(said("refusal.none"), facts);
  return kept(said("refusal.with-reason", { refused: refused.length }), facts);
}

export async function complaintRouteShown(run: CheckRun): Promise<CheckOutcome> {
  const { languages, organisation } = run.options.policy;
  const supervisor = authority(organisation.authority);
  if (supervisor === undefined) return broken(said("authority.unknown", { authority: organisation.authority }));
  const without: string[] = [];
  for (const language of languages) {
    const page = await run.page(`/${language}/complain`);
    const shown = plainText(page.html).includes(supervisor.name) && page.html.includes(supervisor.complaintPage);
    if (page.status !== 200 || !shown) without.push(page.url);
  }
  const facts = { authority: supervisor.name, pages: languages.length };
  return without.length > 0
    ? broken(said("authority.not-named", { which: some(without) }), facts)
    : kept(said("authority.named", facts), facts);
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
  if (lost.length > 0) return broken(said("register.lacks", { which: some(lost) }), facts);
  if (unknown.length > 0) return broken(said("register.not-logged", { which: references(unknown) }), facts);
  if (lines.size === 0) return unproven(said("register.none"), facts);
  return kept(said("register.complete", { lines: lines.size }), facts);
}

export async function registerAnonymous(run: CheckRun): Promise<CheckOutcome> {
  const erased = (await run.requests()).filter(({ outcome }) => outcome === "erased");
  const over = erased.filter(
    (request) => hoursSinceClosing(run, request) >= shreddingHours || request.shreddedAt !== undefined,
  );
  const left = erased.filter((request) => request.requesterKnown || (over.includes(request) && request.sealedLeft > 0));
  const facts = { erased: erased.length, lookedAt: over.length, left: left.length };
  if (left.length > 0) return broken(said("register.points-at-person", { which: references(left) }), facts);
  if (over.length === 0)
    return unproven(said(erased.length === 0 ? "register.no-erasure" : "register.mail-under-way"), facts);
  return kept(said("register.anonymous", { lookedAt: over.length }), facts);
}

function references(requests: readonly RequestFact[]): Listed {
  return some(requests.map(({ reference }) => reference));
}

function hoursSinceClosing(run: CheckRun, { closedAt }: RequestFact): number {
  return closedAt === undefined ? 0 : (run.now.getTime() - closedAt.getTime()) / 3_600_000;
}
