/** As the company's own server signs who is signed in there. */
import { type KeyObject, sign } from "node:crypto";

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Compact JWS with Ed25519. */
export function signedToken(claims: Readonly<Record<string, unknown>>, key: KeyObject): string {
  const signed = `${part({ alg: "EdDSA" })}.${part(claims)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString("base64url")}`;
}
