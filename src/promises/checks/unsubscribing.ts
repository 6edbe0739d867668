/** Can one say no to a message as the policy says, and does it help? */
import type { UnsubscribeWay } from "#policy";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";
import { withdrawnInForce } from "./consents.ts";

/** The link is opened as a reader of the mail would, for an address that is nobody's; nothing is pressed. */
export async function unsubscribeWorks(run: CheckRun, name: string): Promise<CheckOutcome> {
  const { policy, publicUrl, unsubscribing, answersMail } = run.options;
  const message = (policy.messages ?? []).find((each) => each.name === name);
  const link = await unsubscribing?.(name);
  const withdrawn = message?.purpose === undefined ? 0 : await withdrawnInForce(run, [message.purpose]);
  if (message?.unsubscribe === undefined || link === undefined || withdrawn === undefined)
    return unproven(said("unsubscribe.not-looked-at"));
  const { status, html } = await run.page(link.url.slice(publicUrl.length));
  const opens = status === 200 && /<form\b[^>]*\bmethod="post"/iu.test(html);
  const { used } = link;
  const facts = { withdrawn, status, used };
  if (!opens) return broken(said("unsubscribe.page-gone", { status }), facts);
  if (withdrawn > 0) return broken(said("consent.withdrawn-in-force", { persons: withdrawn }), facts);
  const seen: readonly UnsubscribeWay[] = answersMail === true ? ["link", "reply", "e-mail"] : ["link"];
  const unseen = message.unsubscribe.by.filter((way) => !seen.includes(way));
  if (unseen.length > 0) return unproven(said("unsubscribe.ways-unseen", { which: some(unseen) }), facts);
  // That the link is in every message shows in nothing but its use.
  return used === 0 ? unproven(said("unsubscribe.unused"), facts) : kept(said("unsubscribe.works", { used }), facts);
}
