/**
 * The rows that make the shop as large as a real one. Every row is a function of its number, so nothing is looked up,
 * nothing is held in memory and the statements of `volumeStatements` may run side by side.
 */
import { addressOf, emailOf, houseNumberOf, nameOf, phoneOf, postcodeOf, streetOf, townOf } from "../kit/people.ts";
import { oneIn, pick, roll } from "../kit/random.ts";

/** Rows with lower numbers are the cast's. */
export const firstVolumeId = 10_000;
const firstCustomer = 1_000;
const daysOfVisits = 240;

/** `insert` statements, without parameters. `customers` is a whole number, `today` a calendar day. */
export function volumeStatements(customers: number, today: string): readonly string[] {
  if (customers === 0) return [];
  const orders = ordersOf(customers, today);
  return [
    customerRows(customers, today),
    addressRows(customers),
    orderRows(orders),
    lineRows(orders),
    invoiceRows(orders),
    invoiceLineRows(orders),
    paymentRows(orders),
    shipmentRows(orders),
    documentRows(orders),
    ledgerRows(orders),
    reviewRows(orders),
    invitationRows(orders),
    newsletterRows(customers, today),
    mailRows(orders),
    contactRows(customers, today),
    visitRows(customers, today),
  ];
}

const daysBefore = (today: string, days: string): string => `(date '${today}' - (${days})::int)`;
const instant = (day: string, salt: string): string =>
  `((${day})::timestamp at time zone 'UTC' + make_interval(secs => 28800 + ${roll(salt, 17, 36_000)}))`;
const lastOrderDays = (who: string): string => roll(who, 12, 1500);

/** Two orders for each customer on average; one in ten is a guest's. `offset 0` has each expression evaluated once. */
function ordersOf(customers: number, today: string): string {
  return `(
    select o, shop, number, guest, who, id, placed, case when guest then null else who end as customer_id,
           1 + ${roll("o", 15, 3)} as lines, 995 + ${roll("o", 16, 9000)} as cents
      from (select *, ${daysBefore(today, `${lastOrderDays("who")} + 170 * ${roll("o", 14, 12)}`)} as placed
              from (select *, case when guest then 100000000 + o
                                   else ${firstCustomer} + ${roll("o", 11, customers)} end as who
                      from (select o, (1 + o % 2)::smallint as shop, 100000 + o / 2 as number,
                                   ${firstVolumeId} + o as id, ${oneIn("o", 10, 10)} as guest
                              from generate_series(0::bigint, ${customers * 2 - 1}) o) numbered offset 0) whose
            offset 0) dated
    offset 0) o`;
}

function customerRows(customers: number, today: string): string {
  const n = "n";
  return `insert into customers (id, email, name, phone, password_hash, language, preferences, referred_by,
      notice_version, created_at, last_order_at, updated_at)
    select n, ${emailOf(n)}, ${nameOf(n)}, case when ${oneIn(n, 13, 3)} then ${phoneOf(n)} end,
           '$argon2id$v=19$m=65536,t=3,p=4$' || md5(n::text) || '$' || md5('hash' || n::text),
           case when ${oneIn(n, 14, 12)} then 'en' else 'nl' end,
           jsonb_build_object('contact', jsonb_build_object('phone', ${phoneOf(n)}), 'giftWrap', ${oneIn(n, 15, 4)}),
           case when n > ${firstCustomer} + 20 and ${oneIn(n, 16, 20)} then n - 1 - ${roll(n, 17, 20)} end,
           '2022-07', ${instant(daysBefore(today, `3400 + ${roll(n, 18, 400)}`), n)},
           ${instant(daysBefore(today, lastOrderDays(n)), n)}, ${instant(daysBefore(today, lastOrderDays(n)), n)}
      from generate_series(${firstCustomer}::bigint, ${firstCustomer + customers - 1}) n`;
}

function addressRows(customers: number): string {
  const n = "n";
  return `insert into addresses (id, customer_id, kind, name, street, house_number, postcode, town)
    select ${firstVolumeId} + n, n, 'ship', ${nameOf(n)}, ${streetOf(n)}, ${houseNumberOf(n)}, ${postcodeOf(n)},
           ${townOf(n)}
      from generate_series(${firstCustomer}::bigint, ${firstCustomer + customers - 1}) n`;
}

function orderRows(orders: string): string {
  const statuses = ["delivered", "delivered", "delivered", "returned"];
  return `insert into orders (shop, number, customer_id, email_copy, ship_address_id, guest_name, guest_address, remarks,
      checkout, status, total_cents, placed_at, updated_at)
    select shop, number, customer_id, ${emailOf("who")}, case when not guest then ${firstVolumeId} + who end,
           case when guest then ${nameOf("who")} end, case when guest then ${addressOf("who")} end,
           case when ${oneIn("o", 18, 25)} then 'Graag bij de buren afgeven.' end,
           jsonb_build_object('contact', jsonb_build_object('email', ${emailOf("who")}), 'browser', 'Firefox'),
           ${pick("o", 19, statuses)}, cents * lines, ${instant("placed", "o")}, ${instant("placed", "o")}
      from ${orders}`;
}

function lineRows(orders: string): string {
  return `insert into order_lines (shop, order_number, line, sku, quantity, price_cents)
    select shop, number, line, 'SKU-' || lpad((1 + ${roll("o * 3 + line", 20, 200)})::text, 4, '0'), 1, cents
      from ${orders}, generate_series(1, lines) line`;
}

const invoiceNumber = "to_char(placed, 'YYYY') || '-' || shop || '-' || lpad(number::text, 9, '0')";

