/** What the shop's database holds of the cast, as rows per table. Dates count back from `today`, book years are fixed. */
import { type CastMember, cast } from "./cast.ts";

type Value = string | number | boolean | null | { readonly [key: string]: Value };
export type Row = Readonly<Record<string, Value>>;
/** In an order in which the rows can be inserted. */
export type TableRows = ReadonlyMap<string, readonly Row[]>;

export function castRows(today: string): TableRows {
  const rows = new Map<string, Row[]>();
  const add: Add = (table, row) => {
    const list = rows.get(table) ?? [];
    list.push(row);
    rows.set(table, list);
    return list.length;
  };
  const day = (daysAgo: number): string =>
    new Date(Date.parse(`${today}T00:00:00Z`) - daysAgo * 86_400_000).toISOString().slice(0, 10);

  addCatalogue(add, day);
  addCustomers(add, day);
  addOrders(add, day);
  addCorrespondence(add, day);
  return rows;
}

type Add = (table: string, row: Row) => number;
type Day = (daysAgo: number) => string;
const at = (day: string, time = "10:15:00"): string => `${day}T${time}Z`;

function addCatalogue(add: Add, day: Day): void {
  add("shops", { id: 1, name: "Webshop NL", website: "https://webshop-nl.example" });
  add("shops", { id: 2, name: "Webshop NL Outlet", website: "https://outlet.webshop-nl.example" });
  for (let n = 1; n <= 200; n++) {
    const sku = `SKU-${String(n).padStart(4, "0")}`;
    add("products", { sku, title: `Artikel ${n}`, price_cents: 495 + n * 50, vat_percent: 21, active: n % 17 !== 0 });
  }
  for (const [country, cents] of [
    ["NL", 495],
    ["BE", 695],
    ["DE", 895],
  ] as const)
    for (const grams of [2000, 10_000])
      add("shipping_rates", { country, up_to_grams: grams, price_cents: cents + grams / 10 });

  const started = day(1200);
  add("employees", { id: 1, ...known(cast.employee), function_title: "klantenservice", started_on: started });
  add("employees", {
    id: 2,
    name: "Bas Terpstra",
    email: "bas@webshop-nl.example",
    function_title: "magazijn",
    started_on: started,
  });
}

function known(person: CastMember): { name: string; email: string } {
  return { name: person.name, email: person.email };
}

function addCustomers(add: Add, day: Day): void {
  const members: readonly CastMember[] = Object.values(cast);
  for (const person of members) {
    if (person.customerId === undefined) continue;
    const situation = situationOf(person, day);
    add("customers", {
      id: person.customerId,
      ...known(person),
      phone: `+31 6 00000${String(person.customerId).padStart(3, "0")}`,
      password_hash: `$argon2id$v=19$m=65536,t=3,p=4$fictional$${person.customerId}`,
      language: "nl",
      preferences: { contact: { phone: `+31 6 00000${String(person.customerId).padStart(3, "0")}` }, giftWrap: false },
      referred_by: null,
      notice_version: "2022-07",
      created_at: at(day(4200)),
      last_order_at: at(day(40)),
      updated_at: at(day(40)),
      ...situation,
    });
    add("addresses", { id: person.customerId, customer_id: person.customerId, kind: "ship", ...addressOf(person) });
  }
  // Sanne sends invoices to her work.
  add("addresses", { ...addressOf(cast.active), id: 101, customer_id: 1, kind: "bill", street: "Kantoorkade" });
  add("email_changes", {
    id: 1,
    customer_id: cast.movedAddress.customerId,
    former_email: "daniel.oud@mail.example",
    changed_at: at(day(1)),
  });
}

function situationOf(person: CastMember, day: Day): Row {
  switch (person) {
    case cast.active:
      return { referred_by: cast.dormant.customerId };
    case cast.dormant:
      return { last_order_at: at(day(2200)), updated_at: at(day(2200)) };
    case cast.restricted:
      return { restricted_at: at(day(12)) };
    case cast.objecting:
      return { objected_at: at(day(3)) };
    case cast.movedAddress:
      return { email_changed_at: at(day(1)), updated_at: at(day(1)) };
    default:
      return {};
  }
}

function addressOf(person: CastMember): {
  name: string;
  street: string;
  house_number: string;
  postcode: string;
  town: string;
  country: string;
} {
  const number = person.customerId ?? person.name.length * 3;
  return {
    name: person.name,
    street: "Voorbeeldstraat",
    house_number: String(number),
    postcode: `${1000 + number} XA`,
    town: "Voorbeeldstad",
    country: "NL",
  };
}

