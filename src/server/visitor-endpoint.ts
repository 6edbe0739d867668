/** What a browser chose becomes the choice of a person: only on the word of the company's own server, for minutes. */
import type { Hono } from "hono";
import { visitorSent } from "#api";
import { aboutPurpose } from "#policy";
import type { Env, ServerParts } from "./parts.ts";
import { problem } from "./problems.ts";
import { vouchedAddress } from "./vouched.ts";

export function visitorEndpoint(routes: Hono<Env>, parts: ServerParts): void {
  const { consents, permissions, clock, publicUrl, appKeys = [], store, policy } = parts;
  routes.post("/app/visitor", async (c) => {
    const token = /^Bearer (.+)$/u.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
    const vouched = vouchedAddress(token, { keys: appKeys, audience: publicUrl.origin, now: clock.now() });
    if (!vouched.ok) return problem(401, vouched.reason, vouched.message);
    const parsed = visitorSent.safeParse(await c.req.json().catch(() => undefined));
    if (!parsed.success)
      return problem(
        422,
        "Not understood",
        'Send {"visitor": "…"}, 22 signs as the browser has it. Nothing was recorded.',
      );
    // The newest choice of a browser says of each purpose whether yes or no. One that never chose says nothing.
    const [newest] = await consents.of(store.reader, parsed.data.visitor);
    const choices = Object.entries(newest?.choices ?? {}).filter(([name]) =>
      policy.purposes.some((purpose) => purpose.name === name),
    );
    if (newest === undefined || choices.length === 0) return c.json({ recorded: 0, already: 0 });
    const done = await permissions.record(
      choices.map(([name, granted]) => ({
        person: vouched.value,
        act: granted ? "given" : "withdrawn",
        about: aboutPurpose(name),
        channel: "web",
        at: newest.receivedAt,
        evidence: `choice ${newest.event}`,
        id: `${newest.event} ${name} ${permissions.digest(vouched.value)}`,
      })),
    );
    return done.ok ? c.json(done.value) : problem(422, done.reason, done.message);
  });
}
