/** A mailbox as a store: found by address, handed out as messages, erased where nobody else is in them. */
import type { ImapFlow } from "imapflow";
import { OperationalError, refuse, type Result, succeed } from "#base";
import type { EraseRefusal, ResidueFinding } from "../facts-contract.ts";
import type {
  ConnectedStore,
  ConnectStoreOptions,
  StoreFinding,
  StoreItem,
  StoreOrder,
  StoreOutcome,
  StoreSubject,
} from "../store-contract.ts";
import { foldersOf, inFolder, type Met, mentionsOf, messagesOf, problemsOf } from "./folders.ts";
import { withoutBcc } from "./raw.ts";
import { addressOfUser, failureOf, openMailbox } from "./session.ts";

const deletedAtOnce = 200;
/** Servers may move what is deleted to another folder; then it is looked for again. */
const rounds = 3;

/** Throws OperationalError: `mailbox-url-missing`, `mailbox-url-invalid`, `mailbox-sign-in`, `mailbox-unreachable`. */
export async function connectMailbox({
  store,
  reach,
  setting,
  ours = [],
}: ConnectStoreOptions): Promise<ConnectedStore> {
  if (reach.kind !== "mailbox") throw new TypeError(`a mailbox is not reached as ${reach.kind}`);
  const address = setting(reach.urlFrom);
  if (address === undefined)
    throw new OperationalError(
      "mailbox-url-missing",
      `${reach.urlFrom} is not set, so the mailbox "${store.name}" was not looked at. Set it to imaps://user:password@host:993.`,
    );
  const client = await openMailbox(store.name, address);
  const own = addressOfUser(address);
  return new Mailbox(store.name, client, reach.folders, new Set(own === undefined ? ours : [...ours, own]));
}

class Mailbox implements ConnectedStore {
  readonly name: string;
  readonly abilities: ConnectedStore["abilities"];
  readonly #client: ImapFlow;
  readonly #named: readonly string[];
  readonly #ours: ReadonlySet<string>;

  constructor(name: string, client: ImapFlow, named: readonly string[], ours: ReadonlySet<string>) {
    this.name = name;
    this.#client = client;
    this.#named = named;
    this.#ours = ours;
    const erase = problemsOf(client, name).length === 0;
    this.abilities = { kind: "mailbox", find: true, read: true, erase, correct: false, search: true };
  }

  inspect() {
    return this.#asked(async () => {
      await foldersOf(this.#client, this.name, this.#named);
      return problemsOf(this.#client, this.name);
    });
  }

