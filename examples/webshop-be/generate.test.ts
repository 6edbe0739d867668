import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "#harness";
import { digestOf } from "../kit/testing.ts";
import { buildShop, type CastMember, cast } from "./index.ts";

const today = "2026-12-01";

describe("the Belgian sample shop", () => {
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

  test("refuses sizes and days that are none", async () => {
    await expect(buildShop({ url: shop.url, customers: 1.5, today })).rejects.toThrow("whole number");
    await expect(buildShop({ url: shop.url, today: "tomorrow" })).rejects.toThrow("calendar day");
  });

  test("has every customer of the cast under the name, address and company the cast says", async () => {
    const members: readonly CastMember[] = Object.values(cast);
    for (const { customerId, name, email, company } of members) {
      if (customerId === undefined) continue;
      const where = "from customers where id = $1 and name = $2 and email = $3 and vat_number is not distinct from $4";
      expect(await count(where, customerId, name, email, company?.vatNumber ?? null), name).toBe(1);
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
    const issued = await shop.query<{ year: number }>(
      "select extract(year from issued_on)::int as year from invoices where name = $1 order by 1",
      [cast.erased.name],
    );
    expect(issued.map(({ year }) => year)).toEqual([2015, 2023]);
    expect(await count("from customers where email = $1", cast.erased.email)).toBe(0);
    expect(await count("from mail_messages where to_address = $1", cast.erased.email)).toBe(0);
    expect(await count("from orders o where o::text ilike $1", `%${cast.erased.name}%`)).toBe(0);
    expect(await count("from ledger_exports where name = $1", cast.erased.name)).toBe(0);
  });

  test("has the other situations it was made for", async () => {
    expect(await count("from customers where email = $1", cast.sharingFirst.email)).toBe(2);
    expect(await count("from employees e join customers c using (email)")).toBe(1);
    expect(await count("from email_changes where changed_at >= date '2026-11-30'")).toBe(1);
    const members = "from newsletter_members where email = $1 and status = $2";
    expect(await count(members, cast.unsubscribed.email, "unsubscribed")).toBe(1);
    expect(await count(members, cast.subscriber.email, "subscribed")).toBe(1);
    expect(await count("from customers where email = $1", cast.subscriber.email)).toBe(0);
    const answered = "from deferred_payment_requests d join orders o on o.id = d.order_id where customer_id = $1";
    expect(await count(`${answered} and outcome = 'refused'`, cast.refused.customerId)).toBe(1);
    expect(await count("from customers where restricted_at is not null")).toBe(1);
    expect(await count("from customers where objected_at is not null")).toBe(1);
  });

  test("ships by several carriers, and sells to companies and to readers of the newsletter who never bought", async () => {
    expect(await count("from (select distinct carrier from shipments) c")).toBe(3);
    expect(await count("from customers where vat_number is not null")).toBeGreaterThan(20);
    const readers = "from newsletter_members m where not exists (select from customers c where c.email = m.email)";
    expect(await count(readers)).toBeGreaterThan(50);
    const lost = "from shipments s where not exists (select from orders o where o.id = s.order_id)";
    expect(await count(lost)).toBe(0);
  });
});
