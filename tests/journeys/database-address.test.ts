/**
 * The addresses people write, against a real PostgreSQL that speaks TLS and asks for passwords: our own database
 * (DATABASE_URL) and the database of a system. Whatever is wrong is one sentence with what to do, and no password.
 */
import { once } from "node:events";
import { chmod, chown, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isOperationalError } from "#base";
import { connect } from "#connectors";
import { mapped, SetClock, testInstant, testKeys } from "#harness";
import type { Policy } from "#policy";
import { type EmbeddedPostgres, openStore, startEmbedded } from "#store";
import { type Certificate, newAuthority, newCertificate } from "./certificate.ts";

const password = "p@ss:w/r?d#100% é";
const user = `gestand:${encodeURIComponent(password)}`;
const authority = newAuthority("Test authority");
const stranger = newAuthority("Another authority");
let folder: string;
let server: EmbeddedPostgres;
let port: number;
let authorityFile: string;

const rules = `
local all all trust
hostssl all weak all scram-sha-256
hostssl all gestand all scram-sha-256
host plain gestand all scram-sha-256
`;

beforeAll(async () => {
  folder = await mkdtemp("/tmp/gestand-tls-");
  await chmod(folder, 0o755);
  const dataDir = join(folder, "pg");
  await (await startEmbedded({ dataDir, settings: { fsync: "off" } })).stop();
  authorityFile = join(folder, "authority.pem");
  await writeFile(authorityFile, authority.pem);
  await writeFile(join(folder, "hba.conf"), rules);
  await show(newCertificate(authority, "localhost"));
  port = await freePort();
  const settings = {
    fsync: "off",
    listen_addresses: "127.0.0.1",
    port: String(port),
    ssl: "on",
    ssl_cert_file: "server.pem",
    ssl_key_file: "server.key",
    hba_file: join(folder, "hba.conf"),
  };
  server = await startEmbedded({ dataDir, settings });
  await admin(`create role gestand login password '${password}'`);
  await admin(`create role weak login password '${password}'`);
  for (const name of ["own", "plain", "weakly"]) await admin(`create database ${name} owner gestand`);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port: free } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return free;
}

/** The server's certificate from now on. PostgreSQL takes a key only from its own user's hands. */
async function show(certificate: Certificate): Promise<void> {
  const { uid, gid } = await stat(join(folder, "pg", "PG_VERSION"));
  const files = { "server.pem": certificate.pem, "server.key": certificate.keyPem };
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, "pg", name);
    await writeFile(file, text);
    await chmod(file, 0o600);
    if (process.getuid?.() === 0) await chown(file, uid, gid);
  }
}

async function admin(text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: server.url("postgres") });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** What came of opening it: `open`, or the refusal. */
async function outcome(open: () => Promise<{ close(): Promise<void> }>): Promise<string> {
  try {
    await (await open()).close();
    return "open";
  } catch (error) {
    if (!isOperationalError(error)) throw error;
    for (const part of [password, encodeURIComponent(password), "p@ss", "w/r"])
      expect(error.message).not.toContain(part);
    expect(error.cause).toBeUndefined();
    return `${error.code}: ${error.message}`;
  }
}

const own = (url: string) =>
  outcome(() => openStore({ url, keys: testKeys, clock: new SetClock(testInstant), poolSize: 1 }));
const policy = { keep: [], categories: [], recipients: [], languages: ["en"] } as unknown as Policy;
const system = mapped({});
const ofSystem = (url: string) => outcome(() => connect({ policy, system, url }));

const at = (query: string, database = "own", host = "localhost") =>
  `postgres://${user}@${host}:${port}/${database}${query}`;
const trusting = (mode: string) => `?sslmode=${mode}&sslrootcert=${encodeURIComponent(authorityFile)}`;

test("with the authority's certificate every mode checks the server fully, and channel binding works", async () => {
  for (const query of [
    trusting("verify-full"),
    trusting("require"),
    `${trusting("verify-full")}&channel_binding=require`,
  ])
    expect([query, await own(at(query)), await ofSystem(at(query))]).toEqual([query, "open", "open"]);
});

test("a password with every awkward character is taken percent-encoded, and refused when it is not", async () => {
  expect(await own(at("", "plain"))).toBe("open");
  for (const url of [
    `postgres://gestand:${password}@localhost:${port}/own`,
    `postgres://gestand:12/34p@ss@localhost:${port}/own`,
    `postgres://gestand:12?34p@ss@localhost:${port}/own`,
    `postgres://gestand:12#34@localhost:${port}/own`,
    `postgres://gestand:%e9@localhost:${port}/own`,
  ])
    expect(await own(url)).toMatch(/^database-url-invalid: DATABASE_URL .*Nothing was started\.$/);
  expect(await own(`postgres://gestand:wrong@localhost:${port}/plain`)).toMatch(
    /^database-login: .* refused the user name or password\. Correct DATABASE_URL\./,
  );
  expect(await own(`postgres://gestand@localhost:${port}/plain`)).toMatch(/^database-login: .* asks for a password\./);
});

test("an address without a database, of another kind or of a user without rights is one sentence", async () => {
  expect(await own(`postgres://${user}@localhost:${port}`)).toMatch(
    /^database-url-invalid: DATABASE_URL names no database/,
  );
  expect(await own(`postgres://${user}@localhost:${port}/`)).toMatch(
    /^database-url-invalid: DATABASE_URL names no database/,
  );
  expect(await own(`mysql://${user}@localhost:${port}/own`)).toMatch(
    /^database-url-invalid: DATABASE_URL is not an address/,
  );
  const weak = at(trusting("verify-full"), "weakly").replace("//gestand:", "//weak:");
  expect(await own(weak)).toMatch(/^database-rights: .* Grant CREATE on the database\./);
});

test("each reason to refuse TLS has a sentence of its own", async () => {
  const verified = at(trusting("verify-full"));
  const both = async (url: string) => [await own(url), await ofSystem(url)];
  expect(await own(at(""))).toMatch(/^database-tls: .* takes no connections without TLS\. Add sslmode=verify-full/);
  const socket = `${server.url("own")}&sslmode=verify-full`;
  expect(await own(socket)).toMatch(/^database-tls: .* does not speak TLS\. Turn ssl on there/);
  expect(await ofSystem(socket)).toMatch(/^tls-refused: /);
  expect(await own(at("?sslmode=verify-full"))).toMatch(/^database-tls: .* Add sslrootcert=/);
  expect(await own(at("?sslmode=verify-full&sslrootcert=/nowhere/ca.pem"))).toMatch(
    /^database-tls: The file \/nowhere\/ca\.pem, which DATABASE_URL names, cannot be read \(ENOENT\)/,
  );
  expect(await own(at(trusting("verify-full"), "own", "127.0.0.1"))).toMatch(/certificate for another host name/);
  const shown: [Certificate, RegExp][] = [
    [newCertificate(authority, "db.example.org"), /certificate for another host name/],
    [newCertificate(authority, "localhost", -1), /certificate that has expired/],
    [newCertificate(stranger, "localhost"), /certificate of an authority that is not known here/],
  ];
  for (const [certificate, sentence] of shown) {
    await show(certificate);
    await admin("select pg_reload_conf()");
    await expect.poll(() => own(verified), { timeout: 10_000 }).toMatch(sentence);
    expect(await both(verified)).toEqual([
      expect.stringMatching(/^database-tls: The PostgreSQL at localhost:\d+, database "own" .* Nothing was started\.$/),
      expect.stringMatching(/^tls-refused: /),
    ]);
  }
});
