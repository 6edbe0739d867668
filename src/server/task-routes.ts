/** Tasks for a person, and the board of what waits for whom. */
import type { Hono } from "hono";
import { parseUuid, Personal } from "#base";
import { taskPage, type TaskSaid, tasksPage, taskTexts, waitingPage, type WaitingView } from "#console";
import type { MailboxStatus } from "#inbox";
import { consoleFrame } from "./console-frames.ts";
import { formOf, page, saidIn, textOf } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";

export function taskRoutes(routes: Hono<Env>, parts: ServerParts): void {
  const { plans, store, published, staff } = parts;
  routes.get("/tasks", async (c) =>
    page(c, tasksPage(consoleFrame(parts, c), await plans.tasks(store.reader), await published.today())),
  );
  routes.get("/tasks/:id", async (c) => {
    const task = isId(c.req.param("id")) ? await plans.task(store.reader, c.req.param("id")) : undefined;
    if (task === undefined) return c.notFound();
    const { facts, note, done, ...rest } = task;
    const names = done === undefined ? undefined : await staff.names(store.reader);
    const view = {
      ...rest,
      ...(facts !== undefined && { facts: facts.reveal() }),
      ...(note !== undefined && { note: note.reveal() }),
      ...(done !== undefined && { done: { ...done, name: names?.get(done.by) ?? "?" } }),
    };
    return page(c, taskPage(consoleFrame(parts, c), view, await published.today(), saidIn(c, taskTexts.en.said)));
  });
  routes.post("/tasks/:id", async (c) => {
    const id = c.req.param("id");
    const form = await formOf(c);
    const outcome = (["done", "nothing-found"] as const).find((one) => one === textOf(form, "outcome"));
    let said: TaskSaid = "outcome-missing";
    if (outcome !== undefined && isId(id)) {
      const how = { by: c.get("member").id, outcome, note: new Personal(textOf(form, "note")) };
      const finished = await store.transact((tx) => plans.finishTask(tx, id, how));
      said = finished.ok ? "done" : finished.reason;
    }
    return c.redirect(said === "unknown-task" ? "/console/tasks" : `/console/tasks/${id}?said=${said}`, 303);
  });
  routes.get("/waiting", async (c) => page(c, waitingPage(consoleFrame(parts, c), await waitingIn(parts))));
}

async function waitingIn(parts: ServerParts): Promise<readonly WaitingView[]> {
  const { plans, recipients, incoming, withdrawals, store } = parts;
  const told = (await recipients.list(store.reader, "open")).map(
    (one): WaitingView => ({
      about: one.about,
      recipient: one.recipient,
      since: one.madeAt,
      because: { kind: "recipient", notice: one.id, mailFailed: one.mailFailed },
    }),
  );
  const stopped = (await withdrawals.waiting(store.reader)).map(({ id, about, since, state, places }): WaitingView => {
    const system = places.find(({ left, several }) => left > 0 || several)?.system;
    const because = { kind: "withdrawal", withdrawal: id, byHand: state === "by-hand" } as const;
    return { about, since, because, ...(system !== undefined && { system }) };
  });
  const post = postIn(await incoming.status(store.reader));
  return [...(await plans.waiting(store.reader)), ...told, ...stopped, ...post].toSorted(
    (a, b) => a.since.getTime() - b.since.getTime(),
  );
}

function isId(text: string): boolean {
  return parseUuid(text) === text;
}

/** The mailbox while it cannot be read, and letters that nobody sorted yet: requests may be among them. */
function postIn({ failing, toSort, oldestToSort }: MailboxStatus): WaitingView[] {
  return [
    ...(failing === undefined
      ? []
      : [{ about: "", since: failing.since, because: { kind: "mailbox", code: failing.code } } as const]),
    ...(oldestToSort === undefined
      ? []
      : [{ about: "", since: oldestToSort, because: { kind: "letters", letters: toSort } } as const]),
  ];
}
