/** Terms for keeping data: staff look, approve what takes much, stop and go on. */
import { type Context, Hono } from "hono";
import { parseUuid, type PlanId } from "#base";
import { retentionPage, type RetentionSaid, retentionTexts, type SweepPlanView } from "#console";
import type { TableTerm } from "#retention";
import { consoleFrame } from "./console-frames.ts";
import { formOf, page, saidIn, textOf } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";

export function retentionRoutes(parts: ServerParts): Hono<Env> {
  const routes = new Hono<Env>();
  const { retention, store } = parts;
  routes.get("/", async (c) => {
    const tables = await retention.tables(store.reader);
    return page(
      c,
      retentionPage(consoleFrame(parts, c), tables, await plansOf(parts, tables), saidIn(c, retentionTexts.en.said)),
    );
  });
  routes.post("/look", async (c) => {
    await retention.look();
    return back(c, "looking");
  });
  routes.post("/:plan/approve", async (c) => {
    const plan = planIn(c);
    if (plan === undefined) return c.notFound();
    const done = await retention.approve(plan, textOf(await formOf(c), "hash"), c.get("member").id);
    return back(c, done.ok ? "approved" : done.reason);
  });
  routes.post("/:plan/stop", async (c) => {
    const plan = planIn(c);
    if (plan === undefined) return c.notFound();
    const done = await retention.stop(plan);
    return back(c, done.ok ? "stopping" : done.reason);
  });
  routes.post("/:plan/resume", async (c) => {
    const plan = planIn(c);
    if (plan === undefined) return c.notFound();
    const done = await retention.resume(plan);
    return back(c, done.ok ? "resumed" : done.reason);
  });
  return routes;
}

function back(c: Context<Env>, said: RetentionSaid): Response {
  return c.redirect(`/console/retention?said=${said}`, 303);
}

function planIn(c: Context<Env>): PlanId | undefined {
  return parseUuid<"plan">(c.req.param("plan") ?? "");
}

/** Of those that are not done. */
async function plansOf(
  { plans, store }: ServerParts,
  tables: readonly TableTerm[],
): Promise<ReadonlyMap<string, SweepPlanView>> {
  const views = new Map<string, SweepPlanView>();
  for (const { sweep } of tables) {
    if (sweep === undefined || sweep.state === "done") continue;
    const plan = await plans.get(store.reader, sweep.plan);
    if (plan === undefined) continue;
    const [takes] = plan.previews[0]?.tables ?? [];
    const [step] = plan.steps;
    views.set(sweep.plan, {
      hash: plan.hash,
      problems: plan.problems,
      ...(takes && { takes }),
      ...(step?.progress && { progress: step.progress }),
      ...(step?.error && { error: step.error.message }),
    });
  }
  return views;
}
