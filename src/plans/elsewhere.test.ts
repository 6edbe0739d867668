import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Store } from "#policy";
import { answerOf, approve, carryOut, openWorld, read, refill, testPolicy, turn, type World } from "./test-world.ts";

const place = { file: "policy.yaml", line: 1, column: 1 };
const store = (name: string, en: string, keys: Store["keys"]): Store => ({
  name,
  title: { nl: `${en} (nl)`, en },
  kind: "objects",
  holds: ["review-text"],
  of: ["customer"],
  keys,
  countries: [],
  cites: [],
  at: place,
});
const policy = {
  ...testPolicy,
  stores: [
    store("scans", "scans of <notes>", [{ system: "book", table: "note", column: "body", at: place }]),
    store("letters", "letters on paper", []),
  ],
};

let world: World;
beforeAll(async () => {
  world = await openWorld({
    policy,
    // What a connector to a real database finds there is tested beside it; a notebook has no columns for keys.
    wrap: (system) => ({
      ...system,
      preview: async (...asked) => ({
        ...(await system.preview(...asked)),
        ...(system.name === "book" && { elsewhere: [{ store: "scans", files: 3 }] }),
      }),
    }),
  });
});
beforeEach(() => refill(world));
afterAll(() => world.dispose());

test("whoever approves is told of a place into which nothing points, and can approve", async () => {
  for (const action of ["access", "erasure"] as const) {
    const id = await world.prepare(action);
    await turn(world);
    const plan = await read(world, id);
    expect(plan.problems.filter(({ code }) => code === "by-hand")).toEqual([
      {
        code: "by-hand",
        severity: "warning",
        path: "stores.letters",
        message:
          'Gestand does not do this in the store "letters" (letters on paper) by itself. Data of this person may be there.',
        remedy: expect.stringContaining("somebody gets the task"),
      },
    ]);
    expect(plan.state).toBe("ready");
    expect((await approve(world, id)).ok).toBe(true);
    await turn(world);
    await refill(world);
  }
});

test("a copy says what is not in it, in front and in both languages, and does not call itself whole", async () => {
  const files = await answerOf(world, (await carryOut(world, "access")).id);
  const english = String(files.get("readme.html"));
  expect(english).not.toContain("a copy of all the data");
  expect(english).toContain("What is not in this copy");
  expect(english).toContain("<li>Scans of &lt;notes&gt;: 3 files.</li>");
  expect(english).toContain("<li>Letters on paper: this copy does not know whether anything of yours is there.</li>");
  expect(english.indexOf("What is not in this copy")).toBeLessThan(english.indexOf('id="data"'));
  const dutch = String(files.get("leesmij.html"));
  expect(dutch).toContain("Wat niet in deze kopie zit");
  expect(dutch).toContain("3 bestanden");
  expect(dutch).toContain("privacy@books.example");
  expect(JSON.parse(String(files.get("index.json"))).notIncluded).toEqual([
    { title: { nl: "scans of <notes> (nl)", en: "scans of <notes>" }, files: 3 },
    { title: { nl: "letters on paper (nl)", en: "letters on paper" } },
  ]);
});
