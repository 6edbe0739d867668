import { expect, test } from "vitest";
import { parsePolicy } from "../index.ts";
import { portable } from "./portability.ts";

const base = `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [en]
inForce: 2026-01-01
persons: [customer, visitor]
purposes:
  serve: {title: {en: serve}, of: customer, basis: contract, uses: [name, contact.email, order-history, account, payment]}
  news: {title: {en: news}, of: visitor, basis: consent, uses: [contact.email, behaviour]}
  safe: {title: {en: keep safe}, of: [customer, visitor], basis: {legitimate-interest: {en: a safe shop}}, uses: network}
rights: {access: {}, portability: {}, answerWithin: 30 days}
keep: {all: {until: relationship ends, then: erase}}
stores:
  letters: {kind: paper, title: {en: letters}, holds: order-history, of: customer}
  footage: {kind: files, title: {en: footage}, holds: image.video, of: visitor}
systems:
  shop:
    title: {en: Shop}
    connector: postgres
    url: env:SHOP
    schema: public
    country: NL
    tables:
      people:
        person: {is: customer, email: email}
        columns:
          email: contact.email
          name: name
          number: account.id
          secret: credentials.password
          ip: network.ip-address
          settings: {is: account, json: {card: payment.account, seen: network.visits}}
        keep: all
        erase: delete
      orders:
        person: person_id -> people
        columns: {body: order-history, profile: behaviour.profile}
        keep: all
        erase: delete
      readers:
        person: {email: email, of: visitor}
        columns: {email: contact.email, name: name, opened: behaviour}
        keep: all
        erase: delete
`;
function of(more = "") {
  const { policy, problems } = parsePolicy("policy.yaml", `${base}${more}`);
  if (policy === undefined) throw new Error(JSON.stringify(problems));
  const { tables, stores } = portable(policy);
  return { stores, ...Object.fromEntries(tables.map(({ table, categories }) => [table, categories])) };
}

test("what was given goes along when it is used on consent or for a contract, for the kinds of person whose rows they are", () => {
  expect(of()).toEqual({
    people: ["contact.email", "name", "account", "payment.account"],
    orders: ["order-history"],
    readers: ["contact.email", "behaviour"],
    stores: ["letters"],
  });
});

test("what only others give stays here once the policy says what persons give", () => {
  const partner = "sources:\n  register: {kind: public, gives: [name, order-history]}\n";
  // Whose the value in a row is, is not known: the person may have given it as well.
  expect(of(partner)).toMatchObject({ orders: ["order-history"] });
  const told = of(`${partner}  you: {kind: person, gives: name, of: customer}\n`);
  expect(told).toMatchObject({ people: ["contact.email", "name", "account", "payment.account"], stores: [] });
  expect(told).not.toHaveProperty("orders");
});

test("what is derived, or comes from nowhere else than others, was never the person's to give", () => {
  expect(of("sources:\n  sums: {kind: derived, gives: order-history}\n")).not.toHaveProperty("orders");
  const only = "sources:\n  rest: {kind: public, gives: order-history, only: {}}\n";
  expect(of(only)).not.toHaveProperty("orders");
  // Of visitors; orders are of customers.
  expect(of(only.replace("only", "of: visitor, only"))).toMatchObject({ orders: ["order-history"] });
});

test("what a form asks for was provided, and so was what is seen in use; a secret never goes along", () => {
  const more =
    "sources:\n  use: {kind: observed, gives: [account.id, credentials]}\n  sums: {kind: derived, gives: [name, order-history]}\n" +
    "forms:\n  order: {title: {en: order}, of: customer, for: serve, asks: {order-history: required}}\n";
  expect(of(more)).toMatchObject({
    people: ["contact.email", "account.id", "account", "payment.account"],
    orders: ["order-history"],
  });
});
