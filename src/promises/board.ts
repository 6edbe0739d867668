/** Holds all promises against the running system and keeps the result. */
import { canonicalJson, type Language, type LocalDate, say } from "#base";
import type { PolicyPromise, PromiseCheck } from "#policy";
import { answerCheck } from "./checks/index.ts";
import type { PromiseBoard, PromiseBoardOptions, PromiseStatus } from "./contract.ts";
import { type CheckOutcome, combine, said } from "./outcome.ts";
import { type Finding, readHistory, readStatuses, recordFindings, type StoredStatus } from "./record.ts";
import { readReturned, recordReturned } from "./returned.ts";
import { returnedSince } from "./returned-persons.ts";
import { CheckRun } from "./run.ts";
import { type Answered, isDoubtful, isSettling, settleMs } from "./settling.ts";
import { sayMessages } from "./words/say-messages.ts";
import type { Reader } from "#store";
import { waivedNow } from "./waived.ts";
import { endWatch, forgetWatches, watchErasure } from "./watch.ts";

const queue = "promises.check";
/** The round is hourly. What was seen longer ago than this is no longer said of the running system. */
const freshForMs = 24 * 3_600_000;
/** Within this time whoever starts also listens. */
const openedMs = 5_000;

export function createPromiseBoard(options: PromiseBoardOptions): PromiseBoard {
  const { store, evidence } = options;
  const check = inTurn(() => checkAll(options));
  const first = options.policy.languages[0] ?? "nl";
  const latest = async (reader: Reader, language = first) => lines(options, await readStatuses(reader), language);
  return {
    check: async (language) => {
      await check();
      return latest(store.reader, language);
    },
    latest,
    waivedFindings: () => waivedNow(options),
    history: async (reader, id, limit, language = first) =>
      (await readHistory(reader, id, limit)).map(({ messages, ...line }) => ({
        ...line,
        summary: sayMessages(messages, language),
      })),
    watchErasure: (tx, plan, identifiers) => watchErasure(options, tx, plan, identifiers),
    returned: async (reader) => ({ promises: brokenByReturn(options), erasures: await readReturned(reader) }),
    returnedSince: (since) => returnedSince(options, since),
    endWatch: (tx, plan, by) => endWatch(options, tx, plan, by),
    checkNew: async () => {
      const statuses = await readStatuses(store.reader);
      if (options.promises.every(({ id }) => statuses.has(id))) return;
      const startAfter = new Date(store.clock.now().getTime() + openedMs);
      await store.transact((tx) => store.queue.send(tx, { queue, data: null, startAfter, onceKey: "new" }));
    },
    serve: () => {
      store.queue.serve(queue, { concurrency: 1 }, async () => {
        const { leftOut } = await check();
        await evidence.checkpoint();
        const startAfter = new Date(store.clock.now().getTime() + settleMs);
        if (leftOut > 0)
          await store.transact((tx) => store.queue.send(tx, { queue, data: null, startAfter, onceKey: "settled" }));
      });
      store.queue.schedule(queue, "17 * * * *", options.policy.timeZone);
    },
  };
}

/** One at a time. Whoever asks during one gets the next, with all others who do: what began earlier may not have seen what they did. */
function inTurn<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const begin = (): Promise<T> => {
    running = work().finally(() => (running = undefined));
    return running;
  };
  return () => {
    if (running === undefined && next === undefined) return begin();
    next ??= Promise.resolve(running)
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return begin();
      });
    return next;
  };
}

/** Promises that do not hold while something of an erased person is there again. */
function brokenByReturn({ promises }: PromiseBoardOptions): readonly string[] {
  return promises
    .filter(({ checks }) => checks.some(({ kind }) => kind === "erasure-leaves-nothing"))
    .map(({ id }) => id);
}

interface Round {
  /** Promises that were left as they were, because another version came into force meanwhile; they are to be looked at again. */
  readonly leftOut: number;
}

async function checkAll(options: PromiseBoardOptions): Promise<Round> {
  const run = new CheckRun(options);
  await forgetWatches(options, run.today);
  const answered = new Map<string, CheckOutcome>();
  const answer = async (check: PromiseCheck) => {
    const key = canonicalJson(check);
    const outcome = answered.get(key) ?? (await answerCheck(run, check));
    answered.set(key, outcome);
    return { kind: check.kind, outcome };
  };
  const all: { readonly promise: PolicyPromise; readonly outcomes: readonly Answered[] }[] = [];
  for (const promise of options.promises) {
    const outcomes: Answered[] = [];
    for (const check of promise.checks) outcomes.push(await answer(check));
    all.push({ promise, outcomes });
  }
  const settling = all.some(({ outcomes }) => outcomes.some(isDoubtful)) && (await isSettling(run));
  const findings = all.flatMap(({ promise, outcomes }): Finding[] => {
    const sure = settling ? outcomes.filter((one) => !isDoubtful(one)) : outcomes;
    const outcome = combine(sure);
    // What is broken for another reason is broken whatever the pages show.
    return sure.length < outcomes.length && outcome.status !== "broken"
      ? []
      : [findingOf(options, run.today, promise, outcome)];
  });
  const returned = brokenByReturn(options).length > 0 ? await run.returned() : undefined;
  await options.store.transact(async (tx) => {
    await recordFindings(tx, options.evidence, { at: run.now, now: options.store.clock.now() }, findings);
    if (returned !== undefined) await recordReturned(tx, returned);
  });
  return { leftOut: all.length - findings.length };
}

/** A waiver counts up to and including its last day; the check is made all the same, and told. */
function findingOf(
  { policy }: PromiseBoardOptions,
  today: LocalDate,
  { id }: PolicyPromise,
  { status, messages, facts }: CheckOutcome,
): Finding {
  const waiver = policy.waivers.find(({ promise, untilOn }) => promise === id && untilOn >= today);
  if (waiver === undefined) return { promise: id, status, messages, facts };
  const { untilOn, reason } = waiver;
  return {
    promise: id,
    status: "waived",
    messages: [said("waived", { untilOn, reason, without: status }), ...messages],
    facts: { ...facts, waivedUntilOn: untilOn, withoutWaiver: status },
  };
}

function lines(
  options: PromiseBoardOptions,
  statuses: ReadonlyMap<string, StoredStatus>,
  language: Language,
): readonly PromiseStatus[] {
  const now = options.store.clock.now().getTime();
  return options.promises.map(({ id, cites, statement, mechanism, section }) => {
    const found = statuses.get(id);
    const words = { id, cites, statement: say(statement, language), mechanism, section };
    if (found === undefined) {
      const messages = [said("check.never")];
      return {
        ...words,
        status: "unproven",
        evidence: { summary: sayMessages(messages, language), messages, facts: {} },
      };
    }
    const { status, messages, logIndex, facts } = staleOr(found, now);
    const summary = sayMessages(messages, language);
    return { ...words, status, checkedAt: found.checkedAt, evidence: { summary, messages, facts, logIndex } };
  });
}

/** Kept is said of now: a board that nobody checked for a day says so, instead of what was true then. */
function staleOr(found: StoredStatus, now: number): StoredStatus {
  if (found.status !== "kept" || now - Date.parse(found.checkedAt) <= freshForMs) return found;
  const messages = [said("check.stale", { checkedAt: found.checkedAt }), ...found.messages];
  return { ...found, status: "unproven", messages };
}
