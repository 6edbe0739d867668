/** What left for others, by the ledger of disclosures: no more than the policy lets them have, and only on grounds that it names. */
import { addPeriod } from "#base";
import { isCategory, type PromiseCheck } from "#policy";
import type { Given } from "#recipients";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

/** What is older was looked at when it was new. */
const lookedBack = { amount: -1, unit: "year" } as const;

export async function givenOnly(
  run: CheckRun,
  { to, grounds, without }: Extract<PromiseCheck, { kind: "given-only" }>,
): Promise<CheckOutcome> {
  const { disclosures } = run.options;
  if (disclosures === undefined) return unproven(said("given.not-looked-at"));
  const since = addPeriod(run.today, lookedBack);
  const all = (await run.given(since)).filter(({ recipient }) => to === undefined || to.includes(recipient));
  const facts = { disclosures: count(all), since };

  const forbidden = all.filter(({ categories }) =>
    categories.some((category) => without?.some((never) => isCategory(category, never)) === true),
  );
  if (forbidden.length > 0)
    return broken(said("given.forbidden", { disclosures: count(forbidden), which: whose(forbidden) }), facts);
  const beyond = all.filter(({ notAllowed }) => notAllowed > 0);
  const tooMuch = beyond.reduce((sum, { notAllowed }) => sum + notAllowed, 0);
  if (tooMuch > 0) return broken(said("given.too-much", { disclosures: tooMuch, which: whose(beyond) }), facts);
  const otherwise = all.filter(({ ground }) => grounds?.every((one) => one !== ground) === true);
  if (otherwise.length > 0)
    return broken(said("given.on-other-ground", { disclosures: count(otherwise), which: whose(otherwise) }), facts);
  if (all.length === 0) return unproven(said("given.none"), facts);
  return kept(said("given.only", { disclosures: count(all) }), facts);
}

function count(of: readonly Given[]): number {
  return of.reduce((sum, { disclosures }) => sum + disclosures, 0);
}

function whose(of: readonly Given[]) {
  return some([...new Set(of.map(({ recipient }) => recipient))]);
}
