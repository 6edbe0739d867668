import type { Session } from "./session.ts";

/** Names that SCAN looks at in one go. */
const stride = 250;
/** Redis may give a name twice while a table of its grows; so many of the last ones are remembered. */
const remembered = 20_000;

/** All names that begin so, in batches, each once. Never holds up the server. */
export async function* walk(session: Session, pattern: string): AsyncGenerator<readonly Buffer[]> {
  let cursor = "0";
  let seen = new Set<string>();
  do {
    const reply = await session.ask("Listing keys", "SCAN", cursor, "MATCH", pattern, "COUNT", String(stride));
    const [next, names] = reply as readonly [Buffer, readonly Buffer[]];
    cursor = next.toString();
    const fresh = names.filter((name) => {
      const text = name.toString("latin1");
      if (seen.has(text)) return false;
      seen.add(text);
      return true;
    });
    if (seen.size > remembered) seen = new Set();
    if (fresh.length > 0) yield fresh;
  } while (cursor !== "0");
}

/** A text as a pattern of Redis that means only itself. */
export function literal(text: string): string {
  return text.replaceAll(/[*?[\]\\]/g, String.raw`\$&`);
}

/** As `literal`, in any case of its letters. */
export function literalInAnyCase(text: string): string {
  return literal(text).replaceAll(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}
