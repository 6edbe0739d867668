import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { policyOf, SetClock } from "#harness";
import { configurationFrom } from "./configuration.ts";
import { storesBy } from "./stores.ts";

const policy = policyOf(`gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [en]
inForce: 2026-01-01
persons: {customer: {title: {en: customer}}}
purposes: {deliver: {title: {en: deliver}, of: customer, basis: contract, uses: [name]}}
recipients:
  cloud: {party: Example Cloud, role: processor, country: NL, for: deliver, receives: name, contract: {signed: 2024-01-01, expires: 2026-11-22}}
stores:
  theirs: {kind: files, title: {en: their files}, holds: name, of: customer, named: ["{email}/*"], by: cloud, reach: {kind: files, url: "env:FOLDER"}}
  ours: {kind: files, title: {en: our files}, holds: name, of: customer, named: ["{email}/*"], reach: {kind: files, url: "env:FOLDER"}}
`);

test("what another party runs is called until the last day of its contract, what we run always", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gestand-stores-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "one.txt"), "one");
  const clock = new SetClock("2026-11-22T12:00:00.000Z");
  const stores = storesBy(configurationFrom({ FOLDER: folder }), policy, clock);
  const nameOf = (name: string) => stores.use(name, async (store) => store.name);
  expect(await nameOf("theirs")).toBe("theirs");
  clock.set("2026-11-23T12:00:00.000Z");
  // The connection is still open; that does not matter.
  await expect(nameOf("theirs")).rejects.toMatchObject({
    code: "recipient-refused",
    retryable: true,
    message: expect.stringContaining("The contract ended on 2026-11-22."),
  });
  expect(await nameOf("ours")).toBe("ours");
  await stores.close();
});
