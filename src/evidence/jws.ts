/** Compact JWS (RFC 7515) with EdDSA (RFC 8037) under the key of the log. */
import { canonicalJson, type Json, refuse, type Result, succeed } from "#base";
import { parseVerifierKey, type Signer, type VerifierKey } from "./keys.ts";

export type ReceiptRefusal = {
  readonly reason: "not-a-receipt" | "other-key" | "bad-signature" | "bad-checkpoint" | "not-included";
  readonly message: string;
};

const mostCharacters = 256 * 1024;

export function signJws(type: string, signer: Signer, payload: Json): string {
  const header = canonicalJson({ alg: "EdDSA", kid: signer.key.toString(), typ: type });
  const signed = `${base64url(header)}.${base64url(canonicalJson(payload))}`;
  return `${signed}.${signer.sign(Buffer.from(signed)).toString("base64url")}`;
}

/** The payload, when it was signed as this type with this key (`<name>+<hash>+<base64 key>`). */
export function openJws(
  jws: string,
  type: string,
  verifierKey: string,
): Result<{ key: VerifierKey; payload: Record<string, unknown> }, ReceiptRefusal> {
  const key = parseVerifierKey(verifierKey);
  if (key === undefined)
    return refuse("other-key", "The verifier key is not one; it reads <name>+<8 hex digits>+<base64>.");
  const parts = jws.trim().split(".");
  const [header = "", payload = "", signature = ""] = parts;
  const head = parts.length === 3 && jws.length <= mostCharacters ? parseObject(header) : undefined;
  if (head === undefined || head["typ"] !== type || head["alg"] !== "EdDSA")
    return refuse(
      "not-a-receipt",
      "This is not a receipt of Gestand. Copy the whole text, from the first to the last character.",
    );
  if (head["kid"] !== key.toString())
    return refuse("other-key", "The receipt was signed with another key than the one it was checked with.");
  const signed = Buffer.from(signature, "base64url");
  if (signed.toString("base64url") !== signature || !key.verifies(Buffer.from(`${header}.${payload}`), signed))
    return refuse("bad-signature", "The signature does not fit: the receipt was changed after it was signed.");
  const value = parseObject(payload);
  return value === undefined ? refuse("not-a-receipt", notProof) : succeed({ key, payload: value });
}

export const notProof = "The receipt is signed but does not hold an entry and its proof.";

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}
