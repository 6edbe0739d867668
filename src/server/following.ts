/** The page of one request, as the person who made it sees it. */
import type { Context } from "hono";
import type { OwnValueView } from "#api";
import { followPage, type FollowSaid, leavePage } from "#centre";
import { readCookie } from "./cookies.ts";
import { frameFor, page } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";
import * as wire from "./wire.ts";

export async function followed(parts: ServerParts, c: Context<Env>, said: FollowSaid = {}): Promise<Response> {
  const frame = frameFor(parts, c);
  const token = readCookie(c, parts.publicUrl, "follow") ?? "";
  const view = await parts.requests.follow(token);
  if (view === undefined) return page(c, leavePage(frame), 404);
  const values = view.proposal === "open" ? await ownValues(parts, token) : [];
  const status =
    said.said === "not-now"
      ? 409
      : said.said === "identity-wrong" || said.said === "answer-missing" || said.refused
        ? 422
        : 200;
  return page(c, followPage({ ...frame, path: "/request" }, wire.personRequest(view), said, values), status);
}

async function ownValues(parts: ServerParts, token: string): Promise<readonly OwnValueView[]> {
  const values = await parts.requests.ownValues(token);
  return values?.reveal() ?? [];
}
