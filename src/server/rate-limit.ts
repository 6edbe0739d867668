/** Counts per place (network address, as a keyed digest) and action, shared by all server processes. */
import type { Context } from "hono";
import type { Personal } from "#base";
import { sql } from "#store";
import type { Env, ServerParts } from "./parts.ts";

/** True when this place may do this once more; or this person, where one place speaks for many. */
export type RateLimit = (c: Context<Env>, action: RatedAction, person?: Personal<string>) => Promise<boolean>;

const allowed = {
  /** New requests of persons. */
  submit: { hits: 20, seconds: 3_600 },
  /** Of one person, by the company's own app. */
  app: { hits: 20, seconds: 3_600 },
  code: { hits: 60, seconds: 3_600 },
  "sign-in": { hits: 20, seconds: 900 },
  /** Beginning a passkey ceremony, which writes a challenge. */
  passkey: { hits: 60, seconds: 900 },
  upload: { hits: 20, seconds: 3_600 },
  check: { hits: 120, seconds: 3_600 },
} as const;
export type RatedAction = keyof typeof allowed;

export function rateLimiter(parts: Pick<ServerParts, "store" | "clock" | "trustedProxies">): RateLimit {
  return async (c, action, person) => {
    const { hits, seconds } = allowed[action];
    const now = parts.clock.now();
    const startsAt = new Date(Math.floor(now.getTime() / (seconds * 1_000)) * seconds * 1_000);
    const key = parts.store.vault.digest(
      "rate-limit",
      `${action}|${person?.reveal() ?? placeOf(c, parts.trustedProxies)}`,
    );
    const counted = await sql<{ hits: number }>`
      insert into rate_window (key, starts_at, hits) values (${key}, ${startsAt}, 1)
      on conflict (key, starts_at) do update set hits = rate_window.hits + 1 returning hits`.execute(
      parts.store.reader.db,
    );
    if (Math.random() < 0.01)
      await sql`delete from rate_window where starts_at < ${new Date(now.getTime() - 86_400_000)}`.execute(
        parts.store.reader.db,
      );
    return (counted.rows[0]?.hits ?? 1) <= hits;
  };
}

/** An IPv6 home has a whole /64, so that counts as one place. */
export function placeOf(c: Context<Env>, trustedProxies: number): string {
  if (trustedProxies === 0) return networkOf(c.env?.incoming?.socket?.remoteAddress ?? "");
  const forwarded = (c.req.header("x-forwarded-for") ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return networkOf(forwarded.at(-trustedProxies) ?? "");
}

/** `2001:db8::7` → `2001:db8:0:0`; `::ffff:192.0.2.7` and `192.0.2.7:4711` → `192.0.2.7`. */
export function networkOf(written: string): string {
  const address = /^\[(.+)\]/.exec(written)?.[1] ?? written;
  const four = /(\d+\.\d+\.\d+\.\d+)(:\d+)?$/.exec(address)?.[1];
  if (four !== undefined) return four;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const [first, last] = [groupsOf(head), groupsOf(tail ?? "")];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array<string>(zeros).fill("0"), ...last]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}

function groupsOf(text: string): string[] {
  return text.split(":").filter((group) => group !== "");
}
