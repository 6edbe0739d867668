/** Passkeys (WebAuthn). A challenge lives five minutes, in the database, and is used once. */
import { randomUUID } from "node:crypto";
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type { Clock, StaffId } from "#base";
import { type Store, sql } from "#store";
import type { StaffMember } from "./staff.ts";

const challengeMinutes = 5;

export interface Passkeys {
  registrationOptions(member: StaffMember): Promise<{ id: string; options: unknown }>;
  register(member: StaffMember, id: string, response: unknown): Promise<boolean>;
  signInOptions(): Promise<{ id: string; options: unknown }>;
  signIn(id: string, response: unknown): Promise<StaffId | undefined>;
}

export function createPasskeys(store: Store, clock: Clock, site: { url: URL; name: string }): Passkeys {
  return new PasskeyBook(store, clock, site);
}

class PasskeyBook implements Passkeys {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #site: { url: URL; name: string };

  constructor(store: Store, clock: Clock, site: { url: URL; name: string }) {
    this.#store = store;
    this.#clock = clock;
    this.#site = site;
  }

  get #expected(): { expectedOrigin: string; expectedRPID: string } {
    return { expectedOrigin: this.#site.url.origin, expectedRPID: this.#site.url.hostname };
  }

  async #keep(challenge: string): Promise<string> {
    const id = randomUUID();
    const now = this.#clock.now();
    await sql`delete from passkey_challenge where expires_at < ${now}`.execute(this.#store.reader.db);
    await sql`insert into passkey_challenge (id, challenge, expires_at) values (${id}, ${challenge}, ${new Date(now.getTime() + challengeMinutes * 60_000)})`.execute(
      this.#store.reader.db,
    );
    return id;
  }

  async #take(id: string): Promise<string | undefined> {
    const taken = await sql<{
      challenge: string;
    }>`delete from passkey_challenge where id::text = ${id} and expires_at > ${this.#clock.now()} returning challenge`.execute(
      this.#store.reader.db,
    );
    return taken.rows[0]?.challenge;
  }

  async registrationOptions(member: StaffMember): Promise<{ id: string; options: unknown }> {
    const known = await sql<{
      credential_id: string;
    }>`select credential_id from staff_passkey where staff_id = ${member.id}`.execute(this.#store.reader.db);
    const options = await generateRegistrationOptions({
      rpName: this.#site.name,
      rpID: this.#site.url.hostname,
      userName: member.email,
      userDisplayName: member.name,
      userID: new TextEncoder().encode(member.id),
      excludeCredentials: known.rows.map((row) => ({ id: row.credential_id })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    return { id: await this.#keep(options.challenge), options };
  }

  async register(member: StaffMember, id: string, response: unknown): Promise<boolean> {
    const expectedChallenge = await this.#take(id);
    if (expectedChallenge === undefined) return false;
    const checked = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge,
      ...this.#expected,
    }).catch(() => undefined);
    if (checked?.verified !== true) return false;
    const { credential } = checked.registrationInfo;
    await sql`insert into staff_passkey (credential_id, staff_id, public_key, counter, transports, created_at)
        values (${credential.id}, ${member.id}, ${Buffer.from(credential.publicKey)}, ${credential.counter}, ${credential.transports ?? []}, ${this.#clock.now()})
        on conflict (credential_id) do nothing`.execute(this.#store.reader.db);
    return true;
  }

  async signInOptions(): Promise<{ id: string; options: unknown }> {
    const options = await generateAuthenticationOptions({
      rpID: this.#site.url.hostname,
      userVerification: "required",
    });
    return { id: await this.#keep(options.challenge), options };
  }

  async signIn(id: string, response: unknown): Promise<StaffId | undefined> {
    const expectedChallenge = await this.#take(id);
    const given = response as AuthenticationResponseJSON | undefined;
    if (expectedChallenge === undefined || typeof given?.id !== "string") return undefined;
    const found = await sql<{ staff_id: string; public_key: Buffer; counter: string; transports: string[] }>`
        select p.staff_id, p.public_key, p.counter, p.transports from staff_passkey p join staff s on s.id = p.staff_id
        where p.credential_id = ${given.id} and s.disabled_at is null`.execute(this.#store.reader.db);
    const row = found.rows[0];
    if (row === undefined) return undefined;
    const credential = { id: given.id, publicKey: new Uint8Array(row.public_key), counter: Number(row.counter) };
    const checked = await verifyAuthenticationResponse({
      response: given,
      expectedChallenge,
      credential,
      ...this.#expected,
    }).catch(() => undefined);
    if (checked?.verified !== true) return undefined;
    await sql`update staff_passkey set counter = ${checked.authenticationInfo.newCounter}, last_used_at = ${this.#clock.now()} where credential_id = ${given.id}`.execute(
      this.#store.reader.db,
    );
    return row.staff_id as StaffId;
  }
}
