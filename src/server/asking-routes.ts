/** The forms of the privacy centre, one for each kind of request that the policy offers, and the code that confirms them. */
import type { Context, Hono } from "hono";
import { submission } from "#api";
import { Personal } from "#base";
import { askPage, type AskValues, centreTexts, codePage, identityField, purposeField, takenPage } from "#centre";
import { isOffered, knownAs, type Policy, purposesToName, type RequestKind, requestKinds, wordsNeeded } from "#policy";
import { giveCookie } from "./cookies.ts";
import { forOtherValues, readForOther } from "./for-other-routes.ts";
import { formOf, frameFor, page, textOf } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";
import type { RateLimit } from "./rate-limit.ts";

export const followSeconds = 2 * 3_600;

export function askingPages(centre: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  centre.get("/ask/:kind", (c) => {
    const kind = kindGranted(parts.policy, c.req.param("kind"));
    return kind === undefined ? c.notFound() : page(c, askPage(frameFor(parts, c), kind));
  });
  centre.post("/ask/:kind", async (c) => {
    const kind = kindGranted(parts.policy, c.req.param("kind"));
    return kind === undefined ? c.notFound() : asked(parts, limit, c, kind);
  });
  centre.get("/taken/:reference", (c) => page(c, takenPage(frameFor(parts, c), c.req.param("reference").slice(0, 20))));
  centre.get("/confirm/:reference", (c) => page(c, codePage(frameFor(parts, c), c.req.param("reference"))));
  centre.post("/confirm", async (c) => {
    const frame = frameFor(parts, c);
    const body = await formOf(c);
    const reference = textOf(body, "reference");
    if (!(await limit(c, "code"))) return page(c, codePage(frame, reference, "too-many-tries"), 429);
    const confirmed = await parts.requests.confirm(reference, textOf(body, "code").replaceAll(/\D/g, ""));
    if (!confirmed.ok) return page(c, codePage(frame, reference, confirmed.reason), 422);
    giveCookie(c, parts.publicUrl, "follow", confirmed.value.followToken, followSeconds);
    return c.redirect(`/${frame.language}/request`, 303);
  });
}

async function asked(parts: ServerParts, limit: RateLimit, c: Context<Env>, kind: RequestKind): Promise<Response> {
  const frame = frameFor(parts, c);
  const t = centreTexts[frame.language];
  const values = askValues(parts.policy, kind, await formOf(c));
  const forOther = values.forOther && readForOther(values.forOther);
  const { forOther: _, ...own } = values;
  const parsed = submission.safeParse({ ...own, kind, language: frame.language });
  const unlike = Object.entries(values.knownAs ?? {}).filter(([name, value]) => !knownAs(parts.policy, name, value));
  const lacking = whatLacks(parts.policy, kind, values);
  if (!parsed.success || forOther?.ok === false || unlike.length > 0 || lacking !== undefined) {
    const names = new Set(parsed.error?.issues.map((issue) => issue.path[0]));
    const wrong = {
      ...(names.has("email") ? { email: t.ask.wrongEmail } : {}),
      ...(forOther?.ok === false ? { forOther: forOther.wrong } : {}),
      ...(names.has("knownEmail") ? { knownEmail: t.ask.wrongEmail } : {}),
      ...(lacking === "message" ? { message: t.rights.wordsNeeded } : {}),
      ...(lacking === "purposes" ? { purposes: t.rights.chooseOne } : {}),
      knownAs: Object.fromEntries(
        unlike.map(([name]) => [name, name === "phone" ? t.ask.wrongPhone : t.ask.wrongIdentity]),
      ),
    };
    return page(c, askPage(frame, kind, values, wrong), 422);
  }
  if (!(await limit(c, "submit"))) return page(c, askPage(frame, kind, values, { form: t.ask.tooMany }), 429);
  const { reference, codeSent } = await parts.requests.submit({
    kind,
    language: frame.language,
    channel: "web",
    email: new Personal(parsed.data.email),
    ...(forOther === undefined ? {} : { forOther: forOther.value }),
    ...(parsed.data.knownEmail === undefined ? {} : { knownEmail: new Personal(parsed.data.knownEmail) }),
    ...(parsed.data.knownAs === undefined ? {} : { knownAs: new Personal(parsed.data.knownAs) }),
    ...(parsed.data.message === undefined ? {} : { message: new Personal(parsed.data.message) }),
    ...(parsed.data.residence === undefined ? {} : { residence: parsed.data.residence }),
    purposes: values.purposes ?? [],
  });
  const then = codeSent ? "confirm" : "taken";
  return c.redirect(`/${frame.language}/${then}/${encodeURIComponent(reference)}`, 303);
}

/** What a request of this kind means nothing without, and is not there; or is not a purpose that can be named for it. */
export function whatLacks(
  policy: Policy,
  kind: RequestKind,
  { message = "", purposes = [] }: { message?: string | undefined; purposes?: readonly string[] | undefined },
): "message" | "purposes" | undefined {
  const choice = purposesToName(policy, kind);
  const known = purposes.every((name) => choice?.some((purpose) => purpose.name === name) === true);
  if (!known || (choice !== undefined && purposes.length === 0)) return "purposes";
  return wordsNeeded(kind) && message.trim() === "" ? "message" : undefined;
}

export function askValues(
  policy: Policy,
  kind: RequestKind,
  body: Record<string, unknown>,
): AskValues & { email: string } {
  const optional = (name: "knownEmail" | "message" | "residence") => {
    const value = textOf(body, name).trim();
    return value === "" ? {} : { [name]: value };
  };
  const named = (policy.identities ?? []).flatMap(({ name }) => {
    const value = textOf(body, identityField(name)).trim();
    return value === "" ? [] : [[name, value.slice(0, 100)] as const];
  });
  const purposes = (purposesToName(policy, kind) ?? [])
    .map(({ name }) => name)
    .filter((name) => textOf(body, purposeField(name)) !== "");
  const forOther = forOtherValues(kind, body);
  return {
    email: textOf(body, "email").trim(),
    // Whose data it is was said already.
    ...(forOther === undefined ? optional("knownEmail") : { forOther }),
    ...(named.length > 0 && { knownAs: Object.fromEntries(named) }),
    ...optional("message"),
    ...optional("residence"),
    purposes,
  };
}

/** The kind of request, when the policy grants it. */
function kindGranted(policy: Policy, text: string): RequestKind | undefined {
  const kind = requestKinds.find((known) => known === text);
  return kind !== undefined && isOffered(policy, kind) ? kind : undefined;
}
