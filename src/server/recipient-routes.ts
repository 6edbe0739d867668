/** Recipients that were told of what was done with a person's data: for them to answer, for staff to keep after them. */
import { type Context, Hono } from "hono";
import type { Result, StaffId } from "#base";
import { recipientGonePage, recipientPage, recipientThanksPage } from "#centre";
import { recipientConsoleTexts, recipientNoticePage, type RecipientSaid, recipientsPage } from "#console";
import { type NoticeRefusal, type RecipientAnswer, recipientAnswers } from "#recipients";
import { consoleFrame } from "./console-frames.ts";
import { readCookie, takeCookie } from "./cookies.ts";
import { formOf, frameFor, page, saidIn, textOf } from "./frames.ts";
import { mailLink } from "./mail-link.ts";
import type { Env, ServerParts } from "./parts.ts";
import type { RateLimit } from "./rate-limit.ts";

const answerSeconds = 3_600;

export function recipientPages(centre: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  const { recipients } = parts;
  const gone = (c: Context<Env>, status: 404 | 429 = 404) => page(c, recipientGonePage(frameFor(parts, c)), status);
  const token = (c: Context<Env>) => readCookie(c, parts.publicUrl, "recipient") ?? "";
  centre.get("/recipient/thanks", (c) => page(c, recipientThanksPage(frameFor(parts, c))));
  mailLink(centre, parts, { name: "recipient", seconds: answerSeconds, gone });
  centre.get("/recipient", async (c) => {
    if (!(await limit(c, "check"))) return gone(c, 429);
    const question = await recipients.question(token(c));
    if (question === undefined) return gone(c);
    return page(c, recipientPage(frameFor(parts, c), { ...question, known: question.known.reveal() }));
  });
  centre.post("/recipient", async (c) => {
    if (!(await limit(c, "check"))) return gone(c, 429);
    const frame = frameFor(parts, c);
    const answer = answerIn(textOf(await formOf(c), "answer"));
    if (answer === undefined) {
      const question = await recipients.question(token(c));
      if (question === undefined) return gone(c);
      return page(c, recipientPage(frame, { ...question, known: question.known.reveal() }, true), 422);
    }
    if (!(await recipients.answer(token(c), answer))) return gone(c);
    takeCookie(c, parts.publicUrl, "recipient");
    return c.redirect(`/${frame.language}/recipient/thanks`, 303);
  });
}

export function recipientRoutes(parts: ServerParts): Hono<Env> {
  const routes = new Hono<Env>();
  const { recipients, store } = parts;
  routes.get("/", async (c) => {
    const open = await recipients.list(store.reader, "open");
    const answered = await recipients.list(store.reader, "answered");
    return page(c, recipientsPage(consoleFrame(parts, c), { open, answered }, await parts.published.today()));
  });
  routes.get("/:id", async (c) => {
    const detail = await recipients.detail(store.reader, c.req.param("id"));
    if (detail === undefined) return c.notFound();
    const said = saidIn(c, recipientConsoleTexts.en.said);
    return page(c, recipientNoticePage(consoleFrame(parts, c), detail.reveal(), said));
  });
  const act = (
    path: "send" | "told" | "answer",
    done: RecipientSaid,
    work: (id: string, by: StaffId, c: Context<Env>) => Promise<Result<void, NoticeRefusal>>,
  ) =>
    routes.post(`/:id/${path}`, async (c) => {
      const outcome = await work(c.req.param("id"), c.get("member").id, c);
      const said = outcome.ok ? done : outcome.reason;
      return c.redirect(
        said === "unknown" ? "/console/recipients" : `/console/recipients/${c.req.param("id")}?said=${said}`,
        303,
      );
    });
  act("send", "sent", (id, by) => recipients.send(id, by));
  act("told", "told", (id, by) => recipients.recordTold(id, by));
  act("answer", "answered", async (id, by, c) => {
    const answer = answerIn(textOf(await formOf(c), "answer"));
    if (answer === undefined) return { ok: false, reason: "not-now", message: "No answer was chosen." };
    return recipients.recordAnswer(id, by, answer);
  });
  return routes;
}

function answerIn(text: string): RecipientAnswer | undefined {
  return recipientAnswers.find((one) => one === text);
}
