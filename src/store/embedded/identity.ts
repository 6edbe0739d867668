/** As whom the server runs. PostgreSQL refuses to be root, and the one it becomes must be able to reach its own files. */
import { type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { OperationalError } from "#base";
import { run } from "./process.ts";

export interface Identity {
  readonly uid?: number;
  readonly gid?: number;
  /** Put before the command. */
  readonly prefix: readonly string[];
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

const nobody: User = { uid: 65_534, gid: 65_534 };
/** Enters a user namespace in which we are `nobody`; the files stay those of whoever we are outside. */
const disguise = ["unshare", "--user", `--map-user=${nobody.uid}`, `--map-group=${nobody.gid}`];

/**
 * An ordinary user stays who they are. Root becomes, whichever can reach both the data and the programs: the owner of the
 * cluster; for a new one the owner of the checkout, so that this user can go on with it later, or `nobody`; or it enters
 * a user namespace. So does a user without a name, as containers have them, because initdb wants a name.
 * Throws OperationalError `embedded-database-as-root`.
 */
export async function identityFor(dataDir: string, programs: string): Promise<Identity> {
  if (process.getuid?.() !== 0) return isNamed() ? { prefix: [] } : await disguised({ prefix: disguise });
  const cluster = await found(join(dataDir, "PG_VERSION"));
  const owner = cluster ?? (await nearest(dirname(dataDir)));
  const users = [...(owner.uid === 0 ? [] : [owner]), ...(cluster === undefined ? [nobody] : [])];
  for (const user of users)
    if ((await mayReach(dataDir, user)) && (await mayReach(join(programs, "bin", "postgres"), user)))
      return identityOf(user);
  const root: Identity = { prefix: disguise };
  if ((cluster === undefined || cluster.uid === 0) && (await works(root))) return root;
  throw new OperationalError(
    "embedded-database-as-root",
    `PostgreSQL refuses to run as root, and no other user may enter ${dirname(dataDir)}. Nothing was started. ` +
      "Run gestand as an ordinary user, set GESTAND_DATA to a folder that other users may enter, or set DATABASE_URL.",
  );
}

async function identityOf({ uid, gid }: User): Promise<Identity> {
  const hasName = await works({ prefix: ["id", "-nu", String(uid)] }, []);
  return hasName ? { uid, gid, prefix: [] } : disguised({ uid, gid, prefix: disguise });
}

async function disguised(as: Identity): Promise<Identity> {
  if (await works(as)) return as;
  throw new OperationalError(
    "embedded-database-as-root",
    `PostgreSQL does not run as user ${as.uid ?? process.getuid?.()}, which has no name on this machine. Nothing was started. ` +
      "Run gestand as a user that has one, or set DATABASE_URL.",
  );
}

function isNamed(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}

async function works(as: Identity, command: readonly string[] = ["true"]): Promise<boolean> {
  return run(command, as).then(
    () => true,
    () => false,
  );
}

/** True when every folder above lets this user pass; those that do not exist yet will. */
async function mayReach(path: string, user: User): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const one = await found(folder);
    if (one !== undefined && !passes(one, user)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function passes(folder: Stats, user: User): boolean {
  const bit = folder.uid === user.uid ? 0o100 : folder.gid === user.gid ? 0o010 : 0o001;
  return (folder.mode & bit) !== 0;
}

async function nearest(path: string): Promise<Stats> {
  return (await found(path)) ?? (await nearest(dirname(path)));
}

function found(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined);
}
