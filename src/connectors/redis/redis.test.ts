import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlanId } from "#base";
import type { Store } from "#policy";
import { startRedis, type TestRedis } from "../../../tests/harness/redis.ts";
import { storeConformance, type StoreWorld } from "../store-conformance.ts";
import type { ConnectedStore, StoreSubject } from "../store-contract.ts";
import { connectRedis } from "./index.ts";

const hold = { kind: "hold", rule: "invoices", untilOn: "2030-01-01" } as never;

let server: TestRedis;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server[Symbol.asyncDispose]());

function connect(url = server.url, matches: Store["matches"] = {}): Promise<ConnectedStore> {
  const store = {
    name: "cache",
    kind: "service",
    title: { en: "cache" },
    holds: [],
    of: [],
    keys: [],
    countries: [],
    matches,
  };
  return connectRedis({
    store: store as unknown as Store,
    reach: { kind: "redis", urlFrom: "CACHE_URL" },
    setting: (name) => (name === "CACHE_URL" ? url : undefined),
  });
}

function about(keys: readonly string[], values: Record<string, readonly string[]> = {}): StoreSubject {
  return {
    emails: [],
    keys: keys.map((key) => ({ key: key.replace(/\*$/, ""), prefix: key.endsWith("*") })),
    values: Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.map((value) => ({ value }))])),
  };
}

const order = (subject: StoreSubject) => ({ plan: "p" as PlanId, step: 1, attempt: 1, subject });

async function handedOut(store: ConnectedStore, subject: StoreSubject): Promise<Record<string, unknown>[]> {
  const chunks: Uint8Array[] = [];
  for await (const item of store.items(subject)) for await (const chunk of item.open()) chunks.push(chunk);
  return chunks.length === 0 ? [] : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>[]);
}

async function dump(): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  const names = (await server.client.keys("*")).toSorted();
  for (const name of names) {
    const type = await server.client.type(name);
    const value = {
      string: () => server.client.get(name),
      hash: async () => Object.entries(await server.client.hGetAll(name)).toSorted(([a], [b]) => (a < b ? -1 : 1)),
      set: async () => (await server.client.sMembers(name)).toSorted(),
      zset: () => server.client.zRangeWithScores(name, 0, -1),
      list: () => server.client.lRange(name, 0, -1),
      stream: () => server.client.xRange(name, "-", "+"),
    }[type as "string"];
    all.set(name, JSON.stringify([type, await value()]));
  }
  return all;
}

async function makeWorld(): Promise<StoreWorld> {
  const { client } = server;
  await client.flushAll();
  await client.mSet({ "user:1:profile": "ann-secret 1", "user:12:profile": "bob-secret", "user:1": "ann-secret 2" });
  await client.hSet("user:1:settings", { note: "ann-secret 3" });
  await client.mSet({ "invoice:7": "ann-secret 4", "invoice:77": "bob-secret" });
  await client.hSet("names", { "1": "ann-secret 5", "12": "bob-secret" });
  await client.zAdd("scores:game", [
    { value: "ann-secret 6", score: 1 },
    { value: "bob-secret", score: 2 },
  ]);
  return {
    connect: () => connect(),
    ann: {
      emails: ["ann@conformance.example"],
      keys: [
        { key: "user:1:", prefix: true },
        { key: "user:1", prefix: false },
        { key: "user:1:nothing", prefix: false },
        { key: "invoice:7", prefix: false, keep: hold },
      ],
      values: { names: [{ value: "1" }], "scores:*": [{ value: "ann-secret 6" }] },
    },
    counts: { items: 6, kept: 1, missing: 1 },
    everything: async () => JSON.stringify([...(await dump())]),
    others: async () => {
      const all = await dump();
      const mine = /^user:1(?::|$)/;
      const text = JSON.stringify([...all].filter(([name]) => !mine.test(name)));
      return text.replaceAll(/\[\\"1\\",\\"ann-secret 5\\"\],|\{\\"value\\":\\"ann-secret 6\\",\\"score\\":1\},/g, "");
    },
    comeBack: async () => {
      await client.set("user:1:again", "ann-secret 9");
    },
    [Symbol.asyncDispose]: async () => {
      await client.flushAll();
    },
  };
}

async function codes(store: ConnectedStore): Promise<readonly string[]> {
  const problems = await store.inspect();
  await store.close();
  for (const { remedy, message } of problems) expect(`${message} ${remedy}`).not.toMatch(/geheim|undefined/);
  return problems.map(({ code }) => code);
}

