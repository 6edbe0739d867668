/** Certificates made on the spot (X.509 v3, RFC 5280; ECDSA P-256), so that no test rests on a file that expires. */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

export interface Authority {
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly pem: string;
}

export interface Certificate {
  readonly pem: string;
  readonly keyPem: string;
}

const dayMs = 24 * 60 * 60 * 1000;

export function newAuthority(name: string): Authority {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const isAuthority = extension("551d13", sequence(der(0x01, Buffer.of(0xff))));
  const pem = issue({ issuer: name, subject: name, publicKey, signer: privateKey, days: 30, extension: isAuthority });
  return { name, privateKey, pem };
}

/** For `host`, a DNS name or an IPv4 address; `days` from now, negative for one that has expired. */
export function newCertificate(authority: Authority, host: string, days = 30): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const isAddress = /^[\d.]+$/.test(host);
  const name = isAddress ? der(0x87, Buffer.from(host.split(".").map(Number))) : der(0x82, Buffer.from(host));
  const pem = issue({
    issuer: authority.name,
    subject: host,
    publicKey,
    signer: authority.privateKey,
    days,
    extension: extension("551d11", sequence(name)),
  });
  return { pem, keyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}

function issue(of: {
  issuer: string;
  subject: string;
  publicKey: KeyObject;
  signer: KeyObject;
  days: number;
  extension: Buffer;
}): string {
  const algorithm = sequence(oid("2a8648ce3d040302"));
  const until = Date.now() + of.days * dayMs;
  const content = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1 + Math.floor(Math.random() * 126))),
    algorithm,
    named(of.issuer),
    sequence(time(Math.min(Date.now(), until) - 40 * dayMs), time(until)),
    named(of.subject),
    of.publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(of.extension)),
  );
  const signature = sign("sha256", content, of.signer);
  const bytes = sequence(content, algorithm, der(0x03, Buffer.concat([Buffer.of(0), signature])));
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
}

function named(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(commonName)))));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), der(0x04, value));
}

function time(atMs: number): Buffer {
  const text = new Date(atMs).toISOString().replace(/[-:T]|\.\d+/g, "");
  return der(0x17, Buffer.from(text.slice(2)));
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}
