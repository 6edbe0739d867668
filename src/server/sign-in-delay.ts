/**
 * Guessing the password of one account, from however many places. After a few wrong tries each next one must wait, twice as
 * long every time up to a bound: a delay and no lock, because a lock would let anybody keep a colleague out. A browser that
 * signed in before counts for itself (the device cookies of OWASP), so that whoever attacks the account from elsewhere does
 * not delay the person whose account it is; and passkeys, which cannot be guessed, never wait.
 *
 * The address is counted whether or not there is such an account, so nothing here tells the two apart.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { normaliseEmail } from "#base";
import { type Store, sql } from "#store";

const freeTries = 5;
const longestSeconds = 300;
/** The rows lie beside those of the places, and are forgotten after as long. */
const windowMs = 86_400_000;

/** Seconds between the last try and the next, after so many wrong ones today. */
export function delaySeconds(tries: number): number {
  return tries < freeTries ? 0 : Math.min(longestSeconds, 2 ** (tries - freeTries));
}

export interface SignInDelay {
  /** Counts a try, before the password is looked at. Seconds still to wait; 0 when it may be looked at. */
  begin(email: string, device: string | undefined): Promise<number>;
  /** The password was right: the count starts anew. */
  succeeded(email: string, device: string | undefined): Promise<void>;
  /** What a browser that signed in shows next time. Of use for this address only. */
  deviceFor(email: string): string;
}

export function createSignInDelay(store: Store): SignInDelay {
  return new Tries(store);
}

class Tries implements SignInDelay {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async begin(email: string, device: string | undefined): Promise<number> {
    const key = this.#key(email, device);
    const now = this.#store.clock.now();
    const day = dayOf(now);
    return this.#store.transact(async ({ db }) => {
      await sql`insert into rate_window (key, starts_at, hits) values (${key}, ${day}, 0) on conflict do nothing`.execute(
        db,
      );
      const { rows } = await sql<{ hits: number; last_at: Date | null }>`
        select hits, last_at from rate_window where key = ${key} and starts_at = ${day} for update`.execute(db);
      const { hits, last_at } = rows[0] ?? { hits: 0, last_at: null };
      const since = last_at === null ? Infinity : (now.getTime() - last_at.getTime()) / 1_000;
      // A clock that was set back says nothing about how long ago that was.
      const wait = since < 0 ? 0 : delaySeconds(hits) - since;
      // A try that comes too soon is not counted: else somebody who never stops would make it later and later.
      if (wait > 0) return Math.ceil(wait);
      await sql`update rate_window set hits = hits + 1, last_at = ${now} where key = ${key} and starts_at = ${day}`.execute(
        db,
      );
      return 0;
    });
  }

  async succeeded(email: string, device: string | undefined): Promise<void> {
    await sql`delete from rate_window where key = ${this.#key(email, device)}`.execute(this.#store.reader.db);
  }

  deviceFor(email: string): string {
    const nonce = randomBytes(16).toString("base64url");
    return `${nonce}.${this.#seal(email, nonce)}`;
  }

  #key(email: string, device: string | undefined): string {
    const [nonce = "", seal = ""] = (device ?? "").split(".");
    const who = isSame(seal, this.#seal(email, nonce)) ? `device|${nonce}` : `address|${normaliseEmail(email)}`;
    return this.#store.vault.digest("sign-in-delay", who);
  }

  #seal(email: string, nonce: string): string {
    return this.#store.vault.digest("sign-in-device", `${nonce}|${normaliseEmail(email)}`);
  }
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function dayOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / windowMs) * windowMs);
}
