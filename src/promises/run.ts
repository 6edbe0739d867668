/** One round of checks. What several checks look at is read once and is the same for all of them. */
import { isOperationalError, type IsoInstant, type LocalDate, localDateOf, type Problem } from "#base";
import type { ConnectedSystem, GuardCheck } from "#connectors";
import type { LogCheck, StoredEntry } from "#evidence";
import { openTasks, type PlanFact, storedPlanFacts, type Task } from "#plans";
import type { Given } from "#recipients";
import { type RequestFact, standingRestrictions, storedRequestFacts } from "#requests";
import type { TableTerm } from "#retention";
import type { PromiseBoardOptions } from "./contract.ts";
import { type Page, readPage, textsBy } from "./published.ts";
import { findReturned, type Returned } from "./watch-scan.ts";

const pageEntries = 1_000;

export class CheckRun {
  readonly options: PromiseBoardOptions;
  readonly now: Date;
  /** The calendar day where the organisation is. */
  readonly today: LocalDate;
  readonly #once = new Map<string, Promise<unknown>>();

  constructor(options: PromiseBoardOptions) {
    this.options = options;
    this.now = options.store.clock.now();
    this.today = localDateOf(this.now, options.policy.timeZone);
  }

  get at(): IsoInstant {
    return this.now.toISOString();
  }

  requests(): Promise<readonly RequestFact[]> {
    const { requestFacts, store } = this.options;
    const facts = requestFacts ?? storedRequestFacts(store.vault);
    return this.#read("requests", () => facts.all(store.reader));
  }

  plans(): Promise<readonly PlanFact[]> {
    const { evidence, planFacts, policy, store } = this.options;
    const facts = planFacts ?? storedPlanFacts(evidence, policy.timeZone);
    return this.#read("plans", () => facts.finished(store.reader));
  }

  /** The texts of a page's elements that carry a promise's id. */
  async sentences(page: Page): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.#read(`sentences ${page.url}`, async () => textsBy("data-promise", page.html));
  }

  /** Entries of one kind, oldest first. */
  entries(kind: string): Promise<readonly StoredEntry[]> {
    return this.#read(`entries ${kind}`, async () => {
      const all: StoredEntry[] = [];
      for (let from = 0; ; ) {
        const page = await this.options.evidence.entries(this.options.store.reader, { from, limit: pageEntries, kind });
        all.push(...page);
        const last = page.at(-1);
        if (last === undefined || page.length < pageEntries) return all;
        from = last.index + 1;
      }
    });
  }

  /** `path` with its slash: `/nl/privacy`. */
  page(path: string): Promise<Page> {
    const get = this.options.fetch ?? ((url: string, init: { signal: AbortSignal }) => fetch(url, init));
    return this.#read(`page ${path}`, () => readPage(`${this.options.publicUrl}${path}`, get));
  }

  inspect(system: string): Promise<readonly Problem[]> {
    return this.#read(`inspect ${system}`, () => this.#use(system, (connected) => connected.inspect()));
  }

  /** What was given to whom on this day or later. */
  given(since: LocalDate): Promise<readonly Given[]> {
    const { disclosures, store } = this.options;
    return this.#read(`given ${since}`, async () => (await disclosures?.given(store.reader, since)) ?? []);
  }

  inspectStore(store: string): Promise<readonly Problem[]> {
    const { stores } = this.options;
    return this.#read(`inspect store ${store}`, async () => (await stores?.use(store, (one) => one.inspect())) ?? []);
  }

  /** What the last night counted; nothing where no night did. */
  retained(): Promise<readonly TableTerm[]> {
    const { retained, store } = this.options;
    return this.#read("retained", async () => (await retained?.(store.reader)) ?? []);
  }

  /** Open tasks of all plans. */
  tasks(): Promise<readonly Task[]> {
    return this.#read("tasks", () => openTasks(this.options.store.reader));
  }

  guard(system: string): Promise<GuardCheck> {
    return this.#read(`guard ${system}`, () => this.#use(system, (connected) => connected.guardCheck()));
  }

  /** Plans of restrictions that stand. */
  restrictions(): Promise<ReadonlySet<string>> {
    return this.#read("restrictions", () => standingRestrictions(this.options.store.reader));
  }

  log(): Promise<LogCheck> {
    return this.#read("log", () => this.options.evidence.verifyStored());
  }

  returned(): Promise<Returned> {
    return this.#read("returned", () => findReturned(this.options, this.today));
  }

  #use<T>(system: string, work: (connected: ConnectedSystem) => Promise<T>): Promise<T> {
    return this.options.systems.use(system, work);
  }

  #read<T>(name: string, work: () => Promise<T>): Promise<T> {
    const known = this.#once.get(name) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const made = work();
    this.#once.set(name, made);
    return made;
  }
}

/** What a failure of the world says to whoever reads the board; anything else is a bug and goes on. */
export function failureText(error: unknown): string {
  if (isOperationalError(error)) return error.message;
  throw error;
}
