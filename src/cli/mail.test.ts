import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createInbox, dkimKey, dkimRecord, type Inbox } from "#mail";
import { gestand } from "./testing.ts";

let folder: string;
let inbox: Inbox;
beforeAll(async () => {
  inbox = await createInbox({ port: 0 });
  folder = await mkdtemp(join(tmpdir(), "gestand-mail-"));
});
afterAll(async () => {
  await inbox.close();
  await rm(folder, { recursive: true });
});

test("a key is made for its owner alone, with what to put in the DNS, and never overwritten", async () => {
  const file = join(folder, "mail.pem");
  const from = ["--from", "Desk <privacy@shop.example>"];
  const made = await gestand(["mail", "key", file, "--selector", "post", "--json", ...from]);
  expect(made.code).toBe(0);
  const pem = await readFile(file, "utf8");
  expect(JSON.parse(made.out)).toEqual({
    file,
    name: "post._domainkey.shop.example",
    type: "TXT",
    record: dkimRecord(dkimKey("post", pem)),
  });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const again = await gestand(["mail", "key", file, ...from]);
  expect([again.code, again.err]).toEqual([69, expect.stringContaining("never overwritten")]);
  expect(await readFile(file, "utf8")).toBe(pem);
  expect((await gestand(["mail", "key", join(folder, "other.pem")])).code).toBe(2);
});

test("the check ends with 1 when something does not hold, and says what", async () => {
  const environment = {
    GESTAND_SMTP_URL: `smtp://127.0.0.1:${inbox.port}`,
    GESTAND_MAIL_FROM: "privacy@shop.example",
  };
  const fine = await gestand(["mail", "check", "--to", "noor@shop.example"], { environment });
  expect([fine.code, fine.out]).toEqual([0, expect.stringContaining("ok  The mail server took a letter.")]);
  const silent = await gestand(["mail", "check", "--json"], {
    environment: { ...environment, GESTAND_SMTP_URL: "smtp://127.0.0.1:1" },
  });
  expect([silent.code, JSON.parse(silent.out)[0]]).toEqual([
    1,
    expect.objectContaining({ what: "server", holds: false }),
  ]);
  const lost = { ...environment, GESTAND_DKIM_KEY: join(folder, "gone.pem") };
  const without = await gestand(["mail", "check"], { environment: lost });
  expect([without.code, without.err]).toEqual([69, expect.stringContaining("GESTAND_DKIM_KEY names, cannot be read")]);
  expect((await gestand(["mail", "check"])).code).toBe(2);
});
