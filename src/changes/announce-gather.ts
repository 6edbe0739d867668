/**
 * First part of an announcement: who gets a letter. Batch by batch in one transaction each: digests of the addresses, which
 * are each there once, counts, and the place to go on from. Whoever finds another place than the one they read from is
 * not alone, and leaves.
 */
import { Personal } from "#base";
import type { ConcernedPerson, ConcernedPlace } from "#connectors";
import { ownSystem } from "#plans";
import { type Cipher, type Reader, sql, type Transaction } from "#store";
import type { AnnouncementsOptions } from "./announce-house.ts";
import { type Impact, wantedIn } from "./announce-impact.ts";
import { type AnnouncementRow, aboutOf, tables } from "./announce-tables.ts";

interface Place {
  readonly system: string;
  readonly after: ConcernedPlace;
}

export interface Gathered {
  readonly person: string;
  readonly digest: string;
  readonly email: string;
}

/** The purpose under which the register of requests digests addresses, so that a person's request finds this as well. */
export function digestOf({ store }: Pick<AnnouncementsOptions, "store">, email: string): string {
  return store.vault.digest("requester", email);
}

export function gatheredFrom(
  options: Pick<AnnouncementsOptions, "store">,
  persons: readonly ConcernedPerson[],
): readonly Gathered[] {
  return persons.flatMap(({ person, email }) =>
    email === undefined ? [] : [{ person, email, digest: digestOf(options, email) }],
  );
}

/** Names of the systems in which persons are looked for; our own knows nobody but by digests. */
export function systemsAsked({ systems }: Pick<AnnouncementsOptions, "systems">): readonly string[] {
  return systems.names.filter((name) => name !== ownSystem);
}

/** Goes on until everybody is found, or until it is stopped, or somebody else does it. Throws OperationalError. */
export async function gather(
  options: AnnouncementsOptions,
  impact: Impact,
  row: AnnouncementRow,
  signal: AbortSignal,
): Promise<void> {
  const { store, systems, crashPoint } = options;
  const cipher = await store.vault.cipher(store.reader, row.key_id);
  if (cipher === undefined) return;
  const names = systemsAsked(options);
  let { place } = row;
  const begun = place === null ? undefined : openPlace(cipher, row.version, place);
  for (const name of names.slice(Math.max(0, names.indexOf(begun?.system ?? "")))) {
    const after = begun?.system === name ? begun.after : undefined;
    const done = await systems.use(name, async (system) => {
      for await (const { persons, next } of system.concerned(wantedIn(impact, name), after)) {
        await crashPoint?.("gather-read");
        if (signal.aborted) return false;
        const sealed = sealPlace(cipher, row.version, { system: name, after: next });
        const expected = place;
        const mine = await store.transact((tx) =>
          take(options, tx, cipher, { version: row.version, expected, place: sealed, persons }),
        );
        if (!mine) return false;
        await crashPoint?.("gather-committed");
        place = sealed;
      }
      return true;
    });
    if (!done) return;
  }
  const last = place;
  await store.transact((tx) => end(options, tx, impact, last));
}

interface Batch {
  readonly version: number;
  readonly expected: Buffer | null;
  readonly place: Buffer;
  readonly persons: readonly ConcernedPerson[];
}

async function take(
  options: AnnouncementsOptions,
  tx: Transaction,
  cipher: Cipher,
  { version, expected, place, persons: met }: Batch,
): Promise<boolean> {
  if (!(await isMine(tx, version, expected))) return false;
  const persons = await notRestricted(options, tx, met);
  const fresh = await notMetBefore(options, persons, async (digests) => {
    const { rows } = await sql<{ digest: string; person: string }>`
      select addressee_digest as digest, unnest(persons) as person from announcement_letter
      where version = ${version} and addressee_digest = any(${digests}::text[])`.execute(tx.db);
    return rows;
  });
  await addLetters(tx, version, gatheredFrom(options, persons), (digest, email) =>
    Buffer.from(cipher.seal(Buffer.from(email), letterContext(version, digest))),
  );
  await count(tx, version, fresh);
  await options.crashPoint?.("gather-written");
  await tables(tx).updateTable("announcement").set({ place }).where("version", "=", version).execute();
  return true;
}

/** Whoever is restricted hears of it no sooner than they lift that: it is not counted either, or somebody would tell them by post. */
export async function notRestricted(
  options: Pick<AnnouncementsOptions, "store" | "restrictedAmong">,
  reader: Reader,
  persons: readonly ConcernedPerson[],
): Promise<readonly ConcernedPerson[]> {
  if (options.restrictedAmong === undefined) return persons;
  const digestsOf = persons.map(({ email }) => (email === undefined ? undefined : digestOf(options, email)));
  const restricted = await options.restrictedAmong(
    reader,
    digestsOf.filter((digest) => digest !== undefined),
  );
  return restricted.size === 0 ? persons : persons.filter((_, at) => !restricted.has(digestsOf[at] ?? ""));
}

/** Holds the announcement until the transaction ends. */
async function isMine(tx: Transaction, version: number, expected: Buffer | null): Promise<boolean> {
  const now = await tables(tx)
    .selectFrom("announcement")
    .select(["state", "place"])
    .where("version", "=", version)
    .forUpdate()
    .executeTakeFirst();
  if (now?.state !== "gathering") return false;
  return expected === null || now.place === null ? expected === now.place : now.place.equals(expected);
}

