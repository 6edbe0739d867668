/**
 * Who may work in the console: accounts, passwords (argon2id), passkeys, sessions, one-time sign-in links. Tokens are random
 * and stored as SHA-256; a session ends on the server, not only in the browser.
 */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { hash as argon2, verify as argon2Verify } from "@node-rs/argon2";
import { limits, normaliseEmail, refuse, type Clock, type Result, type StaffId, succeed } from "#base";
import { type Reader, type Store, sql, type Transaction } from "#store";

export interface StaffMember {
  readonly id: StaffId;
  readonly name: string;
  readonly email: string;
  readonly passkeys: number;
}
export type SignUpRefusal = {
  readonly reason: "link-used-or-expired" | "weak-password" | "name-or-address-wrong" | "address-taken";
  readonly message: string;
};

type StaffTables = {
  staff: {
    id: string;
    name: string;
    email: string;
    password_hash: string | null;
    created_at: Date;
    disabled_at: Date | null;
  };
  staff_session: { token_hash: Uint8Array; staff_id: string; created_at: Date; expires_at: Date };
  sign_in_link: { token_hash: Uint8Array; created_at: Date; expires_at: Date; used_at: Date | null };
  staff_passkey: {
    credential_id: string;
    staff_id: string;
    public_key: Uint8Array;
    counter: number;
    transports: string[];
    created_at: Date;
    last_used_at: Date | null;
  };
};

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const argon2Cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const passwordCharacters = { least: 12, most: 200 };
const nameCharacters = 100;

export interface Staff {
  /** A link for one new member of staff, for an hour. The token goes to whoever started the program and nowhere else. */
  invite(): Promise<string>;
  inviteWaits(token: string): Promise<boolean>;
  signUp(
    token: string,
    person: { name: string; email: string; password: string },
  ): Promise<Result<{ session: string }, SignUpRefusal>>;
  /** The same time and answer for an unknown address as for a wrong password. */
  signIn(email: string, password: string): Promise<string | undefined>;
  startSession(id: StaffId): Promise<string>;
  bySession(token: string): Promise<StaffMember | undefined>;
  signOut(token: string): Promise<void>;
  nobodyYet(): Promise<boolean>;
  names(reader: Reader): Promise<ReadonlyMap<StaffId, string>>;
}

export function createStaff(store: Store, clock: Clock): Staff {
  return new StaffBook(store, clock);
}

function tables(handle: Reader) {
  return handle.db.withTables<StaffTables>();
}

