import { afterEach, describe, expect, test } from "vitest";
import { isOperationalError } from "#base";
import type { ConnectedStore } from "../store-contract.ts";
import { builtInService, builtInServices, parseService } from "./index.ts";
import { answerOf, type Asked, connectTo, orderFor, type Told, vendor, type Vendor } from "./testing.ts";
import {
  ann,
  bob,
  lightspeed,
  mailchimp,
  microsoft,
  mollie,
  paypal,
  stripe,
  type VendorModel,
} from "./test-vendors.ts";

const models = [stripe, mollie, lightspeed, mailchimp, paypal, microsoft];
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Scene {
  readonly store: ConnectedStore;
  readonly server: Vendor;
  readonly waited: number[];
  readonly left: () => readonly string[];
}

/** A declaration whose tokens come from elsewhere gets them from the server of the test. */
function declarationOf({ service }: VendorModel): string {
  const text = builtInService(service) ?? "";
  return text.includes("token: https://") ? text.replace(/token: https:\/\/[^/\s]+/, "token: ") : service;
}

async function scene(model: VendorModel): Promise<Scene> {
  const { speak, left } = model.world();
  const server = await vendor(speak);
  const waited: number[] = [];
  const { environment, matches } = model;
  const store = connectTo({
    service: declarationOf(model),
    base: `${server.base}${model.basePath}`,
    environment,
    matches,
    waited,
  });
  closing.push(
    () => store.close(),
    async () => server[Symbol.asyncDispose](),
  );
  return { store, server, waited, left };
}

const others = (left: readonly string[]) => left.filter((one) => !one.toLowerCase().includes("ann"));
const isLogin = ({ path }: Asked) => path.includes("/oauth2/");
const isChange = ({ method, path }: Asked) => method !== "GET" && !path.includes("/oauth2/");

test.each(builtInServices())("the declaration of %s that comes with Gestand has no mistake", (name) => {
  expect(parseService(`${name}.yaml`, builtInService(name) ?? "").problems).toEqual([]);
});

describe.each(models)("$service, against a server that speaks its contract", (model) => {
  test("lets us in and is as declared", async () => {
    const { store } = await scene(model);
    expect((await store.inspect()).filter(({ severity }) => severity !== "note")).toEqual([]);
  });

  test("all of a person is found over all pages, and handed out, and nothing of anybody else", async () => {
    const { store, left } = await scene(model);
    const before = left();
    expect(await store.find(model.subject)).toMatchObject({ items: model.items, kept: [], problems: [] });
    const answer = await answerOf(store, model.subject);
    expect(answer).toHaveLength(model.items);
    expect(JSON.stringify(answer)).not.toMatch(/bob|Other/);
    expect(left()).toEqual(before);
  });

  test("what is erased is gone, what is others' stays, and doing it again does nothing", async () => {
    const { store, left } = await scene(model);
    const before = left();
    const order = orderFor(model.subject);
    const first = await store.erase(order);
    if (!first.ok) throw new Error(first.message);
    const settled = first.value.pending === undefined ? first.value : await store.settled(first.value.pending.ticket);
    expect(settled).toMatchObject({ erased: model.items });
    expect(settled.pending).toBeUndefined();
    expect(left()).toEqual(others(before));
    expect(await store.residue(model.subject)).toEqual([]);
    const again = await store.erase({ ...order, attempt: 2 });
    expect(again).toMatchObject({ ok: true, value: { erased: 0 } });
  });

  test("a 429 is waited for as long as it says, and longer than half a minute is left to a later try", async () => {
    const { store, server, waited } = await scene(model);
    let busy = 2;
    server.disturb = (asked) =>
      isLogin(asked) || busy-- <= 0 ? undefined : { status: 429, headers: { "retry-after": "7" } };
    expect((await store.find(model.subject)).items).toBe(model.items);
    expect(waited.filter((ms) => ms > 6_000 && ms <= 7_000)).toHaveLength(2);
    server.disturb = (asked) => (isLogin(asked) ? undefined : { status: 429, headers: { "retry-after": "3600" } });
    const before = server.asked.length;
    await expect(store.find(model.subject)).rejects.toMatchObject({ code: "service-busy", retryable: true });
    expect(server.asked.slice(before)).toHaveLength(1);
  });

  test("a failing service is asked again, and then it is said that nothing is known", async () => {
    const { store, server, left } = await scene(model);
    let failing = 2;
    server.disturb = (asked) => (isLogin(asked) || failing-- <= 0 ? undefined : { status: 503 });
    expect((await store.find(model.subject)).items).toBe(model.items);
    const before = left();
    server.disturb = (asked) => (isLogin(asked) ? undefined : { status: 500 });
    await expect(store.find(model.subject)).rejects.toMatchObject({ code: "service-failing", retryable: true });
    await expect(store.erase(orderFor(model.subject))).rejects.toMatchObject({ retryable: true });
    await expect(store.residue(model.subject)).rejects.toMatchObject({ retryable: true });
    expect(left()).toEqual(before);
  });

  test("when one of its records cannot be erased the others are, and the next try does the rest", async () => {
    const { store, server, left } = await scene(model);
    const before = left();
    let refused: string | undefined;
    server.disturb = (asked) => {
      if (!isChange(asked)) return undefined;
      refused ??= asked.path;
      return asked.path === refused ? { status: 500 } : undefined;
    };
    const order = orderFor(model.subject);
    await expect(store.erase(order)).rejects.toMatchObject({ retryable: true });
    expect(left()).toHaveLength(others(before).length + 1);
    server.disturb = undefined;
    expect(await store.erase({ ...order, attempt: 2 })).toMatchObject({ ok: true });
    expect(left()).toEqual(others(before));
  });

  test("an answer of another shape is an error that names the declaration, and nothing follows from it", async () => {
    const { store, server, left } = await scene(model);
    const before = left();
    for (const json of [{}, [], "text", { data: { customers: 1 } }]) {
      server.disturb = (asked): Told | undefined => (isLogin(asked) ? undefined : { json });
      await expect(store.find(model.subject)).rejects.toMatchObject({ code: "answer-changed", retryable: false });
      await expect(store.erase(orderFor(model.subject))).rejects.toMatchObject({ code: "answer-changed" });
      await expect(store.residue(model.subject)).rejects.toMatchObject({ code: "answer-changed" });
    }
    expect(left()).toEqual(before);
  });

  test("a service that does not let us in is not asked again, and no error holds a secret or a person", async () => {
    const { store, server } = await scene(model);
    for (const status of [400, 401, 403, 418, 500]) {
      server.disturb = () => ({ status, json: { error: `${ann} sk_only_for_the_vendor` } });
      const error: unknown = await store.find(model.subject).catch((failure: unknown) => failure);
      if (!isOperationalError(error)) throw error;
      expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toMatch(/sk_only|@person|cus_|customer_ann/);
      expect(error.retryable).toBe(status === 500);
    }
  });
});

