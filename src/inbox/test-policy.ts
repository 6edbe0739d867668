/** The policy of the tests of this room, also for a process of their own. */
import { policyOf } from "../../tests/harness/policy.ts";

const policyText = `
gestand: 1
organisation:
  name: Webshop NL
  country: NL
  contact: {email: privacy@webshop.example}
languages: [nl, en]
inForce: 2026-01-01
persons:
  customer: {title: {nl: klant, en: customer}}
purposes:
  fulfil-order: {title: {nl: uw bestelling leveren, en: deliver your order}, of: customer, basis: contract, uses: [name]}
  ads: {title: {nl: reclame tonen, en: show ads}, of: customer, basis: {legitimate-interest: {nl: zaken, en: trade}}, uses: [name]}
rights: {access: {}, erasure: {}, complaint: {}, objection: {}, answerWithin: 30 days}
keep:
  profile: {until: relationship ends, then: erase}
systems:
  shop:
    connector: postgres
    url: env:SHOP
    tables:
      customers:
        person: {is: customer, email: email}
        columns: {name: name, email: contact.email}
        keep: profile
        erase: delete
`;

const mailboxIn = (lines: string) => `channels:\n  mailbox: {url: env:PRIVACY_MAILBOX_URL, ${lines}}\n`;

export const boxPolicy = (mailbox: string, more = "") => policyOf(policyText + mailboxIn(mailbox) + more);
