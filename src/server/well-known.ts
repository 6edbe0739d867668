/** What the policy says to programs of visitors and researchers, at the addresses that standards name. */
import { Hono } from "hono";
import type { ContactPoint, Policy } from "#policy";
import type { Env, ServerParts } from "./parts.ts";

const dayMs = 86_400_000;
/** RFC 9116 §2.5.5 advises less than a year. */
const securityTextDays = 180;

export function wellKnownRoutes(parts: ServerParts): Hono<Env> {
  const routes = new Hono<Env>();
  const { policy } = parts;
  const desk = securityDesk(policy);
  if (desk !== undefined)
    routes.get("/security.txt", (c) =>
      c.text(securityText(desk, parts), 200, { "content-type": "text/plain; charset=utf-8" }),
    );
  const signal = policy.website?.signals.find(({ kind }) => kind === "gpc");
  if (signal?.answer === "honoured")
    // Global Privacy Control, W3C: the date is that of the statement.
    routes.get("/gpc.json", (c) => c.json({ gpc: true, lastUpdate: policy.inForceOn }));
  return routes;
}

/** A contact of the policy for security that can be written to. */
function securityDesk({ contacts = [] }: Policy): ContactPoint | undefined {
  return contacts.find(({ subjects, email, phone }) => subjects.includes("security") && (email ?? phone) !== undefined);
}

/** RFC 9116. Expires at midnight, so that the text is the same all day. */
function securityText({ email, phone }: ContactPoint, { policy, publicUrl, clock }: ServerParts): string {
  const midnight = Math.floor(clock.now().getTime() / dayMs) * dayMs;
  const [language = "nl"] = policy.languages;
  const lines = [
    ...(email === undefined ? [] : [`Contact: mailto:${email}`]),
    ...(phone === undefined ? [] : [`Contact: tel:${phone.replaceAll(/[^+\d]/g, "")}`]),
    `Expires: ${new Date(midnight + securityTextDays * dayMs).toISOString().replace(".000", "")}`,
    `Preferred-Languages: ${policy.languages.join(", ")}`,
    `Canonical: ${new URL("/.well-known/security.txt", publicUrl).href}`,
    `Policy: ${new URL(`/${language}/privacy`, publicUrl).href}`,
  ];
  return `${lines.join("\r\n")}\r\n`;
}
