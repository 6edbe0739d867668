/** What was compiled is kept for the next start, and never where somebody else could put their own in its place. */
import { spawnSync } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const bin = fileURLToPath(new URL("../../bin/gestand.mjs", import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp("/tmp/gestand-cache-");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The files that were kept under this cache folder. */
async function keptAfterRun(name: string): Promise<string[]> {
  const cache = join(folder, name);
  const run = spawnSync(process.execPath, [bin, "--version"], {
    env: { PATH: process.env["PATH"], HOME: "/nowhere", XDG_CACHE_HOME: cache },
    encoding: "utf8",
  });
  expect([run.status, run.stderr]).toEqual([0, ""]);
  const all = await readdir(join(cache, "gestand"), { recursive: true, withFileTypes: true }).catch(() => []);
  return all.filter((one) => one.isFile()).map((one) => one.name);
}

test("it is kept in a folder of our own, and nowhere in the checkout", async () => {
  expect((await keptAfterRun("own")).length).toBeGreaterThan(100);
  expect((await stat(join(folder, "own", "gestand"))).mode & 0o777).toBe(0o700);
});

test("a folder that others can write to, that is somebody else's, or that cannot be made, is not used", async () => {
  await mkdir(join(folder, "open", "gestand"), { recursive: true });
  await chmod(join(folder, "open", "gestand"), 0o777);
  expect(await keptAfterRun("open")).toEqual([]);
  await mkdir(join(folder, "linked"));
  await symlink(join(folder, "own", "gestand"), join(folder, "linked", "gestand"));
  const before = await keptAfterRun("own");
  expect(await keptAfterRun("linked")).toEqual(before);
  if (process.getuid?.() === 0) {
    await mkdir(join(folder, "theirs", "gestand"), { recursive: true });
    await chown(join(folder, "theirs", "gestand"), 65_534, 65_534);
    expect(await keptAfterRun("theirs")).toEqual([]);
  }
  expect(await keptAfterRun("nul\u{1F680}".repeat(200))).toEqual([]);
});
