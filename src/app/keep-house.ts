/**
 * A house for as long as a process runs. When another version comes into force – at midnight where the organisation is, or
 * because somebody published one – a successor is opened beside the house, new requests go to it, and the house before it
 * ends what it began and is closed. A version that cannot be carried out changes nothing: the one before goes on, and
 * /healthz says so.
 */
import { isOperationalError } from "#base";
import { type OnDisk, publishDisk, readDisk, savedAt } from "./carried-out.ts";
import type { Configuration } from "./configuration.ts";
import { type House, type HouseOptions, openHouse } from "./house.ts";
import { Relay } from "./relay.ts";
import type { Application } from "./serve-http.ts";

/** One short query each. */
const lookEveryMs = 5_000;
/** Opening a successor is work: what failed is not tried again at once. */
const againAfterMs = 60_000;
/** How long jobs and answers of a house that was followed may take to end. */
const drainMs = 60_000;

export interface KeptHouse {
  /** The one that is carried out now. */
  readonly house: House;
  /** Answered by whichever house is there when a request comes. */
  readonly app: Application;
  /** Starts the queue, of each successor too. */
  start(options: { work: boolean }): Promise<void>;
  /** Looks now whether another version is in force, and answers when it is carried out. */
  look(): Promise<void>;
  close(): Promise<void>;
}

export interface KeepOptions extends Omit<HouseOptions, "trouble"> {
  /** Whether it looks by itself: for another version, and at promises that were never checked. Default true. */
  readonly watching?: boolean;
}

export async function keepHouse(configuration: Configuration, options: KeepOptions = {}): Promise<KeptHouse> {
  const kept = new Keeper(configuration, options);
  await kept.open();
  return kept;
}

class Keeper implements KeptHouse {
  readonly #configuration: Configuration;
  readonly #options: HouseOptions;
  readonly #watching: boolean;
  readonly #leaving = new Set<Promise<void>>();
  #house: House | undefined;
  #relay: Relay | undefined;
  #work: boolean | undefined;
  #looking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #trouble: { readonly version: number; readonly code: string; readonly at: number } | undefined;
  #read: { readonly included: readonly string[]; readonly at: string } | undefined;
  #closed = false;

  constructor(configuration: Configuration, { watching = true, ...options }: KeepOptions) {
    this.#configuration = configuration;
    this.#watching = watching;
    this.#options = { publish: "first", ...options, trouble: () => this.#trouble?.code };
  }

  get house(): House {
    if (this.#house === undefined) throw new Error("The house was not opened");
    return this.#house;
  }

  get app(): Application {
    this.#relay ??= new Relay(this.house.server());
    return this.#relay;
  }

  async open(): Promise<void> {
    this.#house = await openHouse(this.#configuration, this.#options);
    if (this.#watching) this.#timer = setInterval(() => void this.look(), lookEveryMs).unref();
  }

  async start({ work }: { work: boolean }): Promise<void> {
    this.#work = work;
    await this.house.store.queue.start({ work });
    if (this.#watching) await this.house.promises.checkNew();
  }

  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#looking;
    await Promise.all([...this.#leaving, this.house.close()]);
  }

  async #look(): Promise<void> {
    if (this.#closed) return;
    let due: number | undefined;
    try {
      due = await this.#due();
      if (due === undefined || due === this.house.version?.number) {
        this.#trouble = undefined;
        return;
      }
      const failed = this.#trouble;
      if (failed?.version === due && performance.now() - failed.at < againAfterMs) return;
      await this.#follow();
      this.#trouble = undefined;
      this.#log("info", "version-carried-out", { number: due });
    } catch (error) {
      // A bug of ours in the newer version's way is no reason to take the older one down.
      const code = isOperationalError(error) ? error.code : "bug";
      if (due === undefined) return this.#log("warning", "versions-not-read", { code });
      this.#trouble = { version: due, code, at: performance.now() };
      this.#log("error", "version-not-carried-out", { number: due, code, carriedOut: this.house.version?.number ?? 0 });
    }
  }

  async #due(): Promise<number | undefined> {
    const { versions, store, calendar } = this.house;
    if (this.#options.publish === "changes") {
      const disk = await this.#savedSince();
      if (disk !== undefined)
        await publishDisk(disk, { versions, reader: store.reader, clock: store.clock, read: calendar.read }, "changes");
    }
    return (await calendar.due())?.number;
  }

  async #savedSince(): Promise<OnDisk | undefined> {
    const { policyFile } = this.#configuration;
    // Before it is read, so that what is saved meanwhile is seen the next time.
    const at = await savedAt(policyFile, this.#read?.included ?? []);
    if (at === this.#read?.at) return undefined;
    const disk = await readDisk(policyFile);
    const included = disk.state === "readable" ? disk.draft.files.slice(1).map(({ path }) => path) : [];
    this.#read = { included, at };
    return disk;
  }

  /** The successor stands whole before anything is taken from the house. */
  async #follow(): Promise<void> {
    const before = this.house;
    const next = await openHouse(this.#configuration, this.#options);
    try {
      const app = this.#relay === undefined ? undefined : next.server();
      if (this.#work !== undefined) await next.store.queue.start({ work: this.#work });
      this.#house = next;
      if (this.#watching) await next.promises.checkNew();
      const answered = app === undefined ? Promise.resolve() : this.#relay?.hand(app, drainMs);
      this.#leave(before, answered ?? Promise.resolve());
    } catch (error) {
      await next.close();
      throw error;
    }
  }

  #leave(house: House, answered: Promise<void>): void {
    const leaving = Promise.all([house.store.queue.stop(drainMs), answered])
      .then(() => house.close())
      .catch((error: unknown) =>
        this.#log("error", "stop-failed", { code: isOperationalError(error) ? error.code : "bug" }),
      )
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  #log(level: "info" | "warning" | "error", event: string, facts: Readonly<Record<string, string | number>>): void {
    this.#options.log?.({ level, event, ...facts });
  }
}
