/** The archive of the notice over HTTP: every version at an address that stays, and what it said on a day. */
import type { Context, Hono } from "hono";
import { isLocalDate, type Language, type LocalDate } from "#base";
import {
  type ArchivedVersion,
  type CentreFrame,
  noticePage,
  unreadableVersionPage,
  type VersionShown,
  versionsPage,
  type VersionsPageOptions,
} from "#centre";
import { noticeMarkdown, noticeOf, noticeText } from "#notice";
import type { Policy, PolicyDiff } from "#policy";
import { inForceAmong, type Version } from "#versions";
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
    const { policy } = (await archive.whole(line.number)) ?? {};
    if (policy === undefined) return c.notFound();
    const notice = noticeOf(policy, languageOf(policy, frameFor(parts, c).language));
    c.header("cache-control", `public, max-age=${textSeconds}`);
    return format === "md"
      ? c.body(noticeMarkdown(notice), 200, { "content-type": "text/markdown; charset=utf-8" })
      : c.text(noticeText(notice));
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
    const diff = number === 1 ? undefined : await archive.changes(number);
    const changes = diff === undefined ? {} : { changes: forEverybody(diff, frame.language) };
    versions.push({ number, effectiveOn, state, first: number === 1, ...changes });
  }
  return page(c, versionsPage(frame, versions, options), status);
}

/** Which tables and roles we have is for staff. */
function forEverybody({ differences }: PolicyDiff, language: Language): readonly string[] {
  return differences.filter(({ path }) => !/^(systems|waivers)\b/.test(path)).map(({ says }) => says[language]);
}

async function shown(
  parts: ServerParts,
  archive: VersionArchive,
  c: Context<Env>,
  line: StandingVersion,
  on?: LocalDate,
): Promise<Response> {
  const frame = frameFor(parts, c);
  const found = await archive.whole(line.number);
  if (found === undefined) return c.notFound();
  if (found.policy === undefined) return page(c, unreadableVersionPage(frame, found.version));
  c.header("cache-control", `public, max-age=${pageSeconds}`);
  return page(
    c,
    oneVersion(
      frame,
      { ...found, policy: found.policy },
      { ...shownAs(line, true), ...(on === undefined ? {} : { on }) },
    ),
  );
}

function oneVersion(frame: CentreFrame, { version, policy }: { version: Version; policy: Policy }, as: VersionShown) {
  const language = languageOf(policy, frame.language);
  const other = language === frame.language ? {} : { inLanguage: language };
  return noticePage(frame, noticeOf(policy, language), version.hash, undefined, { ...as, ...other });
}

function languageOf(policy: Policy, wanted: Language): Language {
  return policy.languages.includes(wanted) ? wanted : (policy.languages[0] ?? wanted);
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
