/** One request in the console: look, and decide. Each decision asks the requests room and shows its answer. */
import { type Context, Hono } from "hono";
import { refusalReason } from "#api";
import { parseUuid, type RequestId, type Result } from "#base";
import { requestPage, type RequestPageSaid } from "#console";
import type { ActRefusal } from "#requests";
import { formOf, page, textOf } from "./frames.ts";
import { consoleFrame } from "./console-frames.ts";
import { entryPages } from "./entry-routes.ts";
import type { Env, ServerParts } from "./parts.ts";
import { strangersFile } from "./strangers-file.ts";
import * as wire from "./wire.ts";

export function requestRoutes(parts: ServerParts): Hono<Env> {
  const routes = new Hono<Env>();
  const { requests } = parts;

  entryPages(routes, parts);
  identityFile(routes, parts);
  sentFile(routes, parts);
  routes.get("/:id", (c) => shown(parts, c, c.req.query("said")));
  const act = (
    path: string,
    done: RequestPageSaid,
    work: (c: Context<Env>, id: RequestId, body: Record<string, unknown>) => Promise<Result<void, ActRefusal>>,
  ) => {
    routes.post(`/:id/${path}`, async (c) => {
      const id = idIn(c);
      if (id === undefined) return c.notFound();
      const outcome = await work(c, id, await formOf(c));
      if (!outcome.ok) parts.log({ level: "info", event: "decision-refused", decision: path, reason: outcome.reason });
      return c.redirect(`/console/requests/${id}?said=${outcome.ok ? done : outcome.reason}`, 303);
    });
  };
  act("approve", "approved", (c, id, body) => {
    const plan = parseUuid<"plan">(textOf(body, "plan"));
    if (plan === undefined)
      return Promise.resolve({ ok: false, reason: "changed", message: "There is no such plan. Nothing was approved." });
    return requests.approve(id, c.get("member").id, plan, textOf(body, "hash"));
  });
  act("put-to-body", "put-to-body", (c, id, body) => requests.putToBody(id, c.get("member").id, textOf(body, "body")));
  act("refuse", "refused", (c, id, body) => {
    const reason = refusalReason.safeParse(textOf(body, "reason"));
    if (!reason.success)
      return Promise.resolve({ ok: false, reason: "reason-missing", message: "Choose a reason. Nothing changed." });
    return requests.refuse(id, c.get("member").id, reason.data, textOf(body, "explanation").trim());
  });
  act("uphold", "upheld", (c, id, body) => requests.uphold(id, c.get("member").id, textOf(body, "explanation").trim()));
  act("decide-corrections", "corrections-decided", async (c, id, body) => {
    const view = await requests.staffView(parts.store.reader, id);
    const decisions = (view?.proposed.reveal() ?? []).map((_, at) => ({
      accepted: textOf(body, `decision-${at}`) === "yes",
      reason: textOf(body, `reason-${at}`).trim(),
    }));
    return requests.decideCorrections(id, c.get("member").id, decisions);
  });
  act("extend", "extended", (c, id, body) => requests.extend(id, c.get("member").id, textOf(body, "reason").trim()));
  act("resume", "resumed", (c, id) => requests.resume(id, c.get("member").id));
  act("send-again", "sent-again", (c, id) => requests.sendAgain(id, c.get("member").id));
  act("prepare-again", "prepared-again", (c, id) => requests.prepareAgain(id, c.get("member").id));
  act("release-hand-over", "hand-over-released", decideHandOver(parts, true));
  act("refuse-hand-over", "hand-over-refused", decideHandOver(parts, false));
  act("delete-file", "file-deleted", deleteFile(parts));
  act("ask-identity", "identity-asked", (c, id) => requests.askIdentity(id, c.get("member").id));
  act("ask-clarification", "clarification-asked", (c, id, body) =>
    requests.askClarification(id, c.get("member").id, textOf(body, "question")),
  );
  act("decide-identity", "identity-decided", decideIdentity(parts));
  return routes;
}

function identityFile(routes: Hono<Env>, parts: ServerParts): void {
  routes.get("/:id/identity", async (c) => {
    const id = idIn(c);
    const file = id === undefined ? undefined : await parts.requests.identityEvidence(id);
    if (file === undefined) return c.notFound();
    // As a download and sandboxed: a stranger made this file.
    return c.body(new Uint8Array(file.bytes), 200, {
      "content-type": file.mediaType,
      "content-disposition": "attachment",
      "content-security-policy": "sandbox",
    });
  });
}

const decideIdentity =
  ({ requests }: ServerParts) =>
  (c: Context<Env>, id: RequestId, body: Record<string, unknown>) => {
    const accepted = textOf(body, "accepted") === "yes";
    const anchors = accepted ? chosenAnchors(textOf(body, "anchor")) : [];
    const givesAnswer = textOf(body, "givesAnswer") === "yes";
    return requests.decideIdentity(id, c.get("member").id, { accepted, anchors, givesAnswer });
  };

const decideHandOver =
  ({ requests }: ServerParts, release: boolean) =>
  (c: Context<Env>, id: RequestId, body: Record<string, unknown>) => {
    const decision = release ? { release } : { release, explanation: textOf(body, "explanation") };
    return requests.decideHandOver(id, c.get("member").id, decision);
  };

const deleteFile =
  ({ requests }: ServerParts) =>
  (c: Context<Env>, id: RequestId, body: Record<string, unknown>) => {
    const file = parseUuid(textOf(body, "file"));
    return requests.deleteFile(id, c.get("member").id, file ?? "");
  };

function sentFile(routes: Hono<Env>, parts: ServerParts): void {
  routes.get("/:id/files/:file", async (c) => {
    const [id, name] = [idIn(c), parseUuid(c.req.param("file"))];
    const file = id === undefined || name === undefined ? undefined : await parts.requests.file(id, name);
    return file === undefined ? c.notFound() : strangersFile(file);
  });
}

async function shown(parts: ServerParts, c: Context<Env>, said: string | undefined): Promise<Response> {
  const id = idIn(c);
  const view = id === undefined ? undefined : await parts.requests.staffView(parts.store.reader, id);
  if (view === undefined) return c.notFound();
  return page(c, requestPage(consoleFrame(parts, c), wire.staffRequest(view), isSaid(said) ? said : undefined));
}

const sayings: readonly RequestPageSaid[] = [
  "upheld",
  "corrections-decided",
  "approved",
  "refused",
  "extended",
  "resumed",
  "prepared-again",
  "sent-again",
  "identity-asked",
  "clarification-asked",
  "identity-decided",
  "file-deleted",
  "hand-over-released",
  "put-to-body",
  "hand-over-refused",
  "not-now",
  "unknown",
  "changed",
  "blocked",
  "identity-first",
  "reason-missing",
];
function isSaid(text: string | undefined): text is RequestPageSaid {
  return (sayings as readonly (string | undefined)[]).includes(text);
}

function idIn(c: Context<Env>): RequestId | undefined {
  return parseUuid<"request">(c.req.param("id") ?? "");
}

/** The radio button's value, as we wrote it; anything else chooses nobody. */
function chosenAnchors(text: string): { system: string; table: string; key: string[] }[] {
  try {
    const value = JSON.parse(text) as { system?: unknown; table?: unknown; key?: unknown };
    if (typeof value.system !== "string" || typeof value.table !== "string" || !Array.isArray(value.key)) return [];
    return [{ system: value.system, table: value.table, key: value.key.map(String) }];
  } catch {
    return [];
  }
}
