/**
 * Sealing. Each request has a random key of its own (AES-256), kept wrapped by a key derived from the installation key;
 * without its row nothing sealed under it opens again, and that is how a request ends.
 *
 * Unwrapped keys are not cached between calls: the row is read in the caller's own transaction each time (a tenth of a
 * millisecond), so that a key shredded by any process is gone for every process from the commit on. Hold a `Cipher` for
 * one piece of work, not for longer.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomUUID,
} from "node:crypto";
import { assert, type Clock } from "#base";
import type { Cipher, KeyId, Reader, Transaction, Vault } from "./contract.ts";
import type { InstallationKey } from "./installation-key.ts";
import type { StoreTables } from "./tables.ts";

const nonceBytes = 12;
const tagBytes = 16;
/** First byte of everything sealed, so that another algorithm can follow one day. */
const version = 1;

export function createVault(keys: InstallationKey, clock: Clock): Vault {
  const wrapping = cipherUnder(createSecretKey(keys.derive("vault/wrapping", 32)));
  const digestKeys = new Map<string, KeyObject>();
  return {
    createKey: async (tx) => {
      const id = randomUUID() as string as KeyId;
      const wrapped = Buffer.from(wrapping.seal(randomBytes(32), id));
      await tables(tx)
        .insertInto("sealing_key")
        .values({ id, wrapped, created_at: clock.now(), shredded_at: null })
        .execute();
      return id;
    },
    cipher: async (reader, key) => {
      const row = await tables(reader)
        .selectFrom("sealing_key")
        .select("wrapped")
        .where("id", "=", key)
        .executeTakeFirst();
      assert(row !== undefined, "a sealing key that was never made");
      if (row.wrapped === null) return undefined;
      return cipherUnder(createSecretKey(wrapping.open(row.wrapped, key)));
    },
    shred: async (tx, key) => {
      await tables(tx)
        .updateTable("sealing_key")
        .set({ wrapped: null, shredded_at: clock.now() })
        .where("id", "=", key)
        .where("wrapped", "is not", null)
        .execute();
    },
    digest: (purpose, text) => {
      const key = digestKeys.get(purpose) ?? createSecretKey(keys.derive(`digest/${purpose}`, 32));
      digestKeys.set(purpose, key);
      return createHmac("sha256", key).update(text, "utf8").digest("base64url");
    },
  };
}

function tables(reader: Reader | Transaction) {
  return reader.db.withTables<StoreTables>();
}

/** AES-256-GCM: version, nonce, ciphertext, tag. 96-bit random nonces are safe far beyond the messages of one request. */
function cipherUnder(key: KeyObject): Cipher {
  return {
    seal: (plain, context) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      cipher.setAAD(Buffer.from(context, "utf8"));
      return Buffer.concat([Buffer.of(version), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open: (sealed, context) => {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      assert(bytes.length >= 1 + nonceBytes + tagBytes && bytes[0] === version, "a sealed value of an unknown form");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, 1 + nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(context, "utf8"));
      decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
      return Buffer.concat([
        decipher.update(bytes.subarray(1 + nonceBytes, bytes.length - tagBytes)),
        decipher.final(),
      ]);
    },
  };
}
