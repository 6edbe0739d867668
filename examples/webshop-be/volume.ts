/** The rows that make the shop as large as a real one. The statements may run side by side. */
import { daysBefore, instant } from "../kit/days.ts";
import { emailOf, nameOf, phoneOf } from "../kit/people.ts";
import { oneIn, pick, roll } from "../kit/random.ts";
import {
  addressRows,
  contactRows,
  customerNumbers,
  documentRows,
  firstVolumeId,
  insertFrom,
  invoiceColumns,
  invoiceLineRows,
  lastOrderDays,
  ledgerRows,
  lineRows,
  mailRows,
  orderColumns,
  type OrderKey,
  orderStream,
  passwordHashOf,
  paymentRows,
  shipmentRows,
  visitRows,
} from "../kit/shop/volume.ts";
import { carriers } from "./cast-rows.ts";

const daysOfVisits = 90;
const key: OrderKey = { columns: { order_id: "id" }, label: "'BE-' || lpad(id::text, 8, '0')" };

/** One customer in eight buys for a company; what it is called follows from the number of the customer. */
const isCompany = (who: string): string => oneIn(who, 41, 8);
const companyOf = (who: string): string => `case when ${isCompany(who)} then 'Firma ' || ${who} || ' BV' end`;
/** No such numbers are given out: a real one begins with 0 or 1 and ends in a check on 97. */
const vatOf = (who: string): string => `case when ${isCompany(who)} then 'BE 9' || lpad((${who})::text, 9, '0') end`;

/** `insert` statements, without parameters. `customers` is a whole number, `today` a calendar day. */
export function volumeStatements(customers: number, today: string): readonly string[] {
  if (customers === 0) return [];
  const orders = orderStream(customers, today);
  return [
    customerRows(customers, today),
    addressRows(customers, "BE"),
    orderRows(orders),
    lineRows(orders, key),
    invoiceRows(orders),
    invoiceLineRows(orders),
    paymentRows(orders, key, ["bancontact", "card"]),
    deferredRows(orders),
    shipmentRows(orders, key, carriers),
    documentRows(orders, key.columns, key),
    ledgerRows(orders, key, { vat_number: vatOf("who") }),
    memberRows(customers, today),
    mailRows(orders, key),
    contactRows(customers, today),
    visitRows({ first: firstVolumeId, visits: customers * 3, today, days: daysOfVisits }),
    metadataRows(customers, today),
  ];
}

function customerRows(customers: number, today: string): string {
  const n = "n";
  const lastOrder = instant(daysBefore(today, lastOrderDays(n)), n);
  const columns = {
    id: n,
    email: emailOf(n),
    name: nameOf(n),
    phone: `case when ${oneIn(n, 13, 3)} then ${phoneOf(n)} end`,
    company_name: companyOf(n),
    vat_number: vatOf(n),
    password_hash: passwordHashOf(n),
    language: `case when ${oneIn(n, 14, 12)} then 'en' else 'nl' end`,
    preferences: `jsonb_build_object('contact', jsonb_build_object('phone', ${phoneOf(n)}), 'giftWrap', ${oneIn(n, 15, 4)})`,
    notice_version: "'2020-08'",
    created_at: instant(daysBefore(today, `3400 + ${roll(n, 18, 400)}`), n),
    last_order_at: lastOrder,
    updated_at: lastOrder,
  };
  return insertFrom("customers", columns, customerNumbers(customers));
}

function orderRows(orders: string): string {
  const contact = `jsonb_build_object('email', ${emailOf("who")})`;
  const checkout = `jsonb_strip_nulls(jsonb_build_object('contact', ${contact}, 'company', ${companyOf("who")}))`;
  return insertFrom("orders", { id: "id", number: key.label, ...orderColumns, checkout }, orders);
}

function invoiceRows(orders: string): string {
  const own = {
    number: "to_char(placed, 'YYYY') || '-' || id",
    company_name: companyOf("who"),
    vat_number: vatOf("who"),
    vat_cents: "cents * lines * 21 / 121",
  };
  return insertFrom("invoices", { ...invoiceColumns(key), ...own }, orders);
}

/** One order in twelve; of those one in five is refused. */
function deferredRows(orders: string): string {
  const request = {
    id: "id",
    ...key.columns,
    provider_ref: "'later_' || md5('later' || o::text)",
    outcome: `case when ${oneIn("o", 43, 5)} then 'refused' else 'accepted' end`,
    asked_at: instant("placed", "o"),
  };
  return insertFrom("deferred_payment_requests", request, `${orders} where ${oneIn("o", 42, 12)}`);
}

/** One customer in three, and as many again who are no customers. */
function memberRows(customers: number, today: string): string {
  const n = "n";
  const left = oneIn(n, 29, 5);
  const member = {
    id: `${firstVolumeId} + n`,
    member_ref: "'m_' || md5('member' || n::text)",
    email: emailOf(n),
    name: `case when ${oneIn(n, 44, 2)} then ${nameOf(n)} end`,
    status: `case when ${left} then 'unsubscribed' else 'subscribed' end`,
    tags: `array[${pick(n, 45, ["tuin", "huis", "licht"])}]`,
    consented_at: instant(daysBefore(today, `900 + ${roll(n, 28, 900)}`), n),
    opened_at: `case when ${oneIn(n, 46, 2)} then ${instant(daysBefore(today, roll(n, 47, 60)), n)} end`,
    unsubscribed_at: `case when ${left} then ${instant(daysBefore(today, roll(n, 30, 360)), n)} end`,
    synced_at: `timestamp '${today}' at time zone 'UTC'`,
  };
  return insertFrom("newsletter_members", member, `${customerNumbers(customers * 2)} where ${oneIn(n, 31, 3)}`);
}

function metadataRows(customers: number, today: string): string {
  const counted = {
    id: "m",
    host: pick("m", 48, ["winkel-1.example", "winkel-2.example"]),
    at: instant(daysBefore(today, roll("m", 49, daysOfVisits)), "m"),
    bytes: `1000 + ${roll("m", 50, 900_000)}`,
  };
  return insertFrom(
    "platform_metadata",
    counted,
    `generate_series(${firstVolumeId}::bigint, ${firstVolumeId + customers - 1}) m`,
  );
}
