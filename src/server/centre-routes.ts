/** The privacy centre over HTTP. */
import { type Context, Hono } from "hono";
import { limits } from "#base";
import {
  centreTexts,
  complainPage,
  downloadPage,
  homePage,
  leavePage,
  noticePage,
  type ProofShown,
  proofPage,
} from "#centre";
import { askingPages, followSeconds } from "./asking-routes.ts";
import { shownToday, versionPages } from "./centre-version-routes.ts";
import { choicePages } from "./choice-routes.ts";
import { consentPages } from "./consent-routes.ts";
import { correctionPages } from "./correction-routes.ts";
import { currentNotice } from "./current-notice.ts";
import { checkReceipt } from "./check-receipt.ts";
import { readCookie, takeCookie } from "./cookies.ts";
import { followed } from "./following.ts";
import { formOf, frameFor, page, preferredLanguage, textOf } from "./frames.ts";
import { mailLink } from "./mail-link.ts";
import type { Env, ServerParts } from "./parts.ts";
import type { RateLimit } from "./rate-limit.ts";
import { forYouPages } from "./for-other-routes.ts";
import { customerPages } from "./customer-routes.ts";
import { preferencePages, signUpPages } from "./preference-routes.ts";
import { recipientPages } from "./recipient-routes.ts";
import { type VersionArchive, versionArchive } from "./version-archive.ts";

export function centreRoutes(parts: ServerParts, limit: RateLimit): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get("/", (c) => c.redirect(`/${preferredLanguage(parts, c)}`, 302));
  const centre = new Hono<Env>();
  const archive = versionArchive(parts);
  readingPages(centre, parts, limit, archive);
  versionPages(centre, parts, archive);
  askingPages(centre, parts, limit);
  followingPages(centre, parts, limit);
  downloadPages(centre, parts);
  correctionPages(centre, parts, limit);
  consentPages(centre, parts, limit);
  choicePages(centre, parts);
  recipientPages(centre, parts, limit);
  preferencePages(centre, parts, limit);
  signUpPages(centre, parts);
  customerPages(centre, parts, limit);
  forYouPages(centre, parts, limit);
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
    return page(c, proofPage(frame, await latestSeal(parts), checkReceipt(parts, frame, text)));
  });
}

function followingPages(centre: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  const gone = (c: Context<Env>) => page(c, leavePage(frameFor(parts, c)), 404);
  mailLink(centre, parts, { name: "follow", page: "request", seconds: followSeconds, gone });
  centre.get("/request", (c) => followed(parts, c));
  centre.post("/request/withdraw", async (c) => {
    const done = await parts.requests.withdraw(readCookie(c, parts.publicUrl, "follow") ?? "");
    return followed(parts, c, { said: done.ok ? "withdrawn" : "not-now" });
  });
  centre.post("/request/identity", async (c) => {
    if (!(await limit(c, "upload"))) return followed(parts, c, { said: "not-now" });
    const file = (await formOf(c))["file"];
    if (!(file instanceof File) || file.size === 0 || file.size > limits.identityEvidenceBytes)
      return followed(parts, c, { said: "identity-wrong" });
    const bytes = new Uint8Array(await file.arrayBuffer());
    const shown = await parts.requests.showIdentity(readCookie(c, parts.publicUrl, "follow") ?? "", {
      name: file.name,
      mediaType: file.type,
      bytes,
    });
    const said = shown.ok ? "identity-shown" : shown.reason === "not-now" ? "not-now" : "identity-wrong";
    return followed(parts, c, { said });
  });
  centre.post("/request/clarification", async (c) => {
    if (!(await limit(c, "upload"))) return followed(parts, c, { said: "not-now" });
    const token = readCookie(c, parts.publicUrl, "follow") ?? "";
    const answered = await parts.requests.answerClarification(token, textOf(await formOf(c), "answer"));
    if (answered.ok) return followed(parts, c, { said: "clarified" });
    return followed(parts, c, { said: answered.reason === "reason-missing" ? "answer-missing" : "not-now" });
  });
  centre.post("/request/hand-over", async (c) => {
    if (!(await limit(c, "upload"))) return followed(parts, c, { said: "not-now" });
    const token = readCookie(c, parts.publicUrl, "follow") ?? "";
    const asked = await parts.requests.askHandOver(token, textOf(await formOf(c), "address"));
    // To a page of its own: whoever loads it again asks nothing again.
    if (asked.ok) return c.redirect(`/${frameFor(parts, c).language}/request`, 303);
    return followed(parts, c, { said: asked.reason === "wrong-address" ? "hand-over-wrong" : "not-now" });
  });
  centre.get("/request/receipt/:joined?", async (c) => {
    const view = await parts.requests.follow(readCookie(c, parts.publicUrl, "follow") ?? "");
    const asked = c.req.param("joined");
    const of = asked === undefined ? view : view?.joined.find(({ reference }) => reference === asked);
    if (of?.receipt === undefined) return page(c, leavePage(frameFor(parts, c)), 404);
    return c.body(of.receipt, 200, {
      "content-type": "application/jose",
      "content-disposition": `attachment; filename="${of.reference}.jws"`,
    });
  });
  centre.post("/leave", (c) => {
    takeCookie(c, parts.publicUrl, "follow");
    return c.redirect(`/${frameFor(parts, c).language}`, 303);
  });
}

function downloadPages(centre: Hono<Env>, parts: ServerParts): void {
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
