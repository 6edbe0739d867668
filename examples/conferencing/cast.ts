/** The people that tests and documentation call by name. All invented; `.example` is nobody's domain. */
export interface CastMember {
  readonly name: string;
  /** As on file; absent for who only left a telephone number. */
  readonly email?: string;
  /** Key of the row in `accounts`; absent for those who have none. */
  readonly accountId?: number;
  /** Key of the row in `guests`. */
  readonly guestId?: number;
  /** ISO 3166-1 alpha-2, of California with its state. */
  readonly country?: string;
  /** What makes this person interesting, in one sentence. */
  readonly situation: string;
}

export const cast = {
  paying: {
    name: "Femke Terpstra",
    email: "femke.terpstra@post.example",
    accountId: 1,
    country: "NL",
    situation:
      "A paying customer in the Union with rows in every table; invoices of 2015 (no longer held) and 2024 (held).",
  },
  free: {
    name: "Ravi Menon",
    email: "ravi.menon@post.example",
    accountId: 2,
    country: "IN",
    situation: "Lives in India and uses a free account: no invoice, no card, one meeting.",
  },
  admin: {
    name: "Olivia Hartley",
    email: "olivia.hartley@works.example",
    accountId: 3,
    country: "GB",
    situation: "Lives in the United Kingdom; administrator of a business customer, gave Callum his access.",
  },
  employee: {
    name: "Callum Reid",
    email: "callum.reid@works.example",
    accountId: 4,
    country: "GB",
    situation: "Has access through his employer, which decides about his data.",
  },
  swiss: {
    name: "Seraina Caduff",
    email: "seraina.caduff@post.example",
    accountId: 5,
    country: "CH",
    situation: "Lives in Switzerland; complained, the complaint went on to the dispute body and to arbitration.",
  },
  californian: {
    name: "Marisol Vega",
    email: "marisol.vega@post.example",
    accountId: 6,
    country: "US-CA",
    situation: "Lives in California and opted out of sale while signed in.",
  },
  parent: {
    name: "Jonas Lindqvist",
    email: "jonas.lindqvist@home.example",
    accountId: 7,
    country: "SE",
    situation: "Has a family account, used by his child of twelve; confirmed as a parent.",
  },
  child: {
    name: "Tuva",
    situation: "Twelve years old, uses the account of her father; a row there, no account of her own.",
  },
  silent: {
    name: "Beatrix Vos",
    email: "beatrix.vos@post.example",
    accountId: 8,
    country: "NL",
    situation: "Opted out of all correspondence; invoices still arrive.",
  },
  refusing: {
    name: "Emil Sand",
    email: "emil.sand@post.example",
    accountId: 9,
    country: "DK",
    situation: "Took part in a recorded meeting and refused: no track, no written word of his.",
  },
  caller: {
    name: "Nadia Petrova",
    guestId: 1,
    situation: "Dialled in by telephone; the company has her number, her voice and what she said, and no address.",
  },
  guest: {
    name: "Tomás Ferreira",
    email: "tomas.ferreira@post.example",
    guestId: 2,
    situation: "Took part by a link in an invitation, under two spellings of one address; agreed to be recorded.",
  },
  prospect: {
    name: "Ingrid Solberg",
    email: "ingrid.solberg@office.example",
    situation: "Only in a bought list; was told within the month.",
  },
} as const satisfies Record<string, CastMember>;

export type CastName = keyof typeof cast;
