/** Erasing one person in MariaDB through the connector, held against SQL written by hand for the same tables in the same run. */
import { randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Connection, createConnection, type ResultSetHeader, type RowDataPacket } from "mysql2/promise";
import { limits, localDate, type PlanId } from "#base";
import { connect, type ConnectedSystem, type Subject } from "#connectors";
import { parsePolicy, type Policy } from "#policy";
import { startMariadb, stopMariadb } from "../harness/mariadb-server.ts";
import { currentLoad, digits, type Report, spread, type Spread, spreadText, timed } from "./measure.ts";

const day = localDate("2026-11-22");
const database = "bench";

/** Every commit waits for the disk, as in production; memory as a small server would give it. */
const settings = ["--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=1G", "--innodb-log-file-size=512M"];

const tables = `
  create table customers (id int primary key, email varchar(190) not null, name varchar(100), phone varchar(30), key (email));
  create table addresses (id int primary key, customer_id int not null, street varchar(100), foreign key (customer_id) references customers (id));
  create table orders (id int primary key, customer_id int, email_copy varchar(190), gift_message varchar(200), placed_on date,
    foreign key (customer_id) references customers (id), key (email_copy));
  create table order_lines (id int primary key, order_id int not null, engraving varchar(100), sku int, foreign key (order_id) references orders (id));
  create table invoices (id int primary key, order_id int not null, addressee varchar(100), book_year int not null, made_on date not null,
    foreign key (order_id) references orders (id));
  create table visits (id int primary key, customer_id int not null, path varchar(100), at datetime, foreign key (customer_id) references customers (id));
  create table letters (id int primary key, email varchar(190) not null, subject varchar(100), key (email));`;

const policyText = `
gestand: 1
organisation: {name: Bench, country: NL, contact: {email: privacy@bench.example}}
languages: [en]
inForce: 2026-01-01
persons:
  customer: {title: {en: customer}}
purposes:
  sell: {title: {en: sell}, of: customer, basis: contract, uses: [name, contact.email, contact.phone, address, order-history, network.visits]}
rights: {access: {}, erasure: {}}
keep:
  profile: {until: relationship ends, then: erase}
systems:
  shop:
    title: {en: shop}
    connector: mariadb
    url: env:SHOP
    schema: ${database}
    country: NL
    tables:
      customers:
        person: {is: customer, email: email}
        columns: {email: contact.email, name: name, phone: contact.phone}
        keep: profile
        erase: delete
      addresses:
        person: customer_id -> customers
        columns: {street: address}
        keep: profile
        erase: delete
      orders:
        person: [customer_id -> customers, {email: email_copy, of: customer}]
        columns: {email_copy: {is: contact.email, erased: null}, gift_message: {is: order-history, erased: null}, customer_id: {is: order-history, erased: null}}
        other: [placed_on]
        keep: profile
        erase: anonymise
      order_lines:
        person: order_id -> orders
        columns: {engraving: {is: order-history, erased: null}}
        other: [sku]
        keep: profile
        erase: anonymise
      invoices:
        person: order_id -> orders
        columns: {addressee: name}
        other: [book_year, made_on]
        keep: profile
        erase: delete
      visits:
        person: customer_id -> customers
        columns: {path: network.visits}
        other: [at]
        keep: profile
        erase: delete
      letters:
        person: {email: email, of: customer}
        columns: {email: contact.email, subject: order-history}
        keep: profile
        erase: delete
`;

/** A customer has 1 address, 3 orders of 3 lines with an invoice each, 8 visits and 4 letters. */
const perCustomer = { addresses: 1, orders: 3, order_lines: 9, invoices: 3, visits: 8, letters: 4 };

interface Customer {
  readonly id: number;
  readonly email: string;
}

