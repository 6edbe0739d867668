/**
 * The smallest store that is one: things under keys, erased one at a time, so that rooms above the connectors can be tested
 * at every place where a step in a store can stop. What connectors themselves must stand is tested in their own room.
 */
import { succeed } from "#base";
import type { ConnectedStore, FilledKey, KeptBecause, StoreSubject } from "#connectors";

export interface ShelfOptions {
  readonly name: string;
  /** By key; what the store holds, and what outlives every connection. */
  readonly things: Map<string, string>;
  /** How often it is asked again before an erasure is done; 0 when it is done at once. */
  readonly pendingFor?: number;
  readonly now?: () => Date;
  readonly abilities?: Partial<ConnectedStore["abilities"]>;
}

export function connectShelf(options: ShelfOptions): ConnectedStore {
  const { name, things, pendingFor = 0, now = () => new Date() } = options;
  const soon = () => new Date(now().getTime() + 60_000);
  const outcome = (subject: StoreSubject, counts: { erased?: number; corrected?: number } = {}) => ({
    erased: 0,
    corrected: 0,
    kept: keptOf(subject, things),
    ...counts,
  });
  return {
    name,
    abilities: {
      kind: "files",
      find: true,
      read: true,
      erase: true,
      correct: true,
      search: false,
      ...options.abilities,
    },
    inspect: async () => [],
    find: async (subject) => ({
      store: name,
      items: keysOf(subject, things).length,
      kept: keptOf(subject, things),
      missing: subject.keys.filter((key) => ![...things.keys()].some((each) => isMeant(key, each))).length,
      problems: [],
    }),
    items: async function* (subject) {
      for (const key of keysOf(subject, things))
        yield {
          name: key.replaceAll("/", "_"),
          mediaType: "text/plain",
          open: async function* () {
            yield Buffer.from(things.get(key) ?? "");
          },
        };
    },
    erase: async (order) => {
      await order.crashPoint?.("before-change");
      const doomed = keysOf(order.subject, things).filter((key) => keepOf(order.subject, key) === undefined);
      for (const key of doomed) {
        things.delete(key);
        await order.crashPoint?.("between-items");
      }
      await order.crashPoint?.("after-change");
      const done = outcome(order.subject, { erased: doomed.length });
      return succeed(
        pendingFor === 0 ? done : { ...done, pending: { ticket: JSON.stringify({ asked: 0 }), notBefore: soon() } },
      );
    },
    correct: async (order, corrections) => {
      await order.crashPoint?.("before-change");
      let corrected = 0;
      for (const key of keysOf(order.subject, things))
        for (const { from, to } of corrections) {
          const text = things.get(key) ?? "";
          if (from === null || !text.includes(from)) continue;
          things.set(key, text.replaceAll(from, to));
          corrected += 1;
          await order.crashPoint?.("between-items");
        }
      return succeed(outcome(order.subject, { corrected }));
    },
    settled: async (ticket) => {
      const asked = (JSON.parse(ticket) as { asked: number }).asked + 1;
      const done = { erased: 0, corrected: 0, kept: [] };
      return asked >= pendingFor
        ? done
        : { ...done, pending: { ticket: JSON.stringify({ asked }), notBefore: soon() } };
    },
    residue: async (subject) =>
      keysOf(subject, things).map((key) => {
        const because = keepOf(subject, key);
        return { table: name, column: "key", rows: 1, ...(because !== undefined && { because }) };
      }),
    close: async () => undefined,
  };
}

function isMeant({ key, prefix }: FilledKey, name: string): boolean {
  return prefix ? name.startsWith(key) : name === key;
}

function keysOf({ keys }: StoreSubject, things: ReadonlyMap<string, string>): string[] {
  return [...things.keys()].filter((name) => keys.some((key) => isMeant(key, name))).sort();
}

function keepOf({ keys }: StoreSubject, name: string): KeptBecause | undefined {
  return keys.filter((key) => isMeant(key, name)).find(({ keep }) => keep !== undefined)?.keep;
}

function keptOf(subject: StoreSubject, things: ReadonlyMap<string, string>) {
  const sums = new Map<string, { because: KeptBecause; items: number }>();
  for (const name of keysOf(subject, things)) {
    const because = keepOf(subject, name);
    if (because === undefined) continue;
    const sum = JSON.stringify(because);
    sums.set(sum, { because, items: (sums.get(sum)?.items ?? 0) + 1 });
  }
  return [...sums.values()];
}
