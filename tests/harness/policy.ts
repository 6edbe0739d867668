/** A policy that a test wrote itself. */
import { parsePolicy, type Policy } from "#policy";

/** Throws with every problem when it cannot be read. */
export function policyOf(document: string): Policy {
  const { policy, problems } = parsePolicy("policy.yaml", document);
  if (policy === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return policy;
}

/** The value of what must not be refused. */
export function must<T>(result: { ok: true; value: T } | { ok: false; message: string }): T {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}
