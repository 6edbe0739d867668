/** A letter that somebody must sort, sealed under a key of its own until they do. */
import type { IncomingMessage, RefusedFile } from "#requests";
import { assert, type Language } from "#base";
import type { Reader, Transaction } from "#store";
import type { House } from "./house.ts";
import { type LetterRow, tables } from "./tables.ts";

/** What is sealed. */
export interface SealedLetter {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly shortened: boolean;
  readonly unreadable: boolean;
  readonly language: Language;
  readonly files: readonly { readonly name: string; readonly mediaType: string; readonly sizeBytes: number }[];
  readonly refused: readonly RefusedFile[];
}

const letterContext = (id: string) => `inbox/${id}`;
const fileContext = (id: string, ordinal: number) => `inbox/${id}/${ordinal}`;

export async function sealLetter(
  house: House,
  tx: Transaction,
  id: string,
  message: IncomingMessage,
  more: Pick<SealedLetter, "unreadable" | "language">,
): Promise<Pick<LetterRow, "key_id" | "sealed">> {
  const { vault } = house.store;
  const key = await vault.createKey(tx);
  const cipher = await vault.cipher(tx, key);
  assert(cipher !== undefined, "a key that was just made opens");
  const { from, subject, text, shortened, kept, refused } = message;
  const files = kept.map(({ name, mediaType, bytes }) => ({ name, mediaType, sizeBytes: bytes.length }));
  const content: SealedLetter = { from, subject, text, shortened, refused, files, ...more };
  return { key_id: key, sealed: Buffer.from(cipher.seal(Buffer.from(JSON.stringify(content)), letterContext(id))) };
}

/** After the row of the letter. */
export async function sealFiles(
  house: House,
  tx: Transaction,
  { id, key_id }: Pick<LetterRow, "id" | "key_id">,
  files: IncomingMessage["kept"],
): Promise<void> {
  const cipher = key_id === null ? undefined : await house.store.vault.cipher(tx, key_id);
  assert(cipher !== undefined, "the key of a letter that is to be sorted lives");
  for (const [ordinal, { bytes }] of files.entries())
    await tables(tx)
      .insertInto("inbox_file")
      .values({ message_id: id, ordinal, sealed: Buffer.from(cipher.seal(bytes, fileContext(id, ordinal))) })
      .execute();
}

/** `undefined` once it was sorted. */
export async function openLetter(
  { store }: House,
  reader: Reader,
  { id, key_id, sealed }: Pick<LetterRow, "id" | "key_id" | "sealed">,
): Promise<SealedLetter | undefined> {
  const cipher = key_id === null ? undefined : await store.vault.cipher(reader, key_id);
  if (cipher === undefined || sealed === null) return undefined;
  return JSON.parse(Buffer.from(cipher.open(sealed, letterContext(id))).toString("utf8")) as SealedLetter;
}

export async function openFiles(
  { store }: House,
  reader: Reader,
  { id, key_id }: Pick<LetterRow, "id" | "key_id">,
): Promise<readonly Uint8Array[]> {
  const cipher = key_id === null ? undefined : await store.vault.cipher(reader, key_id);
  if (cipher === undefined) return [];
  const rows = await tables(reader)
    .selectFrom("inbox_file")
    .selectAll()
    .where("message_id", "=", id)
    .orderBy("ordinal")
    .execute();
  return rows.map(({ ordinal, sealed }) => cipher.open(sealed, fileContext(id, ordinal)));
}

/** What it said is gone from the commit on. */
export async function forgetLetter({ store }: House, tx: Transaction, { id, key_id }: LetterRow): Promise<void> {
  await tables(tx).deleteFrom("inbox_file").where("message_id", "=", id).execute();
  await tables(tx).updateTable("inbox_message").set({ sealed: null, key_id: null }).where("id", "=", id).execute();
  if (key_id !== null) await store.vault.shred(tx, key_id);
}
