/** Which wording is answered how, in counts, and how sure a difference is. */
import { describe, expect, test } from "vitest";
import { freshStore } from "#harness";
import { createEvidence } from "#evidence";
import { createConsents } from "./index.ts";
import { compared, differenceOf } from "./wordings.ts";

const random = () => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64url");

describe("a difference", () => {
  // Newcombe 1998, table II, method 10.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])("of %d in %d and %d in %d is that of the paper", (a, m, b, n, low, high) => {
    const found = differenceOf({ granted: a, denied: m - a }, { granted: b, denied: n - b }, 1.959964);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  test("lies within its interval in 95 of 100 experiments or more, also where four are compared at once", () => {
    let seed = 7;
    const draw = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const arm = (wording: string, share: number) => {
      const granted = Array.from({ length: 200 }, draw).filter((each) => each < share).length;
      return { wording, granted, denied: 200 - granted };
    };
    const shares = { standard: 0.4, a: 0.4, b: 0.5, c: 0.1, d: 0.45 };
    const runs = 2_000;
    const right = Array.from({ length: runs }, () =>
      compared(
        Object.entries(shares).map(([name, share]) => arm(name, share)),
        "standard",
      ).every(({ wording, difference }) => {
        const real = shares[wording as keyof typeof shares] - shares.standard;
        return difference === undefined || (difference.low <= real && real <= difference.high);
      }),
    ).filter(Boolean).length;
    expect(right / runs).toBeGreaterThan(0.94);
  });

  test("is not told of fewer than a hundred choices", () => {
    const one = { granted: 50, denied: 50 };
    const few = { granted: 60, denied: 39 };
    expect(
      compared(
        [
          { wording: "x", ...few },
          { wording: "standard", ...one },
        ],
        "standard",
      ),
    ).toEqual([
      { wording: "standard", ...one },
      { wording: "x", ...few, tooFew: true },
    ]);
    expect(
      compared(
        [
          { wording: "x", ...one },
          { wording: "standard", ...few },
        ],
        "standard",
      )[1],
    ).toMatchObject({
      tooFew: true,
    });
    expect(compared([{ wording: "x", ...one }], "standard")).toEqual([{ wording: "x", ...one, tooFew: true }]);
  });
});

test("choices are counted by the wording of their notice, each once, and only those that answer the question", async () => {
  await using store = await freshStore({ at: "2026-11-15T22:30:00.000Z" });
  const consents = createConsents({
    store,
    evidence: createEvidence({
      store,
      origin: "shop.example/gestand",
      seed: store.keys.derive("evidence-signing", 32),
    }),
  });
  const about = { site: "www", version: 2, purposes: ["ads"] };
  const standard = await consents.keepNotice({ ...about, wording: "standard" });
  const short = await consents.keepNotice({ ...about, wording: "short" });
  const plain = await consents.keepNotice(about);
  const choose = async (notice: string, yes: boolean, how: object = {}) => {
    const said = {
      event: random(),
      visitor: random(),
      notice,
      site: "www",
      version: 2,
      choices: { ads: yes },
      action: yes ? ("accept-all" as const) : ("reject-all" as const),
      surface: "banner" as const,
      clientAt: new Date(),
      gpc: false,
      ...how,
    };
    expect(await consents.record(said)).toMatchObject({ ok: true });
    return said;
  };
  const again = await choose(standard, true);
  await consents.record(again);
  await choose(standard, false);
  await choose(short, true);
  await choose(plain, true);
  await choose(short, false, { action: "withdraw", surface: "preferences" });
  await choose(short, false, { action: "signal" });
  await choose(short, true, { surface: "placeholder" });
  const asked = { version: 2, standard: "standard", timeZone: "Europe/Amsterdam" };
  const expected = [
    {
      purpose: "ads",
      wordings: [
        { wording: "standard", granted: 1, denied: 1 },
        { wording: "short", granted: 1, denied: 0, tooFew: true },
      ],
    },
  ];
  expect(await consents.wordings(asked)).toEqual(expected);
  expect(await consents.wordings(asked)).toEqual(expected);
  expect(await consents.wordings({ ...asked, version: 1 })).toEqual([]);
  await choose(short, false);
  expect((await consents.wordings(asked))[0]?.wordings[1]).toMatchObject({ granted: 1, denied: 1 });
});
