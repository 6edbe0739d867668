import { describe, expect, test } from "vitest";
import { type Answered, type Changes, MayCache } from "./index.ts";

const yes = { allowed: true, because: "consent" };
const no = { allowed: false, because: "withdrawn" };

/** A source whose answers and changes come when the test lets them. */
class Slow {
  truth = yes;
  changed: string[] = [];
  all = false;
  asked = 0;
  #waiting: (() => void)[] = [];
  holds = false;

  answers = async (persons: readonly string[]): Promise<readonly Answered[]> => {
    this.asked++;
    const { truth } = this;
    if (this.holds) await new Promise<void>((go) => this.#waiting.push(go));
    return persons.map((person) => ({ person: person.toLowerCase(), purposes: { letter: truth }, messages: {} }));
  };

  changes = async (cursor: string | undefined): Promise<Changes> => {
    const persons = this.all ? "all" : this.changed;
    this.changed = [];
    this.all = false;
    return { cursor: `${Number(cursor ?? 0) + 1}`, persons };
  };

  go(): void {
    this.holds = false;
    for (const go of this.#waiting.splice(0)) go();
  }
}

function fresh(options: { boundMs?: number; mostPersons?: number } = {}) {
  const time = { now: 0 };
  const source = new Slow();
  return {
    time,
    source,
    cache: new MayCache(source, { boundMs: 100, mostPersons: 10, ...options, now: () => time.now }),
  };
}

describe("what is remembered", () => {
  test("is asked for once, and known at once until the bound", async () => {
    const { cache, source, time } = fresh();
    expect(cache.peek("eva")).toBeUndefined();
    await cache.get(["eva", "eva"]);
    await cache.get(["eva"]);
    expect(source.asked).toBe(1);
    expect(cache.peek("eva")?.purposes["letter"]).toEqual(yes);
    time.now = 101;
    expect(cache.peek("eva")).toBeUndefined();
  });

  test("goes under every spelling when the person is named as changed", async () => {
    const { cache, source } = fresh();
    await cache.get(["eva", "EVA", "ada"]);
    source.truth = no;
    source.changed = ["eva"];
    await cache.look();
    expect([cache.peek("eva"), cache.peek("EVA"), cache.peek("ada")?.purposes["letter"]]).toEqual([
      undefined,
      undefined,
      yes,
    ]);
    expect((await cache.get(["EVA"]))[0]?.purposes["letter"]).toEqual(no);
  });

  test("goes altogether under other rules", async () => {
    const { cache, source } = fresh();
    await cache.get(["eva"]);
    source.all = true;
    await cache.look();
    expect(cache.peek("eva")).toBeUndefined();
  });

  test("is not what was on its way when it changed", async () => {
    for (const everybody of [false, true]) {
      const { cache, source } = fresh();
      await cache.look();
      source.holds = true;
      const under = cache.get(["eva"]);
      source.truth = no;
      if (everybody) source.all = true;
      else source.changed = ["eva"];
      await cache.look();
      source.go();
      await under;
      expect(cache.peek("eva")).toBeUndefined();
      expect((await cache.get(["eva"]))[0]?.purposes["letter"]).toEqual(no);
    }
  });

  test("never grows beyond what is allowed", async () => {
    const { cache } = fresh({ mostPersons: 3 });
    await cache.get(["a", "b", "c", "d", "e"]);
    expect(["a", "b", "c", "d", "e"].filter((one) => cache.peek(one) !== undefined)).toEqual(["c", "d", "e"]);
  });

  test("is asked for again when it became too old while the rest was loaded", async () => {
    const { cache, source, time } = fresh();
    await cache.get(["eva"]);
    time.now = 90;
    source.truth = no;
    source.changed = ["eva"];
    source.holds = true;
    const under = cache.get(["eva", "ada"]);
    time.now = 120;
    source.go();
    expect((await under).map(({ purposes }) => purposes["letter"])).toEqual([no, no]);
  });

  test("is no answer when it took longer to come than it may be old", async () => {
    const { cache, source, time } = fresh();
    await cache.look();
    source.holds = true;
    const under = cache.get(["eva"]);
    time.now = 101;
    source.go();
    await expect(under).rejects.toThrow("took longer");
    expect(cache.peek("eva")).toBeUndefined();
  });
});
