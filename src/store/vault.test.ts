import { expect, test } from "vitest";
import { freshStore, testKeys } from "#harness";
import { InstallationKey, openStore } from "./index.ts";

const plain = Buffer.from("Eva Jansen, eva@example.org");

test("what is sealed opens in its place only, and not after a change of one bit", async () => {
  await using store = await freshStore();
  const key = await store.transact((tx) => store.vault.createKey(tx));
  const cipher = await store.vault.cipher(store.reader, key);
  const sealed = cipher?.seal(plain, "plan/1") ?? Buffer.alloc(0);
  expect(Buffer.from(sealed).includes("Eva")).toBe(false);
  expect(Buffer.from(cipher?.open(sealed, "plan/1") ?? [])).toEqual(plain);
  expect(() => cipher?.open(sealed, "plan/2")).toThrow(/authenticate/);
  for (let at = 1; at < sealed.length; at += 3) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => cipher?.open(changed, "plan/1")).toThrow(/authenticate/);
  }
  expect(cipher?.seal(plain, "plan/1")).not.toEqual(sealed);
  const other = await store.transact((tx) => store.vault.createKey(tx));
  const stranger = await store.vault.cipher(store.reader, other);
  expect(() => stranger?.open(sealed, "plan/1")).toThrow(/authenticate/);
});

test("a shredded key is gone for every process from the commit on, and shredding twice is one", async () => {
  await using store = await freshStore();
  await using elsewhere = {
    other: await openStore({ url: store.url, keys: testKeys, clock: store.clock }),
    [Symbol.asyncDispose]: async () => elsewhere.other.close(),
  };
  const key = await store.transact((tx) => store.vault.createKey(tx));
  expect(await elsewhere.other.vault.cipher(elsewhere.other.reader, key)).toBeDefined();
  await store.transact(async (tx) => {
    await store.vault.shred(tx, key);
    expect(await elsewhere.other.vault.cipher(elsewhere.other.reader, key)).toBeDefined();
  });
  expect(await elsewhere.other.vault.cipher(elsewhere.other.reader, key)).toBeUndefined();
  expect(await store.vault.cipher(store.reader, key)).toBeUndefined();
  const shredded = await store.database.query("select wrapped, shredded_at from gestand.sealing_key");
  store.clock.advance(1_000);
  await store.transact((tx) => store.vault.shred(tx, key));
  expect(await store.database.query("select wrapped, shredded_at from gestand.sealing_key")).toEqual(shredded);
  expect(shredded).toEqual([{ wrapped: null, shredded_at: expect.any(Date) }]);
});

test("a key made in a transaction that was rolled back never existed", async () => {
  await using store = await freshStore();
  let made = "";
  const undone = store.transact(async (tx) => {
    made = await store.vault.createKey(tx);
    throw new Error("no");
  });
  await expect(undone).rejects.toThrow("no");
  await expect(store.vault.cipher(store.reader, made as never)).rejects.toThrow("never made");
});

test("digests tell equal from unequal, within one purpose and one installation only", async () => {
  await using store = await freshStore();
  const digest = store.vault.digest("person", "eva@example.org");
  expect(digest).toMatch(/^[\w-]{43}$/);
  expect(store.vault.digest("person", "eva@example.org")).toBe(digest);
  expect(store.vault.digest("person", "eva@example.com")).not.toBe(digest);
  expect(store.vault.digest("code", "eva@example.org")).not.toBe(digest);
});

test("a database made with another key is refused before anything is done", async () => {
  await using store = await freshStore();
  const keys = new InstallationKey(Buffer.alloc(32, 9));
  await expect(openStore({ url: store.url, keys, clock: store.clock })).rejects.toMatchObject({
    code: "installation-key-wrong",
    message: expect.stringContaining("Put back the key it was made with"),
  });
});
