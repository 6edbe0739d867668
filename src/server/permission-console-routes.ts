/** For staff: what one person allowed, and what was said by telephone or on paper. The address never stands in an address bar. */
import { type Context, Hono } from "hono";
import { isLocalDate, localDateOf, Personal, startOfDay } from "#base";
import { type PermissionSaid, permissionsPage } from "#console";
import type { ChoiceAbout, May } from "#policy";
import { consoleFrame } from "./console-frames.ts";
import { formOf, page, textOf } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";

export function permissionConsoleRoutes(parts: ServerParts): Hono<Env> {
  const routes = new Hono<Env>();
  const { permissions, store } = parts;
  const show = async (c: Context<Env>, searched: string, said?: PermissionSaid) => {
    const counts = await permissions.counts(store.reader);
    const person = searched === "" ? undefined : await personFor(parts, searched);
    const status = said === "wrong" ? 422 : 200;
    return page(c, permissionsPage(consoleFrame(parts, c), { counts, ...(person && { person }), said }), status);
  };
  routes.get("/", (c) => show(c, ""));
  routes.post("/", async (c) => show(c, searchedIn(await formOf(c))));
  routes.post("/record", async (c) => {
    const form = await formOf(c);
    const searched = searchedIn(form);
    return show(c, searched, (await recordFrom(parts, form, searched)) ? "recorded" : "wrong");
  });
  return routes;
}

function searchedIn(form: Record<string, unknown>): string {
  return textOf(form, "person").trim().slice(0, 254);
}

/** The same questions whoever it is. */
async function personFor({ permissions, policy, store }: ServerParts, searched: string) {
  const [answered] = await permissions.answers([searched]);
  const lines = await permissions.linesOf(store.reader, new Personal(searched));
  return {
    searched,
    answers: [...listed("message", answered?.messages), ...listed("purpose", answered?.purposes)],
    lines: lines.map(({ at, evidence = "", ...line }) => ({ ...line, evidence, on: localDateOf(at, policy.timeZone) })),
  };
}

function listed(kind: "purpose" | "message", all: Readonly<Record<string, unknown>> = {}) {
  return Object.entries(all).map(([name, may]) => ({ about: `${kind}:${name}` as ChoiceAbout, may: may as May }));
}

async function recordFrom(
  { permissions, policy, clock }: ServerParts,
  form: Record<string, unknown>,
  searched: string,
): Promise<boolean> {
  const [act, channel, on] = [textOf(form, "act"), textOf(form, "channel"), textOf(form, "on")];
  if ((act !== "given" && act !== "withdrawn") || (channel !== "phone" && channel !== "paper") || !isLocalDate(on))
    return false;
  const now = clock.now();
  // Today it was just now, so that it counts after what was chosen this morning.
  const at = on === localDateOf(now, policy.timeZone) ? now : startOfDay(on, policy.timeZone);
  const about = textOf(form, "about") as ChoiceAbout;
  const said = { person: new Personal(searched), act, about, channel, at, evidence: textOf(form, "evidence") } as const;
  return (await permissions.record([said])).ok;
}
