/**
 * Holds the tables against the rules they were first written from, where that file is at hand (GESTAND_SHARED_RULES names
 * it): every number in it has an entry of the same place, topic and value, and no entry claims to be surer than it.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { localDate } from "#base";
import { authorities, dueOn, extendedUntil, isEea, lawAsOf, outerBound, transferGround } from "../index.ts";
import { type FigureTopic, type LawFigure, lawFigures } from "./figures.ts";

const file = process.env["GESTAND_SHARED_RULES"];

type Node = Readonly<Record<string, unknown>>;

/** A number of the file, with where it stands and what it says of itself. */
interface Written {
  readonly path: readonly string[];
  readonly amount: number;
  readonly unit: string;
  readonly confidence: string;
  readonly seen: boolean;
}

const isNode = (value: unknown): value is Node => value !== null && typeof value === "object" && !Array.isArray(value);

/** Confidence and basis hold for everything below them, until something below says otherwise. */
function* numbersIn(
  value: unknown,
  path: readonly string[],
  from: { readonly confidence: string; readonly seen: boolean },
): Generator<Written> {
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* numbersIn(each, [...path, String(index)], from);
    return;
  }
  if (!isNode(value)) return;
  const own = {
    confidence: typeof value["confidence"] === "string" ? value["confidence"] : from.confidence,
    seen: typeof value["basis"] === "string" ? value["basis"] === "seen" : from.seen,
  };
  const unit = value["unit"] ?? value["currency"];
  if (typeof value["amount"] === "number" && typeof unit === "string")
    yield { path, amount: value["amount"], unit, ...own };
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner !== "number") yield* numbersIn(inner, [...path, key], own);
    else if (key === "age" || key === "default" || key === "floor")
      yield { path: [...path, key], amount: inner, unit: "age", ...own };
    else if (key === "free" || (key === "times" && path.at(-1) === "free"))
      yield { path: [...path, key], amount: inner, unit: "times", ...own };
  }
}

/** Days on which a rule began. */
function* daysIn(
  value: unknown,
  path: readonly string[],
): Generator<{ readonly path: readonly string[]; readonly on: string }> {
  if (Array.isArray(value)) for (const each of value) yield* daysIn(each, path);
  if (!isNode(value)) return;
  for (const [key, inner] of Object.entries(value))
    if (
      /^(since|complianceFrom|brokersPollFrom)$/.test(key) &&
      typeof inner === "string" &&
      /^\d{4}-\d{2}-\d{2}$/.test(inner)
    )
      yield { path: [...path, key], on: inner };
    else yield* daysIn(inner, [...path, key]);
}

/** Which topics may hold a number, by words in its path; the first rule that fits decides. */
const topics: readonly (readonly [RegExp, readonly FigureTopic[]])[] = [
  [/^pendingLaw/, ["pending law"]],
  [/ageOfConsent|^eeaMembers\.\w+\.age/, ["ages"]],
  [/withConsent|retentionGuidance/, ["retention guidance"]],
  [/^eeaMembers|retentionObligations/, ["retention"]],
  [/register\.retention|requestRecord/, ["records"]],
  [/breach\./, ["breaches"]],
  [/acknowledgment/, ["acknowledgements"]],
  [/extension/, ["extensions"]],
  [/otherwise|frequency|penalty|reaskAfter/, ["direct marketing"]],
  [/(rights\.\w+|consumerHealthData)\.deadline/, ["answers"]],
  [/fee\.|limit|free/, ["fees"]],
  [/threshold/, ["whom it binds"]],
  [/deleteAct/, ["data brokers"]],
  [/policyRefresh|^contents/, ["information"]],
  [/^cookieRules/, ["cookies"]],
  [/complaintClock/, ["remedies"]],
];

const placeOf = (path: readonly string[]): string => {
  const [top, key = ""] = path;
  if (path.includes("federal")) return "US";
  if (top === "requestRecord") return "US-CA";
  if (top === "contents" || top === "pendingLaw" || top === "transfers") return "EU";
  if (key.startsWith("US-CA")) return "US-CA";
  return key === "UK" ? "GB" : key;
};

const rank = { low: 0, medium: 1, high: 2 } as const;

test("a number is read with its unit, and with the confidence that stands nearest to it", () => {
  const text =
    "{a: {confidence: medium, b: {amount: 3, unit: day}, c: {amount: 5, currency: CHF, confidence: low, basis: seen}}, age: 16}";
  const read = [...numbersIn(parse(text), [], { confidence: "high", seen: false })];
  expect(read.map(({ path, ...rest }) => [path.join("."), ...Object.values(rest)])).toEqual([
    ["a.b", 3, "day", "medium", false],
    ["a.c", 5, "CHF", "low", true],
    ["age", 16, "age", "high", false],
  ]);
});

const proposed = (each: Written): boolean => each.path[0] === "pendingLaw";

