/** What was promised about rights beside the right itself, by what the requests that came show. */
import type { RequestWay, StoppingKind } from "#policy";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import { plainText } from "../published.ts";
import type { CheckRun } from "../run.ts";
import { formOffered } from "./requests.ts";

/** What staff enter from post and telephone needs no page of ours; the company's own app and profile we do not see. */
export async function waysOpen(run: CheckRun, by: readonly RequestWay[]): Promise<CheckOutcome> {
  const { languages, organisation } = run.options.policy;
  const unseen = by.filter((way) => way === "app" || way === "profile");
  if (by.includes("form")) {
    const form = await formOffered(run, "access");
    if (form.status === "broken") return form;
  }
  const without: string[] = [];
  if (by.includes("e-mail"))
    for (const language of languages) {
      const page = await run.page(`/${language}`);
      if (page.status !== 200 || !plainText(page.html).includes(organisation.contact.email)) without.push(page.url);
    }
  if (without.length > 0) return broken(said("ways.not-told", { which: some(without) }));
  if (unseen.length > 0) return unproven(said("ways.not-seen", { which: some(unseen) }));
  return kept(said("ways.open", { ways: by.length }), { ways: by.length });
}

export async function objectionStops(
  run: CheckRun,
  { when, of = "objection" }: { readonly when: "at-once" | "upheld"; readonly of?: StoppingKind },
): Promise<CheckOutcome> {
  return when === "at-once" ? stoppedAtOnce(run, of) : stayStopped(run);
}

/** One transaction proves the address and stops it, so both stand at the same instant. */
async function stoppedAtOnce(run: CheckRun, of: StoppingKind): Promise<CheckOutcome> {
  const counted = [...(await run.entries("request.verified")), ...(await run.entries("request.took-effect"))].filter(
    ({ body }) => body["kind"] === of,
  );
  const stops = new Map((await run.entries("stop.begun")).map(({ about, at }) => [about, at.getTime()]));
  const late = counted.filter(({ about, at }) => (stops.get(about) ?? Number.POSITIVE_INFINITY) > at.getTime());
  const facts = { objections: counted.length };
  if (late.length > 0)
    return broken(said("objection.late", { which: some(late.map(({ about = "" }) => about)) }), facts);
  if (counted.length === 0) return unproven(said("objection.none"), facts);
  return kept(said("objection.at-once", facts), facts);
}

async function stayStopped(run: CheckRun): Promise<CheckOutcome> {
  const upheld = (await run.requests()).filter(({ kind, outcome }) => kind === "objection" && outcome === "upheld");
  const stopped = new Set((await run.entries("stop.upheld")).map(({ about }) => about));
  const ended = new Set((await run.entries("stop.ended")).map(({ about }) => about));
  const wrong = upheld.filter(({ reference }) => !stopped.has(reference) || ended.has(reference));
  const facts = { upheld: upheld.length };
  if (wrong.length > 0)
    return broken(said("objection.not-stopped", { which: some(wrong.map(({ reference }) => reference)) }), facts);
  if (upheld.length === 0) return unproven(said("objection.none-upheld"), facts);
  return kept(said("objection.stay-stopped", facts), facts);
}

const outcomes = { rectification: "corrected", restriction: "restricted" } as const;

export async function outcomeTold(run: CheckRun, right: keyof typeof outcomes): Promise<CheckOutcome> {
  const done = (await run.requests()).filter(({ outcome }) => outcome === outcomes[right]);
  const silent = done.filter(({ answeredOn }) => answeredOn === undefined);
  const facts = { done: done.length };
  if (silent.length > 0)
    return broken(said("told.not", { which: some(silent.map(({ reference }) => reference)) }), facts);
  if (done.length === 0) return unproven(said("told.none"), facts);
  return kept(said("told.each", facts), facts);
}

/** GDPR art. 22(3): somebody of the staff answered, which the log names; a computer alone is no human. */
export async function decisionsReviewed(run: CheckRun): Promise<CheckOutcome> {
  const asked = (await run.requests()).filter(({ kind }) => kind === "automated-decision");
  const ended = asked.filter(({ outcome }) => outcome === "upheld" || outcome === "refused");
  const answers = [...(await run.entries("request.upheld")), ...(await run.entries("request.refused"))];
  const byStaff = new Set(answers.flatMap(({ about, body }) => (typeof body["staff"] === "string" ? [about] : [])));
  const alone = ended.filter(({ reference }) => !byStaff.has(reference));
  const facts = { asked: asked.length, answered: ended.length };
  if (alone.length > 0)
    return broken(said("review.nobody", { which: some(alone.map(({ reference }) => reference)) }), facts);
  if (ended.length === 0) return unproven(said("review.none"), facts);
  return kept(said("review.each", { answered: ended.length }), facts);
}
