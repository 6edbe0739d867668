/** What holds for every answer and every form. */
import type { MiddlewareHandler } from "hono";
import { limits } from "#base";
import { centreTexts, messagePage } from "#centre";
import { markup } from "#ui";
import { frameFor } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";
import { problem } from "./problems.ts";

/** Nothing is loaded from elsewhere, nothing inline runs, nobody frames us, and no address of ours leaks by referrer. */
export function securityHeaders(publicUrl: URL): MiddlewareHandler<Env> {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    // A route that serves what a stranger made closes it further.
    headers.set("content-security-policy", headers.has("content-security-policy") ? `${policy}; sandbox` : policy);
    headers.set("x-content-type-options", "nosniff");
    headers.set("referrer-policy", "no-referrer");
    headers.set("cross-origin-opener-policy", "same-origin");
    // The script of a site is what pages elsewhere may load.
    if (!headers.has("cross-origin-resource-policy")) headers.set("cross-origin-resource-policy", "same-origin");
    headers.set("permissions-policy", "camera=(), geolocation=(), microphone=()");
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
    if (publicUrl.protocol === "https:")
      headers.set("strict-transport-security", "max-age=63072000; includeSubDomains");
  };
}

function mostBytes(path: string): number {
  if (path.endsWith("/request/identity")) return limits.identityEvidenceBytes + 16 * 1024;
  return path === "/api/v1/disclosures" ? limits.disclosuresBodyBytes : limits.requestBodyBytes;
}

/** A body larger than its route allows is refused before it is read. */
export function limitBody(): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    const size = c.req.header("content-length");
    const most = mostBytes(c.req.path);
    if (size === undefined || !/^\d+$/.test(size))
      return problem(411, "Length required", "Send a Content-Length. Nothing was processed.");
    if (Number(size) > most) return problem(413, "Too large", `At most ${most} bytes. Nothing was processed.`);
    return next();
  };
}

/** Cross-site request forgery: a form or fetch that changes something must come from our own pages. */
export function refuseForeignForms(parts: ServerParts): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    const site = c.req.header("sec-fetch-site");
    const origin = c.req.header("origin");
    const ours = new Set([parts.publicUrl.origin, `${parts.publicUrl.protocol}//${c.req.header("host") ?? ""}`]);
    const fromUs = site === "same-origin" || (site === undefined && origin !== undefined && ours.has(origin));
    // A program without cookies cannot be made to act for somebody: the public JSON endpoints accept it.
    const program =
      site === undefined &&
      origin === undefined &&
      c.req.path.startsWith("/api/") &&
      c.req.header("cookie") === undefined;
    if (fromUs || program) return next();
    if (c.req.path.startsWith("/api/"))
      return problem(403, "Refused", "This did not come from this site. Nothing was processed.");
    const frame = frameFor(parts, c);
    return c.html(markup(messagePage(frame, "403", centreTexts[frame.language].errors.refused, "bad")), 403);
  };
}
