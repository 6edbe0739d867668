/** For staff: how many visitors say yes, and what exactly they saw. */
import { Hono } from "hono";
import { addPeriod, localDateOf } from "#base";
import { consentsPage, type NoticeView, shownPage } from "#console";
import { standardWording } from "#policy";
import { consoleFrame } from "./console-frames.ts";
import { page } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";
import { type SiteScripts, tagsOf } from "./site-script.ts";

const shownWeeks = 26;

export function siteConsoleRoutes(parts: ServerParts, scripts: SiteScripts): Hono<Env> {
  const routes = new Hono<Env>();
  const { consents, policy, published, store, clock } = parts;
  routes.get("/", async (c) => {
    const today = localDateOf(clock.now(), policy.timeZone);
    const since = addPeriod(today, { amount: -shownWeeks, unit: "week" });
    const rates = await consents.rates(since, policy.timeZone);
    const shown = await scripts.shown();
    const wordings = await consents.wordings({
      version: published.carried?.number ?? 0,
      standard: standardWording,
      timeZone: policy.timeZone,
    });
    return page(
      c,
      consentsPage(consoleFrame(parts, c), {
        rates,
        wordings,
        shown,
        tags: [...tagsOf(parts.policy, parts.publicUrl.origin).values()],
      }),
    );
  });
  routes.get("/shown/:hash", async (c) => {
    const hash = c.req.param("hash");
    const notice = await consents.shown(store.reader, hash);
    return notice === undefined
      ? c.notFound()
      : page(c, shownPage(consoleFrame(parts, c), hash, notice as unknown as NoticeView));
  });
  return routes;
}
