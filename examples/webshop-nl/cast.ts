/** The people that tests and documentation call by name. All invented; `.example` is nobody's domain. */
import type { ShopMember } from "../kit/shop/cast-rows.ts";

export type CastMember = ShopMember;

export const cast = {
  active: {
    name: "Sanne Bakker",
    email: "sanne.bakker@post.example",
    customerId: 1,
    situation: "An active customer with rows in every table; Joost told her about the shop.",
  },
  dormant: {
    name: "Joost Hermans",
    email: "joost.hermans@thuis.example",
    customerId: 2,
    situation: "Ordered once, six years ago, and never signed in again; Sanne was referred by him.",
  },
  guest: {
    name: "Marijke de Wit",
    email: "marijke.dewit@post.example",
    situation: "Three orders without an account, under two spellings of one e-mail address.",
  },
  erased: {
    name: "Pieter Blom",
    email: "pieter.blom@mail.example",
    situation: "Erased last year: no profile, only invoices of 2015 (no longer held) and 2023 (still held).",
  },
  leaving: {
    name: "Willemijn Kok",
    email: "willemijn.kok@mail.example",
    customerId: 3,
    situation: "Wants to be erased; invoices of 2015 (no longer held) and 2023 (held until 2030).",
  },
  unsubscribed: {
    name: "Hassan El Amrani",
    email: "hassan@thuis.example",
    customerId: 4,
    situation: "Unsubscribed from every mailing list.",
  },
  restricted: {
    name: "Lotte Vermeer",
    email: "lotte.vermeer@post.example",
    customerId: 5,
    situation: "Had the processing of her data restricted.",
  },
  objecting: {
    name: "Ruben Smit",
    email: "ruben.smit@mail.example",
    customerId: 6,
    situation: "Objected; the decision is pending.",
  },
  reviewer: {
    name: "Aylin Yıldız",
    email: "aylin@post.example",
    customerId: 7,
    situation: "Wrote a review that is public on the review platform.",
  },
  sharingFirst: {
    name: "Kees Mulder",
    email: "familie.mulder@thuis.example",
    customerId: 8,
    situation: "Shares his e-mail address with Greet.",
  },
  sharingSecond: {
    name: "Greet Mulder",
    email: "familie.mulder@thuis.example",
    customerId: 9,
    situation: "Shares her e-mail address with Kees.",
  },
  movedAddress: {
    name: "Daniël Prins",
    email: "daniel.nieuw@mail.example",
    customerId: 10,
    situation: "His e-mail address was changed yesterday, so it is not settled yet.",
  },
  employee: {
    name: "Noor Vos",
    email: "noor.vos@post.example",
    customerId: 11,
    situation: "Works at the shop and buys there, with one e-mail address in both places.",
  },
  giver: {
    name: "Tom Dekker",
    email: "tom.dekker@post.example",
    customerId: 12,
    situation: "Ordered a gift for Iris, so that the order is about both.",
  },
  receiver: {
    name: "Iris Jansma",
    email: "iris.jansma@mail.example",
    customerId: 13,
    situation: "Was given a present by Tom; also ordered something herself.",
  },
} as const satisfies Record<string, CastMember>;

export type CastName = keyof typeof cast;
