/** Keeps calls within what a service bears: so many at once, so many begun in a second, none before it said so. */
export interface PaceOptions {
  readonly perSecond: number;
  readonly atOnce: number;
  /** Milliseconds of a clock that only rises. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

export class Pace {
  readonly #options: PaceOptions;
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;
  #nextAt = 0;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const { perSecond, atOnce, now, wait } = this.#options;
    if (this.#underWay >= atOnce) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#underWay++;
    try {
      const at = Math.max(this.#nextAt, now());
      this.#nextAt = at + 1000 / perSecond;
      if (at > now()) await wait(at - now());
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#underWay--;
      else next();
    }
  }

  /** The service asked for quiet. */
  pause(ms: number): void {
    this.#nextAt = Math.max(this.#nextAt, this.#options.now() + ms);
  }
}
