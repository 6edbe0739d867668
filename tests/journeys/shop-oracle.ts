/**
 * What an erasure must leave of the sample shop, worked out by hand: the shop's own rules in plain code, row by row, with
 * nothing of the product in it. It is slow and simple on purpose.
 */
import type { Dump } from "#harness";

export interface Erased {
  /** As on file, lower case. */
  readonly email: string;
  /** Rows that were chosen as this person. */
  readonly customers: readonly number[];
  readonly employees: readonly number[];
}

export interface Expected {
  /** Per table, rows as they were, that must be gone. */
  readonly gone: ReadonlyMap<string, readonly string[]>;
  /** Per table, rows that must take the place of some of them; `updated_at` is whatever the shop's trigger made it. */
  readonly instead: ReadonlyMap<string, readonly Row[]>;
  /** Rows of the person that must stay as they are, with why. */
  readonly left: readonly { readonly table: string; readonly text: string; readonly why: "held" | "shared" }[];
}

export type Row = Readonly<Record<string, unknown>>;
interface Line {
  readonly text: string;
  readonly row: Row;
}
/** Whom a row is about: somebody's number, or an address when there is no number. */
type Owners = ReadonlySet<string>;

const retentionYears = 7;

export function shopAfterErasure(before: Dump, person: Erased, today: string): Expected {
  return new Hand(before, person, today).expected();
}

class Hand {
  readonly #tables: ReadonlyMap<string, readonly Line[]>;
  readonly #person: Erased;
  readonly #today: string;
  readonly #orders = new Map<string, Owners>();
  readonly #messages = new Map<unknown, Owners>();
  readonly #gone = new Map<string, string[]>();
  readonly #instead = new Map<string, Row[]>();
  readonly #left: { table: string; text: string; why: "held" | "shared" }[] = [];

