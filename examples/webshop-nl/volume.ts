/**
 * The rows that make the shop as large as a real one. The statements of `volumeStatements` may run side by side.
 */
import { daysBefore, instant } from "../kit/days.ts";
import { emailOf, nameOf, phoneOf } from "../kit/people.ts";
import { oneIn, pick, roll } from "../kit/random.ts";
import {
  addressRows,
  contactRows,
  customerNumbers,
  documentRows,
  firstCustomer,
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

export { firstVolumeId } from "../kit/shop/volume.ts";

const daysOfVisits = 240;
/** The two shop fronts number their orders independently. */
const twoFronts = { shop: "(1 + o % 2)::smallint", number: "100000 + o / 2" };
const key: OrderKey = { columns: { shop: "shop", order_number: "number" }, label: "shop || '-' || number" };

/** `insert` statements, without parameters. `customers` is a whole number, `today` a calendar day. */
export function volumeStatements(customers: number, today: string): readonly string[] {
  if (customers === 0) return [];
  const orders = orderStream(customers, today, twoFronts);
  return [
    customerRows(customers, today),
    addressRows(customers, "NL"),
    orderRows(orders),
    lineRows(orders, key),
    invoiceRows(orders),
    invoiceLineRows(orders),
    paymentRows(orders, key, ["ideal", "card"]),
    shipmentRows(orders, key, ["example-parcels"]),
    documentRows(orders, { subject_type: "'order'", subject_shop: "shop", subject_id: "number" }, key),
    ledgerRows(orders, { ...key, label: "number" }),
    reviewRows(orders),
    invitationRows(orders),
    newsletterRows(customers, today),
    mailRows(orders, key),
    contactRows(customers, today),
    visitRows({ first: firstVolumeId, visits: customers * 3, today, days: daysOfVisits, more: somebody(customers) }),
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
    password_hash: passwordHashOf(n),
    language: `case when ${oneIn(n, 14, 12)} then 'en' else 'nl' end`,
    preferences: `jsonb_build_object('contact', jsonb_build_object('phone', ${phoneOf(n)}), 'giftWrap', ${oneIn(n, 15, 4)})`,
    referred_by: `case when n > ${firstCustomer} + 20 and ${oneIn(n, 16, 20)} then n - 1 - ${roll(n, 17, 20)} end`,
    notice_version: "'2022-07'",
    created_at: instant(daysBefore(today, `3400 + ${roll(n, 18, 400)}`), n),
    last_order_at: lastOrder,
    updated_at: lastOrder,
  };
  return insertFrom("customers", columns, customerNumbers(customers));
}

function orderRows(orders: string): string {
  const checkout = `jsonb_build_object('contact', jsonb_build_object('email', ${emailOf("who")}), 'browser', 'Firefox')`;
  return insertFrom("orders", { shop: "shop", number: "number", ...orderColumns, checkout }, orders);
}

function invoiceRows(orders: string): string {
  const number = "to_char(placed, 'YYYY') || '-' || shop || '-' || lpad(number::text, 9, '0')";
  return insertFrom("invoices", { ...invoiceColumns(key), number, book_year: "extract(year from placed)" }, orders);
}

function reviewRows(orders: string): string {
  const review = {
    id: "id",
    ...key.columns,
    platform_ref: "'rev_' || md5('review' || o::text)",
    public_name: nameOf("who"),
    stars: `3 + ${roll("o", 24, 3)}`,
    body: pick("o", 25, ["Snel geleverd.", "Goede kwaliteit.", "Doos was beschadigd, netjes opgelost."]),
    received_at: instant("placed + 20", "o"),
  };
  return insertFrom("reviews", review, `${orders} where ${oneIn("o", 26, 6)}`);
}

function invitationRows(orders: string): string {
  const invitation = {
    id: "id",
    ...key.columns,
    email: emailOf("who"),
    consented_at: instant("placed", "o"),
    sent_at: instant("placed + 14", "o"),
  };
  return insertFrom("review_invitations", invitation, `${orders} where ${oneIn("o", 27, 3)}`);
}

function newsletterRows(customers: number, today: string): string {
  const n = "n";
  const subscription = {
    id: `${firstVolumeId} + n`,
    email: emailOf(n),
    list: "'news'",
    consented_at: instant(daysBefore(today, `900 + ${roll(n, 28, 900)}`), n),
    unsubscribed_at: `case when ${oneIn(n, 29, 5)} then ${instant(daysBefore(today, roll(n, 30, 900)), n)} end`,
  };
  return insertFrom("newsletter_subscriptions", subscription, `${customerNumbers(customers)} where ${oneIn(n, 31, 3)}`);
}

/** Half of the visits are of somebody who is signed in. */
const somebody = (customers: number): { readonly customer_id: string } => ({
  customer_id: `case when ${oneIn("v", 36, 2)} then ${firstCustomer} + ${roll("v", 37, customers)} end`,
});

/** Visits of one customer, numbered after those of `customers` others; no statement when there are none. */
export function visitsOf(customerId: number, visits: number, customers: number, today: string): readonly string[] {
  if (visits === 0) return [];
  const first = firstVolumeId + customers * 3;
  return [visitRows({ first, visits, today, days: daysOfVisits, more: { customer_id: `${customerId}` } })];
}
