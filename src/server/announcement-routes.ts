/** Letters about a new version, for staff: look, send, stop, go on, and fetch whom they did not reach. */
import { Hono } from "hono";
import { csvLine, type LocalDate, type Result } from "#base";
import type { Announcement, AnnouncementPreview, AnnounceRefusal, OtherwiseOrder } from "#changes";
import { announcementPage, announcementPanel, type AnnouncementSaid, announcementTexts } from "#console";
import { consoleFrame } from "./console-frames.ts";
import { formOf, numberIn, page, saidIn, textOf } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";
import type { VersionPanel } from "./version-routes.ts";

/** Asking every system takes seconds when there are very many persons; a page that is loaded again need not wait. */
const previewKeptMs = 60_000;

/** On the page of a version that concerns somebody. */
export function announcementPanelOf(parts: ServerParts): VersionPanel {
  const { announcements, published, store } = parts;
  return async (c, { number }) => {
    if (!(await announcements.concerns(store.reader, number))) return undefined;
    const view = await announcements.status(store.reader, number);
    return announcementPanel(consoleFrame(parts, c), view, await published.today());
  };
}

export function announcementRoutes(parts: ServerParts): Hono<Env> {
  const routes = new Hono<Env>();
  const { announcements, store, published } = parts;
  const previews = new Map<number, { readonly at: number; readonly preview: AnnouncementPreview }>();
  const previewOf = async (version: number): Promise<AnnouncementPreview | undefined> => {
    const kept = previews.get(version);
    if (kept !== undefined && performance.now() - kept.at < previewKeptMs) return kept.preview;
    const looked = await announcements.preview(version);
    if (!looked.ok) return undefined;
    if (looked.value.problems.length === 0) previews.set(version, { at: performance.now(), preview: looked.value });
    return looked.value;
  };
  routes.get("/:number/announcement", async (c) => {
    const version = numberIn(c);
    if (version === undefined || !(await announcements.concerns(store.reader, version))) return c.notFound();
    const view = await announcements.status(store.reader, version);
    const preview = view.state === "none" ? await previewOf(version) : undefined;
    const said = saidIn(c, announcementTexts.en.said);
    return page(c, announcementPage(consoleFrame(parts, c), view, { today: await published.today(), preview, said }));
  });
  const act = (
    path: string,
    done: AnnouncementSaid,
    work: (version: number, by: string, form: Form) => Promise<Result<Announcement, AnnounceRefusal>>,
  ) => {
    routes.post(`/:number/announcement${path}`, async (c) => {
      const version = numberIn(c);
      if (version === undefined) return c.notFound();
      const outcome = await work(version, c.get("member").id, await formOf(c));
      previews.delete(version);
      return c.redirect(`/console/versions/${version}/announcement?said=${outcome.ok ? done : outcome.reason}`, 303);
    });
  };
  act("", "started", (version, by) => announcements.announce(version, by));
  act("/stop", "stopped", (version, by) => announcements.stop(version, by));
  act("/resume", "resumed", (version, by) => announcements.resume(version, by));
  act("/told-otherwise", "recorded", (version, by, form) => announcements.tellOtherwise(version, orderIn(form), by));
  act("/told-otherwise/undo", "undone", (version, by, form) =>
    announcements.undoOtherwise(version, Number(textOf(form, "line")), by),
  );
  routes.post("/:number/announcement/unreached.csv", (c) => {
    const version = numberIn(c);
    if (version === undefined) return c.notFound();
    return new Response(ReadableStream.from<Uint8Array>(unreachedCsv(parts, version, c.get("member").id)), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="unreached-${version}.csv"`,
      },
    });
  });
  return routes;
}

type Form = Record<string, unknown>;

/** What the form says; what it cannot be is refused by the room of changes. */
function orderIn(form: Form): OtherwiseOrder {
  const how = textOf(form, "how") as OtherwiseOrder["how"];
  const on = textOf(form, "on").trim();
  // As people write numbers: 1.200 or 1,200 or 1 200.
  const people = textOf(form, "people")
    .trim()
    .replaceAll(/(?<=\d)[., ](?=\d{3}(?!\d))/gu, "");
  const persons = /^\d{1,9}$/u.test(people) ? Number(people) : 0;
  return { how, persons, ...(on === "" ? {} : { on: on as LocalDate }) };
}

const line = (cells: readonly string[]) => new TextEncoder().encode(csvLine(cells));

async function* unreachedCsv({ announcements }: ServerParts, version: number, by: string): AsyncGenerator<Uint8Array> {
  yield line(["kind", "system", "row", "email", "known as"]);
  for await (const { person, system, row = "", email = "", knownAs = "" } of announcements.unreached(version, by))
    yield line([person, system, row, email, knownAs]);
}
