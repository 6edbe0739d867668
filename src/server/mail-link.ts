/** A link in a mail carries its token once; after it the address bar and the history do not. */
import type { Context, Hono } from "hono";
import { type CookieName, giveCookie } from "./cookies.ts";
import { frameFor } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";

interface MailLink {
  /** Of the link, and of the cookie that remembers the token. */
  readonly name: Extract<CookieName, "follow" | "consent" | "recipient" | "customer" | "for-you">;
  /** The page behind it, when that is called otherwise. */
  readonly page?: string;
  readonly seconds: number;
  /** What is no token leads here. */
  readonly gone: (c: Context<Env>) => Response | Promise<Response>;
}

export function mailLink(centre: Hono<Env>, parts: ServerParts, { name, page = name, seconds, gone }: MailLink): void {
  centre.get(`/${name}/:token`, (c) => {
    const token = c.req.param("token") ?? "";
    if (!/^[\w-]{16,200}$/.test(token)) return gone(c);
    giveCookie(c, parts.publicUrl, name, token, seconds);
    return c.redirect(`/${frameFor(parts, c).language}/${page}`, 303);
  });
}
