/** A plan over a database and two folders with files, as the sample of a video chat runs: with the real connectors. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Personal, type PlanId, type StaffId } from "#base";
import { connect, connectStore } from "#connectors";
import {
  freshDatabase,
  freshStore,
  startTestQueue,
  type TestDatabase,
  type TestQueue,
  type TestStore,
  unzip,
} from "#harness";
import { createPlans, createStorePool, createSystemPool, type Plan, type PlanAction, type Plans } from "#plans";
import { parsePolicy, type Policy } from "#policy";
import { fillFolder } from "../../examples/kit/folder.ts";
import { buildVideoChat, cast, example, policyFile } from "../../examples/video-chat/index.ts";
import { wireEvidence } from "../harness/engine.ts";

const staff = crypto.randomUUID() as string as StaffId;
let store: TestStore;
let jobs: TestQueue;
let video: TestDatabase;
let folder: string;
let plans: Plans;
let close: () => Promise<void>;

beforeAll(async () => {
  [store, video, folder] = await Promise.all([
    freshStore(),
    freshDatabase(),
    mkdtemp(join(tmpdir(), "gestand-files-")),
  ]);
  await buildVideoChat({ url: video.url, persons: 20, today: "2026-11-22" });
  const places = new Map((example.folders ?? []).map((one) => [one.urlFrom, join(folder, one.folder)]));
  for (const { urlFrom, keys } of example.folders ?? [])
    await fillFolder(places.get(urlFrom) ?? "", { url: video.url, keys });
  const policy = policyOf();
  const systems = createSystemPool({
    names: policy.systems.map(({ name }) => name),
    connect: async (name) => {
      const system = policy.systems.find((one) => one.name === name);
      if (system === undefined) throw new Error(`no system ${name}`);
      return connect({ policy, system, url: video.url });
    },
  });
  const stores = createStorePool({
    names: (policy.stores ?? []).map(({ name }) => name),
    connect: async (name) => {
      const one = policy.stores?.find((each) => each.name === name);
      if (one?.reach === undefined) throw new Error(`no way to ${name}`);
      return connectStore({ store: one, reach: one.reach, setting: (variable) => places.get(variable) });
    },
  });
  plans = createPlans({
    store,
    evidence: wireEvidence(store),
    policy,
    policyHash: "0".repeat(64),
    systems,
    stores,
    followers: [],
  });
  plans.serve();
  jobs = await startTestQueue(store);
  close = async () => {
    await jobs[Symbol.asyncDispose]();
    await systems.close();
    await stores.close();
  };
});
afterAll(async () => {
  await close?.();
  await store?.dispose();
  await video?.drop();
  await rm(folder, { recursive: true, force: true });
});

const readOther = (path: string) => readFileSync(new URL(path, policyFile), "utf8");

function policyOf(): Policy {
  const file = fileURLToPath(policyFile);
  const { policy, problems } = parsePolicy(file, readFileSync(file, "utf8"), readOther);
  if (policy === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return policy;
}

async function carryOut(
  action: Extract<PlanAction, "access" | "erasure">,
  email: string,
  profile: number,
): Promise<Plan> {
  const anchors = [{ system: "video", table: "profiles", key: [String(profile)] }];
  const id = await store.transact(async (tx) => {
    const key = await store.vault.createKey(tx);
    return plans.prepare(tx, {
      about: `R-${action}`,
      action,
      subject: new Personal({ emails: [email], anchors }),
      key,
    });
  });
  await jobs.settled();
  const { hash } = await read(id);
  const approved = await store.transact((tx) => plans.approve(tx, id, hash, staff));
  expect(approved).toMatchObject({ ok: true });
  await jobs.settled();
  return read(id);
}

async function read(id: PlanId): Promise<Plan> {
  const plan = await plans.get(store.reader, id);
  if (plan === undefined) throw new Error("the plan is gone");
  return plan;
}

const photos = () => readdir(join(folder, "photos", "photos"));

test("a copy holds the profile photo, and an erasure takes it and nobody else's", async () => {
  const { email, profileId } = cast.payer;
  if (email === null || profileId === undefined) throw new Error("this sample person has a profile");
  const before = await photos();
  expect(before).toContain(`${profileId}.jpg`);
  const copy = await carryOut("access", email, profileId);
  expect(copy.state).toBe("done");
  const opened = await plans.openAnswer(store.reader, copy.id);
  if (opened === undefined) throw new Error("there is no copy");
  const files = await unzip(await buffer(opened.stream));
  const pictures = [...files.keys()].filter((path) => path.startsWith("data/photos/"));
  expect(pictures).toHaveLength(1);
  expect(files.get(pictures[0] ?? "")?.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  const erased = await carryOut("erasure", email, profileId);
  expect(erased.state).toBe("done");
  expect(erased.stores.every(({ by }) => by === "connector")).toBe(true);
  expect(await photos()).toEqual(before.filter((name) => name !== `${profileId}.jpg`));
});
