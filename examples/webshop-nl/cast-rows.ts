/** What the shop's database holds of the cast, as rows per table. Dates count back from `today`, book years are fixed. */
import { at, type Day, daysBack } from "../kit/days.ts";
import { type Add, type Row, rowBook, type TableRows } from "../kit/rows.ts";
import {
  accountRow,
  addCatalogue,
  addConversation,
  addLines,
  addPapers,
  addSent,
  homeOf,
  known,
  type Ordered,
  orderRow,
  type Place,
} from "../kit/shop/cast-rows.ts";
import { type CastMember, cast } from "./cast.ts";

export function castRows(today: string): TableRows {
  const { rows, add } = rowBook();
  const day = daysBack(today);
  addShop(add, day);
  addCustomers(add, day);
  addOrders(add, day);
  addCorrespondence(add, day);
  return rows;
}

const place: Place = { town: "Voorbeeldstad", country: "NL", postcode: (number) => `${1000 + number} XA` };

function addShop(add: Add, day: Day): void {
  add("shops", { id: 1, name: "Webshop NL", website: "https://webshop-nl.example" });
  add("shops", { id: 2, name: "Webshop NL Outlet", website: "https://outlet.webshop-nl.example" });
  addCatalogue(add, [
    ["NL", 495],
    ["BE", 695],
    ["DE", 895],
  ]);
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

function addCustomers(add: Add, day: Day): void {
  const members: readonly CastMember[] = Object.values(cast);
  for (const person of members) {
    if (person.customerId === undefined) continue;
    const phone = `+31 6 00000${String(person.customerId).padStart(3, "0")}`;
    const common = { ...accountRow(person, phone, day), referred_by: null, notice_version: "2022-07" };
    add("customers", { ...common, ...situationOf(person, day) });
    add("addresses", {
      id: person.customerId,
      customer_id: person.customerId,
      kind: "ship",
      ...homeOf(person, place),
    });
  }
  // Sanne sends invoices to her work.
  add("addresses", { ...homeOf(cast.active, place), id: 101, customer_id: 1, kind: "bill", street: "Kantoorkade" });
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

function order(add: Add, person: CastMember, { shop, number, placedOn, ...more }: CastOrder): void {
  const { giftFor, spelling, anonymous = false } = more;
  const order: Ordered = {
    key: { shop, order_number: number },
    id: shop * 2000 + number,
    number: `${shop}-${number}`,
    person,
    home: homeOf(person, place),
    email: spelling ?? person.email,
    placedOn,
    cents: 2495,
    anonymous,
  };
  add("orders", {
    shop,
    number,
    ...orderRow(order),
    gift_for: giftFor?.customerId ?? null,
    gift_message: giftFor === undefined ? null : `Gefeliciteerd ${giftFor.name}!`,
  });
  addLines(add, order);
  const year = Number(placedOn.slice(0, 4));
  addPapers(add, order, {
    invoice: { number: `${year}-${shop}-${String(number).padStart(9, "0")}`, book_year: year },
    subject: { subject_type: "order", subject_shop: shop, subject_id: number },
  });
  if (anonymous) return;
  const ledger = { order_details: { number, cents: order.cents } };
  addSent(add, order, { carrier: "example-parcels", ledger, ...(giftFor === undefined ? {} : { to: giftFor.name }) });
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
  // Question, answer, follow-up, answer.
  addConversation(add, day, [
    [1, null, cast.active, "Past deze stoel aan mijn tafel?"],
    [2, 1, undefined, "Dag Sanne Bakker, dat past."],
    [3, 2, undefined, "Aanvulling: ook de hoge uitvoering past."],
    [4, null, cast.leaving, "Ik wil geen gebruik meer maken van uw diensten."],
    [5, null, cast.guest, "Waar blijft mijn pakket?"],
    [6, 5, undefined, "Het is onderweg, mevrouw De Wit."],
  ]);
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