if (file !== undefined && file !== "")
  describe("the rules the tables were written from", () => {
    const rules = parse(readFileSync(file, "utf8"), { merge: true, maxAliasCount: 1000 }) as Node;
    const sections = ["contents", "requestRecord", "jurisdictions", "cookieRules", "transfers", "pendingLaw"];
    const written = sections.flatMap((section) => [
      ...numbersIn(rules[section], [section], { confidence: "high", seen: false }),
    ]);
    const members = Object.entries((rules["eeaMembers"] ?? {}) as Readonly<Record<string, Node>>);
    const figures = lawFigures();

    function found(each: Written): readonly LawFigure[] {
      const path = each.path.join(".");
      const allowed = topics.find(([pattern]) => pattern.test(path))?.[1] ?? [];
      return figures.filter(
        ({ topic, place, numbers }) =>
          allowed.includes(topic) &&
          (place === placeOf(each.path) || (topic === "remedies" && place === "EU")) &&
          numbers.some(({ amount, unit }) => amount === each.amount && unit === each.unit),
      );
    }

    test("hold enough numbers to be the whole file", () => {
      expect(written.length).toBeGreaterThan(100);
      expect(members).toHaveLength(30);
    });

    test("have an entry for every number, of the same place, topic and value", () => {
      const missing = written
        .filter((each) =>
          proposed(each) ? !figures.some(({ title }) => title.includes(String(each.amount))) : found(each).length === 0,
        )
        .map(({ path, amount, unit }) => `${path.join(".")} = ${amount} ${unit}`);
      expect(missing).toEqual([]);
    });

    test("are nowhere surer than the file: at least one entry says no more than it does", () => {
      const bold = written
        .filter((each) => !proposed(each))
        .filter(
          (each) =>
            !found(each).some(({ cited }) => rank[cited.confidence] <= rank[each.confidence as keyof typeof rank]),
        )
        .map(({ path, confidence }) => `${path.join(".")} is ${confidence}`);
      expect(bold).toEqual([]);
    });

    test("have an entry that begins on every day on which a rule of a place began", () => {
      const begins = sections.flatMap((section) => [...daysIn(rules[section], [section])]);
      expect(begins.length).toBeGreaterThan(15);
      const missing = begins
        .filter(
          ({ path, on }) =>
            !figures.some(
              ({ place, cited }) => (place === placeOf(path) || path[0] === "transfers") && cited.validFrom === on,
            ),
        )
        .map(({ path, on }) => `${path.join(".")} since ${on}`);
      expect(missing).toEqual([]);
    });

    test("have an age, years for invoices and an authority for every state of the EEA, as sure as the file or less", () => {
      const wrong: string[] = [];
      for (const [code, member] of members) {
        const accounting = member["accounting"] as Node;
        const at = (topic: FigureTopic, amount: unknown): LawFigure | undefined =>
          figures.find(
            (each) => each.topic === topic && each.place === code && each.numbers.some((n) => n.amount === amount),
          );
        const age = at("ages", member["age"]);
        const years = at("retention", accounting["years"]);
        if (age === undefined) wrong.push(`${code}: no age of ${String(member["age"])}`);
        else if (rank[age.cited.confidence] > rank[(member["ageConfidence"] ?? "high") as "high"])
          wrong.push(`${code}: age too sure`);
        else if (age.cited.basis === "seen" && member["ageBasis"] !== "seen") wrong.push(`${code}: age was not read`);
        if (years === undefined) wrong.push(`${code}: no ${String(accounting["years"])} years`);
        else if (rank[years.cited.confidence] > rank[(accounting["confidence"] ?? "high") as "high"])
          wrong.push(`${code}: years too sure`);
        else if (years.cited.basis === "seen" && accounting["basis"] !== "seen")
          wrong.push(`${code}: years were not read`);
        const site = (member["authority"] as Node)["site"];
        if (!authorities.some((each) => each.country === code && each.site === site))
          wrong.push(`${code}: other authority`);
        if (!isEea(code)) wrong.push(`${code}: not in the EEA`);
      }
      expect(wrong).toEqual([]);
    });

    test("name authorities that we have, with the same site", () => {
      const wrong: string[] = [];
      for (const [key, jurisdiction] of Object.entries(
        (rules["jurisdictions"] ?? {}) as Readonly<Record<string, Node>>,
      )) {
        const named = jurisdiction["authorities"];
        if (!Array.isArray(named)) continue;
        for (const { site } of named as readonly { readonly site: string }[])
          if (!authorities.some((each) => each.site === site && each.country === placeOf(["jurisdictions", key])))
            wrong.push(`${key}: ${site}`);
      }
      expect(wrong).toEqual([]);
    });

    test("name adequate countries that we have", () => {
      const list = ((rules["transfers"] as Node)["adequacy"] as Node)["list"] as readonly Node[];
      const wrong = list.filter(({ code, scope }) => {
        const ground = transferGround(String(code), lawAsOf);
        return ground.kind !== (scope === undefined ? "adequacy" : "partial-adequacy");
      });
      expect(wrong).toEqual([]);
    });

    test("agree on every last day that they computed", () => {
      const vectors = (rules["testVectors"] as Node)["eu-months"] as readonly Readonly<Record<string, string>>[];
      expect(vectors.length).toBeGreaterThanOrEqual(12);
      for (const { country = "", received = "", due, outer, days30, extendedDue, extendedOuter } of vectors) {
        const facts = { right: "access", receivedOn: localDate(received) } as const;
        const legal = dueOn(facts, "eu-gdpr");
        expect(legal?.on).toBe(due);
        expect(outerBound(localDate(due ?? ""), country)).toBe(outer);
        const promised = dueOn(facts, "eu-gdpr", { amount: 30, unit: "day" });
        expect(promised?.reasons.find((reason) => reason.kind === "promise")?.on).toBe(days30);
        expect(promised?.on).toBe([due ?? "", days30 ?? ""].toSorted()[0]);
        if (extendedDue === undefined) continue;
        expect(extendedUntil(facts, "eu-gdpr")?.on).toBe(extendedDue);
        expect(outerBound(localDate(extendedDue), country)).toBe(extendedOuter);
      }
    });
  });
