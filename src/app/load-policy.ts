/** Reads a policy from disk, with the limits that hold for every document. */
import { readFileSync, realpathSync, statSync } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { limits, OperationalError, type Problem } from "#base";
import { type Policy, parsePolicy } from "#policy";
import { hashOfFiles, type PolicyFile, type Version } from "#versions";

export interface LoadedPolicy {
  /** Absent when there is an error among the problems. */
  readonly policy: Policy | undefined;
  readonly problems: readonly Problem[];
  /** SHA-256 of the texts, hex: which text was carried out. */
  readonly hash: string;
  /** The texts that were read, as a version keeps them: the first file, then the included ones in the order they were asked for. */
  readonly files: readonly PolicyFile[];
}

export async function loadPolicy(file: string): Promise<LoadedPolicy> {
  const bytes = await readLimited(file);
  const folder = await realpath(dirname(file));
  const files = [{ path: basename(file), text: bytes.toString("utf8") }];
  const { policy, problems } = parsePolicy(file, bytes.toString("utf8"), (path) => {
    const other = readBeside(folder, path);
    if (other === undefined) return undefined;
    files.push({ path, text: other.toString("utf8") });
    return other.toString("utf8");
  });
  return { policy, problems, hash: hashOfFiles(files), files };
}

/** A published version as a policy: its own texts, in force from the day it was published for. Nothing on disk is read. */
export function policyOfVersion({ number, files, effectiveOn }: Version): Policy {
  const [first, ...others] = files;
  const read = parsePolicy(
    first?.path ?? "",
    first?.text ?? "",
    (path) => others.find((each) => each.path === path)?.text,
  );
  if (read.policy !== undefined) return { ...read.policy, inForceOn: effectiveOn };
  throw new OperationalError(
    "version-unreadable",
    `Version ${number} of the policy was published with another Gestand, and this one finds errors in it. Nothing was changed. Use the Gestand that published it.`,
  );
}

/** A file inside the folder of the policy; a link that leads out of it is not followed. */
function readBeside(folder: string, path: string): Buffer | undefined {
  try {
    const real = realpathSync(join(folder, path));
    if (!real.startsWith(`${folder}${sep}`) || statSync(real).size > limits.policyBytes) return undefined;
    return readFileSync(real);
  } catch {
    return undefined;
  }
}

/** One byte more than allowed is read at most, so that a huge file costs nothing; the parser then refuses it. */
async function readLimited(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, "r");
    try {
      const buffer = Buffer.alloc(limits.policyBytes + 1);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const why =
      code === "ENOENT"
        ? "does not exist"
        : code === "EISDIR"
          ? "is a folder"
          : `cannot be read (${code ?? "unknown reason"})`;
    throw new OperationalError(
      "policy-unreadable",
      `${file} ${why}. Nothing was started. Name the policy with --policy, or make one with "gestand init".`,
      { cause },
    );
  }
}