  constructor(before: Dump, person: Erased, today: string) {
    this.#tables = new Map(
      [...before].map(([table, rows]) => [table, rows.map((text) => ({ text, row: JSON.parse(text) as Row }))]),
    );
    this.#person = person;
    this.#today = today;
  }

  expected(): Expected {
    for (const { row } of this.#of("orders"))
      this.#orders.set(orderKey(row["shop"], row["number"]), this.#ofOrder(row));
    this.#people();
    this.#orderTable();
    for (const table of ["shipments", "reviews", "review_invitations", "ledger_exports"])
      this.#go(table, (row) => this.#order(row));
    this.#go("order_lines", (row) => this.#order(row), { instead: (row) => ({ ...row, engraving: null }) });
    this.#books();
    this.#go("newsletter_subscriptions", ({ email }) => address(email));
    this.#go("mail_messages", (row) => address(row["to_address"]));
    this.#go("contact_messages", (row) => this.#ofMessage(row));
    this.#go("visit_log", ({ customer_id }) => customer(customer_id));
    return { gone: this.#gone, instead: this.#instead, left: this.#left };
  }

  #people(): void {
    const { customers, employees } = this.#person;
    for (const { text, row } of this.#of("customers"))
      if (customers.includes(row["id"] as number)) push(this.#gone, "customers", text);
      else if (customers.includes(row["referred_by"] as number)) {
        push(this.#gone, "customers", text);
        push(this.#instead, "customers", { ...row, referred_by: null });
      }
    for (const { text, row } of this.#of("employees"))
      if (employees.includes(row["id"] as number)) push(this.#gone, "employees", text);
    for (const table of ["email_changes", "addresses"]) this.#go(table, ({ customer_id }) => customer(customer_id));
  }

  #orderTable(): void {
    for (const { text, row } of this.#of("orders")) {
      const owners = this.#orders.get(orderKey(row["shop"], row["number"])) ?? new Set();
      if (![...owners].some((owner) => this.#isMe(owner))) continue;
      const shared = this.#shared(owners);
      const mine = (id: unknown) => (this.#person.customers.includes(id as number) ? null : id);
      const cut = {
        ...row,
        customer_id: mine(row["customer_id"]),
        gift_for: mine(row["gift_for"]),
        ship_address_id: mine(this.#livesAt(row["ship_address_id"])) === null ? null : row["ship_address_id"],
        email_copy: this.#sameAddress(row["email_copy"]) && !this.#contested() ? null : row["email_copy"],
      };
      push(this.#gone, "orders", text);
      push(this.#instead, "orders", shared ? cut : anonymous(row));
    }
  }

  /** The books: kept until the end of the seventh year after their own. */
  #books(): void {
    const invoices = new Map(this.#of("invoices").map(({ row }) => [row["id"], row]));
    this.#go("invoices", (row) => this.#order(row), { year: (row) => Number(row["book_year"]) });
    this.#go("invoice_lines", (row) => this.#order(invoices.get(row["invoice_id"]) ?? {}), {
      year: (row) => Number(invoices.get(row["invoice_id"])?.["book_year"]),
    });
    this.#go("payments", (row) => this.#order(row), { year: (row) => yearOf(row["paid_on"]) });
    this.#go(
      "documents",
      (row) =>
        row["subject_type"] === "order"
          ? (this.#orders.get(orderKey(row["subject_shop"], row["subject_id"])) ?? new Set())
          : customer(row["subject_id"]),
      { year: (row) => yearOf(row["made_on"]) },
    );
  }

  #go(
    table: string,
    ownersOf: (row: Row) => Owners,
    rule: { year?: (row: Row) => number; instead?: (row: Row) => Row } = {},
  ): void {
    for (const { text, row } of this.#of(table)) {
      const owners = ownersOf(row);
      if (![...owners].some((owner) => this.#isMe(owner))) continue;
      const year = rule.year?.(row);
      if (year !== undefined && `${year + retentionYears}-12-31` >= this.#today)
        this.#left.push({ table, text, why: "held" });
      else if (this.#shared(owners)) this.#left.push({ table, text, why: "shared" });
      else {
        const instead = rule.instead?.(row);
        if (instead !== undefined && JSON.stringify(instead) === JSON.stringify(row)) continue;
        push(this.#gone, table, text);
        if (instead !== undefined) push(this.#instead, table, instead);
      }
    }
  }

  #of(table: string): readonly Line[] {
    return this.#tables.get(table) ?? [];
  }

  #ofOrder(row: Row): Owners {
    const buyer = this.#knows(row["customer_id"]) ? customer(row["customer_id"]) : address(row["email_copy"]);
    const gift = this.#knows(row["gift_for"]) ? customer(row["gift_for"]) : new Set<string>();
    const home = this.#livesAt(row["ship_address_id"]);
    return new Set([...buyer, ...gift, ...customer(home)]);
  }

  #order(row: Row): Owners {
    return this.#orders.get(orderKey(row["shop"], row["order_number"])) ?? new Set();
  }

  /** A reply is whose the question is, however long the conversation. */
  #ofMessage(row: Row): Owners {
    if (this.#messages.size === 0)
      for (const line of this.#of("contact_messages")) this.#messages.set(line.row["id"], address(line.row["email"]));
    const questions = new Map(this.#of("contact_messages").map((line) => [line.row["id"], line.row]));
    let first = row;
    for (let question = questions.get(row["reply_to"]); question !== undefined; ) {
      first = question;
      question = questions.get(question["reply_to"]);
    }
    return address(first["email"]);
  }

  #livesAt(id: unknown): unknown {
    return this.#of("addresses").find(({ row }) => id !== null && row["id"] === id)?.row["customer_id"];
  }

  #knows(id: unknown): boolean {
    return this.#of("customers").some(({ row }) => row["id"] === id);
  }

  #sameAddress(email: unknown): boolean {
    return typeof email === "string" && email.trim().toLowerCase() === this.#person.email;
  }

  /** Somebody who was not chosen has the same address, so that the address alone tells nothing. */
  #contested(): boolean {
    const others = (table: string, chosen: readonly number[]) =>
      this.#of(table).some(({ row }) => this.#sameAddress(row["email"]) && !chosen.includes(row["id"] as number));
    return others("customers", this.#person.customers) || others("employees", this.#person.employees);
  }

  #isMe(owner: string): boolean {
    return owner === `@${this.#person.email}` || this.#person.customers.some((id) => owner === `#${id}`);
  }

  #shared(owners: Owners): boolean {
    return [...owners].some((owner) => !this.#isMe(owner) || (owner.startsWith("@") && this.#contested()));
  }
}

/** What is left of an order about nobody: what was sold, when, for how much. */
function anonymous(row: Row): Row {
  const { contact, ...rest } = row["checkout"] as { contact?: Record<string, unknown> };
  const { email: _, ...others } = contact ?? {};
  return {
    ...row,
    customer_id: null,
    gift_for: null,
    ship_address_id: null,
    gift_message: null,
    email_copy: null,
    guest_name: null,
    guest_address: null,
    remarks: null,
    checkout: contact === undefined ? rest : { ...rest, contact: others },
  };
}

function yearOf(day: unknown): number {
  return Number(String(day).slice(0, 4));
}

function customer(id: unknown): Owners {
  return new Set(id === null || id === undefined ? [] : [`#${Number(id)}`]);
}

function address(email: unknown): Owners {
  return new Set(typeof email === "string" ? [`@${email.trim().toLowerCase()}`] : []);
}

function orderKey(shop: unknown, number: unknown): string {
  return `${Number(shop)}/${Number(number)}`;
}

function push<T>(map: Map<string, T[]>, table: string, value: T): void {
  map.set(table, [...(map.get(table) ?? []), value]);
}
