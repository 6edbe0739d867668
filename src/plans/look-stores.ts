/** The dry run of stores: which of them a plan concerns, who does it there, and how much there is. */
import { isOperationalError, localDateOf, type Problem, say } from "#base";
import type { Abilities, Correction, Preview, StoreAbilities, StoreSubject } from "#connectors";
import { isCategory, isHeldByLaw, mayUseStore, type Policy, portable, type Store } from "#policy";
import type { PlanAction, PlansOptions, StorePreview } from "./contract.ts";
import { allKept, isKeyed, keyCount, systemsNaming } from "./store-keys.ts";

export interface StoresSeen {
  readonly previews: readonly StorePreview[];
  readonly problems: readonly Problem[];
}

/** Whether a system's connector does by itself what the action asks. */
export function systemIsAble(action: PlanAction, abilities: Abilities): boolean {
  switch (action) {
    case "erasure":
      return abilities.erase;
    case "rectification":
      return abilities.correct === true;
    case "restriction":
    case "lifting":
      return abilities.restrict === true;
    case "retention":
      return false;
    case "access":
    case "portability":
      return abilities.read;
  }
}

export function storeIsAble(action: PlanAction, { find, read, erase, correct }: StoreAbilities): boolean {
  switch (action) {
    case "erasure":
      return find && erase;
    case "rectification":
      return find && correct;
    case "restriction":
    case "lifting":
    case "retention":
      return false;
    case "access":
    case "portability":
      return find && read;
  }
}

/** What was learned of the person in the systems. */
export interface Known {
  readonly subjects: ReadonlyMap<string, StoreSubject>;
  /** Systems that can say by what stores know the person. */
  readonly asked: ReadonlySet<string>;
  readonly previews: readonly Preview[];
  readonly corrections: readonly Correction[];
}

export async function lookIntoStores(options: PlansOptions, action: PlanAction, known: Known): Promise<StoresSeen> {
  const { policy } = options;
  const previews: StorePreview[] = [];
  const problems: Problem[] = [];
  for (const store of policy.stores ?? []) {
    const subject = known.subjects.get(store.name);
    if (subject === undefined || !isConcerned(policy, store, action, known.corrections)) continue;
    // A connector that is told nothing would find nothing, and call that done.
    const told = systemsNaming(store).every((system) => known.asked.has(system));
    const seen = told ? await lookInto(options, action, store, subject) : { problems: [] };
    problems.push(...seen.problems);
    if (seen.preview !== undefined) previews.push(seen.preview);
    else if (isLeftToDo(store, action, subject, known)) {
      const keys = keysOf(store, subject, known);
      previews.push({ store: store.name, by: "person", keys });
      // Of files whose keys a system counted, its own preview speaks.
      if (keys === 0 || store.reach !== undefined) problems.push(byPerson(store));
    }
  }
  return { previews, problems };
}

function isConcerned(policy: Policy, store: Store, action: PlanAction, corrections: readonly Correction[]): boolean {
  if (action === "erasure") return !isHeldByLaw(store, policy);
  if (action === "portability") return portable(policy).stores.includes(store.name);
  if (action !== "rectification") return true;
  return corrections.some(({ category }) =>
    store.holds.some((held) => isCategory(held, category) || isCategory(category, held)),
  );
}

/** Nobody is asked to look where nothing of this person is named, as far as all its systems can say. */
function isLeftToDo(store: Store, action: PlanAction, subject: StoreSubject, known: Known): boolean {
  if (!isKeyed(store)) return true;
  if (action === "erasure" && allKept(subject)) return false;
  return keysOf(store, subject, known) > 0 || !saysAll(store, known.asked);
}

/** Whether every system that may name something in the store can say what it names. */
function saysAll(store: Store, asked: ReadonlySet<string>): boolean {
  const onlyKeys = (store.named ?? []).length === 0 && Object.keys(store.matches ?? {}).length === 0;
  // Of plain columns with keys every connector counts how many files there are.
  return onlyKeys || systemsNaming(store).every((system) => asked.has(system));
}

function keysOf(store: Store, subject: StoreSubject, { previews }: Known): number {
  const counted = previews
    .flatMap(({ elsewhere = [] }) => elsewhere)
    .filter((met) => met.store === store.name)
    .reduce((sum, { files }) => sum + files, 0);
  return Math.max(keyCount(subject), counted);
}

/** No preview: a person must do it. A store that is down is counted later; the plan need not wait to be approved. */
async function lookInto(
  options: PlansOptions,
  action: PlanAction,
  store: Store,
  subject: StoreSubject,
): Promise<{ preview?: StorePreview; problems: readonly Problem[] }> {
  const { name } = store;
  if (options.stores?.names.includes(name) !== true) return { problems: [] };
  const may = mayUseStore(options.policy, store, localDateOf(options.store.clock.now(), options.policy.timeZone));
  if (!may.ok) return { problems: [notAllowed(store, may.message)] };
  const preview = { store: name, by: "connector", keys: keyCount(subject) } as const;
  try {
    return await options.stores.use(name, async (connected) => {
      if (!storeIsAble(action, connected.abilities)) return { problems: [] };
      const inspected = await connected.inspect();
      const { items, kept, missing, problems } = await connected.find(subject);
      return { preview: { ...preview, finding: { items, kept, missing } }, problems: [...inspected, ...problems] };
    });
  } catch (error) {
    if (!isOperationalError(error) || !error.retryable) throw error;
    return { preview, problems: [unreachable(store, error.message)] };
  }
}

function byPerson({ name, title }: Store): Problem {
  return {
    code: "by-hand",
    severity: "warning",
    message: `Gestand does not do this in the store "${name}" (${say(title, "en")}) by itself. Data of this person may be there.`,
    remedy: "When you approve, somebody gets the task to look there; its page says what to do.",
    path: `stores.${name}`,
  };
}

function notAllowed({ name, title }: Store, why: string): Problem {
  return {
    code: "recipient-refused",
    severity: "warning",
    message: `Gestand may not call the party that runs the store "${name}" (${say(title, "en")}), so nobody counted what is there. ${why}`,
    remedy:
      "Mend the contract or the safeguard and make the dry run again. Or approve: somebody then gets the task to settle it with that party.",
    path: `stores.${name}`,
    article: "GDPR art. 28, 44",
  };
}

function unreachable({ name, title }: Store, why: string): Problem {
  return {
    code: "store-unreachable",
    severity: "warning",
    message: `The store "${name}" (${say(title, "en")}) did not answer, so nobody counted what is there. ${why}`,
    remedy: "You can approve: its step waits until it answers, and the rest goes on. Or make the dry run again later.",
    path: `stores.${name}`,
  };
}
