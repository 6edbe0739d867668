/**
 * What every sample shop has a great deal of. Every row is a function of its number, so nothing is looked up and nothing is
 * held in memory. Columns are given as SQL expressions over one stream of orders, or over the number of a customer.
 */
import { daysBefore, instant } from "../days.ts";
import { addressOf, emailOf, houseNumberOf, nameOf, postcodeOf, streetOf, townOf } from "../people.ts";
import { oneIn, pick, roll } from "../random.ts";

/** Rows with lower numbers are the cast's. */
export const firstVolumeId = 10_000;
export const firstCustomer = 1_000;

/** Column to SQL expression. */
export type Columns = Readonly<Record<string, string>>;

/** How a shop refers to an order. */
export interface OrderKey {
  /** The referring columns, and what they hold of a row of the stream. */
  readonly columns: Columns;
  /** What people see as its number. */
  readonly label: string;
}

export function insertFrom(table: string, columns: Columns, from: string): string {
  return `insert into ${table} (${Object.keys(columns).join(", ")}) select ${Object.values(columns).join(", ")} from ${from}`;
}

export const lastOrderDays = (who: string): string => roll(who, 12, 1500);

/**
 * Two orders for each customer on average; one in ten is a guest's. Each row has `o` (its number from 0), `id`, `guest`, `who`
 * (whose invented name and address), `customer_id` (null for guests), `placed` (a date), `lines`, `cents`, and what `more` adds.
 * `offset 0` has each expression evaluated once.
 */
export function orderStream(customers: number, today: string, more: Columns = {}): string {
  const added = Object.entries(more).map(([name, value]) => `${value} as ${name}, `);
  return `(
    select *, case when guest then null else who end as customer_id, 1 + ${roll("o", 15, 3)} as lines,
           995 + ${roll("o", 16, 9000)} as cents
      from (select *, ${daysBefore(today, `${lastOrderDays("who")} + 170 * ${roll("o", 14, 12)}`)} as placed
              from (select *, case when guest then 100000000 + o
                                   else ${firstCustomer} + ${roll("o", 11, customers)} end as who
                      from (select o, ${added.join("")}${firstVolumeId} + o as id, ${oneIn("o", 10, 10)} as guest
                              from generate_series(0::bigint, ${customers * 2 - 1}) o) numbered offset 0) whose
            offset 0) dated
    offset 0) o`;
}

/** The numbers of all customers, as `n`. */
export const customerNumbers = (customers: number): string =>
  `generate_series(${firstCustomer}::bigint, ${firstCustomer + customers - 1}) n`;

export const passwordHashOf = (who: string): string =>
  `'$argon2id$v=19$m=65536,t=3,p=4$' || md5(${who}::text) || '$' || md5('hash' || ${who}::text)`;

export function addressRows(customers: number, country: string): string {
  const columns = {
    id: `${firstVolumeId} + n`,
    customer_id: "n",
    kind: "'ship'",
    name: nameOf("n"),
    street: streetOf("n"),
    house_number: houseNumberOf("n"),
    postcode: postcodeOf("n"),
    town: townOf("n"),
    country: `'${country}'`,
  };
  return insertFrom("addresses", columns, customerNumbers(customers));
}

/** Of an order; what else a shop keeps of it is added to these. */
export const orderColumns: Columns = {
  customer_id: "customer_id",
  email_copy: emailOf("who"),
  ship_address_id: `case when not guest then ${firstVolumeId} + who end`,
  guest_name: `case when guest then ${nameOf("who")} end`,
  guest_address: `case when guest then ${addressOf("who")} end`,
  remarks: `case when ${oneIn("o", 18, 25)} then 'Graag bij de buren afgeven.' end`,
  status: pick("o", 19, ["delivered", "delivered", "delivered", "returned"]),
  total_cents: "cents * lines",
  placed_at: instant("placed", "o"),
  updated_at: instant("placed", "o"),
};

const everyLine = (orders: string): string => `${orders}, generate_series(1, lines) line`;
const article = roll("o * 3 + line", 20, 200);

export function lineRows(orders: string, { columns }: OrderKey): string {
  const sku = `'SKU-' || lpad((1 + ${article})::text, 4, '0')`;
  return insertFrom(
    "order_lines",
    { ...columns, line: "line", sku, quantity: "1", price_cents: "cents" },
    everyLine(orders),
  );
}

