import { describe, expect, test } from "vitest";
import { checkPolicy, parsePolicy } from "../../index.ts";
import { changed, policyIn } from "../../testing.ts";

const fine = {
  nl: "Wij gebruiken cookies, alleen met uw toestemming. Weigeren mag. U kunt uw keuze altijd veranderen.",
  en: "We use cookies, only with your consent. You can refuse. You can always change your choice.",
};
const withWordings = (wordings: Readonly<Record<string, object>>) =>
  changed("systems:\n", `website: {wordings: ${JSON.stringify(wordings)}}\nsystems:\n`);
const found = (wordings: Readonly<Record<string, object>>) => {
  const { policy, problems } = parsePolicy("policy.yaml", withWordings(wordings));
  return [...problems, ...(policy === undefined ? [] : checkPolicy(policy))].filter(
    ({ path, severity }) => severity === "error" && path?.startsWith("website.wordings") === true,
  );
};

const some = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`w${at}`, fine]));

describe("wordings that are compared", () => {
  test("stand in the policy with a name, in each of its languages", () => {
    expect(policyIn(withWordings({ short: fine })).website?.wordings).toMatchObject([
      { name: "short", sentence: fine },
    ]);
    expect(found({ short: { nl: fine.nl } }).map(({ code }) => code)).toContain("wording-not-complete");
    expect(found({ standard: fine }).map(({ code }) => code)).toEqual(["bad-name"]);
  });

  test.each([
    ["no cookies", { nl: fine.nl.replace("cookies", "dingen") }, "wording-not-complete", "cookies"],
    ["no consent", { nl: fine.nl.replace("toestemming", "hulp") }, "wording-not-complete", "toestemming"],
    ["no refusing", { en: fine.en.replace("refuse", "wait") }, "wording-not-complete", "refusing"],
    ["no way back", { en: fine.en.replace("change", "love") }, "wording-not-complete", "changed"],
    ["a push", { nl: `${fine.nl} Anders mist u korting.` }, "wording-pushes", "mist"],
    ["a shout", { en: `${fine.en} Great!` }, "wording-pushes", "!"],
    ["what the others do", { en: `${fine.en} Most people agree.` }, "wording-pushes", "Most people"],
    ["a long story", { en: `${fine.en} ${"And so on. ".repeat(40)}` }, "wording-too-long", "400"],
  ])("with %s are refused, with what is wrong", (_, part, code, word) => {
    const [problem, ...more] = found({ other: { ...fine, ...part } });
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code, path: "website.wordings.other" });
    expect(problem?.message).toContain(word);
    expect(problem?.at?.line).toBeGreaterThan(1);
  });

  test("are at most four", () => {
    expect(found(some(4))).toEqual([]);
    expect(found(some(6)).map(({ code }) => code)).toEqual(["wordings-too-many"]);
  });
});
