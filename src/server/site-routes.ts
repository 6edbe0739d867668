/**
 * For the pages of the company: the script that asks visitors, and where it brings what they chose. Other origins than those
 * of the policy are refused here, on the server; what a browser would hide is not what keeps strangers out.
 */
import { timingSafeEqual } from "node:crypto";
import { type Context, Hono } from "hono";
import { choice, type ChoiceSent } from "#api";
import type { Choice } from "#consent";
import { heldBack, siteSights } from "#notice";
import { accountChoiceTaken } from "./account-choice.ts";
import type { Env, ServerParts } from "./parts.ts";
import { problem } from "./problems.ts";
import { networkRate } from "./network-rate.ts";
import { securityHeaders } from "./security.ts";
import { siteName, type SiteScripts, tokenOf } from "./site-script.ts";

/** A choice of fifty purposes has three. */
const mostBytes = 8 * 1024;

export function siteRoutes(parts: ServerParts, scripts: SiteScripts): Hono<Env> {
  const routes = new Hono<Env>();
  // Nobody is asked where nothing needs consent.
  if (heldBack(parts.policy).length === 0) return routes;
  routes.use(`/${siteName}/*`, securityHeaders(parts.publicUrl));
  routes.get(`/${siteName}/gestand.js`, async (c) => {
    const { text, tag } = await scripts.script(c.req.query("lang"));
    const headers = {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=300",
      "cross-origin-resource-policy": "cross-origin",
      etag: tag,
    };
    return c.req.header("if-none-match") === tag ? c.body(null, 304, headers) : c.body(text, 200, headers);
  });
  const origins = originsOf(parts);
  const isSigned = signatures(parts);
  const mayAsk = networkRate(parts, { hits: 120, seconds: 60 });
  const fromSite = (take: (c: Context<Env>) => Promise<Response>) => async (c: Context<Env>) => {
    const origin = c.req.header("origin");
    if (origin === undefined || !origins.has(origin))
      return problem(403, "Refused", "This page is not one of this site. Nothing was recorded.");
    const answer = mayAsk(c)
      ? await take(c)
      : problem(429, "Too many choices", "Nothing was recorded. Wait a minute and try again.");
    answer.headers.set("access-control-allow-origin", origin);
    answer.headers.set("vary", "origin");
    return answer;
  };
  routes.post(
    `/${siteName}/choices`,
    fromSite(async (c) => tooLarge(c) ?? takeIn(parts, isSigned, c)),
  );
  routes.post(
    `/${siteName}/account`,
    fromSite(async (c) => tooLarge(c) ?? accountChoiceTaken(parts, c)),
  );
  const sights = new Set(siteSights(parts.policy));
  routes.get(
    `/${siteName}/seen/:what`,
    fromSite(async (c) => {
      const what = c.req.param("what") ?? "";
      if (!sights.has(what))
        return problem(404, "Not found", "The policy has nothing of this name. Nothing was counted.");
      await parts.consents.noteSight(what);
      return new Response("", { headers: { "cache-control": "private, max-age=86400" } });
    }),
  );
  return routes;
}

/** Where visitors are asked: on the company's pages, with and without `www.`, and on ours. */
function originsOf({ policy, publicUrl, siteOrigins }: ServerParts): ReadonlySet<string> {
  const own = policy.organisation.website?.replace(/^(https?:\/\/)(?:www\.)?/, "$1");
  const both = own === undefined ? [] : [own, own.replace("://", "://www.")].map((url) => new URL(url).origin);
  return new Set([publicUrl.origin, ...both, ...(policy.website?.origins ?? []), ...siteOrigins]);
}

/** The answer to a body that is too large, before it is read. */
function tooLarge(c: Context<Env>): Response | undefined {
  const size = Number(c.req.header("content-length") ?? Number.NaN);
  return size <= mostBytes ? undefined : problem(413, "Too large", `At most ${mostBytes} bytes. Nothing was recorded.`);
}

async function takeIn(
  { consents }: ServerParts,
  isSigned: ReturnType<typeof signatures>,
  c: Context<Env>,
): Promise<Response> {
  const parsed = choice.safeParse(await c.req.json().catch(() => undefined));
  if (!parsed.success) return problem(422, "Not understood", "This is no choice. Nothing was recorded.");
  const { token, residue, clientAt, undeclared = [], ...said } = parsed.data;
  if (said.site !== siteName || !isSigned(said, token))
    return problem(403, "Refused", "No notice of this site was shown. Nothing was recorded. Load the page again.");
  const made: Choice = { ...said, clientAt: new Date(clientAt), ...(residue && { residue }) };
  const recorded = await consents.record(made);
  if (!recorded.ok) return problem(recorded.reason === "other-choice" ? 409 : 422, recorded.reason, recorded.message);
  if (recorded.value.now) await consents.noteUndeclared(undeclared);
  return new Response(JSON.stringify(recorded.value.receipt), {
    status: recorded.value.now ? 201 : 200,
    headers: { "content-type": "application/json" },
  });
}

/** A script is served to many, so that its signature is soon known; few are remembered. */
function signatures(parts: ServerParts): (said: Pick<ChoiceSent, "notice" | "version">, token: string) => boolean {
  const known = new Set<string>();
  return (said, token) => {
    const key = `${said.version}|${said.notice}|${token}`;
    if (known.has(key)) return true;
    const [signed, given] = [Buffer.from(tokenOf(parts, said)), Buffer.from(token)];
    if (signed.length !== given.length || !timingSafeEqual(signed, given)) return false;
    if (known.size < 1_000) known.add(key);
    return true;
  };
}
