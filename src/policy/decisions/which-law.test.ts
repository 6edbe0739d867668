/** Which law holds for a person: the cases a lawyer reads, and what is true of every policy, place and day. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { addPeriod, type LocalDate, localDate } from "#base";
import { authority, dueOn, type Wait } from "#law";
import {
  acknowledgementDue,
  complaintsTo,
  dueFor,
  dueWhileWaiting,
  extendedDue,
  isIn,
  lawsFor,
  pauseWhile,
  type Policy,
  type RequestKind,
  residenceName,
  residencesAsked,
  rightsThere,
} from "../index.ts";
import { policyIn } from "../testing.ts";

interface Case {
  readonly country: string;
  readonly speaksTo?: readonly string[];
  readonly lives?: string;
  readonly promise?: number;
  readonly asks: RequestKind;
  readonly received: LocalDate;
  readonly due: LocalDate;
  readonly by: string;
  readonly acknowledge?: LocalDate;
  readonly extended: string;
  readonly stops: readonly string[];
  readonly authority: string;
  readonly why: string;
}

const file = new URL("../../../cases/which-law.yaml", import.meta.url);
const cases = parse(readFileSync(file, "utf8")) as readonly Case[];
const base = policyIn();

function policyOf({ country, speaksTo = [], promise }: Pick<Case, "country" | "speaksTo" | "promise">): Policy {
  const { answerWithinDays: _, ...rights } = base.rights;
  const [granted] = rights.granted;
  if (granted === undefined) throw new Error("the sample grants rights");
  const named = speaksTo.map((region) => ({ ...granted, for: [region] }));
  return {
    ...base,
    organisation: { ...base.organisation, country, ...(country === "NL" ? {} : { authority: ownAuthority(country) }) },
    rights: {
      ...rights,
      granted: [...rights.granted, ...named],
      ...(promise === undefined ? {} : { answerWithinDays: promise }),
    },
  };
}

const ownAuthority = (country: string) =>
  ({ GB: "gb.ico", CH: "ch.edoeb", CA: "ca.opc" })[country] ?? "us-ca.attorney-general";

describe("which law holds", () => {
  test.each(cases)("$country, $lives, $asks on $received: $why", (each) => {
    const policy = policyOf(each);
    const laws = lawsFor(policy, each.lives);
    const due = dueFor(policy, each.asks, each.received, { laws });
    expect(due.on).toBe(each.due);
    if (each.by === "promise") expect(due.because).toBe("promised-days");
    else expect([due.because !== "promised-days", due.article]).toEqual([true, expect.stringContaining(each.by)]);
    expect(acknowledgementDue(policy, each.asks, each.received, laws)?.on).toBe(each.acknowledge);
    expect(extendedDue(policy, each.asks, each.received, { laws })?.on ?? "none").toBe(each.extended);
    const stops = (["identity", "clarification"] as const).filter(
      (kind) => pauseWhile(policy, each.asks, kind, each.received, laws).stops,
    );
    expect(stops).toEqual(each.stops);
    expect(complaintsTo(policy, each.lives).name).toBe(authority(each.authority)?.name);
  });
});

const runs = Math.min(Number(process.env["GESTAND_RUNS"] ?? 200), 2_000);
const places = [undefined, "NL", "DE", "GB", "CH", "US-CA", "US-NV", "CA", "CA-QC", "US", "IN"];
const kinds: readonly RequestKind[] = ["access", "erasure", "rectification", "restriction", "portability", "complaint"];
const anyCase = fc.record({
  country: fc.constantFrom("NL", "BE", "GB", "CH", "US", "CA"),
  speaksTo: fc.subarray(["california", "nevada", "uk", "eea"]),
  promise: fc.option(fc.integer({ min: 1, max: 120 }), { nil: undefined }),
  lives: fc.constantFrom(...places),
  asks: fc.constantFrom(...kinds),
  received: fc
    .integer({ min: 0, max: 2_000 })
    .map((n) => addPeriod(localDate("2026-07-01"), { amount: n, unit: "day" })),
  asked: fc.integer({ min: 0, max: 20 }),
  waited: fc.integer({ min: 0, max: 200 }),
  waitsFor: fc.constantFrom("identity" as const, "clarification" as const),
});
type Any = typeof anyCase extends fc.Arbitrary<infer T> ? T : never;

function waitIn({ received, asked, waited, waitsFor }: Any): Wait {
  const askedOn = addPeriod(received, { amount: asked, unit: "day" });
  return { kind: waitsFor, askedOn, answeredOn: addPeriod(askedOn, { amount: waited, unit: "day" }) };
}
const right = (asks: RequestKind) => (asks === "complaint" ? "access" : asks) as "access";
const written = ({ promise, ...rest }: Any) => policyOf({ ...rest, ...(promise === undefined ? {} : { promise }) });

const always = (holds: (any: Any, policy: Policy) => void) =>
  fc.assert(
    fc.property(anyCase, (any) => holds(any, written(any))),
    { numRuns: runs },
  );

describe("whatever the policy, the place and the day", () => {
  test("an answer is never due later than any law that holds, also after waiting", () => {
    always((any, policy) => {
      const laws = lawsFor(policy, any.lives);
      const waits = [waitIn(any)];
      const due = dueFor(policy, any.asks, any.received, { laws, waits });
      for (const law of laws) {
        const of = dueOn({ right: right(any.asks), receivedOn: any.received, waits }, law);
        if (of !== undefined) expect(due.on <= of.on).toBe(true);
      }
    });
  });

  test("a stricter promise never loosens, and waiting never moves beyond a promise", () => {
    always((any, policy) => {
      const laws = lawsFor(policy, any.lives);
      const waits = [waitIn(any)];
      const looser = policyOf({ country: any.country, speaksTo: any.speaksTo, promise: (any.promise ?? 120) + 1 });
      const due = dueFor(policy, any.asks, any.received, { laws, waits });
      if (any.promise === undefined) return;
      expect(due.on <= dueFor(looser, any.asks, any.received, { laws, waits }).on).toBe(true);
      expect(due.on <= addPeriod(any.received, { amount: any.promise, unit: "day" })).toBe(true);
    });
  });

  test("who does not say where they live is never worse off than under the law of the organisation", () => {
    always((any, policy) => {
      const unknown = dueFor(policy, any.asks, any.received, { laws: lawsFor(policy) });
      const home = dueFor(policy, any.asks, any.received, { laws: lawsFor(policy, any.country) });
      expect(unknown.on <= home.on).toBe(true);
      const allowed = extendedDue(policy, any.asks, any.received);
      const there = extendedDue(policy, any.asks, any.received, { laws: lawsFor(policy, any.country) });
      if (allowed !== undefined && there !== undefined) expect(allowed.on <= there.on).toBe(true);
    });
  });

  test("an organisation in the EEA or the United Kingdom owes nobody less for living elsewhere", () => {
    always((any, policy) => {
      if (!["NL", "BE", "GB"].includes(any.country)) return;
      const here = dueFor(policy, any.asks, any.received, { laws: lawsFor(policy) });
      expect(dueFor(policy, any.asks, any.received, { laws: lawsFor(policy, any.lives) }).on <= here.on).toBe(true);
    });
  });

  test("the clock stands exactly where waiting moves the day, and an open wait moves none by itself", () => {
    always((any, policy) => {
      const laws = lawsFor(policy, any.lives);
      const before = dueFor(policy, any.asks, any.received, { laws });
      const wait = waitIn(any);
      const after = dueFor(policy, any.asks, any.received, { laws, waits: [wait] });
      expect(after.on >= before.on).toBe(true);
      const { stops, because } = pauseWhile(policy, any.asks, any.waitsFor, any.received, laws);
      if (!stops) expect(after.on).toBe(before.on);
      if (stops) expect(because.length).toBeGreaterThan(0);
      const { answeredOn: today = any.received, ...open } = wait;
      expect(dueFor(policy, any.asks, any.received, { laws, waits: [open] }).on).toBe(before.on);
      expect(dueWhileWaiting(policy, any.asks, any.received, { laws, waits: [open], today }).on).toBe(after.on);
    });
  });

  test("an extension ends after the first term, and the person hears of it within that term", () => {
    always((any, policy) => {
      const laws = lawsFor(policy, any.lives);
      const extended = extendedDue(policy, any.asks, any.received, { laws });
      if (extended === undefined) return;
      const first = dueFor(policyOf({ country: any.country, speaksTo: any.speaksTo }), any.asks, any.received, {
        laws,
      });
      expect(extended.on > first.on).toBe(true);
      expect(extended.tellBy <= first.on).toBe(true);
    });
  });
});

const kindsIn = (policy: Policy, residence?: string) =>
  rightsThere(policy, residence, localDate("2027-03-05")).map(({ kind }) => kind);

test("waiting that one law lets count and another does not, counts for neither", () => {
  const policy = policyOf({ country: "GB", speaksTo: ["california"] });
  const received = localDate("2027-03-01");
  const waits = [{ kind: "identity", askedOn: received, answeredOn: localDate("2027-03-10") }] as const;
  const due = (lives: string) => dueFor(policy, "access", received, { laws: lawsFor(policy, lives), waits }).on;
  expect([due("GB"), due("US-CA"), due("FR")]).toEqual(["2027-04-10", "2027-04-01", "2027-04-01"]);
});

test("a term in days is not called a month", () => {
  const policy = policyOf({ country: "US", speaksTo: ["california"] });
  const because = (lives: string) =>
    dueFor(policy, "access", localDate("2027-03-01"), { laws: lawsFor(policy, lives) }).because;
  expect([because("US-CA"), because("DE")]).toEqual(["legal-term", "legal-month"]);
});

test("a region is a place, all places of the EEA, or everywhere", () => {
  const regions = ["everyone", "eea", "BE", "uk", "california", "canada", "US"];
  const there = (residence: string) => regions.filter((region) => isIn(residence, region));
  expect(there("BE")).toEqual(["everyone", "eea", "BE"]);
  expect(there("DE")).toEqual(["everyone", "eea"]);
  expect(there("US-CA")).toEqual(["everyone", "california", "US"]);
  expect(there("US-NV")).toEqual(["everyone", "US"]);
  expect(there("CA-QC")).toEqual(["everyone", "canada"]);
});

describe("what exists for whom", () => {
  const [access, ...others] = base.rights.granted;
  const granting = (...regions: string[]): Policy => ({
    ...base,
    organisation: { ...base.organisation, country: "US" },
    rights: {
      ...base.rights,
      granted: [...regions.map((region) => ({ ...access, for: [region] }) as never), ...others],
    },
  });
  test("a grant to some and one to everyone together reach everyone", () => {
    expect(kindsIn(granting("california", "everyone"), "IN")).toContain("access");
    expect(kindsIn(granting("everyone", "california"), "IN")).toContain("access");
    expect(kindsIn(granting("california"), "IN")).not.toContain("access");
    expect(kindsIn(granting("california"), "US-CA")).toContain("access");
  });

  test("a law gives what the policy keeps to others, and who does not say where they live has everything", () => {
    expect(kindsIn(granting("california"), "DE")).toContain("access");
    expect(kindsIn(granting("california"))).toContain("access");
  });

  test("an opt-out of sale for some and for everyone is for everyone", () => {
    const text = (whom: string) => `${sale}\n  optOut: {for: ${whom}, by: [form]}`;
    const sale = "sale:\n  sells: personal";
    const there = (whom: string, lives: string) => kindsIn(selling(text(whom)), lives).includes("sale-opt-out");
    expect([there("california", "US-CA"), there("california", "NL"), there("[california, everyone]", "NL")]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test("places are asked only where the answer changes something, and only those that the policy speaks to", () => {
    expect(residencesAsked(base)).toEqual([]);
    expect(residencesAsked(granting("california"))).toEqual(["US", "US-CA"]);
    expect(residencesAsked(granting("eea"))).toContain("NL");
    expect(residencesAsked(granting("eea"))).not.toContain("GB");
    expect(residenceName("US-CA", "nl")).toBe("Verenigde Staten: Californië");
  });
});

function selling(sale: string): Policy {
  return policyIn(`gestand: 1
organisation: {name: A, country: NL, contact: {email: a@example.nl}}
languages: en
inForce: 2026-12-01
persons: [customer]
purposes: {writing: {of: customer, basis: contract, uses: [name, contact.email]}}
rights: {access: {}}
${sale}
`);
}
