/** Counts in memory, for what comes too often to be counted in the database: each process allows this much by itself. */
import type { Context } from "hono";
import type { Env, ServerParts } from "./parts.ts";
import { placeOf } from "./rate-limit.ts";

/** Networks that are remembered at once; beyond it counting begins anew. */
const mostPlaces = 100_000;

export function networkRate(
  { clock, trustedProxies }: Pick<ServerParts, "clock" | "trustedProxies">,
  { hits, seconds }: { hits: number; seconds: number },
): (c: Context<Env>) => boolean {
  let window = 0;
  const counts = new Map<string, number>();
  return (c) => {
    const now = Math.floor(clock.now().getTime() / (seconds * 1_000));
    if (now !== window || counts.size >= mostPlaces) counts.clear();
    window = now;
    const place = placeOf(c, trustedProxies);
    const count = (counts.get(place) ?? 0) + 1;
    counts.set(place, count);
    return count <= hits;
  };
}
