/** The JSON interface: the endpoints of `#api`, answered by the same rooms as the pages. */
import { type Context, Hono } from "hono";
import { clarified, confirmation, handOverAsked, proposal, queueQuery, submission } from "#api";
import { isLanguage, parseUuid, Personal } from "#base";
import { isOffered, knownAs, mayBeAskedForOther } from "#policy";
import { appEndpoint } from "./app-endpoint.ts";
import { readForOther } from "./for-other-routes.ts";
import { whatLacks } from "./asking-routes.ts";
import { consentEndpoints } from "./consent-routes.ts";
import { disclosureEndpoint, disclosureReportEndpoint } from "./disclosure-endpoints.ts";
import { memberIn } from "./console-frames.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Env, ServerParts } from "./parts.ts";
import { problem } from "./problems.ts";
import { visitorEndpoint } from "./visitor-endpoint.ts";
import { versionEndpoints } from "./version-routes.ts";
import * as wire from "./wire.ts";

export function apiRoutes(parts: ServerParts, limit: RateLimit): Hono<Env> {
  const routes = new Hono<Env>();
  askingEndpoints(routes, parts, limit);
  appEndpoint(routes, parts, limit);
  personEndpoints(routes, parts, limit);
  evidenceEndpoints(routes, parts);
  disclosureEndpoint(routes, parts);
  visitorEndpoint(routes, parts);
  staffEndpoints(routes, parts);
  return routes;
}

function askingEndpoints(routes: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  const { requests } = parts;
  routes.post("/requests", async (c) => {
    const parsed = submission.safeParse(await jsonBody(c));
    if (!parsed.success)
      return problem(
        422,
        "Not understood",
        parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "),
      );
    if (!(await limit(c, "submit")))
      return problem(429, "Too many requests", "Wait an hour and try again. Nothing was processed.");
    const { email, knownEmail, knownAs: named = {}, message, kind, language, residence } = parsed.data;
    const wrong = Object.entries(named).find(
      ([identity, value]) => knownAs(parts.policy, identity, value) === undefined,
    );
    if (wrong !== undefined)
      return problem(422, "Not understood", `knownAs.${wrong[0]}: not something that people can be known by here.`);
    if (!isOffered(parts.policy, kind))
      return problem(422, "Not offered", "The policy does not grant this right. Nothing was processed.");
    const { purposes = [], forOther } = parsed.data;
    const other = forOther && readForOther(forOther);
    if (other !== undefined && (!other.ok || !mayBeAskedForOther(kind) || knownEmail !== undefined))
      return problem(
        422,
        "Not understood",
        "forOther: a name without addresses in it, an e-mail address, no knownEmail beside it, and a right that others can use for somebody. Nothing was processed.",
      );
    const lacking = whatLacks(parts.policy, kind, { message, purposes });
    if (lacking !== undefined) return problem(422, "Not understood", `${lacking}: this request needs it.`);
    const submitted = await requests.submit({
      kind,
      language: parts.policy.languages.includes(language) ? language : (parts.policy.languages[0] ?? language),
      channel: "web",
      email: new Personal(email),
      ...(knownEmail === undefined ? {} : { knownEmail: new Personal(knownEmail) }),
      ...(Object.keys(named).length === 0 ? {} : { knownAs: new Personal(named) }),
      ...(message === undefined ? {} : { message: new Personal(message) }),
      purposes,
      ...(other?.ok === true ? { forOther: other.value } : {}),
      ...(residence === undefined ? {} : { residence }),
    });
    return c.json(submitted, 202);
  });
  routes.post("/requests/:reference/confirm", async (c) => {
    const parsed = confirmation.safeParse(await jsonBody(c));
    if (!parsed.success) return problem(422, "Not understood", 'Send {"code": "12345678"}.');
    if (!(await limit(c, "code")))
      return problem(429, "Too many requests", "Wait an hour and try again. Nothing was processed.");
    const confirmed = await requests.confirm(c.req.param("reference"), parsed.data.code.replaceAll(/\D/g, ""));
    return confirmed.ok ? c.json(confirmed.value) : problem(422, confirmed.reason, confirmed.message);
  });
}

