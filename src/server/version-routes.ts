/** Versions for staff: the pages of the console, and the same as JSON. */
import { type Context, Hono } from "hono";
import type { VersionView, VersionWithTexts } from "#api";
import { changeForPersons } from "#policy";
import { type DiskStanding, draftPage, versionConsolePage, versionsConsolePage } from "#console";
import type { Html } from "#ui";
import { consoleFrame } from "./console-frames.ts";
import { page } from "./frames.ts";
import type { Env, Published, ServerParts } from "./parts.ts";
import { problem } from "./problems.ts";
import { type StandingVersion, versionArchive, type VersionArchive } from "./version-archive.ts";

/** What a room shows on the page of a version; nothing when it has nothing to say of this one. */
export type VersionPanel = (c: Context<Env>, version: VersionView) => Promise<Html | undefined>;

export function versionRoutes(parts: ServerParts, panels: readonly VersionPanel[] = []): Hono<Env> {
  const routes = new Hono<Env>();
  const archive = versionArchive(parts);
  const { published } = parts;
  routes.get("/", async (c) => {
    const lines = await archive.lines();
    return page(c, versionsConsolePage(consoleFrame(parts, c), lines.map(view), await diskStanding(published, lines)));
  });
  routes.get("/draft", async (c) => {
    const [disk, lines] = [await published.onDisk(), await archive.lines()];
    const number = published.carried?.number ?? 0;
    const carried = await published.versions.numbered(parts.store.reader, number);
    const standing = await diskStanding(published, lines);
    const compared = standing.state === "differs" && disk.state === "readable" && carried !== undefined;
    const diff = compared ? changeForPersons(published.read(carried), disk.policy).diff : undefined;
    return page(c, draftPage(consoleFrame(parts, c), standing, diff, number));
  });
  routes.get("/:number", async (c) => {
    const version = await versionNumbered(parts, archive, c.req.param("number"));
    if (version === undefined) return c.notFound();
    const changes = await archive.changes(version.number);
    // What cannot be compared with the version before it sets nothing in motion that could be told.
    const shown = changes === undefined ? [] : await Promise.all(panels.map((panel) => panel(c, version)));
    const given = shown.filter((panel) => panel !== undefined);
    return page(
      c,
      versionConsolePage(consoleFrame(parts, c), version, changes?.change.diff, changes?.since.number, given),
    );
  });
  return routes;
}

export function versionEndpoints(staffOnly: Hono<Env>, parts: ServerParts): void {
  const archive = versionArchive(parts);
  staffOnly.get("/versions", async (c) => c.json((await archive.lines()).map(view)));
  staffOnly.get("/versions/:number", async (c) => {
    const version = await versionNumbered(parts, archive, c.req.param("number"));
    return version === undefined ? problem(404, "Not found", "There is no such version.") : c.json(version);
  });
}

async function versionNumbered(
  { evidence, store }: ServerParts,
  archive: VersionArchive,
  text: string,
): Promise<VersionWithTexts | undefined> {
  const line = (await archive.lines()).find(({ number }) => String(number) === text);
  const found = line && (await archive.whole(line.number));
  if (line === undefined || found === undefined) return undefined;
  const [entry] = await evidence.entries(store.reader, { from: line.logIndex, limit: 1, kind: "policy.published" });
  const { despite } = (entry?.index === line.logIndex ? entry.body : {}) as { despite?: unknown };
  return {
    ...view(line),
    readable: found.policy !== undefined,
    files: found.version.files.map(({ path, text: content }) => ({ path, text: content })),
    ...(typeof despite === "string" ? { despite } : {}),
  };
}

async function diskStanding(published: Published, lines: readonly StandingVersion[]): Promise<DiskStanding> {
  const disk = await published.onDisk();
  if (disk.state !== "readable") return { state: disk.state };
  const same = lines.find(
    ({ hash, number, state }) => hash === disk.hash && (number === published.carried?.number || state === "to-come"),
  );
  return same === undefined ? { state: "differs" } : { state: "published", number: same.number };
}

function view({
  number,
  effectiveOn,
  until,
  state,
  hash,
  publishedAt,
  publishedBy,
  logIndex,
}: StandingVersion): VersionView {
  return {
    number,
    effectiveOn,
    ...(until === undefined ? {} : { until }),
    state,
    hash,
    publishedAt: publishedAt.toISOString(),
    publishedBy,
    logIndex,
  };
}
