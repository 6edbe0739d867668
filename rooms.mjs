// Which room may enter which. The one authority: the tidy test enforces it and ARCHITECTURE.md is drawn from it.
// A room is a folder with one door (`index.ts`). Imports go down only; what is absent here is forbidden.

const below = (...rooms) => rooms;

/** @type {Record<string, string[]>} */
export const rooms = {
  "src/base": below(),
  "src/law": below("src/base"),
  "src/policy": below("src/base", "src/law"),
  "src/notice": below("src/base", "src/law", "src/policy"),
  "src/api": below("src/base", "src/law", "src/policy"),
  "src/store": below("src/base"),
  "src/evidence": below("src/base", "src/store"),
  "src/mail": below("src/base", "src/store"),
  "src/connectors": below("src/base", "src/policy"),
  "src/plans": below("src/base", "src/law", "src/policy", "src/notice", "src/store", "src/evidence", "src/connectors"),
  "src/requests": below(
    "src/base",
    "src/law",
    "src/policy",
    "src/notice",
    "src/store",
    "src/evidence",
    "src/mail",
    "src/connectors",
    "src/plans",
  ),
  "src/promises": below(
    "src/base",
    "src/law",
    "src/policy",
    "src/notice",
    "src/store",
    "src/evidence",
    "src/connectors",
    "src/plans",
    "src/requests",
  ),
  "web/ui": below("src/base"),
  "web/centre": below("src/base", "src/law", "src/policy", "src/notice", "src/api", "web/ui"),
  "web/console": below("src/base", "src/law", "src/policy", "src/notice", "src/api", "web/ui"),
  "src/server": below(
    "src/base",
    "src/law",
    "src/policy",
    "src/notice",
    "src/api",
    "src/store",
    "src/evidence",
    "src/mail",
    "src/connectors",
    "src/plans",
    "src/requests",
    "src/promises",
    "web/ui",
    "web/centre",
    "web/console",
  ),
  "src/app": below(
    "src/base",
    "src/law",
    "src/policy",
    "src/notice",
    "src/api",
    "src/store",
    "src/evidence",
    "src/mail",
    "src/connectors",
    "src/plans",
    "src/requests",
    "src/promises",
    "src/server",
  ),
  "src/cli": below(
    "src/base",
    "src/law",
    "src/policy",
    "src/notice",
    "src/api",
    "src/store",
    "src/evidence",
    "src/mail",
    "src/connectors",
    "src/plans",
    "src/requests",
    "src/promises",
    "src/server",
    "src/app",
  ),
};

/** Rooms that run anywhere: no Node built-in, no clock, no randomness, no package but those named. */
export const pure = {
  "src/base": [],
  "src/law": [],
  "src/policy": ["yaml"],
  "src/notice": [],
  "src/api": ["zod"],
  "web/ui": ["hono"],
  "web/centre": ["hono"],
  "web/console": ["hono"],
};

/** Packages that speak to a database; only these rooms may import them. */
export const drivers = {
  packages: ["pg", "pg-boss", "pg-copy-streams", "kysely"],
  rooms: ["src/store", "src/connectors"],
};
