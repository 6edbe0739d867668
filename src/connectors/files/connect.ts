import { assert, OperationalError, type Problem, succeed } from "#base";
import type { Store } from "#policy";
import type { ConnectedStore, ConnectStoreOptions, StoreFinding, StoreSubject } from "../store-contract.ts";
import { cannotCorrect, emptyKeys, refusalOf } from "../store-subject.ts";
import { type Folder, fileError, openFolder } from "./folder.ts";
import { inspectFiles } from "./inspect.ts";
import { eraseLines, findLines, type Lines, lineItems, lineResidue, linesOf } from "./lines.ts";
import { eraseWhole, findWhole, wholeItems, wholeResidue } from "./whole.ts";

/** Opens the folder with the first question. Throws OperationalError when its place is not set. */
export async function connectFiles({ store, reach, setting }: ConnectStoreOptions): Promise<ConnectedStore> {
  assert(reach.kind === "files", "this store is reached as files");
  const place = setting(reach.urlFrom);
  if (place === undefined || place === "")
    throw new OperationalError(
      "store-address",
      `${reach.urlFrom} is not set, so the store "${store.name}" cannot be reached. Nothing was done.`,
    );
  const folder = () => openFolder(store.name, place);
  const guard = async <T>(attempted: string, run: (folder: Folder) => Promise<T>): Promise<T> => {
    try {
      return await run(await folder());
    } catch (error) {
      throw fileError(error, store.name, attempted);
    }
  };
  const lines = (opened: Folder, subject: StoreSubject): Lines | undefined =>
    reach.format === "whole" ? undefined : linesOf(opened, reach, Object.keys({ ...store.matches, ...subject.values }));
  const find = async (opened: Folder, subject: StoreSubject): Promise<StoreFinding> => {
    const empty = [...emptyKeys(store.name, subject), ...misplaced(store, reach.format, subject)];
    if (empty.length > 0) return { store: store.name, items: 0, kept: [], missing: 0, problems: empty };
    const within = lines(opened, subject);
    return within === undefined ? findWhole(opened, subject) : findLines(within, subject);
  };
  return {
    name: store.name,
    abilities: { kind: "files", find: true, read: true, erase: true, correct: false, search: false },
    inspect: async () => inspectFiles(store, reach, place),
    find: (subject) => guard("Looking for files", (opened) => find(opened, subject)),
    items: async function* (subject) {
      try {
        const opened = await folder();
        const within = lines(opened, subject);
        yield* within === undefined ? wholeItems(opened, subject) : lineItems(within, subject);
      } catch (error) {
        throw fileError(error, store.name, "Reading files");
      }
    },
    erase: (order) =>
      guard("Erasing", async (opened) => {
        const found = await find(opened, order.subject);
        const refusal = refusalOf(found.problems);
        if (refusal !== undefined) return refusal;
        const within = lines(opened, order.subject);
        return succeed(
          await (within === undefined ? eraseWhole(opened, found, order) : eraseLines(within, found, order)),
        );
      }),
    correct: () => Promise.resolve(cannotCorrect(store.name)),
    settled: () => Promise.reject(new Error("a folder answers at once; nothing of it is pending")),
    residue: (subject) =>
      guard("Looking again", (opened) => {
        const within = lines(opened, subject);
        return within === undefined ? wholeResidue(opened, subject) : lineResidue(within, subject);
      }),
    close: () => Promise.resolve(),
  };
}

/** Keys mean whole files and values mean lines: given the other, nothing would be found and nobody would know. */
function misplaced(store: Store, format: string, { keys, values }: StoreSubject): readonly Problem[] {
  const whole = format === "whole";
  if (whole ? Object.values(values).every((known) => known.length === 0) : keys.length === 0) return [];
  return [
    {
      code: "store-misplaced",
      severity: "error",
      path: `stores.${store.name}`,
      message: whole
        ? `The store "${store.name}" holds whole files, and the policy gives values of lines under \`matches\`.`
        : `The store "${store.name}" holds lines (${format}), and the policy gives names of whole files.`,
      remedy: "Declare two stores with the same folder, one for whole files and one for lines.",
    },
  ];
}
