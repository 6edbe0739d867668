/** Cookies hold one random token each; what it stands for is in the database, or in a keyed digest beside it (`device`). */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Env } from "./parts.ts";

export type CookieName =
  | "session"
  | "device"
  | "follow"
  | "consent"
  | "recipient"
  | "customer"
  | "for-you"
  | "preferences";

/** `__Host-` ties a cookie to this very host; browsers accept it only over https. */
function fullName(name: CookieName, publicUrl: URL): string {
  return publicUrl.protocol === "https:" ? `__Host-gestand-${name}` : `gestand-${name}`;
}

export function readCookie(c: Context<Env>, publicUrl: URL, name: CookieName): string | undefined {
  return getCookie(c, fullName(name, publicUrl));
}

/** `Lax` for links that are opened from a mailbox; `Strict` for staff. */
export function giveCookie(
  c: Context<Env>,
  publicUrl: URL,
  name: CookieName,
  token: string,
  maxAgeSeconds: number,
): void {
  setCookie(c, fullName(name, publicUrl), token, {
    path: "/",
    httpOnly: true,
    secure: publicUrl.protocol === "https:",
    sameSite: name === "session" || name === "device" ? "Strict" : "Lax",
    maxAge: maxAgeSeconds,
  });
}

export function takeCookie(c: Context<Env>, publicUrl: URL, name: CookieName): void {
  deleteCookie(c, fullName(name, publicUrl), { path: "/", secure: publicUrl.protocol === "https:" });
}
