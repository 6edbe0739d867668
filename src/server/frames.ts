/** Frames and small change of pages: whose language, which path, how a page becomes an answer. */
import type { Context } from "hono";
import { isLanguage, type Language } from "#base";
import type { CentreFrame } from "#centre";
import { type Html, markup } from "#ui";
import type { Env, ServerParts } from "./parts.ts";

/** The frame of the page that was asked for, also when there is no such page. */
export function frameFor(parts: ServerParts, c: Context<Env>): CentreFrame {
  const language = languageIn(parts, c.req.path) ?? preferredLanguage(parts, c);
  const path = c.req.path.replace(/^\/(nl|en)(?=\/|$)/, "");
  // The link to the other language must be a page that can be fetched, and never one with a token in it.
  const linkable =
    /^\/(privacy(\/versions(\/\d+)?|\/on\/[\d-]+)?|proof|complain|ask\/[\w-]+|request|consent|choices|opt-out|preferences|preferences\/ask|recipient)?$/.test(
      path,
    )
      ? path
      : "";
  return { policy: parts.policy, language, path: linkable };
}

export function languageIn(parts: ServerParts, path: string): Language | undefined {
  const first = path.split("/")[1] ?? "";
  return isLanguage(first) && parts.policy.languages.includes(first) ? first : undefined;
}

export function preferredLanguage(parts: ServerParts, c: Context<Env>): Language {
  const found = wantedLanguages(c).find((language) => parts.policy.languages.includes(language));
  return found ?? parts.policy.languages[0] ?? "nl";
}

/** What the browser asks for, most wanted first as browsers write it; languages that we do not speak are left out. */
export function wantedLanguages(c: Context<Env>): Language[] {
  return (c.req.header("accept-language") ?? "")
    .split(",")
    .map((part) => part.trim().slice(0, 2).toLowerCase())
    .filter(isLanguage);
}

/** The fields of a form; none when the body is not the form that it says it is. */
export async function formOf(c: Context<Env>): Promise<Record<string, unknown>> {
  return c.req.parseBody().catch(() => ({}));
}

export function textOf(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  return typeof value === "string" ? value : "";
}

export function page(c: Context<Env>, content: Html, status: 200 | 403 | 404 | 409 | 422 | 429 = 200): Response {
  return c.html(markup(content), status);
}

/** The number of a version in the path. */
export function numberIn(c: Context<Env>): number | undefined {
  const text = c.req.param("number") ?? "";
  return /^\d{1,9}$/u.test(text) ? Number(text) : undefined;
}

/** What the action before a redirect said (`?said=`), when it is one of the sentences a page has. */
export function saidIn<Said extends string>(
  c: Context<Env>,
  sentences: Readonly<Record<Said, unknown>>,
): Said | undefined {
  const said = c.req.query("said") ?? "";
  return (Object.keys(sentences) as Said[]).find((one) => one === said);
}
