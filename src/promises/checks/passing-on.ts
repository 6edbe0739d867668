/** What left for others at somebody's word: a copy for another controller, and what an authority demanded. */
import { daysBetween, localDateOf } from "#base";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

/** A copy waits a week for its upload at most; after this nothing can be on its way any more. */
const daysToSend = 14;

export async function handedOver(run: CheckRun): Promise<CheckOutcome> {
  const asked = new Set((await run.entries("request.hand-over-asked")).map(({ about }) => about));
  const released = (await run.entries("request.hand-over-decided")).filter(({ body }) => body["released"] === true);
  const ends = new Map((await run.entries("request.hand-over-ended")).map(({ about, body }) => [about, body["state"]]));
  const done = [...ends.values()].filter((state) => state === "done").length;
  const { timeZone } = run.options.policy;
  const lost = released.filter(
    ({ about, at }) => !ends.has(about) && daysBetween(localDateOf(at, timeZone), run.today) > daysToSend,
  );
  const expired = released.filter(({ about }) => ends.get(about) === "expired");
  const left = [...new Set([...lost, ...expired].map(({ about = "" }) => about))];
  const facts = { asked: asked.size, released: released.length, done };
  if (left.length > 0) return broken(said("hand-over.left", { which: some(left) }), facts);
  if (done === 0) return unproven(said("hand-over.none"), facts);
  return kept(said("hand-over.done", { done }), facts);
}

/** As many as a page of staff lists. */
const demandsListed = 500;

export async function demandsRecorded(run: CheckRun): Promise<CheckOutcome> {
  const { disclosures, store } = run.options;
  if (disclosures === undefined) return unproven(said("demands.not-looked-at"));
  const demands = await disclosures.demands(store.reader);
  const logged = (await run.entries("disclosure.demanded")).length;
  const bare = demands.filter(({ legalBasis, authority }) => legalBasis.trim() === "" || authority.trim() === "");
  const facts = { demands: demands.length, logged };
  if (bare.length > 0) return broken(said("demands.bare", { demands: bare.length }), facts);
  if (demands.length < Math.min(logged, demandsListed))
    return broken(said("demands.gone", { demands: logged - demands.length }), facts);
  if (demands.length === 0) return unproven(said("demands.none"), facts);
  return kept(said("demands.recorded", { demands: demands.length }), facts);
}
