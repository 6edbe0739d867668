import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "#harness";
import { digestOf } from "../kit/testing.ts";
import { buildVideoChat, type CastMember, canary, cast } from "./index.ts";

const today = "2026-12-01";
const people: readonly CastMember[] = Object.values(cast);

describe("the database of the sample service", () => {
  let video: TestDatabase;
  beforeAll(async () => {
    video = await freshDatabase();
    await buildVideoChat({ url: video.url, persons: 400, today });
  });
  afterAll(async () => video.drop());

  const count = async (text: string, ...values: unknown[]): Promise<number> =>
    Number((await video.query<{ n: string }>(`select count(*) as n ${text}`, values))[0]?.n);

  test("is the same service when it is built twice, with rows in every table", async () => {
    await using other = await freshDatabase();
    await buildVideoChat({ url: other.url, persons: 400, today });
    const digests = await digestOf(video);
    expect(await digestOf(other)).toEqual(digests);
    expect(Object.entries(digests).filter(([, digest]) => digest.startsWith("0 "))).toEqual([]);
  });

  test("stands with nobody but the cast", async () => {
    await using small = await freshDatabase();
    await buildVideoChat({ url: small.url, persons: 0, today });
    const [row] = await small.query("select count(*) as n from profiles");
    expect(Number(row?.["n"])).toBe(people.filter(({ profileId }) => profileId !== undefined).length);
  });

  test("comes with about ten rows for each person", async () => {
    const rows = Object.values(await digestOf(video)).reduce((sum, digest) => sum + Number(digest.split(" ")[0]), 0);
    expect(rows / 400).toBeGreaterThan(8);
    expect(rows / 400).toBeLessThan(14);
  });

  test("refuses sizes and days that are none", async () => {
    await expect(buildVideoChat({ url: video.url, persons: 1.5, today })).rejects.toThrow("whole number");
    await expect(buildVideoChat({ url: video.url, today: "tomorrow" })).rejects.toThrow("calendar day");
  });

  test("has everybody of the cast under the name and address the cast says", async () => {
    for (const { name, email, profileId, moderatorId, lives = ["DE"] } of people) {
      if (profileId !== undefined) {
        const where = "from profiles where id = $1 and name = $2 and email = $3 and country = $4";
        expect(await count(where, profileId, name, email, lives[0]), name).toBe(1);
      }
      if (moderatorId !== undefined)
        expect(
          await count("from moderators where id = $1 and name = $2 and email = $3", moderatorId, name, email),
        ).toBe(1);
    }
  });

  test("has bans that run, end, and belong to nobody any more", async () => {
    const runs = "from bans where profile_id = $1 and ends_on > $2::date";
    expect(await count(runs, cast.bannedByComplaint.profileId, today)).toBe(1);
    expect(await count(`${runs} and automatic`, cast.bannedByMachine.profileId, today)).toBe(1);
    const over = "from bans where profile_id = $1 and ends_on = $2::date - 1";
    expect(await count(over, cast.banOver.profileId, today)).toBe(1);
    const nobodys =
      "from block_keys k join bans b on b.id = k.ban_id where b.profile_id is null and b.anon_key is null and b.ends_on > $1::date";
    expect(await count(nobodys, today)).toBe(1);
    await expect(
      video.query("insert into bans (automatic, starts_on, ends_on) values (true, now(), now() + interval '3 years')"),
    ).rejects.toThrow("check");
  });

  test("has the other situations it was made for", async () => {
    const child = "from profiles where id = $1 and age = 18 and age_by_provider = 17";
    expect(await count(child, cast.seventeen.profileId)).toBe(1);
    expect(await count("from minor_reports where profile_id = $1", cast.seventeen.profileId)).toBe(1);
    const refused = "from login_grants where profile_id = $1 and refused_at is not null";
    expect(await count(refused, cast.european.profileId)).toBe(2);
    expect(await count("from opt_outs where email = $1 and what = 'sale'", cast.nevadan.email)).toBe(1);
    expect(await count("from consents where email = $1 and withdrawn_at is not null", cast.canadian.email)).toBe(1);
    const spellings = await video.query("select distinct email from tickets where lower(btrim(email)) = $1", [
      cast.writer.email,
    ]);
    expect(spellings).toHaveLength(2);
  });

  test("knows nothing of what two people said, nor that they met", async () => {
    const tables = await video.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    );
    for (const { name } of tables) {
      expect(await count(`from ${name} t where t::text ilike $1`, `%${canary}%`), name).toBe(0);
      const columns = await video.query<{ name: string }>(
        "select column_name as name from information_schema.columns where table_name = $1 and column_name like '%profile_id'",
        [name],
      );
      if (columns.length === 2) expect(name).toBe("complaints");
    }
    expect(await count("from complaints where $1 in (reporter_profile_id, reported_profile_id)", 11)).toBe(0);
  });
});
