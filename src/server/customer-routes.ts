/** For customers for whom data is used: what is to be done with a request of one of their people. */
import type { Context, Hono } from "hono";
import { localDateOf } from "#base";
import { customerGonePage, customerPage, customerThanksPage } from "#centre";
import { customerAnswers, type CustomerQuestion } from "#requests";
import { readCookie, takeCookie } from "./cookies.ts";
import { formOf, frameFor, page, textOf } from "./frames.ts";
import { mailLink } from "./mail-link.ts";
import type { Env, ServerParts } from "./parts.ts";
import type { RateLimit } from "./rate-limit.ts";

const answerSeconds = 3_600;

export function customerPages(centre: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  const { requests, policy } = parts;
  const gone = (c: Context<Env>, status: 404 | 429 = 404) => page(c, customerGonePage(frameFor(parts, c)), status);
  const token = (c: Context<Env>) => readCookie(c, parts.publicUrl, "customer") ?? "";
  const viewOf = ({ person, madeAt, ...rest }: CustomerQuestion) => ({
    ...rest,
    ...person.reveal(),
    onDay: localDateOf(madeAt, policy.timeZone),
  });
  centre.get("/customer/thanks", (c) => {
    const said = /^G-[0-9A-Z]{4}-[0-9A-Z]{4}$/.exec(c.req.query("reference") ?? "")?.[0];
    return page(c, customerThanksPage(frameFor(parts, c), said));
  });
  mailLink(centre, parts, { name: "customer", seconds: answerSeconds, gone });
  centre.get("/customer", async (c) => {
    if (!(await limit(c, "check"))) return gone(c, 429);
    const question = await requests.customerQuestion(token(c));
    return question === undefined ? gone(c) : page(c, customerPage(frameFor(parts, c), viewOf(question)));
  });
  centre.post("/customer", async (c) => {
    if (!(await limit(c, "check"))) return gone(c, 429);
    const frame = frameFor(parts, c);
    const given = textOf(await formOf(c), "answer");
    const answer = customerAnswers.find((one) => one === given);
    if (answer === undefined) {
      const question = await requests.customerQuestion(token(c));
      return question === undefined ? gone(c) : page(c, customerPage(frame, viewOf(question), true), 422);
    }
    const done = await requests.answerCustomer(token(c), answer);
    if (!done.ok) return gone(c);
    takeCookie(c, parts.publicUrl, "customer");
    const { reference } = done.value;
    const query = reference === undefined ? "" : `?reference=${reference}`;
    return c.redirect(`/${frame.language}/customer/thanks${query}`, 303);
  });
}
