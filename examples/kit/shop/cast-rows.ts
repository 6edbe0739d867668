/** What every sample shop holds of the people with a name: their home, what they ordered, and the papers of that. */
import { at, type Day } from "../days.ts";
import type { Add, Row } from "../rows.ts";

export interface ShopMember {
  readonly name: string;
  /** As on file; the normalised form when a person is known under several spellings. */
  readonly email: string;
  /** Key of the row in `customers`; absent for those who never had an account or have it no longer. */
  readonly customerId?: number;
  /** What makes this person interesting, in one sentence. */
  readonly situation: string;
}

export interface Place {
  readonly town: string;
  readonly country: string;
  /** From the number of a house. */
  readonly postcode: (houseNumber: number) => string;
}

export interface Home extends Row {
  readonly name: string;
  readonly street: string;
  readonly house_number: string;
  readonly postcode: string;
  readonly town: string;
  readonly country: string;
}

export const known = ({ name, email }: ShopMember): { readonly name: string; readonly email: string } => ({
  name,
  email,
});

export function homeOf(person: ShopMember, { town, country, postcode }: Place): Home {
  const number = person.customerId ?? person.name.length * 3;
  return {
    name: person.name,
    street: "Voorbeeldstraat",
    house_number: String(number),
    postcode: postcode(number),
    town,
    country,
  };
}

export const addressLine = ({ street, house_number, postcode, town }: Home): string =>
  `${street} ${house_number}, ${postcode} ${town}`;

export function addCatalogue(add: Add, rates: readonly (readonly [country: string, cents: number])[]): void {
  for (let n = 1; n <= 200; n++) {
    const sku = `SKU-${String(n).padStart(4, "0")}`;
    add("products", { sku, title: `Artikel ${n}`, price_cents: 495 + n * 50, vat_percent: 21, active: n % 17 !== 0 });
  }
  for (const [country, cents] of rates)
    for (const grams of [2000, 10_000])
      add("shipping_rates", { country, up_to_grams: grams, price_cents: cents + grams / 10 });
}

/** The account of somebody with a `customerId`; `phone` is theirs in full. */
export function accountRow(person: ShopMember, phone: string, day: Day): Row {
  return {
    id: person.customerId ?? null,
    ...known(person),
    phone,
    password_hash: `$argon2id$v=19$m=65536,t=3,p=4$fictional$${person.customerId}`,
    language: "nl",
    preferences: { contact: { phone }, giftWrap: false },
    created_at: at(day(4200)),
    last_order_at: at(day(40)),
    updated_at: at(day(40)),
  };
}

export interface Ordered {
  /** The referring columns of rows that belong to the order. */
  readonly key: Row;
  /** Of the rows that there is one of for each order. */
  readonly id: number;
  /** What people see as its number. */
  readonly number: string;
  readonly person: ShopMember;
  readonly home: Home;
  /** As written when ordering. */
  readonly email: string;
  readonly placedOn: string;
  readonly cents: number;
  /** Whose order it was is erased: only what the law has the shop keep has the name. */
  readonly anonymous: boolean;
}

/** The row of an order; what else a shop keeps of it is added to these. */
export function orderRow({ person, home, email, placedOn, cents, anonymous }: Ordered): Row {
  const guest = !anonymous && person.customerId === undefined;
  const customerId = anonymous ? undefined : person.customerId;
  return {
    customer_id: customerId ?? null,
    email_copy: anonymous ? null : email,
    ship_address_id: customerId ?? null,
    guest_name: guest ? person.name : null,
    guest_address: guest ? addressLine(home) : null,
    remarks: anonymous ? null : `Bellen bij ${person.name}, niet bij de buren.`,
    checkout: anonymous ? { browser: "Firefox" } : { contact: { email }, browser: "Firefox" },
    status: "delivered",
    total_cents: cents,
    placed_at: at(placedOn),
    updated_at: at(placedOn),
  };
}

/** Two articles. */
export function addLines(add: Add, { key }: Ordered): void {
  add("order_lines", { ...key, line: 1, sku: "SKU-0040", quantity: 1, price_cents: 1995 });
  add("order_lines", { ...key, line: 2, sku: "SKU-0001", quantity: 1, price_cents: 500 });
}

export interface Papers {
  /** Columns of the invoice that are the shop's own, such as its number. */
  readonly invoice: Row;
  /** What a document is about. */
  readonly subject: Row;
}

/** What the law has the shop keep: the invoice with its lines, the payment, the packing slip. */
export function addPapers(add: Add, order: Ordered, { invoice, subject }: Papers): void {
  const { key, id, person, home, email, placedOn, cents } = order;
  add("invoices", {
    id,
    ...key,
    issued_on: placedOn,
    name: person.name,
    address: addressLine(home),
    details: { contact: { email }, note: `Factuur voor ${person.name}`, vat: 21 },
    total_cents: cents,
    pdf_object_key: `invoices/${id}.pdf`,
    ...invoice,
  });
  const line = { invoice_id: id, quantity: 1, vat_percent: 21 };
  add("invoice_lines", { ...line, line: 1, description: "Artikel 40", price_cents: 1995 });
  add("invoice_lines", { ...line, line: 2, description: "Artikel 1", price_cents: 500 });
  add("payments", {
    id,
    ...key,
    provider: "example-payments",
    provider_ref: `pay_cast_${id}`,
    method: "card",
    last4: String(id).slice(-4).padStart(4, "0"),
    amount_cents: cents,
    status: "paid",
    paid_on: placedOn,
  });
  add("documents", {
    id,
    ...subject,
    kind: "packing-slip",
    title: `Pakbon ${person.name}`,
    object_key: `documents/${id}.pdf`,
    made_on: placedOn,
  });
}

export interface Sent {
  readonly carrier: string;
  /** On the label, when that is not who ordered. */
  readonly to?: string;
  /** Further columns of what goes to the bookkeeper. */
  readonly ledger?: Row;
}

/** What goes out because of an order: to the bookkeeper, with the carrier, by mail. */
export function addSent(add: Add, order: Ordered, { carrier, to, ledger = {} }: Sent): void {
  const { key, id, number, person, home, email, placedOn, cents } = order;
  add("ledger_exports", {
    id,
    ...key,
    name: person.name,
    address: addressLine(home),
    town: home.town,
    order_details: { number, cents },
    exported_on: placedOn,
    ...ledger,
  });
  add("shipments", {
    id,
    ...key,
    carrier,
    tracking: `3XCAST${id}`,
    label_name: to ?? person.name,
    label_object_key: `labels/${id}.pdf`,
    sent_on: placedOn,
  });
  add("mail_messages", {
    id,
    to_address: email,
    template: "order-confirmation",
    class: "transactional",
    subject: `Uw bestelling ${number}`,
    sent_at: at(placedOn, "10:16:00"),
  });
}

/** A question or an answer: its number, what it answers, who asked (nobody when the shop answers), the words. */
export type Said = readonly [id: number, replyTo: number | null, person: ShopMember | undefined, body: string];

/** Only the first message of a conversation carries an address. */
export function addConversation(add: Add, day: Day, messages: readonly Said[]): void {
  for (const [id, reply, person, body] of messages)
    add("contact_messages", {
      id,
      reply_to: reply,
      email: person?.email ?? null,
      name: person?.name ?? null,
      subject: "Vraag",
      body,
      received_at: at(day(20 - id)),
    });
}
