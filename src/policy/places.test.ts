import { expect, test } from "vitest";
import { declaredPlaces } from "./index.ts";
import { policyIn, sample } from "./testing.ts";

test("every place where a policy says that data is has its kind, its name and what it holds", () => {
  const policy = policyIn(`${sample}logs:
  site: {of: customer, fields: {ip: network.ip-address, path: network.visits}, for: fulfil-order}
ephemeral:
  chats: {data: communication.message}
website:
  cookies:
    basket: {names: [b], essential: {nl: uw mandje, en: your basket}, stores: {is: order-history}}
`);
  expect(declaredPlaces(policy).map(({ kind, name, path }) => [kind, name, path])).toEqual([
    ["system", "shop", "systems.shop"],
    ["log", "site", "logs.site"],
    ["ephemeral", "chats", "ephemeral.chats"],
    ["device", "basket", "website.cookies.basket"],
  ]);
  expect(declaredPlaces(policy)[1]?.categories).toEqual(["network.ip-address", "network.visits"]);
});
