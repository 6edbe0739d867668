/** Telling people from the command line, over the whole product with the sample shop. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { localDate } from "#base";
import { hashOfFiles } from "#versions";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { policyFile } from "../../examples/webshop-nl/index.ts";
import { gestand } from "./testing.ts";

async function publishAnother({ house }: TestHouse): Promise<void> {
  const before = await readFile(policyFile, "utf8");
  const text = before.replace(/answerWithin: \{days: \d+/u, "answerWithin: {days: 21");
  expect(text).not.toBe(before);
  const files = [{ path: "policy.yaml", text }];
  const days = { effectiveOn: localDate("2026-12-24"), today: localDate("2026-11-22") };
  const made = await house.versions.publish({ files, hash: hashOfFiles(files), ...days, by: "noor" });
  if (!made.ok) throw new Error(made.message);
}

test("publishing says by which day people must be told, and how many they are when every system answers", async () => {
  await using house = await openTestHouse({ customers: 10 });
  const { own, shop, configuration } = house;
  const folder = await mkdtemp(join(tmpdir(), "gestand-publish-"));
  try {
    const policy = join(folder, "policy.yaml");
    const text = await readFile(policyFile, "utf8");
    const change = (days: number) =>
      writeFile(policy, text.replace(/answerWithin: \{days: \d+/u, `answerWithin: {days: ${days}`));
    const environment = { DATABASE_URL: own.url, SHOP_DATABASE_URL: shop.url, GESTAND_DATA: configuration.dataDir };
    const publish = (...more: string[]) => gestand(["publish", policy, "--on", "2099-01-31", ...more], { environment });
    await change(21);
    const said = await publish();
    expect([said.code, said.err]).toEqual([0, ""]);
    expect(said.out).toMatch(/\nPeople whom it concerns must be told by 2099-01-\d\d\.\n/);
    expect(said.out).toMatch(/\nFound in your systems now: \d+ \w/);
    const dry = await gestand(["tell", "2", "--dry-run", "--json"], {
      environment: { ...environment, GESTAND_POLICY: policy },
    });
    const { concerned } = JSON.parse(dry.out) as { concerned: unknown };
    await change(20);
    expect(JSON.parse((await publish("--json")).out)).toMatchObject({ version: 3, concerned });
    // A system that is away keeps nothing from being published.
    await change(19);
    const away = await gestand(["publish", policy, "--on", "2099-01-31", "--json"], {
      environment: { ...environment, SHOP_DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" },
    });
    expect(JSON.parse(away.out)).toMatchObject({ published: true, version: 4, concerned: null });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);

test("a dry run says who and what, telling asks first, and mail that comes back is taken in", async () => {
  await using house = await openTestHouse({ customers: 10 });
  const { own, shop, configuration, inbox } = house;
  const environment = {
    DATABASE_URL: own.url,
    SHOP_DATABASE_URL: shop.url,
    GESTAND_POLICY: configuration.policyFile,
    GESTAND_DATA: configuration.dataDir,
  };
  const say = (argv: readonly string[], input = "") => gestand(argv, { environment, input });
  await publishAnother(house);
  expect(await say(["tell", "soon"])).toMatchObject({ code: 2 });
  expect(await say(["tell", "1"])).toMatchObject({ code: 1, err: expect.stringMatching(/is the first one/) });
  const dry = await say(["tell", "--dry-run"]);
  expect([dry.code, dry.err]).toEqual([0, ""]);
  expect(dry.out).toMatch(/^Version 2 concerns:\n {2}\w/);
  expect(dry.out).toContain("24 december 2026");
  expect(dry.out).toContain("24 December 2026");
  expect(dry.out).not.toMatch(/@mail\.example/);
  const { letters } = JSON.parse((await say(["tell", "2", "--dry-run", "--json"])).out) as { letters: number };
  expect(letters).toBeGreaterThan(10);
  const unasked = await say(["tell"]);
  expect([unasked.code, inbox.messages().length]).toEqual([1, 0]);
  expect(unasked.err).toContain("Add --yes");
  const told = await say(["tell", "--yes"]);
  expect(told).toMatchObject({ code: 0, err: expect.stringMatching(/The workers go on/) });
  const first = await inbox.waitFor(() => true, 20_000);
  await expect
    .poll(
      async () => {
        house.clock.advance(10_000);
        return (JSON.parse((await say(["tell", "--json"])).out) as { state: string }).state;
      },
      { timeout: 40_000 },
    )
    .toBe("done");
  expect(inbox.messages()).toHaveLength(letters);
  expect((await say(["tell"])).out).toBe(`Done: ${letters} sent, 0 failed.\n`);
  expect(await say(["tell", "--stop"])).toMatchObject({ code: 1, err: expect.stringMatching(/Nothing was stopped/) });
  const report = `Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; x\nAction: failed\nStatus: 5.2.1\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${first.messageId}\n--b--\n`;
  expect((await say(["bounces"], report)).out).toBe("1 read: 1 letters failed, 0 ignored.\n");
  const counts = JSON.parse((await say(["tell", "--json"])).out) as { unreached: number };
  const left = counts.unreached;
  expect(left).toBeGreaterThan(0);
  for (const wrong of [
    ["--told-otherwise", "pigeon", "--people", "1"],
    ["--told-otherwise", "post"],
    ["--told-otherwise", "post", "--people", "some"],
    ["--told-otherwise", "post", "--people", "1", "--on", "31-01-2027"],
    ["--people", "1"],
    ["--undo", "1", "--people", "1"],
    ["--undo", "first"],
  ])
    expect(await say(["tell", ...wrong]), wrong.join(" ")).toMatchObject({ code: 2, out: "" });
  expect(await say(["tell", "--told-otherwise", "post", "--people", String(left + 1)])).toMatchObject({ code: 1 });
  const otherwise = await say(["tell", "2", "--told-otherwise", "post", "--people", String(left)]);
  expect(otherwise.out).toContain(`${left} not reached by mail, 0 of them not told in another way yet.\n`);
  expect(otherwise.out).toMatch(/ {2}1\. \d{4}-\d\d-\d\d post: \d+\n$/);
  const undone = await say(["tell", "2", "--undo", "1", "--json"]);
  expect(JSON.parse(undone.out)).toMatchObject({ toldOtherwise: [{ line: 1, how: "post", undone: true }] });
  expect((await say(["tell"])).out).toContain(`${left} of them not told in another way yet. Told in another way:`);
  expect(await say(["tell", "2", "--undo", "1"])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/Nothing was undone/),
  });
  const unreached = await say(["tell", "--unreached"]);
  expect(unreached.out).toMatch(/^kind,system,row,email,known as\r\n/);
  expect(unreached.out).toContain(`,${first.to[0]},\r\n`);
}, 120_000);
