/**
 * A Belgian web shop for consumers and small companies: a policy, a database to carry it out in, and the people who ask.
 * It differs from the Dutch one in law (seven or ten years for invoices), parties and data.
 */
import type { Example } from "../kit/example.ts";
import { cast } from "./cast.ts";
import { buildShop } from "./generate.ts";

export { type CastMember, type CastName, cast } from "./cast.ts";
export { buildShop, type ShopOptions } from "./generate.ts";

/** Where the policy stands. */
export const policyFile = new URL("./policy.yaml", import.meta.url);

export const example: Example = {
  name: "webshop-be",
  policyFile,
  databases: [
    {
      urlFrom: "SHOP_DATABASE_URL",
      database: "shop",
      build: ({ url, size, today }) => buildShop({ url, customers: size, today }),
    },
  ],
  tryAddress: cast.active.email,
};
