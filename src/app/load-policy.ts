/** Reads a policy from disk, with the limits that hold for every document. */
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { limits, OperationalError, type Problem } from "#base";
import { type Policy, parsePolicy } from "#policy";

export interface LoadedPolicy {
  /** Absent when there is an error among the problems. */
  readonly policy: Policy | undefined;
  readonly problems: readonly Problem[];
  /** SHA-256 of the bytes, hex: which text was carried out. */
  readonly hash: string;
}

export async function loadPolicy(file: string): Promise<LoadedPolicy> {
  const bytes = await readLimited(file);
  const { policy, problems } = parsePolicy(file, bytes.toString("utf8"));
  return { policy, problems, hash: createHash("sha256").update(bytes).digest("hex") };
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