function personEndpoints(routes: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  const { requests } = parts;
  routes.get("/follow", async (c) => {
    const view = await requests.follow(bearer(c));
    return view === undefined
      ? problem(401, "Unknown token", "The token leads to no request. Use the link in the newest e-mail.")
      : c.json(wire.personRequest(view));
  });
  routes.get("/follow/values", async (c) => {
    if (!(await limit(c, "upload"))) return problem(429, "Too many requests", "Wait an hour and try again.");
    const values = await requests.ownValues(bearer(c));
    return values === undefined
      ? problem(409, "Not now", "There is nothing that can be corrected now.")
      : c.json(values.reveal());
  });
  routes.post("/follow/corrections", async (c) => {
    const parsed = proposal.safeParse(await jsonBody(c));
    if (!parsed.success) return problem(422, "Not understood", 'Send {"corrections": [{"category", "from", "to"}]}.');
    if (!(await limit(c, "upload"))) return problem(429, "Too many requests", "Wait an hour and try again.");
    const done = await requests.propose(bearer(c), new Personal(parsed.data.corrections));
    if (!done.ok) return problem(done.reason === "not-now" ? 409 : 422, done.reason, done.message);
    const view = await requests.follow(bearer(c));
    return view === undefined
      ? problem(401, "Unknown token", "The token leads to no request any more.")
      : c.json(wire.personRequest(view));
  });
  routes.post("/follow/clarification", async (c) => {
    const parsed = clarified.safeParse(await jsonBody(c));
    if (!parsed.success) return problem(422, "Not understood", 'Send {"answer": "…"}.');
    if (!(await limit(c, "upload"))) return problem(429, "Too many requests", "Wait an hour and try again.");
    const done = await requests.answerClarification(bearer(c), parsed.data.answer);
    if (!done.ok) return problem(409, done.reason, done.message);
    const view = await requests.follow(bearer(c));
    return view === undefined
      ? problem(401, "Unknown token", "The token leads to no request any more.")
      : c.json(wire.personRequest(view));
  });
  routes.post("/follow/hand-over", async (c) => {
    const parsed = handOverAsked.safeParse(await jsonBody(c));
    if (!parsed.success) return problem(422, "Not understood", 'Send {"address": "https://…"}.');
    if (!(await limit(c, "upload"))) return problem(429, "Too many requests", "Wait an hour and try again.");
    const done = await requests.askHandOver(bearer(c), parsed.data.address);
    if (!done.ok) return problem(done.reason === "wrong-address" ? 422 : 409, done.reason, done.message);
    const view = await requests.follow(bearer(c));
    return view === undefined
      ? problem(401, "Unknown token", "The token leads to no request any more.")
      : c.json(wire.personRequest(view));
  });
  routes.post("/follow/withdraw", async (c) => {
    const done = await requests.withdraw(bearer(c));
    if (!done.ok) return problem(409, done.reason, done.message);
    const view = await requests.follow(bearer(c));
    return view === undefined
      ? problem(401, "Unknown token", "The token leads to no request any more.")
      : c.json(wire.personRequest(view));
  });
}

function evidenceEndpoints(routes: Hono<Env>, parts: ServerParts): void {
  const { evidence, store } = parts;
  routes.get("/evidence/checkpoint", async (c) => {
    const seal = await evidence.latestCheckpoint(store.reader);
    return seal === undefined
      ? problem(404, "Nothing sealed", "No checkpoint has been signed yet.")
      : c.json({ ...seal, at: seal.at.toISOString(), verifierKey: evidence.verifierKey });
  });
  routes.get("/evidence/consistency", async (c) => {
    const [from, to] = [sizeIn(c.req.query("from")), sizeIn(c.req.query("to"))];
    const size = await evidence.size(store.reader);
    if (from === undefined || to === undefined || from > to || to > size)
      return problem(422, "Not understood", `Give 0 ≤ from ≤ to ≤ ${size}.`);
    return c.json({ hashes: await evidence.consistencyProof(store.reader, from, to) });
  });
}

function staffEndpoints(routes: Hono<Env>, parts: ServerParts): void {
  const { requests, store } = parts;
  const staffOnly = new Hono<Env>();
  staffOnly.use(async (c, next) => {
    const member = await memberIn(parts, c);
    return member === undefined ? problem(401, "Sign in", "This needs a console session.") : next();
  });
  staffOnly.get("/queue", async (c) => {
    const parsed = queueQuery.safeParse(c.req.query());
    if (!parsed.success) return problem(422, "Not understood", "Give limit (1 to 500), after, needing and overdue.");
    const { after, ...range } = parsed.data;
    return c.json(await requests.queue(store.reader, { ...range, ...(after !== undefined && { after }) }));
  });
  staffOnly.get("/requests/:id", async (c) => {
    const id = parseUuid<"request">(c.req.param("id"));
    const view = id === undefined ? undefined : await requests.staffView(store.reader, id);
    return view === undefined
      ? problem(404, "Not found", "There is no such request.")
      : c.json(wire.staffRequest(view));
  });
  staffOnly.get("/register", async (c) => {
    const after = c.req.query("after");
    const limit = Math.min(500, Math.max(1, Number(c.req.query("limit") ?? 100) || 100));
    return c.json(await requests.register(store.reader, { limit, ...(after === undefined ? {} : { after }) }));
  });
  staffOnly.get("/promises", async (c) => {
    const language = c.req.query("language") ?? "";
    const latest = await parts.promises.latest(store.reader, isLanguage(language) ? language : undefined);
    return c.json(latest.map(wire.promiseStatus));
  });
  staffOnly.get("/waived-findings", (c) => c.json(parts.promises.waivedFindings()));
  versionEndpoints(staffOnly, parts);
  consentEndpoints(staffOnly, parts);
  disclosureReportEndpoint(staffOnly, parts);
  routes.route("/", staffOnly);
}

async function jsonBody(c: Context<Env>): Promise<unknown> {
  return c.req.json().catch(() => undefined);
}

function sizeIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function bearer(c: Context<Env>): string {
  return /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
}
