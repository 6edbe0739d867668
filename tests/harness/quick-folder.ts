/** A folder for servers of tests, which may lose all they have. */
import { mkdtemp, statfs } from "node:fs/promises";
import { freemem } from "node:os";

const memory = "/dev/shm";
/** Databases of all tests together take a few. */
const needed = 8 * 1024 ** 3;

/** In memory where the machine has room: hundreds of databases are made and dropped, and a disk keeps half the processor busy with that. */
export async function quickFolder(prefix: string): Promise<string> {
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  const room = Math.min(bavail * bsize, freemem());
  return mkdtemp(`${room >= needed ? memory : "/tmp"}/${prefix}`);
}
