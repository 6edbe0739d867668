import type { Policy } from "../model.ts";

/** Purposes whose consent is asked of a parent and of nobody else (GDPR art. 8(1)). */
export function purposesOnlyParentsGive(policy: Policy): readonly string[] {
  return (policy.consents ?? [])
    .filter(({ asked }) => asked.length > 0 && asked.every(({ way }) => way === "parent"))
    .flatMap(({ purposes }) => purposes);
}
