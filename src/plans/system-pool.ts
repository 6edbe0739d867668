/** Systems and stores by name: connected on first need, shared while in use, closed when nobody asked for a while. */
import { assert, isOperationalError } from "#base";
import type { ConnectedStore, ConnectedSystem } from "#connectors";
import type { StorePool, SystemPool } from "./contract.ts";

interface Closable {
  close(): Promise<void>;
}

interface PoolOptions<T> {
  /** In the order of the policy. */
  readonly names: readonly string[];
  /** Throws OperationalError when the system cannot be reached. */
  readonly connect: (name: string) => Promise<T>;
  /** Closed after this long without use. Default one minute. */
  readonly idleMs?: number;
}

export type SystemPoolOptions = PoolOptions<ConnectedSystem>;
export type StorePoolOptions = PoolOptions<ConnectedStore>;

interface Connection<T> {
  readonly system: Promise<T>;
  users: number;
  idle: NodeJS.Timeout | undefined;
  /** No longer handed out; closed by the last of its users. */
  retired: boolean;
}

export function createSystemPool(options: SystemPoolOptions): SystemPool {
  return new IdleClosingPool(options);
}

export function createStorePool(options: StorePoolOptions): StorePool {
  return new IdleClosingPool(options);
}

class IdleClosingPool<T extends Closable> {
  readonly names: readonly string[];
  readonly #options: PoolOptions<T>;
  readonly #connections = new Map<string, Connection<T>>();
  readonly #closing = new Set<Promise<void>>();

  constructor(options: PoolOptions<T>) {
    this.#options = options;
    this.names = options.names;
  }

  async use<R>(name: string, work: (system: T) => Promise<R>): Promise<R> {
    assert(this.names.includes(name), `a place ${name} that the policy does not name`);
    const connection = this.#take(name);
    try {
      return await work(await connection.system);
    } catch (error) {
      // After a lost connection the next user starts with a new one; other users may still finish on theirs.
      if (isOperationalError(error) && error.retryable) this.#retire(name, connection);
      throw error;
    } finally {
      this.#release(name, connection);
    }
  }

  async close(): Promise<void> {
    for (const [name, connection] of this.#connections) {
      this.#retire(name, connection);
      if (connection.users === 0) this.#end(connection);
    }
    while (this.#closing.size > 0) await Promise.all(this.#closing);
  }

  #take(name: string): Connection<T> {
    const known = this.#connections.get(name);
    if (known !== undefined) {
      clearTimeout(known.idle);
      known.users++;
      return known;
    }
    const made: Connection<T> = { system: this.#options.connect(name), users: 1, idle: undefined, retired: false };
    // A failure to connect is told to those who wait for it, and forgotten for the next.
    made.system.catch(() => this.#retire(name, made));
    this.#connections.set(name, made);
    return made;
  }

  #release(name: string, connection: Connection<T>): void {
    connection.users--;
    if (connection.users > 0) return;
    if (connection.retired) return this.#end(connection);
    connection.idle = setTimeout(() => {
      this.#retire(name, connection);
      this.#end(connection);
    }, this.#options.idleMs ?? 60_000);
    connection.idle.unref();
  }

  #retire(name: string, connection: Connection<T>): void {
    connection.retired = true;
    clearTimeout(connection.idle);
    if (this.#connections.get(name) === connection) this.#connections.delete(name);
  }

  #end(connection: Connection<T>): void {
    const ending = connection.system
      .then((system) => system.close())
      // A system that went away need not be told goodbye.
      .catch(() => undefined)
      .finally(() => this.#closing.delete(ending));
    this.#closing.add(ending);
  }
}
