/** An outside service as a place where a person's data is, after its declaration. */
import { setTimeout as delay } from "node:timers/promises";
import { isOperationalError, OperationalError, type Problem, refuse, type Result, succeed } from "#base";
import type { Reach, Store } from "#policy";
import type { Correction, EraseRefusal, KeptBecause, ResidueFinding } from "../facts-contract.ts";
import type {
  ConnectedStore,
  ConnectStoreOptions,
  StoreAbilities,
  StoreFinding,
  StoreItem,
  StoreOrder,
  StoreOutcome,
  StoreSubject,
} from "../store-contract.ts";
import { emptyKeys, keptTally, refusalOf } from "../store-subject.ts";
import { change, type ChangeEnd, type Job, outcomeOf, settle } from "./change.ts";
import { ServiceClient } from "./client.ts";
import type { RecordDeclaration } from "./declaration.ts";
import { correctionBody } from "./correct.ts";
import { loadService } from "./load.ts";
import { findAll, type Found } from "./find.ts";
import { inspectService } from "./inspect.ts";
import { offers } from "./offers.ts";

export interface ConnectHttpOptions extends ConnectStoreOptions {
  readonly reach: Reach & { readonly kind: "http" };
  /** For tests: names without a network, time that does not pass. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly now?: () => number;
  readonly wait?: (ms: number) => Promise<void>;
}

/** Throws OperationalError when the declaration is not there or has errors, or nothing says where the service is. Calls nothing. */
export function connectHttp(options: ConnectHttpOptions): ConnectedStore {
  const { reach, store, setting, document, resolve, now, wait } = options;
  const service = loadService(reach.service, document);
  const base = baseOf(setting(reach.urlFrom) ?? service.address?.href, reach.urlFrom, service.title);
  const client = new ServiceClient({
    service,
    base,
    setting,
    ownHosts: ownHostsOf(setting),
    now: now ?? Date.now,
    wait: wait ?? ((ms) => delay(ms)),
    ...(resolve === undefined ? {} : { resolve }),
  });
  return new HttpStore(client, store, setting);
}

class HttpStore implements ConnectedStore {
  readonly name: string;
  readonly abilities: StoreAbilities;
  readonly #client: ServiceClient;
  readonly #store: Store;
  readonly #setting: (name: string) => string | undefined;

  constructor(client: ServiceClient, store: Store, setting: (name: string) => string | undefined) {
    this.name = store.name;
    this.#client = client;
    this.#store = store;
    this.#setting = setting;
    const { records } = client.service;
    const all = (ability: Parameters<typeof offers>[1]) =>
      records.length > 0 && records.every((record) => offers(record, ability));
    this.abilities = {
      kind: "http",
      find: all("find"),
      read: all("read"),
      erase: all("erase"),
      correct: all("correct"),
      search: false,
    };
  }