interface CastOrder {
  readonly shop: 1 | 2;
  readonly number: number;
  readonly placedOn: string;
  readonly giftFor?: CastMember;
  /** How a guest wrote the e-mail address. */
  readonly spelling?: string;
  /** The order of someone who was erased since: it stays, about nobody. */
  readonly anonymous?: boolean;
}

/** The two fronts use the same numbers for different people: whoever joins on half the key takes the wrong person's. */
function addOrders(add: Add, day: Day): void {
  order(add, cast.active, { shop: 1, number: 1001, placedOn: day(40) });
  order(add, cast.active, { shop: 2, number: 1002, placedOn: day(400) });
  order(add, cast.dormant, { shop: 2, number: 1001, placedOn: day(2200) });
  order(add, cast.guest, { shop: 1, number: 1002, placedOn: day(90), spelling: cast.guest.email });
  order(add, cast.guest, { shop: 1, number: 1003, placedOn: day(60), spelling: "Marijke.deWit@Post.example" });
  order(add, cast.guest, { shop: 2, number: 1003, placedOn: day(30), spelling: "marijke.dewit@post.example " });
  order(add, cast.erased, { shop: 1, number: 901, placedOn: "2015-03-12", anonymous: true });
  order(add, cast.erased, { shop: 1, number: 902, placedOn: "2023-05-04", anonymous: true });
  order(add, cast.leaving, { shop: 1, number: 903, placedOn: "2015-06-20" });
  order(add, cast.leaving, { shop: 2, number: 902, placedOn: "2023-11-02" });
  const others = [
    cast.unsubscribed,
    cast.restricted,
    cast.objecting,
    cast.reviewer,
    cast.sharingFirst,
    cast.sharingSecond,
    cast.movedAddress,
    cast.employee,
    cast.receiver,
  ];
  for (const [index, person] of others.entries())
    order(add, person, {
      shop: index % 2 === 0 ? 1 : 2,
      number: 1010 + Math.floor(index / 2),
      placedOn: day(70 + index),
    });
  order(add, cast.giver, { shop: 1, number: 1020, placedOn: day(25) });
  order(add, cast.giver, { shop: 2, number: 1020, placedOn: day(20), giftFor: cast.receiver });
}

function order(add: Add, person: CastMember, order: CastOrder): void {
  const key = { shop: order.shop, order_number: order.number };
  const id = order.shop * 2000 + order.number;
  const cents = 2495;
  const home = addressOf(person);
  const address = `${home.street} ${home.house_number}, ${home.postcode} ${home.town}`;
  const visible = order.anonymous !== true;
  const guest = visible && person.customerId === undefined;
  const email = order.spelling ?? person.email;
  add("orders", {
    shop: order.shop,
    number: order.number,
    customer_id: (visible && person.customerId) || null,
    gift_for: order.giftFor?.customerId ?? null,
    gift_message: order.giftFor === undefined ? null : `Gefeliciteerd ${order.giftFor.name}!`,
    email_copy: visible ? email : null,
    ship_address_id: (visible && person.customerId) || null,
    guest_name: guest ? person.name : null,
    guest_address: guest ? address : null,
    remarks: visible ? `Bellen bij ${person.name}, niet bij de buren.` : null,
    checkout: visible ? { contact: { email }, browser: "Firefox" } : { browser: "Firefox" },
    status: "delivered",
    total_cents: cents,
    placed_at: at(order.placedOn),
    updated_at: at(order.placedOn),
  });
  add("order_lines", { ...key, line: 1, sku: "SKU-0040", quantity: 1, price_cents: 1995, engraving: null });
  add("order_lines", { ...key, line: 2, sku: "SKU-0001", quantity: 1, price_cents: 500, engraving: null });
  addPapers(add, person, { id, order, address, email, cents });
  if (!visible) return;
  add("ledger_exports", {
    id,
    ...key,
    name: person.name,
    address,
    town: "Voorbeeldstad",
    order_details: { number: order.number, cents },
    exported_on: order.placedOn,
  });
  const sentOn = order.placedOn;
  add("shipments", {
    id,
    ...key,
    carrier: "example-parcels",
    tracking: `3XCAST${id}`,
    label_name: order.giftFor?.name ?? person.name,
    label_object_key: `labels/${id}.pdf`,
    sent_on: sentOn,
  });
  add("mail_messages", {
    id,
    to_address: email,
    template: "order-confirmation",
    class: "transactional",
    subject: `Uw bestelling ${order.shop}-${order.number}`,
    sent_at: at(sentOn, "10:16:00"),
  });
}

