import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const payLater = `automatedDecisions:
  pay-later:
    title: {nl: of u achteraf kunt betalen, en: whether you can pay later}
    of: customer
    uses: order-history
    by: parcels
    logic: {nl: of u eerder op tijd betaalde, en: whether you paid in time before}
    effect: {nl: u kunt wel of niet achteraf betalen, en: you may or may not pay later}
    ground: contract
    humanReview: {cites: [001-047]}
    cites: [001-048]
`;
const right = changed("  leaving: erases\n", "  automated-decision: {}\n  leaving: erases\n");

describe("automated decisions", () => {
  test("are none, plainly or where that was promised", () => {
    for (const written of ["automatedDecisions: none\n", "automatedDecisions: {none: {cites: [002-110]}}\n"]) {
      const policy = policyIn(sample + written);
      expect(policy.automatedDecisions).toMatchObject({ none: {}, decisions: [] });
      const [promised, ...more] = promisesOf(policy).filter(({ section }) => section === "automated-decisions");
      expect(promised).toMatchObject({ id: "automated-decisions.none", mechanism: "auto-decision-review" });
      expect(promised?.cites).toEqual(written.includes("cites") ? ["002-110"] : []);
      expect(more).toEqual([]);
    }
  });

  test("are explained: by what, with which effect, why, and who looks again", () => {
    const promises = promisesOf(policyIn(right + payLater)).filter(({ section }) => section === "automated-decisions");
    expect(promises.map(({ id, cites }) => [id, ...cites])).toEqual([
      ["automated-decisions.pay-later", "001-048"],
      ["automated-decisions.pay-later.humanReview", "001-047"],
    ]);
    expect(promises[0]?.statement.en).toBe(
      "A computer of Example Parcels B.V. decides on this: whether you can pay later (about: customer). It goes by: whether you paid in time before. It uses: orders. What it means for you: you may or may not pay later. Why it is allowed: the contract with you needs it.",
    );
    expect(findingCodes(right + payLater).filter((code) => /decision|right-missing/.test(code))).toEqual([]);
  });

  test("need a human who looks again, the right, and consent for special categories", () => {
    expect(findingCodes(right + changed("    humanReview: {cites: [001-047]}\n", "", payLater))).toContain(
      "decision-without-review",
    );
    expect(findingCodes(sample + payLater)).toContain("right-missing");
    const health = right + changed("uses: order-history", "uses: health", payLater);
    expect(findingCodes(health)).toContain("decision-on-special-category");
    expect(findingCodes(`${health}categories: {health: {ground: explicit-consent}}\n`)).not.toContain(
      "decision-on-special-category",
    );
  });

  test("are not denied where somebody scores people", () => {
    const none = "automatedDecisions: none\n";
    expect(findingCodes(sample + none)).not.toContain("automated-decisions-denied");
    const scored = [
      changed("uses: [name, invoice]", "uses: [name, invoice, payment.credit]"),
      changed("receives: [name, address]", "receives: [name, behaviour.profile]"),
      changed("    receives: [name, address]", "    receives: [name, address]\n    ownUse: {nl: bepaalt een score}"),
    ];
    for (const text of scored) {
      expect(findingCodes(text + none)).toContain("automated-decisions-denied");
      expect(findingCodes(text)).not.toContain("automated-decisions-denied");
    }
    const bans = "moderation: {bans: {uses: network.device, automatic: {}, humanReview: {}}}\n";
    expect(findingCodes(sample + none + bans)).toContain("automated-decisions-denied");
  });

  test("may not be spelled in another way", () => {
    expect(parsePolicy("policy.yaml", `${sample}automatedDecisions: never\n`).problems).toMatchObject([
      { code: "unknown-word", path: "automatedDecisions" },
    ]);
    expect(parsePolicy("policy.yaml", sample + changed("by: parcels", "by: parcel", payLater)).problems).toMatchObject([
      { code: "unknown-recipient", path: "automatedDecisions.pay-later.by" },
    ]);
  });
});
