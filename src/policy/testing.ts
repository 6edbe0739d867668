/** A small whole policy for tests of this room, and ways to change one place in it. */
import { expect } from "vitest";
import { checkPolicy } from "./check/check-policy.ts";
import type { Policy } from "./model.ts";
import { parsePolicy } from "./parse.ts";

export const sample = `gestand: 1
organisation:
  name: Webshop
  legalName: Webshop B.V.
  country: NL
  address: Straat 1, Utrecht
  registration: {kvk: 01234567}
  contact: {email: privacy@webshop.example}
languages: [nl, en]
inForce: 2026-12-01
persons:
  customer: {title: {nl: klant, en: customer}}
  guest: {title: {nl: gast, en: guest}}
purposes:
  fulfil-order:
    title: {nl: uw bestelling leveren, en: deliver your order}
    of: [customer, guest]
    basis: contract
    uses: [name, address, contact.email, order-history]
    cites: [002-050]
  bookkeeping:
    of: customer
    basis: {legal-obligation: nl.tax.records}
    uses: [name, invoice]
recipients:
  parcels:
    party: Example Parcels B.V.
    role: processor
    country: NL
    for: fulfil-order
    receives: [name, address]
    contract: {signed: 2024-03-01, expires: 2027-03-01, terms: [security]}
    holdsWhen: [shop.shipments]
rights:
  access: {cites: [002-085]}
  erasure: {}
  answerWithin: {days: 30, cites: [002-087]}
  leaving: erases
keep:
  profile: {until: relationship ends, then: erase}
  invoices:
    until: {law: nl.tax.records}
    hold: {hiddenFrom: staff, readableBy: audit, cites: [002-076]}
    then: erase
  visits: {until: 26 weeks after visited, then: aggregate}
systems:
  shop:
    connector: postgres
    url: env:SHOP_DATABASE_URL
    roles: {staff: [shop_staff], audit: shop_audit}
    tables:
      customers:
        person: {is: customer, email: email, emailSince: email_changed_at}
        columns: {name: name, email: contact.email}
        other: [created_at]
        keep: profile
      orders:
        person: [customer_id -> customers, {email: email_copy, of: guest}]
        columns: {email_copy: contact.email, number: order-history, note: {is: order-history, erased: "-"}}
        erase: anonymise
      shipments: {person: order_id -> orders, columns: {label: address}}
      invoices:
        person: order_id -> orders
        columns: {name: name, details: {is: invoice, json: {contact.email: contact.email}}}
        keep: {invoices: book_year}
      invoice_lines: {person: invoice_id -> invoices, keep: {invoices: invoice_id -> invoices.book_year}}
      visit_log: {person: customer_id -> customers, columns: {ip: network.ip-address}, keep: {visits: visited_at}}
    withoutPersons: {products: Catalogue only.}
`;

/** The sample with one text replaced by another; the first must occur exactly once. */
export function changed(from: string, to: string, text: string = sample): string {
  expect(text.split(from).length - 1, `"${from}" occurs once`).toBe(1);
  return text.replace(from, () => to);
}

/** The policy in a text that must have no errors. */
export function policyIn(text: string = sample): Policy {
  const { policy, problems } = parsePolicy("policy.yaml", text);
  expect(problems.filter((problem) => problem.severity === "error")).toEqual([]);
  if (policy === undefined) throw new Error("a text without errors is a policy");
  return policy;
}

/** Codes of what is wrong with the policy in a text that can be read. */
export function findingCodes(text: string): readonly string[] {
  return checkPolicy(policyIn(text)).map(({ code }) => code);
}

/** Where a text first stands, as editors count: line and column from 1. */
export function placeOf(needle: string, text: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf(needle)).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}
