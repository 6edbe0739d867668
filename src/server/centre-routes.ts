/** The privacy centre over HTTP. */
import { type Context, Hono } from "hono";
import { submission } from "#api";
import { limits, Personal } from "#base";
import {
  askPage,
  type AskValues,
  centreTexts,
  codePage,
  complainPage,
  downloadPage,
  followPage,
  homePage,
  leavePage,
  noticePage,
  type ProofShown,
  proofPage,
  identityField,
} from "#centre";
import { verifyReceipt } from "#evidence";
import { knownAs, type Policy } from "#policy";
import { shownToday, versionPages } from "./centre-version-routes.ts";
import { consentPages } from "./consent-routes.ts";
import { currentNotice } from "./current-notice.ts";
import { giveCookie, readCookie, takeCookie } from "./cookies.ts";
import { formOf, frameFor, page, preferredLanguage, textOf } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";
import type { RateLimit } from "./rate-limit.ts";
import { recipientPages } from "./recipient-routes.ts";
import { type VersionArchive, versionArchive } from "./version-archive.ts";
import * as wire from "./wire.ts";

const kinds = ["access", "erasure", "leaving"] as const;
type Kind = (typeof kinds)[number];
const followSeconds = 2 * 3_600;

export function centreRoutes(parts: ServerParts, limit: RateLimit): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get("/", (c) => c.redirect(`/${preferredLanguage(parts, c)}`, 302));
  const centre = new Hono<Env>();
  const archive = versionArchive(parts);
  readingPages(centre, parts, limit, archive);
  versionPages(centre, parts, archive);
  askingPages(centre, parts, limit);
  followingPages(centre, parts, limit);
  consentPages(centre, parts, limit);
  recipientPages(centre, parts, limit);
  for (const language of parts.policy.languages) routes.route(`/${language}`, centre);
  return routes;
}

function readingPages(centre: Hono<Env>, parts: ServerParts, limit: RateLimit, archive: VersionArchive): void {
  centre.get("/", (c) => page(c, homePage(frameFor(parts, c))));
  centre.get("/complain", (c) => page(c, complainPage(frameFor(parts, c))));
  const noticeToday = currentNotice(parts, archive);
  centre.get("/privacy", async (c) => {
    const frame = frameFor(parts, c);
    const proof = parts.showProof === true ? await proofShown(parts) : undefined;
    const version = await shownToday(parts, archive);
    return page(c, noticePage(frame, await noticeToday(frame.language), parts.policyHash, proof, version));
  });
  centre.get("/proof", async (c) => page(c, proofPage(frameFor(parts, c), await latestSeal(parts))));
  centre.post("/proof", async (c) => {
    const frame = frameFor(parts, c);
    if (!(await limit(c, "check")))
      return page(
        c,
        proofPage(frame, await latestSeal(parts), { ok: false, message: centreTexts[frame.language].ask.tooMany }),
        429,
      );
    const text = textOf(await formOf(c), "receipt").trim();
    const checked = verifyReceipt(text, parts.evidence.verifierKey);
    return page(
      c,
      proofPage(frame, await latestSeal(parts), { ok: checked.ok, message: checked.ok ? "" : checked.message }),
    );
  });
}