test.each([stripe, mollie, lightspeed, mailchimp])(
  "$service corrects each copy of a fact, and leaves alone what says something else",
  async (model) => {
    const { store, left } = await scene(model);
    const bobs = left().filter((one) => one.includes(bob));
    const to = "ann@new.example";
    const order = orderFor(model.subject);
    const outcome = await store.correct(order, [
      { category: "contact.email", from: ann, to },
      { category: "contact.phone", from: "0612345678", to: "0687654321" },
    ]);
    expect(outcome).toMatchObject({ ok: true, value: { corrected: model.items } });
    expect(left().filter((one) => one.includes(to))).toHaveLength(model.items);
    expect(left().filter((one) => one.includes(bob))).toEqual(bobs);
    expect(await store.correct({ ...order, attempt: 2 }, [{ category: "contact.email", from: ann, to }])).toMatchObject(
      {
        value: { corrected: 0 },
      },
    );
  },
);

test("a token is fetched once, used until it ends, and fetched anew when the service does not take it any more", async () => {
  const { store, server } = await scene(paypal);
  const logins = () => server.asked.filter(isLogin).length;
  await store.find(paypal.subject);
  await store.erase(orderFor(paypal.subject));
  expect(logins()).toBe(1);
  let once = true;
  server.disturb = (asked) => {
    if (isLogin(asked) || !once) return undefined;
    once = false;
    return { status: 401 };
  };
  await store.find(paypal.subject);
  expect(logins()).toBe(2);
});

test("a search that never lists more than so many does not pass for all that there is", async () => {
  const { server, left } = await scene(microsoft);
  const capped = connectTo({
    service: declarationOf(microsoft).replace("atMost: 1000", "atMost: 150"),
    base: `${server.base}${microsoft.basePath}`,
    environment: microsoft.environment,
  });
  closing.push(() => capped.close());
  expect((await capped.find(microsoft.subject)).problems).toMatchObject([
    { code: "answer-incomplete", severity: "error" },
  ]);
  await expect(answerOf(capped, microsoft.subject)).rejects.toMatchObject({ code: "answer-incomplete" });
  const order = orderFor(microsoft.subject);
  await expect(capped.erase(order)).rejects.toMatchObject({ code: "more-to-do", retryable: true });
  expect(await capped.erase({ ...order, attempt: 2 })).toMatchObject({ ok: true, value: { erased: 0 } });
  expect(left()).toEqual(["AAMk=bob"]);
});
