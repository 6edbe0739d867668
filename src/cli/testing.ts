/** The command line in this process, with what it said. */
import { main } from "./index.ts";

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function gestand(
  argv: readonly string[],
  given: { environment?: Readonly<Record<string, string | undefined>>; input?: string } = {},
): Promise<Said> {
  let out = "";
  let err = "";
  const code = await main(argv, {
    out: (content) => void (out += typeof content === "string" ? content : Buffer.from(content).toString("latin1")),
    err: (text) => void (err += text),
    environment: given.environment ?? {},
    input: () => Promise.resolve(given.input ?? ""),
    stopped: () => Promise.resolve(),
  });
  return { code, out, err };
}
