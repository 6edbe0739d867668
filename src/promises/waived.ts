/** What somebody answers for, as it stands today. Nothing is stored: the policy and the day say it all. */
import { localDateOf } from "#base";
import { waivedFindings } from "#policy";
import type { PromiseBoardOptions, WaivedFindingStatus } from "./contract.ts";

export function waivedNow({
  policy,
  store,
}: Pick<PromiseBoardOptions, "policy" | "store">): readonly WaivedFindingStatus[] {
  const today = localDateOf(store.clock.now(), policy.timeZone);
  return waivedFindings(policy, today).map(
    ({ finding: { code, path = "", at, message, article }, waiver, daysLeft }) => ({
      code,
      path,
      // Where the policy lies on our disk is nobody's business.
      ...(at === undefined ? {} : { at: { file: at.file.slice(at.file.lastIndexOf("/") + 1), line: at.line } }),
      message,
      ...(article === undefined ? {} : { article }),
      by: waiver.by,
      reason: waiver.reason,
      untilOn: waiver.untilOn,
      daysLeft,
      status: daysLeft < 0 ? "broken" : "waived",
    }),
  );
}
