/** A visitor of the website chooses on our own pages, without JavaScript: possible where one cookie is for the website and for us. */
import { randomBytes } from "node:crypto";
import type { Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import {
  type Kept,
  keptFrom,
  keptName,
  keptSeconds,
  keptText,
  optOutWords,
  outName,
  outSeconds,
  shownNotice,
} from "#banner";
import { choicesPage, choicesShown, type ChoicesView, optOutPage } from "#centre";
import type { Choice, ConsentReceipt } from "#consent";
import { heldBack, siteOptOut } from "#notice";
import { formOf, frameFor, page, textOf } from "./frames.ts";
import { networkRate } from "./network-rate.ts";
import type { Env, ServerParts } from "./parts.ts";
import { sharedCookie, siteFacts, siteName } from "./site-script.ts";

const random = () => randomBytes(16).toString("base64url");

type Surface = "form" | "opt-out";

export function choicePages(centre: Hono<Env>, parts: ServerParts): void {
  const { policy } = parts;
  const mayAsk = networkRate(parts, { hits: 30, seconds: 60 });
  if (heldBack(policy).length > 0) {
    centre.get("/choices", async (c) => page(c, choicesPage(frameFor(parts, c), await viewOf(parts, c))));
    centre.post("/choices", async (c) => {
      const answer = await answered(parts, c, mayAsk(c), "form");
      return page(c, choicesPage(frameFor(parts, c), answer), answer.wrong === undefined ? 200 : 422);
    });
  }
  if (policy.sale?.optOut === undefined) return;
  const shown = (c: Context<Env>, view: ChoicesView) => {
    const frame = frameFor(parts, c);
    const texts = optOutWords(policy, frame.language);
    const optedOut = view.receipt !== undefined || isOut(c);
    return optOutPage(frame, { ...view, optedOut, title: texts.link, texts });
  };
  centre.get("/opt-out", async (c) => page(c, shown(c, await viewOf(parts, c))));
  centre.post("/opt-out", async (c) => {
    const answer = await answered(parts, c, mayAsk(c), "opt-out");
    return page(c, shown(c, answer), answer.wrong === undefined ? 200 : 422);
  });
}

function keptOf(c: Context<Env>): Kept | undefined {
  const kept = keptFrom(getCookie(c, keptName) ?? "");
  return kept && { ...kept, optedOut: isOut(c) };
}

function isOut(c: Context<Env>): boolean {
  return getCookie(c, outName) !== undefined;
}

/** What stands on the page is kept before anybody can answer it. */
async function viewOf(parts: ServerParts, c: Context<Env>): Promise<ChoicesView> {
  const chosen = keptOf(c)?.choices ?? {};
  return sharedCookie(parts) === undefined ? { chosen } : { chosen, event: random(), notice: await noticeOf(parts, c) };
}

async function noticeOf(parts: ServerParts, c: Context<Env>): Promise<string> {
  const frame = frameFor(parts, c);
  const shown = shownNotice(parts.policy, frame.language, await siteFacts(parts), "form");
  return parts.consents.keepNotice({ ...shown, texts: choicesShown(frame) });
}

async function answered(parts: ServerParts, c: Context<Env>, mayAsk: boolean, surface: Surface): Promise<ChoicesView> {
  const body = await formOf(c);
  const view = await viewOf(parts, c);
  if (view.notice === undefined) return view;
  if (!mayAsk) return { ...view, wrong: "tooMany" };
  const before = keptOf(c);
  const choices = chosenIn(parts, body, surface, before);
  if (choices === undefined) return { ...view, wrong: "incomplete" };
  const event = textOf(body, "event");
  if (textOf(body, "notice") !== view.notice || !/^[\w-]{22}$/u.test(event)) return { ...view, wrong: "outdated" };
  const visitor = /^[\w-]{22}$/u.test(before?.visitor ?? "") ? (before?.visitor ?? "") : random();
  const facts = await siteFacts(parts);
  const choice: Choice = {
    event,
    visitor,
    notice: view.notice,
    site: siteName,
    version: facts.version,
    choices,
    action: surface === "opt-out" ? "opt-out" : "save",
    surface,
    clientAt: parts.clock.now(),
    gpc: c.req.header("sec-gpc") === "1",
  };
  const recorded = await parts.consents.record(choice);
  if (!recorded.ok) return { ...view, wrong: "outdated" };
  const kept = keptAfter(parts, choice, before, isOut(c));
  remember(parts, c, kept);
  forgetStored(parts, c, choices);
  return { ...view, chosen: kept.choices, receipt: receiptText(recorded.value.receipt) };
}

/** Every purpose; `undefined` while one is not answered. */
function chosenIn(
  { policy }: ServerParts,
  body: Record<string, unknown>,
  surface: Surface,
  before: Kept | undefined,
): Readonly<Record<string, boolean>> | undefined {
  const out = siteOptOut(policy)?.purposes ?? [];
  const choices = heldBack(policy).map(({ purpose }): readonly [string, boolean | undefined] => {
    if (surface === "opt-out") return [purpose, !out.includes(purpose) && before?.choices[purpose] === true];
    const said = textOf(body, `purpose.${purpose}`);
    return [purpose, said === "yes" ? true : said === "no" ? false : undefined];
  });
  if (choices.some(([, yes]) => yes === undefined)) return undefined;
  return Object.fromEntries(choices.map(([purpose, yes]) => [purpose, yes === true]));
}

/** As the script of the site keeps it: who only said no to sale has not answered the rest. */
function keptAfter({ policy }: ServerParts, choice: Choice, before: Kept | undefined, wasOut: boolean): Kept {
  const { visitor, version, action, choices, gpc } = choice;
  const out = siteOptOut(policy)?.purposes ?? [];
  const optedOut = action === "opt-out" || (wasOut && !out.some((purpose) => choices[purpose] === true));
  const known = heldBack(policy).map(({ purpose }) => purpose);
  const fresh = Object.entries(before?.version === version ? before.choices : {}).filter(([name]) =>
    known.includes(name),
  );
  const answers =
    action === "opt-out"
      ? { ...Object.fromEntries(fresh), ...Object.fromEntries(out.map((purpose) => [purpose, false])) }
      : choices;
  return { visitor, version, choices: answers, optedOut, signal: gpc };
}

/** As the script writes them, letter by letter: they are read by it and by web servers. Not HttpOnly, therefore. */
function remember(parts: ServerParts, c: Context<Env>, kept: Kept): void {
  const domain = sharedCookie(parts)?.domain;
  const give = (name: string, value: string, seconds: number) => {
    const attributes = [
      `Max-Age=${seconds}`,
      ...(domain === undefined ? [] : [`Domain=${domain}`]),
      "Path=/",
      ...(parts.publicUrl.protocol === "https:" ? ["Secure"] : []),
      "SameSite=Lax",
    ];
    c.header("set-cookie", [`${name}=${value}`, ...attributes].join("; "), { append: true });
  };
  give(keptName, keptText(kept), keptSeconds);
  if (kept.optedOut || isOut(c)) give(outName, kept.optedOut ? "1" : "", kept.optedOut ? outSeconds : 0);
}

/** Of what reached us with the request, the cookies of purposes that are off; what only programs in a page can see, the script removes. */
function forgetStored(parts: ServerParts, c: Context<Env>, choices: Readonly<Record<string, boolean>>): void {
  const patterns = heldBack(parts.policy).flatMap(({ purpose, cookies }) => (choices[purpose] === true ? [] : cookies));
  for (const name of Object.keys(getCookie(c)))
    if (patterns.some((each) => (each.endsWith("*") ? name.startsWith(each.slice(0, -1)) : name === each)))
      setCookie(c, name, "", { path: "/", maxAge: 0, ...sharedCookie(parts) });
}

function receiptText(receipt: ConsentReceipt): string {
  return JSON.stringify(receipt);
}
