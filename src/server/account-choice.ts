/**
 * Who is signed in with the company and said no to sale on one device has it on all of them (Cal. Code Regs. tit. 11, § 7025(c)(1)): the
 * company's server vouches for the address, the script brings the token. The answer is for whoever holds it, and nothing is kept of a browser.
 */
import type { Context } from "hono";
import { accountChoice } from "#api";
import type { Personal } from "#base";
import { isOffered, mayUse } from "#policy";
import type { Env, ServerParts } from "./parts.ts";
import { problem } from "./problems.ts";
import { vouchedAddress } from "./vouched.ts";

export async function accountChoiceTaken(parts: ServerParts, c: Context<Env>): Promise<Response> {
  const { policy, clock, publicUrl, appKeys = [] } = parts;
  const parsed = accountChoice.safeParse(await c.req.json().catch(() => undefined));
  if (!parsed.success) return problem(422, "Not understood", "This is no choice of an account. Nothing was recorded.");
  const { token, visitor, optedOut } = parsed.data;
  const vouched = vouchedAddress(token, { keys: appKeys, audience: publicUrl.origin, now: clock.now() });
  if (!vouched.ok) return problem(401, vouched.reason, vouched.message);
  if (!isOffered(policy, "sale-opt-out"))
    return problem(422, "Not offered", "The policy gives no way out of sale. Nothing was recorded.");
  const before = await isOut(parts, vouched.value);
  if (before || !optedOut) return c.json({ optedOut: before });
  const made = await parts.requests.submitOnce(
    {
      kind: "sale-opt-out",
      language: policy.languages[0] ?? "nl",
      channel: "app",
      email: vouched.value,
      purposes: [],
    },
    `opt-out-of-browser-${visitor}`,
  );
  return made.ok ? c.json({ optedOut: true }) : problem(422, made.reason, made.message);
}

async function isOut({ policy, requests, store }: ServerParts, person: Personal<string>): Promise<boolean> {
  return !mayUse(policy, { for: "sale" }, await requests.stops(store.reader, person)).allowed;
}
