/** The company's own app asks for somebody who is signed in there: its server vouches for the address, so there is no code. */
import type { Hono } from "hono";
import { appSubmission } from "#api";
import { Personal } from "#base";
import { isOffered } from "#policy";
import { whatLacks } from "./asking-routes.ts";
import type { Env, ServerParts } from "./parts.ts";
import { problem } from "./problems.ts";
import type { RateLimit } from "./rate-limit.ts";
import { vouchedAddress } from "./vouched.ts";

export function appEndpoint(routes: Hono<Env>, parts: ServerParts, limit: RateLimit): void {
  const { policy, requests, clock, publicUrl, appKeys = [] } = parts;
  routes.post("/app/requests", async (c) => {
    const token = /^Bearer (.+)$/u.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
    const vouched = vouchedAddress(token, { keys: appKeys, audience: publicUrl.origin, now: clock.now() });
    if (!vouched.ok) return problem(401, vouched.reason, vouched.message);
    const key = c.req.header("idempotency-key") ?? "";
    if (!/^[\x21-\x7e]{16,128}$/u.test(key))
      return problem(422, "Not understood", "Send an Idempotency-Key of 16 to 128 signs, new for each request.");
    const parsed = appSubmission.safeParse(await c.req.json().catch(() => undefined));
    if (!parsed.success)
      return problem(
        422,
        "Not understood",
        parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "),
      );
    const { kind, message, purposes = [], residence, language } = parsed.data;
    // Who is signed in asks for themselves.
    if (!isOffered(policy, kind) || kind === "under-age-report")
      return problem(422, "Not offered", "The policy does not grant this right. Nothing was made.");
    const lacking = whatLacks(policy, kind, { message, purposes });
    if (lacking !== undefined) return problem(422, "Not understood", `${lacking}: this request needs it.`);
    if (!(await limit(c, "app", vouched.value)))
      return problem(429, "Too many requests", "This person asked very often. Nothing was made. Try again in an hour.");
    const made = await requests.submitOnce(
      {
        kind,
        language: policy.languages.includes(language) ? language : (policy.languages[0] ?? language),
        channel: "app",
        email: vouched.value,
        purposes,
        ...(message === undefined ? {} : { message: new Personal(message) }),
        ...(residence === undefined ? {} : { residence }),
      },
      key,
    );
    if (!made.ok) return problem(422, made.reason, made.message);
    parts.log({ level: "info", event: "request-from-app", reference: made.value.reference });
    return c.json(made.value, made.value.again ? 200 : 201);
  });
}
