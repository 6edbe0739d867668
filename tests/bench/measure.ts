/** What every bench shares: times with their spread, and a report that says what was compared and how busy the machine was. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { cpus, loadavg, totalmem } from "node:os";

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  readonly runs: number;
}

export interface Report {
  readonly bench: string;
  /** What is held against what, in one sentence. */
  readonly compares: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The same figures unrounded, for machines. */
  readonly figures: Readonly<Record<string, unknown>>;
  /** Load of the last minute when the bench began and ended. */
  readonly load: readonly [number, number];
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (place: number) => sorted[place] ?? Number.NaN;
  const half = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2;
  return { min: at(0), median, max: at(sorted.length - 1), runs: sorted.length };
}

export async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}

/** `12.3 (10.1–15.0)`: median, least and most. */
export function spreadText({ min, median, max }: Spread): string {
  return `${digits(median)} (${digits(min)}–${digits(max)})`;
}

export function digits(value: number): string {
  if (!Number.isFinite(value)) return "-";
  if (value >= 1000) return Math.round(value).toLocaleString("en");
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}

export const currentLoad = (): number => loadavg()[0] ?? 0;

export function machine() {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? "",
    memoryBytes: totalmem(),
    node: process.versions.node,
    load: currentLoad(),
  };
}

export function reportText(report: Report): string {
  const all = [report.headings, ...report.rows];
  const widths = report.headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  const [from, to] = report.load;
  return [
    "",
    `${report.bench}: ${report.compares}`,
    `(load of the machine ${from.toFixed(1)} before, ${to.toFixed(1)} after)`,
    "",
    lines[0],
    rule,
    ...lines.slice(1),
    "",
  ].join("\n");
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Memory of a process at its most, in bytes, resident; NaN where the system does not tell. */
export async function peakOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmHWM:\s+(\d+) kB/mu.exec(status)?.[1] ?? Number.NaN) * 1_024;
}
