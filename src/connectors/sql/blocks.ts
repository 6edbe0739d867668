import type { Problem } from "#base";

/** Errors that stand in the way of erasing and not of reading. */
const erasureOnly = /^(erased-|link-not-|link-in-|cascade-|missing-write-)/;

/**
 * Whether a finding must be gone before a plan is approved. Without rows or columns left unsaid nobody may say that a
 * person's data is complete. A guard that is not whole is a promise not kept, but no reason to leave a person waiting.
 */
export function blocks(problem: Problem, action: "access" | "erasure"): boolean {
  if (problem.severity !== "error" || /^(guard-|unknown-role)/.test(problem.code)) return false;
  return action === "erasure" || !erasureOnly.test(problem.code);
}
