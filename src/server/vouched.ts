/**
 * The word of the company's own server that somebody is signed in there: a token of a few minutes, signed with a key of which we hold
 * the public half alone. It names one address and is good for nothing but requests of whoever has it.
 */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { isEmailAddress } from "#policy";
import { normaliseEmail, OperationalError, Personal, type Result, refuse, succeed } from "#base";

/** From making it to its end. */
const mostSeconds = 10 * 60;
/** By which two clocks may differ. */
const skewSeconds = 60;

export type VouchRefusal = {
  readonly reason: "not-signed" | "expired" | "wrong-audience" | "no-address";
  readonly message: string;
};

/** Keys out of a file in PEM, one or several (RFC 7468). Throws OperationalError `app-key-invalid`. */
export function appKeys(pem: string): readonly KeyObject[] {
  const blocks = pem.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/gu) ?? [];
  const keys = blocks.map(keyIn);
  if (keys.length > 0 && keys.every((key) => key !== undefined && algorithmOf(key) !== undefined))
    return keys.filter((key) => key !== undefined);
  throw new OperationalError(
    "app-key-invalid",
    "The file that GESTAND_APP_KEY names holds no public key, or one that is not Ed25519 or P-256. Nothing was started. Make one with: openssl genpkey -algorithm ed25519 | tee app.pem | openssl pkey -pubout.",
  );
}

function keyIn(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

/** The one algorithm of a key (RFC 8037, RFC 7518 §3.4); what a token says of itself chooses nothing. */
function algorithmOf(key: KeyObject): "EdDSA" | "ES256" | undefined {
  if (key.asymmetricKeyType === "ed25519") return "EdDSA";
  const p256 = key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1";
  return p256 ? "ES256" : undefined;
}

/** Who asks. `audience`: our own address. */
export function vouchedAddress(
  token: string,
  { keys, audience, now }: { readonly keys: readonly KeyObject[]; readonly audience: string; readonly now: Date },
): Result<Personal<string>, VouchRefusal> {
  const claims = claimsOf(token, keys);
  if (claims === undefined)
    return refuse("not-signed", "The token is not signed by a key of GESTAND_APP_KEY. Nothing was made.");
  const { aud, exp, iat, email } = claims;
  const seconds = now.getTime() / 1_000;
  if (
    typeof exp !== "number" ||
    typeof iat !== "number" ||
    exp <= seconds ||
    iat > seconds + skewSeconds ||
    exp - iat > mostSeconds
  )
    return refuse(
      "expired",
      "The token has ended, or is for longer than 10 minutes: it needs iat and exp. Nothing was made. Sign a new one.",
    );
  if (aud !== audience)
    return refuse("wrong-audience", `The token is not for us: its aud must be ${audience}. Nothing was made.`);
  const address = typeof email === "string" ? normaliseEmail(email) : "";
  return isEmailAddress(address)
    ? succeed(new Personal(address))
    : refuse("no-address", "The token names no e-mail address under email. Nothing was made.");
}

/** Compact JWS (RFC 7515 §3.1); `undefined` unless one of the keys signed it. */
function claimsOf(token: string, keys: readonly KeyObject[]): Readonly<Record<string, unknown>> | undefined {
  const [head = "", body = "", signature = "", ...more] = token.length > 4_000 ? [] : token.split(".");
  if (more.length > 0 || signature === "" || ![head, body, signature].every((part) => /^[\w-]+$/u.test(part)))
    return undefined;
  const header = objectIn(head);
  // An extension that must be understood (§4.1.11) is none that we do.
  if (header === undefined || "crit" in header) return undefined;
  const signed = Buffer.from(`${head}.${body}`);
  const proof = Buffer.from(signature, "base64url");
  const good = keys.some((key) => {
    const algorithm = algorithmOf(key);
    if (algorithm !== header["alg"]) return false;
    return algorithm === "EdDSA"
      ? verify(null, signed, key, proof)
      : verify("sha256", signed, { key, dsaEncoding: "ieee-p1363" }, proof);
  });
  return good ? objectIn(body) : undefined;
}

function objectIn(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
