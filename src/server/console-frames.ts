/** The frame of console pages, and the language a member of staff chose. */
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { isLanguage, type Language, limits } from "#base";
import type { ConsoleFrame } from "#console";
import { readCookie } from "./cookies.ts";
import { wantedLanguages } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";
import type { StaffMember } from "./staff.ts";

export const sessionSeconds = limits.sessionHours * 3_600;

export function consoleFrame(parts: ServerParts, c: Context<Env>): ConsoleFrame {
  const member = c.get("member") as StaffMember | undefined;
  return { policy: parts.policy, language: consoleLanguage(parts, c), path: c.req.path, member };
}

function consoleLanguage(parts: ServerParts, c: Context<Env>): Language {
  const chosen = getCookie(c, "gestand-language") ?? "";
  if (isLanguage(chosen)) return chosen;
  return wantedLanguages(c)[0] ?? parts.policy.languages[0] ?? "nl";
}

/** Who is signed in, if anybody. */
export async function memberIn(parts: ServerParts, c: Context<Env>): Promise<StaffMember | undefined> {
  const token = readCookie(c, parts.publicUrl, "session");
  return token === undefined ? undefined : parts.staff.bySession(token);
}

/** Where to go back to after choosing a language: only a page of the console. */
export function chooseLanguage(parts: ServerParts, c: Context<Env>, language: string, back: string): Response {
  if (isLanguage(language))
    setCookie(c, "gestand-language", language, {
      path: "/console",
      httpOnly: true,
      sameSite: "Strict",
      secure: parts.publicUrl.protocol === "https:",
      maxAge: 365 * 86_400,
    });
  return c.redirect(/^\/console(\/[\w/-]*)?$/.test(back) ? back : "/console", 303);
}
