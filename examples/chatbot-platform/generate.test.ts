import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "#harness";
import { digestOf } from "../kit/testing.ts";
import { buildPlatform, type CastMember, cast } from "./index.ts";

const today = "2026-12-01";
const people: readonly CastMember[] = Object.values(cast);

describe("the sample platform", () => {
  let platform: TestDatabase;
  beforeAll(async () => {
    platform = await freshDatabase();
    await buildPlatform({ url: platform.url, persons: 400, today });
  });
  afterAll(async () => platform.drop());

  const count = async (text: string, ...values: unknown[]): Promise<number> =>
    Number((await platform.query<{ n: string }>(`select count(*) as n ${text}`, values))[0]?.n);

  test("is the same platform when it is built twice, with rows in every table", async () => {
    await using other = await freshDatabase();
    await buildPlatform({ url: other.url, persons: 400, today });
    const digests = await digestOf(platform);
    expect(await digestOf(other)).toEqual(digests);
    expect(Object.entries(digests).filter(([, digest]) => digest.startsWith("0 "))).toEqual([]);
  });

  test("stands with nobody but the cast", async () => {
    await using small = await freshDatabase();
    await buildPlatform({ url: small.url, persons: 0, today });
    const [row] = await small.query(
      "select (select count(*) from app_users) as u, (select count(*) from subscribers) as s",
    );
    expect(Number(row?.["u"])).toBe(people.filter(({ userId }) => userId !== undefined).length);
    expect(Number(row?.["s"])).toBe(people.flatMap(({ subscriberIds = [] }) => subscriberIds).length);
  });

  test("comes with about ten rows for each person", async () => {
    const rows = Object.values(await digestOf(platform)).reduce((sum, digest) => sum + Number(digest.split(" ")[0]), 0);
    expect(rows / 400).toBeGreaterThan(9);
    expect(rows / 400).toBeLessThan(16);
  });

  test("refuses sizes and days that are none", async () => {
    await expect(buildPlatform({ url: platform.url, persons: 1.5, today })).rejects.toThrow("whole number");
    await expect(buildPlatform({ url: platform.url, today: "tomorrow" })).rejects.toThrow("calendar day");
  });

  test("has everybody of the cast under the name and address the cast says", async () => {
    for (const { name, email, userId, subscriberIds = [] } of people) {
      if (userId !== undefined)
        expect(
          await count("from app_users where id = $1 and name = $2 and email = $3", userId, name, email),
          name,
        ).toBe(1);
      for (const id of subscriberIds)
        expect(await count("from subscribers where id = $1 and name = $2 and email = $3", id, name, email), name).toBe(
          1,
        );
    }
  });

  test("has one telephone number in two workspaces, for one subscriber of both", async () => {
    const rows = await platform.query<{ workspace_id: string; channel_ref: string }>(
      "select workspace_id, channel_ref from subscribers where email = $1 order by 1",
      [cast.doubleSubscriber.email],
    );
    expect(rows.map((row) => Number(row.workspace_id))).toEqual([1, 2]);
    expect(new Set(rows.map((row) => row.channel_ref)).size).toBe(1);
  });

  test("has the other situations it was made for", async () => {
    const born =
      "from subscribers where id = 3 and age(date '2026-12-01', birth_date) between '15 years' and '16 years'";
    expect(await count(born)).toBe(1);
    const noGround =
      "from subscribers s join import_batches b on b.id = s.import_batch_id where b.ground_declared is null";
    expect(await count(noGround)).toBe(1);
    expect(await count("from team_members where left_at is not null and user_id = 3")).toBe(1);
    expect(await count("from set_aside where subscriber_id = 5 and consented_at is null")).toBe(1);
    expect(await count("from chat_messages where body ilike '%burgerservicenummer%'")).toBe(0);
    const spellings = await platform.query("select distinct email from blog_comments where lower(btrim(email)) = $1", [
      cast.commenter.email,
    ]);
    expect(spellings).toHaveLength(2);
    expect(await count("from subscribers where id = 6 and opted_out_at is not null")).toBe(1);
    const unsubscribed = "from mailing_subscriptions where email = $1 and unsubscribed_at is null";
    expect(await count(unsubscribed, cast.unsubscribed.email)).toBe(0);
  });

  test("keeps messages and workspaces of the same customer together", async () => {
    expect(
      await count("from subscribers s join bots b on b.id = s.bot_id where b.workspace_id <> s.workspace_id"),
    ).toBe(0);
    expect(
      await count("from chat_messages m where not exists (select from subscribers s where s.id = m.subscriber_id)"),
    ).toBe(0);
    expect(
      await count("from workspaces w join app_users u on u.id = w.owner_user_id where u.workspace_id <> w.id"),
    ).toBe(0);
  });
});
