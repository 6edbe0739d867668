/** "May we?" for programs of the company. Asked too often for a line in the log each time, so it stands before that. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { answersSent, changesQuery, choicesSent, contactsSent, maySent, signUpSent } from "#api";
import { Personal } from "#base";
import type { ChoiceAbout } from "#policy";
import { bearsToken } from "./bearer.ts";
import type { Env, ServerParts } from "./parts.ts";
import { problem } from "./problems.ts";
import { securityHeaders } from "./security.ts";

/** A thousand asks about addresses. */
const mostBytes = 512 * 1024;

export function mayRoutes(parts: ServerParts): Hono<Env> {
  const routes = new Hono<Env>();
  const { permissionToken } = parts;
  const guarded: MiddlewareHandler<Env> = async (c, next) => {
    if (permissionToken === undefined || !bearsToken(c.req.header("authorization"), permissionToken))
      return problem(
        401,
        "Not known",
        "Nothing was answered. Send `Authorization: Bearer …` with the value of GESTAND_PERMISSION_TOKEN.",
      );
    if (c.req.method === "POST" && !(Number(c.req.header("content-length") ?? Number.NaN) <= mostBytes))
      return problem(413, "Too large", `At most ${mostBytes} bytes, and a Content-Length. Nothing was processed.`);
    await next();
    return undefined;
  };
  for (const path of ["/may", "/may/*", "/choices", "/contacts", "/sign-ups"])
    routes.use(path, securityHeaders(parts.publicUrl), guarded);
  askingRoutes(routes, parts);
  sayingRoutes(routes, parts);
  return routes;
}

function askingRoutes(routes: Hono<Env>, { permissions }: ServerParts): void {
  routes.post("/may", async (c) => {
    const parsed = maySent.safeParse(await bodyOf(c));
    return parsed.success
      ? c.json({ answers: await permissions.askMany(parsed.data.asks) })
      : problem(422, "Not understood", 'Nothing was answered. Send {"asks": [{"person", "purpose" or "message"}]}.');
  });
  routes.post("/may/answers", async (c) => {
    const parsed = answersSent.safeParse(await bodyOf(c));
    return parsed.success
      ? c.json({ answers: await permissions.answers(parsed.data.persons) })
      : problem(422, "Not understood", 'Nothing was answered. Send {"persons": [...]}, at most 500.');
  });
  routes.get("/may/changes", async (c) => {
    const parsed = changesQuery.safeParse(c.req.query());
    return parsed.success
      ? c.json(await permissions.changes(parsed.data.cursor))
      : problem(422, "Not understood", "Give the cursor of the answer before, or none.");
  });
  routes.post("/contacts", async (c) => {
    const parsed = contactsSent.safeParse(await bodyOf(c));
    if (!parsed.success)
      return problem(
        422,
        "Not understood",
        'Nothing was answered. Send {"message", "language", "persons": [...]}, at most 500.',
      );
    const { message, language, persons } = parsed.data;
    return c.json({ contacts: await permissions.contacts(message, persons, language) });
  });
}

function sayingRoutes(routes: Hono<Env>, { permissions }: ServerParts): void {
  routes.post("/sign-ups", async (c) => {
    const parsed = signUpSent.safeParse(await bodyOf(c));
    if (!parsed.success)
      return problem(
        422,
        "Not understood",
        'Nothing was sent. Send {"email", "purposes": [...], "language"}, and "parent" for a child.',
      );
    const { email, parent, ...said } = parsed.data;
    const taken = await permissions.signUp({
      ...said,
      email: new Personal(email),
      ...(parent !== undefined && { parent: new Personal(parent) }),
    });
    return taken.ok ? c.json({ accepted: true }, 202) : problem(422, taken.reason, taken.message);
  });
  routes.post("/choices", async (c) => {
    const parsed = choicesSent.safeParse(await bodyOf(c));
    if (!parsed.success)
      return problem(422, "Not understood", `Nothing was recorded. ${placesIn(parsed.error.issues)}`);
    const done = await permissions.record(
      parsed.data.choices.map(({ person, about, at, evidence, id, ...said }) => ({
        ...said,
        person: new Personal(person),
        about: about as ChoiceAbout,
        ...(at !== undefined && { at: new Date(at) }),
        ...(evidence !== undefined && { evidence }),
        ...(id !== undefined && { id }),
      })),
    );
    if (done.ok) return c.json(done.value);
    const lines = done.faults.slice(0, 20).map(({ line, member, message }) => `choices.${line}.${member}: ${message}`);
    return problem(422, done.reason, [done.message, ...lines].join(" "));
  });
}

function bodyOf(c: Context<Env>): Promise<unknown> {
  return c.req.json().catch(() => undefined);
}

/** Where, and what kind; never what was sent, which names persons. */
function placesIn(issues: readonly { readonly path: readonly PropertyKey[]; readonly code?: string }[]): string {
  return issues
    .slice(0, 20)
    .map(({ path, code }) => `${path.map(String).join(".")}: ${code ?? "wrong"}`)
    .join("; ");
}
