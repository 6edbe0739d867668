/** Consent anew from the command line, over the whole product with the sample shop. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { localDate } from "#base";
import { hashOfFiles } from "#versions";
import { openTestHouse } from "../../tests/harness/house.ts";
import { gestand } from "./testing.ts";

test("a dry run counts, applying lets consents of before lapse, and less needs nothing", async () => {
  await using house = await openTestHouse({ customers: 5 });
  const { own, shop, configuration } = house;
  const environment = {
    DATABASE_URL: own.url,
    SHOP_DATABASE_URL: shop.url,
    GESTAND_POLICY: configuration.policyFile,
    GESTAND_DATA: configuration.dataDir,
  };
  const say = (argv: readonly string[]) => gestand(argv, { environment });
  const before = await readFile(configuration.policyFile, "utf8");
  const text = before.replace(
    "uses: [contact.email, preferences, consent,",
    "uses: [name, contact.email, preferences, consent,",
  );
  expect(text).not.toBe(before);
  const files = [{ path: "policy.yaml", text }];
  const days = { effectiveOn: localDate("2026-11-22"), today: localDate("2026-11-22") };
  expect(await house.house.versions.publish({ files, hash: hashOfFiles(files), ...days, by: "noor" })).toMatchObject({
    ok: true,
  });
  await house.look();
  const on = () => shop.query("select 1 from newsletter_subscriptions where unsubscribed_at is null");
  const count = (await on()).length;
  expect(count).toBeGreaterThan(0);
  expect(await say(["renew", "soon"])).toMatchObject({ code: 2 });
  expect(await say(["renew", "1"])).toMatchObject({ code: 1, err: expect.stringMatching(/needs no consent anew/) });
  const dry = await say(["renew"]);
  expect(dry).toMatchObject({ code: 0, err: "" });
  expect(dry.out).toContain(`  newsletter in shop.newsletter_subscriptions: ${count} of ${count}\n`);
  expect(await on()).toHaveLength(count);
  expect(JSON.parse((await say(["renew", "2", "--json"])).out)).toMatchObject({ version: 2, problems: [] });
  expect((await say(["renew", "2", "--apply"])).out).toMatch(/^Approved: /);
  await expect.poll(async () => (await on()).length, { timeout: 20_000 }).toBe(0);
  await expect.poll(async () => (await say(["renew", "2"])).out, { timeout: 20_000 }).toMatch(/\(done\)/);
}, 60_000);
