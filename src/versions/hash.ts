import { createHash } from "node:crypto";
import type { PolicyFile } from "./contract.ts";

/** SHA-256 of the first text, then of each other with its path before it, hex: which texts these are, and under which names. */
export function hashOfFiles([first, ...others]: readonly PolicyFile[]): string {
  const hash = createHash("sha256").update(first?.text ?? "");
  for (const { path, text } of others) hash.update(`\0${path}\0`).update(text);
  return hash.digest("hex");
}