describe("as every store", () => {
  for (const { name, run } of storeConformance)
    test(name, async () => {
      await using made = await makeWorld();
      await run(made);
    });
});

describe("Redis", () => {
  test("every kind of value is handed out readable, with how long it still lives", async () => {
    await server.client.flushAll();
    const { client } = server;
    await client.set("a:text", "é\n", { EX: 1_000 });
    await client.set("a:bytes", Buffer.from([0xff, 0x00]));
    await client.hSet("a:hash", { name: "Ann" });
    await client.sAdd("a:set", ["x"]);
    await client.zAdd("a:zset", { value: "x", score: 1.5 });
    await client.rPush("a:list", ["x", "y"]);
    await client.xAdd("a:stream", "1-1", { page: "/" });
    await client.set("a:empty", "");
    const store = await connect();
    const all = await handedOut(store, about(["a:*"]));
    await store.close();
    const of = (key: string) => all.find((one) => one["key"] === `a:${key}`);
    expect(of("text")).toMatchObject({ type: "string", value: "é\n" });
    expect(of("text")?.["expiresInSeconds"]).toBeGreaterThan(900);
    expect(of("bytes")?.["value"]).toEqual({ base64: "/wA=" });
    expect(of("hash")?.["value"]).toEqual({ name: "Ann" });
    expect(of("set")?.["value"]).toEqual(["x"]);
    expect(of("zset")?.["value"]).toEqual([{ member: "x", score: "1.5" }]);
    expect(of("list")?.["value"]).toEqual(["x", "y"]);
    expect(of("stream")?.["value"]).toEqual([{ id: "1-1", fields: { page: "/" } }]);
    expect(of("empty")?.["value"]).toBe("");
    expect(all).toHaveLength(8);
  });

  test("a long text and a large hash are handed out in pieces, whole", async () => {
    await server.client.flushAll();
    const long = "aé€😀\n".repeat(200_000);
    const bytes = Buffer.alloc(2_000_001, 0xfe);
    await server.client.set("b:long", long);
    await server.client.set("b:bytes", bytes);
    const fields = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`f${n}`, String(n)]));
    await server.client.hSet("b:hash", fields);
    const store = await connect();
    const all = await handedOut(store, about(["b:long", "b:bytes", "b:hash"]));
    await store.close();
    expect(all[0]?.["value"]).toBe(long);
    expect(all[1]?.["value"]).toEqual({ base64: bytes.toString("base64") });
    expect(all[2]?.["value"]).toEqual(fields);
  });

  test("characters of patterns in a key mean only themselves", async () => {
    await server.client.flushAll();
    const odd = ["u[1]:x", "u*:x", "u?:x", "u\\:x", "u^-]:x"];
    const near = ["u1:x", "uu:x", "u-:x", "uab:x"];
    for (const name of [...odd, ...near]) await server.client.set(name, "1");
    const store = await connect();
    const outcome = await store.erase(order(about(odd.map((name) => `${name.slice(0, -1)}*`))));
    await store.close();
    expect(outcome.ok && outcome.value.erased).toBe(odd.length);
    expect(await server.client.exists(odd)).toBe(0);
    expect(await server.client.exists(near)).toBe(near.length);
  });

  test("members go, and the sets, lists, fields and entries of others stay", async () => {
    await server.client.flushAll();
    const { client } = server;
    await client.sAdd("online", ["17", "170"]);
    await client.rPush("queue", ["17", "170", "17"]);
    await client.hSet("names", { "17": "Ann", "170": "Bob" });
    await client.zAdd("scores", [
      { value: "17", score: 1 },
      { value: "170", score: 2 },
    ]);
    await client.xAdd("events", "1-1", { user: "17", page: "/a" });
    await client.xAdd("events", "2-1", { user: "170", page: "/b" });
    const ann = about([], { online: ["17"], queue: ["17"], names: ["17"], scores: ["17"], events: ["17"] });
    const store = await connect();
    expect((await store.find(ann)).items).toBe(6);
    expect(await handedOut(store, ann)).toHaveLength(5);
    const outcome = await store.erase(order(ann));
    expect(outcome.ok && outcome.value.erased).toBe(6);
    expect(await store.residue(ann)).toEqual([]);
    await store.close();
    expect(await client.sMembers("online")).toEqual(["170"]);
    expect(await client.lRange("queue", 0, -1)).toEqual(["170"]);
    expect(await client.hGet("names", "170")).toBe("Bob");
    expect(await client.zRange("scores", 0, -1)).toEqual(["170"]);
    expect((await client.xRange("events", "-", "+"))?.map((entry) => entry?.id)).toEqual(["2-1"]);
  });

  test("a beginning without a separator leaves neighbours alone and says so; what stays wins over what goes", async () => {
    await server.client.flushAll();
    const { client } = server;
    await client.mSet({ "cart:5": "1", "cart:5:a": "1", "cart:50": "1", "cart:5:kept": "1" });
    const store = await connect();
    const ann = {
      ...about(["cart:5*"]),
      keys: [
        { key: "cart:5", prefix: true },
        { key: "cart:5:kept", prefix: false, keep: hold },
      ],
    };
    const found = await store.find(ann);
    expect(found.items).toBe(3);
    expect(found.problems.map(({ code, severity }) => [code, severity])).toEqual([["store-neighbours", "warning"]]);
    const outcome = await store.erase(order(ann));
    await store.close();
    expect(outcome.ok && outcome.value).toMatchObject({ erased: 2, kept: [{ because: hold, items: 1 }] });
    expect(await client.exists(["cart:50", "cart:5:kept"])).toBe(2);
  });

  test("a name of a key that holds an address is found again, in any case of its letters", async () => {
    await server.client.flushAll();
    await server.client.set("reset:Ann@Conformance.example", "1");
    const store = await connect();
    const left = await store.residue({ emails: ["ann@conformance.example"], keys: [], values: {} });
    await store.close();
    expect(left).toEqual([{ table: "cache", column: "names of keys", rows: 1 }]);
  });
});

