/** The one key of all links, made when the first is needed. */
import { assert } from "#base";
import { type Cipher, type KeyId, sql } from "#store";
import type { PermissionsOptions } from "./house.ts";

export async function linkCipher({ store }: Pick<PermissionsOptions, "store">): Promise<Cipher> {
  const key = await known(store.reader);
  const cipher = key === undefined ? await make(store) : await store.vault.cipher(store.reader, key);
  assert(cipher !== undefined, "the key of the links is never shredded");
  return cipher;
}

type Store = PermissionsOptions["store"];

async function known({ db }: Store["reader"]): Promise<KeyId | undefined> {
  const { rows } = await sql<{ key: KeyId }>`select key_id as key from person_link_key`.execute(db);
  return rows[0]?.key;
}

async function make(store: Store): Promise<Cipher | undefined> {
  return store.transact(async (tx) => {
    await sql`lock table person_link_key in exclusive mode`.execute(tx.db);
    const key = (await known(tx)) ?? (await store.vault.createKey(tx));
    await sql`insert into person_link_key (key_id) values (${key}) on conflict do nothing`.execute(tx.db);
    return store.vault.cipher(tx, key);
  });
}
