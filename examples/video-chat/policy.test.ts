import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadPolicy } from "#app";
import { connect } from "#connectors";
import { freshDatabase, type TestDatabase } from "#harness";
import { checkPolicy, promisesOf } from "#policy";
import { halfSaid, mappingOf } from "../kit/testing.ts";
import { buildVideoChat, policyFile } from "./index.ts";

const { policy, problems } = await loadPolicy(fileURLToPath(policyFile));
if (policy === undefined) throw new Error("the sample policy has errors");
const [system] = policy.systems;
if (system === undefined) throw new Error("the sample policy lost its system");

/** Numbered 001-001 to 001-168. */
const sentencesOfOldText = 168;

/** What promises nothing; the reason of each stands in the policy. */
const leftOut = ["001-079", "001-080", "001-160", "001-164"];

describe("the policy of the sample service", () => {
  let video: TestDatabase;
  beforeAll(async () => {
    video = await freshDatabase();
    await buildVideoChat({ url: video.url, persons: 0, today: "2026-12-01" });
  });
  afterAll(async () => video.drop());

  test("has no errors and no warnings", () => {
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    const found = checkPolicy(policy).filter(({ severity }) => severity !== "note");
    expect(found.map(({ severity, code, path }) => `${severity} ${code} ${path}`)).toEqual([]);
  });

  test("stands by a promise, or a reason, for each of the 168 sentences of the text it replaces", () => {
    const cited = new Set(promisesOf(policy).flatMap(({ cites }) => cites));
    const numbers = Array.from(
      { length: sentencesOfOldText },
      (_, index) => `001-${String(index + 1).padStart(3, "0")}`,
    );
    expect(numbers.filter((number) => !cited.has(number))).toEqual(leftOut);
    expect((policy.leftOut ?? []).map(({ cite }) => cite)).toEqual(leftOut);
    expect([...cited].filter((cite) => !numbers.includes(cite))).toEqual([]);
  });

  test("accounts for every table and every column of the database, and for none that is not there", async () => {
    expect(await mappingOf(system, video)).toEqual({ unplaced: [], invented: [] });
  });

  test("meets no objection from the connector that carries it out", async () => {
    const connected = await connect({ policy, system, url: video.url });
    try {
      const found = await connected.inspect();
      expect(found.filter(({ severity }) => severity !== "note").map(({ message }) => message)).toEqual([]);
    } finally {
      await connected.close();
    }
  });

  test("has every contract and proof on file that it names", () => {
    const contracts = policy.recipients.flatMap(({ contract }) => contract?.document ?? []);
    const proofs = (policy.security ?? []).flatMap(({ proof }) => proof ?? []);
    expect([...contracts, ...proofs].filter((document) => !existsSync(new URL(document, policyFile)))).toEqual([]);
    const there = readdirSync(new URL("./contracts/", policyFile)).map((file) => `contracts/${file}`);
    expect(there.toSorted()).toEqual([...new Set(contracts)].toSorted());
  });

  test("says in both languages whatever it says", () => {
    expect(halfSaid(policy)).toEqual([]);
  });

  test("calls nobody by a name that could be real", () => {
    const text = readdirSync(new URL("./", policyFile), { recursive: true })
      .map(String)
      .filter((file) => /\.(yaml|md)$/.test(file) && !file.startsWith("golden/"))
      .map((file) => readFileSync(new URL(file, policyFile), "utf8"))
      .join("\n");
    const hosts = [...text.matchAll(/(?:https:\/\/|@)([\w.-]+)/g)].map(([, host]) => host);
    expect(hosts.filter((host) => host?.endsWith(".example") !== true)).toEqual([]);
  });
});
