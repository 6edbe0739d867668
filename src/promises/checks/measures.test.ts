import { describe, expect, it } from "vitest";
import { localDate } from "#base";
import { parsePolicy } from "#policy";
import type { PromiseBoardOptions } from "../contract.ts";
import type { CheckOutcome } from "../outcome.ts";
import type { CheckRun } from "../run.ts";
import { measureReviewed } from "./measures.ts";

/** The part of a round that this check looks at. */
async function on(
  day: string,
  measure: string,
  files: readonly string[] | "nobody looks" = ["tls.pdf"],
): Promise<CheckOutcome> {
  const { policy } = parsePolicy(
    "policy.yaml",
    `
gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [nl]
inForce: 2026-01-01
persons: {customer: {}}
purposes: {}
security: {tls: {kind: encryption-at-rest, ${measure}}}
`,
  );
  if (policy === undefined) throw new Error("the policy can be read");
  const documentExists = files === "nobody looks" ? undefined : async (path: string) => files.includes(path);
  const options = { policy, ...(documentExists && { documentExists }) } as unknown as PromiseBoardOptions;
  return measureReviewed({ today: localDate(day), options } as CheckRun, "tls");
}

const complete = "proof: tls.pdf, reviewed: 2026-02-10, every: 6 months";

describe("a measure of security", () => {
  it("is kept up to and on the day its review is due, with the day and the document as evidence", async () => {
    const facts = { reviewedOn: "2026-02-10", dueOn: "2026-08-10", proof: "tls.pdf" };
    expect(await on("2026-02-10", complete)).toMatchObject({ status: "kept", facts });
    expect(await on("2026-08-10", complete)).toMatchObject({ status: "kept", facts });
  });

  it("is broken from the day after, and the summary says since when", async () => {
    const outcome = await on("2026-08-11", complete);
    expect(outcome).toMatchObject({ status: "broken", facts: { dueOn: "2026-08-10" } });
    expect(outcome.messages).toEqual([
      { key: "measure.overdue", values: { reviewedOn: "2026-02-10", dueOn: "2026-08-10" } },
    ]);
  });

  it("is broken when the proof is gone, or the review lies in the future", async () => {
    expect((await on("2026-03-01", complete, [])).status).toBe("broken");
    expect((await on("2026-02-09", complete)).status).toBe("broken");
  });

  it("is unproven without a proof, without a day of review, or when nobody can look", async () => {
    expect((await on("2026-03-01", "reviewed: 2026-02-10")).status).toBe("unproven");
    expect((await on("2026-03-01", "proof: tls.pdf")).status).toBe("unproven");
    expect((await on("2026-03-01", complete, "nobody looks")).status).toBe("unproven");
  });

  it("is overdue also without a proof", async () => {
    expect((await on("2028-03-01", "reviewed: 2026-02-10")).status).toBe("broken");
  });
});