class StaffBook implements Staff {
  readonly #store: Store;
  readonly #clock: Clock;
  /** Verified against for an unknown address, so that it takes as long as for a known one. */
  readonly #decoy = argon2(randomBytes(16).toString("hex"), argon2Cost);

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async #openSession(tx: Transaction, id: string): Promise<string> {
    const token = randomToken();
    const now = this.#clock.now();
    await tables(tx).deleteFrom("staff_session").where("expires_at", "<", now).execute();
    await tables(tx)
      .insertInto("staff_session")
      .values({
        token_hash: hashed(token),
        staff_id: id,
        created_at: now,
        expires_at: later(now, limits.sessionHours * 60),
      })
      .execute();
    return token;
  }

  async invite(): Promise<string> {
    const token = randomToken();
    const now = this.#clock.now();
    await this.#store.transact((tx) =>
      tables(tx)
        .insertInto("sign_in_link")
        .values({
          token_hash: hashed(token),
          created_at: now,
          expires_at: later(now, limits.signInLinkMinutes),
          used_at: null,
        })
        .execute(),
    );
    return token;
  }

  async inviteWaits(token: string): Promise<boolean> {
    const found = await tables(this.#store.reader)
      .selectFrom("sign_in_link")
      .select("token_hash")
      .where("token_hash", "=", hashed(token))
      .where("used_at", "is", null)
      .where("expires_at", ">", this.#clock.now())
      .executeTakeFirst();
    return found !== undefined;
  }

  async signUp(
    token: string,
    person: { name: string; email: string; password: string },
  ): Promise<Result<{ session: string }, SignUpRefusal>> {
    // Whoever has no link learns nothing, and costs us no hashing.
    if (!(await this.inviteWaits(token))) return linkGone();
    const name = person.name.trim();
    const email = normaliseEmail(person.email);
    if (
      name === "" ||
      name.length > nameCharacters ||
      email.length > limits.emailCharacters ||
      !/^[^\s@]+@[^\s@]+$/.test(email)
    )
      return refuse("name-or-address-wrong", "Give a name and an e-mail address. No account was made.");
    const length = person.password.length;
    if (length < passwordCharacters.least || length > passwordCharacters.most) {
      return refuse(
        "weak-password",
        `Choose a password of ${passwordCharacters.least} to ${passwordCharacters.most} characters. No account was made.`,
      );
    }
    const password_hash = await argon2(person.password, argon2Cost);
    return this.#store.transact(async (tx) => {
      const now = this.#clock.now();
      const taken = await tables(tx).selectFrom("staff").select("id").where("email", "=", email).executeTakeFirst();
      if (taken !== undefined)
        return refuse("address-taken", "There is an account with this address already. No account was made.");
      const used = await tables(tx)
        .updateTable("sign_in_link")
        .set({ used_at: now })
        .where("token_hash", "=", hashed(token))
        .where("used_at", "is", null)
        .where("expires_at", ">", now)
        .executeTakeFirst();
      if (used.numUpdatedRows !== 1n) return linkGone();
      const id = randomUUID();
      await tables(tx)
        .insertInto("staff")
        .values({ id, name, email, password_hash, created_at: now, disabled_at: null })
        .execute();
      return succeed({ session: await this.#openSession(tx, id) });
    });
  }

  async signIn(email: string, password: string): Promise<string | undefined> {
    const found = await tables(this.#store.reader)
      .selectFrom("staff")
      .select(["id", "password_hash"])
      .where("email", "=", normaliseEmail(email))
      .where("disabled_at", "is", null)
      .executeTakeFirst();
    const right = await argon2Verify(
      found?.password_hash ?? (await this.#decoy),
      password.slice(0, passwordCharacters.most),
    );
    if (found === undefined || found.password_hash === null || !right) return undefined;
    return this.#store.transact((tx) => this.#openSession(tx, found.id));
  }

  startSession(id: StaffId): Promise<string> {
    return this.#store.transact((tx) => this.#openSession(tx, id));
  }

  async bySession(token: string): Promise<StaffMember | undefined> {
    const found = await sql<{ id: string; name: string; email: string; passkeys: string }>`
        select s.id, s.name, s.email, (select count(*) from staff_passkey p where p.staff_id = s.id) as passkeys
        from staff_session t join staff s on s.id = t.staff_id
        where t.token_hash = ${hashed(token)} and t.expires_at > ${this.#clock.now()} and s.disabled_at is null`.execute(
      this.#store.reader.db,
    );
    const row = found.rows[0];
    return row === undefined
      ? undefined
      : { id: row.id as StaffId, name: row.name, email: row.email, passkeys: Number(row.passkeys) };
  }

  async signOut(token: string): Promise<void> {
    await this.#store.transact((tx) =>
      tables(tx).deleteFrom("staff_session").where("token_hash", "=", hashed(token)).execute(),
    );
  }

  async nobodyYet(): Promise<boolean> {
    return (
      (await tables(this.#store.reader).selectFrom("staff").select("id").limit(1).executeTakeFirst()) === undefined
    );
  }

  async names(reader: Reader): Promise<ReadonlyMap<StaffId, string>> {
    const rows = await tables(reader).selectFrom("staff").select(["id", "name"]).execute();
    return new Map(rows.map((row) => [row.id as StaffId, row.name]));
  }
}

function linkGone(): Result<never, SignUpRefusal> {
  return refuse(
    "link-used-or-expired",
    'This link was used or has expired. Make a new one with "gestand staff invite". No account was made.',
  );
}

function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

function hashed(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

function later(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000);
}
