/** Right after a publication two versions are carried out for a moment; that is nobody's broken promise. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PolicyPromise, PromiseCheck } from "#policy";
import { hashOfFiles } from "#versions";
import { createPromiseBoard } from "./board.ts";
import { openShop, type Shop } from "./testing.ts";

const at = { file: "policy.yaml", line: 1, column: 1 };

function promise(id: string, ...checks: PromiseCheck[]): PolicyPromise {
  const statement = { nl: `${id} (nl)`, en: `${id} (en)` };
  return { id, cites: [], statement, mechanism: "data-map", checks, section: "rights", at };
}

const minute = 60_000;
let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ guard: false });
});
afterAll(() => shop[Symbol.asyncDispose]());

it("leaves what only the pages of another version show for the round after it, in every process", async () => {
  let onFile = true;
  const contract: PromiseCheck = { kind: "recipient-contract", recipient: "parcels" };
  const options = {
    ...shop.options,
    promises: [
      promise("one", { kind: "one-version-in-force" }),
      promise("both", contract, { kind: "intake", right: "access" }),
    ],
    documentExists: async () => onFile,
  };
  const board = createPromiseBoard(options);
  const statuses = async (of = board) => (await of.check("en")).map(({ status }) => status);
  expect(await statuses()).toEqual(["kept", "kept"]);

  const files = [{ path: "policy.yaml", text: "another" }];
  const hash = hashOfFiles(files);
  const today = shop.store.clock.now().toISOString().slice(0, 10) as typeof shop.policy.inForceOn;
  await shop.options.versions.publish({ files, hash, effectiveOn: today, today, by: "noor" });
  shop.site.edit = (path, html) => (path.includes("/ask/") ? "<p>Come back later</p>" : html);
  shop.store.clock.advance(5_000);
  expect(await statuses()).toEqual(["kept", "kept"]);
  const next = createPromiseBoard({ ...options, policyHash: hash });
  expect(await statuses(next)).toEqual(["kept", "kept"]);
  onFile = false;
  expect(await statuses()).toEqual(["kept", "broken"]);
  onFile = true;

  shop.store.clock.advance(minute);
  expect(await statuses()).toEqual(["broken", "broken"]);
  expect((await board.check("en"))[0]?.evidence.summary).toMatch(/^Version 2 is in force/);
  shop.site.edit = (_path, html) => html;
  expect(await statuses(next)).toEqual(["broken", "kept"]);
});

it("looks again after a minute, without being asked", async () => {
  const today = shop.store.clock.now().toISOString().slice(0, 10) as typeof shop.policy.inForceOn;
  const files = [{ path: "policy.yaml", text: "a third" }];
  await shop.options.versions.publish({ files, hash: hashOfFiles(files), effectiveOn: today, today, by: "noor" });
  const id = shop.options.promises.find(({ checks }) => checks.some(({ kind }) => kind === "one-version-in-force"))?.id;
  const checkedAt = async () => (await shop.board.latest(shop.store.reader)).find((each) => each.id === id)?.checkedAt;
  await shop.store.transact((tx) => shop.store.queue.send(tx, { queue: "promises.check", data: null }));
  await shop.jobs.settled();
  expect([typeof id, await checkedAt()]).toEqual(["string", undefined]);
  await shop.jobs.advance(2 * minute);
  await shop.jobs.settled();
  expect(await checkedAt()).toBeDefined();
});
