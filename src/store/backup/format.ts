/**
 * The file of a backup. Two lines of text, then frames:
 *
 *     gestand-backup 1
 *     {"kdf":"scrypt","cost":17,"blockSize":8,"parallel":1,"salt":"…","wrapped":"…"}
 *     length (4 bytes, big-endian), that many bytes of AES-256-GCM ciphertext with its tag (16 bytes) at the end; repeated
 *
 * `wrapped` is the file's own random key, sealed (nonce, ciphertext, tag) under scrypt(passphrase, salt). Frame n, from 0, has
 * the nonce n (12 bytes, big-endian) and both lines of text as additional data: no frame can be changed, moved, left out or
 * taken from another file. The first byte of a frame says what it is: `M` what the backup holds (JSON), `T` a table begins
 * (JSON), `D` rows of it as COPY writes text (deflated, RFC 1951; a row may be split over frames), `Z` the end, with the number
 * of rows of each table (JSON). A file that does not end with `Z` was cut off.
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { OperationalError } from "#base";

export type FrameKind = "M" | "T" | "D" | "Z";

export interface Frame {
  readonly kind: FrameKind;
  readonly content: Buffer;
}

/** Gives exactly so many bytes, or fewer at the end of the file. */
export type TakeBytes = (count: number) => Promise<Buffer>;

interface Cost {
  /** Binary logarithm of N. */
  readonly cost: number;
  readonly blockSize: number;
  readonly parallel: number;
}

const magic = "gestand-backup";
const formatVersion = 1;
/** 128 MiB and some tenths of a second for each guess (OWASP Password Storage, scrypt). */
const ourCost: Cost = { cost: 17, blockSize: 8, parallel: 1 };
const highestCost = 20;
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const longestHeadBytes = 4_096;
const longestFrameBytes = 64 * 1024 * 1024;

/** Begins a file: its head, and what makes frames of contents, in this order. */
export async function sealFrames(passphrase: string): Promise<{ head: Buffer; seal: (frame: Frame) => Buffer }> {
  const salt = randomBytes(16);
  const key = randomBytes(keyBytes);
  const nonce = randomBytes(nonceBytes);
  const wrapped = encrypt(await derived(passphrase, salt, ourCost), nonce, Buffer.from(magic), key);
  const words = {
    kdf: "scrypt",
    ...ourCost,
    salt: salt.toString("base64"),
    wrapped: Buffer.concat([nonce, wrapped]).toString("base64"),
  };
  const head = Buffer.from(`${magic} ${formatVersion}\n${JSON.stringify(words)}\n`);
  let count = 0;
  return {
    head,
    seal: ({ kind, content }) => {
      const sealed = encrypt(key, nonceOf(count++), head, Buffer.concat([Buffer.from(kind), content]));
      const length = Buffer.alloc(4);
      length.writeUInt32BE(sealed.length);
      return Buffer.concat([length, sealed]);
    },
  };
}

/**
 * The frames of a file, in order. Throws OperationalError `backup-foreign`, `backup-newer`, `backup-passphrase` and, for
 * a file that was changed or cut off, `backup-damaged`.
 */
export async function* openFrames(take: TakeBytes, passphrase: string): AsyncGenerator<Frame, void, undefined> {
  const { head, words } = await readHead(take);
  const key = await unwrapped(passphrase, words);
  for (let count = 0; ; count++) {
    const size = await take(4);
    if (size.length < 4) throw damaged("it was cut off");
    const length = size.readUInt32BE();
    if (length <= tagBytes || length > longestFrameBytes) throw damaged("it was changed");
    const sealed = await take(length);
    if (sealed.length < length) throw damaged("it was cut off");
    const plain = decrypt(key, nonceOf(count), head, sealed);
    if (plain === undefined) throw damaged("it was changed");
    const kind = String.fromCharCode(plain[0] ?? 0) as FrameKind;
    yield { kind, content: plain.subarray(1) };
    if (kind !== "Z") continue;
    if ((await take(1)).length > 0) throw damaged("something stands behind its end");
    return;
  }
}

export function damaged(how: string): OperationalError {
  return new OperationalError(
    "backup-damaged",
    `The backup is damaged: ${how}. Nothing of it was kept. Take another copy of the file, or another backup.`,
  );
}

type Words = Cost & { readonly kdf: string; readonly salt: string; readonly wrapped: string };

async function readHead(take: TakeBytes): Promise<{ head: Buffer; words: Words }> {
  const first = await readLine(take);
  const version = new RegExp(`^${magic} (\\d+)\n$`).exec(first.toString("latin1"))?.[1];
  if (version === undefined) throw foreign();
  if (Number(version) > formatVersion)
    throw new OperationalError(
      "backup-newer",
      `The backup has format ${version}; this program reads up to ${formatVersion}. Nothing was changed. Use the Gestand that made it, or a newer one.`,
    );
  const second = await readLine(take);
  try {
    const words = JSON.parse(second.toString("utf8")) as Words;
    const known = words.kdf === "scrypt" && words.cost <= highestCost && words.blockSize === 8 && words.parallel === 1;
    if (!known || typeof words.salt !== "string" || typeof words.wrapped !== "string")
      throw damaged("its head was changed");
    return { head: Buffer.concat([first, second]), words };
  } catch {
    throw damaged("its head was changed");
  }
}

async function readLine(take: TakeBytes): Promise<Buffer> {
  const bytes: number[] = [];
  while (bytes.at(-1) !== 10) {
    const [byte] = await take(1);
    if (byte === undefined || bytes.length === longestHeadBytes) throw foreign();
    bytes.push(byte);
  }
  return Buffer.from(bytes);
}

function foreign(): OperationalError {
  return new OperationalError(
    "backup-foreign",
    'The file is not a backup of Gestand. Nothing was changed. Name one that "gestand backup" made.',
  );
}

async function unwrapped(passphrase: string, words: Words): Promise<Buffer> {
  const wrapped = Buffer.from(words.wrapped, "base64");
  const under = await derived(passphrase, Buffer.from(words.salt, "base64"), words);
  const key = decrypt(under, wrapped.subarray(0, nonceBytes), Buffer.from(magic), wrapped.subarray(nonceBytes));
  if (key?.length === keyBytes) return key;
  throw new OperationalError(
    "backup-passphrase",
    "This passphrase does not open the backup. Nothing was changed. Give the one it was made with.",
  );
}

function derived(passphrase: string, salt: Buffer, { cost, blockSize, parallel }: Cost): Promise<Buffer> {
  const maxmem = 256 * 2 ** cost * blockSize;
  // So that a letter with an accent is the same letter on every keyboard.
  const text = passphrase.normalize("NFC");
  return promisify<string, Buffer, number, object, Buffer>(scrypt)(text, salt, keyBytes, {
    N: 2 ** cost,
    r: blockSize,
    p: parallel,
    maxmem,
  });
}

function nonceOf(count: number): Buffer {
  const nonce = Buffer.alloc(nonceBytes);
  nonce.writeUIntBE(count, nonceBytes - 6, 6);
  return nonce;
}

function encrypt(key: Buffer, nonce: Buffer, about: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(about);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, nonce: Buffer, about: Buffer, sealed: Buffer): Buffer | undefined {
  if (nonce.length !== nonceBytes || sealed.length < tagBytes) return undefined;
  const split = sealed.length - tagBytes;
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes }).setAAD(about);
  decipher.setAuthTag(sealed.subarray(split));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, split)), decipher.final()]);
  } catch {
    return undefined;
  }
}