/** Of an invoice; its number and what the law asks beside it are the shop's. */
export const invoiceColumns = ({ columns }: OrderKey): Columns => ({
  id: "id",
  ...columns,
  issued_on: "placed",
  name: nameOf("who"),
  address: addressOf("who"),
  details: `jsonb_build_object('contact', jsonb_build_object('email', ${emailOf("who")}), 'vat', 21)`,
  total_cents: "cents * lines",
  pdf_object_key: "'invoices/' || id || '.pdf'",
});

export function invoiceLineRows(orders: string): string {
  const columns = {
    invoice_id: "id",
    line: "line",
    description: `'Artikel ' || (1 + ${article})`,
    quantity: "1",
    price_cents: "cents",
    vat_percent: "21",
  };
  return insertFrom("invoice_lines", columns, everyLine(orders));
}

export function paymentRows(orders: string, { columns }: OrderKey, methods: readonly string[]): string {
  const payment = {
    id: "id",
    ...columns,
    provider: "'example-payments'",
    provider_ref: "'pay_' || md5(o::text)",
    method: pick("o", 21, methods),
    last4: `lpad((${roll("o", 22, 10_000)})::text, 4, '0')`,
    amount_cents: "cents * lines",
    status: "'paid'",
    paid_on: "placed",
  };
  return insertFrom("payments", payment, orders);
}

/** `carriers` are the codes of those that the shop works with. */
export function shipmentRows(orders: string, { columns }: OrderKey, carriers: readonly string[]): string {
  const shipment = {
    id: "id",
    ...columns,
    carrier: pick("o", 40, carriers),
    tracking: "'3X' || upper(left(md5(o::text), 10))",
    label_name: nameOf("who"),
    label_object_key: "'labels/' || id || '.pdf'",
    sent_on: "placed + 1",
  };
  return insertFrom("shipments", shipment, orders);
}

/** Packing slips, for one order in two. `subject` are the columns that say what a document is about. */
export function documentRows(orders: string, subject: Columns, { label }: OrderKey): string {
  const document = {
    id: "id",
    ...subject,
    kind: "'packing-slip'",
    title: `'Pakbon ' || ${label}`,
    object_key: "'documents/' || id || '.pdf'",
    made_on: "placed",
  };
  return insertFrom("documents", document, `${orders} where ${oneIn("o", 23, 2)}`);
}

export function ledgerRows(orders: string, { columns, label }: OrderKey, more: Columns = {}): string {
  const line = {
    id: "id",
    ...columns,
    name: nameOf("who"),
    address: addressOf("who"),
    town: townOf("who"),
    order_details: `jsonb_build_object('number', ${label}, 'cents', cents * lines)`,
    exported_on: "placed + 30",
    ...more,
  };
  return insertFrom("ledger_exports", line, orders);
}

export function mailRows(orders: string, { label }: OrderKey): string {
  const mail = {
    id: "id",
    to_address: emailOf("who"),
    template: "'order-confirmation'",
    class: "'transactional'",
    subject: `'Uw bestelling ' || ${label}`,
    sent_at: instant("placed", "o"),
  };
  return insertFrom("mail_messages", mail, orders);
}

/** Questions, from one customer in five. */
export function contactRows(customers: number, today: string): string {
  const question = {
    id: `${firstVolumeId} + n`,
    email: emailOf("n"),
    name: nameOf("n"),
    subject: pick("n", 32, ["Vraag over mijn bestelling", "Retour", "Levertijd"]),
    body: "'Kunt u mij hierover meer vertellen?'",
    received_at: instant(daysBefore(today, roll("n", 33, 900)), "n"),
  };
  return insertFrom("contact_messages", question, `${customerNumbers(customers)} where ${oneIn("n", 34, 5)}`);
}

export interface Visits {
  /** The number of the first. */
  readonly first: number;
  readonly visits: number;
  readonly today: string;
  /** Over how many days they are spread. */
  readonly days: number;
  /** Columns of the shop's own, over `v`. */
  readonly more?: Columns;
}

export function visitRows({ first, visits, today, days, more = {} }: Visits): string {
  const visit = {
    id: "v",
    visited_at: instant(daysBefore(today, roll("v", 35, days)), "v"),
    ...more,
    ip_truncated: "'203.0.113.0/24'::inet",
    agent: pick("v", 38, ["firefox", "chrome", "safari"]),
    path: pick("v", 39, ["/", "/product/stoel", "/product/lamp", "/winkelwagen", "/zoeken"]),
  };
  return insertFrom("visit_log", visit, `generate_series(${first}::bigint, ${first + visits - 1}) v`);
}
