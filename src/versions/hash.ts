import { createHash } from "node:crypto";
import type { PolicyFile, PublishedNotice } from "./contract.ts";

/** SHA-256 of the first text, then of each other with its path before it, hex: which texts these are, and under which names. */
export function hashOfFiles([first, ...others]: readonly PolicyFile[]): string {
  const hash = createHash("sha256").update(first?.text ?? "");
  for (const { path, text } of others) hash.update(`\0${path}\0`).update(text);
  return hash.digest("hex");
}

/** SHA-256 of each notice with its language before it, hex. */
export function hashOfNotices(notices: readonly PublishedNotice[]): string {
  const hash = createHash("sha256");
  for (const { language, text } of notices) hash.update(`\0${language}\0`).update(text);
  return hash.digest("hex");
}
