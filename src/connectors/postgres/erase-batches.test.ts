/** An erasure in batches that goes on in another process, and perhaps in another version of the program. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { PlanId } from "#base";
import { freshDatabase } from "#harness";
import { connected, policyWith, today } from "./testing.ts";

const policy = policyWith(`customers:
  person: {is: customer, email: email}
  columns: {email: contact.email, name: name}
guests:
  person: {email: email, of: guest}
  columns: {email: contact.email}
`);

test("goes on where an earlier version began, whose working table of addresses had other columns", async () => {
  await using database = await freshDatabase("template0 locale 'C' encoding 'UTF8'");
  await database.query(`create table customers (id int primary key, email text, name text);
    create table guests (id int primary key, email text);
    insert into customers values (1, 'éva@x.nl', 'E'), (2, 'bob@x.nl', 'B');
    insert into guests select i, case when i % 2 = 0 then 'bob@x.nl' when i % 3 = 0 then 'ÉVA@x.nl' else 'éva@x.nl' end from generate_series(1, 60) i`);
  const subject = { emails: ["éva@x.nl"], anchors: [{ system: "shop", table: "customers", key: ["1"] }] };
  const order = { plan: randomUUID() as PlanId, step: 1, subject, today, rowsPerTransaction: 10 };
  const first = await connected(policy, database);
  const crashed = first.erase({
    ...order,
    attempt: 1,
    crashPoint: (name) => {
      if (name === "between-batches") throw new Error("crash");
    },
  });
  await expect(crashed).rejects.toThrow("crash");
  await first.close();
  const [work] = await database.query<{ name: string }>(
    "select format('gestand.%I', relname) as name from pg_class where relname like 'work%emails' and relkind = 'r'",
  );
  // As it was made before, when an address had no further spellings.
  await database.query(`delete from ${work?.name} where email <> value; alter table ${work?.name} drop column value`);
  const second = await connected(policy, database);
  const { ok } = await second.erase({ ...order, attempt: 2 });
  await second.close();
  expect(ok).toBe(true);
  expect(await database.query("select email, count(*)::int from guests group by 1")).toEqual([
    { email: "bob@x.nl", count: 30 },
  ]);
  expect(await database.query("select id from customers")).toEqual([{ id: 2 }]);
  expect(await database.query("select relname from pg_class where relname like 'work%' and relkind = 'r'")).toEqual([]);
});
