/**
 * The sample conferencing service: a policy, a database to carry it out in, and the people who ask. It plays the company in
 * development, documentation and tests; it knows nothing of Gestand and Gestand nothing of it.
 */
import type { Example } from "../kit/example.ts";
import { cast } from "./cast.ts";
import { buildConferencing } from "./generate.ts";

export { type CastMember, type CastName, cast } from "./cast.ts";
export { buildConferencing, type ConferencingOptions } from "./generate.ts";

/** Where the policy stands. */
export const policyFile = new URL("./policy.yaml", import.meta.url);

export const example: Example = {
  name: "conferencing",
  policyFile,
  databases: [
    {
      urlFrom: "CONFERENCING_DATABASE_URL",
      database: "conferencing",
      build: ({ url, size, today }) => buildConferencing({ url, customers: size, today }),
    },
  ],
  tryAddress: cast.paying.email,
};
