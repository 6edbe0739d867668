/**
 * The sample chatbot platform: a policy, a database to carry it out in, and the people who ask. Most of the people in it
 * are somebody else's: subscribers of the bots of its customers, for whom it is a processor.
 */
import type { Example } from "../kit/example.ts";
import { cast } from "./cast.ts";
import { buildPlatform } from "./generate.ts";

export { type CastMember, type CastName, cast } from "./cast.ts";
export { buildPlatform, type PlatformOptions, schemaFile } from "./generate.ts";

/** Where the policy stands; it includes the other files beside it. */
export const policyFile = new URL("./policy.yaml", import.meta.url);

export const example: Example = {
  name: "chatbot-platform",
  policyFile,
  databases: [
    {
      urlFrom: "CHATBOT_DATABASE_URL",
      database: "chatbot",
      build: ({ url, size, today }) => buildPlatform({ url, persons: size, today }),
    },
  ],
  tryAddress: cast.owner.email,
};
