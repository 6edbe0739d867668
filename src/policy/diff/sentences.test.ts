import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "#base";
import { diffPolicies, noticeSections, parsePolicy, type Policy } from "../index.ts";
import { policyIn, sample } from "../testing.ts";

const runs = Number(process.env["GESTAND_RUNS"] ?? 40);

const samples: readonly Policy[] = ["webshop-nl", "webshop-be", "chatbot-platform", "video-chat", "conferencing"].map(
  (name) => {
    const folder = new URL(`../../../examples/${name}/`, import.meta.url);
    const readOther = (path: string) => {
      const file = new URL(path, folder);
      return existsSync(file) ? readFileSync(file, "utf8") : undefined;
    };
    const { policy } = parsePolicy("policy.yaml", readFileSync(new URL("policy.yaml", folder), "utf8"), readOther);
    if (policy === undefined) throw new Error(`the policy of ${name} can be read`);
    return policy;
  },
);

/** Where a value is, and the same without the places in lists. */
interface Place {
  readonly path: readonly (string | number)[];
  readonly kind: string;
  readonly value: Json;
}

function placesIn(value: Json, path: readonly (string | number)[] = [], kind = ""): readonly Place[] {
  const here = [{ path, kind, value }];
  if (value === null || typeof value !== "object") return here;
  if (Array.isArray(value)) return [...here, ...value.flatMap((one, at) => placesIn(one as Json, [...path, at], kind))];
  const members = Object.entries(value).filter(([name]) => name !== "at");
  return [...here, ...members.flatMap(([name, one]) => placesIn(one as Json, [...path, name], `${kind}.${name}`))];
}

function withValue(root: Json, [name, ...rest]: readonly (string | number)[], value: Json | undefined): Json {
  if (name === undefined) return value as Json;
  const copy = structuredClone(root) as Record<string | number, Json>;
  const inner = rest.length === 0 ? value : withValue(copy[name] as Json, rest, value);
  if (inner === undefined && Array.isArray(copy)) copy.splice(name as number, 1);
  else if (inner === undefined) delete copy[name];
  else copy[name] = inner;
  return copy;
}

const json = (policy: Policy) => JSON.parse(JSON.stringify(policy)) as Json;
const models = samples.map((policy) => ({ root: json(policy), places: placesIn(json(policy)) }));
/** Names of other things, which mean something in their own policy only. */
const isName = (value: Json) => typeof value === "string" && /^[a-z][a-z0-9.-]*$/.test(value);

/** One edit: an entry of a list goes, a number or a text becomes that of such a place elsewhere, a yes becomes a no. */
function edited(at: number, pick: number, other: number): { readonly before: Policy; readonly after: Policy } {
  const model = models[at % models.length] as (typeof models)[number];
  const place = model.places[pick % model.places.length] as Place;
  const alike = models.flatMap(({ places }) =>
    places.filter(({ kind, value }) => kind === place.kind && typeof value === typeof place.value),
  );
  const value = alike[other % alike.length]?.value;
  const last = place.path.at(-1);
  const change = ((): Json | undefined => {
    if (typeof last === "number") return withValue(model.root, place.path, undefined);
    if (typeof place.value === "boolean") return withValue(model.root, place.path, !place.value);
    if (typeof place.value === "number") return withValue(model.root, place.path, place.value + 1 + (other % 9));
    if (typeof place.value === "string" && !isName(place.value) && value !== undefined)
      return withValue(model.root, place.path, value);
    if (isWays(place.value) && isWays(value)) return withValue(model.root, place.path, place.value.slice(1));
    return undefined;
  })();
  return { before: model.root as unknown as Policy, after: (change ?? model.root) as unknown as Policy };
}
const isWays = (value: Json | undefined): value is readonly string[] =>
  Array.isArray(value) && value.length > 1 && value.every((one) => typeof one === "string");

/** Numbers, so that a counterexample is short: an edit of one of the policies, or two whole ones beside each other. */
const anySides = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.nat(), fc.nat(), fc.nat());
const sides = ([way, at, pick, other]: readonly [number, number, number, number]) => {
  const whole = [...samples, policyIn(sample)];
  const nth = (index: number) => whole[index % whole.length] as Policy;
  return way === 0 ? { before: nth(at), after: nth(pick) } : edited(at, pick, other);
};

const subjects = [...new Set(samples.flatMap((policy) => Object.keys(policy)))].join("|");
const rawPath = new RegExp(String.raw`\b(${subjects})\.[a-z]`);
const code = /\[object|undefined|null|[{}[\]]|\bNaN\b|\bInvalid\b/;
/** Words of our own English sentences that Dutch has no use for. */
const english = /\b(the|your|our|which|whose|until|with|no longer|now also|gone|this is)\b/i;

/** What is quoted are sentences of the notice, which has its own tests; and names of parties are as they are. */
const outsideQuotes = (text: string) => text.replaceAll(/“[^”]*”/g, "“x”");

describe("the sentence about a difference", () => {
  test("is one that people read, whatever was edited", () => {
    fc.assert(
      fc.property(anySides, (numbers) => {
        const { before, after } = sides(numbers);
        const { differences } = diffPolicies(before, after);
        for (const { says, title, section, paths } of differences) {
          expect(noticeSections).toContain(section);
          for (const text of [says.nl, says.en]) {
            expect(text).not.toMatch(rawPath);
            expect(text).not.toMatch(code);
            expect(text).toMatch(/[.?!…”]$/);
            expect(outsideQuotes(text)).not.toMatch(/\.\.|: [;.]|“”| {2}/);
            for (const path of paths) if (path.includes(".")) expect(text).not.toContain(path);
          }
          expect(outsideQuotes(says.nl.slice(title.nl.length))).not.toMatch(english);
          for (const language of ["nl", "en"] as const) expect(says[language].startsWith(title[language])).toBe(true);
        }
        const sentences = differences.map(({ says }) => says.nl);
        expect(new Set(sentences).size).toBe(sentences.length);
      }),
      { numRuns: runs },
    );
  });
});