  inspect(): Promise<readonly Problem[]> {
    return inspectService(this.#client, this.#store, this.#setting);
  }

  async find(subject: StoreSubject): Promise<StoreFinding> {
    const problems = emptyKeys(this.name, subject);
    if (problems.length > 0) return { store: this.name, items: 0, kept: [], missing: 0, problems };
    const { found, missing, capped } = await findAll(this.#client, subject);
    return {
      store: this.name,
      items: found.length,
      kept: keptCounts(found),
      missing,
      problems: capped ? [cappedProblem(this.name, this.#client.service.title)] : [],
    };
  }

  async *items(subject: StoreSubject): AsyncGenerator<StoreItem> {
    const { found, capped } = await findAll(this.#client, subject);
    const { title, notOffered } = this.#client.service;
    if (capped) throw new OperationalError("answer-incomplete", cappedProblem(this.name, title).message);
    for (const [at, one] of found.entries()) {
      if (!offers(one.record, "read"))
        throw new OperationalError(
          "not-offered",
          `${title} hands nothing out: ${notOffered.read ?? "it has no call for it"}.`,
        );
      yield {
        name: `${one.record.name.replace(/[^A-Za-z0-9_-]/g, "_")}-${at + 1}.json`,
        mediaType: "application/json",
        open: () => contents(this.#client, one),
      };
    }
  }

  async erase(order: StoreOrder): Promise<Result<StoreOutcome, EraseRefusal>> {
    const { service } = this.#client;
    if (!this.abilities.erase)
      return refuse(
        "blocked",
        `${service.title} erases nothing for us: ${service.notOffered.erase ?? "it has no call for it"}.`,
      );
    const refused = refusalOf(emptyKeys(this.name, order.subject));
    if (refused !== undefined) return refused;
    const { found, capped } = await findAll(this.#client, order.subject);
    await order.crashPoint?.("before-change");
    const ends: ChangeEnd[] = [];
    // What was found through another record would not be found any more without it, so that one goes first, and alone.
    for (const record of service.records.toReversed()) {
      if (ends.includes("blocked")) break;
      ends.push(...(await this.#eraseAll(order, found, record)));
    }
    await order.crashPoint?.("after-change");
    if (ends.includes("blocked"))
      return refuse(
        "blocked",
        `${service.title} refuses to erase ${count(ends, "blocked")} of ${found.length} records; ${count(ends, "done")} were erased. Look there for the reason.`,
      );
    if (capped)
      throw new OperationalError(
        "more-to-do",
        `${service.title} lists no more at once; what it listed was erased, and the next try goes on.`,
        { retryable: true },
      );
    return succeed(
      outcomeOf(this.#client, { erased: count(ends, "done"), corrected: 0, kept: keptCounts(found) }, jobsOf(ends)),
    );
  }

  #eraseAll(order: StoreOrder, found: readonly Found[], record: RecordDeclaration): Promise<ChangeEnd[]> {
    const { erase } = record;
    if (erase === undefined) return Promise.resolve([]);
    const targets = found.filter((one) => one.record === record && one.keep === undefined);
    return this.#each(order, targets, ({ values }) =>
      change(this.#client, { record, kind: "erase", change: erase }, values, `${order.plan}/${order.step}`),
    );
  }

  async correct(order: StoreOrder, corrections: readonly Correction[]): Promise<Result<StoreOutcome, EraseRefusal>> {
    const { service } = this.#client;
    if (!this.abilities.correct)
      return refuse(
        "blocked",
        `${service.title} corrects nothing for us: ${service.notOffered.correct ?? "it has no call for it"}.`,
      );
    const refused = refusalOf(emptyKeys(this.name, order.subject));
    if (refused !== undefined) return refused;
    const { found } = await findAll(this.#client, order.subject);
    await order.crashPoint?.("before-change");
    const ends = await this.#each(order, found, async (one): Promise<ChangeEnd | undefined> => {
      const correct = one.record.correct;
      const body =
        correct === undefined ? undefined : correctionBody(correct, await documentOf(this.#client, one), corrections);
      if (correct === undefined || body === undefined) return undefined;
      const made = { ...correct.change, call: { ...correct.change.call, body } };
      return change(
        this.#client,
        { record: one.record, kind: "correct", change: made },
        one.values,
        `${order.plan}/${order.step}`,
      );
    });
    await order.crashPoint?.("after-change");
    if (ends.includes("blocked"))
      return refuse(
        "blocked",
        `${service.title} refuses to correct ${count(ends, "blocked")} records. The others were corrected.`,
      );
    return succeed(outcomeOf(this.#client, { erased: 0, corrected: count(ends, "done"), kept: [] }, jobsOf(ends)));
  }

  settled(ticket: string): Promise<StoreOutcome> {
    return settle(this.#client, ticket);
  }

  async residue(subject: StoreSubject): Promise<readonly ResidueFinding[]> {
    const { found } = await findAll(this.#client, subject, true);
    const findings = new Map<string, { readonly one: Found; rows: number }>();
    for (const one of found) {
      const key = JSON.stringify([one.record.name, becauseOf(one)]);
      const known = findings.get(key) ?? { one, rows: 0 };
      known.rows++;
      findings.set(key, known);
    }
    return [...findings.values()].map(({ one, rows }) => {
      const because = becauseOf(one);
      return { table: this.name, column: one.record.name, rows, ...(because === undefined ? {} : { because }) };
    });
  }

  close(): Promise<void> {
    this.#client.close();
    return Promise.resolve();
  }

  /** One that fails does not keep the others back; then the failure is told, and a next try finds only what is left. */
  async #each<T, E>(order: StoreOrder, targets: readonly T[], work: (target: T) => Promise<E>): Promise<E[]> {
    const ends: E[] = [];
    const failures: OperationalError[] = [];
    const waiting = targets.entries();
    let done = 0;
    let stopped = false;
    const worker = async (): Promise<void> => {
      for (const [at, target] of waiting) {
        if (stopped) return;
        try {
          if (at > 0) await order.crashPoint?.("between-items");
          ends.push(await work(target));
        } catch (error) {
          stopped = !isOperationalError(error);
          if (!isOperationalError(error)) throw error;
          failures.push(error);
        }
        order.onProgress?.(++done, targets.length);
      }
    };
    await Promise.all(Array.from({ length: this.#client.service.limits.atOnce }, worker));
    const failure = failures.find(({ retryable }) => retryable) ?? failures[0];
    if (failure !== undefined) throw failure;
    return ends;
  }
}

async function* contents(client: ServiceClient, one: Found): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(`${JSON.stringify((await documentOf(client, one)) ?? null, null, 2)}\n`);
}

/** The record as the service has it now; `undefined` when it is gone. */
async function documentOf(client: ServiceClient, { record, values, item }: Found): Promise<unknown> {
  if (record.read === undefined) return item;
  const order = { request: "", now: client.now().toISOString() };
  const answer = await client.call(record.read, { ...values, ...order }, [200, 404, 410]);
  return answer.status === 200 ? answer.json : undefined;
}

function becauseOf({ keep, record }: Found): KeptBecause | undefined {
  return keep ?? (record.erase === undefined && record.stays !== undefined ? { kind: "declared-keep" } : undefined);
}

function keptCounts(found: readonly Found[]): StoreFinding["kept"] {
  const tally = keptTally();
  for (const one of found) {
    const because = becauseOf(one);
    if (because !== undefined) tally.add(because);
  }
  return tally.list();
}

function jobsOf(ends: readonly (ChangeEnd | undefined)[]): readonly Job[] {
  return ends.filter((end): end is Job => typeof end === "object");
}

function count<T>(ends: readonly T[], end: T): number {
  return ends.filter((one) => one === end).length;
}

function cappedProblem(store: string, title: string): Problem {
  return {
    code: "answer-incomplete",
    severity: "error",
    path: `stores.${store}`,
    message: `${title} listed as many records of this person as it ever lists, so there may be more.`,
    remedy: "Search there yourself, and carry the rest out by hand.",
  };
}

/** Hosts of one's own network that services may be on. */
export function ownHostsOf(setting: (name: string) => string | undefined): readonly string[] {
  return (setting("GESTAND_OWN_HOSTS") ?? "")
    .split(",")
    .map((host) => host.trim())
    .filter((host) => host !== "");
}

export function baseOf(address: string | undefined, variable: string, title: string): URL {
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  if (
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.username === "" &&
    url.password === "" &&
    url.search === "" &&
    url.hash === ""
  )
    return url;
  throw new OperationalError(
    "setting-missing",
    `Nothing says where ${title} is: ${variable} ${address === undefined ? "is not set" : "is no plain web address"}. Nothing was called. Set it to an address such as https://api.example.com, without user name and parameters.`,
  );
}
