import { randomUUID } from "node:crypto";
import { link, lstat, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { OperationalError } from "#base";

/** Refuses a path where something is, before anybody is asked anything. Whoever writes there meanwhile is met by `writeNew`. */
export async function refuseExisting(path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there !== undefined) throw notWritten(path, "EEXIST");
}

/**
 * Writes a file that is not there yet: whole, or not at all, and never over another one. It is written beside, and then
 * gets its name in one step that fails when the name is taken.
 */
export async function writeNew(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(beside, text, { flag: "wx", flush: true });
    await named(beside, path);
  } catch (cause) {
    throw notWritten(path, (cause as NodeJS.ErrnoException).code, cause);
  } finally {
    // Where it was never made, there may be no folder to take it from.
    await rm(beside, { force: true }).catch(() => undefined);
  }
}

const noLinks: ReadonlySet<string | undefined> = new Set(["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"]);

async function named(beside: string, path: string): Promise<void> {
  try {
    await link(beside, path);
  } catch (error) {
    // A file system without hard links, such as that of a memory card: the name is taken first, then gets what was written.
    if (!noLinks.has((error as NodeJS.ErrnoException).code)) throw error;
    await writeFile(path, "", { flag: "wx" });
    await rename(beside, path);
  }
}

function notWritten(path: string, code: string | undefined, cause?: unknown): OperationalError {
  const says: Readonly<Record<string, string>> = {
    EEXIST: `${path} is there already. Nothing was written. Give another name, or move that file first.`,
    ENOENT: `The folder ${dirname(path)} is not there. Nothing was written. Make it first, or give another name.`,
  };
  return new OperationalError(
    "policy-not-written",
    says[code ?? ""] ?? `${path} cannot be written (${code}). Nothing was written. Give a folder that is yours.`,
    { cause },
  );
}