export function letterContext(version: number, digest: string): string {
  return `announcement/${version}/${digest}`;
}

async function addLetters(
  tx: Transaction,
  version: number,
  gathered: readonly Gathered[],
  seal: (digest: string, email: string) => Buffer,
): Promise<void> {
  const once = new Map<string, { readonly email: string; readonly persons: Set<string> }>();
  for (const { digest, email, person } of gathered) {
    const known = once.get(digest) ?? { email, persons: new Set() };
    known.persons.add(person);
    once.set(digest, known);
  }
  if (once.size === 0) return;
  // In one order everywhere, so that two announcements never wait for each other.
  const all = [...once].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const kinds = all.map(([, { persons }]) => JSON.stringify([...persons].toSorted()));
  const sealed = all.map(([digest, { email }]) => seal(digest, email));
  await sql`
    insert into announcement_letter (version, addressee_digest, persons, sealed)
    select ${version}, x.digest, array(select jsonb_array_elements_text(x.kinds::jsonb)), x.sealed
    from unnest(${all.map(([digest]) => digest)}::text[], ${kinds}::text[], ${sealed}::bytea[]) x(digest, kinds, sealed)
    on conflict (version, addressee_digest) do update
      set persons = array(select distinct p from unnest(announcement_letter.persons || excluded.persons) p order by p)
      where not announcement_letter.persons @> excluded.persons`.execute(tx.db);
}

async function count(tx: Transaction, version: number, persons: readonly ConcernedPerson[]): Promise<void> {
  for (const { person, persons: found, withoutAddress } of countsOf(persons))
    await sql`
      insert into announcement_count (version, person, persons, without_address)
      values (${version}, ${person}, ${found}, ${withoutAddress})
      on conflict (version, person) do update set
        persons = announcement_count.persons + excluded.persons,
        without_address = announcement_count.without_address + excluded.without_address`.execute(tx.db);
}

function pairOf({ person, digest }: { readonly person: string; readonly digest: string }): string {
  return `${digest} ${person}`;
}

/**
 * Those to be counted: whoever has a row of their own, and whoever is known by an address alone, unless somebody of that
 * kind was met with that address. Rows of their own come first.
 */
export async function notMetBefore(
  options: Pick<AnnouncementsOptions, "store">,
  persons: readonly ConcernedPerson[],
  metBefore: (digests: readonly string[]) => Promise<readonly { readonly digest: string; readonly person: string }[]>,
): Promise<readonly ConcernedPerson[]> {
  const byAddress = gatheredFrom(
    options,
    persons.filter(({ anchor }) => anchor === undefined),
  );
  if (byAddress.length === 0) return persons;
  const met = new Set((await metBefore(byAddress.map(({ digest }) => digest))).map(pairOf));
  const known = new Set(
    byAddress.filter((one) => met.has(pairOf(one))).map(({ email, person }) => `${email} ${person}`),
  );
  return persons.filter(({ anchor, email, person }) => anchor !== undefined || !known.has(`${email ?? ""} ${person}`));
}

export function countsOf(persons: readonly ConcernedPerson[]) {
  return [...new Set(persons.map(({ person }) => person))].toSorted().map((person) => {
    const theirs = persons.filter((one) => one.person === person);
    return { person, persons: theirs.length, withoutAddress: theirs.filter(({ email }) => email === undefined).length };
  });
}

/** Everybody is found: the log hears how many, and letters may go. */
async function end(options: AnnouncementsOptions, tx: Transaction, impact: Impact, last: Buffer | null): Promise<void> {
  const { number } = impact.version;
  if (!(await isMine(tx, number, last))) return;
  const now = options.store.clock.now();
  await tables(tx)
    .updateTable("announcement")
    .set({ state: "sending", gathered_at: now, place: null, next_at: now })
    .where("version", "=", number)
    .execute();
  const counts = await tables(tx)
    .selectFrom("announcement_count")
    .select(["person", "persons", "without_address"])
    .where("version", "=", number)
    .orderBy("person")
    .execute();
  const { letters } = await tables(tx)
    .selectFrom("announcement_letter")
    .select((column) => column.fn.countAll<number>().as("letters"))
    .where("version", "=", number)
    .executeTakeFirstOrThrow();
  await options.crashPoint?.("gather-ended");
  await options.evidence.append(tx, {
    kind: "policy.announced",
    about: aboutOf(number),
    body: {
      version: number,
      since: impact.since.number,
      class: impact.class,
      concerned: counts.map(({ person, persons, without_address }) => ({
        person,
        persons,
        withoutAddress: without_address,
      })),
      letters,
    },
  });
}

function sealPlace(cipher: Cipher, version: number, place: Place): Buffer {
  return Buffer.from(cipher.seal(Buffer.from(JSON.stringify(place)), `announcement/${version}/place`));
}

function openPlace(cipher: Cipher, version: number, sealed: Buffer): Place {
  return JSON.parse(Buffer.from(cipher.open(sealed, `announcement/${version}/place`)).toString("utf8")) as Place;
}

/** The address of a letter that was not handed over yet. */
export function openAddress(cipher: Cipher, version: number, digest: string, sealed: Buffer): Personal<string> {
  return new Personal(Buffer.from(cipher.open(sealed, letterContext(version, digest))).toString("utf8"));
}
