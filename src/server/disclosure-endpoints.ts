/** The ledger of disclosures for programs: they say what they gave away, staff read the report of a year. */
import type { Hono } from "hono";
import { disclosuresSent, type DisclosureSent } from "#api";
import { localDate, Personal } from "#base";
import type { DisclosureSaid } from "#recipients";
import { bearsToken } from "./bearer.ts";
import type { Env, ServerParts } from "./parts.ts";
import { problem } from "./problems.ts";

export function disclosureEndpoint(routes: Hono<Env>, { recipients, disclosuresToken }: ServerParts): void {
  routes.post("/disclosures", async (c) => {
    if (disclosuresToken === undefined || !bearsToken(c.req.header("authorization"), disclosuresToken))
      return problem(
        401,
        "Not known",
        "Nothing was recorded. Send `Authorization: Bearer …` with the value of GESTAND_DISCLOSURES_TOKEN.",
      );
    const parsed = disclosuresSent.safeParse(await c.req.json().catch(() => undefined));
    if (!parsed.success)
      return problem(
        422,
        "Not understood",
        `Nothing was recorded. ${parsed.error.issues
          .slice(0, 20)
          .map(({ path, code }) => `${path.join(".")}: ${code}`)
          .join("; ")}`,
      );
    const done = await recipients.disclosures.record(parsed.data.disclosures.map(saidOf));
    if (done.ok) return c.json(done.value);
    const lines = done.faults
      .slice(0, 20)
      .map(({ line, member, message }) => `disclosures.${line}.${member}: ${message}`);
    return problem(422, done.reason, [done.message, ...lines].join(" "));
  });
}

export function saidOf({ email, on, purpose, ground, ...one }: DisclosureSent): DisclosureSaid {
  return {
    ...one,
    email: new Personal(email),
    on: localDate(on),
    ...(purpose !== undefined && { purpose }),
    ...(ground !== undefined && { ground }),
  };
}

export function disclosureReportEndpoint(routes: Hono<Env>, { recipients }: ServerParts): void {
  routes.get("/reports/disclosures", async (c) => {
    const year = yearIn(c.req.query("year"));
    if (year === undefined) return problem(422, "Not understood", "Give year=2026, a year of four digits.");
    return c.json(await recipients.disclosures.report(year));
  });
}

export function yearIn(text: string | undefined): number | undefined {
  return text !== undefined && /^[12]\d{3}$/.test(text) ? Number(text) : undefined;
}
