/** The ways in: one-time link, password, passkey. */
import type { Context, Hono } from "hono";
import type { Language } from "#base";
import { consoleTexts, signInPage, welcomePage } from "#console";
import { formOf, page, textOf } from "./frames.ts";
import { chooseLanguage, consoleFrame, sessionSeconds } from "./console-frames.ts";
import { giveCookie, readCookie } from "./cookies.ts";
import type { Passkeys } from "./passkeys.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Env, ServerParts } from "./parts.ts";
import { problem } from "./problems.ts";
import { createSignInDelay } from "./sign-in-delay.ts";
import type { SignUpRefusal } from "./staff.ts";

const deviceSeconds = 180 * 86_400;

export function consoleDoor(routes: Hono<Env>, parts: ServerParts, limit: RateLimit, passkeys: Passkeys): void {
  routes.post("/language", async (c) => {
    const body = await formOf(c);
    return chooseLanguage(parts, c, textOf(body, "language"), textOf(body, "back"));
  });
  welcome(routes, parts, limit);
  routes.get("/sign-in", (c) => page(c, signInPage(consoleFrame(parts, c))));
  signInByPassword(routes, parts, limit);
  routes.post("/passkey/sign-in/options", async (c) =>
    (await limit(c, "passkey")) ? c.json(await passkeys.signInOptions()) : tooMany(),
  );
  routes.post("/passkey/sign-in", async (c) => {
    if (!(await limit(c, "sign-in"))) return tooMany();
    const { id, response } = await ceremonyOf(c);
    const member = await passkeys.signIn(id, response);
    if (member === undefined) return problem(422, "Not accepted", "The passkey was not accepted.");
    giveCookie(c, parts.publicUrl, "session", await parts.staff.startSession(member), sessionSeconds);
    return c.json({ done: true });
  });
}

function signInByPassword(routes: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  const delay = createSignInDelay(parts.store);
  routes.post("/sign-in", async (c) => {
    const body = await formOf(c);
    const email = textOf(body, "email");
    const again = (wrong: "wrong" | "tooMany" | "tooSoon", seconds = 0) =>
      signInPage(consoleFrame(parts, c), { email, wrong, seconds });
    if (!(await limit(c, "sign-in"))) return page(c, again("tooMany"), 429);
    const device = readCookie(c, parts.publicUrl, "device");
    const seconds = await delay.begin(email, device);
    if (seconds > 0) {
      c.header("retry-after", String(seconds));
      return page(c, again("tooSoon", seconds), 429);
    }
    const session = await parts.staff.signIn(email, textOf(body, "password"));
    if (session === undefined) return page(c, again("wrong"), 422);
    await delay.succeeded(email, device);
    giveCookie(c, parts.publicUrl, "session", session, sessionSeconds);
    giveCookie(c, parts.publicUrl, "device", delay.deviceFor(email), deviceSeconds);
    return c.redirect("/console", 303);
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
    const body = await formOf(c);
    const person = { name: textOf(body, "name"), email: textOf(body, "email"), password: textOf(body, "password") };
    const frame = consoleFrame(parts, c);
    const again = (message: string) =>
      welcomePage(frame, token, "open", { name: person.name, email: person.email, message });
    if (!(await limit(c, "sign-in"))) return page(c, again(consoleTexts[frame.language].signIn.tooMany), 429);
    const made = await parts.staff.signUp(token, person);
    if (!made.ok) {
      return made.reason === "link-used-or-expired"
        ? page(c, welcomePage(frame, token, "gone"), 404)
        : page(c, again(signUpRefusals[frame.language][made.reason]), 422);
    }
    giveCookie(c, parts.publicUrl, "session", made.value.session, sessionSeconds);
    return c.redirect("/console", 303);
  });
}

const signUpRefusals: Record<Language, Record<Exclude<SignUpRefusal["reason"], "link-used-or-expired">, string>> = {
  nl: {
    "weak-password": `${consoleTexts.nl.welcome.passwordHint} Er is geen account gemaakt.`,
    "name-or-address-wrong": "Vul uw naam en een e-mailadres in. Er is geen account gemaakt.",
    "address-taken": "Er is al een account met dit e-mailadres. Er is geen account gemaakt.",
  },
  en: {
    "weak-password": `${consoleTexts.en.welcome.passwordHint} No account was made.`,
    "name-or-address-wrong": "Give your name and an e-mail address. No account was made.",
    "address-taken": "There is an account with this e-mail address already. No account was made.",
  },
};

function tooMany(): Response {
  return problem(429, "Too many tries", "Wait a quarter of an hour.");
}

/** What the script of the console sends back: which challenge, and what the authenticator made of it. */
export async function ceremonyOf(c: Context<Env>): Promise<{ id: string; response: unknown }> {
  const body: unknown = await c.req.json().catch(() => undefined);
  const { id, response } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  return { id: typeof id === "string" ? id : "", response };
}
