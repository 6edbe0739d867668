/** One rewriting at a time in a folder, also between machines that share it. */
import { randomUUID } from "node:crypto";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { OperationalError } from "#base";
import { type Folder, isAbsent, ownPrefix } from "./folder.ts";

/** So long after its last sign of life, a holder on another machine is taken for dead. */
const deadMs = 15 * 60_000;
const heldHere = new Set<string>();

interface Holder {
  readonly host: string;
  readonly pid: number;
  readonly token: string;
}

export interface Lock {
  /** Throws when somebody else holds it by now. Also the sign of life. */
  check(): Promise<void>;
  release(): Promise<void>;
}

export async function lockFolder({ root, store }: Folder): Promise<Lock> {
  const path = join(root, `${ownPrefix}lock`);
  const me: Holder = { host: hostname(), pid: process.pid, token: randomUUID() };
  const taken = () =>
    new OperationalError(
      "store-busy",
      `Another erasure is writing a packed file in the store "${store}" anew. Try again when it is done.`,
      {
        retryable: true,
      },
    );
  const sign = (flag: "wx" | "w") => writeFile(path, JSON.stringify(me), { flag, mode: 0o600 });
  try {
    await sign("wx");
  } catch (error) {
    if ((error as { code?: unknown }).code !== "EEXIST") throw error;
    if (!(await isDead(path))) throw taken();
    await rm(path, { force: true });
    await sign("wx").catch((error: unknown) => {
      throw (error as { code?: unknown }).code === "EEXIST" ? taken() : error;
    });
  }
  heldHere.add(me.token);
  return {
    check: async () => {
      if ((await holderOf(path))?.token !== me.token) throw taken();
      await sign("w");
    },
    release: async () => {
      heldHere.delete(me.token);
      if ((await holderOf(path))?.token === me.token) await rm(path, { force: true });
    },
  };
}

async function isDead(path: string): Promise<boolean> {
  try {
    const holder = await holderOf(path);
    if (holder?.host === hostname())
      return holder.pid === process.pid ? !heldHere.has(holder.token) : !isAlive(holder.pid);
    return Date.now() - (await stat(path)).mtimeMs > deadMs;
  } catch (error) {
    if (isAbsent(error)) return true;
    throw error;
  }
}

async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Holder;
  } catch (error) {
    if (isAbsent(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code !== "ESRCH";
  }
}
