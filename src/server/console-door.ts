/** The ways in: one-time link, password, passkey. */
import type { Hono } from "hono";
import { signInPage, welcomePage } from "#console";
import { page, textOf } from "./frames.ts";
import { chooseLanguage, consoleFrame, sessionSeconds } from "./console-frames.ts";
import { giveCookie } from "./cookies.ts";
import type { Passkeys } from "./passkeys.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Env, ServerParts } from "./parts.ts";
import { problem } from "./problems.ts";

export function consoleDoor(routes: Hono<Env>, parts: ServerParts, limit: RateLimit, passkeys: Passkeys): void {
  routes.post("/language", async (c) => {
    const body = await c.req.parseBody();
    return chooseLanguage(parts, c, textOf(body, "language"), textOf(body, "back"));
  });
  welcome(routes, parts, limit);
  routes.get("/sign-in", (c) => page(c, signInPage(consoleFrame(parts, c))));
  routes.post("/sign-in", async (c) => {
    const body = await c.req.parseBody();
    const email = textOf(body, "email");
    if (!(await limit(c, "sign-in")))
      return page(c, signInPage(consoleFrame(parts, c), { email, wrong: "tooMany" }), 429);
    const session = await parts.staff.signIn(email, textOf(body, "password"));
    if (session === undefined) return page(c, signInPage(consoleFrame(parts, c), { email, wrong: "wrong" }), 422);
    giveCookie(c, parts.publicUrl, "session", session, sessionSeconds);
    return c.redirect("/console", 303);
  });
  routes.post("/passkey/sign-in/options", async (c) => c.json(await passkeys.signInOptions()));
  routes.post("/passkey/sign-in", async (c) => {
    if (!(await limit(c, "sign-in"))) return problem(429, "Too many tries", "Wait a quarter of an hour.");
    const body: { id?: unknown; response?: unknown } = await c.req.json().catch(() => ({}));
    const member = typeof body.id === "string" ? await passkeys.signIn(body.id, body.response) : undefined;
    if (member === undefined) return problem(422, "Not accepted", "The passkey was not accepted.");
    giveCookie(c, parts.publicUrl, "session", await parts.staff.startSession(member), sessionSeconds);
    return c.json({ done: true });
  });
}

function welcome(routes: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  routes.get("/welcome/:token", async (c) => {
    const token = c.req.param("token");
    const waits = await parts.staff.inviteWaits(token);
    return page(c, welcomePage(consoleFrame(parts, c), token, waits ? "open" : "gone"), waits ? 200 : 404);
  });
  routes.post("/welcome/:token", async (c) => {
    const token = c.req.param("token");
    const body = await c.req.parseBody();
    const person = {
      name: textOf(body, "name").trim(),
      email: textOf(body, "email").trim(),
      password: textOf(body, "password"),
    };
    if (!(await limit(c, "sign-in")))
      return page(c, welcomePage(consoleFrame(parts, c), token, "open", { ...person, message: "429" }), 429);
    const made = await parts.staff.signUp(token, person);
    if (!made.ok) {
      const state = made.reason === "link-used-or-expired" ? "gone" : "open";
      return page(
        c,
        welcomePage(consoleFrame(parts, c), token, state, {
          name: person.name,
          email: person.email,
          message: made.message,
        }),
        422,
      );
    }
    giveCookie(c, parts.publicUrl, "session", made.value.session, sessionSeconds);
    return c.redirect("/console", 303);
  });
}
