import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
// @ts-expect-error the server of the tests comes without types
import S3rver from "s3rver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlanId } from "#base";
import type { Store } from "#policy";
import { startS3, type TestS3 } from "../../../tests/harness/s3.ts";
import { storeConformance, type StoreWorld } from "../store-conformance.ts";
import type { ConnectedStore, StoreSubject } from "../store-contract.ts";
import { connectS3 } from "./index.ts";

const keep = { kind: "hold", rule: "invoices", untilOn: "2030-01-01" } as never;

function connect(url: string, matches: readonly string[] = [], bucket = "photos"): Promise<ConnectedStore> {
  const store = {
    name: "photos",
    kind: "objects",
    title: { en: "photos" },
    holds: [],
    of: [],
    keys: [],
    countries: [],
    matches: Object.fromEntries(matches.map((name) => [name, { text: "" }])),
  };
  return connectS3({
    store: store as unknown as Store,
    reach: { kind: "s3", urlFrom: "PHOTOS", bucket },
    setting: () => url,
  });
}

function keyed(...keys: readonly string[]): StoreSubject {
  return {
    emails: [],
    values: {},
    keys: keys.map((key) => ({ key: key.replace(/\*$/, ""), prefix: key.endsWith("*") })),
  };
}

const order = (subject: StoreSubject) => ({ plan: "p" as PlanId, step: 1, attempt: 1, subject });

async function handedOut(store: ConnectedStore, subject: StoreSubject): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for await (const item of store.items(subject)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of item.open()) chunks.push(chunk);
    all[item.name] = Buffer.concat(chunks).toString();
  }
  return all;
}

const ann: StoreSubject = {
  emails: ["ann@conformance.example"],
  keys: [
    { key: "user/1/", prefix: true },
    { key: "avatar-1.png", prefix: false },
    { key: "avatar-1.jpg", prefix: false },
    { key: "invoices/7.pdf", prefix: false, keep },
  ],
  values: { "metadata.owner": [{ value: "1" }] },
};
const objects: readonly (readonly [string, string, string?])[] = [
  ["user/1/a", "ann-secret 1"],
  ["user/1/b c+d", "ann-secret 2"],
  ["user/12/a", "bob-secret"],
  ["avatar-1.png", "ann-secret 3"],
  ["avatar-1.png.bak", "bob-secret"],
  ["invoices/7.pdf", "ann-secret 4"],
  ["uploads/x", "ann-secret 5", "1"],
  ["uploads/y", "bob-secret", "12"],
];
const isMine = (key: string) => /^(?:user\/1\/|avatar-1\.png$|uploads\/x$)/.test(key);

/** A server that others wrote, on files. */
interface Foreign {
  readonly url: string;
  readonly client: S3Client;
  stop(): Promise<void>;
}

async function startForeign(): Promise<Foreign> {
  const directory = await mkdtemp(join(tmpdir(), "gestand-s3-"));
  const server = new S3rver({
    port: 0,
    address: "127.0.0.1",
    silent: true,
    directory,
    configureBuckets: [{ name: "photos" }],
  });
  const { port } = await server.run();
  return {
    url: `http://S3RVER:S3RVER@127.0.0.1:${port}/`,
    client: new S3Client({
      endpoint: `http://127.0.0.1:${port}`,
      region: "us-east-1",
      forcePathStyle: true,
      credentials: { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" },
      requestChecksumCalculation: "WHEN_REQUIRED",
    }),
    stop: async () => {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

let foreign: Foreign;
beforeAll(async () => {
  foreign = await startForeign();
});
afterAll(() => foreign.stop());

async function foreignWorld(): Promise<StoreWorld> {
  const { client, url } = foreign;
  const Bucket = "photos";
  const keys = async () =>
    ((await client.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key = "" }) => Key);
  const empty = async () => {
    for (const Key of await keys()) await client.send(new DeleteObjectCommand({ Bucket, Key }));
  };
  const put = (Key: string, Body: string, owner?: string) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body, ...(owner && { Metadata: { owner } }) }));
  const dump = async (wanted: (key: string) => boolean) =>
    JSON.stringify(
      await Promise.all(
        (await keys()).filter(wanted).map(async (Key) => {
          const got = await client.send(new GetObjectCommand({ Bucket, Key }));
          return [Key, got.Metadata, await got.Body?.transformToString()];
        }),
      ),
    );
  await empty();
  for (const one of objects) await put(...one);
  return {
    connect: () => connect(url, ["metadata.owner"]),
    ann,
    counts: { items: 5, kept: 1, missing: 1 },
    everything: () => dump(() => true),
    others: () => dump((key) => !isMine(key)),
    comeBack: async () => {
      await put("user/1/again", "ann-secret 9");
    },
    [Symbol.asyncDispose]: empty,
  };
}