interface Papers {
  readonly id: number;
  readonly order: CastOrder;
  readonly address: string;
  readonly email: string;
  readonly cents: number;
}

/** What the law has the shop keep. */
function addPapers(add: Add, person: CastMember, { id, order, address, email, cents }: Papers): void {
  const key = { shop: order.shop, order_number: order.number };
  const year = Number(order.placedOn.slice(0, 4));
  add("invoices", {
    id,
    ...key,
    number: `${year}-${order.shop}-${String(order.number).padStart(9, "0")}`,
    issued_on: order.placedOn,
    book_year: year,
    name: person.name,
    address,
    details: { contact: { email }, note: `Factuur voor ${person.name}`, vat: 21 },
    total_cents: cents,
    pdf_object_key: `invoices/${id}.pdf`,
  });
  add("invoice_lines", {
    invoice_id: id,
    line: 1,
    description: "Artikel 40",
    quantity: 1,
    price_cents: 1995,
    vat_percent: 21,
  });
  add("invoice_lines", {
    invoice_id: id,
    line: 2,
    description: "Artikel 1",
    quantity: 1,
    price_cents: 500,
    vat_percent: 21,
  });
  add("payments", {
    id,
    ...key,
    provider: "example-payments",
    provider_ref: `pay_cast_${id}`,
    method: "card",
    last4: String(id).slice(-4).padStart(4, "0"),
    amount_cents: cents,
    status: "paid",
    paid_on: order.placedOn,
  });
  add("documents", {
    id,
    subject_type: "order",
    subject_shop: order.shop,
    subject_id: order.number,
    kind: "packing-slip",
    title: `Pakbon ${person.name}`,
    object_key: `documents/${id}.pdf`,
    made_on: order.placedOn,
  });
}

function addCorrespondence(add: Add, day: Day): void {
  // A customer and an order with the same number: the pair decides, not the number.
  add("documents", {
    id: 1,
    subject_type: "customer",
    subject_shop: null,
    subject_id: cast.active.customerId,
    kind: "account-statement",
    title: `Jaaroverzicht ${cast.active.name}`,
    object_key: "documents/1.pdf",
    made_on: day(200),
  });
  for (const [id, person, list, unsubscribed] of [
    [1, cast.active, "news", false],
    [2, cast.unsubscribed, "news", true],
    [3, cast.unsubscribed, "offers", true],
    [4, cast.sharingFirst, "news", false],
    [5, cast.guest, "offers", false],
  ] as const)
    add("newsletter_subscriptions", {
      id,
      email: person.email,
      list,
      consented_at: at(day(500)),
      unsubscribed_at: unsubscribed ? at(day(35)) : null,
    });
  add("mail_messages", {
    id: 1,
    to_address: "SANNE.BAKKER@post.example",
    template: "news",
    class: "marketing",
    subject: "Nieuw in de winkel",
    sent_at: at(day(15)),
    opened_at: at(day(14)),
  });
  addReviews(add, day);
  addConversation(add, day);
  for (const [id, person, days] of [
    [1, cast.active, 2],
    [2, cast.active, 65],
    [3, cast.leaving, 5],
  ] as const)
    add("visit_log", {
      id,
      visited_at: at(day(days)),
      customer_id: person.customerId,
      ip_truncated: "203.0.113.0/24",
      agent: "firefox",
      path: "/winkelwagen",
    });
}

function addReviews(add: Add, day: Day): void {
  for (const [id, person, number] of [
    [1, cast.active, 1001],
    [2, cast.reviewer, 1011],
  ] as const) {
    const shop = person === cast.active ? 1 : 2;
    add("review_invitations", {
      id,
      shop,
      order_number: number,
      email: person.email,
      consented_at: at(day(39)),
      sent_at: at(day(30)),
    });
    add("reviews", {
      id,
      shop,
      order_number: number,
      platform_ref: `rev_cast_${id}`,
      public_name: person.name,
      stars: 5,
      body: `Prima stoel, groeten van ${person.name}.`,
      received_at: at(day(28)),
    });
  }
}

/** Question, answer, follow-up, answer: only the first carries an address. */
function addConversation(add: Add, day: Day): void {
  const messages = [
    [1, null, cast.active, "Past deze stoel aan mijn tafel?"],
    [2, 1, undefined, "Dag Sanne Bakker, dat past."],
    [3, 2, undefined, "Aanvulling: ook de hoge uitvoering past."],
    [4, null, cast.leaving, "Ik wil geen gebruik meer maken van uw diensten."],
    [5, null, cast.guest, "Waar blijft mijn pakket?"],
    [6, 5, undefined, "Het is onderweg, mevrouw De Wit."],
  ] as const;
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
