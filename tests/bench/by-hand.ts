/**
 * What an engineer of the sample shop would write for one customer, knowing its tables by heart: sets by customer number
 * and e-mail address, children first, invoices of the last seven years kept. The other side of the comparison.
 */
import type { Client } from "pg";
import type { Customer } from "./cluster.ts";
import { today } from "./cluster.ts";

/** Books of this year and later stay: seven years after the end of the book year. */
const firstKeptYear = Number(today.slice(0, 4)) - 7;
// Two ways to a row are asked apart and put together: with OR between them PostgreSQL would read the whole table.
const orders = `(select shop, number from orders where customer_id = $1
  union all select shop, number from orders where customer_id is null and lower(btrim(email_copy)) = $2)`;
const ofOrders = `(shop, order_number) in ${orders}`;
const messages = "lower(btrim(email)) = $2";

/** Which rows are the customer's, table by table. `$1` is the number, `$2` the address. */
export const ownRows: Readonly<Record<string, string>> = {
  customers: "id = $1",
  email_changes: "customer_id = $1",
  addresses: "customer_id = $1",
  orders: `(shop, number) in ${orders}`,
  order_lines: ofOrders,
  documents: `id in (select id from documents where subject_type = 'order' and (subject_shop, subject_id) in ${orders}
    union all select id from documents where subject_type = 'customer' and subject_id = $1)`,
  invoices: ofOrders,
  invoice_lines: `invoice_id in (select id from invoices where ${ofOrders})`,
  payments: ofOrders,
  shipments: ofOrders,
  reviews: ofOrders,
  review_invitations: ofOrders,
  newsletter_subscriptions: messages,
  mail_messages: "lower(btrim(to_address)) = $2",
  contact_messages: `id in (select id from contact_messages where ${messages}
    union all select id from contact_messages where reply_to in (select id from contact_messages where ${messages}))`,
  visit_log: "customer_id = $1",
  ledger_exports: ofOrders,
};

/** Rows no longer held go, the others stay. */
const expired: Readonly<Record<string, string>> = {
  documents: `made_on < '${firstKeptYear}-01-01'`,
  invoice_lines: `invoice_id in (select id from invoices where book_year < ${firstKeptYear} and ${ofOrders})`,
  invoices: `book_year < ${firstKeptYear}`,
  payments: `paid_on < '${firstKeptYear}-01-01'`,
};

const deletedFirst = ["documents", "invoice_lines", "invoices", "payments", "shipments", "reviews"];
const deletedThen = ["review_invitations", "ledger_exports"];
const deletedLast = ["newsletter_subscriptions", "mail_messages", "contact_messages", "visit_log", "email_changes"];

const deletion = (table: string): string =>
  `delete from ${table} where ${ownRows[table]}${expired[table] === undefined ? "" : ` and ${expired[table]}`}`;

const statements: readonly { readonly table: string; readonly sql: string }[] = [
  ...[...deletedFirst, ...deletedThen].map((table) => ({ table, sql: deletion(table) })),
  { table: "order_lines", sql: `update order_lines set engraving = null where ${ownRows["order_lines"]}` },
  {
    table: "orders",
    sql: `update orders set customer_id = null, gift_for = null, gift_message = null, email_copy = null,
      ship_address_id = null, guest_name = null, guest_address = null, remarks = null, checkout = '{}'
      where ${ownRows["orders"]}`,
  },
  ...[...deletedLast, "addresses", "customers"].map((table) => ({ table, sql: deletion(table) })),
];

/** Rows changed per table. Leaves the transaction open when `commit` is false. */
export async function eraseByHand(
  client: Client,
  customer: Customer,
  commit = true,
): Promise<ReadonlyMap<string, number>> {
  const changed = new Map<string, number>();
  await client.query("begin");
  for (const { table, sql } of statements) {
    const values = [...(sql.includes("$1") ? [customer.id] : []), ...(sql.includes("$2") ? [customer.email] : [])];
    const text = sql.includes("$1") ? sql : sql.replaceAll("$2", "$1");
    const result = await client.query(text, values);
    if ((result.rowCount ?? 0) > 0) changed.set(table, result.rowCount ?? 0);
  }
  if (commit) await client.query("commit");
  return changed;
}