async function versionedWorld(): Promise<StoreWorld> {
  const server = await startS3();
  server.versioning = true;
  server.pageSize = 2;
  for (const [key, body, owner] of objects.filter(([key]) => key !== "avatar-1.png"))
    server.put(key, body, owner === undefined ? {} : { metadata: { owner } });
  server.put("user/12/a", "", { marker: true });
  server.put("user/1/b c+d", "ann-secret 3");
  const dump = (wanted: (key: string) => boolean) =>
    Promise.resolve(JSON.stringify([server.versions.filter(({ key }) => wanted(key)), server.uploads]));
  return {
    connect: () => connect(server.url, ["metadata.owner"]),
    ann: { ...ann, keys: ann.keys.filter(({ key }) => key !== "avatar-1.png") },
    counts: { items: 5, kept: 1, missing: 1 },
    everything: () => dump(() => true),
    others: () => dump((key) => !isMine(key)),
    comeBack: async () => server.put("user/1/again", "ann-secret 9"),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

for (const [place, make] of Object.entries({
  "a server that others wrote": foreignWorld,
  "a bucket with versions": versionedWorld,
}))
  describe(place, () => {
    for (const { name, run } of storeConformance)
      test(name, async () => {
        await using world = await make();
        await run(world);
      });
  });

async function served(change: (server: TestS3) => void = () => undefined): Promise<TestS3> {
  const server = await startS3();
  change(server);
  return server;
}

async function codes(store: ConnectedStore): Promise<readonly string[]> {
  const problems = await store.inspect();
  for (const { message, remedy } of problems) expect(`${message} ${remedy}`).not.toMatch(/geheim|undefined/);
  return problems.map(({ code, severity }) => `${code} ${severity}`);
}

describe("objects", () => {
  test("of 2,500 objects under one beginning none is missed, also where each page is small", async () => {
    await using server = await served();
    for (let number = 0; number < 2_500; number += 1)
      server.versions.push({
        key: `u/1/${String(number).padStart(5, "0")}`,
        versionId: "null",
        body: Buffer.from("x"),
      });
    server.put("u/2/x", "theirs");
    const store = await connect(server.url);
    expect((await store.find(keyed("u/1/*"))).items).toBe(2_500);
    const outcome = await store.erase(order(keyed("u/1/*")));
    expect(outcome.ok && outcome.value.erased).toBe(2_500);
    expect(server.versions.map(({ key }) => key)).toEqual(["u/2/x"]);
    server.versioning = true;
    server.pageSize = 700;
    for (let number = 0; number < 2_500; number += 1) server.versions.push({ key: "u/3/one", versionId: `v${number}` });
    const again = await store.erase(order(keyed("u/3/*")));
    expect(again.ok && again.value.erased).toBe(2_500);
  });

  test("older versions, delete markers and uploads that were never ended go too", async () => {
    await using server = await served((one) => Object.assign(one, { versioning: true }));
    server.put("u/1", "old");
    server.put("u/1", "", { marker: true });
    server.put("u/1", "new");
    server.put("u/10", "theirs");
    server.uploads = [
      { key: "u/1", uploadId: "a" },
      { key: "u/10", uploadId: "b" },
    ];
    const store = await connect(server.url);
    expect(Object.values(await handedOut(store, keyed("u/1")))).toEqual(["new", "old"]);
    expect((await store.find(keyed("u/1"))).items).toBe(4);
    const outcome = await store.erase(order(keyed("u/1")));
    expect(outcome.ok && outcome.value.erased).toBe(4);
    expect(server.versions.map(({ key }) => key)).toEqual(["u/10"]);
    expect(server.uploads).toEqual([{ key: "u/10", uploadId: "b" }]);
  });

  test("what a lock forbids is said before and after, with its day, and everything else goes", async () => {
    await using server = await served((one) => Object.assign(one, { versioning: true, locks: true }));
    server.put("u/1/a", "free");
    server.put("u/1/b", "locked", { lockedUntil: "2099-05-01T00:00:00Z" });
    server.put("u/1/c", "held", { legalHold: true });
    const store = await connect(server.url);
    const found = await store.find(keyed("u/1/*"));
    expect(found.problems[0]).toMatchObject({ code: "store-locked", severity: "warning" });
    expect(found.problems[0]?.message).toMatch(/2 versions are locked.*2099-05-01; 1 has a legal hold/);
    const outcome = await store.erase(order(keyed("u/1/*")));
    expect(outcome).toMatchObject({ ok: false, reason: "blocked", message: expect.stringContaining("2099-05-01") });
    expect(server.versions.map(({ key }) => key)).toEqual(["u/1/b", "u/1/c"]);
    expect(await store.residue(keyed("u/1/*"))).toEqual([{ table: "photos", column: "keys", rows: 2 }]);
  });

  test("metadata and tags are handed out with an object, and find it where its key does not", async () => {
    await using server = await served();
    server.put("x", "one", { metadata: { mail: "Ann@X.example" } });
    server.put("y", "two", { tags: { account: "17" } });
    server.put("z", "three", { tags: { account: "170" }, metadata: { mail: "joann@x.example" } });
    const person: StoreSubject = {
      emails: ["ann@x.example"],
      keys: [],
      values: { mail: [{ value: "ann@x.example" }], "tag.account": [{ value: "17" }] },
    };
    const store = await connect(server.url, ["mail", "tag.account"]);
    const out = await handedOut(store, person);
    expect(Object.keys(out)).toEqual(["x", "x.metadata.json", "y", "y.metadata.json"]);
    expect(JSON.parse(out["y.metadata.json"] ?? "")).toEqual({ key: "y", metadata: {}, tags: { account: "17" } });
    await store.erase(order(person));
    expect(server.versions.map(({ key }) => key)).toEqual(["z"]);
    expect(await codes(store)).toEqual(["store-looks-at-all note"]);
  });

  test("odd keys are met as they are", async () => {
    const odd = [
      "a b+c",
      "ü/é.txt",
      "e\u0301",
      "//x",
      "/lead",
      "a/../b",
      "..",
      "x&<>\"'",
      "100%",
      "tab\tline\n",
      "\u0001",
      "😀",
      "a?b=c#d",
      "\\",
    ];
    for (const versioning of [false, true]) {
      await using server = await served((one) => Object.assign(one, { versioning }));
      for (const key of odd) server.put(`o/${key}`, key);
      for (const key of odd) server.put(key, key);
      const store = await connect(server.url);
      const person = keyed("o/*", ...odd);
      expect(Object.values(await handedOut(store, person)).toSorted()).toEqual([...odd, ...odd].toSorted());
      const outcome = await store.erase(order(person));
      expect(outcome.ok && outcome.value.erased).toBe(odd.length * 2);
      expect(server.versions).toEqual([]);
    }
  });

  test("an object of 200 MB is handed out within little memory", async () => {
    await using server = await served();
    const bytes = 200 * 1024 * 1024;
    server.put("big", "", { bytes });
    const store = await connect(server.url);
    const before = process.memoryUsage().rss;
    let read = 0;
    let most = 0;
    for await (const item of store.items(keyed("big")))
      for await (const chunk of item.open()) {
        read += chunk.length;
        most = Math.max(most, process.memoryUsage().rss);
      }
    expect(read).toBe(bytes);
    // The server is in this process too; an object that is held whole would show.
    expect(most - before).toBeLessThan(160 * 1024 * 1024);
  });
});

describe("what may go wrong", () => {
  test("a server that asks to slow down is asked again, whole calls and single keys", async () => {
    await using server = await served();
    for (const key of ["u/1/a", "u/1/b"]) server.put(key, "x");
    const left = new Map([
      ["GET bucket", 2],
      ["POST bucket delete", 1],
      ["delete one", 1],
    ]);
    server.refuse = (call) => {
      const times = left.get(call) ?? 0;
      left.set(call, times - 1);
      if (times <= 0) return undefined;
      return call === "GET bucket" && times === 1 ? [429, "TooManyRequests"] : [503, "SlowDown"];
    };
    const store = await connect(server.url);
    const outcome = await store.erase(order(keyed("u/1/*")));
    expect(outcome.ok && server.versions).toEqual([]);
  });

  test("rights that are missing are found without a change, and say which", async () => {
    await using server = await served((one) => Object.assign(one, { versioning: true }));
    server.put("u/1/a", "x");
    const before = JSON.stringify(server.versions);
    const store = await connect(server.url);
    expect(await codes(store)).toEqual([]);
    for (const call of ["GET bucket", "DELETE object", "GET bucket uploads"]) {
      server.refuse = (one) => (one === call ? [403, "AccessDenied"] : undefined);
      expect(await codes(store)).toEqual(["store-refused error"]);
    }
    server.refuse = (one) => (/version/.test(one) ? [403, "AccessDenied"] : undefined);
    expect(await codes(store)).toEqual(["store-unknown-versions error"]);
    expect((await store.erase(order(keyed("u/1/*")))).ok).toBe(false);
    server.refuse = (one) => (one.startsWith("delete one") ? [403, "AccessDenied"] : undefined);
    await expect(store.erase(order(keyed("u/1/*")))).rejects.toMatchObject({ code: "store-refused", retryable: false });
    expect(JSON.stringify(server.versions)).toBe(before);
  });

  test("a server that is not there, a wrong bucket, key, region or address are said, without the secret", async () => {
    await using server = await served();
    expect(await codes(await connect("http://KEY:geheim@127.0.0.1:1/"))).toEqual(["store-unreachable error"]);
    for (const [status, code, ours] of [
      [404, "NoSuchBucket", "store-no-bucket"],
      [403, "SignatureDoesNotMatch", "store-account"],
      [400, "AuthorizationHeaderMalformed", "store-region"],
    ] as const) {
      server.refuse = () => [status, code];
      expect(await codes(await connect(server.url))).toEqual([`${ours} error`]);
    }
    for (const wrong of ["https://host/", "geheim", "ftp://KEY:geheim@host/", ""]) {
      const error = await connect(wrong).catch((one: unknown) => one);
      expect(error).toMatchObject({ code: "store-address" });
      expect(String(error)).not.toContain("geheim");
    }
  });

  test("archived objects are said, and reading one is an error and no empty file", async () => {
    await using server = await served();
    server.put("u/1/a", "x", { storageClass: "GLACIER" });
    const store = await connect(server.url);
    expect((await store.find(keyed("u/1/*"))).problems.map(({ code }) => code)).toEqual(["store-archived"]);
    await expect(handedOut(store, keyed("u/1/*"))).rejects.toMatchObject({ code: "store-archived" });
  });
});
