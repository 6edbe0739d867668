/** Staff enter what came by post, by telephone or at the desk. From there it is a request like any other. */
import type { Hono } from "hono";
import { submission } from "#api";
import { addPeriod, isLocalDate, type LocalDate, localDateOf, Personal } from "#base";
import { entryPage } from "#console";
import { isOffered } from "#policy";
import { askValues, whatLacks } from "./asking-routes.ts";
import { consoleFrame } from "./console-frames.ts";
import { readForOther } from "./for-other-routes.ts";
import { formOf, page, textOf } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";

export function entryPages(routes: Hono<Env>, parts: ServerParts): void {
  routes.get("/new", (c) => {
    const entered = c.req.query("entered");
    const known = entered !== undefined && /^G-[0-9A-Z]{4}-[0-9A-Z]{4}$/u.test(entered);
    return page(c, entryPage(consoleFrame(parts, c), {}, known ? { entered } : {}));
  });
  routes.post("/new", async (c) => {
    const body = await formOf(c);
    const frame = consoleFrame(parts, c);
    const kind = submission.shape.kind.safeParse(textOf(body, "kind"));
    if (!kind.success || !isOffered(parts.policy, kind.data))
      return page(c, entryPage(frame, {}, { wrong: true }), 422);
    const values = askValues(parts.policy, kind.data, body);
    const { forOther: typed, ...own } = values;
    const forOther = typed && readForOther(typed);
    const parsed = submission.safeParse({ ...own, kind: kind.data, language: textOf(body, "language") });
    const receivedOn = textOf(body, "receivedOn").trim();
    const day = dayOfReceipt(parts, receivedOn);
    if (
      !parsed.success ||
      forOther?.ok === false ||
      day === "wrong" ||
      whatLacks(parts.policy, kind.data, values) !== undefined
    )
      return page(c, entryPage(frame, { ...values, kind: kind.data, receivedOn }, { wrong: true }), 422);
    const { language, email, message, residence } = parsed.data;
    const { reference } = await parts.requests.submit({
      kind: kind.data,
      language: parts.policy.languages.includes(language) ? language : (parts.policy.languages[0] ?? language),
      channel: "staff",
      email: new Personal(email),
      ...(forOther === undefined ? {} : { forOther: forOther.value }),
      ...(message === undefined ? {} : { message: new Personal(message) }),
      ...(residence === undefined ? {} : { residence }),
      ...(day === undefined ? {} : { receivedOn: day }),
      purposes: values.purposes ?? [],
    });
    parts.log({ level: "info", event: "request-entered", reference });
    return c.redirect(`/console/requests/new?entered=${reference}`, 303);
  });
}

const daysBack = 366;

/** A letter can lie for a while; nothing comes in tomorrow, and a mistake in the year is one. */
function dayOfReceipt({ policy, store }: ServerParts, text: string): LocalDate | undefined | "wrong" {
  if (text === "") return undefined;
  const today = localDateOf(store.clock.now(), policy.timeZone);
  const possible = isLocalDate(text) && text <= today && text >= addPeriod(today, { amount: -daysBack, unit: "day" });
  return possible ? text : "wrong";
}
