/** Asking for somebody else: what the form says of it, and the page behind the link in the letter to the person. */
import type { Context, Hono } from "hono";
import { Personal } from "#base";
import {
  forOtherFields,
  type ForOtherValues,
  type ForOtherWrong,
  forYouAnswers,
  forYouGonePage,
  forYouPage,
  forYouThanksPage,
} from "#centre";
import { askers, mayBeAskedForOther, type RequestKind } from "#policy";
import { askerName, type AskerQuestion, type ForOther, type PersonSays } from "#requests";
import { readCookie, takeCookie } from "./cookies.ts";
import { formOf, frameFor, page, textOf } from "./frames.ts";
import { mailLink } from "./mail-link.ts";
import type { Env, ServerParts } from "./parts.ts";
import type { RateLimit } from "./rate-limit.ts";

const answerSeconds = 3_600;
const address = /^[^\s@<>"]+@[^\s@<>"]+$/;

/** What was typed; `undefined` when nothing of it was, or when it cannot be asked for others. */
export function forOtherValues(kind: RequestKind, body: Record<string, unknown>): ForOtherValues | undefined {
  if (!mayBeAskedForOther(kind)) return undefined;
  const typed = (name: keyof ForOtherValues) => textOf(body, forOtherFields[name]).trim().slice(0, 254);
  const values = { as: typed("as"), name: typed("name"), email: typed("email") };
  return values.as === "" && values.name === "" && values.email === "" ? undefined : values;
}

/** As the room takes it, or which of it is wrong. */
export function readForOther(
  values: ForOtherValues,
): { readonly ok: true; readonly value: ForOther } | { readonly ok: false; readonly wrong: ForOtherWrong } {
  const as = askers.find((one) => one === values.as);
  const name = askerName(values.name);
  const email = address.test(values.email) && values.email.length <= 254 ? values.email : undefined;
  if (as === undefined || name === undefined || email === undefined)
    return {
      ok: false,
      wrong: {
        ...(as === undefined && { as: true as const }),
        ...(name === undefined && { name: true as const }),
        ...(email === undefined && { email: true as const }),
      },
    };
  return { ok: true, value: { as, name: new Personal(name), email: new Personal(email) } };
}

function viewOf({ name, email, ...question }: AskerQuestion) {
  return { ...question, name: name.reveal(), email: email.reveal() };
}

export function forYouPages(centre: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  const { requests } = parts;
  const gone = (c: Context<Env>, status: 404 | 429 = 404) => page(c, forYouGonePage(frameFor(parts, c)), status);
  const token = (c: Context<Env>) => readCookie(c, parts.publicUrl, "for-you") ?? "";
  centre.get("/for-you/thanks", (c) => {
    const came = (["ended", "noted"] as const).find((one) => one === c.req.query("came")) ?? "confirmed";
    return page(c, forYouThanksPage(frameFor(parts, c), came));
  });
  mailLink(centre, parts, { name: "for-you", seconds: answerSeconds, gone });
  centre.get("/for-you", async (c) => {
    if (!(await limit(c, "check"))) return gone(c, 429);
    const question = await requests.askerQuestion(token(c));
    return question === undefined ? gone(c) : page(c, forYouPage(frameFor(parts, c), viewOf(question)));
  });
  centre.post("/for-you", async (c) => {
    if (!(await limit(c, "check"))) return gone(c, 429);
    const frame = frameFor(parts, c);
    const given = textOf(await formOf(c), "answer");
    const answer = forYouAnswers.find((one) => one === given);
    if (answer === undefined) {
      const question = await requests.askerQuestion(token(c));
      return question === undefined ? gone(c) : page(c, forYouPage(frame, viewOf(question), true), 422);
    }
    const says: PersonSays =
      answer === "wrong" ? { right: false } : { right: true, givesAnswer: answer === "right-both" };
    const done = await requests.answerForOther(token(c), says);
    if (!done.ok) return gone(c);
    takeCookie(c, parts.publicUrl, "for-you");
    return c.redirect(`/${frame.language}/for-you/thanks?came=${done.value}`, 303);
  });
}
