/** Consent that must be given again: for staff to approve, for programs to ask, for each person to answer. */
import type { Context, Hono } from "hono";
import { Hono as Router } from "hono";
import type { RenewalPreview } from "#changes";
import { consentAsked, consentGonePage, consentPage } from "#centre";
import { renewalPage, renewalPanel, renewalTexts, type RenewalView } from "#console";
import { consoleFrame } from "./console-frames.ts";
import { readCookie, takeCookie } from "./cookies.ts";
import { formOf, frameFor, numberIn, page, saidIn, textOf } from "./frames.ts";
import { mailLink } from "./mail-link.ts";
import type { Env, ServerParts } from "./parts.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { VersionPanel } from "./version-routes.ts";

/** On the page of a version that needs consent anew. */
export function renewalPanelOf(parts: ServerParts): VersionPanel {
  return async (c, { number }) => {
    const view = await viewOf(parts, number);
    return view && renewalPanel(consoleFrame(parts, c), view, parts.clock.now());
  };
}

async function viewOf({ renewals, store }: ServerParts, version: number): Promise<RenewalView | undefined> {
  const { state, ...status } = await renewals.status(store.reader, version);
  return state === "not-needed" ? undefined : { ...status, state };
}

export function renewalRoutes(parts: ServerParts): Hono<Env> {
  const routes = new Router<Env>();
  routes.get("/:number/renewal", async (c) => {
    const version = numberIn(c);
    const view = version === undefined ? undefined : await viewOf(parts, version);
    if (view === undefined) return c.notFound();
    const said = saidIn(c, renewalTexts.en.said);
    const preview = await previewOf(parts, view);
    return page(c, renewalPage(consoleFrame(parts, c), view, { now: parts.clock.now(), preview, said }));
  });
  routes.post("/:number/renewal", async (c) => {
    const version = numberIn(c);
    if (version === undefined) return c.notFound();
    const outcome = await parts.renewals.approve(version, c.get("member").id);
    return c.redirect(`/console/versions/${version}/renewal?said=${outcome.ok ? "approved" : outcome.reason}`, 303);
  });
  return routes;
}

/** Counted where something can be approved: before it was, after it stopped, and when older consents count again. */
async function previewOf({ renewals }: ServerParts, view: RenewalView): Promise<RenewalPreview | undefined> {
  if (view.state === "approved" || view.state === "suspending") return undefined;
  const looked = await renewals.preview(view.version);
  if (!looked.ok) return undefined;
  const { places, problems } = looked.value;
  const again = problems.length > 0 || places.some(({ canEnd, older }) => canEnd && older > 0);
  return view.state === "done" && !again ? undefined : looked.value;
}

/** Since when consent counts, for programs of the company. */
export function consentEndpoints(routes: Hono<Env>, { renewals, store }: ServerParts): void {
  routes.get("/consents", async (c) => {
    const all = await renewals.since(store.reader);
    return c.json(
      all.map(({ givenFrom, ...one }) => ({
        ...one,
        ...(givenFrom === undefined ? {} : { givenFrom: givenFrom.toISOString() }),
      })),
    );
  });
}

const answerSeconds = 2 * 3_600;

export function consentPages(centre: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  const { renewals } = parts;
  const gone = (c: Context<Env>, status: 404 | 429 = 404) => page(c, consentGonePage(frameFor(parts, c)), status);
  const token = (c: Context<Env>) => readCookie(c, parts.publicUrl, "consent") ?? "";
  centre.post("/consent/leave", (c) => {
    takeCookie(c, parts.publicUrl, "consent");
    return c.redirect(`/${frameFor(parts, c).language}`, 303);
  });
  mailLink(centre, parts, { name: "consent", seconds: answerSeconds, gone });
  centre.get("/consent", async (c) => {
    if (!(await limit(c, "check"))) return gone(c, 429);
    const question = await renewals.question(token(c));
    return question === undefined ? gone(c) : page(c, consentPage(frameFor(parts, c), question));
  });
  centre.post("/consent", async (c) => {
    if (!(await limit(c, "check"))) return gone(c, 429);
    const frame = frameFor(parts, c);
    const question = await renewals.question(token(c));
    if (question === undefined) return gone(c);
    const body = await formOf(c);
    const answers = Object.fromEntries(
      question.purposes.map(({ name }) => [name, textOf(body, name) === "yes" ? ("yes" as const) : ("no" as const)]),
    );
    const taken = await renewals.answer(token(c), answers, consentAsked(frame, question), frame.language);
    return taken ? c.redirect(`/${frame.language}/consent`, 303) : gone(c);
  });
}
