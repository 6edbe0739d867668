import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, policyIn } from "../testing.ts";

const rights = (words: string) => changed("  access: {cites: [002-085]}\n", words);
const said = (words: string) =>
  Object.fromEntries(promisesOf(policyIn(rights(words))).map(({ id, statement }) => [id, statement]));

describe("rights", () => {
  test("can be promised more about, clause by clause", () => {
    const promises = said(
      "  objection: {stopsAtOnce: {cites: [002-106]}, copyFirst: {}, thenStops: {}, cites: [002-105]}\n  portability: {toOther: {}}\n",
    );
    expect(promises).toMatchObject({
      "rights.objection.stopsAtOnce": { nl: "Wij stoppen er meteen mee, totdat wij hebben beslist." },
      "rights.objection.copyFirst": {},
      "rights.objection.thenStops": {},
      "rights.portability.toOther": {
        en: "Where technically possible, we send your data directly to the other party.",
      },
    });
  });

  test("can be granted to people in some regions, and asked for in some ways", () => {
    const promises = said(
      "  objection: {for: [eea, uk]}\n  ways:\n    all: {by: [form, e-mail], cites: [004-118]}\n    californian: {by: e-mail, for: california, cites: [004-181]}\n  noRetaliation: {cites: [004-120]}\n",
    );
    expect(promises["rights.objection.granted"]?.nl).toBe(
      "Woont u in de Europese Economische Ruimte of het Verenigd Koninkrijk, dan kunt u bezwaar maken tegen wat wij met uw gegevens doen.",
    );
    expect(promises["rights.ways.all"]?.nl).toBe("U kunt een verzoek doen met ons formulier of per e-mail.");
    expect(promises["rights.ways.californian"]?.en).toMatch(/^If you live in California, you can /);
    expect(promises["rights.noRetaliation"]?.nl).toBe("Gebruikt u een recht, dan behandelen wij u daarna niet anders.");
  });

  test.each([
    ["a clause of another right", "  erasure2: {}\n", "unknown-word"],
    ["a clause that this right does not have", "  portability: {stopsAtOnce: {}}\n", "unknown-word"],
    ["a way that is none", "  ways: {all: {by: fax}}\n", "unknown-word"],
    ["a region that is none", "  objection: {for: [mars]}\n", "unknown-region"],
  ])("%s is refused", (_, words, code) => {
    const { policy, problems } = parsePolicy("policy.yaml", rights(words));
    expect(policy).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toContain(code);
  });
});
