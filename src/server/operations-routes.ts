/** For whoever keeps it running: health, metrics, the API description. */
import { Hono } from "hono";
import { openApi } from "#api";
import { sql } from "#store";
import { bearsToken } from "./bearer.ts";
import { metricsText } from "./metrics.ts";
import type { Env, ServerParts } from "./parts.ts";
import { problem } from "./problems.ts";

export function operationsRoutes(parts: ServerParts): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get("/healthz", async (c) => {
    try {
      await sql`select 1`.execute(parts.store.reader.db);
      // Still 200: whoever restarts what is not healthy would not help it, and the version before goes on.
      const because = parts.published.trouble();
      if (because !== undefined) return c.json({ status: "degraded", because, version: parts.version });
      return c.json({ status: "ok", version: parts.version });
    } catch {
      return c.json({ status: "database-unreachable", version: parts.version }, 503);
    }
  });
  routes.get("/openapi.json", (c) => c.json(openApi({ version: parts.version, serverUrl: parts.publicUrl.origin })));
  routes.get("/metrics", async (c) => {
    if (!mayReadMetrics(parts, c.req.header("authorization"), c.env?.incoming?.socket?.remoteAddress)) {
      return problem(403, "Refused", "Metrics are for this machine, or for whoever holds GESTAND_METRICS_TOKEN.");
    }
    return c.text(await metricsText(parts), 200, { "content-type": "text/plain; version=0.0.4" });
  });
  return routes;
}

function mayReadMetrics(parts: ServerParts, authorization: string | undefined, address: string | undefined): boolean {
  if (parts.metricsToken === undefined)
    return (
      parts.trustedProxies === 0 && (address === "127.0.0.1" || address === "::1" || address === "::ffff:127.0.0.1")
    );
  return bearsToken(authorization, parts.metricsToken);
}
