/** What stores add to an answer: each of their things as a file of its own, streamed from where it is. */
import type { ConnectedStore, KeptBecause, StoreItem, StoreSubject } from "#connectors";
import type { PlansOptions, StepFinding } from "../contract.ts";
import { StepStopped, stopOnDrift } from "../failures.ts";
import { storeIsAble } from "../look-stores.ts";
import { openStores } from "../secrets.ts";
import type { BegunStep } from "../step-record.ts";
import { type FileRecord, measured, pathWord } from "./contents.ts";
import type { ZipEntry } from "./zip.ts";

/** One store's share, open for reading. */
export interface StorePart {
  readonly store: string;
  /** Categories. */
  readonly holds: readonly string[];
  /** How many things of the person there are, as counted just before. */
  readonly items: number;
  readonly kept: readonly { readonly because: KeptBecause; readonly items: number }[];
  /** Where in the ZIP its files are; one line, because how many there are shows only on the way. */
  readonly folder: string;
  /** Those that were written; complete when the last has been. */
  readonly files: readonly FileRecord[];
  entries(records: FileRecord[]): AsyncIterable<ZipEntry>;
}

/** Everything may be too large for what a ZIP can say in 32 bits: nobody knows before it was read. */
const large = true;

/** The stores of the plan that a connector reads, all open at the same time; closed whatever happens. */
export async function withStores<T>(
  options: PlansOptions,
  { plan }: BegunStep,
  work: (stores: readonly StorePart[]) => Promise<T>,
): Promise<T> {
  const names = plan.stores.filter(({ by }) => by === "connector").map(({ store }) => store);
  if (names.length === 0) return work([]);
  const subjects = await openStores(options.store.reader, options.store.vault, plan);
  const open = async (left: readonly string[], parts: readonly StorePart[]): Promise<T> => {
    const [name, ...others] = left;
    if (name === undefined) return work(parts);
    const subject = subjects.get(name)?.reveal();
    if (subject === undefined || options.stores?.names.includes(name) !== true) throw gone(name);
    return options.stores.use(name, async (store) => open(others, [...parts, await partOf(options, store, subject)]));
  };
  return open(names, []);
}

async function partOf(options: PlansOptions, connected: ConnectedStore, subject: StoreSubject): Promise<StorePart> {
  stopOnDrift(connected.name, await connected.inspect());
  if (!storeIsAble("access", connected.abilities)) throw gone(connected.name);
  const { policy } = options;
  const { items, kept } = await connected.find(subject);
  const store = connected.name;
  // A system may have the name of a store.
  const folder = `data/${pathWord(store)}${policy.systems.some(({ name }) => name === store) ? "-files" : ""}`;
  const files: FileRecord[] = [];
  return {
    store,
    holds: policy.stores?.find(({ name }) => name === store)?.holds ?? [],
    items,
    kept,
    folder,
    files,
    entries: async function* (records) {
      for await (const item of connected.items(subject))
        yield entryOf(item, `${folder}/${item.name}`, store, files, records);
    },
  };
}

function entryOf(item: StoreItem, path: string, store: string, files: FileRecord[], records: FileRecord[]): ZipEntry {
  return {
    path,
    large,
    open: () =>
      measured(item.open(), (sizeBytes, sha256) => {
        const record = { path, store, mediaType: item.mediaType, sizeBytes, sha256 };
        files.push(record);
        records.push(record);
      }),
  };
}

export async function* storeEntries(stores: readonly StorePart[], records: FileRecord[]): AsyncIterable<ZipEntry> {
  for (const store of stores) yield* store.entries(records);
}

/** Once it was read: what is kept from erasure is handed out all the same. */
export function findingOf({ store, items, holds, files }: StorePart): StepFinding {
  const none = { shared: 0, deleted: 0, anonymised: 0, kept: [] };
  return { ...none, store, table: store, rows: Math.max(items, files.length), read: files.length, categories: holds };
}

function gone(name: string): StepStopped {
  return new StepStopped(
    "ability-missing",
    `The store ${name} cannot be read any more, though it could when the plan was approved. No copy was made. ` +
      "Reach it as before, then resume.",
  );
}