function askingPages(centre: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  centre.get("/ask/:kind", (c) => {
    const kind = kindGranted(parts.policy, c.req.param("kind"));
    return kind === undefined ? c.notFound() : page(c, askPage(frameFor(parts, c), kind));
  });
  centre.post("/ask/:kind", async (c) => {
    const kind = kindGranted(parts.policy, c.req.param("kind"));
    if (kind === undefined) return c.notFound();
    const frame = frameFor(parts, c);
    const t = centreTexts[frame.language].ask;
    const body = await formOf(c);
    const values = askValues(parts.policy, body);
    const parsed = submission.safeParse({ ...values, kind, language: frame.language });
    const unlike = Object.entries(values.knownAs ?? {}).filter(([name, value]) => !knownAs(parts.policy, name, value));
    if (!parsed.success || unlike.length > 0) {
      const names = new Set(parsed.error?.issues.map((issue) => issue.path[0]));
      const wrong = {
        ...(names.has("email") ? { email: t.wrongEmail } : {}),
        ...(names.has("knownEmail") ? { knownEmail: t.wrongEmail } : {}),
        knownAs: Object.fromEntries(unlike.map(([name]) => [name, name === "phone" ? t.wrongPhone : t.wrongIdentity])),
      };
      return page(c, askPage(frame, kind, values, wrong), 422);
    }
    if (!(await limit(c, "submit"))) return page(c, askPage(frame, kind, values, { form: t.tooMany }), 429);
    const { reference } = await parts.requests.submit({
      kind,
      language: frame.language,
      channel: "web",
      email: new Personal(parsed.data.email),
      ...(parsed.data.knownEmail === undefined ? {} : { knownEmail: new Personal(parsed.data.knownEmail) }),
      ...(parsed.data.knownAs === undefined ? {} : { knownAs: new Personal(parsed.data.knownAs) }),
      ...(parsed.data.message === undefined ? {} : { message: new Personal(parsed.data.message) }),
    });
    return c.redirect(`/${frame.language}/confirm/${encodeURIComponent(reference)}`, 303);
  });
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

function followingPages(centre: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  // The link in a mail carries the token once; after it the address bar and the history do not.
  centre.get("/follow/:token", (c) => {
    if (!/^[\w-]{16,200}$/.test(c.req.param("token"))) return page(c, leavePage(frameFor(parts, c)), 404);
    giveCookie(c, parts.publicUrl, "follow", c.req.param("token"), followSeconds);
    return c.redirect(`/${frameFor(parts, c).language}/request`, 303);
  });
  centre.get("/request", (c) => followed(parts, c));
  centre.post("/request/withdraw", async (c) => {
    const done = await parts.requests.withdraw(readCookie(c, parts.publicUrl, "follow") ?? "");
    return followed(parts, c, done.ok ? "withdrawn" : "not-now");
  });
  centre.post("/request/identity", async (c) => {
    if (!(await limit(c, "upload"))) return followed(parts, c, "not-now");
    const file = (await formOf(c))["file"];
    if (!(file instanceof File) || file.size === 0 || file.size > limits.identityEvidenceBytes)
      return followed(parts, c, "identity-wrong");
    const bytes = new Uint8Array(await file.arrayBuffer());
    const shown = await parts.requests.showIdentity(readCookie(c, parts.publicUrl, "follow") ?? "", {
      name: file.name,
      mediaType: file.type,
      bytes,
    });
    return followed(parts, c, shown.ok ? "identity-shown" : shown.reason === "not-now" ? "not-now" : "identity-wrong");
  });
  centre.get("/request/receipt", async (c) => {
    const view = await parts.requests.follow(readCookie(c, parts.publicUrl, "follow") ?? "");
    if (view?.receipt === undefined) return page(c, leavePage(frameFor(parts, c)), 404);
    return c.body(view.receipt, 200, {
      "content-type": "application/jose",
      "content-disposition": `attachment; filename="${view.reference}.jws"`,
    });
  });
  centre.post("/leave", (c) => {
    takeCookie(c, parts.publicUrl, "follow");
    return c.redirect(`/${frameFor(parts, c).language}`, 303);
  });
  centre.get("/download/:token", async (c) => {
    const token = c.req.param("token");
    const frame = frameFor(parts, c);
    return (await parts.requests.downloadWaits(token))
      ? page(c, downloadPage(frame, token))
      : page(c, leavePage(frame), 404);
  });
  centre.post("/download", async (c) => {
    const opened = await parts.requests.download(textOf(await formOf(c), "token"));
    if (opened === undefined) return page(c, leavePage(frameFor(parts, c)), 404);
    return new Response(ReadableStream.from<Uint8Array>(opened.stream), {
      headers: {
        "content-type": "application/zip",
        "content-length": String(opened.sizeBytes),
        "content-disposition": `attachment; filename="${opened.fileName.replaceAll(/[^\w.-]/g, "_")}"`,
      },
    });
  });
}

async function followed(
  parts: ServerParts,
  c: Context<Env>,
  said?: Parameters<typeof followPage>[2],
): Promise<Response> {
  const frame = frameFor(parts, c);
  const view = await parts.requests.follow(readCookie(c, parts.publicUrl, "follow") ?? "");
  if (view === undefined) return page(c, leavePage(frame), 404);
  const status = said === "not-now" ? 409 : said === "identity-wrong" ? 422 : 200;
  return page(c, followPage({ ...frame, path: "/request" }, wire.personRequest(view), said), status);
}

/** What the last check found; nothing of what was never checked. */
async function proofShown(parts: ServerParts): Promise<ProofShown> {
  const latest = await parts.promises.latest(parts.store.reader);
  return new Map(
    latest.flatMap(({ id, status, checkedAt }) =>
      checkedAt === undefined ? [] : [[id, { status, on: checkedAt.slice(0, 10) }] as const],
    ),
  );
}

async function latestSeal(parts: ServerParts) {
  const seal = await parts.evidence.latestCheckpoint(parts.store.reader);
  return seal === undefined
    ? undefined
    : { ...seal, at: seal.at.toISOString(), verifierKey: parts.evidence.verifierKey };
}

function askValues(policy: Policy, body: Record<string, unknown>): AskValues & { email: string } {
  const optional = (name: "knownEmail" | "message") => {
    const value = textOf(body, name).trim();
    return value === "" ? {} : { [name]: value };
  };
  const named = (policy.identities ?? []).flatMap(({ name }) => {
    const value = textOf(body, identityField(name)).trim();
    return value === "" ? [] : [[name, value.slice(0, 100)] as const];
  });
  return {
    email: textOf(body, "email").trim(),
    ...optional("knownEmail"),
    ...(named.length > 0 && { knownAs: Object.fromEntries(named) }),
    ...optional("message"),
  };
}

/** The kind of request, when the policy grants it. */
export function kindGranted(policy: Policy, text: string): Kind | undefined {
  const kind = kinds.find((known) => known === text);
  if (kind === undefined) return undefined;
  if (kind === "leaving") return policy.rights.leavingErases ? kind : undefined;
  return policy.rights.granted.some((right) => right.kind === kind) ? kind : undefined;
}
