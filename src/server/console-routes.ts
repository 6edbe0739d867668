/** The staff console over HTTP. Everything but the door itself needs a session. */
import { type Context, Hono } from "hono";
import {
  accountPage,
  type AccountSaid,
  consoleTexts,
  evidencePage,
  lawRegisterPage,
  promisesPage,
  type PromisesPageSaid,
  queuePage,
  type QueueShow,
  registerPage,
} from "#console";
import { parseUuid } from "#base";
import { registerFormats, registerHas, registerNames, registerSheets } from "#notice";
import { noticeSections, promiseStatuses } from "#policy";
import { announcementPanelOf, announcementRoutes } from "./announcement-routes.ts";
import { renewalPanelOf, renewalRoutes } from "./consent-routes.ts";
import { formOf, page, textOf } from "./frames.ts";
import { ceremonyOf, consoleDoor } from "./console-door.ts";
import { consoleFrame, memberIn } from "./console-frames.ts";
import { requestRoutes } from "./console-request-routes.ts";
import { readCookie, takeCookie } from "./cookies.ts";
import { permissionConsoleRoutes } from "./permission-console-routes.ts";
import { disclosureRoutes } from "./disclosure-routes.ts";
import { createPasskeys } from "./passkeys.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Env, ServerParts } from "./parts.ts";
import { letterRoutes } from "./letter-routes.ts";
import { recipientRoutes } from "./recipient-routes.ts";
import { registerFile, registerTypes } from "./register-files.ts";
import { siteConsoleRoutes } from "./site-console-routes.ts";
import type { SiteScripts } from "./site-script.ts";
import { retentionRoutes } from "./retention-routes.ts";
import { staffAccounts } from "./staff-accounts.ts";
import { versionRoutes } from "./version-routes.ts";
import { taskRoutes } from "./task-routes.ts";
import { withdrawalRoutes } from "./withdrawal-routes.ts";
import * as wire from "./wire.ts";

const queuePageSize = 100;
const registerPageSize = 100;
const evidencePageSize = 50;
const accountSaid = Object.keys(consoleTexts.en.accounts.said) as AccountSaid[];

export function consoleRoutes(parts: ServerParts, limit: RateLimit, scripts: SiteScripts): Hono<Env> {
  const routes = new Hono<Env>();
  const passkeys = createPasskeys(parts.store, parts.clock, {
    url: parts.publicUrl,
    name: parts.policy.organisation.name,
  });
  consoleDoor(routes, parts, limit, passkeys);
  routes.use(async (c, next) => {
    const member = await memberIn(parts, c);
    if (member === undefined) return c.redirect("/console/sign-in", 303);
    c.set("member", member);
    return next();
  });
  queueRoutes(routes, parts);
  routes.route("/requests", requestRoutes(parts));
  registerRoutes(routes, parts);
  lawRegisterRoutes(routes, parts);
  promiseRoutes(routes, parts);
  routes.route("/versions", versionRoutes(parts, [announcementPanelOf(parts), renewalPanelOf(parts)]));
  routes.route("/versions", announcementRoutes(parts));
  routes.route("/versions", renewalRoutes(parts));
  taskRoutes(routes, parts);
  if (parts.incoming.watched) routes.route("/letters", letterRoutes(parts));
  routes.route("/recipients", recipientRoutes(parts));
  routes.route("/disclosures", disclosureRoutes(parts));
  routes.route("/retention", retentionRoutes(parts));
  routes.route("/withdrawals", withdrawalRoutes(parts));
  routes.route("/permissions", permissionConsoleRoutes(parts));
  routes.route("/consents", siteConsoleRoutes(parts, scripts));
  evidenceRoutes(routes, parts);
  accountRoutes(routes, parts, passkeys);
  return routes;
}

function queueRoutes(routes: Hono<Env>, parts: ServerParts): void {
  const { plans, requests, store } = parts;
  routes.get("/", async (c) => {
    const { after, show: asked, said } = c.req.query();
    const show: QueueShow = (["needing", "overdue"] as const).find((each) => each === asked) ?? "all";
    const range = {
      limit: queuePageSize + 1,
      ...(after !== undefined && { after }),
      ...(show !== "all" && { [show]: true }),
    };
    const [found, counts] = await Promise.all([
      requests.queue(store.reader, range),
      requests.queueCounts(store.reader),
    ]);
    const lines = found.slice(0, queuePageSize);
    const more = found.length > queuePageSize ? lines.at(-1)?.reference : undefined;
    const tasks = await plans.openTasksAbout(
      store.reader,
      lines.map(({ reference }) => reference),
    );
    const view = { lines, counts, show, tasks, notFound: said === "not-found", ...(more !== undefined && { more }) };
    return page(c, queuePage(consoleFrame(parts, c), view));
  });
  routes.get("/requests/find", async (c) => {
    const id = await requests.idOf(store.reader, (c.req.query("reference") ?? "").trim().toUpperCase());
    return c.redirect(id === undefined ? "/console?said=not-found" : `/console/requests/${id}`, 303);
  });
}

function registerRoutes(routes: Hono<Env>, parts: ServerParts): void {
  const { requests, store } = parts;
  routes.get("/register", async (c) => {
    const after = c.req.query("after");
    const lines = await requests.register(store.reader, {
      limit: registerPageSize,
      ...(after === undefined ? {} : { after }),
    });
    const more = lines.length === registerPageSize ? lines.at(-1)?.reference : undefined;
    return page(
      c,
      registerPage(
        consoleFrame(parts, c),
        lines.map((line) => ({ ...line, laws: [...line.laws], evidenceIndexes: [...line.evidenceIndexes] })),
        more,
      ),
    );
  });
  for (const [format, type] of [
    ["csv", "text/csv; charset=utf-8"],
    ["json", "application/json"],
  ] as const) {
    routes.get(
      `/register.${format}`,
      () =>
        new Response(ReadableStream.from<Uint8Array>(requests.exportRegister(store.reader, format)), {
          headers: { "content-type": type, "content-disposition": `attachment; filename="register.${format}"` },
        }),
    );
  }
}

