/** Do the company's pages ask visitors first? What shows it is that choices come from them. */
import { addPeriod, localDateOf } from "#base";
import { heldBack, tagFaults, tagWatches, unfair } from "#notice";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { Sights } from "../contract.ts";
import type { CheckRun } from "../run.ts";

/** One browser can have anything, by an extension for example; three are no accident. */
const timesSeen = 3;

/** What is not named was in nobody's browser: by names alone, and only what programs in a page can see. */
export async function siteInventory(run: CheckRun): Promise<CheckOutcome> {
  const asked = await siteAsks(run, []);
  if (asked.status !== "kept") return asked;
  const since = new Date(run.now.getTime() - quietDays * 86_400_000);
  const names = await run.options.undeclared?.(run.options.store.reader, since, timesSeen);
  if (names === undefined) return unproven(said("site.nobody-asked"));
  const facts = { undeclared: names.length };
  return names.length > 0
    ? broken(said("site.undeclared", { which: some(names, 5) }), facts)
    : kept(said("site.only-declared"), facts);
}

/** A site that is visited at all has somebody new who chooses in so many days. */
const quietDays = 30;

export async function siteAsks(run: CheckRun, wanted: readonly string[]): Promise<CheckOutcome> {
  const { evidence, policy, store } = run.options;
  const held = heldBack(policy);
  const missing = wanted.filter((name) => !held.some(({ purpose }) => purpose === name));
  if (held.length === 0 || missing.length > 0) return unproven(said("site.not-on-consent", { which: some(missing) }));
  const [last] = await evidence.entries(store.reader, {
    from: Number.POSITIVE_INFINITY,
    limit: 1,
    newestFirst: true,
    kind: "consent.recorded",
  });
  if (last === undefined) return unproven(said("site.nobody-asked"));
  const lastOn = localDateOf(last.at, policy.timeZone);
  if (addPeriod(lastOn, { amount: quietDays, unit: "day" }) < run.today)
    return unproven(said("site.quiet", { lastOn }));
  const bare = held.filter(({ purpose, hosts }) => hosts.length === 0 && wanted.includes(purpose));
  if (bare.length > 0) return unproven(said("site.no-hosts", { which: some(bare.map(({ purpose }) => purpose)) }));
  return kept(said("site.asks", { purposes: held.length, lastOn }), { purposes: held.length, lastOn });
}

/** As far as pages say so themselves: a part of the script that a page has, it tells. */
export async function siteHas(run: CheckRun, what: string): Promise<CheckOutcome> {
  const seen = (await sightsOf(run))?.get(what);
  if (seen === undefined) return unproven(said("site.not-seen", { sight: what }));
  const lastOn = localDateOf(seen.at, run.options.policy.timeZone);
  return kept(said("site.seen", { sight: what, lastOn }), { lastOn });
}

/** Looked at by the script in the moment of choosing; a page's own style can spoil what the policy cannot. */
export async function siteHonest(run: CheckRun): Promise<CheckOutcome> {
  const sights = await sightsOf(run);
  if (sights === undefined) return unproven(said("site.nobody-asked"));
  const found = unfair.filter((why) => (sights.get(`unfair.${why}`)?.times ?? 0) >= timesSeen);
  return found.length > 0
    ? broken(said("site.unfair", { which: some(found) }), { unfair: found.length })
    : kept(said("site.fair"));
}

/** Requests of the tag were looked at before they went; one that should not go was held back, and breaks the promise all the same. */
export async function tagPayload(run: CheckRun, tag: string, settings: boolean): Promise<CheckOutcome> {
  const sights = await sightsOf(run);
  const watch = tagWatches(run.options.policy).find(({ name }) => name === tag);
  if (sights === undefined || watch === undefined || watch.hosts.length === 0)
    return unproven(said("tag.not-watched", { tag }));
  if (settings && Object.keys(watch.parameters).length === 0) return unproven(said("tag.settings-unseen", { tag }));
  const wanted = tagFaults.filter((fault) => (fault === "setting") === settings);
  const faults = wanted.filter((fault) => (sights.get(`sent.${tag}.${fault}`)?.times ?? 0) >= timesSeen);
  if (faults.length > 0) return broken(said("tag.sent", { tag, which: some(faults) }), { faults: faults.length });
  const seen = sights.get(`tag.${tag}`);
  if (seen === undefined) return unproven(said("tag.silent", { tag }));
  const lastOn = localDateOf(seen.at, run.options.policy.timeZone);
  return kept(said(settings ? "tag.set" : "tag.clean", { tag, lastOn }), { lastOn });
}

async function sightsOf({ now, options }: CheckRun): Promise<Sights | undefined> {
  return options.sights?.(options.store.reader, new Date(now.getTime() - quietDays * 86_400_000));
}
