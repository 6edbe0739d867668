/**
 * The sample video chat service: a policy, a database to carry it out in, and the people who ask. Most of what happens in
 * it has no table at all; what is left behind are profiles, purchases, complaints and bans that end.
 */
import type { Example } from "../kit/example.ts";
import { cast } from "./cast.ts";
import { buildVideoChat } from "./generate.ts";

export { canary, type CastMember, type CastName, cast } from "./cast.ts";
export { buildVideoChat, schemaFile, type VideoOptions } from "./generate.ts";

/** Where the policy stands; it includes the other files beside it. */
export const policyFile = new URL("./policy.yaml", import.meta.url);

export const example: Example = {
  name: "video-chat",
  policyFile,
  databases: [
    {
      urlFrom: "VIDEO_DATABASE_URL",
      database: "video",
      build: ({ url, size, today }) => buildVideoChat({ url, persons: size, today }),
    },
  ],
  folders: [
    {
      urlFrom: "VIDEO_PHOTOS",
      folder: "photos",
      database: "VIDEO_DATABASE_URL",
      keys: "select photo_object_key as key from profiles where photo_object_key is not null",
    },
    {
      urlFrom: "VIDEO_FRAMES",
      folder: "frames",
      database: "VIDEO_DATABASE_URL",
      keys: "select unnest(array[object_key, thumbnail_key]) as key from frames",
    },
  ],
  tryAddress: cast.payer.email,
};
