/** Where persons choose what they get, by links of their own: the page, the one click of RFC 8058, and what they confirm. */
import { type Context, Hono } from "hono";
import { Personal } from "#base";
import {
  preferencesAskPage,
  preferencesGonePage,
  preferencesPage,
  preferencesTexts,
  signUpDonePage,
  signUpPage,
  unsubscribePage,
} from "#centre";
import { isEmailAddress, switchable } from "#policy";
import { giveCookie, readCookie, takeCookie } from "./cookies.ts";
import { formOf, frameFor, page, saidIn, textOf } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";
import type { RateLimit } from "./rate-limit.ts";
import { securityHeaders } from "./security.ts";

const choosingSeconds = 3_600;

export function preferencePages(centre: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  const { permissions } = parts;
  const gone = (c: Context<Env>) => page(c, preferencesGonePage(frameFor(parts, c)), 404);
  const chooser = (c: Context<Env>): Promise<Personal<string> | undefined> =>
    permissions.personBehind(readCookie(c, parts.publicUrl, "preferences") ?? "");
  centre.get("/preferences/ask", (c) => page(c, preferencesAskPage(frameFor(parts, c))));
  centre.post("/preferences/ask", async (c) => {
    const frame = frameFor(parts, c);
    const email = textOf(await formOf(c), "email").trim();
    if (!isEmailAddress(email)) return page(c, preferencesAskPage(frame, "wrong"), 422);
    if (!(await limit(c, "submit"))) return page(c, preferencesAskPage(frame, "too-many"), 429);
    await permissions.mailPreferences(new Personal(email), frame.language);
    return page(c, preferencesAskPage(frame, "sent"));
  });
  centre.post("/preferences/leave", (c) => {
    takeCookie(c, parts.publicUrl, "preferences");
    return c.redirect(`/${frameFor(parts, c).language}`, 303);
  });
  // The link in a mail carries the token once; after it the address bar and the history do not.
  centre.get("/preferences/:token", async (c) => {
    const token = c.req.param("token");
    if ((await permissions.personBehind(token)) === undefined) return gone(c);
    giveCookie(c, parts.publicUrl, "preferences", token, choosingSeconds);
    return c.redirect(`/${frameFor(parts, c).language}/preferences`, 303);
  });
  centre.get("/preferences", async (c) => {
    const person = await chooser(c);
    if (person === undefined) return gone(c);
    const said = saidIn(c, preferencesTexts.en.said);
    return page(c, preferencesPage(frameFor(parts, c), await permissions.preferences(person), said));
  });
  centre.post("/preferences", async (c) => {
    const [person, body] = [await chooser(c), await formOf(c)];
    if (person === undefined) return gone(c);
    const [about, on] = [textOf(body, "about"), textOf(body, "to") === "on"];
    const done = await permissions.switch(person, about, on);
    const said = !done ? "not-now" : on ? "on" : about === "optional" ? "all-off" : "off";
    return c.redirect(`/${frameFor(parts, c).language}/preferences?said=${said}`, 303);
  });
}

export function signUpPages(centre: Hono<Env>, parts: ServerParts): void {
  const { permissions } = parts;
  centre.get("/sign-up/:token", async (c) => {
    const frame = frameFor(parts, c);
    const waiting = await permissions.signUpBehind(c.req.param("token"));
    return waiting === undefined
      ? page(c, signUpDonePage(frame, false), 404)
      : page(c, signUpPage(frame, c.req.param("token"), waiting));
  });
  centre.post("/sign-up", async (c) => {
    const token = textOf(await formOf(c), "token");
    const waiting = await permissions.signUpBehind(token);
    const done = await permissions.confirmSignUp(token);
    return page(c, signUpDonePage(frameFor(parts, c), done, waiting?.byParent), done ? 200 : 404);
  });
}

/**
 * The link of `List-Unsubscribe`. A mail program posts to it from wherever it runs, without cookie or origin (RFC 8058 §3.2), and
 * gets no redirect; the token in the link is what entitles. So it stands before the guard against forms of other sites.
 */
export function unsubscribeRoutes(parts: ServerParts): Hono<Env> {
  const routes = new Hono<Env>();
  const { permissions, policy } = parts;
  routes.use("/unsubscribe/*", securityHeaders(parts.publicUrl));
  routes.get("/unsubscribe/:message/:token", async (c) => {
    const frame = frameFor(parts, c);
    const message = switchable(policy).find(({ name }) => name === c.req.param("message"));
    const person = await permissions.personBehind(c.req.param("token"));
    return message === undefined || person === undefined
      ? page(c, preferencesGonePage(frame), 404)
      : page(c, unsubscribePage(frame, message.title, c.req.path));
  });
  routes.post("/unsubscribe/:message/:token", async (c) => {
    const frame = frameFor(parts, c);
    if (!(Number(c.req.header("content-length") ?? Number.NaN) <= 4_096))
      return page(c, preferencesGonePage(frame), 404);
    const token = c.req.param("token");
    const person = await permissions.personBehind(token);
    if (person === undefined || !(await permissions.unsubscribe(person, c.req.param("message"))))
      return page(c, preferencesGonePage(frame), 404);
    // Somebody who pressed the button on our page sees how everything stands now.
    if (textOf(await formOf(c), "from") !== "page") return c.body(null, 200);
    giveCookie(c, parts.publicUrl, "preferences", token, choosingSeconds);
    return c.redirect(`/${frame.language}/preferences?said=off`, 303);
  });
  return routes;
}
