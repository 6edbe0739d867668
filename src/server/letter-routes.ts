/** Letters of the watched mailbox that somebody must sort. */
import { Hono } from "hono";
import { isLanguage, parseUuid, Personal } from "#base";
import { letterPage, lettersPage, letterTexts } from "#console";
import type { LetterToSort, Sorting } from "#inbox";
import { kindsOffered, purposesToName } from "#policy";
import { consoleFrame } from "./console-frames.ts";
import { formOf, page, saidIn, textOf } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";
import { strangersFile } from "./strangers-file.ts";

export function letterRoutes(parts: ServerParts): Hono<Env> {
  const { incoming, store } = parts;
  const routes = new Hono<Env>();
  routes.get("/", async (c) => {
    const letters = await incoming.toSort(store.reader);
    return page(
      c,
      lettersPage(
        consoleFrame(parts, c),
        await incoming.status(store.reader),
        letters.map(shown),
        saidIn(c, letterTexts.en.said),
      ),
    );
  });
  routes.get("/:id", async (c) => {
    const one = (await incoming.toSort(store.reader)).find(({ id }) => id === c.req.param("id"));
    if (one === undefined) return c.redirect("/console/letters?said=unknown", 303);
    return page(c, letterPage(consoleFrame(parts, c), shown(one)));
  });
  routes.get("/:id/files/:at", async (c) => {
    const id = parseUuid(c.req.param("id"));
    const at = c.req.param("at");
    const file = id === undefined || !/^\d$/u.test(at) ? undefined : await incoming.file(id, Number(at));
    return file === undefined ? c.notFound() : strangersFile(file);
  });
  routes.post("/:id", async (c) => {
    const id = parseUuid(c.req.param("id"));
    const sorting = sortingIn(parts, await formOf(c));
    if (id === undefined || sorting === undefined) return c.redirect("/console/letters?said=not-offered", 303);
    const done = await incoming.sort(id, c.get("member").id, sorting);
    if (!done.ok) parts.log({ level: "info", event: "decision-refused", decision: "sort", reason: done.reason });
    return c.redirect(`/console/letters?said=${done.ok ? sorting.as : done.reason}`, 303);
  });
  return routes;
}

function shown({ letter, ...rest }: LetterToSort) {
  return { ...rest, ...letter.reveal() };
}

function sortingIn({ policy }: ServerParts, form: Record<string, unknown>): Sorting | undefined {
  const as = textOf(form, "as");
  if (as === "no-request") return { as };
  if (as === "reply") {
    const request = parseUuid<"request">(textOf(form, "request"));
    return request && { as, request };
  }
  const kind = kindsOffered(policy).find((one) => one === textOf(form, "kind"));
  const language = textOf(form, "language");
  if (as !== "request" || kind === undefined || !isLanguage(language) || !policy.languages.includes(language))
    return undefined;
  const choice = purposesToName(policy, kind) ?? [];
  const purposes = choice.map(({ name }) => name).filter((name) => textOf(form, `purpose-${name}`) === "yes");
  return { as, kind, email: new Personal(textOf(form, "email").trim()), language, purposes };
}
