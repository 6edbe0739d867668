/** Right after a publication two versions are carried out for a moment; that is nobody's broken promise. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { addPeriod, localDate, localDateOf, startOfDay } from "#base";
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

const intake = promise("intake", { kind: "intake", right: "access" });
const publish = (text: string, effectiveOn: string) => {
  const files = [{ path: "policy.yaml", text }];
  const today = localDateOf(shop.store.clock.now(), shop.policy.timeZone);
  return shop.options.versions.publish({
    files,
    hash: hashOfFiles(files),
    effectiveOn: localDate(effectiveOn),
    today,
    by: "noor",
  });
};

it("waits for nobody when there was no version before", async () => {
  const board = createPromiseBoard({ ...shop.options, promises: [intake] });
  shop.site.edit = () => "<p>Come back later</p>";
  expect((await board.check()).map(({ status }) => status)).toEqual(["broken"]);
  shop.site.edit = (_path, html) => html;
  expect((await board.check()).map(({ status }) => status)).toEqual(["kept"]);
});

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

  const hash = hashOfFiles([{ path: "policy.yaml", text: "another" }]);
  await publish("another", localDateOf(shop.store.clock.now(), shop.policy.timeZone));
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

it("counts the minute from the first day of a version, not from when it was published", async () => {
  const board = createPromiseBoard({ ...shop.options, promises: [intake] });
  const tomorrow = addPeriod(localDateOf(shop.store.clock.now(), shop.policy.timeZone), { unit: "day", amount: 1 });
  await publish("from tomorrow", tomorrow);
  const midnight = startOfDay(tomorrow, shop.policy.timeZone).getTime();
  shop.store.clock.advance(midnight - shop.store.clock.now().getTime() + 5_000);
  shop.site.edit = () => "<p>Come back later</p>";
  expect((await board.check()).map(({ status }) => status)).toEqual(["kept"]);
  shop.store.clock.advance(minute);
  expect((await board.check()).map(({ status }) => status)).toEqual(["broken"]);
  shop.site.edit = (_path, html) => html;
});

it("looks again after a minute, without being asked", async () => {
  await publish("a third", localDateOf(shop.store.clock.now(), shop.policy.timeZone));
  const id = shop.options.promises.find(({ checks }) => checks.some(({ kind }) => kind === "one-version-in-force"))?.id;
  const checkedAt = async () => (await shop.board.latest(shop.store.reader)).find((each) => each.id === id)?.checkedAt;
  await shop.store.transact((tx) => shop.store.queue.send(tx, { queue: "promises.check", data: null }));
  await shop.jobs.settled();
  expect([typeof id, await checkedAt()]).toEqual(["string", undefined]);
  await shop.jobs.advance(2 * minute);
  await shop.jobs.settled();
  expect(await checkedAt()).toBeDefined();
});

it("sees what was done before it was asked, also while another round is under way", async () => {
  let onFile = true;
  const looked = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const board = createPromiseBoard({
    ...shop.options,
    promises: [promise("contract", { kind: "recipient-contract", recipient: "parcels" })],
    documentExists: async () => {
      const now = onFile;
      looked.resolve();
      await goOn.promise;
      return now;
    },
  });
  const before = board.check();
  await looked.promise;
  onFile = false;
  const after = [board.check(), board.check()];
  goOn.resolve();
  await before;
  const statuses = (await Promise.all(after)).map(([found]) => found?.status);
  expect(statuses).toEqual(["broken", "broken"]);
});
