/** What the shop's database holds of the cast, as rows per table. Dates count back from `today`, some invoices have fixed ones. */
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

/** The codes of the companies that deliver. */
export const carriers = ["example-pakketten", "example-koeriers", "example-vracht"] as const;
type Carrier = (typeof carriers)[number];

export function castRows(today: string): TableRows {
  const { rows, add } = rowBook();
  const day = daysBack(today);
  addShop(add, day);
  addCustomers(add, day);
  addOrders(add, day);
  addNewsletter(add, day);
  addRest(add, day);
  return rows;
}

const place: Place = { town: "Voorbeeldegem", country: "BE", postcode: (number) => String(8900 + number) };

function addShop(add: Add, day: Day): void {
  addCatalogue(add, [
    ["BE", 495],
    ["NL", 595],
    ["LU", 795],
  ]);
  for (const [index, name] of ["Example Pakketten NV", "Example Koeriers BV", "Example Vracht B.V."].entries()) {
    const code = carriers[index] ?? "";
    add("carriers", {
      code,
      name,
      website: `https://${code}.example`,
      heaviest_grams: [30_000, 10_000, 900_000][index] ?? 0,
    });
  }
  const started = day(1500);
  add("employees", { id: 1, ...known(cast.employee), function_title: "klantendienst", started_on: started });
  add("employees", {
    id: 2,
    name: "Pol Hendrickx",
    email: "pol@webshop-be.example",
    function_title: "magazijn",
    started_on: started,
  });
}

function addCustomers(add: Add, day: Day): void {
  const members: readonly CastMember[] = Object.values(cast);
  for (const person of members) {
    const { customerId, company } = person;
    if (customerId === undefined) continue;
    add("customers", {
      ...accountRow(person, `+32 470 00 0${String(customerId).padStart(3, "0")}`, day),
      company_name: company?.name ?? null,
      vat_number: company?.vatNumber ?? null,
      notice_version: "2020-08",
      ...situationOf(person, day),
    });
    add("addresses", { id: customerId, customer_id: customerId, kind: "ship", ...homeOf(person, place) });
  }
  add("addresses", {
    ...homeOf(cast.buyer, place),
    id: 101,
    customer_id: cast.buyer.customerId,
    kind: "bill",
    street: "Kantoorkaai",
  });
  add("email_changes", {
    id: 1,
    customer_id: cast.movedAddress.customerId,
    former_email: "thomas.oud@mail.example",
    changed_at: at(day(1)),
  });
}

function situationOf(person: CastMember, day: Day): Row {
  switch (person) {
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
  readonly id: number;
  readonly placedOn: string;
  readonly carrier?: Carrier;
  /** How a guest wrote the e-mail address. */
  readonly spelling?: string;
  /** The order of someone who was erased since: it stays, about nobody. */
  readonly anonymous?: boolean;
  /** What the payment provider answered to the wish to pay later. */
  readonly deferred?: "accepted" | "refused";
}

function addOrders(add: Add, day: Day): void {
  order(add, cast.active, { id: 1001, placedOn: day(40), deferred: "accepted" });
  order(add, cast.active, { id: 1002, placedOn: day(400), carrier: "example-koeriers" });
  order(add, cast.dormant, { id: 1003, placedOn: day(2200) });
  order(add, cast.guest, { id: 1004, placedOn: day(90), spelling: cast.guest.email });
  order(add, cast.guest, { id: 1005, placedOn: day(60), spelling: "Lieve.Goossens@Post.example" });
  order(add, cast.guest, { id: 1006, placedOn: day(30), spelling: "lieve.goossens@post.example " });
  order(add, cast.erased, { id: 901, placedOn: "2015-03-12", anonymous: true });
  order(add, cast.erased, { id: 902, placedOn: "2023-05-04", anonymous: true });
  order(add, cast.leaving, { id: 903, placedOn: "2022-12-31" });
  order(add, cast.leaving, { id: 904, placedOn: "2023-01-01" });
  order(add, cast.soleTrader, { id: 1020, placedOn: day(50) });
  order(add, cast.buyer, { id: 1021, placedOn: day(20), carrier: "example-vracht" });
  order(add, cast.refused, { id: 1022, placedOn: day(10), deferred: "refused" });
  const others = [
    cast.unsubscribed,
    cast.restricted,
    cast.objecting,
    cast.sharingFirst,
    cast.sharingSecond,
    cast.movedAddress,
    cast.employee,
    cast.lastOfJanuary,
  ];
  for (const [index, person] of others.entries())
    order(add, person, { id: 1010 + index, placedOn: day(70 + index), carrier: carriers[index % 2] ?? carriers[0] });
}

function order(add: Add, person: CastMember, { id, placedOn, ...more }: CastOrder): void {
  const { carrier = carriers[0], spelling, anonymous = false, deferred } = more;
  const number = `BE-${String(id).padStart(8, "0")}`;
  const order: Ordered = {
    key: { order_id: id },
    id,
    number,
    person,
    home: homeOf(person, place),
    email: spelling ?? person.email,
    placedOn,
    cents: 2495,
    anonymous,
  };
  const vat = person.company?.vatNumber ?? null;
  const company = person.company?.name ?? null;
  add("orders", { id, number, ...orderRow(order), ...(company === null ? {} : withCompany(order, company)) });
  addLines(add, order);
  addPapers(add, order, {
    invoice: { number: `${placedOn.slice(0, 4)}-${id}`, vat_cents: 433, company_name: company, vat_number: vat },
    subject: { order_id: id },
  });
  if (deferred !== undefined)
    add("deferred_payment_requests", {
      id,
      order_id: id,
      provider_ref: `later_cast_${id}`,
      outcome: deferred,
      asked_at: at(placedOn, "10:14:00"),
    });
  if (!anonymous) addSent(add, order, { carrier, ledger: { vat_number: vat } });
}

const withCompany = ({ email }: Ordered, company: string): Row => ({
  checkout: { contact: { email }, company, browser: "Firefox" },
});

function addNewsletter(add: Add, day: Day): void {
  for (const [id, person, subscribed, opened] of [
    [1, cast.active, true, true],
    [2, cast.unsubscribed, false, false],
    [3, cast.sharingFirst, true, false],
    [4, cast.subscriber, true, true],
  ] as const)
    add("newsletter_members", {
      id,
      member_ref: `m_cast_${id}`,
      ...known(person),
      status: subscribed ? "subscribed" : "unsubscribed",
      tags: person === cast.subscriber ? ["tuin"] : ["klant", "tuin"],
      consented_at: at(day(500)),
      opened_at: opened ? at(day(15)) : null,
      unsubscribed_at: subscribed ? null : at(day(35)),
      synced_at: at(day(1)),
    });
}

function addRest(add: Add, day: Day): void {
  addConversation(add, day, [
    [1, null, cast.active, "Kan ik deze tuinbank ook in het groen krijgen?"],
    [2, 1, undefined, "Dag Fien Peeters, dat kan."],
    [3, null, cast.leaving, "Ik wil geen gebruik meer maken van uw diensten."],
    [4, null, cast.refused, "Waarom mag ik niet later betalen?"],
    [5, 4, undefined, "Dag Wim Aerts, een medewerker bekijkt het opnieuw."],
  ]);
  for (const id of [1, 2, 3])
    add("visit_log", {
      id,
      visited_at: at(day(id * 7)),
      ip_truncated: "203.0.113.0/24",
      agent: "firefox",
      path: "/winkelwagen",
    });
  for (const id of [1, 2, 3])
    add("platform_metadata", { id, host: "winkel-1.example", at: at(day(id)), bytes: 48_213 * id });
}
