/** The one secret of an installation. Every other key is derived from it (RFC 5869) and none is used for two purposes. */
import { createHash, hkdfSync, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { chmod, link, mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { OperationalError } from "#base";

export const installationKeyBytes = 32;
export const installationKeyFile = "installation.key";

let revealed: (key: InstallationKey) => Buffer;

/** Holds the secret and hands out derived keys only. Prints as `[secret]`. */
export class InstallationKey {
  readonly #secret: Buffer;

  static {
    revealed = (key) => key.#secret;
  }

  /** `secret` is 32 random bytes. */
  constructor(secret: Uint8Array) {
    if (secret.byteLength !== installationKeyBytes)
      throw new RangeError(`An installation key has ${installationKeyBytes} bytes, not ${secret.byteLength}`);
    this.#secret = Buffer.from(secret);
  }

  /** HKDF-SHA-256 of the secret; `purpose` separates uses, such as `evidence/signing` for an Ed25519 seed of 32 bytes. */
  derive(purpose: string, bytes: number): Buffer {
    return Buffer.from(hkdfSync("sha256", this.#secret, "gestand", purpose, bytes));
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]";
  }
}

/**
 * The key from `GESTAND_KEY` (base64 of 32 bytes) or, without it, from a file only its owner may read in the data folder;
 * that file is made at the first start. Throws OperationalError `installation-key-invalid` or `data-folder-unusable`.
 */
export function loadInstallationKey(place: KeyPlace): Promise<InstallationKey> {
  return loadOrBegin(place, () => randomBytes(installationKeyBytes));
}

/**
 * Keeps the key of a restored installation where `loadInstallationKey` will look for it. Throws OperationalError
 * `installation-key-other` when another key is there already, and those of `loadInstallationKey`.
 */
export async function keepInstallationKey(place: KeyPlace, key: InstallationKey): Promise<void> {
  const found = await loadOrBegin(place, () => secretOf(key));
  if (secretOf(found).equals(secretOf(key))) return;
  throw new OperationalError(
    "installation-key-other",
    `The backup was made with another installation key than the one in ${place.fromEnvironment ? "GESTAND_KEY" : join(place.dataDir, installationKeyFile)}. ` +
      "Nothing was restored or changed. Take that key away (if nothing else uses it), or set GESTAND_DATA to an empty folder.",
  );
}

/** Not for other rooms: whoever has the secret has all that is derived from it. */
export function secretOf(key: InstallationKey): Buffer {
  return revealed(key);
}

export interface KeyPlace {
  readonly fromEnvironment?: string | undefined;
  readonly dataDir: string;
}

async function loadOrBegin(options: KeyPlace, begin: () => Buffer): Promise<InstallationKey> {
  if (options.fromEnvironment !== undefined && options.fromEnvironment !== "")
    return parseKey(options.fromEnvironment, "GESTAND_KEY");
  const file = join(options.dataDir, installationKeyFile);
  try {
    await makeOnce(file, begin);
    await makeLasting(file);
    await refuseOpenFile(file);
    return parseKey(await readFile(file, "utf8"), file);
  } catch (cause) {
    if (cause instanceof OperationalError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new OperationalError(
      "data-folder-unusable",
      `The installation key ${file} cannot be read or made (${code}). Nothing was started. ` +
        "Make the folder readable and writable for this user, or set GESTAND_KEY.",
      { cause },
    );
  }
}

function parseKey(text: string, from: string): InstallationKey {
  const bytes = Buffer.from(text.trim(), "base64");
  if (bytes.byteLength !== installationKeyBytes || !/^[A-Za-z0-9+/_-]{43}=?$/.test(text.trim()))
    throw new OperationalError(
      "installation-key-invalid",
      `${from} does not hold a key: it must be the base64 form of exactly ${installationKeyBytes} bytes. Nothing was started. ` +
        "Put back the key this installation was made with (a new one: `openssl rand -base64 32`).",
    );
  return new InstallationKey(bytes);
}

/** Whole or not at all, also when two processes start at once: written beside, then linked into place. */
async function makeOnce(file: string, begin: () => Buffer): Promise<void> {
  if ((await stat(file).catch(() => undefined)) !== undefined) return;
  await mkdir(dirname(file), { recursive: true, mode: 0o711 });
  const draft = `${file}.${createHash("sha256").update(randomBytes(16)).digest("hex").slice(0, 8)}`;
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(`${begin().toString("base64")}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * A name is safe only when its folder is: without this a power cut within seconds of the first start would take the key
 * away and leave what was sealed and promised under it. Every start makes sure, because the one that made it may have died.
 */
async function makeLasting(file: string): Promise<void> {
  for (const folder of [dirname(file), dirname(dirname(file))]) {
    const handle = await open(folder, constants.O_RDONLY).catch(() => undefined);
    // Windows has no such call; a folder above ours that we may not open is not ours to make lasting.
    await handle?.sync().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EPERM" && error.code !== "EINVAL" && error.code !== "EBADF") throw error;
    });
    await handle?.close();
  }
}

/** A key that others on this machine can read protects nothing; narrowed when it is ours to narrow. */
async function refuseOpenFile(file: string): Promise<void> {
  const { mode } = await stat(file);
  if (process.platform !== "win32" && (mode & 0o077) !== 0) await chmod(file, 0o600);
}
