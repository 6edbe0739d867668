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
    return await new Promise((answered, failed) => {
      const stop = () => {
        // What is said next begins at the margin.
        output.write("\n");
        failed(new OperationalError("stopped", "Stopped. Nothing was written or changed."));
      };
      lines.once("SIGINT", stop);
      lines.once("close", stop);
      lines.question(question).then((line) => {
        lines.off("close", stop);
        answered(line);
      }, failed);
    });
  } finally {
    lines.close();
  }
}