  find(subject: StoreSubject): Promise<StoreFinding> {
    return this.#asked(async () => {
      let own = 0;
      let shared = 0;
      await this.#eachFolder(subject, true, async (_path, met) => {
        own += count(met, "own");
        shared += count(met, "shared");
      });
      return { store: this.name, items: own + shared, kept: keptShared(shared), missing: 0, problems: [] };
    });
  }

  async *items(subject: StoreSubject): AsyncIterable<StoreItem> {
    const emails = new Set(subject.emails);
    if (emails.size === 0) return;
    for (const path of await this.#asked(() => foldersOf(this.#client, this.name, this.#named))) {
      const met = await this.#asked(() =>
        inFolder(this.#client, path, { readOnly: true }, () => messagesOf(this.#client, emails, this.#ours)),
      );
      for (const { uid } of met)
        yield { name: `${fileNameOf(path)}-${uid}.eml`, mediaType: "message/rfc822", open: () => this.#raw(path, uid) };
    }
  }

  erase(order: StoreOrder): Promise<Result<StoreOutcome, EraseRefusal>> {
    return this.#asked(async () => {
      if (!this.abilities.erase)
        return refuse(
          "blocked",
          `The server of the mailbox "${this.name}" cannot delete single messages safely. Nothing was erased there.`,
        );
      await order.crashPoint?.("before-change");
      let erased = 0;
      let shared = 0;
      for (let round = 0; round < rounds; round++) {
        const before = erased;
        shared = 0;
        await this.#eachFolder(order.subject, false, async (_path, met) => {
          shared += count(met, "shared");
          erased += await this.#delete(met, order, erased);
        });
        if (erased === before) break;
      }
      await order.crashPoint?.("after-change");
      return succeed({ erased, corrected: 0, kept: keptShared(shared) });
    });
  }

  /** Nobody rewrites a letter: what it says is what was said. */
  async correct(): Promise<Result<StoreOutcome, EraseRefusal>> {
    return refuse(
      "blocked",
      `Messages in the mailbox "${this.name}" are kept as they were written. Nothing was corrected there.`,
    );
  }

  /** Nothing is ever pending in a mailbox. */
  async settled(): Promise<StoreOutcome> {
    return { erased: 0, corrected: 0, kept: [] };
  }

  residue(subject: StoreSubject): Promise<readonly ResidueFinding[]> {
    return this.#asked(async () => {
      const found: ResidueFinding[] = [];
      const emails = new Set(subject.emails);
      await this.#eachFolder(subject, true, async (column, met) => {
        const place = { table: this.name, column };
        const own = count(met, "own");
        const others = count(met, "shared") + (await mentionsOf(this.#client, emails, met));
        if (own > 0) found.push({ ...place, rows: own });
        if (others > 0) found.push({ ...place, rows: others, because: { kind: "shared" } });
      });
      return found;
    });
  }

  async close(): Promise<void> {
    await this.#client.logout().catch(() => this.#client.close());
  }

  async #eachFolder(
    subject: StoreSubject,
    readOnly: boolean,
    work: (path: string, met: readonly Met[]) => Promise<void>,
  ): Promise<void> {
    const emails = new Set(subject.emails);
    if (emails.size === 0) return;
    for (const path of await foldersOf(this.#client, this.name, this.#named))
      await inFolder(this.#client, path, { readOnly }, async () =>
        work(path, await messagesOf(this.#client, emails, this.#ours)),
      );
  }

  async #delete(met: readonly Met[], order: StoreOrder, done: number): Promise<number> {
    const uids = met.filter(({ whose }) => whose === "own").map(({ uid }) => uid);
    for (let at = 0; at < uids.length; at += deletedAtOnce) {
      const part = uids.slice(at, at + deletedAtOnce);
      if (!(await this.#client.messageDelete(part.join(","), { uid: true })))
        throw new OperationalError(
          "mailbox-delete-refused",
          `The server of the mailbox "${this.name}" refused to delete messages. What was deleted before stays deleted; the rest is still there. See whether the user may delete in this folder.`,
        );
      order.onProgress?.(done + at + part.length, done + uids.length);
      await order.crashPoint?.("between-items");
    }
    return uids.length;
  }

  async *#raw(path: string, uid: number): AsyncIterable<Uint8Array> {
    const lock = await this.#asked(() => this.#client.getMailboxLock(path, { readOnly: true }));
    try {
      const download = await this.#asked(() => this.#client.download(String(uid), undefined, { uid: true }));
      // Somebody deleted it since it was found: there is nothing of it to hand out.
      if (download.content !== undefined) yield* withoutBcc(download.content);
    } catch (error) {
      throw failureOf(this.name, error);
    } finally {
      lock.release();
    }
  }

  async #asked<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw failureOf(this.name, error);
    }
  }
}

function count(met: readonly Met[], whose: Met["whose"]): number {
  return met.filter((one) => one.whose === whose).length;
}

function keptShared(items: number): StoreFinding["kept"] {
  return items === 0 ? [] : [{ because: { kind: "shared" }, items }];
}

/** A path as a file name, so that no two paths become one. */
function fileNameOf(path: string): string {
  return encodeURIComponent(path).replaceAll("_", "%5F").replaceAll("%", "_");
}
