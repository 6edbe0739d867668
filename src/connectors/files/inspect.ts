import { lstat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isOperationalError, type Problem } from "#base";
import type { Reach, Store } from "#policy";
import { type Entry, fileError, type Folder, mayWrite, namesPattern, openFolder, walkFolder } from "./folder.ts";
import { formatOf } from "./formats.ts";

type FilesReach = Extract<Reach, { kind: "files" }>;

/** Looks at the folder and at the rights to its files. Opens and changes none. */
export async function inspectFiles(store: Store, reach: FilesReach, place: string): Promise<readonly Problem[]> {
  const problems: Problem[] = [...nameProblems(store, reach)];
  const add = (code: string, severity: Problem["severity"], message: string, remedy: string) =>
    problems.push({ code, severity, path: `stores.${store.name}`, message, remedy });
  try {
    const folder = await openFolder(store.name, place);
    const { matching, locked, caseless } = await lookOver(folder, reach);
    if (locked > 0)
      add(
        "store-refused",
        "error",
        `Gestand may not change ${locked === 1 ? "one file or folder" : `${locked} files or folders`} in the store "${store.name}", so it cannot erase there.`,
        "Give the account that runs Gestand the right to write to the files, and to the folders that they are in.",
      );
    if (matching === 0 && reach.format !== "whole")
      add(
        "store-no-files",
        "warning",
        `No file in the store "${store.name}" has one of the names ${reach.names.join(", ")}.`,
        "Check the names and the variable with the folder.",
      );
    if (caseless)
      add(
        "store-caseless",
        "warning",
        `The disk of the store "${store.name}" takes small and capital letters for the same. A key is met only by the file that is written exactly so.`,
        "Keep names in rows exactly as the files are called.",
      );
  } catch (error) {
    const failed = fileError(error, store.name, "Looking at the folder");
    if (!isOperationalError(failed)) throw failed;
    add(
      failed.code,
      "error",
      failed.message,
      "Check the variable with the folder, that its disk is mounted, and the rights of the account that runs Gestand.",
    );
  }
  return problems;
}

/** A folder with a million files is not looked through whole at every start. */
const lookedAt = 10_000;

async function lookOver(folder: Folder, reach: FilesReach) {
  const matches = namesPattern(reach.format === "whole" ? ["*"] : reach.names);
  let matching = 0;
  let locked = (await mayWrite(folder.root)) || reach.format !== "whole" ? 0 : 1;
  let caseless: boolean | undefined;
  const folders = new Map<string, boolean>();
  for await (const entry of walkFolder(folder, "")) {
    if (!matches(entry.name)) continue;
    matching += 1;
    if (matching > lookedAt) break;
    if (!(await mayChange(entry, reach, folders))) locked += 1;
    caseless ??= await isCaseless(entry);
  }
  return { matching, locked, caseless: caseless === true };
}

/** A whole file goes from its folder, which is asked once; lines are overwritten in the file; a packed file takes both. */
async function mayChange(entry: Entry, reach: FilesReach, folders: Map<string, boolean>): Promise<boolean> {
  const packed = /\.gz$/i.test(entry.name);
  const folder = dirname(entry.path);
  const goes = reach.format === "whole" || packed;
  if (goes && !folders.has(folder)) folders.set(folder, await mayWrite(folder));
  const inFolder = !goes || folders.get(folder) === true;
  return inFolder && (reach.format === "whole" || (await mayWrite(entry.path)));
}

/** Whether the same file answers to its name in the other case. `undefined`: the name has no letters to tell by. */
async function isCaseless({ path, name }: Entry): Promise<boolean | undefined> {
  const own = name.slice(name.lastIndexOf("/") + 1);
  const other = own === own.toLowerCase() ? own.toUpperCase() : own.toLowerCase();
  if (other === own) return undefined;
  const [one, two] = await Promise.all([lstat(path), lstat(join(path, "..", other)).catch(() => undefined)]);
  return two !== undefined && one.ino === two.ino && one.dev === two.dev;
}

function nameProblems(store: Store, reach: FilesReach): readonly Problem[] {
  if (reach.format === "whole") return [];
  return formatOf(reach.format, Object.keys(store.matches ?? {}))
    .unknownNames()
    .map((name) => ({
      code: "store-unknown-field",
      severity: "error",
      path: `stores.${store.name}.matches.${name}`,
      message: `A line of the combined log format has no field "${name}".`,
      remedy: "Write host, identity, user, request, referer or agent.",
    }));
}
