import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "#harness";
import { digestOf } from "../kit/testing.ts";
import { buildShop, cast } from "./index.ts";

const today = "2026-12-01";

describe("the sample shop", () => {
  let shop: TestDatabase;
  beforeAll(async () => {
    shop = await freshDatabase();
    await buildShop({ url: shop.url, customers: 300, today });
  });
  afterAll(async () => shop.drop());

  const count = async (text: string, ...values: unknown[]): Promise<number> =>
    Number((await shop.query<{ n: string }>(`select count(*) as n ${text}`, values))[0]?.n);

  test("is the same shop when it is built twice", async () => {
    await using other = await freshDatabase();
    await buildShop({ url: other.url, customers: 300, today });
    const digests = await digestOf(shop);
    expect(await digestOf(other)).toEqual(digests);
    expect(Object.values(digests).filter((digest) => digest.startsWith("0 "))).toEqual([]);
  });

  test("stands with nobody but the cast", async () => {
    await using small = await freshDatabase();
    await buildShop({ url: small.url, customers: 0, today });
    const [row] = await small.query<{ n: string }>("select count(*) as n from customers");
    expect(Number(row?.n)).toBe(Object.values(cast).filter((person) => "customerId" in person).length);
  });

  test("gives one person as many rows as a measurement needs", async () => {
    await using heavy = await freshDatabase();
    await buildShop({ url: heavy.url, customers: 3, visitsOfActive: 5000, today });
    const [row] = await heavy.query<{ n: string }>("select count(*) as n from visit_log where customer_id = 1");
    expect(Number(row?.n)).toBe(5002);
  });

  test("refuses sizes and days that are none", async () => {
    await expect(buildShop({ url: shop.url, customers: 1.5, today })).rejects.toThrow("whole number");
    await expect(buildShop({ url: shop.url, today: "tomorrow" })).rejects.toThrow("calendar day");
  });

  test("has every customer of the cast under the name and address the cast says", async () => {
    for (const person of Object.values(cast)) {
      if (!("customerId" in person)) continue;
      const where = "from customers where id = $1 and name = $2 and email = $3";
      expect(await count(where, person.customerId, person.name, person.email), person.name).toBe(1);
    }
  });

  test("has a guest with three orders under two spellings of one address", async () => {
    const spellings = await shop.query<{ email_copy: string }>(
      "select email_copy from orders where lower(btrim(email_copy)) = $1 and customer_id is null",
      [cast.guest.email],
    );
    expect(spellings).toHaveLength(3);
    expect(new Set(spellings.map((row) => row.email_copy.trim())).size).toBe(2);
  });

  test("keeps of the erased person only the invoices of 2015 and 2023 and what belongs to them", async () => {
    const years = await shop.query<{ book_year: number }>("select book_year from invoices where name = $1 order by 1", [
      cast.erased.name,
    ]);
    expect(years.map((row) => row.book_year)).toEqual([2015, 2023]);
    expect(await count("from customers where email = $1", cast.erased.email)).toBe(0);
    expect(await count("from mail_messages where to_address = $1", cast.erased.email)).toBe(0);
    expect(await count("from orders o where o::text ilike $1", `%${cast.erased.name}%`)).toBe(0);
    expect(await count("from ledger_exports where name = $1", cast.erased.name)).toBe(0);
  });

  test("has the other situations it was made for", async () => {
    expect(await count("from customers where email = $1", cast.sharingFirst.email)).toBe(2);
    expect(await count("from employees e join customers c using (email)")).toBe(1);
    expect(await count("from orders where gift_for = $1", cast.receiver.customerId)).toBe(1);
    const unsubscribed = "from newsletter_subscriptions where email = $1 and unsubscribed_at is null";
    expect(await count(unsubscribed, cast.unsubscribed.email)).toBe(0);
    expect(await count("from orders a join orders b using (number) where a.shop < b.shop")).toBeGreaterThan(100);
    expect(
      await count(
        "from reviews r where not exists (select from orders o where (o.shop, o.number) = (r.shop, r.order_number))",
      ),
    ).toBe(0);
    expect(await count("from email_changes where changed_at >= date '2026-11-30'")).toBe(1);
    expect(await count("from visit_log_other")).toBe(0);
  });

  test("writes down a changed address by its trigger and hands out numbers nobody has", async () => {
    await using copy = await freshDatabase();
    await buildShop({ url: copy.url, customers: 5, today });
    await copy.query("update customers set email = 'anders@post.example' where id = 1");
    const [change] = await copy.query("select former_email from email_changes where customer_id = 1");
    expect(change).toEqual({ former_email: cast.active.email });
    const [added] = await copy.query<{ id: string }>(
      "insert into customers (email, name, password_hash, notice_version) values ('a@b.example', 'A', '-', '1') returning id",
    );
    expect(Number(added?.id)).toBeGreaterThan(1004);
  });
});
