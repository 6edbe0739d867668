/** Remembered answers, and the one rule about them: nothing is said that was not true at most `boundMs` ago. */

export interface Verdict {
  readonly allowed: boolean;
  /** Why; a code. */
  readonly because: string;
}

/** Everything that may and may not be done with one person, by name of purpose and of message. */
export interface Answered {
  /** A keyed digest, by which changes name the person. */
  readonly person: string;
  readonly purposes: Readonly<Record<string, Verdict>>;
  readonly messages: Readonly<Record<string, Verdict>>;
}

export interface Changes {
  /** To go on from. */
  readonly cursor: string;
  /** Whose answers changed since the cursor before; `all` where that cannot be said, or the rules changed. */
  readonly persons: readonly string[] | "all";
}

export interface MaySource {
  /** In the order of the persons, and no older than the call. */
  answers(persons: readonly string[]): Promise<readonly Answered[]>;
  changes(cursor: string | undefined): Promise<Changes>;
}

export interface CacheOptions {
  /** No answer is older than this, in milliseconds. */
  readonly boundMs: number;
  /** Persons that are remembered; the first ones go when there are more. */
  readonly mostPersons: number;
  /** Milliseconds that only go forward. */
  readonly now?: () => number;
}

/** A load under way, and whose answers changed meanwhile: what it brings of them is not remembered. */
interface Loading {
  readonly changed: Set<string>;
  all: boolean;
}

const tooSlow = "The answers took longer than they may be old. Nothing was answered. Ask again.";

/** A look can be just before its end when somebody asks; the next one is not. */
const attempts = 3;

export class MayCache {
  readonly #source: MaySource;
  readonly #boundMs: number;
  readonly #mostPersons: number;
  readonly #now: () => number;
  readonly #known = new Map<string, Answered>();
  /** As which texts a person was asked about. */
  readonly #spelled = new Map<string, Set<string>>();
  readonly #loading = new Set<Loading>();
  #cursor: string | undefined;
  #freshUntil = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;

  constructor(source: MaySource, { boundMs, mostPersons, now = () => performance.now() }: CacheOptions) {
    this.#source = source;
    this.#boundMs = boundMs;
    this.#mostPersons = mostPersons;
    this.#now = now;
  }

  /** What is known and fresh, at once; undefined otherwise. */
  peek(person: string): Answered | undefined {
    return this.#now() > this.#freshUntil ? undefined : this.#known.get(person);
  }

  /** Asks for what is not known or not fresh. Throws when that takes longer than the bound. */
  async get(persons: readonly string[]): Promise<readonly Answered[]> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (this.freshForMs < 0) await this.look();
      // Nobody need wait for a look that comes in time.
      else if (this.freshForMs < this.#boundMs / 2) void this.look().catch(() => undefined);
      const until = this.#freshUntil;
      const found = this.#knownAmong(persons);
      const unknown = [...new Set(persons.filter((person) => !found.has(person)))];
      if (unknown.length > 0) for (const [person, answered] of await this.#load(unknown)) found.set(person, answered);
      // What was known before the load may be too old after it.
      if (this.#now() <= until) return persons.map((person) => found.get(person) as Answered);
    }
    throw new Error(tooSlow);
  }

  /** Looks what changed. Called often enough, `peek` always knows. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** How much longer what is remembered counts, in milliseconds; less than 0 when it does not. */
  get freshForMs(): number {
    return this.#freshUntil - this.#now();
  }

  #knownAmong(persons: readonly string[]): Map<string, Answered> {
    const found = new Map<string, Answered>();
    for (const person of persons) {
      const known = this.#known.get(person);
      if (known !== undefined) found.set(person, known);
    }
    return found;
  }

  async #look(): Promise<void> {
    const asked = this.#now();
    const { cursor, persons } = await this.#source.changes(this.#cursor);
    if (persons === "all") {
      this.#known.clear();
      this.#spelled.clear();
      for (const load of this.#loading) load.all = true;
    } else {
      for (const person of persons) this.#forget(person);
      for (const load of this.#loading) for (const person of persons) load.changed.add(person);
    }
    this.#cursor = cursor;
    // What was true when we asked is the oldest that is remembered now.
    this.#freshUntil = asked + this.#boundMs;
  }

  async #load(persons: readonly string[]): Promise<ReadonlyMap<string, Answered>> {
    const load: Loading = { changed: new Set(), all: false };
    this.#loading.add(load);
    const asked = this.#now();
    try {
      const answers = await this.#source.answers(persons);
      if (this.#now() - asked > this.#boundMs) throw new Error(tooSlow);
      const found = new Map(persons.map((person, at) => [person, answers[at] as Answered]));
      if (!load.all)
        for (const [spelled, answered] of found)
          if (!load.changed.has(answered.person)) this.#remember(spelled, answered);
      return found;
    } finally {
      this.#loading.delete(load);
    }
  }

  #remember(spelled: string, answered: Answered): void {
    while (this.#known.size >= this.#mostPersons) {
      const [oldest] = this.#known.values();
      if (oldest === undefined) break;
      this.#forget(oldest.person);
    }
    this.#known.set(spelled, answered);
    const all = this.#spelled.get(answered.person);
    if (all === undefined) this.#spelled.set(answered.person, new Set([spelled]));
    else all.add(spelled);
  }

  #forget(person: string): void {
    for (const spelled of this.#spelled.get(person) ?? []) this.#known.delete(spelled);
    this.#spelled.delete(person);
  }
}
