/** One folder and what is in it, by names with `/`. Nothing here leads out of it. */
import { constants, type Dirent } from "node:fs";
import { access, lstat, opendir, realpath } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { OperationalError } from "#base";

/** What we put beside a file for a moment begins so, and is never taken for one of the store. */
export const ownPrefix = ".gestand-";

export interface Folder {
  readonly store: string;
  readonly root: string;
}

export type Met =
  | { readonly is: "file"; readonly path: string }
  | { readonly is: "nothing" }
  /** The name leads out of the folder, through a link, or to what is no file. */
  | { readonly is: "unsafe" };

/** The real place of the folder. Throws OperationalError when it is not there. */
export async function openFolder(store: string, setting: string): Promise<Folder> {
  try {
    const path = setting.startsWith("file:") ? fileURLToPath(setting) : setting;
    const root = await realpath(path);
    if (!(await lstat(root)).isDirectory()) throw new Error("no folder");
    return { store, root };
  } catch (error) {
    throw fileError(error, store, "Opening the folder");
  }
}

const reasons: Readonly<Record<string, readonly [string, string, boolean]>> = {
  ENOENT: [
    "store-unreachable",
    "it is not there. Check the variable with its place, and that its disk is mounted",
    true,
  ],
  EACCES: ["store-refused", "the account that runs Gestand may not. Give it the right to read and write there", false],
  EPERM: ["store-refused", "the account that runs Gestand may not. Give it the right to read and write there", false],
  EROFS: [
    "store-refused",
    "the disk takes no changes. Mount it writable, or declare the place where it is written",
    false,
  ],
  ENOSPC: ["store-full", "the disk is full. Make room, and try again", true],
  EDQUOT: ["store-full", "the quota is used up. Make room, and try again", true],
  EMFILE: ["store-busy", "too many files are open", true],
  ENFILE: ["store-busy", "too many files are open", true],
};

/** Says nothing of names, because they can hold ids. */
export function fileError(error: unknown, store: string, attempted: string): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (error instanceof OperationalError || (typeof code !== "string" && !/no folder/.test(String(error)))) return error;
  const [kind, says, retryable] = reasons[String(code)] ?? [
    "store-failed",
    `the disk answered ${typeof code === "string" ? code : "that it is no folder"}`,
    true,
  ];
  return new OperationalError(kind, `${attempted} failed in the store "${store}": ${says}.`, {
    retryable,
    cause: error,
  });
}

export function isAbsent(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG";
}

/** Whether a key can be a name in a folder: no way up, none to the root, nothing that the system reads otherwise. */
export function isSafe(key: string): boolean {
  return key
    .split("/")
    .every(
      (part) =>
        part !== "" &&
        part !== "." &&
        part !== ".." &&
        !part.startsWith(ownPrefix) &&
        !part.includes("\0") &&
        !(sep === "\\" && /[\\:]/.test(part)),
    );
}

/**
 * Looks a key up. The real place must be the one that was named, letter for letter: so a link is never followed, and on a
 * disk that takes `a` for `A` nobody else's file is met.
 */
export async function meet({ root }: Folder, key: string): Promise<Met> {
  if (!isSafe(key)) return { is: "unsafe" };
  const path = join(root, ...key.split("/"));
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) return { is: "unsafe" };
    const real = await realpath(path);
    if (real !== path)
      return real.toLowerCase().normalize("NFC") === path.toLowerCase().normalize("NFC")
        ? { is: "nothing" }
        : { is: "unsafe" };
    return found.isFile() ? { is: "file", path } : { is: "unsafe" };
  } catch (error) {
    if (isAbsent(error)) return { is: "nothing" };
    throw error;
  }
}

export interface Entry {
  /** With `/`, from the folder. */
  readonly name: string;
  readonly path: string;
  readonly is: "file" | "link" | "other";
}

/** All files whose names begin so, folder by folder. What goes away meanwhile is passed over. */
export async function* walkFolder(folder: Folder, prefix: string): AsyncGenerator<Entry> {
  const base = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  if (base !== "" && !isSafe(base.slice(0, -1))) return;
  const start = join(folder.root, ...base.split("/").filter((part) => part !== ""));
  try {
    if ((await realpath(start)) !== start) {
      // Through a link on the way we would leave the folder.
      yield { name: base, path: start, is: "link" };
      return;
    }
  } catch (error) {
    if (isAbsent(error)) return;
    throw error;
  }
  yield* walkInside(start, base, prefix);
}

async function* walkInside(path: string, base: string, prefix: string): AsyncGenerator<Entry> {
  let entries: AsyncIterable<Dirent>;
  try {
    entries = await opendir(path, { bufferSize: 256 });
  } catch (error) {
    if (isAbsent(error)) return;
    throw error;
  }
  for await (const entry of entries) {
    const name = base + entry.name;
    if (entry.name.startsWith(ownPrefix)) continue;
    const inner = join(path, entry.name);
    if (entry.isDirectory()) {
      if (`${name}/`.startsWith(prefix) || prefix.startsWith(`${name}/`)) yield* walkInside(inner, `${name}/`, prefix);
    } else if (name.startsWith(prefix)) {
      yield { name, path: inner, is: entry.isFile() ? "file" : entry.isSymbolicLink() ? "link" : "other" };
    }
  }
}

/** Names as a policy writes them: `*` is any text in one name; without a `/` the name may be in any folder inside. */
export function namesPattern(names: readonly string[]): (name: string) => boolean {
  const patterns = names.map((name) => {
    const text = name
      .split("*")
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join("[^/]*");
    return new RegExp(`^${name.includes("/") ? "" : "(?:.*/)?"}${text}$`, "su");
  });
  return (name) => patterns.some((pattern) => pattern.test(name));
}

/** Folders that held one of these names and are empty now go, up to the folder itself. */
export function parentsOf({ root }: Folder, path: string): readonly string[] {
  const parents: string[] = [];
  for (let at = dirname(path); at.startsWith(root + sep); at = dirname(at)) parents.push(at);
  return parents;
}

export async function mayWrite(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
