/** Ed25519 keys of the log (RFC 8032) from a 32-byte seed, so that nothing but the installation key needs keeping. */
import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from "node:crypto";
import { assert } from "#base";

/** Type byte of Ed25519 in C2SP signed notes. */
const ed25519Type = 0x01;
/** The fixed beginnings of an Ed25519 key in PKCS #8 and SubjectPublicKeyInfo (RFC 8410); the 32 bytes follow. */
const pkcs8Start = Buffer.from("302e020100300506032b657004220420", "hex");
const spkiStart = Buffer.from("302a300506032b6570032100", "hex");

/** Who signed: a name, the first four bytes of a hash over name and key, and the key. */
export interface VerifierKey {
  readonly name: string;
  /** 8 hex digits; identifies, does not prove. */
  readonly id: string;
  /** 32 bytes. */
  readonly publicKey: Buffer;
  verifies(message: Uint8Array, signature: Uint8Array): boolean;
  /** `<name>+<id>+<base64 of type and key>`, as C2SP signed-note writes it. */
  toString(): string;
}
export interface Signer {
  readonly key: VerifierKey;
  sign(message: Uint8Array): Buffer;
}

/** `name` is the origin of the log: not empty, without white space and without `+`. */
export function signerFromSeed(name: string, seed: Uint8Array): Signer {
  assert(seed.length === 32, "an Ed25519 seed has 32 bytes");
  assert(isKeyName(name), `"${name}" cannot name a log: it is empty or has white space or a plus sign`);
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Start, seed]), format: "der", type: "pkcs8" });
  const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const key = verifierKey(name, spki.subarray(spkiStart.length));
  return { key, sign: (message) => sign(null, message, privateKey) };
}

/** Reads a verifier key; undefined when it is not one, or its id does not belong to its name and key. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [name = "", id = "", encoded = "", ...more] = text.trim().split("+");
  // Base64 has plus signs of its own.
  const bytes = Buffer.from([encoded, ...more].join("+"), "base64");
  if (!isKeyName(name) || bytes.length !== 33 || bytes[0] !== ed25519Type) return undefined;
  const key = verifierKey(name, bytes.subarray(1));
  return key.id === id && key.toString() === text.trim() ? key : undefined;
}

function verifierKey(name: string, publicKey: Buffer): VerifierKey {
  const typed = Buffer.concat([Buffer.of(ed25519Type), publicKey]);
  const id = hash("sha256", Buffer.concat([Buffer.from(`${name}\n`), typed]), "hex").slice(0, 8);
  const object: KeyObject = createPublicKey({
    key: Buffer.concat([spkiStart, publicKey]),
    format: "der",
    type: "spki",
  });
  return {
    name,
    id,
    publicKey: Buffer.from(publicKey),
    verifies: (message, signature) => signature.length === 64 && verify(null, message, object, signature),
    toString: () => `${name}+${id}+${typed.toString("base64")}`,
  };
}

function isKeyName(name: string): boolean {
  return name !== "" && !/[\s+\p{Z}\p{Cc}]/u.test(name);
}
