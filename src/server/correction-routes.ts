/** Where a person corrects their own values, and where the owner of a former address says that a change is not theirs. */
import type { Hono } from "hono";
import { Personal } from "#base";
import { fromField, notMinePage, leavePage, toField } from "#centre";
import { readCookie } from "./cookies.ts";
import { formOf, frameFor, page, textOf } from "./frames.ts";
import { followed } from "./following.ts";
import type { Env, ServerParts } from "./parts.ts";
import type { RateLimit } from "./rate-limit.ts";

const mostFields = 200;

export function correctionPages(centre: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  centre.post("/request/correct", async (c) => {
    if (!(await limit(c, "upload"))) return followed(parts, c, { said: "not-now" });
    const corrections = correctionsIn(await formOf(c));
    const done = await parts.requests.propose(
      readCookie(c, parts.publicUrl, "follow") ?? "",
      new Personal(corrections),
    );
    if (done.ok) return followed(parts, c);
    const { reason, category } = done;
    return followed(parts, c, {
      refused: { reason, filled: corrections, ...(category === undefined ? {} : { category }) },
    });
  });
  centre.get("/not-mine/:token", async (c) => {
    const token = c.req.param("token");
    const frame = frameFor(parts, c);
    return (await parts.requests.changeWaits(token))
      ? page(c, notMinePage(frame, token))
      : page(c, leavePage(frame), 404);
  });
  centre.post("/not-mine", async (c) => {
    const frame = frameFor(parts, c);
    if (!(await limit(c, "code"))) return page(c, leavePage(frame), 429);
    const stopped = await parts.requests.stopChange(textOf(await formOf(c), "token"));
    return stopped ? page(c, notMinePage(frame)) : page(c, leavePage(frame), 404);
  });
}

/** Fields that were left as they were say nothing. */
function correctionsIn(body: Record<string, unknown>): { category: string; from: string; to: string }[] {
  const found: { category: string; from: string; to: string }[] = [];
  for (let at = 0; at < mostFields; at++) {
    const { from, category } = fromField(textOf(body, `from-${at}`));
    const to = textOf(body, toField(at)).trim();
    if (category === "" || to === from.trim()) continue;
    found.push({ category, from, to });
  }
  return found;
}
