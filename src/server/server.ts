/** All routes, in plain sight. */
import { Hono } from "hono";
import { isOperationalError } from "#base";
import { centreTexts, messagePage } from "#centre";
import { markup } from "#ui";
import { apiRoutes } from "./api-routes.ts";
import { assetRoutes } from "./assets.ts";
import { centreRoutes } from "./centre-routes.ts";
import { consoleRoutes } from "./console-routes.ts";
import { mayRoutes } from "./may-routes.ts";
import { operationsRoutes } from "./operations-routes.ts";
import { unsubscribeRoutes } from "./preference-routes.ts";
import { frameFor } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";
import { problem } from "./problems.ts";
import { rateLimiter } from "./rate-limit.ts";
import { limitBody, refuseForeignForms, securityHeaders } from "./security.ts";
import { createSiteScripts } from "./site-script.ts";
import { siteRoutes } from "./site-routes.ts";
import { wellKnownRoutes } from "./well-known.ts";

export function createServer(parts: ServerParts): Hono<Env> {
  const app = new Hono<Env>();
  // Before everything else: it comes from other origins, too often for a line in the log, and has limits of its own.
  const scripts = createSiteScripts(parts);
  app.route("/", siteRoutes(parts, scripts));
  app.route("/api/v1", mayRoutes(parts));
  app.route("/", unsubscribeRoutes(parts));
  app.use(logRequests(parts));
  app.use(securityHeaders(parts.publicUrl));
  app.use(limitBody());
  app.use(refuseForeignForms(parts));
  const limit = rateLimiter(parts);
  app.route("/", operationsRoutes(parts));
  app.route("/.well-known", wellKnownRoutes(parts));
  app.route("/assets", assetRoutes(parts.assetsDir));
  app.route("/api/v1", apiRoutes(parts, limit));
  app.route("/console", consoleRoutes(parts, limit, scripts));
  app.route("/", centreRoutes(parts, limit));
  app.notFound((c) => {
    if (c.req.path.startsWith("/api/")) return problem(404, "Not found", "There is nothing at this address.");
    const frame = frameFor(parts, c);
    const t = centreTexts[frame.language].errors;
    return c.html(markup(messagePage(frame, t.notFound, `${t.notFoundText} /${frame.language}.`)), 404);
  });
  app.onError((error, c) => {
    const code = isOperationalError(error) ? error.code : "bug";
    const status = isOperationalError(error) ? 503 : 500;
    parts.log({
      level: "error",
      event: "request-failed",
      route: routeOf(c),
      code,
      ...(isOperationalError(error) ? {} : { error: error.name, at: firstFrame(error) }),
    });
    if (c.req.path.startsWith("/api/"))
      return problem(
        status,
        "Not processed",
        "Something failed on our side. Nothing was processed. Try again in a few minutes.",
      );
    const frame = frameFor(parts, c);
    const t = centreTexts[frame.language].errors;
    return c.html(
      markup(messagePage(frame, t.failed, `${t.failedText} ${parts.policy.organisation.contact.email}.`, "bad")),
      status,
    );
  });
  return app;
}

function logRequests(parts: ServerParts) {
  return async (c: Parameters<Parameters<Hono<Env>["use"]>[1]>[0], next: () => Promise<void>): Promise<void> => {
    const startedAt = performance.now();
    await next();
    const durationMs = Math.round(performance.now() - startedAt);
    parts.log({
      level: "info",
      event: "request",
      method: c.req.method,
      route: routeOf(c),
      status: c.res.status,
      durationMs,
    });
  };
}

/** The pattern that matched, never the path: paths hold tokens. */
function routeOf(c: { req: { routePath?: string } }): string {
  return c.req.routePath ?? "unknown";
}

/** Where a bug is, without its message, which may hold data. */
function firstFrame(error: Error): string {
  return (
    (error.stack ?? "")
      .slice(error.message.length)
      .split("\n")
      .find((line) => line.trim().startsWith("at "))
      ?.trim() ?? ""
  );
}