function invoiceRows(orders: string): string {
  return `insert into invoices (id, shop, order_number, number, issued_on, book_year, name, address, details, total_cents,
      pdf_object_key)
    select id, shop, number, ${invoiceNumber}, placed, extract(year from placed), ${nameOf("who")}, ${addressOf("who")},
           jsonb_build_object('contact', jsonb_build_object('email', ${emailOf("who")}), 'vat', 21), cents * lines,
           'invoices/' || id || '.pdf'
      from ${orders}`;
}

function invoiceLineRows(orders: string): string {
  return `insert into invoice_lines (invoice_id, line, description, quantity, price_cents, vat_percent)
    select id, line, 'Artikel ' || (1 + ${roll("o * 3 + line", 20, 200)}), 1, cents, 21
      from ${orders}, generate_series(1, lines) line`;
}

function paymentRows(orders: string): string {
  return `insert into payments (id, shop, order_number, provider, provider_ref, method, last4, amount_cents, status,
      paid_on)
    select id, shop, number, 'example-payments', 'pay_' || md5(o::text), ${pick("o", 21, ["ideal", "card"])},
           lpad((${roll("o", 22, 10_000)})::text, 4, '0'), cents * lines, 'paid', placed
      from ${orders}`;
}

function shipmentRows(orders: string): string {
  return `insert into shipments (id, shop, order_number, carrier, tracking, label_name, label_object_key, sent_on)
    select id, shop, number, 'example-parcels', '3X' || upper(left(md5(o::text), 10)), ${nameOf("who")},
           'labels/' || id || '.pdf', placed + 1
      from ${orders}`;
}

function documentRows(orders: string): string {
  return `insert into documents (id, subject_type, subject_shop, subject_id, kind, title, object_key, made_on)
    select id, 'order', shop, number, 'packing-slip', 'Pakbon ' || shop || '-' || number, 'documents/' || id || '.pdf',
           placed
      from ${orders} where ${oneIn("o", 23, 2)}`;
}

function ledgerRows(orders: string): string {
  return `insert into ledger_exports (id, shop, order_number, name, address, town, order_details, exported_on)
    select id, shop, number, ${nameOf("who")}, ${addressOf("who")}, ${townOf("who")},
           jsonb_build_object('number', number, 'cents', cents * lines), placed + 30
      from ${orders}`;
}

function reviewRows(orders: string): string {
  const texts = ["Snel geleverd.", "Goede kwaliteit.", "Doos was beschadigd, netjes opgelost."];
  return `insert into reviews (id, shop, order_number, platform_ref, public_name, stars, body, received_at)
    select id, shop, number, 'rev_' || md5('review' || o::text), ${nameOf("who")}, 3 + ${roll("o", 24, 3)},
           ${pick("o", 25, texts)}, ${instant("placed + 20", "o")}
      from ${orders} where ${oneIn("o", 26, 6)}`;
}

function invitationRows(orders: string): string {
  return `insert into review_invitations (id, shop, order_number, email, consented_at, sent_at)
    select id, shop, number, ${emailOf("who")}, ${instant("placed", "o")}, ${instant("placed + 14", "o")}
      from ${orders} where ${oneIn("o", 27, 3)}`;
}

function newsletterRows(customers: number, today: string): string {
  const n = "n";
  return `insert into newsletter_subscriptions (id, email, list, consented_at, unsubscribed_at)
    select ${firstVolumeId} + n, ${emailOf(n)}, 'news', ${instant(daysBefore(today, `900 + ${roll(n, 28, 900)}`), n)},
           case when ${oneIn(n, 29, 5)} then ${instant(daysBefore(today, roll(n, 30, 900)), n)} end
      from generate_series(${firstCustomer}::bigint, ${firstCustomer + customers - 1}) n where ${oneIn(n, 31, 3)}`;
}

function mailRows(orders: string): string {
  return `insert into mail_messages (id, to_address, template, class, subject, sent_at)
    select id, ${emailOf("who")}, 'order-confirmation', 'transactional', 'Uw bestelling ' || shop || '-' || number,
           ${instant("placed", "o")}
      from ${orders}`;
}

function contactRows(customers: number, today: string): string {
  const n = "n";
  const subjects = ["Vraag over mijn bestelling", "Retour", "Levertijd"];
  return `insert into contact_messages (id, email, name, subject, body, received_at)
    select ${firstVolumeId} + n, ${emailOf(n)}, ${nameOf(n)}, ${pick(n, 32, subjects)},
           'Kunt u mij hierover meer vertellen?', ${instant(daysBefore(today, roll(n, 33, 900)), n)}
      from generate_series(${firstCustomer}::bigint, ${firstCustomer + customers - 1}) n where ${oneIn(n, 34, 5)}`;
}

/** Visits of one customer, numbered after those of `customers` others; no statement when there are none. */
export function visitsOf(customerId: number, visits: number, customers: number, today: string): readonly string[] {
  if (visits === 0) return [];
  const first = firstVolumeId + customers * 3;
  return [visitInsert(`${customerId}`, first, visits, today)];
}

function visitRows(customers: number, today: string): string {
  const somebody = `case when ${oneIn("v", 36, 2)} then ${firstCustomer} + ${roll("v", 37, customers)} end`;
  return visitInsert(somebody, firstVolumeId, customers * 3, today);
}

function visitInsert(customer: string, first: number, visits: number, today: string): string {
  const paths = ["/", "/product/stoel", "/product/lamp", "/winkelwagen", "/zoeken"];
  return `insert into visit_log (id, visited_at, customer_id, ip_truncated, agent, path)
    select v, ${instant(daysBefore(today, roll("v", 35, daysOfVisits)), "v")}, ${customer}, '203.0.113.0/24'::inet,
           ${pick("v", 38, ["firefox", "chrome", "safari"])}, ${pick("v", 39, paths)}
      from generate_series(${first}::bigint, ${first + visits - 1}) v`;
}
