import { describe, expect, test } from "vitest";
import { redirectsOf, referralFor } from "../index.ts";
import { policyIn, sample } from "../testing.ts";

const policy = policyIn(`${sample}onBehalf:
  visits:
    customers: {nl: winkels, en: shops}
    of: guest
    data: network.ip-address
    tables: shop.visit_log
    redirects: {rights: [access, erasure]}
  labels:
    customers: {nl: vervoerders, en: carriers}
    of: guest
    data: address
    tables: shop.shipments
`);
const found = (...tables: string[]) => tables.map((table) => ({ system: "shop", table }));

describe("a request of somebody who is known only through a customer", () => {
  test("is referred to that customer, for the rights that are", () => {
    expect(referralFor(policy, "access", found("visit_log"))).toMatchObject({
      kind: "refer",
      to: [{ name: "visits" }],
    });
    expect(referralFor(policy, "leaving", found("visit_log"))).toMatchObject({ kind: "refer" });
    expect(referralFor(policy, "rectification", found("visit_log"))).toEqual({ kind: "answer" });
  });

  test("is answered for what is ours, and for what no rule redirects", () => {
    expect(referralFor(policy, "access", found("visit_log", "orders"))).toMatchObject({ kind: "partly" });
    expect(referralFor(policy, "access", found("orders"))).toEqual({ kind: "answer" });
    expect(referralFor(policy, "access", found("shipments"))).toEqual({ kind: "answer" });
    expect(referralFor(policy, "access", [])).toEqual({ kind: "answer" });
    expect(referralFor(policy, "access", [{ system: "other", table: "visit_log" }])).toEqual({ kind: "answer" });
  });

  test("exists only where the policy redirects", () => {
    expect(redirectsOf(policy, "erasure").map(({ name }) => name)).toEqual(["visits"]);
    expect(redirectsOf(policyIn(), "erasure")).toEqual([]);
  });
});
