import { expect, test } from "vitest";
import { localDate } from "#base";
import {
  correctableCategories,
  dueFor,
  isOffered,
  kindsOffered,
  marketingPurposes,
  purposesToName,
  refusalReasonsFor,
  requestKinds,
} from "../index.ts";
import { policyIn } from "../testing.ts";

const policy = policyIn(`gestand: 1
organisation: {name: A, country: NL, contact: {email: a@example.nl}}
languages: en
inForce: 2026-12-01
persons: [customer]
purposes:
  orders: {of: customer, basis: contract, uses: [name, contact.email]}
  letter: {of: customer, basis: consent, uses: [contact.email]}
  insight: {of: customer, basis: {legitimate-interest: to know what sells}, uses: [name]}
messages:
  weekly: {title: the letter, class: marketing, channels: email, for: letter, unsubscribe: link}
rights:
  access: {}
  restriction: {}
  objection: {}
  withdraw-consent: {}
  answerWithin: 10 days
`);

test("what can be asked is what is granted, and has something to be asked about", () => {
  expect(kindsOffered(policy)).toEqual([
    "access",
    "restriction",
    "lifting",
    "objection",
    "marketing-objection",
    "withdraw-consent",
  ]);
  const silent = { ...policy, messages: [], purposes: policy.purposes.filter(({ name }) => name === "orders") };
  expect(kindsOffered(silent)).toEqual(["access", "restriction", "lifting"]);
  expect(isOffered({ ...policy, rights: { ...policy.rights, leavingErases: true } }, "leaving")).toBe(true);
});

test("an objection is to what rests on an interest, a withdrawal is of a consent", () => {
  expect(purposesToName(policy, "objection")?.map(({ name }) => name)).toEqual(["insight"]);
  expect(purposesToName(policy, "withdraw-consent")?.map(({ name }) => name)).toEqual(["letter"]);
  expect(purposesToName(policy, "access")).toBeUndefined();
  expect(marketingPurposes(policy)).toEqual(["letter"]);
});

test("what the law lets nobody refuse has no reason to be refused for", () => {
  const never = requestKinds.filter((kind) => refusalReasonsFor(kind).length === 0);
  expect(never).toEqual(["marketing-objection", "withdraw-consent", "sale-opt-out"]);
  expect(refusalReasonsFor("lifting")).not.toContain("unfounded-or-excessive");
});

test("every kind has a day by which it is answered, and never later than was promised", () => {
  for (const kind of requestKinds)
    expect(dueFor(policy, kind, localDate("2026-12-07")).on <= localDate("2026-12-17"), kind).toBe(true);
});

test("a person corrects facts about themselves, not what was noted or made of them", () => {
  const mapped = policyIn(`gestand: 1
organisation: {name: A, country: NL, contact: {email: a@example.nl}}
languages: en
inForce: 2026-12-01
persons: [customer]
purposes: {orders: {of: customer, basis: contract, uses: [name, contact.email, payment, credentials, network]}}
systems:
  shop:
    connector: postgres
    url: env:SHOP
    tables:
      customers:
        person: {is: customer, email: email}
        columns: {name: name, email: contact.email, iban: payment.account, paid: payment, hash: credentials.password, ip: network.ip-address}
`);
  expect(correctableCategories(mapped)).toEqual(["name", "contact.email", "payment.account"]);
});