function lawRegisterRoutes(routes: Hono<Env>, parts: ServerParts): void {
  for (const name of registerNames) {
    routes.get(`/register/${name}`, (c) => {
      const frame = consoleFrame(parts, c);
      return page(c, lawRegisterPage(frame, name, registerSheets(parts.policy, name, frame.language)));
    });
    for (const format of registerFormats.filter((each) => registerHas(name, each)))
      routes.get(`/register/${name}.${format}`, async (c) => {
        const { language } = consoleFrame(parts, c);
        return c.body(await registerFile(parts.policy, name, format, language, parts.clock.now()), 200, {
          "content-type": registerTypes[format],
          "content-disposition": `attachment; filename="${name}.${format}"`,
        });
      });
  }
}

function promiseRoutes(routes: Hono<Env>, parts: ServerParts): void {
  routes.get("/promises", async (c) => {
    const shown = {
      status: promiseStatuses.find((status) => status === c.req.query("status")),
      section: noticeSections.find((section) => section === c.req.query("section")),
      words: (c.req.query("q") ?? "").slice(0, 200).trim(),
    };
    const frame = consoleFrame(parts, c);
    const latest = await parts.promises.latest(parts.store.reader, frame.language);
    const returned = await parts.promises.returned(parts.store.reader);
    const said = promisesSaid(c.req.query("said"));
    const waived = parts.promises.waivedFindings();
    return page(c, promisesPage(frame, latest.map(wire.promiseStatus), { shown, waived, returned, said }));
  });
  routes.post("/promises/end-watch", async (c) => {
    const plan = parseUuid<"plan">(textOf(await formOf(c), "plan"));
    const by = c.get("member").id;
    const ended = plan !== undefined && (await parts.store.transact((tx) => parts.promises.endWatch(tx, plan, by)));
    // The board then shows at once what the decision came to.
    if (ended) await parts.promises.check();
    return c.redirect(`/console/promises?said=${ended ? "watch-ended" : "not-watched"}`, 303);
  });
  routes.post("/promises/check", async (c) => {
    await parts.promises.check();
    return c.redirect("/console/promises", 303);
  });
}

function promisesSaid(text: string | undefined): PromisesPageSaid | undefined {
  return text === "watch-ended" || text === "not-watched" ? text : undefined;
}

function evidenceRoutes(routes: Hono<Env>, parts: ServerParts): void {
  const { evidence, store } = parts;
  async function shown(c: Context<Env>, checked?: { ok: boolean; message: string }): Promise<Response> {
    const size = await evidence.size(store.reader);
    const newest = Math.max(0, size - evidencePageSize);
    const asked = Number(c.req.query("from") ?? newest);
    const from = Number.isInteger(asked) && asked >= 0 && asked < size ? asked : newest;
    const entries = await evidence.entries(store.reader, { from, limit: evidencePageSize });
    const seal = await evidence.latestCheckpoint(store.reader);
    return page(
      c,
      evidencePage(consoleFrame(parts, c), {
        size,
        entries: entries.map(wire.evidenceEntry).toReversed(),
        seal:
          seal === undefined ? undefined : { ...seal, at: seal.at.toISOString(), verifierKey: evidence.verifierKey },
        older: from === 0 ? undefined : Math.max(0, from - evidencePageSize),
        newer: from + evidencePageSize >= size ? undefined : from + evidencePageSize,
        checked,
      }),
    );
  }
  routes.get("/evidence", (c) => shown(c));
  routes.post("/evidence/verify", async (c) => {
    const checked = await evidence.verifyStored();
    return shown(c, { ok: checked.ok, message: checked.message });
  });
  routes.get(
    "/evidence/log.ndjson",
    () =>
      new Response(ReadableStream.from<Uint8Array>(evidence.exportLog()), {
        headers: {
          "content-type": "application/x-ndjson",
          "content-disposition": 'attachment; filename="evidence.ndjson"',
        },
      }),
  );
}

function accountRoutes(routes: Hono<Env>, parts: ServerParts, passkeys: ReturnType<typeof createPasskeys>): void {
  const accounts = staffAccounts(parts);
  routes.get("/account", async (c) => {
    const all = (await accounts.list(parts.store.reader)).map(wire.staffAccount);
    const said = accountSaid.find((one) => one === c.req.query("said"));
    return page(c, accountPage(consoleFrame(parts, c), { member: c.get("member"), accounts: all, said }));
  });
  for (const act of ["close", "open"] as const)
    routes.post(`/account/${act}`, async (c) => {
      const id = parseUuid<"staff">(textOf(await formOf(c), "account"));
      const done = id === undefined ? undefined : await accounts[act](id, c.get("member").id);
      const said = done === undefined ? "unknown" : done.ok ? (act === "close" ? "closed" : "opened") : done.reason;
      return c.redirect(`/console/account?said=${said}`, 303);
    });
  routes.post("/sign-out", async (c) => {
    await parts.staff.signOut(readCookie(c, parts.publicUrl, "session") ?? "");
    takeCookie(c, parts.publicUrl, "session");
    return c.redirect("/console/sign-in", 303);
  });
  routes.post("/passkey/register/options", async (c) => c.json(await passkeys.registrationOptions(c.get("member"))));
  routes.post("/passkey/register", async (c) => {
    const { id, response } = await ceremonyOf(c);
    const done = await passkeys.register(c.get("member"), id, response);
    return c.json({ done }, done ? 200 : 422);
  });
}