describe("what may go wrong", () => {
  test("a server that is not there is said to be unreachable, without the password", async () => {
    expect(await codes(await connect("redis://ann:geheim@127.0.0.1:1/0"))).toEqual(["store-unreachable"]);
    expect(await codes(await connect("http://ann:geheim@127.0.0.1:1/0"))).toEqual(["store-address"]);
    await expect(connect("")).rejects.toMatchObject({ code: "store-address" });
  });

  test("an account that may not delete, or that does not exist, is found before anybody asks for an erasure", async () => {
    const { client } = server;
    await client.sendCommand(["ACL", "SETUSER", "reader", "on", ">geheim", "~*", "+@read", "+info", "+@connection"]);
    const withAccount = (account: string) => server.url.replace("unix://", `unix://${account}@localhost`);
    expect(await codes(await connect(withAccount("reader:geheim")))).toEqual(["store-refused"]);
    expect(await codes(await connect(withAccount("nobody:geheim")))).toEqual(["store-account"]);
    await client.set("user:1", "1");
    const store = await connect(withAccount("reader:geheim"));
    await expect(store.erase(order(about(["user:1"])))).rejects.toMatchObject({
      code: "store-refused",
      retryable: false,
    });
    await store.close();
  });

  test("a part of a cluster and a replica say that they are, and are not erased from", async () => {
    await using cluster = await startRedis(["--cluster-enabled", "yes"]);
    await using replica = await startRedis(["--replicaof", "127.0.0.1 1"]);
    expect(await codes(await connect(cluster.url))).toContain("store-cluster");
    expect(await codes(await connect(replica.url))).toContain("store-read-only");
    const store = await connect(replica.url);
    expect(await store.erase(order(about(["user:1"])))).toMatchObject({ ok: false, reason: "blocked" });
    await store.close();
  });

  test("a server that goes away in the middle is an error that trying again helps against", async () => {
    await using short = await startRedis();
    await short.client.mSet({ "u:1:a": "1", "u:1:b": "1" });
    const store = await connect(short.url);
    const dying = store.erase({
      ...order(about(["u:1:*"])),
      crashPoint: async (name) => {
        if (name !== "before-change") return;
        short.process.kill("SIGKILL");
        await new Promise((resolve) => short.process.once("exit", resolve));
      },
    });
    await expect(dying).rejects.toMatchObject({ code: "store-unreachable", retryable: true });
    await store.close();
  });

  test("a name under matches that means every key is an error", async () => {
    expect(await codes(await connect(server.url, { "*": { text: "" } }))).toEqual(["store-matches-everything"]);
  });
});
