/** The people that tests and documentation call by name. All invented; `.example` is nobody's domain. */
import type { ShopMember } from "../kit/shop/cast-rows.ts";

export interface CastMember extends ShopMember {
  /** Buys for this company. */
  readonly company?: { readonly name: string; readonly vatNumber: string };
}

export const cast = {
  active: {
    name: "Fien Peeters",
    email: "fien.peeters@post.example",
    customerId: 1,
    situation: "An active customer with rows in every table; two of the three carriers have brought her something.",
  },
  dormant: {
    name: "Jef Wouters",
    email: "jef.wouters@thuis.example",
    customerId: 2,
    situation: "Ordered once, six years ago, and never signed in again.",
  },
  guest: {
    name: "Lieve Goossens",
    email: "lieve.goossens@post.example",
    situation: "Three orders without an account, under two spellings of one e-mail address.",
  },
  erased: {
    name: "Dirk Claes",
    email: "dirk.claes@mail.example",
    situation: "Erased last year: no profile, only invoices of 2015 (no longer held) and 2023 (still held).",
  },
  leaving: {
    name: "Griet Maes",
    email: "griet.maes@mail.example",
    customerId: 3,
    situation: "Wants to be erased; invoices of 2022 (held until the end of 2029) and 2023 (until the end of 2033).",
  },
  unsubscribed: {
    name: "Yassin Benali",
    email: "yassin@thuis.example",
    customerId: 4,
    situation: "Unsubscribed from the newsletter; the mailing service still has him on its list, as unsubscribed.",
  },
  restricted: {
    name: "Nele Jacobs",
    email: "nele.jacobs@post.example",
    customerId: 5,
    situation: "Had the processing of her data restricted.",
  },
  objecting: {
    name: "Bart Willems",
    email: "bart.willems@mail.example",
    customerId: 6,
    situation: "Objected; the decision is pending.",
  },
  sharingFirst: {
    name: "Luc Segers",
    email: "familie.segers@thuis.example",
    customerId: 7,
    situation: "Shares his e-mail address with Rita, and the newsletter that comes there.",
  },
  sharingSecond: {
    name: "Rita Segers",
    email: "familie.segers@thuis.example",
    customerId: 8,
    situation: "Shares her e-mail address with Luc.",
  },
  movedAddress: {
    name: "Thomas Mertens",
    email: "thomas.nieuw@mail.example",
    customerId: 9,
    situation: "His e-mail address was changed yesterday, so it is not settled yet.",
  },
  employee: {
    name: "Sofie Lambrecht",
    email: "sofie.lambrecht@post.example",
    customerId: 10,
    situation: "Works at the shop and buys there, with one e-mail address in both places.",
  },
  subscriber: {
    name: "Ines Dubois",
    email: "ines.dubois@mail.example",
    situation: "Gets the newsletter and never bought anything, so she has no account.",
  },
  soleTrader: {
    name: "Koen Desmet",
    email: "koen@desmet-tuinen.example",
    customerId: 11,
    company: { name: "Desmet Tuinen", vatNumber: "BE 0000.000.011" },
    situation: "A company of one: its name and its VAT number point at him.",
  },
  buyer: {
    name: "Hilde Vercauteren",
    email: "hilde@aannemer.example",
    customerId: 12,
    company: { name: "Aannemer Voorbeeld NV", vatNumber: "BE 0000.000.012" },
    situation: "Buys for a company with many people; by freight.",
  },
  refused: {
    name: "Wim Aerts",
    email: "wim.aerts@thuis.example",
    customerId: 13,
    situation: "Asked to pay later and was refused, after a credit check that the payment company had done.",
  },
  lastOfJanuary: {
    name: "Elke Stevens",
    email: "elke.stevens@post.example",
    customerId: 14,
    situation: "Asks for a copy on 31 January: thirty days would be too late, the month of the law ends in February.",
  },
} as const satisfies Record<string, CastMember>;

export type CastName = keyof typeof cast;
