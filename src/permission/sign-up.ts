/**
 * Signing up by an address (double opt-in): a letter with a link, and no consent before somebody pressed the button behind it. Whoever
 * does not is forgotten after the term of the policy. The answer is the same whatever is known of the address.
 */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import {
  addPeriod,
  localDateOf,
  normaliseEmail,
  type Period,
  Personal,
  refuse,
  type Result,
  startOfDay,
  succeed,
} from "#base";
import { aboutPurpose, purposesOnlyParentsGive } from "#policy";
import type { Mail } from "#mail";
import { type KeyId, type Reader, sql, type Store } from "#store";
import type { SignUpRefusal, SignUpSaid, SignUpWaiting } from "./contract.ts";
import { digestOf, type PermissionsOptions } from "./house.ts";
import { insertLines } from "./ledger.ts";
import { mayWrite } from "./letters.ts";
import { lineOf } from "./record.ts";
import { parentLetter, signUpLetter } from "./sign-up-letter.ts";

/** What letters with a link to one's own choices are about, whoever's. */
export const preferencesAbout = "preferences";

export interface SignUpOptions extends PermissionsOptions {
  readonly mail: Pick<Mail, "post" | "forgetAbout">;
  readonly publicUrl: string;
  /** The address of the mailbox that is watched; letters that unsubscribe go there. */
  readonly unsubscribeTo?: string;
}

/** How long a parent may take where the policy names no term. */
const parentTerm: Period = { amount: 14, unit: "day" };

/** How long each purpose that is confirmed may wait for it. A parent confirms where the policy says that parents do. */
function terms({ policy }: PermissionsOptions, byParent: boolean): ReadonlyMap<string, Period> {
  const always = policy.minors?.below === "parental-consent";
  return new Map(
    (policy.consents ?? []).flatMap(({ purposes, confirm, asked }) => {
      const parents = byParent && (always || asked.some(({ way }) => way === "parent"));
      const term = byParent ? (parents ? (confirm?.is ?? parentTerm) : undefined) : confirm?.is;
      return term === undefined ? [] : purposes.map((purpose) => [purpose, term] as const);
    }),
  );
}

export async function signUp(
  options: SignUpOptions,
  { email, purposes, language, parent }: SignUpSaid,
): Promise<Result<void, SignUpRefusal>> {
  const { store, policy } = options;
  if (parent !== undefined && normaliseEmail(parent.reveal()) === normaliseEmail(email.reveal()))
    return refuse("wrong-parent", "Nothing was sent. Give an address of the parent, which is not that of the child.");
  const known = terms(options, parent !== undefined);
  const alone = parent === undefined ? purposesOnlyParentsGive(policy) : [];
  if (purposes.some((purpose) => alone.includes(purpose)))
    return refuse("no-parent", "Nothing was sent. Only a parent can consent to this: give the address of one.");
  const unknown = purposes.filter((purpose) => !known.has(purpose));
  if (purposes.length === 0 || unknown.length > 0)
    return refuse(
      "wrong-purposes",
      parent === undefined
        ? "Nothing was sent. Name purposes whose consent has the word confirm in the policy."
        : "Nothing was sent. Name purposes whose consent is asked of a parent by the policy.",
    );
  const now = store.clock.now();
  const ends = purposes.map((purpose) => {
    const term = known.get(purpose) ?? { amount: 1, unit: "day" as const };
    return startOfDay(addPeriod(localDateOf(now, policy.timeZone), term), policy.timeZone).getTime();
  });
  const expiresAt = new Date(Math.min(...ends));
  const token = randomBytes(32).toString("base64url");
  const person = digestOf(options, email.reveal());
  const to = parent ?? email;
  await store.transact(async (tx) => {
    if (!(await mayWrite(options, tx, digestOf(options, to.reveal())))) return;
    const [id, key] = [randomUUID(), await store.vault.createKey(tx)];
    await sql`
      insert into person_sign_up (id, person, purposes, language, token_hash, key_id, created_at, expires_at, by_parent)
      values (${id}, ${person}, ${[...new Set(purposes)]}::text[], ${language}, ${hashOf(token)}, ${key}, ${now}, ${expiresAt},
        ${parent !== undefined})`.execute(tx.db);
    const link = `${options.publicUrl}/${language}/sign-up/${token}`;
    const asks = parent === undefined ? signUpLetter : parentLetter;
    const letter = asks(policy, language, { purposes, link, until: localDateOf(expiresAt, policy.timeZone) });
    await options.mail.post(tx, { class: "required", to, language, key, about: `sign-up-${id}`, ...letter });
  });
  return succeed(undefined);
}

interface Waiting {
  readonly id: string;
  readonly person: string;
  readonly purposes: readonly string[];
  readonly key_id: KeyId;
  readonly created_at: Date;
  readonly by_parent: boolean;
}

/** What is confirmed by this link, and whether by a parent. Undefined when it leads nowhere any more. */
export async function signUpBehind(options: PermissionsOptions, token: string): Promise<SignUpWaiting | undefined> {
  const row = await waiting(options.store.reader, options.store, token);
  if (row === undefined) return undefined;
  const purposes = options.policy.purposes.filter(({ name }) => row.purposes.includes(name));
  return { purposes: purposes.map(({ title }) => title), byParent: row.by_parent };
}

/** True when this pressed it; false when the link leads nowhere any more. */
export async function confirmSignUp(options: SignUpOptions, token: string): Promise<boolean> {
  const { store } = options;
  return store.transact(async (tx) => {
    const row = await waiting(tx, store, token);
    if (row === undefined) return false;
    const { rows } = await sql`delete from person_sign_up where id = ${row.id} returning id`.execute(tx.db);
    if (rows.length === 0) return false;
    const how = row.by_parent ? "confirmed by a parent, asked" : "double opt-in, signed up";
    const evidence = `${how} ${row.created_at.toISOString()}`;
    const lines = row.purposes.map((purpose) => ({
      ...lineOf(options, {
        person: new Personal(""),
        act: "given",
        about: aboutPurpose(purpose),
        channel: row.by_parent ? "parent" : "web",
        evidence,
      }),
      person: row.person,
    }));
    await store.vault.shred(tx, row.key_id);
    await options.mail.forgetAbout(tx, `sign-up-${row.id}`);
    await insertLines(options, tx, lines);
    return true;
  });
}

/** Those whose term ended, with their letters. */
export async function forgetSignUps({ store, mail }: SignUpOptions): Promise<void> {
  await store.transact((tx) => mail.forgetAbout(tx, preferencesAbout));
  const { rows } = await sql<Waiting>`
    select id, key_id from person_sign_up where expires_at <= ${store.clock.now()} order by expires_at limit 1000`.execute(
    store.reader.db,
  );
  for (const { id, key_id: key } of rows)
    await store.transact(async (tx) => {
      await sql`delete from person_sign_up where id = ${id}`.execute(tx.db);
      await store.vault.shred(tx, key);
      await mail.forgetAbout(tx, `sign-up-${id}`);
    });
}

async function waiting({ db }: Reader, { clock }: Pick<Store, "clock">, token: string): Promise<Waiting | undefined> {
  if (!/^[\w-]{43}$/.test(token)) return undefined;
  const { rows } = await sql<Waiting>`
    select id, person, purposes, key_id, created_at, by_parent from person_sign_up
    where token_hash = ${hashOf(token)} and expires_at > ${clock.now()}`.execute(db);
  return rows[0];
}

/** 256 random bits cannot be tried out, so a plain hash suffices. */
function hashOf(token: string): Buffer {
  return createHash("sha256").update("gestand sign-up\0").update(token).digest();
}
