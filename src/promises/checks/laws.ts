/** Does the law of where people live hold for them: is it asked, and is every request under it dated by it? */
import { type RegimeId, regime } from "#law";
import { dueFor, extendedDue, isIn, kindsOffered, lawsFor, residencesAsked } from "#policy";
import type { RequestFact } from "#requests";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

/** For people in this region: `california`, `eea`, or the code of a country. */
export async function lawApplied(run: CheckRun, region: string): Promise<CheckOutcome> {
  const { policy } = run.options;
  const asked = residencesAsked(policy);
  const there = asked.filter((place) => isIn(place, region));
  const theirs = there.flatMap((place) => ofPlace(lawsFor(policy, place), place));
  const laws = asked.length === 0 ? lawsFor(policy) : [...new Set(theirs)];
  if (laws.length === 0) return unproven(said("law.not-known"));
  const without = await pagesWithout(run, there);
  const under = (await run.requests()).filter((request) => request.laws.some((law) => laws.includes(law)));
  const later = under.filter((request) => request.dueOn > latest(run, request));
  const facts = { laws: laws.join(" "), choices: there.length, requests: under.length };
  if (without.length > 0) return broken(said("law.not-asked", { which: some(without) }), facts);
  if (later.length > 0)
    return broken(said("law.later", { which: some(later.map(({ reference }) => reference)) }), facts);
  return kept(said("law.applied", { choices: there.length, requests: under.length }), facts);
}

/** The laws of the place itself, without those that hold because of where the organisation is. */
function ofPlace(laws: readonly RegimeId[], place: string): readonly RegimeId[] {
  return laws.filter((id) => {
    const of = regime(id).place;
    return of === "EU" ? isIn(place, "eea") : place === of || place.startsWith(`${of}-`);
  });
}

/** Forms on which somebody there cannot say that they live there. */
async function pagesWithout(run: CheckRun, places: readonly string[]): Promise<readonly string[]> {
  const { policy } = run.options;
  const [kind] = kindsOffered(policy);
  if (kind === undefined) return [];
  const without: string[] = [];
  for (const language of policy.languages) {
    const page = await run.page(`/${language}/ask/${kind}`);
    const choice = places.every((place) => page.html.includes(`<option value="${place}"`));
    if (page.status !== 200 || !choice) without.push(page.url);
  }
  return without;
}

/** The last day that its laws allow, extended or not. */
function latest(run: CheckRun, { kind, receivedOn, laws, waits, dueBecause }: RequestFact): string {
  const { policy } = run.options;
  const clocked = { laws, waits };
  if (dueBecause === "extension") return extendedDue(policy, kind, receivedOn, clocked)?.on ?? receivedOn;
  return dueFor(policy, kind, receivedOn, clocked).legalOn;
}
