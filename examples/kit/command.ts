/** The command that builds a sample by itself: `node examples/NAME/generate.ts --url postgres://… --customers N`. */
import { parseArgs } from "node:util";

export interface BuildCommand {
  /** The flag for the number of persons: `customers`. */
  readonly size: string;
  /** How many when the flag is left out. */
  readonly usual: number;
  /** Further flags, each a number, 0 when left out. */
  readonly more?: readonly string[];
}

export interface BuildFlags {
  readonly url: string;
  readonly size: number;
  readonly today: string;
  readonly more: Readonly<Record<string, number>>;
}

/** Reads the flags, builds, and says how long it took. Sets the exit code 2 when there is no database to fill. */
export async function buildByCommand(
  command: BuildCommand,
  build: (flags: BuildFlags) => Promise<void>,
): Promise<void> {
  const { size, usual, more = [] } = command;
  const flags = ["url", "today", size, ...more].map((flag) => [flag, { type: "string" }] as const);
  const { values } = parseArgs({ options: Object.fromEntries(flags) });
  const { url } = values;
  if (url === undefined) {
    const wanted = [`--${size} ${usual}`, ...more.map((flag) => `--${flag} 0`), "--today 2026-12-01"];
    process.stderr.write(
      `Say which empty database to fill: --url postgres://… ${wanted.map((flag) => `[${flag}]`).join(" ")}\n`,
    );
    process.exitCode = 2;
    return;
  }
  const started = performance.now();
  const today = values["today"] ?? new Date().toISOString().slice(0, 10);
  const numbers = more.map((flag) => [flag, Number(values[flag] ?? 0)] as const);
  await build({ url, size: Number(values[size] ?? usual), today, more: Object.fromEntries(numbers) });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`It stands, as of ${today}, after ${seconds} s.\n`);
}
