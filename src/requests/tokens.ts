/** References people can spell over the telephone, and secrets nobody can guess. Secrets are stored as digests only. */
import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import type { Vault } from "#store";

/** No vowels, so no words; no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V beside each other. */
const letters = "34679CDFGHJKMNPQRTWXY";

/** `G-7K3M-9QXA`: 21⁸ ≈ 3.8·10¹⁰ possibilities, drawn at random; unique by the database. It proves nothing by itself. */
export function makeReference(): string {
  return `G-${draw()}-${draw()}`;
}

function draw(): string {
  return Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("");
}

/** Reads a reference as people write it: any case, spaces or no hyphens. `undefined` when it cannot be one. */
export function parseReference(text: string): string | undefined {
  const bare = text
    .slice(0, 40)
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/gu, "");
  return /^G[0-9A-Z]{8}$/u.test(bare) ? `G-${bare.slice(1, 5)}-${bare.slice(5)}` : undefined;
}

/** 256 random bits in base64url, 43 characters. */
export function makeToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a token. A plain hash suffices: 256 random bits cannot be tried out. */
export function tokenHash(token: string): Buffer {
  return createHash("sha256").update("gestand request token\0").update(token.slice(0, 200)).digest();
}

/** Eight digits, uniformly drawn. */
export function makeCode(): string {
  return String(randomInt(100_000_000)).padStart(8, "0");
}

/** `1234 5678`, as the mail shows it. */
export function spellCode(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}

/**
 * What is stored of a code: an HMAC under the installation key, bound to its request. Eight digits can be tried out by
 * whoever holds a plain hash; without the installation key, which is not in the database, they cannot.
 */
export function codeHash(vault: Vault, requestId: string, code: string): string {
  return vault.digest("request-code", `${requestId}:${code.replaceAll(/\D/gu, "").slice(0, 16)}`);
}

/**
 * What the register keeps of who asked: the keyed digest of a normalised address. Also how our own database is searched
 * for a person, so the connector to it is handed this function.
 */
export function requesterDigest(vault: Vault, email: string): string {
  return vault.digest("requester", email);
}

export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
