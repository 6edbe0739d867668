/** The archive of the notice over HTTP: every version at an address that stays, and what it said on a day. */
import type { Context, Hono } from "hono";
import { isLocalDate, type LocalDate } from "#base";
import {
  type ArchivedVersion,
  centreTexts,
  noticePage,
  unreadableVersionPage,
  type VersionShown,
  versionsPage,
  type VersionsPageOptions,
} from "#centre";
import { noticeMarkdown, noticeText } from "#notice";
import { inForceAmong } from "#versions";
import { frameFor, page } from "./frames.ts";
import type { Env, ServerParts } from "./parts.ts";
import type { StandingVersion, VersionArchive } from "./version-archive.ts";

/** A page says how a version stands, and that changes; its text alone does not. */
const pageSeconds = 300;
const textSeconds = 86_400;

export function versionPages(centre: Hono<Env>, parts: ServerParts, archive: VersionArchive): void {
  centre.get("/privacy/versions", (c) => list(parts, archive, c));
  centre.get("/privacy/versions/:version", async (c) => {
    const [, number, format] = /^([1-9]\d{0,8})(?:\.(md|txt))?$/.exec(c.req.param("version")) ?? [];
    const line = (await archive.lines()).find((each) => each.number === Number(number));
    if (line === undefined) return c.notFound();
    if (format === undefined) return shown(parts, archive, c, line);
    const { language } = frameFor(parts, c);
    const { document, remade = false } = (await archive.notice(line.number, language)) ?? {};
    if (document === undefined) return c.notFound();
    const { anew } = centreTexts[document.language].versions;
    c.header("cache-control", `public, max-age=${textSeconds}`);
    return format === "md"
      ? c.body(`${remade ? `> ${anew}\n\n` : ""}${noticeMarkdown(document)}`, 200, {
          "content-type": "text/markdown; charset=utf-8",
        })
      : c.text(`${remade ? `${anew}\n\n` : ""}${noticeText(document)}`);
  });
  centre.get("/privacy/on", async (c) => {
    const typed = (c.req.query("date") ?? "").slice(0, 20);
    const date = dayIn(typed);
    if (date === undefined) return list(parts, archive, c, { date: typed, wrong: "no-day" }, 422);
    return c.redirect(`/${frameFor(parts, c).language}/privacy/on/${date}`, 303);
  });
  centre.get("/privacy/on/:date", async (c) => {
    const date = c.req.param("date");
    if (!isLocalDate(date)) return c.notFound();
    const line = inForceAmong(await archive.lines(), date);
    if (line === undefined) return list(parts, archive, c, { date, wrong: "before" }, 404);
    return shown(parts, archive, c, line, date);
  });
}

/** How the version that is carried out stands beside the notice of today; absent when none was published. */
export async function shownToday(parts: ServerParts, archive: VersionArchive): Promise<VersionShown | undefined> {
  const lines = await archive.lines();
  const line = lines.find(({ number }) => number === parts.published.carried?.number);
  return line && shownAs(line, false);
}

async function list(
  parts: ServerParts,
  archive: VersionArchive,
  c: Context<Env>,
  options: VersionsPageOptions = {},
  status: 200 | 404 | 422 = 200,
): Promise<Response> {
  const frame = frameFor(parts, c);
  const versions: ArchivedVersion[] = [];
  for (const { number, effectiveOn, state } of await archive.lines()) {
    const shown = (await archive.changes(number))?.change.public;
    const changes = shown === undefined ? {} : { changes: shown.map(({ says }) => says[frame.language]) };
    versions.push({ number, effectiveOn, state, first: number === 1, ...changes });
  }
  if (status === 200) c.header("cache-control", `public, max-age=${pageSeconds}`);
  return page(c, versionsPage(frame, versions, options), status);
}

async function shown(
  parts: ServerParts,
  archive: VersionArchive,
  c: Context<Env>,
  line: StandingVersion,
  on?: LocalDate,
): Promise<Response> {
  const frame = frameFor(parts, c);
  const found = await archive.notice(line.number, frame.language);
  if (found === undefined) return c.notFound();
  const { version, document, remade } = found;
  if (document === undefined) return page(c, unreadableVersionPage(frame, version));
  const as = {
    ...shownAs(line, true),
    remade,
    ...(on === undefined ? {} : { on }),
    ...(document.language === frame.language ? {} : { inLanguage: document.language }),
  };
  c.header("cache-control", `public, max-age=${pageSeconds}`);
  return page(c, noticePage(frame, document, version.hash, undefined, as));
}

function shownAs({ number, effectiveOn, state, until, next }: StandingVersion, permanent: boolean): VersionShown {
  return {
    number,
    effectiveOn,
    state,
    permanent,
    ...(until === undefined ? {} : { until }),
    ...(next === undefined ? {} : { next: { number: next.number, effectiveOn: next.effectiveOn } }),
  };
}

/** As machines write a day, or as people here do: 31-12-2026. */
function dayIn(typed: string): LocalDate | undefined {
  const [, day = "", month = "", year = ""] = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(typed.trim()) ?? [];
  const written = year === "" ? typed.trim() : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isLocalDate(written) ? written : undefined;
}
