import type { Readable, Writable } from "node:stream";
import { createInterface } from "node:readline/promises";
import { OperationalError } from "#base";

/**
 * One line that somebody types. Ctrl-C, and the end of the input, are an answer too: whoever asked stops before anything is
 * done. Without them the process would end in silence, as if all were well.
 */
export async function askedOnce(
  question: string,
  input: Readable = process.stdin,
  output: Writable = process.stdout,
): Promise<string> {
  const lines = createInterface({ input, output, terminal: true });
  try {
    const stopped = new Promise<never>((_, failed) => {
      const stop = () => failed(new OperationalError("stopped", "Stopped. Nothing was written or changed."));
      lines.once("SIGINT", () => {
        // What is said next begins at the margin.
        output.write("\n");
        stop();
      });
      lines.once("close", stop);
    });
    return await Promise.race([lines.question(question), stopped]);
  } finally {
    lines.close();
  }
}
