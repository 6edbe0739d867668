import { expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { policyIn, sample } from "../testing.ts";

test("what is left out of an old policy keeps its reason and promises nothing", () => {
  const policy = policyIn(`${sample}leftOut: {"002-061": A heading without a text.}\n`);
  expect(policy.leftOut).toEqual([{ cite: "002-061", reason: "A heading without a text." }]);
  expect(promisesOf(policy)).toEqual(promisesOf(policyIn()));
  const { problems } = parsePolicy("policy.yaml", `${sample}leftOut: {two words: no}\n`);
  expect(problems).toMatchObject([{ code: "bad-name" }]);
});
