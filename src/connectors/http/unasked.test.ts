import { expect, test } from "vitest";
import { policyOf } from "#harness";
import { unaskedServices } from "./unasked.ts";

const policy = (party: string, stores = "") =>
  policyOf(`gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [nl, en]
inForce: 2026-01-01
persons: {customer: {title: {nl: klant, en: customer}}}
purposes:
  pay: {title: {nl: betalen, en: pay}, of: customer, basis: contract, uses: [payment]}
recipients:
  money: {party: ${party}, role: processor, country: NL, for: pay, receives: [payment]}
${stores}`);
const store = (service: string) => `stores:
  money: {kind: service, title: {nl: betalingen, en: payments}, holds: payment, of: customer, by: money, reach: {kind: http, url: env:MONEY_URL, service: ${service}}}
`;
const named = (party: string, stores?: string) => unaskedServices(policy(party, stores)).map(({ message }) => message);

test("a party with a declaration that nothing uses is named, by its name as a word", () => {
  expect(named("Mollie B.V.")).toEqual([expect.stringContaining('"mollie"')]);
  expect(named("Google Analytics (Google LLC)")).toEqual([expect.stringContaining('"google-analytics"')]);
  expect(named("Stripe-Payments Europe")).toEqual([expect.stringContaining('"stripe"')]);
  expect(named("Stripes B.V.")).toEqual([]);
  expect(named("Google Ireland")).toEqual([]);
});

test("nothing is said of a party that a store asks, also by another declaration of it", () => {
  expect(named("Mollie B.V.", store("mollie"))).toEqual([]);
  expect(named("Stripe", store("stripe-redaction"))).toEqual([]);
  expect(named("Stripe", store("mollie"))).toHaveLength(1);
});
