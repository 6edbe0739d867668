import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const measures = `security:
  in-transit: {kind: encryption-in-transit, cites: [001-098]}
  general: {kind: appropriate, owner: IT, proof: security/plan.pdf, reviewed: 2026-02-28, every: 1 year, cites: [001-095]}
  mailbox: {kind: no-access, of: parcels, cites: [002-032]}
  leave: {kind: sign-off, cites: [004-129]}
`;

describe("measures of security", () => {
  test("are promised one by one, each with what can show it", () => {
    const promises = promisesOf(policyIn(sample + measures)).filter(({ id }) => id.startsWith("security."));
    expect(promises.map(({ id, mechanism, cites }) => [id, mechanism, ...cites])).toEqual([
      ["security.in-transit", "transport-encryption", "001-098"],
      ["security.general", "safeguard-evidence", "001-095"],
      ["security.mailbox", "safeguard-evidence", "002-032"],
      ["security.leave", "notice-publish", "004-129"],
    ]);
    expect(promises.map(({ checks }) => checks.slice(1))).toEqual([
      [{ kind: "carried-out", by: "transport-encryption" }],
      [{ kind: "measure-reviewed", measure: "general" }],
      [{ kind: "measure-reviewed", measure: "mailbox" }],
      [{ kind: "stated" }],
    ]);
    expect(promises[2]?.statement.nl).toBe("Example Parcels B.V.: dit bedrijf kijkt niet in de gegevens.");
  });

  test("must be looked at again a stated time after the last review, yearly when nothing is said", () => {
    expect(policyIn(sample + measures).security?.[1]?.reviewDueOn).toBe("2027-02-28");
    const [, yearly] = policyIn(sample + changed(", every: 1 year", "", measures)).security ?? [];
    expect(yearly?.every).toEqual({ amount: 1, unit: "year" });
  });

  test("whose review is overdue when the policy comes into force are found", () => {
    expect(findingCodes(sample + measures)).not.toContain("measure-overdue");
    expect(findingCodes(sample + changed("reviewed: 2026-02-28", "reviewed: 2025-11-30", measures))).toContain(
      "measure-overdue",
    );
    expect(findingCodes(sample + changed("reviewed: 2026-02-28", "reviewed: 2025-12-01", measures))).not.toContain(
      "measure-overdue",
    );
    expect(findingCodes(sample + changed("reviewed: 2026-02-28", "reviewed: 2027-01-01", measures))).toContain(
      "reviewed-in-future",
    );
  });

  test("without a proof are named, but not as an error", () => {
    expect(findingCodes(sample + measures).filter((code) => code === "measure-without-proof")).toHaveLength(2);
  });

  test("of others name a recipient that exists", () => {
    const { problems } = parsePolicy("policy.yaml", sample + changed("of: parcels", "of: parsels", measures));
    expect(problems).toMatchObject([{ code: "unknown-recipient", path: "security.mailbox.of" }]);
  });
});