export async function benchEraseMariadb(size: { customers: number; persons: number; visits: number }): Promise<Report> {
  const before = currentLoad();
  const folder = await mkdtemp(join(process.env["GESTAND_BENCH_FOLDER"] ?? "/tmp", "gestand-bench-"));
  await chmod(folder, 0o711);
  await mkdir(join(folder, "data"));
  const socket = join(folder, "mariadb.sock");
  await startMariadb(folder, socket, { owner: String(process.pid), settings });
  try {
    return await measure(socket, size, before);
  } finally {
    await stopMariadb(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  socket: string,
  { customers, persons, visits }: { customers: number; persons: number; visits: number },
  before: number,
): Promise<Report> {
  const hand = await connected(socket);
  await hand.query(`create database ${database} character set utf8mb4`);
  await hand.query(`use ${database}`);
  await hand.query(tables);
  await fill(hand, customers);
  const url = `mysql://root@localhost/${database}?socket=${encodeURIComponent(socket)}`;
  const policy = benchPolicy();
  const [system] = policy.systems;
  if (system === undefined) throw new Error("the policy of the bench has no system");
  const shop = await connect({ policy, system, url });
  try {
    await shop.guardInstall();
    const chosen = Array.from({ length: 2 * persons + 18 }, (_, at) => customerAt(customers, at));
    const take = (count: number) => chosen.splice(0, count);
    for (const one of take(3)) await sameRows(hand, shop, one);
    for (const one of take(6)) await eraseHere(shop, one);
    const small = await interleaved(hand, shop, take(2 * persons));
    const large = visits === 0 ? undefined : await manyRows(hand, shop, take(9), visits);
    const rows = customers * (1 + Object.values(perCustomer).reduce((sum, each) => sum + each, 0));
    return {
      bench: "erase-mariadb",
      compares: `connector.erase of one person in MariaDB with ${digits(rows)} rows, against SQL by hand that changes the same rows in one transaction; milliseconds, median (least–most)`,
      headings: ["", "connector", "by hand", "ratio"],
      rows: [
        rowOf(`a customer (${persons} each)`, small.ours, small.theirs),
        ...(large === undefined ? [] : [rowOf(`a person with ${digits(visits)} rows`, large.ours, large.theirs)]),
      ],
      figures: { rows, customers, small, large },
      load: [before, currentLoad()],
    };
  } finally {
    await shop.close();
    await hand.end();
  }
}

function benchPolicy(): Policy {
  const { policy, problems } = parsePolicy("policy.yaml", policyText);
  if (policy === undefined) throw new Error(JSON.stringify(problems));
  return policy;
}

/** The server takes some seconds before it answers. */
/** Waits for the server to answer. */
export async function connected(socketPath: string): Promise<Connection> {
  for (let tries = 0; ; tries++) {
    const options = { socketPath, user: "root", multipleStatements: true };
    const connection = await createConnection(options).catch((error: unknown) => error);
    if (!(connection instanceof Error)) return connection as Connection;
    if (tries === 600) throw connection;
    await pause(100);
  }
}

/** Who has the row with this number, where each has so many. */
const owner = (count: number) => `((seq - 1) div ${count} + 1)`;
const addressOf = (id: string) => `concat('klant', ${id}, '@post.example')`;

/** In pieces, so that no transaction grows without end. */
async function fill(hand: Connection, customers: number): Promise<void> {
  const piece = 20_000;
  await hand.query("set session foreign_key_checks = 0, unique_checks = 0");
  for (let from = 1; from <= customers; from += piece) {
    const to = Math.min(customers, from + piece - 1);
    const each = (count: number) => `seq_${(from - 1) * count + 1}_to_${to * count}`;
    await hand.query(`begin;
      insert into customers select seq, ${addressOf("seq")}, concat('Klant ', seq), '0612345678' from seq_${from}_to_${to};
      insert into addresses select seq, seq, 'Dorpsstraat 1' from ${each(1)};
      insert into orders select seq, ${owner(3)}, ${addressOf(owner(3))}, 'Veel plezier', '2024-05-01' from ${each(3)};
      insert into order_lines select seq, ${owner(3)}, 'Voor jou', seq mod 5000 from ${each(9)};
      insert into invoices select seq, seq, 'Klant', 2015, '2015-05-01' from ${each(3)};
      insert into visits select seq, ${owner(8)}, '/schoenen', '2026-11-01' from ${each(8)};
      insert into letters select seq, ${addressOf(owner(4))}, 'Uw bestelling' from ${each(4)};
      commit`);
  }
  await hand.query("set session foreign_key_checks = 1, unique_checks = 1");
  await hand.query("analyze table customers, addresses, orders, order_lines, invoices, visits, letters");
}

/** Spread over all of them. */
function customerAt(customers: number, at: number): Customer {
  const id = ((at * 7_919 + 13) % customers) + 1;
  return { id, email: `klant${id}@post.example` };
}

async function eraseHere(
  shop: ConnectedSystem,
  { id, email }: Customer,
  rowsPerTransaction: number = limits.rowsPerTransaction,
) {
  const subject: Subject = { emails: [email], anchors: [{ system: "shop", table: "customers", key: [String(id)] }] };
  const plan = randomUUID() as string as PlanId;
  const erased = await shop.erase({ plan, step: 1, attempt: 1, subject, today: day, rowsPerTransaction });
  if (!erased.ok) throw new Error(erased.message);
  return erased.value.tables;
}

/** What somebody who knows these tables by heart would write: children first, sets by number and address. */
async function eraseByHand(hand: Connection, { id, email }: Customer, undo = false): Promise<Map<string, number>> {
  // Joined, because MariaDB reads a whole table to change the rows of an IN.
  const orders = "(select id from orders where customer_id = ? union select id from orders where email_copy = ?) o";
  const statements: readonly (readonly [string, string, readonly (number | string)[]])[] = [
    ["invoices", `delete t from ${orders} straight_join invoices t on t.order_id = o.id`, [id, email]],
    [
      "order_lines",
      `update ${orders} straight_join order_lines t on t.order_id = o.id set t.engraving = null`,
      [id, email],
    ],
    [
      "orders",
      `update ${orders} straight_join orders t on t.id = o.id set t.customer_id = null, t.email_copy = null, t.gift_message = null`,
      [id, email],
    ],
    ["visits", "delete from visits where customer_id = ?", [id]],
    ["addresses", "delete from addresses where customer_id = ?", [id]],
    ["letters", "delete from letters where email = ?", [email]],
    ["customers", "delete from customers where id = ?", [id]],
  ];
  const changed = new Map<string, number>();
  await hand.query("begin");
  for (const [table, sql, values] of statements) {
    const [done] = await hand.execute<ResultSetHeader>(sql, [...values]);
    changed.set(table, done.affectedRows);
  }
  await hand.query(undo ? "rollback" : "commit");
  return changed;
}

/** The comparison is fair only when both change the same rows. */
async function sameRows(hand: Connection, shop: ConnectedSystem, customer: Customer): Promise<void> {
  const byHand = await eraseByHand(hand, customer, true);
  const ours = (await eraseHere(shop, customer)).flatMap(({ table, deleted, anonymised }) =>
    deleted + anonymised === 0 ? [] : [`${table} ${deleted + anonymised}`],
  );
  const theirs = [...byHand].map(([table, changed]) => `${table} ${changed}`);
  const [left] = await hand.query<RowDataPacket[]>("select count(*) as n from customers where id = ?", [customer.id]);
  if (ours.toSorted().join() === theirs.toSorted().join() && left[0]?.["n"] === 0) return;
  throw new Error(
    `The two sides do not change the same rows.\nconnector: ${ours.join(", ")}\nby hand:   ${theirs.join(", ")}`,
  );
}

/** One by the connector, one by hand, and the other way round the next time, so that neither has the warmer cache. */
async function interleaved(hand: Connection, shop: ConnectedSystem, customers: readonly Customer[]) {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (const [at, customer] of customers.entries()) {
    const connectorsTurn = (at + (at >> 1)) % 2 === 0;
    if (connectorsTurn) ours.push((await timed(() => eraseHere(shop, customer))).ms);
    else theirs.push((await timed(() => eraseByHand(hand, customer))).ms);
  }
  return { ours: spread(ours), theirs: spread(theirs) };
}

async function manyRows(hand: Connection, shop: ConnectedSystem, customers: readonly Customer[], visits: number) {
  const times = { ours: [] as number[], theirs: [] as number[] };
  let next = 1_000_000_000;
  for (const [at, customer] of customers.entries()) {
    await hand.query(
      `insert into visits select ${next} + seq, ${customer.id}, '/schoenen', '2026-11-01' from seq_1_to_${visits}`,
    );
    next += visits;
    if (at === 0) await eraseByHand(hand, customer);
    else if (at % 2 === 0) times.ours.push((await timed(() => eraseHere(shop, customer, Number.MAX_SAFE_INTEGER))).ms);
    else times.theirs.push((await timed(() => eraseByHand(hand, customer))).ms);
  }
  return { ours: spread(times.ours), theirs: spread(times.theirs) };
}

function rowOf(name: string, ours: Spread, theirs: Spread): string[] {
  return [name, spreadText(ours), spreadText(theirs), `${(ours.median / theirs.median).toFixed(2)}x`];
}
