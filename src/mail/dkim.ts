/**
 * The signature by which other mail servers know that a letter is really of our domain (RFC 6376), with RSA keys of 2048
 * bits and SHA-256, which is what all of them check (RFC 8301). The signing itself is nodemailer's.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { OperationalError } from "#base";

export interface DkimKey {
  /** Names the record in the DNS: `<selector>._domainkey.<domain of the sender>`. */
  readonly selector: string;
  /** PEM, RSA, 1024 bits at least and better 2048. */
  readonly privateKey: string;
}

/** A new key, as PEM. */
export function makeDkimKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return String(privateKey.export({ type: "pkcs8", format: "pem" }));
}

/** Throws OperationalError `dkim-key-invalid`, which says nothing of what is in the text. */
export function dkimKey(selector: string, pem: string): DkimKey {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(selector))
    throw invalid(`"${selector}" is not a selector: use letters, digits and hyphens, such as gestand`);
  const key = rsaKey(pem);
  if (key === undefined) throw invalid("The key for signing mail is not a private RSA key in PEM");
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < 1024)
    throw invalid("The key for signing mail has fewer than 1024 bits, and no mail server accepts that (RFC 8301)");
  return { selector, privateKey: pem };
}

function rsaKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === "rsa" ? key : undefined;
  } catch {
    return undefined;
  }
}

function invalid(message: string): OperationalError {
  return new OperationalError(
    "dkim-key-invalid",
    `${message}. Nothing was started. "gestand mail key" makes a key and says what to put in the DNS.`,
  );
}

/** What the TXT record in the DNS must say. */
export function dkimRecord({ privateKey }: DkimKey): string {
  return `v=DKIM1; k=rsa; p=${publicPart(privateKey)}`;
}

/** Whether one of these TXT records, each in its parts, publishes this key. */
export function publishes(records: readonly (readonly string[])[], { privateKey }: DkimKey): boolean {
  const wanted = publicPart(privateKey);
  return records.some((parts) => /(?:^|;)\s*p=([^;]*)/.exec(parts.join(""))?.[1]?.replaceAll(/\s/g, "") === wanted);
}

function publicPart(privateKey: string): string {
  return createPublicKey(privateKey).export({ type: "spki", format: "der" }).toString("base64");
}
