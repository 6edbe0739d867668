/** Consents that ended and are not off in every system yet: one of them, for staff. */
import { Hono } from "hono";
import { withdrawalPage, withdrawalTexts } from "#console";
import { consoleFrame } from "./console-frames.ts";
import { page, saidIn } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";

export function withdrawalRoutes(parts: ServerParts): Hono<Env> {
  const routes = new Hono<Env>();
  const { withdrawals, store } = parts;
  routes.get("/:id", async (c) => {
    const found = await withdrawals.detail(store.reader, c.req.param("id"));
    if (found === undefined) return c.notFound();
    const { email, ...rest } = found;
    const view = { ...rest, ...(email !== undefined && { email: email.reveal() }) };
    return page(c, withdrawalPage(consoleFrame(parts, c), view, saidIn(c, withdrawalTexts.en.said)));
  });
  routes.post("/:id", async (c) => {
    const id = c.req.param("id");
    const done = await withdrawals.settle(id, c.get("member").id);
    if (!done.ok && done.reason === "unknown") return c.redirect("/console/waiting", 303);
    return c.redirect(`/console/withdrawals/${id}?said=${done.ok ? "done" : done.reason}`, 303);
  });
  return routes;
}
